"""Sets of membership reports as they stood on a day."""

from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from membership.books import counting_on
from organizations.access import ScopedQuerySet


class ClassifierQuerySet(models.QuerySet):
    def in_year(self, year: int) -> Self:
        """The rows of all lists for the reports of a year, in their order."""
        from_then = Q(first_year=None) | Q(first_year__lte=year)
        until_then = Q(last_year=None) | Q(last_year__gte=year)
        return self.filter(from_then, until_then)

    def offered(self, name: str, year: int) -> Self:
        return self.in_year(year).filter(list=name)


class MembershipReportQuerySet(ScopedQuerySet):
    def current_on(self, day: date) -> Self:
        """What counts at the end of that day: of each obligation the latest round received by then, neither voided
        nor returned. What was returned is being corrected and counts for nothing."""
        return self.filter(counting_on(day))

    def accepted_by(self, day: date) -> Self:
        return self.current_on(day).filter(submission__accepted_on__lte=day)


class TerritoryEventQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> Self:
        """What took members from, or brought them to, a body the reader sees."""
        seen = apps.get_model("organizations", "Organization").objects.visible_to(user).values("pk")
        return self.filter(Q(origin__in=seen) | Q(target__in=seen))

    def between(self, after: date, until: date) -> Self:
        """After the first day, up to and with the second: what lies between two state dates."""
        return self.filter(on__gt=after, on__lte=until)


class UncoveredTerritoryQuerySet(ScopedQuerySet):
    def standing_on(self, day: date) -> Self:
        return self.filter(Q(since=None) | Q(since__lte=day), Q(covered_on=None) | Q(covered_on__gt=day))
