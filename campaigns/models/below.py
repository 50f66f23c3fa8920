"""What is told of the levels below an organization: their schedules came in, so many have held."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaigns.models.campaign import Campaign
from campaigns.models.refusals import refuse_future
from campaigns.querysets import BranchScheduleQuerySet, LevelProgressQuerySet
from organizations.models import Level, Organization


class BranchSchedule(models.Model):
    """The schedules of a member organization's branches came in: asked by no item, yet a fact of the campaign."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="branch_schedules", verbose_name=_("campaign")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="branch_schedules", verbose_name=_("organization")
    )
    received_on = models.DateField(_("received on"))
    day_stated = models.BooleanField(_("the day of receipt is stated"), default=True)
    source = models.CharField(_("source"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    history = HistoricalRecords()
    objects = BranchScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedules of branches")
        verbose_name_plural = _("schedules of branches")
        ordering = ["received_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organization", "received_on"], name="branch_schedule_once")
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.received_on:%d.%m.%Y}"

    @classmethod
    @transaction.atomic
    def record(
        cls, *, campaign: Campaign, organization: Organization, received_on: date, by: Any, at: datetime, **facts: Any
    ) -> "BranchSchedule":
        """The schedules of the branches came in; `facts`: source, day_stated."""
        refuse_future(received_on, at)
        if cls.objects.filter(campaign=campaign, organization=organization, received_on=received_on).exists():
            raise ValidationError(_("Schedules of the branches received on this day are entered already."))
        schedule = cls(
            campaign=campaign,
            organization=organization,
            received_on=received_on,
            recorded_by=by,
            recorded_at=at,
            **facts,
        )
        schedule._history_user = by  # type: ignore[attr-defined]
        schedule.save()
        return schedule


class LevelProgress(models.Model):
    """ "Held X of Y" at a level below an organization, as it was told on a day.

    A statement, entered without the single meetings; each stays, and the latest told by a day counts on it.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="progress", verbose_name=_("campaign")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="progress", verbose_name=_("organization")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    held = models.PositiveIntegerField(_("held"))
    total = models.PositiveIntegerField(_("of how many"))
    told_on = models.DateField(_("told on"))
    source = models.CharField(_("source"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    history = HistoricalRecords()
    objects = LevelProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress of a level below")
        verbose_name_plural = _("progress of the levels below")
        ordering = ["told_on", "pk"]
        indexes = [models.Index(fields=["campaign", "organization", "level"], name="progress_of_organization")]
        constraints = [
            models.CheckConstraint(condition=Q(held__lte=F("total")), name="held_within_total"),
            models.CheckConstraint(condition=Q(total__gte=1), name="progress_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.get_level_display()}: {self.held}/{self.total}"

    @classmethod
    @transaction.atomic
    def record(
        cls,
        *,
        campaign: Campaign,
        organization: Organization,
        level: str,
        held: int,
        total: int,
        told_on: date,
        source: str,
        by: Any,
        at: datetime,
    ) -> "LevelProgress":
        """Keep what was told beside what was told before."""
        refuse_future(told_on, at, "told_on")
        if Level.values.index(level) <= Level.values.index(organization.level):
            raise ValidationError({"level": _("Progress is told of the levels below the organization.")})
        if total < 1:
            raise ValidationError({"total": _("Say how many organizations of this level there are, one at least.")})
        if held > total:
            raise ValidationError(
                {"held": _("More were held than there are organizations: correct one of the two numbers.")}
            )
        told = cls(
            campaign=campaign, organization=organization, level=level, held=held, total=total, told_on=told_on,
            source=source, recorded_by=by, recorded_at=at,
        )  # fmt: skip
        told._history_user = by  # type: ignore[attr-defined]
        told.save()
        return told
