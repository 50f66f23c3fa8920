"""What the system knows of an organization on a day: every figure against the plain facts it was made from."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, strategies as st

from indicators.models import ActivityForm
from inspections.figures import (
    ABOUT,
    CHANGE,
    COUNT,
    PERCENT,
    SECTIONS,
    YES_NO,
    Figure,
    figures_of,
    in_words,
    period_of,
)
from membership.models import TerritoryEvent, UncoveredTerritory
from organizations.models import Appointment, ConsultativeBody, Organization, Person, ReserveEntry
from reporting.periods import Period
from tests.indicator_world import H1, asked_for, make_form, tell
from tests.membership_world import make_report, membership_requirement, return_report
from tests.training_world import tell as tell_training, training_asked
from tests.world import NOON, TODAY, World, appoint, make_organization

NBSP = "\u00a0"
H2_2022, H1_2022 = Period(2022, "h2"), Period(2022, "h1")


def told(organization: Organization, day: date = TODAY, **more: Any) -> dict[str, Figure]:
    return {one.code: one for one in figures_of(organization, day, **more)}


def values(organization: Organization, *codes: str, day: date = TODAY, **more: Any) -> list[Any]:
    found = told(organization, day, **more)
    return [found[code].value for code in codes]


# --- Nothing is known -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_of_whom_nothing_was_told_nothing_is_zero(world: World) -> None:
    """Counts of the tree and of the books are counts; everything else is no data."""
    empty = make_organization("empty", "member", world.union, "Пустая область")
    found = told(empty)
    counted = {"branch_bodies", "primary_bodies", "expected", *(code for code in found if code.startswith("reports_"))}
    assert {code for code, one in found.items() if one.value is not None} == counted
    assert {found[code].value for code in counted} == {0}
    assert {one.in_words for code, one in found.items() if code not in counted} == {"—"}


@pytest.mark.django_db
def test_each_code_stands_once_in_a_known_section_with_words_in_both_languages(world: World) -> None:
    everything(world)
    found = figures_of(world.karaganda, TODAY)
    assert len({one.code for one in found}) == len(found)
    assert {one.section for one in found} == set(SECTIONS)
    assert [SECTIONS.index(one.section) for one in found] == sorted(SECTIONS.index(one.section) for one in found)
    assert all(one.title_ru and one.title_kk and one.url for one in found)


def set_aside(code: str) -> None:
    """Its code is free for a form of the test."""
    ActivityForm.objects.filter(code=code).update(code=f"first_{code}")


def everything(world: World) -> None:
    membership_requirement(world)
    make_report(world.karaganda, 2022, employed=100)
    make_report(world.karaganda, 2023, employed=90)
    training_asked(world)
    tell_training(world.karaganda, Period(2022), chairs=3)
    for code in ("legal_work", "labour_safety", "information_work", "record_keeping"):
        set_aside(code)
        form = make_form(world, code, cadence="year")
        asked_for(world, form)
        tell(world.karaganda, form, Period(2022), found=5)


# --- The registry -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_bodies_below_are_those_of_the_day(world: World) -> None:
    closed = make_organization("closed", "branch", world.karaganda, "Закрытый филиал")
    closed.closed_on = date(2023, 7, 1)
    closed.save()
    assert values(world.karaganda, "branch_bodies", "primary_bodies") == [1, 1]
    assert values(world.karaganda, "branch_bodies", day=date(2023, 6, 30)) == [2]
    assert "branch_bodies" not in told(world.temirtau)
    assert values(world.temirtau, "primary_bodies") == [1]


@pytest.mark.django_db
def test_uncovered_territories_are_those_that_stand_on_the_day(world: World) -> None:
    for name, covered in (("Абай", None), ("Шет", date(2023, 8, 1))):
        UncoveredTerritory.objects.create(
            organization=world.karaganda, name_ru=name, since=date(2021, 1, 1), covered_on=covered, source="справка"
        )
    assert values(world.karaganda, "uncovered") == [1]
    assert values(world.karaganda, "uncovered", day=date(2023, 7, 31)) == [2]
    assert values(world.karaganda, "uncovered", day=date(2020, 12, 31)) == [0]
    assert values(world.akmola, "uncovered") == [None]


@pytest.mark.django_db
def test_people_in_office_and_in_the_reserve(world: World) -> None:
    chair = Appointment.objects.get(organization=world.karaganda, position="chair")
    Person.objects.filter(pk=chair.person_id).update(birth_year=1970)
    codes = ("in_office", "full_time", "from_reserve", "office_age", "reserve", "reserve_age")
    assert values(world.karaganda, *codes) == [1, None, None, Decimal("53.0"), None, None]
    appoint(None, world.karaganda, "deputy", "Заместитель", is_full_time=True, from_reserve=False)
    person = Person.objects.create(name_ru="Сейтова Алия", birth_year=1990)
    ReserveEntry.objects.create(
        person=person, organization=world.karaganda, position="chair", approved_on=date(2023, 6, 1), approved_by="Президиум"
    )  # fmt: skip
    assert values(world.karaganda, *codes) == [2, 1, 0, Decimal("53.0"), 1, Decimal("33.0")]
    assert values(world.karaganda, "reserve", day=date(2023, 5, 31)) == [None]


@pytest.mark.django_db
def test_terms_of_the_chairs_below(world: World) -> None:
    codes = ("chairs_below", "terms_over")
    assert values(world.karaganda, *codes) == [1, None], "of a chair without a term nobody knows whether it has ended"
    appoint(None, world.school, "chair", "Председатель школы", term_end=date(2023, 9, 3))
    assert values(world.karaganda, *codes) == [2, 1]
    assert values(world.karaganda, *codes, day=date(2023, 9, 3)) == [2, 0]
    assert values(world.akmola, *codes) == [None, None]


@pytest.mark.django_db
def test_bodies_that_advise(world: World) -> None:
    assert values(world.karaganda, "youth_council", "women_commission") == [None, None]
    ConsultativeBody.objects.create(organization=world.karaganda, kind="youth", since=date(2022, 1, 1))
    assert values(world.karaganda, "youth_council", "women_commission") == [1, None]
    assert told(world.karaganda)["youth_council"].in_words == "да"


# --- The membership ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_latest_membership_that_counts_on_the_day(world: World) -> None:
    membership_requirement(world)
    make_report(world.karaganda, 2022, employed=100, employees=125)
    report = make_report(
        world.karaganda, 2023, employed=90, employees=120, admitted=3, left=13, members_women=60, members_youth=20,
        institutions_without_state=7, failed_checks=2,
    )  # fmt: skip
    codes = (
        "members_total", "members_employed", "employees_total", "coverage", "not_involved", "admitted_total", "left_total",
        "women_share", "youth_share", "employed_change", "employed_change_comparable", "institutions_without_state",
        "institutions_without_private", "failed_checks",
    )  # fmt: skip
    expected = [110, 90, 120, Decimal("75.0"), 30, 3, 13, Decimal("54.5"), Decimal("18.2"), -10, -10, 7, None, 2]
    assert values(world.karaganda, *codes) == expected
    found = told(world.karaganda)["coverage"]
    assert (found.as_of, found.in_words) == (date(2023, 1, 1), f"75,0{NBSP}%")
    assert "year=2023" in found.url
    assert values(world.karaganda, "members_employed", "coverage", day=date(2023, 1, 19)) == [100, Decimal("80.0")]
    return_report(report, on=date(2023, 8, 1))
    assert values(world.karaganda, "members_employed", "employed_change") == [100, None]


@pytest.mark.django_db
def test_what_was_carried_away_is_no_loss(world: World) -> None:
    membership_requirement(world)
    make_report(world.karaganda, 2022, employed=100)
    make_report(world.karaganda, 2023, employed=60)
    TerritoryEvent.record(
        kind="split", on=date(2022, 6, 8), origin=world.karaganda, target=world.akmola, members_total=45,
        members_employed=45, source="указ", by=world.saule, at=NOON,
    )  # fmt: skip
    assert values(world.karaganda, "employed_change", "employed_change_comparable") == [-40, 5]
    assert told(world.karaganda)["employed_change_comparable"].in_words == "+5"
    assert told(world.karaganda)["employed_change"].in_words == "−40"


@pytest.mark.django_db
def test_another_organization_that_reported_later_takes_no_year_away(world: World) -> None:
    membership_requirement(world)
    make_report(world.karaganda, 2022, employed=100)
    make_report(world.akmola, 2023, employed=50)
    found = told(world.karaganda)["members_employed"]
    assert (found.value, found.as_of) == (100, date(2022, 1, 1))


@pytest.mark.django_db
def test_a_silent_organization_is_the_sum_of_what_stands_below_it(world: World) -> None:
    membership_requirement(world)
    make_report(world.temirtau, 2023, employed=70)
    assert values(world.karaganda, "members_employed", "failed_checks") == [70, None]
    assert values(world.akmola, "members_employed") == [None]


# --- Activity ---------------------------------------------------------------------------------------------------


def reported(world: World, code: str = "legal_work") -> ActivityForm:
    set_aside(code)
    form = make_form(world, code)
    asked_for(world, form, first_year=2021)
    tell(world.karaganda, form, H1_2022, found=5, eliminated=2, inspectors=3, handed_over=0)
    tell(world.karaganda, form, H2_2022, found=6, eliminated=4, inspectors=4, money=1000.5)
    return form


def of_indicator(found: dict[str, Figure], code: str) -> dict[str, Any]:
    return {
        one.code.rpartition(".")[2]: one.value for one in found.values() if one.code.startswith(f"legal_work.{code}.")
    }


@pytest.mark.django_db
def test_legal_work_of_three_years_from_whatever_the_form_asks(world: World) -> None:
    reported(world)
    found = told(world.karaganda)
    assert of_indicator(found, "found") == {"2020": None, "2021": None, "2022": 11}
    assert of_indicator(found, "inspectors")["2022"] == 4, "of a level the last counts"
    assert of_indicator(found, "money")["2022"] is None, "of a half-year that told nothing the year is not known"
    assert of_indicator(found, "share")["2022"] == Decimal("54.5")
    assert "legal_work.topics.2022" not in found, "words are no figure"
    assert found["legal_work.found.2022"].as_of == date(2022, 12, 31)
    assert {one.section for code, one in found.items() if code.startswith("legal_work.")} == {"legal_work"}


@pytest.mark.django_db
def test_a_year_not_told_wholly_shows_the_part_that_was_told(world: World) -> None:
    form = reported(world)
    tell(world.karaganda, form, H1, found=8, about=("found",), handed_over=1)
    found = told(world.karaganda)
    assert of_indicator(found, "found") == {"2021": None, "2022": 11, "2023-h1": 8}
    assert found["legal_work.found.2023-h1"].in_words == f"≈{NBSP}8"
    assert found["legal_work.handed_over.2023-h1"].in_words == "да"
    assert period_of("legal_work.found.2023-h1") == H1
    before = told(world.karaganda, date(2023, 6, 30))
    assert of_indicator(before, "found") == {"2020": None, "2021": None, "2022": 11}


@pytest.mark.django_db
def test_a_form_that_staff_define_further_stands_under_its_own_code(world: World) -> None:
    reported(world, "gardening")
    found = told(world.karaganda)
    assert found["gardening.found.2022"].section == "gardening"
    assert not any(code.startswith("gardening") for code in told(world.akmola))


# --- Training and discipline ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_training_last_told_with_the_members_of_the_day(world: World) -> None:
    membership_requirement(world)
    make_report(world.karaganda, 2023, employed=80)
    training_asked(world)
    tell_training(world.karaganda, Period(2021), chairs=1)
    tell_training(world.karaganda, Period(2022), chairs=3, members=20, budget_share=Decimal("8.5"))
    tell_training(world.akmola, Period(2022), chairs=9)
    codes = ("trained_total", "trained_chairs", "trained_audit", "trained_share", "training_members", "budget_share")
    assert values(world.karaganda, *codes) == [23, 3, None, Decimal("23.0"), 100, Decimal("8.5")]
    found = told(world.karaganda)
    assert (found["trained_total"].as_of, found["training_members"].as_of) == (date(2022, 12, 31), date(2023, 1, 1))
    assert found["budget_norm"].value == 10


@pytest.mark.django_db
def test_due_days_of_the_period_studied(world: World) -> None:
    membership_requirement(world)
    make_report(world.karaganda, 2022, employed=80)
    make_report(world.karaganda, 2023, employed=80, received_on=date(2023, 3, 1))
    codes = ("expected", "reports_on_time", "reports_late", "reports_missing", "rate_on_time")
    assert values(world.karaganda, *codes) == [2, 0, 1, 1, Decimal("0.0")]
    studied = {"studied_from": date(2022, 1, 1), "studied_to": date(2023, 8, 31)}
    assert values(world.karaganda, *codes, **studied) == [2, 1, 1, 0, Decimal("50.0")]
    nothing_due = {"studied_from": date(2023, 4, 1), "studied_to": date(2023, 8, 31)}
    assert values(world.karaganda, *codes, **nothing_due) == [0, 0, 0, 0, None]
    assert "due_from=2022-01-01" in told(world.karaganda, **studied)["reports_late"].url


# --- For whom, and how often the database is asked ----------------------------------------------------------------


@pytest.mark.django_db
def test_who_sees_nothing_of_it_learns_nothing(world: World) -> None:
    everything(world)
    seen = told(world.karaganda, user=world.aigul)
    assert seen["members_employed"].value == 90
    unseen = told(world.temirtau, user=world.bolat)
    assert unseen["members_employed"].value is None


@pytest.mark.django_db
def test_the_questions_do_not_grow_with_the_bodies_or_the_years(world: World) -> None:
    everything(world)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            figures_of(world.karaganda, TODAY)
        return len(queries)

    few = asked()
    for number in range(20):
        branch = make_organization(f"more-{number}", "branch", world.karaganda, f"Филиал {number}")
        appoint(None, branch, "chair", f"Председатель {number}", term_end=TODAY)
    make_report(world.karaganda, 2021, employed=70)
    tell_training(world.karaganda, Period(2020), chairs=3)
    assert asked() == few
    assert few <= 60


# --- In words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, COUNT, "—"),
        (0, COUNT, "0"),
        (12345, COUNT, f"12{NBSP}345"),
        (Decimal("1000.5000"), COUNT, f"1{NBSP}000,5"),
        (Decimal("54.5000"), PERCENT, f"54,5{NBSP}%"),
        (Decimal("10"), PERCENT, f"10,0{NBSP}%"),
        (Decimal("0.0000"), CHANGE, "0"),
        (-7, CHANGE, "−7"),
        (7, CHANGE, "+7"),
        (40, ABOUT, f"≈{NBSP}40"),
        (Decimal("1.0000"), YES_NO, "да"),
        (0, YES_NO, "нет"),
    ],
)
def test_a_figure_reads_the_same_fresh_and_kept(value: Any, unit: str, words: str) -> None:
    assert in_words(value, unit) == words


@given(st.integers(-(10**9), 10**9), st.sampled_from([COUNT, CHANGE, ABOUT]))
def test_digits_are_those_of_the_number_whatever_the_database_adds(value: int, unit: str) -> None:
    assert in_words(value, unit) == in_words(Decimal(value).quantize(Decimal("0.0001")), unit)
    assert "".join(one for one in in_words(value, unit) if one.isdigit()) == str(abs(value))
