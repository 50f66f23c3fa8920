"""What happened: conferences held and notified, schedules of branches that came in."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaigns.models.campaign import Campaign
from campaigns.querysets import BranchScheduleQuerySet, ConferenceQuerySet
from organizations.models import Organization
from reporting.models import Obligation


class Conference(models.Model):
    """A conference or meeting that was held. Its day makes the duties to hand in the protocol and the results."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("report-and-election conference")
        MEETING = "meeting", _("report-and-election meeting")
        FOUNDING = "founding", _("founding conference")
        CONGRESS = "congress", _("congress")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="conferences", verbose_name=_("campaign")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="conferences", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CONFERENCE)
    is_extraordinary = models.BooleanField(_("extraordinary"), default=False)
    held_on = models.DateField(_("held on"))
    source = models.CharField(_("source"), max_length=300)
    notified_on = models.DateField(_("officially notified on"), null=True, blank=True)
    notified_day_stated = models.BooleanField(_("the day of the notification is stated"), default=True)
    outside_reason = models.CharField(_("reason for a day outside the window"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    cancelled_on = models.DateField(_("found not to have been held, on"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)

    history = HistoricalRecords()
    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ["held_on", "pk"]
        indexes = [models.Index(fields=["campaign", "organization", "held_on"], name="conference_of_organization")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organization"],
                condition=Q(cancelled_on=None, is_extraordinary=False),
                name="one_regular_conference",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancel_reason="") | Q(cancelled_on__isnull=False) & ~Q(cancel_reason=""),
                name="conference_cancelled_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(notified_on=None) | Q(notified_on__gte=F("held_on")), name="notified_after_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.held_on:%d.%m.%Y}"

    @property
    def key(self) -> str:
        """How the obligations it makes are told apart."""
        return f"conference:{self.pk}"

    def obligations(self) -> models.QuerySet[Obligation]:
        return Obligation.objects.filter(
            organization=self.organization, key=self.key, requirement__in=self.campaign.event_requirements
        )

    @classmethod
    @transaction.atomic
    def record(
        cls, *, campaign: Campaign, organization: Organization, held_on: date, by: Any, at: datetime, **facts: Any
    ) -> "Conference":
        """Enter a conference that was held; the protocol and the results are owed from that day."""
        _check_day(held_on, at)
        Organization.objects.select_for_update().get(pk=organization.pk)  # the second of two at once waits here
        regular = cls.objects.filter(
            campaign=campaign, organization=organization, cancelled_on=None, is_extraordinary=False
        )
        if not facts.get("is_extraordinary") and (present := regular.first()):
            raise ValidationError(
                _(
                    "A conference held on %(day)s is entered already. Correct its day, or mark this one as extraordinary."
                ),
                params={"day": f"{present.held_on:%d.%m.%Y}"},
            )
        conference = cls(
            campaign=campaign, organization=organization, held_on=held_on, recorded_by=by, recorded_at=at, **facts
        )
        conference._save(by)
        for requirement in campaign.event_requirements:
            requirement.oblige(organization, key=conference.key, event_on=held_on, by=by)
        return conference

    @transaction.atomic
    def redate(self, *, held_on: date, reason: str, by: Any, at: datetime) -> None:
        """Correct a wrong day; the due days of protocol and results follow, with history."""
        self._check_standing()
        _check_reason(reason)
        _check_day(held_on, at)
        if self.notified_on and self.notified_on < held_on:
            raise ValidationError({"held_on": _("It was notified before this day.")})
        for obligation in self.obligations():
            obligation.redate(event_on=held_on, reason=reason, by=by, at=at)
        self.held_on, self._change_reason = held_on, reason
        self._save(by)
        for requirement in self.campaign.event_requirements:
            requirement.oblige(self.organization, key=self.key, event_on=held_on, by=by)

    @transaction.atomic
    def notify(self, *, on: date, by: Any, at: datetime, day_stated: bool = True) -> None:
        """The organization told the apparatus officially that it was held."""
        self._check_standing()
        _check_day(on, at)
        if on < self.held_on:
            raise ValidationError({"on": _("It cannot be notified as held before it was held.")})
        self.notified_on, self.notified_day_stated = on, day_stated
        self._save(by)

    @transaction.atomic
    def cancel(self, *, on: date, reason: str, by: Any, at: datetime) -> None:
        """It turned out not to have been held: what it made owed is no longer required, with that reason."""
        self._check_standing()
        _check_reason(reason)
        _check_day(on, at)
        if on < self.held_on:
            raise ValidationError({"on": _("This day lies before the conference.")})
        for obligation in self.obligations():
            if not obligation.exemptions.filter(revoked_on=None).exists():
                obligation.exempt(decided_on=max(on, obligation.arose_on), reason=reason, by=by, at=at)
        self.cancelled_on, self.cancel_reason, self._change_reason = on, reason.strip(), reason
        self._save(by)

    def _check_standing(self) -> None:
        if self.cancelled_on:
            raise ValidationError(_("It was found not to have been held; enter the conference anew."))

    def _save(self, by: Any) -> None:
        self._history_user = by
        self.save()


def _check_day(day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise ValidationError(_("%(day)s lies in the future."), params={"day": f"{day:%d.%m.%Y}"}, code="future")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the reason is kept with the decision.")})


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
        _check_day(received_on, at)
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
