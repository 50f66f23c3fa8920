"""Verbs of the training, as tests/test_history.py tries them: each makes what it needs, does the verb with `who`, and
returns the rows it wrote."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from tests.training_world import make_event, make_plan, make_programme, make_responsible, training_asked
from tests.world import TODAY, World, make_requirement
from training.models import BudgetNorm, TrainingAsked
from training.models.asked import KIND

REASON = "Решение президиума № 5"
Rows = list[models.Model]


def connect(world: World, by: Any, at: Any) -> Rows:
    requirement = make_requirement("training_of_2022", kind=KIND)
    return [TrainingAsked.connect(requirement, part="year", year=2022, by=by)]


def keep_event(world: World, by: Any, at: Any) -> Rows:
    event = make_event(world.karaganda, date(2023, 5, 4), by=by, chairs=3, members=20, speakers=("Ким",))
    return [event, *event.speakers.all(), *event.participants.all()]


def cancel(world: World, **who: Any) -> Rows:
    event = make_event(world.karaganda, planned="август 2023", by=world.aigul)
    event.cancel(on=TODAY, reason=REASON, **who)
    return [event]


def keep_plan(world: World, by: Any, at: Any) -> Rows:
    return [make_plan(world.karaganda, 2023, by=by)]


def keep_programme(world: World, by: Any, at: Any) -> Rows:
    programme = make_programme(by=by)
    return [programme, *programme.modules.all()]


def begin(world: World, by: Any, at: Any) -> Rows:
    return [make_responsible(world.karaganda, by=by)]


def end(world: World, by: Any, at: Any) -> Rows:
    office = make_responsible(world.karaganda, by=world.aigul)
    office.end(on=TODAY, by=by, today=TODAY)
    return [office]


VERBS: dict[str, Callable[..., Rows]] = {
    "TrainingAsked.connect": connect,
    "TrainingEvent.keep": keep_event,
    "TrainingEvent.cancel": cancel,
    "TrainingPlan.keep": keep_plan,
    "Programme.keep": keep_programme,
    "Responsible.begin": begin,
    "Responsible.end": end,
}
# One row of what has no verb that makes it.
MADE: dict[str, Callable[..., object]] = {
    "TrainingAsked": lambda world, **who: training_asked(world, opened=False),
    "BudgetNorm": lambda world, **who: BudgetNorm.objects.create(
        percent=Decimal(12), first_year=2023, source="Протокол № 3"
    ),
    "Responsible": lambda world, **who: make_responsible(world.karaganda),
}
# Rows with nothing of a group told, for tests/test_pairs.py.
KEPT: dict[str, Callable[[World], models.Model]] = {
    "TrainingEvent": lambda world: make_event(world.karaganda, planned="август 2023")
}
