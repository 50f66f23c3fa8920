"""A general obligation of Karaganda, and the forms a chair sends about it."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client

from organizations.models import Organization
from reporting.models import Draft, Obligation
from tests.world import TODAY, World, at, make_requirement

ANSWER = "Проведены две конференции."


def ask(world: World, code: str = "progress", organization: Organization | None = None, **fields: Any) -> Obligation:
    """Asked of Karaganda and Akmola, or of the one organization named; due tomorrow."""
    requirement = make_requirement(code, **{"due_on": date(2023, 9, 5), **fields})
    if organization:
        requirement.audience.set([organization])
    requirement.open(by=world.saule, at=at(date(2023, 6, 24)), until=TODAY)
    return Obligation.objects.get(requirement=requirement, organization=organization or world.karaganda)


def url(obligation: Obligation, page: str) -> str:
    return f"/reporting/obligations/{obligation.pk}/{page}/"


def write(client: Client, obligation: Obligation, text: str = ANSWER, *, action: str = "check", **fields: Any) -> Any:
    """The form as the page sends it, from the version that stands."""
    data = {"text": text, "action": action, "version": Draft.of(obligation).version, **fields}
    return client.post(url(obligation, "answer"), data)


def checked(client: Client, obligation: Obligation) -> dict[str, list[str]]:
    """The form of the page that checks: what pressing "submit" sends."""
    html = client.get(url(obligation, "check")).content.decode()
    form = html[html.index(f'action="{url(obligation, "submit")}"') :]
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form):
        sent.setdefault(name, []).append(value)
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def submit(client: Client, obligation: Obligation, **changes: Any) -> Any:
    return client.post(url(obligation, "submit"), {**checked(client, obligation), **changes})


def hand_in(obligation: Obligation, by: Any, **facts: Any) -> Any:
    """Past the pages."""
    return obligation.submit(by=by, at=at(TODAY), token=uuid4(), **{"received_on": TODAY, "text": ANSWER, **facts})


def give_back(obligation: Obligation, by: Any, **facts: Any) -> Any:
    return obligation.return_(
        by=by,
        at=at(TODAY),
        returned_on=TODAY,
        **{"correct_by": date(2023, 9, 10), "reason": "Нет подписи", **facts},
    )
