"""Conferences held, and when the apparatus was told of them."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaigns.models.campaign import Campaign
from campaigns.models.refusals import refuse_future, refuse_no_reason
from campaigns.ordinals import roman
from campaigns.querysets import ConferenceQuerySet
from organizations.models import Organization
from reporting.models import Obligation, Requirement


class Conference(models.Model):
    """A conference or meeting that was held. Its day makes the duties to hand in the protocol and the results.

    Without a campaign it stands outside every campaign: an extraordinary one between two, or one of earlier years,
    from which the term of office runs (campaigns.md, R11, R18).
    """

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("report-and-election conference")
        MEETING = "meeting", _("report-and-election meeting")
        FOUNDING = "founding", _("founding conference")
        CONGRESS = "congress", _("congress")

    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences",
        verbose_name=_("campaign"),
        help_text=_("Empty: outside every campaign."),
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="conferences", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CONFERENCE)
    is_extraordinary = models.BooleanField(_("extraordinary"), default=False)
    held_on = models.DateField(_("held on"))
    ordinal = models.PositiveSmallIntegerField(_("ordinal number"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
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
            models.UniqueConstraint(
                fields=["organization", "held_on"], condition=Q(cancelled_on=None), name="one_conference_a_day"
            ),
            models.CheckConstraint(
                condition=Q(notified_on=None) | Q(notified_on__gte=F("held_on")), name="notified_after_held"
            ),
            models.CheckConstraint(
                condition=Q(announced_on=None) | Q(announced_on__lte=F("held_on")), name="announced_before_held"
            ),
            models.CheckConstraint(condition=Q(ordinal=None) | Q(ordinal__gte=1), name="ordinal_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.held_on:%d.%m.%Y}"

    @property
    def key(self) -> str:
        """How the obligations it makes are told apart."""
        return f"conference:{self.pk}"

    @property
    def number(self) -> str:
        """The ordinal as the union writes it: VII."""
        return roman(self.ordinal) if self.ordinal else ""

    @property
    def event_requirements(self) -> list[Requirement]:
        return self.campaign.event_requirements if self.campaign else []

    @property
    def notice_days(self) -> int | None:
        """Whole days between the announcement and the conference; None where nobody said when it was announced."""
        return (self.held_on - self.announced_on).days if self.announced_on else None

    def obligations(self) -> models.QuerySet[Obligation]:
        return Obligation.objects.filter(
            organization=self.organization, key=self.key, requirement__in=self.event_requirements
        )

    @classmethod
    @transaction.atomic
    def record(
        cls,
        *,
        campaign: Campaign | None,
        organization: Organization,
        held_on: date,
        by: Any,
        at: datetime,
        **facts: Any,
    ) -> "Conference":
        """Enter a conference that was held; the protocol and the results are owed from that day."""
        refuse_future(held_on, at, "held_on")
        Organization.objects.select_for_update().get(pk=organization.pk)  # the second of two at once waits here
        regular = cls.objects.filter(
            campaign=campaign, organization=organization, cancelled_on=None, is_extraordinary=False
        )
        if campaign and not facts.get("is_extraordinary") and (present := regular.first()):
            raise ValidationError(
                _(
                    "A conference held on %(day)s is entered already. Correct its day, or mark this one as extraordinary."
                ),
                params={"day": f"{present.held_on:%d.%m.%Y}"},
            )
        conference = cls(
            campaign=campaign, organization=organization, held_on=held_on, recorded_by=by, recorded_at=at, **facts
        )
        conference.refuse_another_that_day()
        conference.refuse_ordinal_out_of_order()
        conference._save(by)
        for requirement in conference.event_requirements:
            requirement.oblige(organization, key=conference.key, event_on=held_on, by=by)
        return conference

    @transaction.atomic
    def redate(self, *, held_on: date, reason: str, by: Any, at: datetime) -> None:
        """Correct a wrong day; the due days of protocol and results follow, with history."""
        self._check_standing()
        refuse_no_reason(reason)
        refuse_future(held_on, at, "held_on")
        if self.announced_on and self.announced_on > held_on:
            raise ValidationError({"held_on": _("It was announced after this day.")})
        if self.notified_on and self.notified_on < held_on:
            raise ValidationError({"held_on": _("It was notified before this day.")})
        for obligation in self.obligations():
            obligation.redate(event_on=held_on, reason=reason, by=by, at=at)
        self.held_on, self._change_reason = held_on, reason
        self.refuse_another_that_day()
        self.refuse_ordinal_out_of_order()
        self._save(by)
        for requirement in self.event_requirements:
            requirement.oblige(self.organization, key=self.key, event_on=held_on, by=by)

    @transaction.atomic
    def notify(self, *, on: date, by: Any, at: datetime, day_stated: bool = True) -> None:
        """The organization told the apparatus officially that it was held."""
        self._check_standing()
        refuse_future(on, at, "on")
        if self.notified_on:
            raise ValidationError(_("The apparatus was notified of it already."))
        if on < self.held_on:
            raise ValidationError({"on": _("It cannot be notified as held before it was held.")})
        self.notified_on, self.notified_day_stated = on, day_stated
        self._save(by)

    @transaction.atomic
    def cancel(self, *, on: date, reason: str, by: Any, at: datetime) -> None:
        """It turned out not to have been held: what it made owed is no longer required, with that reason."""
        self._check_standing()
        refuse_no_reason(reason)
        refuse_future(on, at, "on")
        if on < self.held_on:
            raise ValidationError({"on": _("This day lies before the conference.")})
        for obligation in self.obligations():
            if not obligation.exemptions.filter(revoked_on=None).exists():
                obligation.exempt(decided_on=max(on, obligation.arose_on), reason=reason, by=by, at=at)
        self.cancelled_on, self.cancel_reason, self._change_reason = on, reason.strip(), reason
        self._save(by)

    @transaction.atomic
    def describe(self, *, ordinal: int | None, place: str, announced_on: date | None, reason: str, by: Any) -> None:
        """Complete or correct what is told of it beside its day, with history."""
        self._check_standing()
        refuse_no_reason(reason)
        self.ordinal, self.place, self.announced_on = ordinal, place.strip(), announced_on
        self.refuse_ordinal_out_of_order()
        if announced_on and announced_on > self.held_on:
            raise ValidationError({"announced_on": _("A conference is announced before it is held.")})
        self._change_reason = reason
        self._save(by)

    def refuse_another_that_day(self) -> None:
        """One organization holds one conference a day."""
        others = Conference.objects.filter(organization=self.organization, held_on=self.held_on, cancelled_on=None)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"held_on": _("A conference of this organization on this day is entered already.")})

    def refuse_ordinal_out_of_order(self) -> None:
        """The VIII conference comes after the VII, whatever campaigns they belong to."""
        if self.ordinal is None:
            return
        others = Conference.objects.filter(organization=self.organization, cancelled_on=None).exclude(pk=self.pk)
        numbered = others.exclude(ordinal=None)
        before = numbered.filter(held_on__lt=self.held_on, ordinal__gte=self.ordinal).order_by("held_on").last()
        after = numbered.filter(held_on__gt=self.held_on, ordinal__lte=self.ordinal).order_by("held_on").first()
        if other := before or after:
            raise ValidationError(
                {
                    "ordinal": ValidationError(
                        _("The conference of %(day)s has the number %(ordinal)s: numbers grow from one to the next."),
                        params={"day": f"{other.held_on:%d.%m.%Y}", "ordinal": roman(other.ordinal or 0)},
                    )
                }
            )

    def _check_standing(self) -> None:
        if self.cancelled_on:
            raise ValidationError(_("It was found not to have been held; enter the conference anew."))

    def _save(self, by: Any) -> None:
        self._history_user = by
        self.save()
