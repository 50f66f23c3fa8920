"""Sets of campaign facts as they stood on a day."""

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from organizations.access import Permission, ScopedQuerySet, can


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """A campaign runs through the whole union: whoever holds an office sees that it exists."""
        return self.all() if can(user, Permission.SEE) else self.none()

    def containing(self, day: date) -> Self:
        return self.filter(first_day__lte=day, last_day__gte=day)

    def with_terms(self) -> Self:
        """With every version of the windows and of the days of the congress, and the items they cite."""
        versions = [
            Prefetch(name, apps.get_model("campaigns", model).objects.select_related("decree_item__decree"))
            for name, model in (("windows", "Window"), ("congress_dates", "CongressDate"))
        ]
        return self.select_related("decree").prefetch_related(*versions)


class PlanQuerySet(ScopedQuerySet):
    def told_by(self, day: date) -> Self:
        """Statements known by `day`, without those set aside by then, and those of a hand-in voided by then
        or followed by a later round: a corrected schedule replaces the whole one before it."""
        later_round = apps.get_model("reporting", "Submission").objects.live_on(day)
        replaced = later_round.filter(
            obligation=OuterRef("submission__obligation"), round__gt=OuterRef("submission__round")
        )
        gone = Q(set_aside_on__lte=day) | Q(submission__voided_on__lte=day) | Exists(replaced)
        return self.stated_by(day).exclude(gone)

    def stated_by(self, day: date) -> Self:
        return self.filter(stated_on__lte=day)


class ConferenceQuerySet(ScopedQuerySet):
    def held_by(self, day: date) -> Self:
        return self.filter(held_on__lte=day).exclude(cancelled_on__lte=day).order_by(F("held_on").desc())


class BranchScheduleQuerySet(ScopedQuerySet):
    def received_by(self, day: date) -> Self:
        return self.filter(received_on__lte=day)


class LevelProgressQuerySet(ScopedQuerySet):
    def told_by(self, day: date) -> Self:
        """The latest word comes last."""
        return self.filter(told_on__lte=day).order_by("told_on", "pk")
