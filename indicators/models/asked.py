"""Which requirement of the core asks a form, and of which periods its obligations speak."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from indicators.models.definition import ActivityForm
from indicators.periods import ALL_PARTS, Period, part_title
from reporting.models import Obligation, Requirement


class FormAsked(models.Model):
    """The audience, the basis and the due day are the requirement's. A yearly one asks one part of every year; `shift` is
    the year of the period less the year of the due day: the year 2023 is due in January 2024. One that falls due on one
    day names its year."""

    form = models.ForeignKey(ActivityForm, on_delete=models.PROTECT, related_name="asked", verbose_name=_("form"))
    requirement = models.OneToOneField(
        Requirement, on_delete=models.PROTECT, related_name="activity_form", verbose_name=_("requirement")
    )
    part = models.CharField(_("part of the year"), max_length=4, choices=[(one, one) for one in ALL_PARTS])
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    shift = models.SmallIntegerField(_("year of the period less the year of the due day"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("form asked for")
        verbose_name_plural = _("forms asked for")
        ordering = ["form", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(shift__range=(-2, 0)), name="form_asked_shift_small"),
            models.CheckConstraint(condition=Q(part__in=ALL_PARTS), name="form_asked_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.requirement}"

    @property
    def part_title(self) -> str:
        return part_title(self.part)

    def period_of(self, obligation: Obligation) -> Period:
        """Of a yearly requirement the key is the year in which it is due."""
        if self.year is None and obligation.key.isdecimal() and len(obligation.key) == 4:
            return Period(int(obligation.key) + self.shift, self.part)
        return Period(self.year or obligation.original_due_on.year + self.shift, self.part)

    def years(self) -> tuple[int, int | None]:
        """The years of its periods, the last of them open where the rule goes on."""
        if self.year is not None:
            return self.year, self.year
        rule = self.requirement
        first, last = rule.first_year, rule.last_year
        if first is None:
            due = rule.due_on.year if rule.due_on else 0
            first = last = due
        return first + self.shift, None if last is None else last + self.shift

    def asks_also(self, other: Any) -> Period | None:
        """The first period of which both ask, where their years and parts overlap; whom they ask is another matter."""
        (first, last), (its_first, its_last) = self.years(), other.years()
        begin, ends = max(first, its_first), [year for year in (last, its_last) if year is not None]
        if ends and begin > min(ends):
            return None
        period = Period(begin, self.part)
        return period if period.overlaps(Period(begin, other.part)) else None
