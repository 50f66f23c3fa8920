"""Sets of forms and of activity reports as they stood on a day."""

from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from organizations.access import ScopedQuerySet


class ActivityFormQuerySet(models.QuerySet):
    def with_versions(self) -> Self:
        return self.prefetch_related("versions")


class ActivityReportQuerySet(ScopedQuerySet):
    def current_on(self, day: date) -> Self:
        """What counts at the end of that day: of each obligation the latest round received by then, neither voided nor
        returned; of what the apparatus entered, what was not set aside by then."""
        submissions = apps.get_model("reporting", "Submission").objects.live_on(day)
        later = submissions.filter(
            # A later round is never the first: said aloud, it leaves the database few rows to compare with.
            obligation=OuterRef("submission__obligation"),
            round__gt=OuterRef("submission__round"),
        ).filter(round__gt=1)
        live = Q(submission__received_on__lte=day) & (Q(submission__voided_on=None) | Q(submission__voided_on__gt=day))
        kept = Q(submission__returned_on=None) | Q(submission__returned_on__gt=day)
        recorded = Q(submission=None, recorded_on__lte=day) & (Q(set_aside_on=None) | Q(set_aside_on__gt=day))
        return self.filter((live & kept) | recorded).exclude(Exists(later))
