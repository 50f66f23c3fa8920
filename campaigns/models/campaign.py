"""A campaign and what decrees set for it. Windows and congress dates change; every version stays."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaigns.norms import check_share, source_or_model
from campaigns.querysets import CampaignQuerySet
from decrees.models import DecreeItem, in_language
from organizations.models import Level
from reporting.calendar import after_years
from reporting.models import Requirement

SHARE = r"^[1-9][0-9]*/[1-9][0-9]*$"


class Campaign(models.Model):
    """One round of reports and elections in the organizations of all levels."""

    title_ru = models.CharField(_("title in Russian"), max_length=200)
    title_kk = models.CharField(_("title in Kazakh"), max_length=200, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    decree = models.ForeignKey(
        "decrees.Decree", on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("decree")
    )
    term_years = models.PositiveSmallIntegerField(_("term of office in years"), default=5)
    term_source = models.CharField(_("source of the term"), max_length=300, blank=True)
    meeting_quorum = models.CharField(
        _("quorum of a meeting"),
        max_length=5,
        default="1/2",
        validators=[check_share],
        help_text=_("More than this share of the members on the register."),
    )
    conference_quorum = models.CharField(
        _("quorum of a conference"),
        max_length=5,
        default="2/3",
        validators=[check_share],
        help_text=_("At least this share of the delegates elected."),
    )
    quorum_source = models.CharField(_("source of the quorum"), max_length=300, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("notice of a conference in days"), default=15)
    congress_notice_months = models.PositiveSmallIntegerField(_("notice of the Congress in months"), default=2)
    notice_source = models.CharField(_("source of the notice"), max_length=300, blank=True)
    schedule_requirement = models.ForeignKey(
        Requirement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requirement: schedule"),
    )
    information_requirement = models.ForeignKey(
        Requirement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requirement: information on the progress"),
    )
    protocol_requirement = models.ForeignKey(
        Requirement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requirement: protocol"),
    )
    results_requirement = models.ForeignKey(
        Requirement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requirement: results"),
    )
    is_fictional = models.BooleanField(_("fictional, for the demonstration"), default=False)

    history = HistoricalRecords()
    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="campaign_in_order"),
            models.CheckConstraint(
                condition=Q(meeting_quorum__regex=SHARE, conference_quorum__regex=SHARE), name="quorum_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.pk])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def quorum_basis(self) -> str:
        return source_or_model(self.quorum_source)

    @property
    def notice_basis(self) -> str:
        return source_or_model(self.notice_source)

    @property
    def event_requirements(self) -> list[Requirement]:
        """What every conference of this campaign obliges to: the protocol, the results."""
        return [r for r in (self.protocol_requirement, self.results_requirement) if r]

    def windows_on(self, day: date) -> dict[str, "Window"]:
        """The window of each level as decided by `day`."""
        return {level: versions[-1] for level, versions in self.window_versions(day).items()}

    def window_versions(self, day: date) -> dict[str, list["Window"]]:
        """Of each level every window decided by `day`, the present one last."""
        versions: dict[str, list[Window]] = {}
        for window in _decided_by(day, self.windows.all()):
            versions.setdefault(window.level, []).append(window)
        return versions

    def congress_on(self, day: date) -> "CongressDate | None":
        """The days of the congress as decided by `day`."""
        return next(iter(self.congress_versions(day)[::-1]), None)

    def congress_versions(self, day: date) -> list["CongressDate"]:
        """Every decision on the days of the congress by `day`, the present one last."""
        return _decided_by(day, self.congress_dates.all())

    def next_conference_after(self, founding_conference_on: date) -> date:
        """The day the first regular conference is due by: the founding conference and one term."""
        return after_years(founding_conference_on, self.term_years)


V = TypeVar("V", "Window", "CongressDate")


def _decided_by(day: date, versions: Iterable[V]) -> list[V]:
    """Rows, not a query: a page that shows the versions has fetched them once already."""
    known = [version for version in versions if version.decided_on <= day]
    return sorted(known, key=lambda version: (version.decided_on, version.pk))


class Window(models.Model):
    """The days in which conferences of a level are to be held, as decided on a day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="windows", verbose_name=_("campaign"))
    level = models.CharField(_("level"), max_length=10, choices=Level)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    decided_on = models.DateField(_("decided on"))
    decree_item = models.ForeignKey(
        DecreeItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decree item")
    )
    source = models.CharField(_("source in words"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("window")
        verbose_name_plural = _("windows")
        ordering = ["first_day", "decided_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="window_in_order"),
            models.CheckConstraint(condition=Q(decree_item__isnull=False) | ~Q(source=""), name="window_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.first_day:%d.%m.%Y}–{self.last_day:%d.%m.%Y}"


class CongressDate(models.Model):
    """The days the congress is planned for, as decided on a day."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="congress_dates", verbose_name=_("campaign")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    raw = models.CharField(_("as written"), max_length=100)
    decided_on = models.DateField(_("decided on"))
    decree_item = models.ForeignKey(
        DecreeItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decree item")
    )
    source = models.CharField(_("source in words"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("days of the congress")
        verbose_name_plural = _("days of the congress")
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="congress_in_order"),
            models.CheckConstraint(condition=Q(decree_item__isnull=False) | ~Q(source=""), name="congress_has_source"),
        ]

    def __str__(self) -> str:
        return self.raw
