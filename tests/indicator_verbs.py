"""Verbs of the activity reports, as tests/test_history.py tries them: each makes what it needs, does the verb with `who`,
and returns the rows it wrote."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from indicators.models import ActivityForm, ActivityReport
from tests.indicator_world import H1, asked_for, count, make_form
from tests.world import TODAY, World

Rows = list[models.Model]


def begin_version(world: World, by: Any, at: Any) -> Rows:
    form = ActivityForm.objects.get(code="labour_safety")
    version = form.begin_version(by=by)
    return [version, *version.groups.all(), *version.indicators.all()]


def put_to_use(world: World, **who: Any) -> Rows:
    version = make_form(world, in_use=False).in_preparation()
    assert version
    version.put_to_use(applies_from=date(2023, 1, 1), **who)
    return [version]


def asked(world: World, **who: Any) -> models.Model:
    return asked_for(world, make_form(world))[0]


def prepared(world: World) -> models.Model:
    """A version in preparation."""
    return ActivityForm.objects.get(code="labour_safety").begin_version(by=world.saule)


def counted(world: World) -> ActivityReport:
    return count(world.karaganda, make_form(world, "counted", entered_by="apparatus"), H1, day=TODAY, found=1)


VERBS: dict[str, Callable[..., Rows]] = {
    "ActivityForm.begin_version": begin_version,
    "FormVersion.put_to_use": put_to_use,
}
# One row of what has no verb that makes it.
MADE: dict[str, Callable[..., object]] = {"FormAsked": asked}
KEPT: dict[str, Callable[[World], models.Model]] = {"FormVersion": prepared, "ActivityReport": counted}
