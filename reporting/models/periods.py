"""Of which periods a requirement speaks: shared by the rooms whose reports are told for a period."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.models.obligation import Obligation
from reporting.models.requirement import Requirement
from reporting.periods import ALL_PARTS, Period, part_title


class AsksPeriods(models.Model):
    """The audience, the basis and the due day are the requirement's. A yearly one asks one part of every year; `shift` is
    the year of the period less the year of the due day: the year 2023 is due in January 2024. One that falls due on one
    day names its year. Subclasses have a `requirement`."""

    part = models.CharField(_("part of the year"), max_length=4, choices=[(one, one) for one in ALL_PARTS])
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    shift = models.SmallIntegerField(_("year of the period less the year of the due day"), default=0)

    requirement: Any

    class Meta:
        abstract = True

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

    def asks_also(self, other: Self) -> Period | None:
        """The first period of which both ask, where their years and parts overlap; whom they ask is another matter."""
        (first, last), (its_first, its_last) = self.years(), other.years()
        begin, ends = max(first, its_first), [year for year in (last, its_last) if year is not None]
        if ends and begin > min(ends):
            return None
        period = Period(begin, self.part)
        return period if period.overlaps(Period(begin, other.part)) else None


def both_ask(one: Requirement, other: Requirement) -> bool:
    """Whether anybody may be asked by both: a level in common, or an organization named."""
    named, its_named = list(one.audience.all()), list(other.audience.all())
    if named and its_named:
        return bool(set(named) & set(its_named))
    if named or its_named:
        levels = other.audience_levels if named else one.audience_levels
        return any(body.level in levels for body in (named or its_named))
    return bool(set(one.audience_levels) & set(other.audience_levels))
