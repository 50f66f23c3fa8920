"""The membership of a level in a year as a reader sees it on a day: figures, changes, sums, by year and by region.

The number of queries does not depend on the number of years or bodies.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from documents.undisturbed import undisturbed
from membership import checks
from membership.bodies import Bodies, Body
from membership.checks import Number
from membership.comparable import Carried, Change, carried_by_body, change
from membership.figures import FIGURES
from membership.known import state_day
from membership.models import TerritoryEvent
from membership.models.years import KIND
from membership.rollup import Values
from membership.used import Place, Tree, Used, sums_of, used_figures
from organizations.models import Region
from reporting.models import Obligation

NO_CHANGE = Change(None, None, Carried())
# What sums, changes and trends are made of.
MAIN = ("employees_total", "members_total", "members_employed")


class Line(NamedTuple):
    """One organization in one year. `carried`: by changes of territory since the state date before."""

    organization: Body
    year: int
    used: Used | None
    before: Used | None = None
    carried: Carried | None = None
    obligation: Obligation | None = None

    @property
    def figures(self) -> Values:
        return self.used.figures if self.used else {}

    @property
    def employed(self) -> Number:
        return _employed(self.used)

    @property
    def employed_before(self) -> Number:
        return _employed(self.before)

    @property
    def change(self) -> Change:
        return change(self.employed_before, self.employed, self.carried)

    @property
    def comparable(self) -> Number:
        """What `change` says of it; where nothing was carried, without more words."""
        if self.carried is not None:
            return self.change.comparable
        if self.used is None or self.before is None:
            return None
        before, now = _employed(self.before), _employed(self.used)
        return None if before is None or now is None else now - before

    @property
    def change_percent(self) -> Decimal | None:
        """Of what there was to change: a body just split off began with what it was given."""
        started = (self.employed_before or 0) + self.change.carried.net
        comparable = self.change.comparable
        return None if comparable is None or started <= 0 else checks.percent(comparable, started)

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
        whole: "Statistics | None" = None,
    ) -> None:
        """`whole`: of which these are a part of the rows."""
        self.whole = whole
        self.bodies, self.as_of, self.codes = bodies, as_of, tuple(codes)
        self.row_years, self.top_years = set(row_years), set(top_years)
        self._lines: dict[int, list[Line]] = {}
        self._together: dict[tuple[int, str | None], Together] = {}

    def part(self, rows: list[Body], years: Collection[int], codes: Sequence[str] = ()) -> "Statistics":
        """Some of the rows in some of their years."""
        bodies = Bodies(rows, self.bodies.years)
        return Statistics(bodies, as_of=self.as_of, row_years=years, codes=codes or self.codes, whole=self)

    @cached_property
    def events(self) -> list[TerritoryEvent]:
        if self.whole:
            return self.whole.events
        years = self.row_years | self.top_years
        if not years:
            return []
        between = TerritoryEvent.objects.between(state_day(min(years)), state_day(max(years)))
        return list(between.select_related("origin", "target"))

    @cached_property
    def tree(self) -> Tree:
        if self.whole:
            return self.whole.tree
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

    @undisturbed()
    def lines(self, year: int) -> list[Line]:
        if year not in self._lines:
            rows = self.bodies.rows(year) if year in self.row_years else []
            carried = self.carried(year)
            used = self.used.get
            self._lines[year] = [
                Line(one, year, used((year, one.pk)), used((year - 1, one.pk)), carried.get(one.pk)) for one in rows
            ]
        return self._lines[year]

    def _carried(
        self, year: int, found_ends: Callable[[], Mapping[int, int]], measure: str = "members_employed"
    ) -> dict[int, Carried]:
        """By end what the events since the state date before carried. `found_ends`: body → the body it is summed up in."""
        before, now = state_day(year - 1), state_day(year)
        events = [event for event in self.events if before < event.on <= now]
        ends, moved = found_ends() if events else {}, []
        for event in events:
            origin = self.tree.counted_in(event.origin_id, ends, before)
            target = self.tree.counted_in(event.target_id, ends, now)
            moved.append(_Moved(origin or 0, target, event.members_total, event.members_employed, event))
        return carried_by_body(moved, measure, ends=ends)

    def carried(self, year: int, measure: str = "members_employed") -> dict[int, Carried]:
        """By row what the events since the state date before carried."""
        whole = self.whole or self
        return self._carried(year, lambda: {one.pk: one.pk for one in whole.bodies.rows(year)}, measure)

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
        together = Together(sums_of(used), len(now), stated, len(used) - stated)
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
        carried = self._carried(year, lambda: dict.fromkeys(compared, whole)).get(whole)
        changed = change(self._sum(year - 1, compared & before), self._sum(year, compared & now), carried)
        return replace(together, change=changed, left_out=len(lacking))

    def _sum(self, year: int, bodies: Iterable[int]) -> int:
        return sum(_employed(self.used[year, pk]) or 0 for pk in bodies)

    def by_region(self, year: int, regions: Iterable[Region]) -> list[InRegion]:
        return [InRegion(region, self.together(year, region.pk)) for region in regions]


def _employed(used: Used | None) -> Number:
    return used.get("members_employed") if used else None


def obligations_of(obligations: Any, bodies: Collection[int], year: int) -> dict[int, Obligation]:
    """Those that these bodies owed for that year."""
    owed = obligations.filter(requirement__kind=KIND, key=str(year), organization__in=bodies)
    return {one.organization_id: one for one in owed.order_by("pk")}
