"""The ladder alone: which stage has fallen on a day, who is told at it, and how people write it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from reporting import ladder
from reporting.ladder import Role

DUE = date(2023, 9, 1)
LADDERS = st.sets(st.integers(-365, 365), min_size=1, max_size=6).map(sorted)


@pytest.mark.parametrize(
    ("passed", "stage"),
    [(-15, None), (-14, -14), (-8, -14), (-7, -7), (-2, -3), (-1, -1), (0, 0), (1, 1), (2, 1), (3, 3), (9, 3), (10, 10),
     (16, 10), (17, 17), (24, 24), (400, 395)],
)  # fmt: skip
def test_the_default_ladder_day_by_day(passed: int, stage: int | None) -> None:
    assert ladder.stage_on(ladder.DEFAULT, True, DUE, DUE + timedelta(days=passed)) == stage


def test_without_weeks_it_ends() -> None:
    assert ladder.stage_on([0, 3], False, DUE, DUE + timedelta(days=100)) == 3


@given(days=LADDERS, weekly=st.booleans(), passed=st.integers(-500, 1500))
def test_the_latest_fallen_stage(days: list[int], weekly: bool, passed: int) -> None:
    """Written out day by day: the stages are those of the list and every seventh day after the last of it."""
    stages = set(days) | ({max(days) + 7 * week for week in range(1, 280)} if weekly else set())
    fallen = [stage for stage in stages if stage <= passed]
    assert ladder.stage_on(days, weekly, DUE, DUE + timedelta(days=passed)) == (max(fallen) if fallen else None)


@pytest.mark.parametrize(
    ("stage", "roles"),
    [
        (-14, [Role.CHAIR]),
        (0, [Role.CHAIR]),
        (1, [Role.CHAIR, Role.ABOVE]),
        (3, [Role.CHAIR, Role.ABOVE]),
        (7, [Role.CHAIR, Role.ABOVE, Role.DEPARTMENT]),
        (10, [Role.CHAIR, Role.ABOVE, Role.DEPARTMENT]),
        (14, list(Role)),
        (17, list(Role)),
    ],
)
def test_the_later_the_more_people(stage: int, roles: list[Role]) -> None:
    assert list(ladder.roles_at(stage)) == roles


@given(days=LADDERS)
def test_what_is_written_is_read_again(days: list[int]) -> None:
    assert ladder.read(ladder.written(sorted(days))) == sorted(days)


@pytest.mark.parametrize(
    ("text", "days"),
    [("-14, -7;0\n+3", [-14, -7, 0, 3]), ("3 0 −7", [-7, 0, 3]), ("–1", [-1]), ("+1", [1])],
)
def test_as_people_write_it(text: str, days: list[int]) -> None:
    assert ladder.read(text) == days


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "хотя бы один"), (" , ", "хотя бы один"), ("-7, 0, -7", "дважды"), ("1.5", "1.5"), ("завтра", "завтра"),
     ("366", "366"), ("-366", "366"), ("1 2 0 +0", "дважды"), ("99999", "99999")],
)  # fmt: skip
def test_what_is_no_ladder_is_refused_with_a_sentence(text: str, word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        ladder.read(text)


@pytest.mark.parametrize("value", [[], None, "x", [1.5], ["1"], [True], [1, 1], [400], {"a": 1}])
def test_the_field_refuses_what_is_no_ladder(value: object) -> None:
    with pytest.raises(ValidationError):
        ladder.check(value)
