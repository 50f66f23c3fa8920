"""The verbs of a request for information, for tests/test_history.py."""

from datetime import date
from typing import Any

from django.db import models

from accounts.models import User
from reporting.models import InformationRequest
from tests.world import NOON, TODAY, World, make_requirement

REASON = "Так решено"


def prepared(world: World) -> InformationRequest:
    requirement = make_requirement("question", asked_on=TODAY, due_on=date(2023, 9, 8), audience_levels=[])
    requirement.audience.set([world.karaganda, world.akmola])
    return InformationRequest.objects.create(requirement=requirement)


def asked_by(world: World, **who: Any) -> InformationRequest:
    request = prepared(world)
    assert request.ask(today=TODAY, seen=request.seen(TODAY), **who)
    return request


def ask(world: World, **who: Any) -> list[models.Model]:
    request = asked_by(world, **who)
    return [request.requirement, *request.requirement.obligations.all()]


def withdraw(world: World, **who: Any) -> list[models.Model]:
    request = asked_by(world, by=world.saule, at=NOON)
    freed = request.withdraw(today=TODAY, reason=REASON, **who)
    return [request, *(one.exemptions.get() for one in freed)]


def add(world: World, by: User, at: Any) -> list[models.Model]:
    request = prepared(world)
    request.add_organizations([world.temirtau], by=by)
    return [request.requirement]


def take_away(world: World, by: User, at: Any) -> list[models.Model]:
    request = prepared(world)
    request.take_organizations_away([world.karaganda], by=by)
    return [request.requirement]


VERBS = {
    "InformationRequest.ask": ask,
    "InformationRequest.withdraw": withdraw,
    "InformationRequest.add_organizations": add,
    "InformationRequest.take_organizations_away": take_away,
}
NO_HISTORY = {
    "InformationRequest.drop": "nobody was asked; tests/test_requests.py says who is named as having dropped it"
}
