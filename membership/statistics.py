"""The membership of a level in a year as a reader sees it on a day: figures, changes, sums, by year and by region.

The number of queries does not depend on the number of years or bodies.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BooleanField, Q
from django.db.models.expressions import ExpressionWrapper
from django.utils.translation import get_language

from documents.undisturbed import undisturbed
from membership import checks
from membership.checks import Number
from membership.comparable import Carried, Change, carried_by_body, change
from membership.figures import FIGURES
from membership.known import state_day
from membership.models import TerritoryEvent
from membership.rollup import Values, summed
from membership.used import Place, Tree, Used, used_figures
from organizations.models import Organization, Region
from organizations.presence import Life, active_days, spans_of
from reporting.models import Obligation

KIND = "membership_report"
COLUMNS = ("pk", "code", "level", "path", "region_id", "short_ru", "short_kk")
NO_CHANGE = Change(None, None, Carried())
# What sums, changes and trends are made of.
MAIN = ("employees_total", "members_total", "members_employed")


class Body(NamedTuple):
    """An organization as far as its figures are concerned: of nine thousand a page shows a hundred. `days` are those
    of which it stood in the tree; `is_row`, `is_top`: see `Bodies`."""

    pk: int
    code: str
    level: str
    path: str
    region_id: str | None
    short_ru: str
    short_kk: str
    is_row: bool = True
    is_top: bool = False
    days: Set[date] = frozenset()

    @property
    def name(self) -> str:
        return (self.short_kk if get_language() == "kk" else "") or self.short_ru

    def get_absolute_url(self) -> str:
        return Organization.get_absolute_url(self)  # type: ignore[arg-type]


class Line(NamedTuple):
    """One organization in one year."""

    organization: Body
    year: int
    used: Used | None
    before: Used | None = None
    change: Change = NO_CHANGE
    obligation: Obligation | None = None

    @property
    def figures(self) -> Values:
        return self.used.figures if self.used else {}

    @property
    def employed(self) -> Number:
        return self.figures.get("members_employed")

    @property
    def employed_before(self) -> Number:
        return _employed(self.before)

    @property
    def change_percent(self) -> Decimal | None:
        """Of what there was to change: a body just split off began with what it was given."""
        started = (self.employed_before or 0) + self.change.carried.net
        if self.change.comparable is None or started <= 0:
            return None
        return checks.percent(self.change.comparable, started)

    @property
    def source(self) -> str | None:
        return None if self.used is None else "stated" if self.used.is_stated else "summed"

    @property
    def failed_checks(self) -> int | None:
        return self.used.failed_checks if self.used else None

    @property
    def base_submitted(self) -> bool | None:
        return self.used.base_submitted if self.used else None

    def owing(self, obligation: Obligation | None) -> "Line":
        return self._replace(obligation=obligation)

    @property
    def coverage(self) -> Decimal | None:
        return checks.coverage(self.figures)

    @property
    def not_involved(self) -> int | None:
        return checks.not_involved(self.figures)


@dataclass(frozen=True)
class Together:
    """Several organizations in one year: sums of what is used of them, and how many handed in.

    The changes are those of the bodies that have figures for both years, or came or went between them; `left_out` are
    the others, whose figures are not there yet.
    """

    figures: Values
    bodies: int
    stated: int
    summed: int
    change: Change = NO_CHANGE
    left_out: int = 0

    @property
    def without(self) -> int:
        return self.bodies - self.stated - self.summed

    @property
    def coverage(self) -> Decimal | None:
        return checks.coverage(self.figures)

    @property
    def not_involved(self) -> int | None:
        return checks.not_involved(self.figures)


@dataclass(frozen=True)
class Trend:
    """One organization over years: a figure of each, None where there is none. `carried`: by year what changes of
    territory brought since the year before, less what they took."""

    organization: Body
    values: Mapping[int, int | Decimal | None]
    carried: Mapping[int, int] = field(default_factory=dict)

    @property
    def change(self) -> int | Decimal | None:
        """From the first year with a figure to the last; where there is but one, none."""
        told = [value for value in self.values.values() if value is not None]
        return told[-1] - told[0] if len(told) > 1 else None

    @property
    def territory(self) -> int | None:
        """What of that change came or went with its territory; None where nothing did."""
        told = [year for year, value in self.values.items() if value is not None]
        return sum(self.carried.get(year, 0) for year in range(told[0] + 1, told[-1] + 1)) or None if told else None


@dataclass(frozen=True)
class InRegion:
    region: Region
    together: Together


@dataclass
class _Moved:
    """A change of territory between the rows that its bodies are counted in."""

    origin_id: int
    target_id: int | None
    members_total: int | None
    members_employed: int | None
    event: Any


@dataclass
class Bodies:
    """The organizations that a page speaks of, with the years in which each stood in the tree.

    `rows` are its rows; `tops` are what its sums are made of: the member organizations of the union, or the one body
    that a chair sees from.
    """

    all: list[Body] = field(default_factory=list)
    years: Sequence[int] = ()

    @classmethod
    @undisturbed()
    def found(cls, visible: Any, rows: Q, tops: Q, years: Iterable[int]) -> "Bodies":
        """`visible`: the organizations in sight; two queries."""
        years = tuple(years)
        organizations = visible.filter(rows | tops)
        marked = organizations.annotate(is_row=_marked(rows), is_top=_marked(tops)).in_order()
        spans, days = spans_of(organizations.values("pk")), dict.fromkeys(map(state_day, years)).keys()
        told = marked.values_list(*COLUMNS, "is_row", "is_top", *Life._fields)
        number = len(COLUMNS) + 2
        return cls(
            [
                Body._make((*row[:number], active_days(Life(*row[number:]), spans.get(row[0], ()), days)))
                for row in told
            ],
            years,
        )

    def rows(self, year: int) -> list[Body]:
        return [one for one in self.all if one.is_row and state_day(year) in one.days]

    def tops(self, year: int) -> list[Body]:
        return [one for one in self.all if one.is_top and state_day(year) in one.days]


def _marked(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


class Statistics:
    """`row_years`: years in which figures of the rows are wanted; `top_years`: those of the sums, one after another.
    Both hold the year before the first one shown, for its change."""

    def __init__(
        self,
        bodies: Bodies,
        *,
        as_of: date,
        row_years: Collection[int],
        top_years: Collection[int] = (),
        codes: Sequence[str] = tuple(FIGURES),
    ) -> None:
        self.bodies, self.as_of, self.codes = bodies, as_of, tuple(codes)
        self.row_years, self.top_years = set(row_years), set(top_years)
        self._lines: dict[int, list[Line]] = {}
        self._together: dict[tuple[int, str | None], Together] = {}

    @cached_property
    def events(self) -> list[TerritoryEvent]:
        years = self.row_years | self.top_years
        if not years:
            return []
        between = TerritoryEvent.objects.between(state_day(min(years)), state_day(max(years)))
        return list(between.select_related("origin", "target"))

    @cached_property
    def tree(self) -> Tree:
        named = {event.origin_id for event in self.events} | {event.target_id for event in self.events}
        return Tree([body for body in named if body is not None])

    @cached_property
    def used(self) -> dict[Place, Used]:
        wanted: dict[int, set[int]] = defaultdict(set)
        for year in self.row_years:
            wanted[year].update(one.pk for one in self.bodies.rows(year))
        for year in self.top_years:
            wanted[year].update(one.pk for one in self.bodies.tops(year))
        return used_figures(wanted, as_of=self.as_of, codes=self.codes, tree=lambda: self.tree)

    # --- One body after another ---------------------------------------------------------------------------

    def lines(self, year: int) -> list[Line]:
        if year not in self._lines:
            rows = self.bodies.rows(year) if year in self.row_years else []
            carried = self._carried(year, {one.pk: one.pk for one in rows})
            self._lines[year] = [self._line(one, year, carried.get(one.pk)) for one in rows]
        return self._lines[year]

    def _line(self, one: Body, year: int, carried: Carried | None) -> Line:
        used, before = self.used.get((year, one.pk)), self.used.get((year - 1, one.pk))
        changed = change(_employed(before), _employed(used), carried)
        return Line(one, year, used, before, changed)

    def _carried(self, year: int, ends: Mapping[int, int], measure: str = "members_employed") -> dict[int, Carried]:
        """By end what the events since the state date before carried. `ends`: body → the body it is summed up in."""
        before, now = state_day(year - 1), state_day(year)
        moved = []
        for event in self.events:
            if before < event.on <= now:
                origin = self.tree.counted_in(event.origin_id, ends, before)
                target = self.tree.counted_in(event.target_id, ends, now)
                moved.append(_Moved(origin or 0, target, event.members_total, event.members_employed, event))
        return carried_by_body(moved, measure, ends=ends)

    def trends(self, years: Sequence[int], figure: str) -> list[Trend]:
        """`figure`: a code, or coverage."""
        carried = self._carried_over(years, figure)
        return [
            Trend(one, {year: self._value(year, one.pk, figure) for year in years}, carried[one.pk])
            for one in self.bodies.all
            if one.is_row and any((year, one.pk) in self.used for year in years)
        ]

    def _carried_over(self, years: Sequence[int], figure: str) -> dict[int, dict[int, int]]:
        """By body and year; events say how many members passed, and how many of them employed."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for year in years if figure in ("members_total", "members_employed") else ():
            rows = {one.pk: one.pk for one in self.bodies.rows(year)}
            for body, carried in self._carried(year, rows, figure).items():
                found[body][year] = carried.net
        return found

    def _value(self, year: int, body: int, figure: str) -> int | Decimal | None:
        used = self.used.get((year, body))
        if used is None:
            return None
        return checks.coverage(used.figures) if figure == "coverage" else used.figures.get(figure)

    # --- Sums ---------------------------------------------------------------------------------------------

    def together(self, year: int, region: str | None = None) -> Together:
        """Of all tops, or of those in a region."""
        if (year, region) not in self._together:
            self._together[year, region] = self._put_together(year, region)
        return self._together[year, region]

    def _put_together(self, year: int, region: str | None) -> Together:
        now, before = self._tops(year, region), self._tops(year - 1, region)
        used = [one for pk in now if (one := self.used.get((year, pk)))]
        stated = sum(one.is_stated for one in used)
        together = Together(summed((one.figures for one in used), self.codes), len(now), stated, len(used) - stated)
        return self._with_change(together, year, now, before) if year - 1 in self.top_years else together

    def _tops(self, year: int, region: str | None) -> set[int]:
        if year not in self.top_years:
            return set()
        return {one.pk for one in self.bodies.tops(year) if region is None or one.region_id == region}

    def _with_change(self, together: Together, year: int, now: set[int], before: set[int]) -> Together:
        lacking = {pk for pk in now if (year, pk) not in self.used}
        lacking |= {pk for pk in before if (year - 1, pk) not in self.used}
        compared = (now | before) - lacking
        if not compared & now or not compared & before:
            return replace(together, left_out=len(lacking))
        whole = -1
        carried = self._carried(year, dict.fromkeys(compared, whole)).get(whole)
        changed = change(self._sum(year - 1, compared & before), self._sum(year, compared & now), carried)
        return replace(together, change=changed, left_out=len(lacking))

    def _sum(self, year: int, bodies: Iterable[int]) -> int:
        return sum(_employed(self.used[year, pk]) or 0 for pk in bodies)

    def by_region(self, year: int, regions: Iterable[Region]) -> list[InRegion]:
        return [InRegion(region, self.together(year, region.pk)) for region in regions]


def _employed(used: Used | None) -> Number:
    return used.figures.get("members_employed") if used else None


def obligations_of(visible: Any, bodies: Collection[int], year: int, as_of: date) -> dict[int, Obligation]:
    """What these bodies owed for that year, with its status on the day."""
    owed = visible.with_status(as_of).filter(requirement__kind=KIND, key=str(year), organization__in=bodies)
    return {one.organization_id: one for one in owed.order_by("pk")}
