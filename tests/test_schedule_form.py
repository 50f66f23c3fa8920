"""The chair's schedule: from the official table to a receipt, by way of a draft, a check, and a return."""

import json
import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import Plan
from documents.registry import WHOLE_UNION, build
from organizations.access import Position
from organizations.models import Organization
from reporting.models import Draft, Obligation, Submission
from tests.union_of_2023 import LIST_DAY, Union, union_with_facts
from tests.world import appoint, at, make_organization, make_user

SignIn = Callable[..., Client]


class Schedule:
    """Karaganda's schedule as its chair meets it: missing on 4 September, with a term in the official table."""

    def __init__(self, union: Union, client: Client, chair: User) -> None:
        self.union, self.client, self.chair = union, client, chair
        self.karaganda = union.members["karaganda"]
        self.temirtau = make_organization("temirtau", "branch", self.karaganda, "Темиртау")
        self.balkhash = make_organization("balkhash", "branch", self.karaganda, "Балхаш")
        self.obligation = Obligation.objects.get(
            requirement=union.requirements["schedule"], organization=self.karaganda
        )

    def url(self, name: str = "schedule_form") -> str:
        return reverse(f"campaigns:{name}", args=[self.obligation.pk])

    def term(self, organization: Organization) -> str:
        return f"term_branch_{organization.pk}"

    def answers(self, own: str = "апрель 2024 г.", **more: str) -> dict[str, str]:
        return {"term_own": own, **more}

    def keep(self, action: str = "check", version: int | None = None, **answers: str) -> HttpResponse:
        version = Draft.of(self.obligation).version if version is None else version
        return self.client.post(self.url(), {**answers, "version": version, "action": action})

    def submit(self, token: str | None = None) -> HttpResponse:
        draft = Draft.of(self.obligation)
        sent = {"token": token or str(uuid4()), "version": draft.version, **draft.data}
        return self.client.post(self.url("schedule_submit"), sent)

    def hand_in(self, **answers: str) -> Submission:
        kept = self.keep(**(answers or self.answers()))
        assert kept.status_code == 302, kept.context["form"].errors
        self.submit()
        return self.obligation.submissions.latest("pk")


@pytest.fixture
def schedule(db: None, signed_in: SignIn) -> Schedule:
    union = union_with_facts()
    chair = make_user("almagul")
    person = union.members["karaganda"].appointments.get(position=Position.CHAIR).person
    person.user = chair
    person.save()
    return Schedule(union, signed_in(chair), chair)


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    return {field: list(found) for field, found in answer.context["form"].errors.items()}


def status(obligation: Obligation) -> str:
    return Obligation.objects.with_status(LIST_DAY).get(pk=obligation.pk).status


# --- The form ---------------------------------------------------------------------------------------------


def test_the_task_leads_to_this_form(schedule: Schedule) -> None:
    assert schedule.obligation.fill_url == schedule.url()
    assert schedule.client.get(schedule.url()).status_code == 200


def test_one_page_holds_the_own_conference_every_branch_and_the_primaries(schedule: Schedule) -> None:
    form = schedule.client.get(schedule.url()).context["form"]
    assert [line.title for line in form.lines][1:3] == ["Балхаш", "Темиртау"]
    assert [line.level for line in form.lines] == ["member", "branch", "branch", "primary"]
    assert next(str(line.window) for line in form.lines if line.level == "branch").endswith("01.01.2024–31.03.2024")


def test_it_begins_with_the_term_of_the_official_table(schedule: Schedule) -> None:
    answer = schedule.client.get(schedule.url())
    assert answer.context["form"]["term_own"].value() == "IV квартал 09.10.2023 г."
    assert answer.context["is_prefilled"]
    assert "09.10.2023" in answer.context["lines"][0][0].reading


def test_a_term_outside_is_accepted_with_a_reason(schedule: Schedule) -> None:
    asked = schedule.keep(**schedule.answers("13.10.2023"))
    assert list(errors(asked)) == ["reason_own"]
    assert "01.03.2024–31.05.2024" in errors(asked)["reason_own"][0]
    assert asked.context["lines"][0][0].asks_reason
    assert schedule.keep(**schedule.answers("13.10.2023", reason_own="Истекает срок полномочий")).status_code == 302


def test_an_ambiguous_term_is_confirmed(schedule: Schedule) -> None:
    typed = schedule.answers("IV квартал 09.10.2023 г.", reason_own="Истекает срок полномочий")
    asked = schedule.keep(**typed)
    assert list(errors(asked)) == ["confirm_own"]
    assert "09.10.2023" in errors(asked)["confirm_own"][0]
    assert schedule.keep(**typed, confirm_own="on").status_code == 302
    schedule.submit()
    plan = Plan.objects.get(source="form")
    assert (plan.raw, plan.is_ambiguous) == ("IV квартал 09.10.2023 г.", False)


