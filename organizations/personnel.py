"""Ages of those in office and of the reserve on a day, by organization.

The year of birth is all that is known, so an age is that of the birthday of the year.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from organizations.access import Position
from organizations.models import Appointment, ConsultativeBody, Organization, ReserveEntry

IN_OFFICE = (Position.CHAIR, Position.DEPUTY, Position.SECRETARY)


@dataclass
class Personnel:
    """Of one organization on a day."""

    organization: Organization
    day: date
    offices: list[Appointment] = field(default_factory=list)
    reserve: list[ReserveEntry] = field(default_factory=list)
    bodies: list[ConsultativeBody] = field(default_factory=list)

    @property
    def chair(self) -> Appointment | None:
        return next((one for one in self.offices if one.position == Position.CHAIR), None)

    @property
    def chair_age(self) -> int | None:
        return age(self.chair.person.birth_year, self.day) if self.chair else None

    @property
    def office_age(self) -> Decimal | None:
        return average_age([one.person for one in self.offices], self.day)

    @property
    def reserve_age(self) -> Decimal | None:
        return average_age([one.person for one in self.reserve], self.day)

    @property
    def full_time(self) -> int:
        return sum(one.is_full_time is True for one in self.offices)

    @property
    def from_reserve(self) -> int:
        return sum(one.from_reserve is True for one in self.offices)

    @property
    def is_known(self) -> bool:
        return bool(self.offices or self.reserve or self.bodies)


def age(birth_year: int | None, day: date) -> int | None:
    return day.year - birth_year if birth_year else None


def average_age(people: Iterable[Any], day: date) -> Decimal | None:
    """Of those whose year of birth is known, each person once; one decimal, half up."""
    years = {person.pk: person.birth_year for person in people if person.birth_year}
    if not years:
        return None
    ages = sum(day.year - year for year in years.values())
    return (Decimal(ages) / len(years)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def personnel_of(user: Any, organizations: Collection[Organization], day: date) -> list[Personnel]:
    """Three queries for any number of organizations."""
    ids = [one.pk for one in organizations]
    offices = Appointment.objects.visible_to(user).current_on(day).filter(organization__in=ids, position__in=IN_OFFICE)
    reserve = ReserveEntry.objects.visible_to(user).standing_on(day).filter(organization__in=ids)
    bodies = ConsultativeBody.objects.visible_to(user).standing_on(day).filter(organization__in=ids)
    by_office = _by_organization(offices.select_related("person").order_by("position", "-from_day"))
    by_reserve = _by_organization(reserve.select_related("person"))
    by_body = _by_organization(bodies.select_related("head"))
    return [Personnel(one, day, by_office[one.pk], by_reserve[one.pk], by_body[one.pk]) for one in organizations]


def _by_organization(found: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for one in found:
        grouped[one.organization_id].append(one)
    return grouped
