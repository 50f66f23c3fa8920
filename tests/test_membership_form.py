"""The chair's report: from an empty list of pages to a receipt, with last year beside and nothing that does not add up."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from membership.answers import answers_of
from membership.models import FirstCheck, LockedYear, MembershipReport, Parameter, TerritoryEvent
from reporting.models import Draft, Obligation, Submission
from tests.membership_world import make_report, membership_requirement, obligation_of
from tests.world import NOON, TODAY, World

SignIn = Callable[..., Client]

SOUND = {
    "employees_total": "1 000", "members_total": "900", "members_employed": "800", "members_students": "50",
    "members_pensioners": "30", "members_childcare_leave": "20", "members_women": "600", "members_youth": "200",
    "opening_total": "890", "opening_source": "учётные карточки", "in_joined": "25", "admitted_total": "25",
    "out_retirement": "10", "out_own_wish": "5", "left_total": "15",
}  # fmt: skip


class Report:
    """Karaganda's report of 2023 as its chair meets it."""

    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client = world, client
        self.obligation = obligation_of(world.karaganda, 2023)

    def url(self, name: str = "report_form", *more: str) -> str:
        return reverse(f"membership:{name}", args=[self.obligation.pk, *more])

    def draft(self) -> Draft:
        return Draft.of(self.obligation)

    def post(self, url: str, answers: dict[str, str], action: str) -> HttpResponse:
        return self.client.post(url, {**answers, "version": self.draft().version, "action": action})

    def page(self, section: str, action: str = "next", **answers: str) -> HttpResponse:
        """One page sent: the answers of the others travel in it."""
        return self.post(self.url("report_section", section), {**self.draft().data, **answers}, action)

    def check(self, **answers: str) -> HttpResponse:
        return self.post(self.url(), {**SOUND, **answers}, "check")

    def submit(self, token: str | None = None) -> HttpResponse:
        draft = self.draft()
        sent = {"token": token or str(uuid4()), "version": draft.version, **draft.data}
        return self.client.post(self.url("report_submit"), sent)

    def hand_in(self, **answers: str) -> MembershipReport:
        checked = self.check(**answers)
        assert checked.status_code == 302, checked.context["problems"]
        assert self.submit().status_code == 302
        return MembershipReport.objects.filter(organization=self.world.karaganda, year=2023).latest("pk")


@pytest.fixture
def report(world: World, signed_in: SignIn) -> Report:
    membership_requirement(world)
    return Report(world, signed_in(world.aigul))


def problems(answer: HttpResponse) -> list[str]:
    return [one["sentence"] for one in answer.context["problems"]]


def states(answer: HttpResponse) -> dict[str, str]:
    return {step.section.code: step.state for step in answer.context["steps"]}


# --- The list of pages ------------------------------------------------------------------------------------


def test_the_task_leads_to_the_list_of_pages(report: Report) -> None:
    assert report.obligation.fill_url == report.url()
    assert states(report.client.get(report.url())) == {
        "members": "empty", "flow": "empty", "structure": "optional", "types": "optional", "bodies": "optional",
        "agreements": "optional", "note": "optional", "explanations": "optional",
    }  # fmt: skip


def test_each_page_keeps_its_own_and_loses_nothing_of_the_others(report: Report) -> None:
    report.page("members", members_total="900")
    report.page("structure", primaries="12")
    assert (report.draft().data["members_total"], report.draft().data["primaries"]) == ("900", "12")
    shown = report.client.get(report.url("report_section", "bodies")).content.decode()
    assert 'type="hidden" name="members_total" value="900"' in shown


def test_a_page_shows_its_own_errors_and_keeps_what_was_typed(report: Report) -> None:
    answer = report.page("members", members_total="тысяча", employees_total="10", members_employed="11")
    assert answer.status_code == 200
    assert "тысяча" in answer.context["form"].errors["members_total"][0]
    assert "11" in answer.context["form"].errors["members_employed"][0]
    assert "opening_total" not in answer.context["form"].errors
    assert report.draft().data["members_total"] == "тысяча"
    title = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    assert title
    assert title[1].strip().startswith("Ошибка")


def test_states_say_what_is_done_and_what_is_to_be_corrected(report: Report) -> None:
    members = {name: value for name, value in SOUND.items() if name.startswith(("members", "employees"))}
    assert report.page("members", **members).status_code == 302
    assert states(report.client.get(report.url()))["members"] == "done"
    report.page("members", members_students="51")
    assert states(report.client.get(report.url()))["members"] == "errors"


@pytest.mark.parametrize("typed", ["-5", "12,5", "1 000 000 001", "много", "9" * 400])
def test_what_is_no_count_is_refused_in_its_field(report: Report, typed: str) -> None:
    answer = report.page("structure", primaries=typed)
    assert list(answer.context["form"].errors) == ["primaries"]


