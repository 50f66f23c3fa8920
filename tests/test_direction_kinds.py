"""Who is marked in a direction, beside an oracle that says it in other words; and figures of indicators and membership."""

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, strategies as st

from documents.registry import WHOLE_UNION
from overview.directions import marked
from overview.models import Direction
from reporting.measures import Span, all_measures
from reporting.periods import Period
from tests.indicator_world import H1, count, make_form
from tests.membership_world import make_report, membership_requirement
from tests.world import TODAY, World

FIGURES = st.dictionaries(st.integers(1, 8), st.integers(-6, 6).map(Decimal))
YEAR = Span(date(2023, 1, 1), date(2023, 12, 31), TODAY)


def oracle(rule: dict[str, Any], figures: dict[int, Decimal]) -> set[int]:
    """One organization after another: how many others stand before it."""
    found = set()
    for pk, figure in figures.items():
        lower = [other for other in figures.values() if other < figure]
        higher = [other for other in figures.values() if other > figure]
        if rule["kind"] == "below" and figure - rule["value"] < 0:
            found.add(pk)
        if rule["kind"] == "above" and figure - rule["value"] > 0:
            found.add(pk)
        if rule["kind"] == "lowest" and len(lower) < rule["places"] and (lower or higher):
            found.add(pk)
        if rule["kind"] == "fall" and figure < 0:
            deep = abs(figure) >= rule["value"] if "value" in rule else len(lower) < rule["places"]
            if deep:
                found.add(pk)
    return found


@given(figures=FIGURES, kind=st.sampled_from(["below", "above"]), value=st.integers(-6, 6))
def test_beyond_a_value(figures: dict[int, Decimal], kind: str, value: int) -> None:
    rule = {"kind": kind, "value": Decimal(value)}
    assert marked(Direction(**rule), figures) == oracle(rule, figures)


@given(figures=FIGURES, places=st.integers(1, 9))
def test_lowest_places(figures: dict[int, Decimal], places: int) -> None:
    rule = {"kind": "lowest", "places": places}
    assert marked(Direction(**rule), figures) == oracle(rule, figures)


@given(figures=FIGURES, by=st.sampled_from(["value", "places"]), number=st.integers(1, 9))
def test_falls(figures: dict[int, Decimal], by: str, number: int) -> None:
    rule: dict[str, Any] = {"kind": "fall", by: number}
    assert marked(Direction(**rule), figures) == oracle(rule, figures)


def test_equals_at_the_last_place_are_all_marked_and_nobody_where_all_are_equal() -> None:
    lowest = Direction(kind="lowest", places=2)
    assert marked(lowest, {1: Decimal(3), 2: Decimal(5), 3: Decimal(5), 4: Decimal(9)}) == {1, 2, 3}
    assert marked(lowest, {1: Decimal(5), 2: Decimal(5), 3: Decimal(5)}) == set()


# --- Where the figures come from -----------------------------------------------------------------------------------


def values(code: str, span: Span = YEAR) -> dict[int, Decimal]:
    return dict(all_measures()[code].values(span, WHOLE_UNION))


def test_a_flow_is_added_over_the_period_and_unknown_where_a_part_is(world: World) -> None:
    form = make_form(world, "counted", entered_by="apparatus")
    for period, found in ((H1.years_before(1), 5), (Period(2022, "h2"), 7)):
        count(world.karaganda, form, period, found=found, eliminated=3, inspectors=found)
    count(world.akmola, form, H1.years_before(1), found=2)
    of_2022 = Span(date(2022, 1, 1), date(2022, 12, 31), TODAY)
    half = Span(date(2022, 1, 1), date(2022, 6, 30), TODAY)
    assert values("counted.found", of_2022) == {world.karaganda.pk: Decimal(12)}
    assert values("counted.inspectors", of_2022) == {world.karaganda.pk: Decimal(7)}, "of a level the last counts"
    assert values("counted.share", of_2022) == {world.karaganda.pk: Decimal("50.0")}, "reckoned from the sums"
    assert values("counted.found", half) == {world.karaganda.pk: Decimal(5), world.akmola.pk: Decimal(2)}
    assert values("counted.found", Span(date(2022, 2, 1), date(2022, 5, 31), TODAY)) == {}
    assert values("counted.found", Span(date(2022, 1, 1), date(2022, 12, 31), date(2022, 1, 1))) == {}, "not told yet"


def test_a_change_of_the_membership_is_that_of_the_year_which_ends_with_the_state_date(world: World) -> None:
    membership_requirement(world)
    for year, employed in ((2021, 900), (2022, 850), (2023, 870)):
        make_report(world.karaganda, year, employed=employed, employees=1000)
    code, pk = "membership.employed_change", world.karaganda.pk
    spans = {
        (first, last): Span(date(first, 1, 1), date(last, 12, 31), TODAY) for first, last in product((2021, 2022), repeat=2)
    }  # fmt: skip
    assert values(code, spans[2021, 2021]) == {pk: Decimal(-50)}
    assert values(code, spans[2022, 2022]) == {pk: Decimal(20)}
    assert values(code, spans[2021, 2022]) == {pk: Decimal(-30)}
    assert values(code, Span(date(2022, 1, 1), date(2022, 6, 30), TODAY)) == {}
    assert values("membership.coverage", spans[2022, 2022]) == {pk: Decimal("87.0")}
    assert values(code, YEAR) == {}, "2023 ends with a state that nobody has told yet"


@pytest.mark.parametrize("code", ["membership.base_submitted", "membership.failed_checks"])
def test_yes_and_no_are_one_and_zero(world: World, code: str) -> None:
    membership_requirement(world)
    report = make_report(world.karaganda, 2023, employed=870, employees=1000)
    type(report).objects.filter(pk=report.pk).update(base_submitted=False, failed_checks=0)
    assert values(code, Span(date(2022, 1, 1), date(2022, 12, 31), TODAY)) == {world.karaganda.pk: Decimal(0)}
