"""Verbs of the matrix of discipline, as tests/test_history.py tries them."""

from collections.abc import Callable
from typing import Any

from django.db import models

from overview.models import Direction
from tests.world import World

REASON = "Решение президиума № 5"
Rows = list[models.Model]


def keep(world: World, by: Any, at: Any) -> Rows:
    made = Direction(code="fallen", name_ru="Снижение", kind="fall", value=100)
    made.keep(by=by, reason=REASON)
    return [made]


def retire(world: World, by: Any, at: Any) -> Rows:
    (made,) = keep(world, world.saule, at)
    assert isinstance(made, Direction)
    made.retire(last_year=2023, reason=REASON, by=by)
    return [made]


VERBS: dict[str, Callable[..., Rows]] = {"Direction.keep": keep, "Direction.retire": retire}
NO_HISTORY = {
    "Evidence.enter": "who entered it stands in the row itself, which is never changed",
    "Evidence.take_back": "who took it back and why stands in the row itself",
}
