"""What was told of one organization and one period: the rows belong to one hand-in and are never changed afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models.definition import ActivityForm, FormVersion, Indicator
from indicators.querysets import ActivityReportQuerySet
from organizations.models import Organization
from reporting.models import Submission
from reporting.periods import ALL_PARTS, Period


class ActivityReport(models.Model):
    """Handed in by the organization (`submission`), or entered by the apparatus about it: then it stands alone, with its
    source, until a later entry sets it aside."""

    form = models.ForeignKey(ActivityForm, on_delete=models.PROTECT, related_name="reports", verbose_name=_("form"))
    version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="reports", verbose_name=_("version")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="activity_reports", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    part = models.CharField(_("part of the year"), max_length=4, choices=[(one, one) for one in ALL_PARTS])
    # Of the period: said here, so that the database can tell what overlaps.
    first_day = models.DateField(_("first day of the period"))
    last_day = models.DateField(_("last day of the period"))
    explanation = models.TextField(_("explanation of what looks strange"), blank=True)

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="activity_report",
        verbose_name=_("hand-in"),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=300, blank=True)
    recorded_on = models.DateField(_("recorded on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("recorded by"),
    )  # fmt: skip
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    set_aside_on = models.DateField(_("set aside on"), null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("set aside by"),
    )  # fmt: skip
    set_aside_at = models.DateTimeField(_("set aside at"), null=True, blank=True)

    objects = ActivityReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity report")
        verbose_name_plural = _("activity reports")
        ordering = ["-first_day", "organization", "pk"]
        indexes = [models.Index(fields=["form", "year", "part", "organization"], name="activity_of_period")]
        constraints = [
            models.CheckConstraint(
                condition=Q(submission__isnull=False, recorded_on=None, recorded_by=None, recorded_at=None, source="")
                | Q(submission=None, recorded_on__isnull=False, recorded_by__isnull=False, recorded_at__isnull=False)
                & ~Q(source=""),
                name="activity_handed_in_or_recorded",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_on=None, set_aside_by=None, set_aside_at=None)
                | Q(
                    submission=None, set_aside_on__isnull=False, set_aside_by__isnull=False, set_aside_at__isnull=False
                ),
                name="activity_set_aside_who_and_when",
            ),
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="activity_period_in_order"),
            models.CheckConstraint(condition=Q(part__in=ALL_PARTS), name="activity_part_known"),
            models.UniqueConstraint(
                fields=["form", "organization", "first_day", "last_day"],
                condition=Q(submission=None, set_aside_on=None),
                name="activity_recorded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.organization} · {self.period.slug}"

    def get_absolute_url(self) -> str:
        if self.submission_id:
            return reverse("indicators:report", args=[self.submission_id])
        return reverse("indicators:told", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.year, self.part)


class Figure(models.Model):
    """One answer; what is no data has no row. Yes is one and no is zero; days and words stand in `text`."""

    report = models.ForeignKey(ActivityReport, on_delete=models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator"))
    number = models.DecimalField(_("number"), max_digits=15, decimal_places=3, null=True, blank=True)
    text = models.CharField(_("text"), max_length=500, blank=True)
    is_approximate = models.BooleanField(_("approximately"), default=False)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="figure_once_in_a_report"),
            models.CheckConstraint(
                condition=Q(number__isnull=False, text="") | (Q(number=None, is_approximate=False) & ~Q(text="")),
                name="figure_says_something",
            ),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gte=0), name="figure_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.text or self.number}"
