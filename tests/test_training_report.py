"""A chair's training report: from the task to the receipt, its checks, the paper, the return, the period beside."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from reporting import drafts
from reporting.models import Draft
from reporting.periods import Period
from tests.membership_world import make_report, membership_requirement
from tests.training_world import Y2022, obligation_of, tell, training_asked
from tests.world import NOON, TODAY, World, make_requirement
from training.answers import answers_of
from training.models import BudgetNorm, TraineeCategory, TrainingAsked, TrainingReport

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
SOUND = {
    "counted": "persons", "trained_members": "1 200", "trained_audit": "", "trained_activists": "30",
    "trained_chairs": "0", "trained_conciliation": "5", "trained_total": "1 235", "events_seminar": "4",
    "events_forum": "0", "schools_count": "2", "schools_form": "ежемесячно", "budget_plan": "10",
    "budget_share": "12,5", "problems": "Не хватает лекторов",
}  # fmt: skip


class Report:
    """Karaganda's report of the year 2022 as its chair meets it."""

    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client = world, client
        self.obligation = obligation_of(world.karaganda, Y2022)

    def url(self, name: str = "report_form") -> str:
        return reverse(f"training:{name}", args=[self.obligation.pk])

    def draft(self) -> Draft:
        return Draft.of(self.obligation)

    def post(self, action: str = "check", **answers: str) -> HttpResponse:
        return self.client.post(self.url(), {**answers, "version": self.draft().version, "action": action})

    def submit(self, token: str | None = None) -> HttpResponse:
        draft = self.draft()
        sent = {"token": token or str(uuid4()), "version": draft.version, **draft.data}
        return self.client.post(self.url("report_submit"), sent)

    def hand_in(self, **answers: str) -> TrainingReport:
        checked = self.post(**{**SOUND, **answers})
        assert checked.status_code == 302, checked.context["form"].errors
        assert self.submit().status_code == 302
        return TrainingReport.objects.latest("pk")


@pytest.fixture
def report(world: World, signed_in: SignIn) -> Report:
    training_asked(world)
    return Report(world, signed_in(world.aigul))


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


def shown(answer: HttpResponse) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for block in answer.context["blocks"] for row in block.rows}


# --- From the task to the receipt ---------------------------------------------------------------------------


def test_the_task_leads_to_the_form_of_its_period(report: Report) -> None:
    assert report.obligation.fill_url == report.url()
    page = report.client.get(report.url())
    assert page.context["period"] == Y2022
    assert "2022 год" in page.content.decode()


def test_what_is_handed_in_is_what_was_typed(report: Report) -> None:
    made = report.hand_in()
    told = answers_of(made)
    assert (made.period, made.organization, made.trained_total) == (Y2022, report.world.karaganda, 1235)
    assert (told["trained_members"], told["trained_chairs"], "trained_audit" in told) == (1200, 0, False)
    assert (told["events_forum"], "events_online" in told) == (0, False)
    assert (made.budget_share, made.stated_share, made.problems) == (Decimal("12.5"), None, "Не хватает лекторов")
    assert not report.draft().pk
    page = report.client.get(reverse("training:report", args=[made.submission.pk]))
    rows = shown(page)
    assert rows["члены контрольно-ревизионных комиссий"]["value"] == "–"
    assert rows["председатели профорганизаций"]["value"] == "0"


def test_the_check_page_reckons_the_share_with_its_day(report: Report) -> None:
    membership_requirement(report.world)
    make_report(report.world.karaganda, 2023, employed=12330, primaries=15)
    report.post(**SOUND)
    row = shown(report.client.get(report.url("report_check")))["Доля членов Профсоюза"]
    assert row["value"] == "10,0\u00a0%"  # 1 235 of 12 350
    assert "01.01.2023" in row["note"]


def test_the_same_form_twice_is_one_hand_in(report: Report) -> None:
    token = str(uuid4())
    assert report.post(**SOUND).status_code == 302
    draft = report.draft()
    sent = {"token": token, "version": draft.version, **draft.data}
    found = [report.client.post(report.url("report_submit"), sent) for _ in range(2)]
    assert found[0].url == found[1].url
    assert TrainingReport.objects.count() == 1


def test_an_assistant_fills_in_and_does_not_submit(report: Report, signed_in: SignIn) -> None:
    report.post(**SOUND)
    dana = signed_in(report.world.dana)
    assert "ask-chair" in dana.get(report.url("report_check")).content.decode()
    assert dana.post(report.url("report_submit"), {"token": str(uuid4())}).status_code == 403


def test_two_people_at_once_choose(report: Report, signed_in: SignIn) -> None:
    report.post("save", **SOUND)
    answer = signed_in(report.world.dana).post(
        report.url(), {**SOUND, "problems": "Нет", "version": 0, "action": "save"}
    )
    assert answer.status_code == 409


