"""Facts about the preparation of a campaign, one by one: seminars, manuals, agreements (campaigns.md, section 8)."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaigns.models.campaign import Campaign
from campaigns.models.preparation import check_day, days_in_words
from campaigns.querysets import ManualQuerySet, ToldQuerySet
from organizations.authors import sign
from organizations.models import Organization


class Told(models.Model):
    """One fact about the preparation, told on a day. A slip is taken back with a reason and stays readable."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("campaign")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("organization")
    )
    told_on = models.DateField(_("told on"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    withdraw_reason = models.CharField(_("why it was taken back"), max_length=500, blank=True)

    objects = ToldQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["told_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdraw_reason="")
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason=""),
                name="%(class)s_withdrawn_who_when_why",
            )
        ]

    def check_facts(self, at: datetime) -> None:
        """What this kind of fact refuses."""

    @classmethod
    @transaction.atomic
    def record(
        cls, *, campaign: Campaign, organization: Organization, told_on: date, by: Any, at: datetime, **facts: Any
    ) -> Self:
        check_day("told_on", told_on, at)
        told = cls(campaign=campaign, organization=organization, told_on=told_on, **facts)
        told.recorded_by, told.recorded_at = by, at
        told.check_facts(at)
        sign(told, by)
        told.save()
        return told

    @transaction.atomic
    def withdraw(self, *, on: date, reason: str, by: Any, at: datetime) -> None:
        """It was a slip: from that day on it no longer counts."""
        present = type(self).objects.select_for_update(no_key=True).get(pk=self.pk)
        if present.withdrawn_on:
            raise ValidationError(_("This was taken back already."))
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: the reason is kept with the decision.")})
        if not self.told_on <= on <= timezone.localdate(at):
            raise ValidationError({"on": _("The day lies between the day it was told and today.")})
        self.withdrawn_on, self.withdrawn_by, self.withdraw_reason = on, by, reason.strip()
        sign(self, by, reason.strip())
        self.save()


class Dated(Told):
    """With the days it happened on, as written and as read; both are missing where the paper does not say."""

    raw = models.CharField(_("when, as written"), max_length=150, blank=True)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta(Told.Meta):
        abstract = True
        constraints = [
            *Told.Meta.constraints,
            models.CheckConstraint(
                condition=Q(raw="", first_day=None, last_day=None)
                | ~Q(raw="") & Q(first_day__isnull=False, last_day__gte=F("first_day")),
                name="%(class)s_in_order",
            ),
        ]

    @property
    def days(self) -> str:
        """What the words mean, where they do not say it themselves."""
        return days_in_words(self.raw, self.first_day, self.last_day)

    def check_facts(self, at: datetime) -> None:
        if self.first_day:
            check_day("when", self.first_day, at)


class Seminar(Dated):
    """A seminar for activists before the conferences (decree of 24.06.2023, item 7). The training of later issues
    points to it."""

    topic = models.CharField(_("topic"), max_length=300)
    place = models.CharField(_("place"), max_length=200, blank=True)
    trained = models.PositiveIntegerField(_("persons trained"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = _("seminar")
        verbose_name_plural = _("seminars")

    def __str__(self) -> str:
        return self.topic


class Manual(Dated):
    """A manual that an organization, or the apparatus for everybody, published for the campaign."""

    title = models.CharField(_("title of the manual"), max_length=300)
    copies = models.PositiveIntegerField(_("copies"), null=True, blank=True)

    history = HistoricalRecords()
    objects = ManualQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Dated.Meta):
        verbose_name = _("manual")
        verbose_name_plural = _("manuals")

    def __str__(self) -> str:
        return self.title


class ManualHandout(Dated):
    """Copies of a manual handed out in an organization."""

    manual = models.ForeignKey(Manual, on_delete=models.PROTECT, related_name="handouts", verbose_name=_("manual"))
    recipients = models.CharField(_("to whom"), max_length=200, blank=True)
    copies = models.PositiveIntegerField(_("copies"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = _("manual handed out")
        verbose_name_plural = _("manuals handed out")

    def __str__(self) -> str:
        return f"{self.manual}: {self.copies or '—'}"

    def check_facts(self, at: datetime) -> None:
        """More copies than were printed cannot be handed out, all organizations together."""
        super().check_facts(at)
        manual = Manual.objects.select_for_update(no_key=True).get(pk=self.manual_id)
        if manual.withdrawn_on:
            raise ValidationError({"manual": _("This was taken back already.")})
        out = manual.handouts.filter(withdrawn_on=None).aggregate(n=models.Sum("copies"))["n"] or 0
        if manual.copies is not None and out + (self.copies or 0) > manual.copies:
            raise ValidationError(
                {
                    "copies": ValidationError(
                        _("%(copies)s copies were published, %(out)s are handed out already."),
                        params={"copies": manual.copies, "out": out},
                    )
                }
            )


class Agreement(Told):
    """A memorandum or agreement that supports the campaign: with whom, from when, until when."""

    class Kind(models.TextChoices):
        MEMORANDUM = "memorandum", _("memorandum")
        AGREEMENT = "agreement", _("agreement")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MEMORANDUM)
    subject = models.CharField(_("subject"), max_length=300)
    parties = models.CharField(_("parties"), max_length=300)
    signed_on = models.DateField(_("signed on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta(Told.Meta):
        verbose_name = _("memorandum or agreement")
        verbose_name_plural = _("memoranda and agreements")
        constraints = [
            *Told.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("signed_on")), name="agreement_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def check_facts(self, at: datetime) -> None:
        check_day("signed_on", self.signed_on, at)
        if self.valid_until and self.valid_until < self.signed_on:
            raise ValidationError({"valid_until": _("It ends before it was signed.")})
