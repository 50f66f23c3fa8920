"""A statement about when a conference is planned. Several may speak of one conference; none is overwritten."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history

from campaigns.models.campaign import Campaign
from campaigns.periods import Period, Precision, UnreadablePeriod, parse
from campaigns.querysets import PlanQuerySet
from organizations.models import Level, Organization
from reporting.models import Submission

PRECISIONS = [
    (Precision.DAY.value, _("day")),
    (Precision.MONTH.value, _("month")),
    (Precision.QUARTER.value, _("quarter")),
    (Precision.HALF_YEAR.value, _("half-year")),
    (Precision.YEAR.value, _("year")),
    (Precision.RANGE.value, _("from day to day")),
]


class Plan(models.Model):
    """What somebody said on `stated_on` about the planned day of one organization's conference, or of a level below it.

    `level` is the level the conference belongs to: of `organization` itself, or, where it is lower, of all
    bodies of that level below `organization` together.
    """

    class Source(models.TextChoices):
        FORM = "form", _("schedule handed in online")
        TABLE = "table", _("table of schedules")
        TEXT = "text", _("text of the information")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="plans", verbose_name=_("campaign"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="plans", verbose_name=_("organization")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    raw = models.CharField(_("as written"), max_length=150)
    precision = models.CharField(_("precision"), max_length=10, choices=PRECISIONS)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    is_ambiguous = models.BooleanField(_("ambiguous, to be confirmed"), default=False)
    is_open_ended = models.BooleanField(_("the end is open"), default=False)
    source = models.CharField(_("source"), max_length=5, choices=Source)
    source_note = models.CharField(_("source in words"), max_length=300, blank=True)
    number = models.PositiveSmallIntegerField(_("number in the table"), null=True, blank=True)
    stated_on = models.DateField(_("stated on"))
    approved_by = models.CharField(
        _("approved by"), max_length=100, blank=True, help_text=_("Executive Committee, Plenum, Council.")
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approval_number = models.CharField(_("number of the approval"), max_length=30, blank=True)
    outside_reason = models.CharField(_("reason for a day outside the window"), max_length=500, blank=True)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("hand-in")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    set_aside_on = models.DateField(_("set aside on"), null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("set aside by"),
    )
    set_aside_reason = models.CharField(_("why it was set aside"), max_length=500, blank=True)

    history = HistoricalRecords()
    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of a conference")
        verbose_name_plural = _("plans of conferences")
        ordering = ["organization", "level", "stated_on", "pk"]
        indexes = [models.Index(fields=["campaign", "organization", "level"], name="plan_of_organization")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="plan_in_order"),
            models.CheckConstraint(
                condition=Q(set_aside_on=None, set_aside_by=None, set_aside_reason="")
                | Q(set_aside_on__isnull=False, set_aside_by__isnull=False) & ~Q(set_aside_reason=""),
                name="plan_set_aside_who_when_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.raw}"

    def clean(self) -> None:
        """A corrected text is read again, so that text, precision and days never disagree."""
        if self.pk and Plan.objects.filter(pk=self.pk, raw=self.raw).exists():
            return
        try:
            period = parse(self.raw, year=self.stated_on.year if self.stated_on else None)
        except UnreadablePeriod as error:
            raise ValidationError({"raw": error.message}) from error
        for field, value in self.period_fields(period).items():
            setattr(self, field, value)

    @property
    def period(self) -> Period:
        return Period(
            self.first_day, self.last_day, Precision(self.precision), self.raw, self.is_ambiguous, self.is_open_ended
        )

    @classmethod
    @transaction.atomic
    def record(
        cls,
        *,
        campaign: Campaign,
        organization: Organization,
        level: str,
        period: Period,
        source: str,
        stated_on: date,
        by: Any,
        at: datetime,
        **facts: Any,
    ) -> "Plan":
        """Keep a statement beside those before it. `level` is the organization's own, or a lower one for all below it.

        `facts`: source_note, number, approved_by, approved_on, approval_number, outside_reason, submission.
        """
        plan = cls(
            campaign=campaign,
            organization=organization,
            level=level,
            source=source,
            stated_on=stated_on,
            **cls.period_fields(period),
            **facts,
        )
        plan._refuse(at)
        plan.recorded_by, plan.recorded_at, plan._history_user = by, at, by
        plan.save()
        return plan

    @classmethod
    @transaction.atomic
    def record_all(cls, plans: Sequence["Plan"], *, by: Any, at: datetime) -> None:
        """Statements made and not saved yet: hundreds of primary organizations in one schedule, with their history."""
        for plan in plans:
            plan._refuse(at)
            plan.recorded_by, plan.recorded_at = by, at
        bulk_create_with_history(plans, cls, batch_size=500, default_user=by)

    def _refuse(self, at: datetime) -> None:
        if self.stated_on > timezone.localdate(at):
            raise ValidationError({"stated_on": _("This day lies in the future.")})
        if Level.values.index(self.level) < Level.values.index(self.organization.level):
            raise ValidationError({"level": _("A plan belongs to the organization itself or to bodies below it.")})

    @staticmethod
    def period_fields(period: Period) -> dict[str, Any]:
        """A period as the columns of this model."""
        return {
            "raw": period.raw,
            "precision": period.precision.value,
            "first_day": period.first,
            "last_day": period.last,
            "is_ambiguous": period.ambiguous,
            "is_open_ended": period.open_ended,
        }

    @transaction.atomic
    def set_aside(self, *, on: date, reason: str, by: Any, at: datetime) -> None:
        """Settle a conflict: this statement no longer counts, with the reason; it stays readable."""
        plan = Plan.objects.select_for_update().get(pk=self.pk)
        if plan.set_aside_on:
            raise ValidationError(_("This statement has been set aside already."))
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: the reason is kept with the decision.")})
        if not self.stated_on <= on <= timezone.localdate(at):
            raise ValidationError({"on": _("The day lies between the statement and today.")})
        self.set_aside_on, self.set_aside_by, self.set_aside_reason = on, by, reason.strip()
        self._history_user = by
        self.save()