# --- The checks -------------------------------------------------------------------------------------------


def test_a_report_that_does_not_add_up_cannot_be_handed_in(report: Report) -> None:
    answer = report.check(members_total="901")
    assert answer.status_code == 200
    assert any("901" in sentence and "900" in sentence for sentence in problems(answer))
    assert report.client.get(report.url("report_check")).status_code == 200
    assert report.submit()["Location"] == report.url("report_check")
    assert not Submission.objects.filter(obligation=report.obligation).exists()


def test_a_sound_report_is_checked_submitted_and_receipted(report: Report) -> None:
    made = report.hand_in(type_school_members="700", type_college_members="200", moved_employed_pensioners="7")
    assert (made.members_total, made.year, made.state_on) == (900, 2023, date(2023, 1, 1))
    answers = answers_of(made)
    assert (answers["in_joined"], answers["out_retirement"], answers["left_total"]) == (25, 10, 15)
    assert (answers["type_college_members"], answers["moved_employed_pensioners"]) == (200, 7)
    assert "out_death" not in answers
    assert not Draft.objects.filter(obligation=report.obligation).exists()


def test_the_same_form_sent_twice_is_one_hand_in(report: Report) -> None:
    report.check()
    token, draft = str(uuid4()), report.draft()
    sent = {"token": token, "version": draft.version, **draft.data}
    first = report.client.post(report.url("report_submit"), sent)
    again = report.client.post(report.url("report_submit"), sent)
    assert first["Location"] == again["Location"]
    assert MembershipReport.objects.count() == 1


def test_what_looks_strange_asks_for_an_explanation_that_is_kept(report: Report) -> None:
    strange = {"employees_total": "3 000"}
    answer = report.check(**strange)
    assert states(answer)["explanations"] == "errors"
    assert report.check(**strange, explanation="Приняты новые организации").status_code == 302
    report.submit()
    assert MembershipReport.objects.get().explanation == "Приняты новые организации"


def test_the_opening_figure_needs_a_source_where_nothing_is_carried(report: Report) -> None:
    assert any("откуда" in one or "come" in one for one in problems(report.check(opening_source="")))


def live(report: Report, **answers: str) -> dict[str, Any]:
    answer = report.client.post(report.url("report_checks"), answers)
    return json.loads(answer.content)


def test_the_server_says_the_checks_while_one_types_and_keeps_nothing(report: Report) -> None:
    said = live(report, **{**SOUND, "members_total": "901", "primaries": "x"})
    assert {"categories", "flow"} <= {one["code"] for one in said["failures"]}
    assert list(said["unread"]) == ["primaries"]
    assert not Draft.objects.filter(obligation=report.obligation).exists()


# --- Last year --------------------------------------------------------------------------------------------


@pytest.fixture
def with_last(report: Report) -> Report:
    make_report(
        report.world.karaganda, 2022, employed=790, students=50, pensioners=30, childcare=20, admitted=5, left=3,
        accepted_on=date(2022, 3, 1), primaries=12, groups=3, types={"school": {"members": 890}},
    )  # fmt: skip
    return report


def asked(report: Report, section: str) -> dict[str, Any]:
    """The questions of a page, by name."""
    groups = report.client.get(report.url("report_section", section)).context["groups"]
    return {one.field.name: one for group in groups for one in group.questions}


def test_the_opening_is_carried_from_the_last_accepted_report(with_last: Report) -> None:
    form = with_last.client.get(with_last.url("report_section", "flow")).context["form"]
    assert form["opening_total"].value() == "890"
    assert "disagreement" in asked(with_last, "flow")
    assert "opening_source" not in asked(with_last, "flow")


def test_a_report_that_was_not_accepted_carries_nothing(report: Report) -> None:
    make_report(report.world.karaganda, 2022, employed=790)
    assert not report.client.get(report.url("report_section", "flow")).context["form"]["opening_total"].value()


def test_another_opening_is_a_disagreement_said_in_words(with_last: Report) -> None:
    other = {"opening_total": "880", "in_joined": "35", "admitted_total": "35", "opening_source": ""}
    assert any("890" in one and "880" in one for one in problems(with_last.check(**other)))
    assert with_last.hand_in(**other, disagreement="Двойной учёт").disagreement == "Двойной учёт"


def test_a_new_organization_opens_with_what_the_split_brought(report: Report) -> None:
    placement = report.world.karaganda.placements.get()
    placement.from_day = date(2022, 6, 8)
    placement.save()
    TerritoryEvent.record(
        kind="split", on=date(2022, 6, 8), origin=report.world.akmola, target=report.world.karaganda,
        members_total=890, source="Указ от 03.05.2022", by=report.world.saule, at=NOON,
    )  # fmt: skip
    shown = report.client.get(report.url("report_section", "flow"))
    assert shown.context["form"]["opening_total"].value() == "890"
    assert "Указ от 03.05.2022" in shown.content.decode()
    assert report.hand_in(opening_source="Указ").opening_total == 890


