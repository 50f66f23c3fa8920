"""What a training report is told: sums, chairs, shares, the norm, days and periods of different length. Pure figures."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from reporting.periods import Period
from training import checks
from training.checks import Known, Members, Severity, Told
from training.known import State, nearest, state_day

TITLES = {"members": "члены", "chairs": "председатели", "audit": "ревизоры"}
JANUARY, BEFORE = date(2023, 1, 1), date(2022, 1, 1)
MEMBERS = Members(total=1000, primaries=15, on=JANUARY, wanted=JANUARY)


def told(total: int | None = None, /, *, events: dict[str, int | None] | None = None, **numbers: Any) -> Told:
    categories = {code: numbers.pop(code, None) for code in TITLES}
    if total is None:
        total = sum(number for number in categories.values() if number is not None)
    return Told(total, categories, TITLES, events or {}, **numbers)


def codes(report: Told, known: Known | None = None) -> dict[str, str]:
    return {one.code: one.severity for one in checks.run(report, known or Known(MEMBERS))}


def text(report: Told, known: Known | None = None) -> str:
    return " ".join(one.text for one in checks.run(report, known or Known(MEMBERS)))


def test_what_adds_up_and_is_known_is_not_spoken_of() -> None:
    assert codes(told(members=270, chairs=15, audit=0)) == {}


def test_a_sum_that_differs_from_its_parts_is_an_error_that_names_both() -> None:
    report = told(30, members=20, chairs=5, audit=0)
    assert codes(report) == {"sum": Severity.ERROR}
    assert "30" in text(report)
    assert "25" in text(report)


def test_an_empty_category_is_no_data_named_and_adds_nothing() -> None:
    assert codes(told(25, members=20, chairs=5)) == {}
    assert "«ревизоры»" in text(told(30, members=20, chairs=5))
    assert "«ревизоры»" not in text(told(30, members=20, chairs=5, audit=0))


def test_a_total_without_any_category_is_strange_and_zero_is_not() -> None:
    assert codes(told(30)) == {"no_categories": Severity.WARNING}
    assert codes(told(0)) == {}


numbers = st.none() | st.integers(0, 10**6)


@given(numbers, numbers, numbers, st.integers(0, 3 * 10**6))
def test_the_sum_is_the_plain_sum_of_what_is_told(
    members: int | None, chairs: int | None, audit: int | None, total: int
) -> None:
    numbers = {"members": members, "chairs": chairs, "audit": audit}
    known = [number for number in numbers.values() if number is not None]
    wrong = bool(known) and total != sum(known)
    assert ("sum" in codes(told(total, **numbers), Known())) == wrong


@pytest.mark.parametrize("name", ["members", "events"])
def test_nothing_is_less_than_zero(name: str) -> None:
    report = told(events={"seminar": -1}) if name == "events" else told(-1, members=-1)
    assert codes(report)["negative"] == Severity.ERROR


def test_sixteen_chairs_where_there_are_fifteen_primaries() -> None:
    assert codes(told(chairs=15)) == {}
    report = told(chairs=16)
    assert codes(report) == {"chairs": Severity.WARNING}
    assert "16" in text(report)
    assert "15" in text(report)
    (failure,) = checks.run(told(chairs=16, is_attendances=True), Known(MEMBERS))
    assert not failure.asks, "who counts attendances has explained it"


def test_all_involved_beside_a_quarter_trained() -> None:
    report = told(members=280, stated_share=Decimal(100))
    assert codes(report) == {"involved": Severity.WARNING}
    assert "100" in text(report)
    assert "28" in text(report)
    assert codes(told(members=280, stated_share=Decimal("28.4"))) == {}


def test_more_persons_than_members_and_as_many_attendances_as_there_were() -> None:
    assert codes(told(members=1001)) == {"more_than_members": Severity.WARNING}
    assert codes(told(members=1001, is_attendances=True)) == {}


def test_the_budget_under_the_norm_names_norm_and_source() -> None:
    known = Known(MEMBERS, norm=Decimal(10), norm_source="Концепция")
    report = told(members=1, budget_plan=Decimal(10), budget_share=Decimal("9.99"))
    assert codes(report, known) == {"under_norm_budget_share": Severity.WARNING}
    assert "Концепция" in text(report, known)
    assert "9,99" in text(report, known)
    assert codes(told(members=1, budget_share=None), known) == {}


def test_members_of_another_day_are_named_with_it() -> None:
    known = Known(Members(total=1000, primaries=15, on=BEFORE, wanted=JANUARY))
    assert codes(told(members=10), known) == {"other_day": Severity.WARNING}
    assert "01.01.2022" in text(told(members=10), known)
    assert "01.01.2023" in text(told(members=10), known)


def test_a_half_year_beside_a_year_is_said() -> None:
    known = Known(MEMBERS, period="I полугодие 2023 года", beside="2022 год")
    assert codes(told(members=10), known) == {"other_length": Severity.WARNING}
    assert "2022 год" in text(told(members=10), known)


def test_without_a_membership_nothing_is_compared() -> None:
    assert codes(told(members=10**6, chairs=99, stated_share=Decimal(100)), Known()) == {}


@given(st.none() | st.integers(0, 10**7), st.none() | st.integers(0, 10**7))
def test_the_share_is_the_exact_one_rounded_half_up(part: int | None, whole: int | None) -> None:
    share = checks.share(part, whole)
    if part is None or not whole:
        assert share is None
    else:
        assert share is not None
        tenths = Fraction(part * 1000, whole)
        assert share * 10 == int(tenths + Fraction(1, 2))


@pytest.mark.parametrize(("share", "norm", "met"), [("10", "10", True), ("9.9", "10", False), (None, "10", None)])
def test_the_norm_is_met_from_its_own_value_on(share: str | None, norm: str, met: bool | None) -> None:
    assert checks.meets_norm(None if share is None else Decimal(share), Decimal(norm)) is met
    assert checks.meets_norm(Decimal(10), None) is None


# --- Which membership counts ------------------------------------------------------------------------------


def test_on_the_first_of_january_means_the_year_before() -> None:
    assert state_day(Period(2024)) == date(2025, 1, 1)
    assert state_day(Period(2024, "h1")) == date(2024, 7, 1)


days = st.dates(date(2015, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(days, st.none() | st.integers(0, 100)), max_size=8), days)
def test_the_day_itself_or_the_last_before_or_the_first_after(
    told: list[tuple[date, int | None]], wanted: date
) -> None:
    states = [State(day, total, None) for day, total in told]
    known = sorted(day for day, total in told if total is not None)
    found = nearest(states, wanted)
    before = [day for day in known if day <= wanted]
    assert (found.on if found else None) == (before[-1] if before else known[0] if known else None)