@pytest.mark.parametrize("typed", ["весной", "31.02.2024", "апрель"])
def test_what_cannot_be_read_gets_a_sentence_and_stays(schedule: Schedule, typed: str) -> None:
    answer = schedule.keep(**schedule.answers(typed))
    assert typed in errors(answer)["term_own"][0]
    assert answer.context["form"]["term_own"].value() == typed
    assert Draft.of(schedule.obligation).data["term_own"] == typed  # nothing typed is lost
    title = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    assert title
    assert title[1].strip().startswith("Ошибка")


def test_the_own_term_is_asked_the_others_may_wait(schedule: Schedule) -> None:
    asked = schedule.keep(**{schedule.term(schedule.temirtau): "февраль 2024 г."})
    assert list(errors(asked)) == ["term_own"]
    assert schedule.keep(**schedule.answers()).status_code == 302


def test_a_branch_is_held_against_the_window_of_branches(schedule: Schedule) -> None:
    asked = schedule.keep(**schedule.answers(**{schedule.term(schedule.temirtau): "апрель 2024 г."}))
    [(field, [sentence])] = errors(asked).items()
    assert field == f"reason_branch_{schedule.temirtau.pk}"
    assert "01.01.2024–31.03.2024" in sentence


@pytest.mark.parametrize(
    ("approval", "field"),
    [
        ({"approved_by": "Пленум"}, "approved_on"),
        ({"approved_on": "24.08.2023"}, "approved_by"),
        ({"approved_by": "Пленум", "approved_on": "05.09.2023"}, "approved_on"),
        ({"approved_by": "Пленум", "approved_on": "32.08.2023"}, "approved_on"),
    ],
)
def test_body_and_day_of_the_approval_belong_together(schedule: Schedule, approval: dict, field: str) -> None:
    assert list(errors(schedule.keep(**schedule.answers(**approval)))) == [field]


def test_save_and_return_later_asks_nothing(schedule: Schedule) -> None:
    assert schedule.keep("save", term_own="весной").status_code == 302
    assert Draft.of(schedule.obligation).data == {"term_own": "весной"}


# --- Check, submit, receipt -------------------------------------------------------------------------------


def test_the_check_shows_the_reading_and_what_was_said_before(schedule: Schedule) -> None:
    schedule.keep(**schedule.answers(**{schedule.term(schedule.temirtau): "I квартал 2024 г."}))
    rows = {row["key"]: row for row in schedule.client.get(schedule.url("schedule_check")).context["rows"]}
    own = next(iter(rows.values()))
    assert own["value"] == "апрель 2024 г."
    assert own["previous"] == "IV квартал 09.10.2023 г."
    assert "01.04.2024–30.04.2024" in own["note"]
    assert rows["Темиртау"]["value"] == "I квартал 2024 г."
    assert rows["Балхаш"]["value"] == ""
    assert not Submission.objects.filter(obligation=schedule.obligation).exists()


def test_without_a_draft_there_is_nothing_to_check(schedule: Schedule) -> None:
    answer = schedule.client.get(schedule.url("schedule_check"))
    assert answer.headers["Location"] == schedule.url()


def test_a_draft_that_does_not_hold_is_not_checked(schedule: Schedule) -> None:
    schedule.keep("save", term_own="весной")
    assert "term_own" in errors(schedule.client.get(schedule.url("schedule_check")))
    assert schedule.submit().status_code == 302
    assert not schedule.obligation.submissions.exists()


def test_submitting_hands_in_and_makes_the_statements(schedule: Schedule) -> None:
    term = schedule.term(schedule.temirtau)
    submission = schedule.hand_in(
        term_own="апрель 2024 г.",
        term_primaries="IV квартал 2023 г.",
        approved_by="Исполком",
        approved_on="28.08.2023",
        approval_number="7",
        **{term: "I квартал 2024 г."},
    )
    told = {(p.organization.code, p.level): p for p in submission.plans.all()}
    assert {key: p.raw for key, p in told.items()} == {
        ("karaganda", "member"): "апрель 2024 г.",
        ("temirtau", "branch"): "I квартал 2024 г.",
        ("karaganda", "primary"): "IV квартал 2023 г.",
    }
    own = told["karaganda", "member"]
    assert (own.source, own.stated_on, own.recorded_by) == ("form", LIST_DAY, schedule.chair)
    assert (own.approved_by, own.approved_on, own.approval_number) == ("Исполком", date(2023, 8, 28), "7")
    assert status(schedule.obligation) == "late"
    assert Draft.of(schedule.obligation).pk is None
    receipt = schedule.client.get(reverse("reporting:receipt", args=[submission.pk])).content.decode()
    assert submission.receipt_number in receipt