def test_last_year_stands_beside_each_figure(with_last: Report) -> None:
    beside = {name: one.last for name, one in asked(with_last, "structure").items()}
    assert beside == {**dict.fromkeys(beside, ""), "primaries": "12", "groups": "3"}


def test_same_as_last_year_fills_only_what_is_empty(with_last: Report) -> None:
    with_last.page("structure", "same", primaries="13")
    data = with_last.draft().data
    assert (data["primaries"], data["groups"]) == ("13", "3")
    assert not data.get("members_total")


def test_check_your_answers_shows_last_year_beside(with_last: Report) -> None:
    with_last.check(opening_source="", primaries="14", explanation="Открыты две первички")
    page = with_last.client.get(with_last.url("report_check"))
    rows = {row["key"]: row for block in page.context["blocks"] for row in block["rows"]}
    assert any((row["value"], row["previous"]) == ("800", "790") for row in rows.values())
    # What was there last year and is empty now is seen, too.
    assert any((row["value"], row["previous"]) == ("", "3") for row in rows.values())


# --- A fall -----------------------------------------------------------------------------------------------


FALL = {"opening_total": "1 100", "opening_source": "", "out_own_wish": "215", "left_total": "225"}


@pytest.fixture
def fallen(report: Report) -> Report:
    make_report(report.world.karaganda, 2022, employed=1000, students=50, pensioners=30, childcare=20, accepted_on=date(2022, 3, 1))  # fmt: skip
    return report


def test_a_fall_without_a_reason_cannot_be_handed_in(fallen: Report) -> None:
    answer = fallen.check(**FALL)
    assert len(problems(answer)) == 2
    assert states(answer)["note"] == "empty"
    assert "200" in fallen.client.get(fallen.url("report_section", "note")).context["told"][0]["text"]


def test_a_note_with_a_reason_and_measures_passes_and_is_kept(fallen: Report) -> None:
    made = fallen.hand_in(**FALL, why_own_wish="200", note_measures="Встречи в школах", note_text="Закрыт колледж")
    assert [(row.reason.code, row.members) for row in made.note_reasons.all()] == [("own_wish", 200)]
    assert (made.note_measures, made.note_text) == ("Встречи в школах", "Закрыт колледж")


def test_the_comparison_of_the_note_is_filled_in(fallen: Report) -> None:
    fallen.check(**FALL, why_own_wish="200", note_measures="Встречи")
    block = next(one for one in fallen.client.get(fallen.url("report_check")).context["blocks"] if one["compared"])
    assert [(row["before"], row["now"], row["change"]) for row in block["compared"]][:2] == [
        ("1\u00a0100", "900", "−200"), ("1\u00a0000", "800", "−200"),
    ]  # fmt: skip


def test_who_is_young_is_said_where_staff_have_set_it(report: Report) -> None:
    page = report.client.get(report.url("report_section", "members"))
    assert not page.context["form"].fields["members_youth"].help_text
    Parameter.objects.create(code="youth_age", value=35, first_year=2020, source="Устав")
    Parameter.objects.create(code="youth_age", value=30, first_year=2024, source="Устав")
    for section, name in (("members", "members_youth"), ("bodies", "chairs_youth")):
        page = report.client.get(report.url("report_section", section))
        assert "35" in page.context["form"].fields[name].help_text
        assert page.context["form"].fields[name].help_text in page.content.decode()


# --- How often the checks failed --------------------------------------------------------------------------


def test_the_count_of_the_first_attempt_stands_whatever_is_corrected(report: Report) -> None:
    report.check(members_total="901")
    first = FirstCheck.objects.get().failed_checks
    assert first == 2
    assert report.hand_in().failed_checks == first
    report.obligation.return_(by=report.world.saule, at=NOON, returned_on=TODAY, correct_by=TODAY, reason="Проверьте")
    assert report.hand_in(members_women="500").failed_checks == first


def test_an_unfinished_form_is_no_attempt(report: Report) -> None:
    report.check(members_total="")
    assert not FirstCheck.objects.exists()


def test_a_corrected_round_begins_with_what_was_handed_in_and_shows_the_remarks(report: Report) -> None:
    report.hand_in()
    report.obligation.return_(
        by=report.world.saule, at=NOON, returned_on=TODAY, correct_by=TODAY, reason="Проверьте",
        remarks=[("members_women", "Больше, чем в прошлом году"), ("", "Нет подписи")],
    )  # fmt: skip
    page = report.client.get(report.url("report_section", "members"))
    assert page.context["form"]["members_women"].value() == "600"
    assert "Больше, чем в прошлом году" in page.content.decode()
    assert "Нет подписи" in report.client.get(report.url()).content.decode()


