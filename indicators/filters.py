"""What the tables of one form are narrowed to, and the period and organizations that a reader then sees."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.registry import BadFilter, refuse_unknown
from indicators.models import ActivityForm, ActivityReport, FormVersion, Indicator
from indicators.structure import NUMERIC, YES_NO
from membership.filters import roots_of
from organizations.access import path_of, within
from organizations.models import Level, Organization, Region
from reporting.filters import ALL_LEVELS, Filters as ListFilters, Understood
from reporting.periods import YEAR, Period, finished, part_title

NAMES = ("year", "part", "level", "region", "organization", "parent")
UNDERSTOOD = Understood(NAMES, level=Level.MEMBER)
OF_ONE = Understood((*NAMES, "indicator"), level=Level.MEMBER)
YEARS_COMPARED = 3
YEARS_OFFERED = 10


class Filters(ListFilters):
    """Bound to an address or to the words of a command."""

    year = forms.ChoiceField(label=_("Year"), required=False)  # type: ignore[assignment]
    part = forms.ChoiceField(label=_("Period"), required=False)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)

    def __init__(self, data: Any, *, user: Any, as_of: date, form_of: ActivityForm, understood: Understood) -> None:
        self.as_of, self.form_of, self.roots = as_of, form_of, roots_of(user)
        level = self.roots[0].level if self.roots else understood.level
        super().__init__(data, user=user, understood=replace(understood, level=level))

    def _offer(self) -> None:
        """What nobody looks at is not asked for."""
        for name, choices in {
            "year": lambda: [(str(year), str(year)) for year in self.years],
            "part": lambda: [(part, part_title(part)) for part in self.parts],
            "level": lambda: [*Level.choices[1:], (ALL_LEVELS, _("all levels"))],
            "region": lambda: [("", _("all")), *((one.iso, one.name) for one in Region.objects.all())],
            "indicator": lambda: [(one.code, one.title) for one in self.comparable],
        }.items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        if self.roots and "region" in self.fields:
            self.fields["region"].widget = forms.HiddenInput()

    @cached_property
    def told(self) -> list[tuple[int, str]]:
        """Years and parts of which anything was told by the day, the latest first."""
        current = ActivityReport.objects.visible_to(self.user).current_on(self.as_of).filter(form=self.form_of)
        found = current.order_by("-first_day").values_list("year", "part", "first_day").distinct()
        return [(year, part) for year, part, _day in found]

    @cached_property
    def years(self) -> list[int]:
        told = {year for year, _part in self.told}
        return sorted(told | {self.latest.year}, reverse=True)

    @cached_property
    def latest(self) -> Period:
        """The latest period of which anything was told; before there is one, the latest that is over."""
        if self.told:
            return Period(*self.told[0])
        return next(finished(self.form_of.cadence, self.as_of, 1), Period(self.as_of.year - 1, self.form_of.parts[-1]))

    @property
    def parts(self) -> tuple[str, ...]:
        """Of half-years and quarters the whole year can be reckoned."""
        return self.form_of.parts if self.form_of.parts == (YEAR,) else (*self.form_of.parts, YEAR)

    @cached_property
    def version(self) -> FormVersion | None:
        """Of the latest version in use; which one a period asks is known only with the period."""
        return next(iter(self.form_of.versions_in_use()), None)

    @cached_property
    def comparable(self) -> list[Indicator]:
        if self.version is None:
            return []
        return [one for one in self.version.in_order() if one.answer in (*NUMERIC, YES_NO)]


class Scope:
    """The rows and the period of a page: for whom, on what day, through which filters."""

    def __init__(self, form: Filters) -> None:
        self.form, self.form_of, self.user, self.as_of = form, form.form_of, form.user, form.as_of
        self.chosen = form.chosen

    @classmethod
    def from_words(cls, words: Mapping[str, str], *, user: Any, as_of: date, understood: Understood) -> "Scope":
        """For the command line: what a page would mark in its form is refused here."""
        refuse_unknown(words, ("form", *understood.names))
        given = dict(words)
        code = given.pop("form", "")
        form_of = ActivityForm.objects.with_versions().filter(code=code).first()
        if form_of is None:
            accepted = ", ".join(ActivityForm.objects.values_list("code", flat=True)) or "none"
            raise BadFilter(f"form: there is no form “{code}”. Accepted: {accepted}.")
        form = Filters(given, user=user, as_of=as_of, form_of=form_of, understood=understood)
        if not form.is_valid():
            raise BadFilter(" ".join(form.refusals()))
        return cls(form)

    @property
    def period(self) -> Period:
        """The one asked for; else the latest told of."""
        latest = self.form.latest
        year = int(self.chosen.get("year") or latest.year)
        if part := self.chosen.get("part"):
            return Period(year, str(part))
        return Period(year, latest.part if latest.part in self.form.parts else self.form.parts[0])

    @property
    def is_reckoned(self) -> bool:
        """A year of a form that is told for shorter periods."""
        return self.period.part not in self.form_of.parts

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of a year that its figures are taken from."""
        return self.form_of.parts if self.is_reckoned else (self.period.part,)

    @property
    def years(self) -> list[int]:
        """The year shown and those before it, the earliest first."""
        year = self.period.year
        return list(range(year - YEARS_COMPARED + 1, year + 1))

    @cached_property
    def version(self) -> FormVersion | None:
        last = Period(self.period.year, self.parts[-1])
        return self.form_of.version_for(last) or self.form.version

    @cached_property
    def indicators(self) -> list[Indicator]:
        if self.version is None:
            return []
        return self.version.in_order()

    @property
    def indicator(self) -> Indicator | None:
        """The one asked for; else the first that can be compared."""
        asked = self.chosen.get("indicator")
        found = [one for one in self.form.comparable if not asked or one.code == asked]
        return found[0] if found else None

    @property
    def whole(self) -> Organization | None:
        """The one body that the figures speak of, where it is one."""
        return self.form.named.get("organization")

    def organizations(self, told: Sequence[int] = ()) -> Any:
        """Those that exist on the day, and those that told something and are no more."""
        visible = Organization.objects.visible_to(self.user)
        existing = Organization.objects.visible_to(self.user).existing_on(self.as_of).values("pk")
        found = visible.filter(Q(pk__in=existing) | Q(pk__in=list(told))).filter(self.rows)
        return found.in_order(ranked=self.chosen.get("level", ALL_LEVELS) == ALL_LEVELS)

    @property
    def rows(self) -> Q:
        return self.rows_of("")

    def rows_of(self, lookup: str) -> Q:
        """The organizations of the rows; `lookup` leads to them, as in `organization__`."""
        found = ~Q(**{f"{lookup}level": Level.UNION})
        if (level := self.chosen.get("level", ALL_LEVELS)) != ALL_LEVELS:
            found &= Q(**{f"{lookup}level": level})
        if region := self.chosen.get("region"):
            found &= Q(**{f"{lookup}region": region})
        if organization := self.form.named.get("organization"):
            found &= Q(**{f"{lookup}pk": organization.pk})
        if parent := self.form.named.get("parent"):
            found &= within(path_of(parent), f"{lookup}path") & ~Q(**{f"{lookup}pk": parent.pk})
        return found
