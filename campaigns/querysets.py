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
        return self.select_related("decree", "protocol_requirement").prefetch_related(*versions)


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


class MemberBaseQuerySet(ScopedQuerySet):
    def for_norm(self, norm: Any, day: date) -> Self:
        """Figures the norm counts on `day`, the one that is used first: not later than the norm's base date."""
        latest = min(day, norm.base_day or day)
        return self.filter(campaign=norm.campaign_id, base=norm.base or "all", base_day__lte=latest).order_by(
            "-base_day", "-pk"
        )


class DelegateQuerySet(ScopedQuerySet):
    def elected_by(self, day: date) -> Self:
        return self.filter(elected_on__lte=day)

    def standing_on(self, day: date) -> Self:
        """Elected by `day` and not withdrawn by then, substitutes included."""
        return self.elected_by(day).exclude(withdrawn_on__lte=day)

    def counting_on(self, day: date) -> Self:
        """Those who fill a place of the quota on `day`: delegates, and substitutes called in by then."""
        return self.standing_on(day).filter(Q(is_substitute=False) | Q(called_on__lte=day))


class ToldQuerySet(ScopedQuerySet):
    def told_by(self, day: date) -> Self:
        """What was known by `day` and not taken back by then."""
        return self.filter(told_on__lte=day).exclude(withdrawn_on__lte=day)


class ManualQuerySet(ToldQuerySet):
    def visible_to(self, user: Any, permission: Permission = Permission.SEE) -> Self:
        """Beside those of one's own organizations, what the apparatus published: it is for everybody."""
        own = super().visible_to(user, permission)
        if permission != Permission.SEE or not can(user, Permission.SEE):
            return own
        return own | self.filter(organization__level="union")


class PreparationQuerySet(ScopedQuerySet):
    def told_by(self, day: date) -> Self:
        """The latest word comes last."""
        return self.filter(told_on__lte=day).order_by("told_on", "pk")


class ConferenceResultsQuerySet(ScopedQuerySet):
    organization_lookup = "conference__organization"

    def counted_on(self, day: date) -> Self:
        """Of the live hand-in of the highest round on that day, unless it was returned by then."""
        live = apps.get_model("reporting", "Submission").objects.live_on(day)
        same = live.filter(obligation=OuterRef("submission__obligation"), round__gt=OuterRef("submission__round"))
        gone = (
            Q(submission__voided_on__lte=day)
            | Q(submission__returned_on__lte=day)
            | Q(conference__cancelled_on__lte=day)
        )
        return self.filter(submission__received_on__lte=day).exclude(gone | Exists(same))

    def regular(self, campaign: Any) -> Self:
        """Of the conferences of the campaign itself; an extraordinary one is no part of its figures."""
        return self.filter(conference__campaign=campaign, conference__is_extraordinary=False)


class LevelResultsQuerySet(ScopedQuerySet):
    organization_lookup = "results__conference__organization"


class PacketFileQuerySet(ScopedQuerySet):
    organization_lookup = "obligation__organization"

    def current(self) -> Self:
        """What lies with the obligation now, in the order of the checklist: handed in, or waiting to be."""
        return self.filter(left_out_at=None).order_by("part__position", "part", "position", "pk")


class PacketDocumentQuerySet(ScopedQuerySet):
    organization_lookup = "submission__obligation__organization"
