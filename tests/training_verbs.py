"""Verbs of the training, as tests/test_history.py tries them: each makes what it needs, does the verb with `who`, and
returns the rows it wrote."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models

from tests.training_world import training_asked
from tests.world import World, make_requirement
from training.models import BudgetNorm, TrainingAsked
from training.models.asked import KIND

Rows = list[models.Model]


def connect(world: World, by: Any, at: Any) -> Rows:
    requirement = make_requirement("training_of_2022", kind=KIND)
    return [TrainingAsked.connect(requirement, part="year", year=2022, by=by)]


VERBS: dict[str, Callable[..., Rows]] = {"TrainingAsked.connect": connect}
# One row of what has no verb that makes it.
MADE: dict[str, Callable[..., object]] = {
    "TrainingAsked": lambda world, **who: training_asked(world, opened=False),
    "BudgetNorm": lambda world, **who: BudgetNorm.objects.create(
        percent=Decimal(12), first_year=2023, source="Протокол № 3"
    ),
}
