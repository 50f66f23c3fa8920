"""A chair's report of a form that staff defined: from the task to the receipt, with the year before beside."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from indicators.answers import answers_of
from indicators.kept import refuse_nonexistent
from indicators.models import ActivityForm, ActivityReport
from reporting.models import Draft
from reporting.periods import Period
from tests.indicator_world import H1, asked_for, make_form, obligation_of, said, tell
from tests.world import NOON, TODAY, World

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
SOUND = {
    "i_found": "1 200", "i_eliminated": "около 900", "i_injured": "3", "i_light": "2", "i_severe": "1",
    "i_inspectors": "0", "i_money": "12 500,50", "i_handed_over": "yes", "i_on_day": "30.06.2023", "i_topics": "Отпуска",
}  # fmt: skip


class Report:
    """Karaganda's report of the first half-year of 2023 as its chair meets it."""

    def __init__(self, world: World, client: Client, form: ActivityForm) -> None:
        self.world, self.client, self.form = world, client, form
        self.obligation = obligation_of(world.karaganda, form, H1)

    def url(self, name: str = "report_form") -> str:
        return reverse(f"indicators:{name}", args=[self.obligation.pk])

    def draft(self) -> Draft:
        return Draft.of(self.obligation)

    def post(self, action: str = "check", **answers: str) -> HttpResponse:
        return self.client.post(self.url(), {**answers, "version": self.draft().version, "action": action})

    def submit(self, token: str | None = None) -> HttpResponse:
        draft = self.draft()
        sent = {"token": token or str(uuid4()), "version": draft.version, **draft.data}
        return self.client.post(self.url("report_submit"), sent)

    def hand_in(self, **answers: str) -> ActivityReport:
        checked = self.post(**{**SOUND, **answers})
        assert checked.status_code == 302, checked.context["form"].errors
        assert self.submit().status_code == 302
        return ActivityReport.objects.latest("pk")


@pytest.fixture
def form(world: World) -> ActivityForm:
    return make_form(world)


@pytest.fixture
def report(world: World, signed_in: SignIn, form: ActivityForm) -> Report:
    asked_for(world, form)
    return Report(world, signed_in(world.aigul), form)


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


# --- From the task to the receipt ---------------------------------------------------------------------------


def test_the_task_leads_to_the_form_of_its_period(report: Report) -> None:
    assert report.obligation.fill_url == report.url()
    page = report.client.get(report.url())
    assert page.context["period"] == H1
    assert "I полугодие 2023" in page.content.decode()


def test_what_is_handed_in_is_what_was_typed(report: Report) -> None:
    made = report.hand_in()
    assert (made.period, made.organization, made.version.number) == (H1, report.world.karaganda, 1)
    expected = said(
        ("eliminated",), found=1200, eliminated=900, injured=3, light=2, severe=1, inspectors=0,
        handed_over=1, on_day="2023-06-30", topics="Отпуска",
    )  # fmt: skip
    told = answers_of(made)
    assert told.pop("money").number == 12500.5
    assert told == expected
    assert not report.draft().pk
    shown = report.client.get(reverse("indicators:report", args=[made.submission.pk])).content.decode()
    assert "≈\u00a0900" in shown
    assert "75,0" in shown  # the share, reckoned


def test_a_dash_and_a_blank_are_no_data_and_zero_is_zero(report: Report) -> None:
    made = report.hand_in(i_eliminated="—", i_injured="", i_light="-", i_severe="", i_inspectors="0")
    told = answers_of(made)
    assert told["inspectors"] == said(inspectors=0)["inspectors"]
    assert {"eliminated", "injured", "light", "severe", "share"}.isdisjoint(told)
    shown = report.client.get(reverse("indicators:report", args=[made.submission.pk])).context["blocks"][0].rows
    values = {row["key"]: row["value"] for row in shown}
    assert (values["Инспекторов, чел."], values["Устранено нарушений"], values["Доля устранённых, %"]) == (
        "0",
        "–",
        "–",
    )