# --- What is refused --------------------------------------------------------------------------------------


def test_a_locked_year_takes_nothing(report: Report) -> None:
    report.check()
    LockedYear.lock(2023, on=TODAY, reason="Итоги подведены", by=report.world.saule, at=NOON)
    assert "Итоги подведены" in report.client.get(report.url()).content.decode()
    assert report.submit().status_code == 409
    assert not MembershipReport.objects.exists()


def test_a_year_before_the_organization_was_is_refused(report: Report) -> None:
    placement = report.world.karaganda.placements.get()
    placement.from_day = date(2023, 1, 2)
    placement.save()
    assert "01.01.2023" in report.client.get(report.url()).content.decode()
    assert report.post(report.url(), SOUND, "check").status_code == 409


# --- The levels below -------------------------------------------------------------------------------------


@pytest.fixture
def with_below(report: Report) -> Report:
    make_report(report.world.school, 2023, employed=80, admitted=9, left=4, primaries=1)
    return report


def test_the_sum_of_the_levels_below_stands_beside(with_below: Report) -> None:
    assert asked(with_below, "members")["members_total"].below == "100"


def test_a_difference_from_below_is_explained_and_both_are_kept(with_below: Report) -> None:
    assert any("нижестоящих" in one for one in problems(with_below.check()))
    made = with_below.hand_in(difference="Не все первички сдали")
    assert (made.members_total, made.difference) == (900, "Не все первички сдали")
    assert MembershipReport.objects.get(organization=with_below.world.school).members_total == 100


def test_the_sums_are_taken_with_their_rows(with_below: Report) -> None:
    with_below.page("members", "sums")
    with_below.page("flow", "sums")
    data = with_below.draft().data
    assert (data["members_total"], data["in_joined"], data["admitted_total"]) == ("100", "9", "9")
    assert with_below.post(with_below.url(), {**data, "opening_source": "сумма"}, "check").status_code == 302


def test_the_sums_leave_what_is_carried(with_last: Report) -> None:
    make_report(with_last.world.school, 2023, employed=80, admitted=9, left=4, primaries=1)
    with_last.page("flow", "sums", opening_total="890")
    data = with_last.draft().data
    assert (data["opening_total"], data["admitted_total"]) == ("890", "9")


def test_the_tree_is_that_of_the_state_date(with_below: Report) -> None:
    """Temirtau, with its school, goes to Akmola in February: on 1 January it stood under Karaganda."""
    world = with_below.world
    world.temirtau.parent = world.akmola
    world.temirtau.save()
    world.temirtau.placed(world.akmola, from_day=date(2023, 2, 1))
    assert asked(with_below, "members")["members_total"].below == "100"


# --- Who may ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "form", "submit"), [("aigul", 200, 302), ("dana", 200, 403), ("bolat", 404, 404), ("erlan", 404, 404), ("saule", 403, 403), ("leila", 403, 403)])  # fmt: skip
def test_the_chair_submits_the_assistant_fills_in_the_others_do_not(
    report: Report, signed_in: SignIn, person: str, form: int, submit: int
) -> None:
    client = signed_in(getattr(report.world, person))
    assert client.get(report.url()).status_code == form
    assert client.post(report.url("report_submit")).status_code == submit


def test_an_obligation_of_another_form_is_not_found_here(report: Report) -> None:
    url = reverse("membership:report_form", args=[report.world.obligation.pk])
    assert report.client.get(url).status_code == 404


def test_a_fixed_requirement_is_of_the_year_of_its_due_day(report: Report) -> None:
    obligation = Obligation.objects.create(
        requirement=report.obligation.requirement, organization=report.world.karaganda, key="",
        arose_on=date(2023, 6, 24), original_due_on=date(2023, 9, 10),
    )  # fmt: skip
    page = report.client.get(reverse("membership:report_form", args=[obligation.pk]))
    assert page.context["year"] == "2023"


def test_the_list_checks_what_its_pages_have_saved(report: Report) -> None:
    report.page(
        "members", **{name: value for name, value in SOUND.items() if name.startswith(("employees", "members"))}
    )
    report.page("flow", **{name: value for name, value in SOUND.items() if name.startswith(("opening", "in_", "out_", "admitted", "left"))})  # fmt: skip
    assert report.client.post(report.url(), {"action": "check"})["Location"] == report.url("report_check")


def test_an_empty_form_checked_shows_what_is_asked(report: Report) -> None:
    answer = report.client.post(report.url(), {"action": "check"})
    assert len(problems(answer)) == 9
    assert not Draft.objects.filter(obligation=report.obligation).exists()
