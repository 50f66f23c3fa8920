"""What the house knows of a report: the last accepted one, the sum from below, the registry, what events carried."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from membership.answers import Lists, answers_of
from membership.checks import Known, expected_opening
from membership.known import Background, background_of, backgrounds, places_below, primaries_below
from membership.models import TerritoryEvent
from organizations.models import Organization
from tests.membership_world import make_report, membership_requirement, return_report
from tests.world import NOON, TODAY, World, make_organization


@pytest.fixture
def union(world: World) -> World:
    membership_requirement(world, first=2019)
    return world


def known(organization: Organization, year: int = 2023, day: date = TODAY, **more: Any) -> Background:
    return background_of(organization, year, day, **more)


# --- The last accepted report -----------------------------------------------------------------------------


def test_the_latest_accepted_report_of_an_earlier_year_counts(union: World) -> None:
    make_report(union.karaganda, 2020, employed=70, accepted_on=date(2020, 3, 1))
    make_report(union.karaganda, 2021, employed=71, accepted_on=date(2021, 3, 1))
    make_report(union.karaganda, 2022, employed=72)
    found = known(union.karaganda)
    assert found.last is not None
    assert (found.last.year, found.last.members_employed) == (2021, 71)
    assert known(union.karaganda, 2021).known.last["members_employed"] == 70  # type: ignore[index]


def test_a_report_accepted_later_is_not_known_yet(union: World) -> None:
    make_report(union.karaganda, 2022, accepted_on=date(2022, 3, 1))
    assert known(union.karaganda, day=date(2022, 2, 28)).last is None
    assert known(union.karaganda, day=date(2022, 3, 1)).last is not None


def test_a_report_that_was_returned_after_acceptance_counts_no_more(union: World) -> None:
    report = make_report(union.karaganda, 2022, accepted_on=date(2022, 3, 1))
    return_report(report, on=date(2022, 4, 1))
    assert known(union.karaganda).last is None
    assert known(union.karaganda, day=date(2022, 3, 31)).last is not None


# --- The levels below -------------------------------------------------------------------------------------


def test_a_silent_branch_is_the_sum_of_its_primaries(union: World) -> None:
    second = make_organization("school-2", "primary", union.temirtau, "Школа № 2")
    make_report(union.school, 2023, employed=10, students=1, pensioners=0, childcare=0)
    make_report(second, 2023, employed=20, students=2, pensioners=0, childcare=0)
    assert known(union.karaganda).known.children["members_total"] == 33  # type: ignore[index]
    make_report(union.temirtau, 2023, employed=40, students=0, pensioners=0, childcare=0)
    assert known(union.karaganda).known.children["members_total"] == 40  # type: ignore[index]


def test_nothing_below_that_has_figures_is_nothing_known(union: World) -> None:
    assert known(union.karaganda).known.children is None
    assert known(union.school) == Background()


def test_rows_are_summed_where_they_are_wanted_and_inside_moves_cancel(union: World) -> None:
    make_report(union.temirtau, 2023, admitted=9, left=9, flow={
        "admission.joined": 5, "admission.transfer_inside": 4, "leaving.transfer_inside": 4, "leaving.death": 5,
    })  # fmt: skip
    sums = known(union.karaganda, codes=Lists.of(2023).counted).sums
    assert (sums["admitted_total"], sums["left_total"]) == (5, 5)
    assert (sums["in_joined"], sums["in_transfer_inside"], sums["out_transfer_inside"], sums["out_death"]) == (
        5,
        0,
        0,
        5,
    )


def test_what_was_returned_is_not_summed(union: World) -> None:
    report = make_report(union.school, 2023, employed=10)
    return_report(report)
    assert known(union.karaganda).known.children is None


# --- The registry -----------------------------------------------------------------------------------------


def test_the_registry_says_how_the_number_of_primaries_changed(union: World) -> None:
    make_report(union.karaganda, 2022, accepted_on=date(2022, 3, 1))
    assert known(union.karaganda).known.registry_change == 0
    for number, day in enumerate([date(2021, 12, 31), date(2022, 6, 1), date(2022, 9, 1), date(2023, 1, 2)]):
        made = make_organization(f"new-{number}", "primary", union.temirtau, f"Новая {number}")
        made.placements.update(from_day=day)
    union.school.closed_on = date(2022, 7, 1)
    union.school.save()
    assert known(union.karaganda).known.registry_change == 1


def test_primaries_are_counted_under_every_body_above(union: World) -> None:
    places = places_below([union.karaganda.pk])
    parents = {place.organization: place.parent for place in places} | {union.karaganda.pk: None}
    levels = {place.organization: place.level for place in places}
    assert primaries_below(parents, levels) == {union.temirtau.pk: 1, union.karaganda.pk: 1}


# --- What events carried ----------------------------------------------------------------------------------


def carry(union: World, on: date, origin: Organization, target: Organization | None, members: int) -> None:
    TerritoryEvent.record(
        kind="transfer" if target else "withdrawal", on=on, origin=origin, target=target, members_total=members,
        source="Указ", by=union.saule, at=NOON,
    )  # fmt: skip


def test_events_since_the_last_state_date_are_netted(union: World) -> None:
    make_report(union.karaganda, 2022, accepted_on=date(2022, 3, 1))
    carry(union, date(2022, 1, 1), union.akmola, union.karaganda, 1000)
    carry(union, date(2022, 6, 8), union.akmola, union.karaganda, 30)
    carry(union, date(2023, 1, 1), union.karaganda, None, 12)
    carry(union, date(2023, 1, 2), union.karaganda, None, 500)
    found = known(union.karaganda).known
    assert found.carried_net == 18
    assert expected_opening(found) == 118
    assert known(union.akmola).known.carried_net == 0


@pytest.mark.parametrize(
    ("found", "opening"),
    [(Known(), None), (Known(carried_net=-5), None), (Known(carried_net=70), 70), (Known({"members_total": 9}), 9), (Known({"members_total": 9}, carried_net=-20), 0)],
)  # fmt: skip
def test_where_the_opening_begins(found: Known, opening: int | None) -> None:
    assert expected_opening(found) == opening


# --- In bulk ----------------------------------------------------------------------------------------------


def test_in_bulk_everybody_gets_what_they_get_alone(union: World) -> None:
    make_report(union.karaganda, 2022, accepted_on=date(2022, 3, 1))
    make_report(union.school, 2021, accepted_on=date(2021, 3, 1))
    make_report(union.school, 2023)
    carry(union, date(2022, 6, 8), union.akmola, union.karaganda, 30)
    together = backgrounds(None, union.karaganda, 2023, TODAY)
    assert set(together) == {union.karaganda.pk, union.temirtau.pk, union.school.pk}
    for one in (union.karaganda, union.temirtau, union.school):
        assert together[one.pk].known == known(one).known


def test_the_number_of_queries_does_not_grow(union: World, django_assert_max_num_queries: Callable[..., Any]) -> None:
    for number in range(6):
        made = make_organization(f"more-{number}", "primary", union.temirtau, f"Ещё {number}")
        make_report(made, 2022, accepted_on=date(2022, 3, 1))
        make_report(made, 2023)
    with django_assert_max_num_queries(9):
        backgrounds(None, union.karaganda, 2023, TODAY)


def test_a_kept_report_answers_what_it_was_told(union: World) -> None:
    report = make_report(
        union.karaganda, 2023, admitted=5, left=2, types={"school": {"members": 100}}, reasons={"count": 3},
        facts={"note_text": "Уточнено", "base_submitted": False},
    )  # fmt: skip
    answers = answers_of(report)
    assert (answers["in_joined"], answers["out_own_wish"], answers["type_school_members"]) == (5, 2, 100)
    assert (answers["why_count"], answers["note_text"], answers["base_submitted"]) == (3, "Уточнено", False)
