"""Sets of membership reports as they stood on a day."""

from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

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
        submissions = apps.get_model("reporting", "Submission").objects.live_on(day)
        later = submissions.filter(
            # A later round is never the first: said aloud, it leaves the database few rows to compare with.
            obligation=OuterRef("submission__obligation"),
            round__gt=OuterRef("submission__round"),
        ).filter(round__gt=1)
        live = Q(submission__received_on__lte=day) & (Q(submission__voided_on=None) | Q(submission__voided_on__gt=day))
        kept = Q(submission__returned_on=None) | Q(submission__returned_on__gt=day)
        return self.filter(live, kept).exclude(Exists(later))

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
