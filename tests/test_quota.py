"""The quota of delegates in four ways of rounding, against fractions and decimals that know nothing of it."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from campaigns.quota import Rounding, quota, share, side_by_side

MEMBERS = st.integers(0, 3_000_000)
NORMS = st.integers(1, 100_000)


@pytest.mark.parametrize(
    ("members", "floor", "half_up", "ceil", "at_least_one"),
    [
        (0, 0, 0, 0, 1),
        (1, 0, 0, 1, 1),
        (2_499, 0, 0, 1, 1),
        (2_500, 0, 1, 1, 1),
        (4_999, 0, 1, 1, 1),
        (5_000, 1, 1, 1, 1),
        (5_001, 1, 1, 2, 1),
        (7_499, 1, 1, 2, 1),
        (7_500, 1, 2, 2, 1),
        (9_999, 1, 2, 2, 1),
        (10_000, 2, 2, 2, 2),
        (57_499, 11, 11, 12, 11),
        (57_500, 11, 12, 12, 11),
    ],
)
def test_one_per_five_thousand(members: int, floor: int, half_up: int, ceil: int, at_least_one: int) -> None:
    expected = {"floor": floor, "half_up": half_up, "ceil": ceil, "at_least_one": at_least_one}
    assert side_by_side(members, 5000) == expected


@given(MEMBERS, NORMS)
def test_agrees_with_fractions(members: int, norm: int) -> None:
    exact = Fraction(members, norm)
    found = side_by_side(members, norm)
    assert found["floor"] == math.floor(exact)
    assert found["ceil"] == math.ceil(exact)
    assert found["half_up"] == math.floor(exact + Fraction(1, 2))
    assert found["at_least_one"] == max(1, math.floor(exact))


@given(MEMBERS, st.sampled_from([1, 2, 4, 5, 8, 10, 100, 5000, 2500]))
def test_agrees_with_decimals_where_they_are_exact(members: int, norm: int) -> None:
    exact = Decimal(members) / Decimal(norm)
    ways = {"floor": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "ceil": ROUND_CEILING}
    for rounding, way in ways.items():
        assert quota(members, norm, rounding) == int(exact.to_integral_value(way))


@given(MEMBERS, MEMBERS, NORMS)
def test_more_members_never_send_fewer(one: int, other: int, norm: int) -> None:
    fewer, more = side_by_side(min(one, other), norm), side_by_side(max(one, other), norm)
    assert all(fewer[rounding] <= more[rounding] for rounding in Rounding.values)


@given(st.lists(MEMBERS, max_size=30), NORMS)
def test_totals_stand_in_their_order(members: list[int], norm: int) -> None:
    """Rounded one by one, never together: the sum by floor is at most what the union would send as one body."""
    totals = {way: sum(quota(each, norm, way) for each in members) for way in Rounding.values}
    assert totals["floor"] <= totals["half_up"] <= totals["ceil"] <= totals["floor"] + len(members)
    assert totals["floor"] <= sum(members) // norm <= totals["ceil"]
    assert totals["floor"] <= totals["at_least_one"] <= totals["floor"] + len(members)


@pytest.mark.parametrize(("members", "norm"), [(100, 0), (-1, 5000), (100, -5)])
def test_no_norm_below_one_and_no_members_below_none(members: int, norm: int) -> None:
    with pytest.raises(ValueError, match="norm"):
        quota(members, norm, "floor")


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_shares_are_tenths_of_a_per_cent_half_up(part: int, whole: int) -> None:
    exact = Fraction(1000 * part, whole)
    assert share(part, whole) == math.floor(exact + Fraction(1, 2))


@pytest.mark.parametrize(("part", "whole", "tenths"), [(1, 8, 125), (1, 16, 63), (1, 3, 333), (2, 3, 667), (0, 5, 0)])
def test_shares_by_hand(part: int, whole: int, tenths: int) -> None:
    assert share(part, whole) == tenths


def test_no_share_of_nobody() -> None:
    assert share(0, 0) is None