def test_the_campaign_and_the_official_table_follow(schedule: Schedule) -> None:
    schedule.hand_in(term_own="апрель 2024 г.", **{schedule.term(schedule.temirtau): "I квартал 2024 г."})
    told = {
        row["organization_code"]: row for row in build("campaign_states", user=WHOLE_UNION, as_of=LIST_DAY).records()
    }
    karaganda = told["karaganda"]
    assert (karaganda["planned_raw"], karaganda["window_check"]) == ("апрель 2024 г.", "inside")
    assert karaganda["branch_schedules"]
    assert karaganda["state"] == "not_sent"  # the information of 29 August is another thing
    official = list(build("campaign_schedule", user=WHOLE_UNION, as_of=LIST_DAY).records())
    assert (official[8]["organization_code"], official[8]["term"]) == ("karaganda", "апрель 2024 г.")


def test_the_same_form_sent_twice_is_one_hand_in(schedule: Schedule) -> None:
    schedule.keep(**schedule.answers())
    token, draft = str(uuid4()), Draft.of(schedule.obligation)
    sent = {"token": token, "version": draft.version, **draft.data}
    answers = [schedule.client.post(schedule.url("schedule_submit"), sent) for _ in range(3)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert (schedule.obligation.submissions.count(), Plan.objects.filter(source="form").count()) == (1, 1)


def test_a_second_schedule_while_one_stands_is_refused_with_a_link(schedule: Schedule) -> None:
    submission = schedule.hand_in()
    answer = schedule.client.get(schedule.url())
    assert submission.receipt_number in answer.content.decode()
    assert reverse("reporting:receipt", args=[submission.pk]) in answer.content.decode()
    assert schedule.keep(**schedule.answers()).status_code == 409


def test_what_was_submitted_can_be_read(schedule: Schedule) -> None:
    submission = schedule.hand_in()
    shown = schedule.client.get(reverse("campaigns:submitted_schedule", args=[submission.pk]))
    assert "апрель 2024 г." in shown.content.decode()


# --- Returned, and corrected ------------------------------------------------------------------------------


def give_back(schedule: Schedule, **facts: object) -> None:
    schedule.obligation.return_(
        by=schedule.union.staff, at=at(LIST_DAY), returned_on=LIST_DAY, correct_by=date(2023, 9, 11), **facts
    )


def test_a_returned_schedule_is_corrected_with_its_remarks_beside(schedule: Schedule) -> None:
    schedule.hand_in(term_own="апрель 2024 г.", **{schedule.term(schedule.temirtau): "I квартал 2024 г."})
    remarks = [("term_own", "Уточните день"), ("", "Нет номера постановления")]
    give_back(schedule, reason="Уточнить", remarks=remarks)
    answer = schedule.client.get(schedule.url())
    assert answer.context["form"]["term_own"].value() == "апрель 2024 г."
    assert answer.context["lines"][0][0].remarks == ["Уточните день"]
    assert answer.context["remarks"]["whole"] == ["Нет номера постановления"]
    corrected = schedule.hand_in(term_own="12.04.2024")
    assert corrected.round == 2
    told = Plan.objects.told_by(LIST_DAY).filter(source="form")
    assert [plan.raw for plan in told] == ["12.04.2024"]  # the whole schedule is replaced, the branch left out too
    assert Plan.objects.filter(source="form").count() == 3


def test_a_return_may_speak_of_a_branch(schedule: Schedule, signed_in: SignIn) -> None:
    schedule.hand_in(term_own="апрель 2024 г.", **{schedule.term(schedule.temirtau): "I квартал 2024 г."})
    page = signed_in(schedule.union.staff).get(f"{schedule.obligation.get_absolute_url()}return/")
    assert (schedule.term(schedule.temirtau), "Темиртау") in page.context["form"].remarks[0].fields["field"].choices


def test_a_reason_goes_with_the_term_it_explained(schedule: Schedule) -> None:
    schedule.hand_in(term_own="апрель 2024 г.", reason_own="Истекает срок полномочий")
    assert Plan.objects.get(source="form", level="member").outside_reason == ""


def test_a_voided_schedule_no_longer_counts(schedule: Schedule) -> None:
    submission = schedule.hand_in()
    schedule.obligation.void(
        submission, by=schedule.union.staff, at=at(LIST_DAY), voided_on=LIST_DAY, reason="Чужой график"
    )
    told = {
        r["organization_code"]: r["planned_raw"]
        for r in build("campaign_states", user=WHOLE_UNION, as_of=LIST_DAY).records()
    }
    assert told["karaganda"] == "IV квартал 09.10.2023 г."


# --- Two people, and strangers ----------------------------------------------------------------------------


def test_two_people_at_once_see_both_versions(schedule: Schedule, signed_in: SignIn) -> None:
    dana = make_user("dana")
    appoint(dana, schedule.karaganda, Position.ASSISTANT, "Касымова Дана")
    schedule.keep("save", term_own="апрель 2024 г.")
    signed_in(dana).post(schedule.url(), {"term_own": "май 2024 г.", "version": 1, "action": "save"})
    conflict = schedule.keep("save", version=1, term_own="март 2024 г.")
    text = conflict.content.decode()
    assert conflict.status_code == 409
    assert "май 2024 г." in text
    assert "март 2024 г." in text
    assert Draft.of(schedule.obligation).data["term_own"] == "май 2024 г."


def test_the_draft_is_kept_as_one_types(schedule: Schedule) -> None:
    url = reverse("reporting:draft", args=[schedule.obligation.pk])
    sent = {"version": 0, "data": {"term_own": "апр"}}
    answer = schedule.client.post(url, json.dumps(sent), content_type="application/json")
    assert answer.json() == {"version": 1}
    assert schedule.client.get(schedule.url()).context["form"]["term_own"].value() == "апр"


def test_an_assistant_fills_and_does_not_submit(schedule: Schedule, signed_in: SignIn) -> None:
    dana = make_user("dana")
    appoint(dana, schedule.karaganda, Position.ASSISTANT, "Касымова Дана")
    schedule.client = signed_in(dana)
    assert schedule.keep(**schedule.answers()).status_code == 302
    assert not schedule.client.get(schedule.url("schedule_check")).context["may_submit"]
    assert schedule.submit().status_code == 403
    assert not schedule.obligation.submissions.exists()


def test_a_stranger_finds_nothing(schedule: Schedule, signed_in: SignIn) -> None:
    submission = schedule.hand_in()
    erlan = make_user("erlan")
    appoint(erlan, schedule.union.members["akmola"], Position.CHAIR, "Токтаров Ерлан")
    client = signed_in(erlan)
    pages = [schedule.url(name) for name in ("schedule_form", "schedule_check", "schedule_submit")]
    pages.append(reverse("campaigns:submitted_schedule", args=[submission.pk]))
    assert {client.get(page).status_code for page in pages} == {404}


def test_leadership_only_reads(schedule: Schedule, signed_in: SignIn) -> None:
    leila = make_user("leila")
    appoint(leila, schedule.union.root, Position.LEADERSHIP, "Ахметова Лейла")
    client = signed_in(leila)
    assert client.get(schedule.url()).status_code == 403
    assert client.post(schedule.url("schedule_submit")).status_code == 403


def test_another_kind_has_another_form(schedule: Schedule, signed_in: SignIn) -> None:
    information = Obligation.objects.get(
        requirement=schedule.union.requirements["information"], organization=schedule.karaganda
    )
    assert schedule.client.get(reverse("campaigns:schedule_form", args=[information.pk])).status_code == 404


def test_without_a_campaign_the_page_says_so(schedule: Schedule) -> None:
    campaign = schedule.union.campaign
    campaign.schedule_requirement = None
    campaign.save()
    answer = schedule.client.get(schedule.url())
    assert answer.status_code == 200
    assert "form" not in answer.context


def test_a_chair_of_a_branch_asked_for_a_schedule_has_no_branches(schedule: Schedule) -> None:
    """The form serves whoever is asked: of a branch, the own conference and its primary organizations."""
    from campaigns.schedule_lines import lines_of

    lines = lines_of(schedule.temirtau, schedule.union.campaign, LIST_DAY)
    assert [line.level for line in lines] == ["branch", "primary"]


def test_a_draft_that_no_form_makes_is_shown_all_the_same(schedule: Schedule) -> None:
    """The address that keeps drafts takes any fields: what it kept must not shut the page for the next person."""
    strange = {"term_own": ["май", "июнь"], "approved_on": ["1", "2"], f"term_branch_{'9' * 25}": "май"}
    keep = reverse("reporting:draft", args=[schedule.obligation.pk])
    sent = json.dumps({"version": 0, "data": strange})
    assert schedule.client.post(keep, sent, content_type="application/json").status_code == 200
    assert schedule.client.get(schedule.url()).status_code == 200
    assert schedule.client.get(schedule.url("schedule_check")).context["form"].errors
    stale = json.dumps({"version": 0, "data": {"term_own": "май", f"term_branch_{'9' * 30}": "июнь"}})
    assert schedule.client.post(keep, stale, content_type="application/json").status_code == 409
    assert schedule.client.get(reverse("reporting:conflict", args=[schedule.obligation.pk])).status_code == 200
