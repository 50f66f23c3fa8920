"""What people were reminded of, and the switch that stops it."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mail.models import Letter
from organizations.access import ScopedQuerySet
from organizations.models import Person
from reporting.ladder import Role
from reporting.models.obligation import Obligation
from reporting.statuses import Status


class ReminderQuerySet(ScopedQuerySet):
    organization_lookup = "obligation__organization"

    def in_force(self) -> "ReminderQuerySet":
        """Those that reached, or may yet reach, their reader."""
        return self.filter(dropped_at=None)


class Reminder(models.Model):
    """One obligation in one letter (or message) to one person.

    Written before the letter leaves. `day` is the local day on which the stage fell, so that a stage is the same one
    whenever it is caught up; `until`, the due day it spoke of, is `stage` days before.
    """

    class Channel(models.TextChoices):
        LADDER = "ladder", _("by the clock")
        BY_HAND = "by_hand", _("by hand")
        MESSENGER = "messenger", _("by messenger")
        # The letter that asks: told once, and no reminder of anything.
        ASKED = "asked", _("the request itself")

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("person"))
    role = models.CharField(_("told as"), max_length=10, choices=Role)
    channel = models.CharField(_("channel"), max_length=9, choices=Channel)
    stage = models.SmallIntegerField(_("days after the due day"), null=True, blank=True)
    day = models.DateField(_("day of the stage"))
    until = models.DateField(_("due day it spoke of"))
    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("letter")
    )
    claim = models.UUIDField(editable=False)
    claimed_on = models.DateField(_("day"))
    claimed_at = models.DateTimeField(_("written at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    dropped_at = models.DateTimeField(_("left out before it was sent"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["claimed_on", "pk"]
        indexes = [
            models.Index(fields=["claim"], name="reminder_claim"),
            models.Index(fields=["person", "claimed_on"], name="reminder_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "person", "stage", "day"],
                condition=Q(channel="ladder"),
                name="reminder_once",
            ),
            models.UniqueConstraint(
                fields=["obligation", "person", "channel", "day"],
                condition=~Q(channel="ladder"),
                name="reminder_by_hand_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(channel="ladder", stage__isnull=False, by=None)
                | ~Q(channel="ladder") & Q(stage=None, by__isnull=False),
                name="reminder_by_clock_or_person",
            ),
            models.CheckConstraint(
                condition=Q(channel="messenger", letter=None) | ~Q(channel="messenger"), name="messenger_has_no_letter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} · {self.person} · {self.day:%d.%m.%Y}"


class ReminderStop(models.Model):
    """While one is in force no reminder leaves, whatever wrote it."""

    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("stopped by")
    )
    stopped_at = models.DateTimeField(_("stopped at"))
    reason = models.CharField(_("reason"), max_length=300)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resumed by"),
    )
    resumed_at = models.DateTimeField(_("resumed at"), null=True, blank=True)
    is_in_force = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("stop of the reminders")
        verbose_name_plural = _("stops of the reminders")
        ordering = ["-stopped_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["is_in_force"], condition=Q(is_in_force=True), name="one_stop_in_force"),
            models.CheckConstraint(condition=~Q(reason=""), name="stop_has_reason"),
            models.CheckConstraint(
                condition=Q(resumed_at=None, resumed_by=None, is_in_force=True)
                | Q(resumed_at__isnull=False, resumed_by__isnull=False, is_in_force=False),
                name="stop_resumed_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.stopped_at):%d.%m.%Y %H:%M} · {self.reason}"

    @classmethod
    def in_force(cls) -> "ReminderStop | None":
        return cls.objects.filter(is_in_force=True).select_related("stopped_by__person").first()

    @classmethod
    def stop(cls, *, by: Any, at: datetime, reason: str) -> "ReminderStop":
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: everybody who looks after reminders reads it.")})
        try:
            with transaction.atomic():
                return cls.objects.create(stopped_by=by, stopped_at=at, reason=reason.strip())
        except IntegrityError:
            raise ValidationError(_("The reminders are stopped already.")) from None

    @classmethod
    def resume(cls, *, by: Any, at: datetime) -> None:
        if not cls.objects.filter(is_in_force=True).update(resumed_by=by, resumed_at=at, is_in_force=False):
            raise ValidationError(_("The reminders are not stopped."))


def stopped() -> bool:
    """By a person, or by the settings of this copy of the site."""
    return not settings.REMINDERS or ReminderStop.objects.filter(is_in_force=True).exists()


def until_of(obligation: Any) -> date:
    """The day its ladder hangs on; of an obligation with its status."""
    until: date = obligation.correct_by if obligation.status == Status.RETURNED else obligation.due_on
    return until
