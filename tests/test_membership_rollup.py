"""Sums over trees and comparable territory, against reckonings that know nothing of the code."""

from dataclasses import dataclass

import pytest
from hypothesis import given, strategies as st

from membership.comparable import Carried, carried_by_body, change
from membership.rollup import Stated, rolled_up

CODE = "members_total"


@dataclass(frozen=True)
class Event:
    origin_id: int
    target_id: int | None
    members_total: int | None = None
    members_employed: int | None = None


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[int, int | None], dict[int, int]]:
    """Up to 25 bodies, each under an earlier one, in any order; some have stated a number."""
    size = draw(st.integers(1, 25))
    parents: dict[int, int | None] = {0: None}
    for body in range(1, size):
        parents[body] = draw(st.integers(0, body - 1))
    order = draw(st.permutations(list(parents)))
    stated = draw(st.dictionaries(st.integers(0, size - 1), st.integers(0, 1000)))
    return {body: parents[body] for body in order}, stated


def by_hand(body: int, parents: dict[int, int | None], stated: dict[int, int]) -> int | None:
    """What is used of a body: its own word, else what its children are used with."""
    if body in stated:
        return stated[body]
    return below(body, parents, stated)


def below(body: int, parents: dict[int, int | None], stated: dict[int, int]) -> int | None:
    parts = [by_hand(child, parents, stated) for child, parent in parents.items() if parent == body]
    told = [part for part in parts if part is not None]
    return sum(told) if told else None


@given(trees())
def test_sums_of_random_trees(tree: tuple[dict[int, int | None], dict[int, int]]) -> None:
    parents, numbers = tree
    stated = {body: Stated({CODE: number}) for body, number in numbers.items()}
    found = rolled_up(parents, stated, {})
    for body in parents:
        assert found[body].summed.get(CODE) == below(body, parents, numbers)
        assert found[body].used.get(CODE) == by_hand(body, parents, numbers)


def test_stated_stands_beside_the_sum() -> None:
    found = rolled_up({1: None, 2: 1, 3: 1}, {n: Stated({CODE: n * 10}) for n in (1, 2, 3)}, {})
    assert (found[1].used[CODE], found[1].summed[CODE]) == (10, 50)
    assert found[1].differences == {CODE: (10, 50)}


def test_no_data_is_not_zero() -> None:
    found = rolled_up({1: None, 2: 1, 3: 1}, {2: Stated({CODE: 5, "groups": None})}, {})
    assert found[1].summed == {CODE: 5}
    assert (found[1].reported, found[1].children) == (1, 2)
    assert found[3].has_figures is False


def test_who_passes_between_branches_neither_joins_nor_leaves() -> None:
    stated = {
        2: Stated({"admitted_total": 7, "left_total": 1}, inside=3),
        3: Stated({"admitted_total": 2, "left_total": 6}),
    }
    found = rolled_up({1: None, 2: 1, 3: 1}, stated, {1: "member", 2: "branch", 3: "branch"})
    assert (found[1].summed["admitted_total"], found[1].summed["left_total"]) == (6, 4)


def test_of_a_silent_branch_who_passes_within_it_is_cancelled_for_the_member_organization_alone() -> None:
    """From one primary of the branch to the other three, from outside the branch to the first one two."""
    stated = {
        3: Stated({"admitted_total": 7, "left_total": 3}, inside=2),
        4: Stated({"admitted_total": 4, "left_total": 1}, inside=3),
        5: Stated({"admitted_total": 1, "left_total": 2}),
    }
    levels = {1: "member", 2: "branch", 3: "primary", 4: "primary", 5: "branch"}
    found = rolled_up({1: None, 2: 1, 3: 2, 4: 2, 5: 1}, stated, levels)
    assert (found[2].summed["admitted_total"], found[2].summed["left_total"]) == (11, 4)
    assert (found[1].summed["admitted_total"], found[1].summed["left_total"]) == (7, 1)


def test_a_branch_that_speaks_for_itself_says_who_came_from_another_one() -> None:
    stated = {
        2: Stated({"admitted_total": 6, "left_total": 0}, inside=1),
        3: Stated({"admitted_total": 9, "left_total": 0}, inside=4),
        4: Stated({"admitted_total": 0, "left_total": 1}),
    }
    found = rolled_up({1: None, 2: 1, 3: 2, 4: 1}, stated, {1: "member", 2: "branch", 3: "primary", 4: "branch"})
    assert (found[1].summed["admitted_total"], found[1].summed["left_total"]) == (5, 0)


# --- Comparable territory ---------------------------------------------------------------------------------


def test_a_split_is_neither_loss_nor_growth() -> None:
    """Karaganda gave Ulytau 8 000 members and then lost 249 more; Ulytau lost 332 of what it was given."""
    carried = carried_by_body([Event(1, 2, members_employed=8000)], "members_employed")
    old, new = change(40_000, 31_751, carried[1]), change(None, 7_668, carried[2])
    assert (old.reported, old.comparable) == (-8249, -249)
    assert (new.reported, new.comparable) == (None, -332)


def test_an_event_without_its_number_leaves_the_comparable_change_unknown() -> None:
    carried = carried_by_body([Event(1, 2)], "members_employed")
    assert change(10, 5, carried[1]).comparable is None
    assert change(10, 5, carried[1]).reported == -5


def test_a_withdrawal_is_taken_out_of_the_fall() -> None:
    carried = carried_by_body([Event(1, None, members_employed=30)], "members_employed")
    assert change(100, 60, carried[1]).comparable == -10


def test_what_passes_within_a_member_organization_is_nothing_to_it() -> None:
    events = [Event(11, 12, members_total=5), Event(12, 21, members_total=7)]
    carried = carried_by_body(events, "members_total", ends={11: 1, 12: 1, 21: 2})
    assert (carried[1].taken, carried[1].brought, carried[2].brought) == (7, 0, 7)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 100)), max_size=12), st.data())
def test_over_all_bodies_events_between_them_cancel(moves: list[tuple[int, int, int]], data: st.DataObject) -> None:
    events = [Event(a, b, members_total=n) for a, b, n in moves if a != b]
    carried = carried_by_body(events, "members_total")
    before = {body: data.draw(st.integers(1000, 2000)) for body in range(5)}
    now = {body: data.draw(st.integers(1000, 2000)) for body in range(5)}
    changes = [change(before[body], now[body], carried.get(body)) for body in range(5)]
    reported = sum(now.values()) - sum(before.values())
    assert sum(one.comparable or 0 for one in changes) == reported == sum(one.reported or 0 for one in changes)


@pytest.mark.parametrize(("before", "now"), [(None, None), (5, None), (None, 5)])
def test_without_both_figures_there_is_no_change(before: int | None, now: int | None) -> None:
    assert change(before, now, Carried()).reported is None
    assert change(before, now).comparable is None
