"""Sets of training reports and events as they stood on a day."""

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from organizations.access import ScopedQuerySet, path_of, within
from organizations.querysets import StandingQuerySet


class TrainingReportQuerySet(ScopedQuerySet):
    def current_on(self, day: date) -> Self:
        """What counts at the end of that day: of each obligation the latest round received by then, neither voided nor
        returned. What was returned is being corrected and counts for nothing."""
        submissions = apps.get_model("reporting", "Submission").objects.live_on(day)
        later = submissions.filter(
            # A later round is never the first: said aloud, it leaves the database few rows to compare with.
            obligation=OuterRef("submission__obligation"),
            round__gt=OuterRef("submission__round"),
        ).filter(round__gt=1)
        live = Q(submission__received_on__lte=day) & (Q(submission__voided_on=None) | Q(submission__voided_on__gt=day))
        kept = Q(submission__returned_on=None) | Q(submission__returned_on__gt=day)
        return self.filter(live & kept).exclude(Exists(later))


class TrainingEventQuerySet(ScopedQuerySet):
    def held_within(self, first: date, last: date) -> Self:
        """An event belongs to the period in which it ended."""
        return self.filter(held_to__range=(first, last))

    def with_day(self) -> Self:
        """`falls_on`: the last day on which it was held; before that, for which it is planned."""
        return self.annotate(falls_on=Coalesce("held_to", "planned_last"))

    def within_span(self, first: date, last: date) -> Self:
        return self.with_day().filter(falls_on__range=(first, last))

    def of_body(self, organization: Any) -> Self:
        """Of the organization and of all bodies below it, as its membership is."""
        return self.filter(within(path_of(organization), "organization__path"))

    def in_state(self, state: str, day: date) -> Self:
        cancelled, held = Q(cancelled_on__lte=day), Q(held_to__lte=day)
        neither = (Q(cancelled_on=None) | Q(cancelled_on__gt=day)) & (Q(held_to=None) | Q(held_to__gt=day))
        wanted = {
            "cancelled": cancelled,
            "held": held,
            "overdue": neither & Q(planned_last__lt=day),
            "planned": neither & (Q(planned_last=None) | Q(planned_last__gte=day)),
        }
        return self.filter(wanted[state])


class ResponsibleQuerySet(StandingQuerySet):
    begins, ends = "from_day", "ended_on"