# --- What is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("trained_members", "много"),
        ("trained_members", "-5"),
        ("trained_members", "12,5"),
        ("trained_members", "9" * 40),
        ("events_seminar", "-1"),
        ("events_seminar", "десять"),
        ("trained_total", ""),
        ("trained_total", "1 234"),
        ("budget_share", "101"),
        ("budget_share", "-1"),
        ("budget_plan", "9,999"),
        ("schools_form", "x" * 301),
        ("counted", ""),
        ("counted", "guests"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept_as_typed(report: Report, name: str, typed: str) -> None:
    answer = report.post(**{**SOUND, name: typed})
    assert answer.status_code == 200
    assert set(errors(answer)) == {name}
    assert report.draft().data.get(name, "") == typed
    assert not report.obligation.submissions.exists()


def test_a_sum_that_differs_names_the_silent_category(report: Report) -> None:
    (sentence,) = errors(report.post(**{**SOUND, "trained_total": "1 240"}))["trained_total"]
    assert "1\u00a0240" in sentence
    assert "1\u00a0235" in sentence
    assert "контрольно-ревизионных" in sentence


def test_a_warning_wants_an_explanation(report: Report) -> None:
    answer = report.post(**{**SOUND, "budget_share": "9,5"})
    assert set(errors(answer)) == {"explanation"}
    assert "9,5" in errors(answer)["explanation"][0]
    assert report.hand_in(budget_share="9,5", explanation="новая смета").explanation == "новая смета"


def test_chairs_are_held_against_the_primaries_of_the_books(report: Report) -> None:
    membership_requirement(report.world)
    make_report(report.world.karaganda, 2023, employed=12330, primaries=15)
    sixteen = {**SOUND, "trained_chairs": "16", "trained_total": "1 251"}
    assert set(errors(report.post(**sixteen))) == {"explanation"}
    assert report.post(**{**sixteen, "counted": "attendances"}).status_code == 302


def test_the_norm_is_a_parameter_with_its_source(report: Report) -> None:
    BudgetNorm.objects.create(percent=13, first_year=2022, source="Пленум № 4")
    assert "Пленум № 4" in errors(report.post(**SOUND))["explanation"][0]


def test_a_category_that_staff_add_is_asked_and_counted(report: Report) -> None:
    TraineeCategory.objects.create(code="youth", title_ru="молодёжь", position=90)
    TraineeCategory.objects.create(code="later", title_ru="позже", first_year=2023)
    page = report.client.get(report.url())
    assert "trained_youth" in page.context["form"].fields
    assert "trained_later" not in page.context["form"].fields
    assert answers_of(report.hand_in(trained_youth="5", trained_total="1 240"))["trained_youth"] == 5


# --- Of which period ----------------------------------------------------------------------------------------


def test_an_organization_that_was_not_there_has_nothing_to_tell(report: Report) -> None:
    report.world.karaganda.placements.update(from_day=date(2023, 1, 15))
    assert report.client.get(report.url()).status_code == 200
    assert report.client.post(report.url(), SOUND).status_code == 409
    with pytest.raises(ValidationError, match="2022"):
        tell(report.world.karaganda, Y2022, members=1)


def test_overlapping_periods_are_not_asked_twice(world: World) -> None:
    training_asked(world)
    with pytest.raises(ValidationError, match="2020"):
        training_asked(world, "h1")
    training_asked(world, "h2", first=2023, last=2023)
    with pytest.raises(ValidationError, match="2023"):
        TrainingAsked.connect(make_requirement("again", kind="training_report"), part="year", year=2023, by=world.saule)
    branches = make_requirement("branches", kind="training_report", audience_levels=["branch"])
    assert TrainingAsked.connect(branches, part="year", year=2022, by=world.saule).pk


def test_staff_say_of_which_period_a_requirement_asks(world: World, signed_in: SignIn) -> None:
    requirement = make_requirement("training_late", kind="training_report")
    requirement.open(by=world.saule, at=NOON, until=TODAY)
    owed = requirement.obligations.get(organization=world.karaganda)
    aigul, saule = signed_in(world.aigul), signed_in(world.saule)
    page = aigul.get(reverse("training:report_form", args=[owed.pk]))
    assert page.status_code == 200
    assert "не указано" in page.content.decode()
    assert requirement in saule.get("/training/").context["unconnected"]
    address = reverse("training:connect", args=[requirement.pk])
    assert saule.post(address, {"part": "h1"}).status_code == 200
    assert saule.post(address, {"part": "h1", "year": "2023"}).status_code == 302
    assert aigul.get(reverse("training:report_form", args=[owed.pk])).context["period"] == Period(2023, "h1")
    assert saule.get(address).status_code == 404


# --- The period beside --------------------------------------------------------------------------------------


def test_the_year_before_stands_beside(report: Report) -> None:
    tell(report.world.karaganda, Period(2021), members=40, chairs=2)
    page = report.client.get(report.url())
    assert page.context["last_title"] == "2021 год"
    assert page.context["blocks"][0].questions[0].last == "40"
    report.post(**SOUND)
    assert shown(report.client.get(report.url("report_check")))["члены Профсоюза"]["previous"] == "40"


def test_a_half_year_beside_a_year_is_named_and_needs_no_explanation(world: World, signed_in: SignIn) -> None:
    training_asked(world)
    training_asked(world, "h1", first=2023, last=2023)
    tell(world.karaganda, Y2022, members=40)
    client, owed = signed_in(world.aigul), obligation_of(world.karaganda, Period(2023, "h1"))
    address = reverse("training:report_form", args=[owed.pk])
    assert client.get(address).context["last_title"] == "2022 год"
    assert client.post(address, {**SOUND, "version": 0, "action": "check"}).status_code == 302
    page = client.get(reverse("training:report_check", args=[owed.pk]))
    assert any("I полугодие 2023" in one for one in page.context["warnings"])


# --- Returned, on paper -------------------------------------------------------------------------------------


def test_a_returned_report_is_corrected_and_its_remarks_stand_at_the_fields(report: Report) -> None:
    report.hand_in()
    report.obligation.return_(
        by=report.world.saule, at=NOON, returned_on=TODAY, correct_by=TODAY, reason="Проверьте",
        remarks=[("trained_members", "Слишком много"), ("", "И подпись")],
    )  # fmt: skip
    page = report.client.get(report.url())
    assert page.context["form"]["trained_members"].value() == "1\u00a0200"
    assert page.context["form"]["counted"].value() == "persons"
    assert page.context["blocks"][0].questions[0].remarks == ["Слишком много"]
    assert page.context["remarks"]["whole"] == ["И подпись"]
    report.hand_in(trained_members="1 000", trained_total="1 035")
    assert TrainingReport.objects.current_on(TODAY).get().trained_total == 1035
    assert TrainingReport.objects.count() == 2


def record(client: Client, report: Report, **more: Any) -> HttpResponse:
    url = report.url("report_record")
    start = client.get(url).context["paper"].initial
    facts = {"channel": "paper", "received_on": "24.01.2023", "day_stated": "yes", "seen": start["seen"]}
    return client.post(url, {**facts, "token": str(uuid4()), **SOUND, **more})


def test_staff_type_a_paper_and_correct_it_in_a_new_round(report: Report, signed_in: SignIn) -> None:
    saule = signed_in(report.world.saule)
    assert record(saule, report, trained_total="1").status_code == 200
    assert record(saule, report).status_code == 302
    corrected = record(saule, report, trained_members="1 300", trained_total="1 335", correction="Описка")
    assert corrected.status_code == 302
    rounds = [(one.submission.round, one.trained_total) for one in TrainingReport.objects.order_by("pk")]
    assert rounds == [(1, 1235), (2, 1335)]


def test_figures_are_typed_later_of_what_came_in_time(report: Report, signed_in: SignIn) -> None:
    submission = report.obligation.submit(
        by=report.world.saule, at=NOON, received_on=date(2023, 1, 20), channel="paper", day_stated=True
    )
    saule = signed_in(report.world.saule)
    seen = saule.get(report.url("report_record")).context["paper"].initial["seen"]
    assert saule.get(reverse("training:report", args=[submission.pk])).status_code == 200
    assert saule.post(report.url("report_record"), {**SOUND, "seen": seen}).status_code == 302
    assert TrainingReport.objects.get().submission == submission


def test_the_draft_reads_out_in_the_language_of_the_reader(report: Report) -> None:
    report.post("save", **SOUND)
    with translation.override("kk"):
        told = {one.name: one for one in drafts.answers(report.obligation, report.draft().data)}
    assert told["trained_chairs"].label == "кәсіподақ ұйымдарының төрағалары"
    assert told["counted"].shown not in ("persons", "")


def test_a_new_installation_begins_with_the_lists_and_keeps_what_staff_made_of_them() -> None:
    assert list(TraineeCategory.objects.values_list("code", flat=True)) == [
        "members", "audit", "activists", "chairs", "conciliation",
    ]  # fmt: skip
    assert BudgetNorm.objects.get().percent == 10
    TraineeCategory.objects.filter(code="audit").update(title_ru="ревизоры")
    call_command("migrate", verbosity=0)
    assert TraineeCategory.objects.get(code="audit").title_ru == "ревизоры"
