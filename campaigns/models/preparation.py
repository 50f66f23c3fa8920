"""What surrounds a campaign (campaigns.md, section 8): how organizations prepare their conferences.

Days are kept as people write them ("в конце текущего года"), with the days they mean.
"""

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
from campaigns.periods import Period, Precision
from campaigns.querysets import PreparationQuerySet
from documents.dates import short_day
from documents.uploads import random_name
from organizations.authors import sign
from organizations.models import Organization


class Preparation(models.Model):
    """What an organization told about its preparation on a day. The latest word counts; those before stay readable."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="preparations", verbose_name=_("campaign")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="preparations", verbose_name=_("organization")
    )
    told_on = models.DateField(_("told on"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    own_norm = models.PositiveIntegerField(_("own norm: members per delegate"), null=True, blank=True)
    norm_body = models.CharField(_("own norm approved by"), max_length=100, blank=True)
    norm_on = models.DateField(_("own norm approved on"), null=True, blank=True)
    norm_number = models.CharField(_("number of the decree on the own norm"), max_length=30, blank=True)
    measures_body = models.CharField(_("plan of measures approved by"), max_length=100, blank=True)
    measures_on = models.DateField(_("plan of measures approved on"), null=True, blank=True)
    measures_number = models.CharField(_("number of the decree on the plan"), max_length=30, blank=True)
    measures_file = models.FileField(_("plan of measures"), upload_to=random_name, blank=True)
    measures_file_name = models.CharField(max_length=200, blank=True, editable=False)
    meeting_body = models.CharField(_("body that will consider the question"), max_length=100, blank=True)
    meeting_raw = models.CharField(_("planned day of the meeting"), max_length=150, blank=True)
    meeting_first = models.DateField(_("planned meeting, first day"), null=True, blank=True)
    meeting_last = models.DateField(_("planned meeting, last day"), null=True, blank=True)
    meeting_agenda = models.CharField(_("agenda"), max_length=500, blank=True)
    guests_higher = models.PositiveSmallIntegerField(_("guests invited: higher body"), null=True, blank=True)
    guests_partners = models.PositiveSmallIntegerField(_("guests invited: social partners"), null=True, blank=True)
    guests_authorities = models.PositiveSmallIntegerField(_("guests invited: local authorities"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    history = HistoricalRecords()
    objects = PreparationQuerySet.as_manager()

    class Meta:
        verbose_name = _("preparation of a conference")
        verbose_name_plural = _("preparation of conferences")
        ordering = ["organization", "told_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organization", "told_on"], name="preparation_once_a_day"),
            models.CheckConstraint(condition=Q(own_norm=None) | Q(own_norm__gte=1), name="own_norm_counts_members"),
            models.CheckConstraint(
                condition=Q(meeting_raw="", meeting_first=None, meeting_last=None)
                | ~Q(meeting_raw="") & Q(meeting_first__isnull=False, meeting_last__gte=F("meeting_first")),
                name="planned_meeting_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.told_on:%d.%m.%Y}"

    @property
    def has_norm(self) -> bool:
        return bool(self.own_norm or self.norm_body or self.norm_on)

    @property
    def has_measures(self) -> bool:
        return bool(self.measures_body or self.measures_on or self.measures_file)

    @property
    def has_meeting(self) -> bool:
        return bool(self.meeting_body or self.meeting_raw)

    @property
    def meeting(self) -> Period | None:
        """The planned meeting as days."""
        if self.meeting_first is None or self.meeting_last is None:
            return None
        precision = Precision.DAY if self.meeting_first == self.meeting_last else Precision.RANGE
        return Period(self.meeting_first, self.meeting_last, precision, self.meeting_raw)

    @property
    def meeting_days(self) -> str:
        """What the words mean, where they do not say it themselves."""
        return days_in_words(self.meeting_raw, self.meeting_first, self.meeting_last)

    @property
    def guests(self) -> int | None:
        told = [self.guests_higher, self.guests_partners, self.guests_authorities]
        known = [number for number in told if number is not None]
        return sum(known) if known else None

    @classmethod
    @transaction.atomic
    def tell(
        cls,
        *,
        campaign: Campaign,
        organization: Organization,
        told_on: date,
        by: Any,
        at: datetime,
        meeting: Period | None = None,
        **facts: Any,
    ) -> "Preparation":
        """All that is known that day; said again on the same day, it replaces what was said before (history keeps it)."""
        check_day("told_on", told_on, at)
        for name in ("norm_on", "measures_on"):
            if facts.get(name):
                check_day(name, facts[name], at)
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)  # the second of two waits here
        same_day = cls.objects.filter(campaign=campaign, organization=organization, told_on=told_on).first()
        word = same_day or cls(campaign=campaign, organization=organization, told_on=told_on)
        days = (meeting.raw, meeting.first, meeting.last) if meeting else ("", None, None)
        word.meeting_raw, word.meeting_first, word.meeting_last = days
        for name, value in facts.items():
            setattr(word, name, value)
        word.recorded_by, word.recorded_at = by, at
        sign(word, by)
        word.save()
        return word


def check_day(field: str, day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise ValidationError({field: _("This day lies in the future.")})


def days_in_words(raw: str, first: date | None, last: date | None) -> str:
    """Nothing where the words are those days already."""
    if first is None or last is None:
        return ""
    days = short_day(first) if first == last else f"{short_day(first)}–{short_day(last)}"
    return "" if days == raw else days
