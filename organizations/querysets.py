"""Sets of organizations and appointments: who exists, stands on a list, is found, is chair on a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Collate
from django.utils.translation import get_language

from organizations.access import Position, ScopedQuerySet
from organizations.search import needles


def holding_on(day: date) -> Q:
    """Appointments that hold on `day`; an unknown beginning holds since ever, the last day is the day before `ended_on`."""
    begun = Q(from_day__isnull=True) | Q(from_day__lte=day)
    return begun & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def suspended_by(day: date) -> Q:
    return Q(suspended_on__lte=day) & (Q(resumed_on__isnull=True) | Q(resumed_on__gt=day))


class AppointmentQuerySet(ScopedQuerySet):
    def current_on(self, day: date) -> Self:
        return self.filter(holding_on(day))

    def chairs_on(self, day: date) -> Self:
        """Chairs and acting chairs, the latest first."""
        return (
            self.current_on(day)
            .filter(position=Position.CHAIR)
            .order_by(models.F("from_day").desc(nulls_last=True), "-pk")
        )


class StandingQuerySet(ScopedQuerySet):
    """What holds from a day until another one (exclusive)."""

    begins, ends = "", ""

    def standing_on(self, day: date) -> Self:
        still = Q(**{self.ends: None}) | Q(**{f"{self.ends}__gt": day})
        return self.filter(still, **{f"{self.begins}__lte": day})


class ReserveQuerySet(StandingQuerySet):
    begins, ends = "approved_on", "removed_on"


class ConsultativeQuerySet(StandingQuerySet):
    begins, ends = "since", "ended_on"


# Models of rooms above by which a person is known, too: each has `person`, and a manager with `visible_to`.
_known_by: list[type[models.Model]] = []


def known_by(model: type[models.Model]) -> None:
    """In `AppConfig.ready()` of that room."""
    if model not in _known_by:
        _known_by.append(model)


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> Self:
        """People appointed anywhere the user may look, now or before; in the reserve there; heads of bodies there; and
        those whom a room above knows there."""
        from organizations.models import Appointment, ConsultativeBody, ReserveEntry

        of_person = {"person": OuterRef("pk")}
        seen = Q(Exists(ConsultativeBody.objects.visible_to(user).filter(head=OuterRef("pk"))))
        for model in (Appointment, ReserveEntry, *_known_by):
            found = model._default_manager.visible_to(user)  # type: ignore[attr-defined]
            seen |= Q(Exists(found.filter(**of_person)))
        return self.filter(seen)


class OrganizationQuerySet(ScopedQuerySet):
    organization_lookup = ""

    def existing_on(self, day: date) -> Self:
        """Organizations that stood in the tree at the end of `day`: placed and not closed by then."""
        from organizations.models import Placement

        placed = Placement.objects.open_on(day).filter(organization=OuterRef("pk"))
        open_still = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        return self.filter(open_still & (Exists(placed) | Q(level="union")))

    def active_on(self, day: date) -> Self:
        """Existing and not suspended on `day`: every one of them stands in every report."""
        return self.existing_on(day).exclude(suspended_by(day))

    def dormant_on(self, day: date) -> Self:
        """Existing, and suspended on `day`."""
        return self.existing_on(day).filter(suspended_by(day))

    def with_chair(self, day: date) -> Self:
        """Adds `chair_ru`, `chair_kk`, `chair_phone`, `chair_email`, `chair_is_acting` as of `day`; null without a chair."""
        from organizations.models import Appointment

        chair = Appointment.objects.chairs_on(day).filter(organization=OuterRef("pk"))
        return self.annotate(
            chair_ru=Subquery(chair.values("person__name_ru")[:1]),
            chair_kk=Subquery(chair.values("person__name_kk")[:1]),
            chair_phone=Subquery(chair.values("person__phone")[:1]),
            chair_email=Subquery(chair.values("person__email")[:1]),
            chair_is_acting=Subquery(chair.values("is_acting")[:1]),
        )

    def with_reachability(self, day: date) -> Self:
        """Adds `is_reachable`: somebody in office there on `day` has a telephone or an e-mail."""
        from organizations.models import Appointment

        by_something = ~Q(person__phone="") | ~Q(person__email="")
        reachable = Appointment.objects.current_on(day).filter(by_something, organization=OuterRef("pk"))
        return self.annotate(is_reachable=Exists(reachable))

    def found_by(self, query: str) -> Self:
        """By name, alias, code, former name, chair's surname or phone, in either alphabet; all words must be found."""
        found = self
        for needle in needles(query):
            found = found.filter(search__contains=needle)
        return found

    def in_order(self, *, ranked: bool = True) -> Self:
        """Bigger bodies first, then by name in the language of the reader, Kazakh letters in their places.

        Not `ranked`: all are of one level, so the name alone says the order, and an index gives it.
        """
        rank = models.Case(
            models.When(level="union", then=0),
            models.When(level="member", then=1),
            models.When(level="branch", then=2),
            default=3,
            output_field=models.PositiveSmallIntegerField(),
        )
        name = "short_kk" if get_language() == "kk" else "short_ru"
        return self.order_by(*([rank] if ranked else []), Collate(name, "kk-x-icu"), "code")
