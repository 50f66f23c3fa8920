"""Verbs of the membership statistics, of the reserve and of the year's end, as tests/test_history.py tries them: each
makes what it needs, does the verb with `who`, and returns the rows it wrote."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from membership.models import LockedYear, Parameter, TerritoryEvent, UncoveredTerritory
from organizations.models import ConsultativeBody, ReserveEntry
from tests.world import NOON, TODAY, World, make_requirement

JULY, AUGUST = date(2023, 7, 10), date(2023, 8, 10)
REASON = "Решение президиума № 5"
Rows = list[models.Model]


def territory_record(world: World, **who: Any) -> Rows:
    event = TerritoryEvent.record(
        kind="split", on=JULY, origin=world.karaganda, target=world.akmola, members_total=10, source="письмо", **who
    )
    return [event]


def lock(world: World, **who: Any) -> Rows:
    return [LockedYear.lock(2022, on=JULY, reason=REASON, **who)]


def unlock(world: World, by: Any, at: Any) -> Rows:
    locked = LockedYear.lock(2022, on=JULY, reason="Итоги подведены", by=world.saule, at=NOON)
    number = locked.pk
    locked.unlock(reason=REASON, by=by)
    locked.pk = number
    return [locked]


def go_on(world: World, by: Any, at: Any) -> Rows:
    """In December, when its form would have opened already."""
    rule = {"due_kind": "yearly", "due_on": None, "due_month": 1, "due_day": 15, "first_year": 2022, "last_year": 2023}
    requirement = make_requirement("yearly", **rule, asked_on=date(2021, 11, 1))
    requirement.open(by=world.saule, at=NOON, until=TODAY)
    requirement.go_on(2024, by=by, today=date(2023, 12, 20))
    return [requirement, *requirement.obligations.filter(key="2024")]


def reserved(world: World) -> ReserveEntry:
    facts = {"position": "chair", "approved_on": JULY, "approved_by": "президиум"}
    return ReserveEntry.objects.create(person=world.dana.person, organization=world.karaganda, **facts)


def remove(world: World, by: Any, at: Any) -> Rows:
    entry = reserved(world)
    entry.remove(on=AUGUST, reason=REASON, by=by)
    return [entry]


def advising(world: World) -> ConsultativeBody:
    return ConsultativeBody.objects.create(organization=world.karaganda, kind="youth", since=JULY)


def end_body(world: World, by: Any, at: Any) -> Rows:
    body = advising(world)
    body.end(on=AUGUST, reason=REASON, by=by)
    return [body]


KEPT: dict[str, Callable[[World], models.Model]] = {"ReserveEntry": reserved, "ConsultativeBody": advising}
VERBS: dict[str, Callable[..., Rows]] = {
    "TerritoryEvent.record": territory_record,
    "LockedYear.lock": lock,
    "LockedYear.unlock": unlock,
    "Requirement.go_on": go_on,
    "ReserveEntry.remove": remove,
    "ConsultativeBody.end": end_body,
}
# Take `by` and keep no history.
NO_HISTORY = {
    "FirstCheck.keep": "who tried first, and when, stands in the row itself, which is never changed",
}
# One row of what has no verb that makes it, or that its verb takes away.
MADE: dict[str, Callable[..., object]] = {
    "TerritoryEvent": territory_record,
    "LockedYear": lock,
    "Parameter": lambda world, **who: Parameter.objects.create(
        code="fall_members", value=Decimal(50), first_year=2023, source="Протокол № 3"
    ),
    "UncoveredTerritory": lambda world, **who: UncoveredTerritory.objects.create(
        organization=world.karaganda, name_ru="Шахтинск", source="письмо"
    ),
    "ReserveEntry": lambda world, **who: reserved(world),
    "ConsultativeBody": lambda world, **who: advising(world),
}
