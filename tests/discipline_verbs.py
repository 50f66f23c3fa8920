"""Verbs of the matrix of discipline, as tests/test_history.py tries them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from overview.models import Direction, Evidence
from tests.world import NOON, World

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


def evidence(world: World) -> models.Model:
    """Entered and not taken back."""
    direction = Direction(code="no_channel", name_ru="Нет площадки", kind="evidence")
    direction.keep(by=world.saule)
    where = {"day": date(2023, 7, 1), "source": "Справка отдела", "by": world.saule, "at": NOON}
    return Evidence.enter(direction, world.karaganda, **where)


KEPT: dict[str, Callable[[World], models.Model]] = {"Evidence": evidence}
VERBS: dict[str, Callable[..., Rows]] = {"Direction.keep": keep, "Direction.retire": retire}
NO_HISTORY = {
    "Evidence.enter": "who entered it stands in the row itself, which is never changed",
    "Evidence.take_back": "who took it back and why stands in the row itself",
}
