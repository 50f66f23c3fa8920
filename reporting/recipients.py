"""Who is written to about an obligation: whoever holds the office on the day, with an address and a language.

For letters, which speak for the union and not for a reader: whom the rules name, the rules may tell.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q

from decrees.models import Decree
from organizations.access import Position
from organizations.models import Appointment, Level, Organization
from reporting.ladder import Role

STEP = 6  # letters of a path a body adds
APPARATUS = (Position.STAFF, Position.CONTROLLER, Position.LEADERSHIP, Position.ADMINISTRATOR)
PERSON = (
    "person_id", "person__user_id", "person__name_ru", "person__name_kk", "person__phone", "person__email", "person__user__email",
    "person__user__language", "person__user__is_active",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """A person in office. The address they sign in with comes first: it is known to work."""

    person: int
    user: int | None
    name_ru: str
    name_kk: str
    phone: str
    address: str
    language: str

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> "Reader":
        person, user, name_ru, name_kk, phone, email, user_email, language, is_active = row
        address = user_email if user_email and is_active else email
        return cls(person, user, name_ru, name_kk, phone, address, language or settings.LANGUAGE_CODE)

    @property
    def name(self) -> str:
        """In the spelling of their own language."""
        return self.name_in(self.language)

    def name_in(self, language: str) -> str:
        return (self.name_kk if language == "kk" else "") or self.name_ru


class Asked(NamedTuple):
    """What of a requirement says who is told: the decree it came of, and the user who opened it."""

    decree: int | None
    opened_by: int | None


class Offices:
    """Who holds what on a day: in the whole union, or only around the bodies with these paths."""

    def __init__(self, day: date, paths: Iterable[str] | None = None) -> None:
        self.day = day
        self.around = (
            None if paths is None else {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
        )

    def at(self, role: Role, path: str, asked: Asked) -> list[Reader]:
        """Those who hold that office for a body; a higher body without an address is passed over for the one above."""
        if role is Role.CHAIR:
            return [self.chairs[path]] if path in self.chairs else []
        if role is Role.ABOVE:
            return self._above(path)
        if role is Role.DEPARTMENT:
            return self._department(path, asked.opened_by)
        named = self.controllers.get(asked.decree, frozenset()) if asked.decree else frozenset()
        return [reader for place, reader in self.apparatus if path.startswith(place) and reader.person in named]

    def _department(self, path: str, opened_by: int | None) -> list[Reader]:
        """Whoever of the staff asked for it looks after it; all of them once that person has left."""
        there = [reader for place, reader in self.staff if path.startswith(place)]
        return [one for one in there if one.user and one.user == opened_by and one.address] or there

    def _above(self, path: str) -> list[Reader]:
        """Above a member organization stands the apparatus, which is told as the department."""
        for end in range(len(path) - STEP, STEP, -STEP):
            chair = self.chairs.get(path[:end])
            if chair and chair.address:
                return [chair]
        return []

    @cached_property
    def chairs(self) -> dict[str, Reader]:
        """By the path of the body; of two, the later one."""
        found: dict[str, Reader] = {}
        rows = self._offices(Q(position=Position.CHAIR)).order_by("organization", "from_day", "pk")
        for path, *row in rows.values_list("organization__path", *PERSON):
            found[path] = Reader.of(tuple(row))
        return found

    @cached_property
    def apparatus(self) -> list[tuple[str, Reader]]:
        return self._holding(APPARATUS)

    @cached_property
    def staff(self) -> list[tuple[str, Reader]]:
        return self._holding((Position.STAFF,))

    def _holding(self, positions: Iterable[str]) -> list[tuple[str, Reader]]:
        rows = self._offices(Q(position__in=positions)).order_by("organization", "person")
        found = dict.fromkeys(rows.values_list("organization__path", *PERSON))
        return [(str(path), Reader.of(tuple(row))) for path, *row in found]

    def _offices(self, which: Q) -> Any:
        held = Appointment.objects.current_on(self.day).filter(which)
        return held if self.around is None else held.filter(organization__path__in=self.around)

    @cached_property
    def controllers(self) -> dict[int, frozenset[int]]:
        """The persons each decree names."""
        found: dict[int, set[int]] = defaultdict(set)
        for decree, person in Decree.controllers.through.objects.values_list("decree_id", "person_id"):
            found[decree].add(person)
        return {decree: frozenset(persons) for decree, persons in found.items()}

    @cached_property
    def readers(self) -> dict[int, Reader]:
        """All of them, by the number of the person."""
        return {one.person: one for one in (*self.chairs.values(), *(one for _path, one in self.apparatus))}

    def contact(self, language: str) -> str:
        """A person with a telephone at the foot of a letter; the department's number where staff have none."""
        for _path, reader in self.staff:
            if reader.phone:
                return f"{reader.name_in(language)}, {reader.phone}"
        return self._department_phone

    @cached_property
    def _department_phone(self) -> str:
        return Organization.objects.filter(level=Level.UNION).values_list("phone", flat=True).first() or ""


def readers_of(offices: Offices, roles: Iterable[Role], path: str, asked: Asked) -> Iterator[tuple[Role, Reader]]:
    """Each person once, as the first of their roles; those without an address are left to a list of their own."""
    told: set[int] = set()
    for role in roles:
        for reader in offices.at(role, path, asked):
            if reader.address and reader.person not in told:
                told.add(reader.person)
                yield role, reader