def test_the_same_form_twice_is_one_hand_in(report: Report) -> None:
    token = str(uuid4())
    assert report.post(**SOUND).status_code == 302
    draft = report.draft()
    sent = {"token": token, "version": draft.version, **draft.data}
    answers = [report.client.post(report.url("report_submit"), sent) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert ActivityReport.objects.count() == 1


def test_an_assistant_fills_in_and_does_not_submit(report: Report, signed_in: SignIn) -> None:
    report.post(**SOUND)
    dana = signed_in(report.world.dana)
    assert "ask-chair" in dana.get(report.url("report_check")).content.decode()
    assert dana.post(report.url("report_submit"), {"token": str(uuid4())}).status_code == 403


# --- What is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("i_found", "много"),
        ("i_found", "-5"),
        ("i_found", "12,5"),
        ("i_found", "9" * 40),
        ("i_found", "1000000000000"),
        ("i_found", ""),
        ("i_found", "—"),
        ("i_money", "1,555"),
        ("i_on_day", "31.02.2023"),
        ("i_topics", "x" * 501),
        ("i_handed_over", "maybe"),
        ("i_severe", "2"),
        ("i_eliminated", "1 300"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept_as_typed(report: Report, name: str, typed: str) -> None:
    answer = report.post(**{**SOUND, name: typed})
    assert answer.status_code == 200
    assert set(errors(answer)) == {"i_injured" if name == "i_severe" else name}
    assert report.draft().data.get(name, "") == typed


def test_a_warning_wants_an_explanation(report: Report) -> None:
    strange = {**SOUND, "i_injured": ""}
    answer = report.post(**strange)
    assert set(errors(answer)) == {"explanation"}
    assert "3" in errors(answer)["explanation"][0]
    made = report.hand_in(i_injured="", explanation="уточняем")
    assert made.explanation == "уточняем"


def test_nothing_to_report_needs_no_figures_and_goes_with_none(report: Report) -> None:
    report.obligation.requirement.allows_nothing = True
    report.obligation.requirement.save()
    assert set(errors(report.post(**SOUND, nothing_to_report="on"))) == {"nothing_to_report"}
    assert report.post(nothing_to_report="on").status_code == 302
    assert report.submit().status_code == 302
    made = ActivityReport.objects.get()
    assert made.submission.nothing_to_report
    assert answers_of(made) == {}


def test_an_organization_that_was_not_there_has_nothing_to_tell(world: World, form: ActivityForm) -> None:
    new = world.akmola
    new.placements.update(from_day=date(2023, 7, 1))
    with pytest.raises(ValidationError, match="I полугодие 2023"):
        refuse_nonexistent(new, H1)
    refuse_nonexistent(new, Period(2023, "h2"))
    refuse_nonexistent(new, Period(2023))  # it was there for a part of the year


def test_the_form_says_why_there_is_nothing_to_fill_in(report: Report) -> None:
    report.world.karaganda.placements.update(from_day=date(2023, 7, 1))
    page = report.client.get(report.url())
    assert page.status_code == 200
    assert "не существовала" in page.content.decode() or "did not exist" in page.content.decode()
    assert report.client.post(report.url(), SOUND).status_code == 409


# --- The period beside --------------------------------------------------------------------------------------


def test_the_same_half_of_the_year_before_stands_beside(report: Report) -> None:
    world, form = report.world, report.form
    tell(world.karaganda, form, Period(2022, "h2"), found=50)
    assert report.client.get(report.url()).context["last_title"] == Period(2022, "h2").title
    tell(world.karaganda, form, Period(2022, "h1"), found=40, eliminated=10)
    page = report.client.get(report.url())
    assert page.context["last_title"] == Period(2022, "h1").title
    assert page.context["blocks"][0].questions[0].last == "40"
    report.post("same", i_found="41")
    assert (report.draft().data["i_found"], report.draft().data["i_eliminated"]) == ("41", "10")
    rows = report.client.get(report.url("report_check")).context["blocks"][0].rows
    assert rows[0]["note"] == "+1 (+2,5\u00a0%)"


def test_a_returned_report_is_corrected_and_its_remarks_stand_at_the_fields(report: Report) -> None:
    report.hand_in()
    report.obligation.return_(
        by=report.world.saule, at=NOON, returned_on=TODAY, correct_by=TODAY, reason="Проверьте",
        remarks=[("i_found", "Слишком много")],
    )  # fmt: skip
    page = report.client.get(report.url())
    assert page.context["form"]["i_found"].value() == "1\u00a0200"
    assert page.context["form"]["i_eliminated"].value() == "≈\u00a0900"
    assert page.context["blocks"][0].questions[0].remarks == ["Слишком много"]
    report.hand_in(i_found="1 000")
    assert [len(answers_of(one)) for one in ActivityReport.objects.all()] == [10, 10]
    assert ActivityReport.objects.current_on(TODAY).get().submission.round == 2


# --- The form changes under a draft -------------------------------------------------------------------------


def test_an_indicator_removed_while_a_draft_holds_it_is_told(report: Report) -> None:
    report.post("save", **SOUND)
    version = report.form.begin_version(by=report.world.saule)
    version.indicators.get(code="topics").delete()
    version.put_to_use(applies_from=date(2023, 1, 1), by=report.world.saule, at=NOON)
    page = report.client.get(report.url())
    assert page.context["gone"] == [("Темы", "Отпуска")]
    made = report.hand_in()
    assert made.version == version
    assert "topics" not in answers_of(made)


def test_a_version_does_not_change_under_figures(report: Report) -> None:
    report.hand_in()
    version = report.form.begin_version(by=report.world.saule)
    with pytest.raises(ValidationError, match="I полугодие 2023"):
        version.put_to_use(applies_from=date(2023, 1, 1), by=report.world.saule, at=NOON)
    version.put_to_use(applies_from=date(2023, 7, 1), by=report.world.saule, at=NOON)


# --- Staff --------------------------------------------------------------------------------------------------


def record(client: Client, report: Report, **more: Any) -> HttpResponse:
    url = report.url("report_record")
    start = client.get(url).context["paper"].initial
    facts = {"channel": "paper", "received_on": "03.07.2023", "day_stated": "yes", "seen": start["seen"]}
    return client.post(url, {**facts, "token": str(uuid4()), **SOUND, **more})


def test_staff_type_a_paper_and_correct_it_in_a_new_round(report: Report, signed_in: SignIn) -> None:
    saule = signed_in(report.world.saule)
    assert record(saule, report, i_severe="5").status_code == 200
    assert record(saule, report).status_code == 302
    assert record(saule, report, i_found="1 300", correction="Описка").status_code == 302
    rounds = [(one.submission.round, answers_of(one)["found"].number) for one in ActivityReport.objects.order_by("pk")]
    assert rounds == [(1, 1200), (2, 1300)]


def test_figures_are_typed_later_of_what_came_in_time(report: Report, signed_in: SignIn) -> None:
    submission = report.obligation.submit(
        by=report.world.saule, at=NOON, received_on=date(2023, 7, 5), channel="paper", day_stated=True
    )
    saule = signed_in(report.world.saule)
    assert saule.post(report.url("report_record"), {**SOUND, "seen": seen(saule, report)}).status_code == 302
    assert ActivityReport.objects.get().submission == submission


def seen(client: Client, report: Report) -> str:
    return client.get(report.url("report_record")).context["paper"].initial["seen"]


def test_the_draft_reads_out_in_the_language_of_the_reader(report: Report) -> None:
    from reporting import drafts

    report.post("save", **SOUND)
    with translation.override("kk"):
        told = {one.name: one for one in drafts.answers(report.obligation, report.draft().data)}
    assert told["i_topics"].label == "Темы қаз"
    assert told["i_handed_over"].shown not in ("yes", "")
