"""What the events of a period say stands in the report: added up, filled in, held against what is typed."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from reporting.periods import Period
from tests.test_training_report import SOUND, Report, errors, shown
from tests.training_world import Y2022, make_event, tell, training_asked
from tests.world import NOON, World
from training import checks
from training.answers import answers_of
from training.checks import Held, Known, Told
from training.held import held_in
from training.models import TraineeCategory, TrainingEvent

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
MAY = date(2022, 5, 4)


@pytest.fixture
def report(world: World, signed_in: SignIn) -> Report:
    training_asked(world)
    return Report(world, signed_in(world.aigul))


def keep_some(world: World) -> None:
    """Two of Karaganda, one of its branch; one cancelled, one of another year, one of another oblast."""
    make_event(world.karaganda, MAY, chairs=10, activists=20, spent=Decimal("1000.50"))
    make_event(world.karaganda, date(2022, 12, 31), form="forum", chairs=5, members=0)
    make_event(world.temirtau, date(2022, 1, 1), activists=7, spent=500)
    make_event(world.karaganda, date(2023, 1, 1), held_from=date(2022, 12, 30), chairs=100)
    make_event(world.akmola, MAY, chairs=50)
    make_event(world.karaganda, planned="июнь 2022").cancel(on=MAY, reason="Нет лектора", by=world.aigul, at=NOON)


# --- Added up -----------------------------------------------------------------------------------------------


def test_events_belong_to_the_period_they_ended_in_and_to_the_body_above(world: World) -> None:
    keep_some(world)
    held = held_in(world.karaganda, Y2022)
    assert (held.number, dict(held.events)) == (3, {"seminar": 2, "forum": 1})
    assert dict(held.trained) == {"chairs": 15, "activists": 27, "members": 0}
    assert held.spent == Decimal("1500.50")
    assert held_in(world.temirtau, Y2022).number == 1
    assert held_in(world.karaganda, Period(2021)) == Held()


DAYS = st.integers(0, 1180).map(lambda days: date(2020, 6, 1) + timedelta(days=days))
CAME = st.dictionaries(st.sampled_from(["members", "audit", "chairs"]), st.integers(0, 500))
EVENT = st.tuples(
    st.booleans(), DAYS, st.sampled_from(["seminar", "forum", "online"]), CAME, st.none() | st.integers(0, 9)
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(EVENT, max_size=8), st.sampled_from([Y2022, Period(2022, "h1"), Period(2022, "h2"), Period(2021)]))
def test_the_sums_are_those_of_plain_counting(world: World, told: list[Any], period: Period) -> None:
    TrainingEvent.objects.all().delete()
    forms: Counter[str] = Counter()
    trained: Counter[str] = Counter()
    spent = []
    for is_ours, day, form, came, money in told:
        make_event(world.temirtau if is_ours else world.akmola, day, form=form, spent=money, **came)
        if is_ours and period.first_day <= day <= period.last_day:
            forms[form] += 1
            trained.update(dict.fromkeys(came, 0) | came)
            spent += [money] if money is not None else []
    held = held_in(world.karaganda, period)
    assert held.number == sum(forms.values())
    assert dict(held.events) == dict(forms)
    assert dict(held.trained) == {code: trained[code] for code in trained}
    assert held.spent == (sum(spent) if spent else None)


# --- Held against what is typed -----------------------------------------------------------------------------


def differing(told: Told, held: Held) -> set[str]:
    return {one.fields[0] for one in checks.run(told, Known(held=held)) if one.code == "by_events"}


TITLES = {"chairs": "председатели", "audit": "комиссия"}


@pytest.mark.parametrize(
    ("told", "is_attendances", "differs"),
    [
        (15, True, False), (14, True, True), (16, True, True), (None, True, True), (0, True, True),
        (15, False, False), (14, False, False), (16, False, True), (None, False, True), (0, False, False),
    ],
)  # fmt: skip
def test_persons_may_be_fewer_and_attendances_are_the_same(
    told: int | None, is_attendances: bool, differs: bool
) -> None:
    report = Told(categories={"chairs": told, "audit": 3}, titles=TITLES, is_attendances=is_attendances)
    assert differing(report, Held(1, {}, {"chairs": 15})) == ({"trained_chairs"} if differs else set())


def test_forms_and_money_are_held_against_the_events() -> None:
    held = Held(3, {"seminar": 2, "forum": 1}, {}, Decimal("1500.50"))
    same = Told(events={"seminar": 2, "forum": 1, "online": None}, spent=Decimal("1500.5"))
    assert differing(same, held) == set()
    other = Told(events={"seminar": 3, "forum": None, "online": 2}, spent=None)
    assert differing(other, held) == {"events_seminar", "events_forum", "events_online", "spent"}
    assert differing(other, Held()) == set(), "whoever keeps no events is asked nothing"


# --- In the form --------------------------------------------------------------------------------------------


def test_the_form_begins_with_what_the_events_say(world: World, report: Report) -> None:
    keep_some(world)
    page = report.client.get(report.url())
    form = page.context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value()}
    assert said == {
        "counted": "attendances", "trained_members": "0", "trained_activists": "27", "trained_chairs": "15",
        "trained_total": "42", "events_seminar": "2", "events_forum": "1", "spent": "1\u00a0500,5",
    }  # fmt: skip
    assert "/training/events/?organization=karaganda&amp;year=2022" in page.content.decode()
    assert not report.draft().pk, "looking writes nothing"
    made = report.hand_in(**{**dict.fromkeys(SOUND, ""), **said})
    assert (made.trained_total, made.spent, made.explanation) == (42, Decimal("1500.50"), "")


def test_a_figure_typed_otherwise_wants_a_word(world: World, report: Report) -> None:
    keep_some(world)
    said = report.client.get(report.url()).context["form"].initial
    other = {**dict.fromkeys(SOUND, ""), **said, "trained_chairs": "14", "trained_total": "41"}
    answer = report.post(**other)
    assert set(errors(answer)) == {"explanation"}
    (sentence,) = errors(answer)["explanation"]
    assert "14" in sentence
    assert "15" in sentence
    assert report.hand_in(**{**other, "explanation": "Один пришёл ошибочно"}).explanation == "Один пришёл ошибочно"
    rows = shown(report.client.get(f"/training/report/{report.obligation.submissions.get().pk}/"))
    assert "15" in rows["председатели профорганизаций"]["note"]


def test_persons_of_the_report_may_be_fewer_than_came(world: World, report: Report) -> None:
    keep_some(world)
    said = report.client.get(report.url()).context["form"].initial
    fewer = {**dict.fromkeys(SOUND, ""), **said, "counted": "persons", "trained_chairs": "9", "trained_total": "36"}
    assert report.hand_in(**fewer).explanation == ""


def test_events_entered_later_are_taken_over_by_a_button(world: World, report: Report) -> None:
    report.post("save", **{**SOUND, "trained_chairs": "1", "problems": "Нет залов"})
    make_event(world.karaganda, MAY, chairs=10)
    page = report.client.get(report.url())
    assert page.context["form"]["trained_chairs"].value() == "1", "the draft is the chair's"
    assert report.post("events", **report.draft().data).status_code == 302
    data = report.draft().data
    assert (data["trained_chairs"], data["problems"], data["events_seminar"]) == ("10", "Нет залов", "1")


def test_the_total_is_of_the_categories_that_then_stand_there(world: World, report: Report) -> None:
    """The events tell of chairs only: what was typed of others stays, and is in the total."""
    report.post(
        "save", **{**dict.fromkeys(SOUND, ""), "trained_members": "20", "trained_chairs": "1", "trained_total": "21"}
    )
    make_event(world.karaganda, MAY, chairs=1000)
    report.post("events", **report.draft().data)
    data = report.draft().data
    assert (data["trained_members"], data["trained_total"]) == ("20", "1\u00a0020")


def test_what_was_returned_is_corrected_and_not_filled_anew(world: World, report: Report) -> None:
    made = tell(world.karaganda, Y2022, received_on=date(2023, 1, 20), chairs=3, members=20)
    owed = made.submission.obligation
    owed.return_(by=world.saule, at=NOON, returned_on=date(2023, 2, 1), correct_by=date(2023, 9, 20), reason="Уточните")
    make_event(world.karaganda, MAY, chairs=10)
    form = report.client.get(report.url()).context["form"]
    assert form["trained_chairs"].value() == "3"


def test_a_category_closed_since_is_not_filled_in(world: World, report: Report) -> None:
    make_event(world.karaganda, MAY, audit=4, chairs=2)
    TraineeCategory.objects.filter(code="audit").update(last_year=2021)
    form = report.client.get(report.url()).context["form"]
    assert form["trained_total"].value() == "2"


def test_staff_who_type_a_paper_see_what_the_events_say(world: World, report: Report, signed_in: SignIn) -> None:
    make_event(world.karaganda, MAY, chairs=10)
    saule = signed_in(world.saule)
    page = saule.get(report.url("report_record"))
    known = {one.field.name: one.known for block in page.context["blocks"] for one in block.questions}
    assert known["trained_chairs"] == "10"
    assert page.context["figures"]["trained_chairs"].value() is None, "a paper says what it says"


def test_the_answers_of_a_report_hold_the_money(world: World) -> None:
    training_asked(world)
    made = tell(world.karaganda, Y2022, chairs=3, spent=Decimal("12.50"))
    assert answers_of(made)["spent"] == Decimal("12.50")
