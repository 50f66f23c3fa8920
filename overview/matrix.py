"""The matrix of discipline: member organizations by directions, for a period, as it stands on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy as _

from documents.dates import short_day
from documents.fields import DayField, WholeNumberField
from documents.registry import BadFilter, refuse_unknown
from documents.tables import Column, Table
from organizations.models import Level, Organization, Placement
from overview.directions import Computed, Figures
from overview.models import Direction, Evidence
from overview.rules import rule_in_words, years_in_words
from reporting.filters import Filters as ListFilters, Understood
from reporting.measures import Measure, Span
from reporting.periods import ALL_PARTS, MONTHS_OF, YEAR, Period, part_title
from reporting.tables.people import organization_columns

PERIOD = ("year", "part", "first", "last")
UNDERSTOOD = Understood((*PERIOD, "organization"))
PARTS = [part for part in ALL_PARTS if part == YEAR or MONTHS_OF[part[0]] > 1]
YES = mark_safe('<span class="mark">1</span>')
NO = mark_safe('<span class="mark mark--none">0</span>')


class Filters(ListFilters):
    """The period, by its name or by days. Bound to an address or to the words of a command."""

    year = WholeNumberField(
        label=_("Year"), required=False, min_value=1990, max_value=2100,
        widget=forms.TextInput(attrs={"class": "width-4"}),
    )  # fmt: skip
    part = forms.ChoiceField(label=_("Part of the year"), required=False)
    first = DayField(label=_("From the day"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))
    last = DayField(label=_("Until the day"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))

    def _offer(self) -> None:
        self.fields["part"].choices = [("", "–"), *((part, part_title(part)) for part in PARTS)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", ValidationError(_("The period ends before it begins."), code="turned_round"))
        return cleaned


def span_of(chosen: Mapping[str, Any], as_of: date) -> Span:
    """The days named, else the part of the year; where nothing is, the latest year that was over by the day."""
    first, last = chosen.get("first"), chosen.get("last")
    if first:
        return Span(first, last or max(as_of, first), as_of)
    if last:
        return Span(last.replace(month=1, day=1), last, as_of)
    over = as_of.year if as_of == Period(as_of.year).last_day else as_of.year - 1
    period = Period(chosen.get("year") or over, chosen.get("part") or YEAR)
    return Span(period.first_day, period.last_day, as_of)


def existed_within(span: Span) -> Q:
    """Organizations that stood in the tree on some day of the period."""
    placed = Placement.objects.filter(
        Q(from_day=None) | Q(from_day__lte=span.last), Q(to_day=None) | Q(to_day__gt=span.first)
    )
    still = Q(closed_on=None) | Q(closed_on__gt=span.first)
    return still & Q(pk__in=placed.values("organization"))


@dataclass(frozen=True)
class Cell:
    """One organization in one direction: the figures that mark it, and what staff entered."""

    computed: tuple[Computed, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_marked(self) -> bool:
        return bool(self.computed or self.evidence)


@dataclass(frozen=True)
class Row:
    organization: Organization
    cells: Mapping[str, Cell]

    @property
    def count(self) -> int:
        return sum(cell.is_marked for cell in self.cells.values())


class Matrix:
    def __init__(
        self,
        span: Span,
        user: Any,
        today: date | None = None,
        only: str = "",
        directions: Iterable[Direction] | None = None,
    ) -> None:
        """`only`: the code of one organization; `directions`: these instead of those that are kept."""
        self.span, self.user, self.today, self.only = span, user, today, only
        self._given = directions
        self.figures = Figures(span)

    @property
    def as_of(self) -> date:
        return self.span.as_of

    @cached_property
    def directions(self) -> list[Direction]:
        """Those of one code follow one another in the period."""
        found = self._given
        if found is None:
            found = Direction.objects.within(self.span.first, self.span.last).select_related("requirement")
        return sorted(found, key=lambda one: one.first_year or 0)

    @cached_property
    def columns(self) -> dict[str, Direction]:
        """By code; of several the latest gives the name and the place."""
        latest = {one.code: one for one in self.directions}
        return dict(sorted(latest.items(), key=lambda item: (item[1].position, item[0])))

    @cached_property
    def computed(self) -> dict[str, list[Computed]]:
        found: dict[str, list[Computed]] = {code: [] for code in self.columns}
        for one in self.directions:
            found[one.code].append(self.figures.computed(one))
        return found

    @cached_property
    def organizations(self) -> list[Organization]:
        found = Organization.objects.visible_to(self.user).filter(existed_within(self.span), level=Level.MEMBER)
        if self.only:
            found = found.filter(code=self.only)
        return list(found.in_order(ranked=False))

    @cached_property
    def evidence(self) -> dict[tuple[str, int], list[Evidence]]:
        found: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
        standing = Evidence.objects.visible_to(self.user).standing_on(self.as_of)
        told = standing.filter(day__range=(self.span.first, self.span.last)).select_related("direction")
        for one in told:
            found[one.direction.code, one.organization_id].append(one)
        return found

    @cached_property
    def rows(self) -> list[Row]:
        return [Row(one, {code: self.cell(code, one) for code in self.columns}) for one in self.organizations]

    def cell(self, code: str, organization: Organization) -> Cell:
        by_figures = tuple(one for one in self.computed[code] if organization.pk in one.marked)
        return Cell(by_figures, tuple(self.evidence.get((code, organization.pk), ())))

    # --- The table --------------------------------------------------------------------------------------------

    @property
    def query(self) -> str:
        """The same period and day, for the pages behind."""
        words = {"first": self.span.first.isoformat(), "last": self.span.last.isoformat()}
        day = {"as_of": self.as_of.isoformat()} if self.as_of != self.today else {}
        return f"?{urlencode(words | day)}"

    def url(self, code: str, organization: Organization) -> str:
        return reverse("overview:discipline_mark", args=[code, organization.code]) + self.query

    def table(self) -> Table:
        return Table(
            name="discipline",
            title=_("Execution of decrees and discipline"),
            columns=[
                *organization_columns(href=lambda row: row.organization.get_absolute_url()),
                *(self._column(code, direction) for code, direction in self.columns.items()),
                Column(key="count", title=_("Total"), kind="integer", total=True),
            ],
            rows=self.rows,
            as_of=self.as_of,
            note=self.note,
            empty=_("No member organization existed in this period."),
            row_data=lambda row: {"organization": row.organization.code, "count": row.count},
        )

    def _column(self, code: str, direction: Direction) -> Column:
        def value(row: Row) -> int:
            return int(row.cells[code].is_marked)

        def href(row: Row) -> str | None:
            return self.url(code, row.organization) if row.cells[code].is_marked else None

        def cell(row: Row) -> SafeString:
            return YES if row.cells[code].is_marked else NO

        return Column(
            key=code, title=direction.name, kind="integer", value=value, href=href, cell=cell, total=True, width=14
        )

    @property
    def period(self) -> str:
        return f"{short_day(self.span.first)} – {short_day(self.span.last)}"

    def legend(self) -> list[dict[str, str]]:
        """By what rule each column marks; of several in the period each, with its years."""
        several, codes = [one.code for one in self.directions], list(self.columns)
        return [
            {
                "key": one.name,
                "value": rule_in_words(one, self._measure(one)),
                "note": years_in_words(one) if several.count(one.code) > 1 else "",
            }
            for one in sorted(self.directions, key=lambda one: codes.index(one.code))
        ]

    def _measure(self, direction: Direction) -> Measure | None:
        return self.figures.measures.get(direction.measure) if direction.measure else None

    @property
    def note(self) -> str:
        return gettext(
            "Period: {period}. 1: the organization is named in this direction, 0: it is not. Counted are the member "
            "organizations that existed in the period. Who has told nothing is not marked by a figure."
        ).format(period=self.period)


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    """For the command: `year=2022`, with `part=h1`; or `period=2022-h1`; or `first=… last=…`."""
    words = dict(filters)
    if slug := words.pop("period", ""):
        period = Period.read(slug)
        if period is None:
            raise BadFilter(f"period: {slug}. Accepted: for example 2022, 2022-h1, 2022-q4.")
        words |= {"year": str(period.year), "part": period.part}
    refuse_unknown(words, UNDERSTOOD.names)
    form = Filters(words, user=user, understood=UNDERSTOOD)
    if not form.is_valid():
        raise BadFilter(" ".join(form.refusals()))
    return Matrix(span_of(form.chosen, as_of), user, only=form.chosen.get("organization", "")).table()
