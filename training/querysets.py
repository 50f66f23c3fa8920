"""Sets of training reports as they stood on a day."""

from datetime import date
from typing import Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from organizations.access import ScopedQuerySet


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
