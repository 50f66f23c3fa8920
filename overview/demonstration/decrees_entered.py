"""A decree of `data/` with its items, and what the items ask."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from decrees.models import Decree, DecreeItem
from organizations.access import Position
from organizations.models import Appointment, Organization, Person
from overview.demonstration.days import DATA, Books, entered
from reporting.models import Requirement

NOT_FIELDS = {"controllers", "original", "items", "requirements"}


def enter_decree(paper: dict[str, Any], *, by: User, **fields: Any) -> Decree:
    decree = Decree(**{name: value for name, value in paper.items() if name not in NOT_FIELDS} | fields)
    if name := paper.get("original"):
        decree.attachment = ContentFile((DATA / name).read_bytes(), name)
        decree.attachment_name = name
    entered(decree, by=by)
    decree.controllers.set([_controller(name, by) for name in paper.get("controllers", [])])
    for position, item in enumerate(paper["items"], start=1):
        _enter_item(decree, position, item, by)
    return decree


def _controller(name: str, by: User) -> Person:
    person = entered(Person(name_ru=name), by=by)
    union = Organization.objects.get(code="union")
    entered(Appointment(person=person, organization=union, position=Position.CONTROLLER), by=by)
    return person


def _enter_item(decree: Decree, position: int, item: dict[str, Any], by: User) -> None:
    line = DecreeItem(
        decree=decree,
        position=position,
        number=item["number"],
        kind=item["kind"],
        text_ru=item["text_ru"].strip(),
        text_kk=item["text_kk"].strip(),
        addressee_levels=item["levels"],
        addressees_note=item.get("addressees_note", ""),
    )
    entered(line, by=by)


def ask(books: Books, *, until: date, audience: Sequence[str] = (), **fields: Any) -> Requirement:
    """A requirement, checked as its form checks it, and opened on the day it was asked."""
    requirement = Requirement(**fields)
    requirement.full_clean()
    entered(requirement, by=books.staff)
    requirement.audience.set(Organization.objects.filter(code__in=audience))
    requirement.open(by=books.staff, at=books.at(requirement.asked_on), until=until)
    return requirement
