"""What the tables of the training are narrowed to, and the period and organizations that a reader then sees."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from documents.registry import BadFilter, refuse_unknown
from membership.filters import Filters as MembershipFilters, Scope as MembershipScope
from organizations.models import Level, Organization
from reporting.filters import ALL_LEVELS, Understood
from reporting.periods import YEAR, Period, part_title
from training.models import TrainingReport
from training.models.asked import PARTS

UNDERSTOOD = Understood(("year", "part", "level", "region", "organization", "parent"), level=Level.MEMBER)
YEARS_COMPARED = 5


class Filters(MembershipFilters):
    """Bound to an address or to the words of a command."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    part = forms.ChoiceField(label=_("Period"), required=False)

    def _offer(self) -> None:
        super()._offer()
        if isinstance(part := self.fields.get("part"), forms.ChoiceField):
            part.choices = [(one, part_title(one)) for one in PARTS]

    @cached_property
    def told(self) -> list[Period]:
        """Periods of which anything was told by the day."""
        return periods_of(TrainingReport.objects.visible_to(self.user).current_on(self.as_of))

    @property
    def latest(self) -> Period:
        return self.told[0] if self.told else Period(self.as_of.year - 1)

    @cached_property
    def years(self) -> Sequence[int]:
        return sorted({one.year for one in self.told} | {self.latest.year}, reverse=True)


def periods_of(reports: QuerySet) -> list[Period]:
    """The latest first; of two that end together the year."""
    found = {Period(year, part) for year, part in reports.order_by().values_list("year", "part").distinct()}
    return sorted(found, key=lambda one: (one.last_day, one.part == YEAR), reverse=True)


def checked(
    filters: type[Filters], words: Mapping[str, str], *, user: Any, as_of: date, understood: Understood
) -> Filters:
    """What a page would mark in its form is refused here."""
    refuse_unknown(words, understood.names)
    form = filters(words, user=user, as_of=as_of, understood=understood)
    if not form.is_valid():
        raise BadFilter(" ".join(form.refusals()))
    return form


class Scope(MembershipScope):
    """The rows and the period of a page: for whom, on what day, through which filters."""

    form: Filters

    @classmethod
    def from_words(
        cls, words: Mapping[str, str], *, user: Any, as_of: date, understood: Understood = UNDERSTOOD
    ) -> "Scope":
        """For the command line."""
        return cls(checked(Filters, words, user=user, as_of=as_of, understood=understood))

    @property
    def period(self) -> Period:
        """The one asked for; of a year asked for, its part that was told; else the latest told of."""
        latest = self.form.latest
        year = int(self.chosen.get("year") or latest.year)
        if part := self.chosen.get("part"):
            return Period(year, str(part))
        return next((one for one in self.form.told if one.year == year), Period(year))

    @property
    def years(self) -> list[int]:
        """The year shown and those before it, the earliest first."""
        year = self.period.year
        return list(range(year - YEARS_COMPARED + 1, year + 1))

    def organizations(self, told: Any = ()) -> Any:
        """Those that exist on the day, and those that told something and are no more."""
        existing = Organization.objects.visible_to(self.user).existing_on(self.as_of).values("pk")
        found = self.visible.filter(Q(pk__in=existing) | Q(pk__in=list(told))).filter(self.rows)
        return found.in_order(ranked=self.chosen.get("level", ALL_LEVELS) == ALL_LEVELS)
