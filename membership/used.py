"""Which figures are used of a body in a year: what it stated, else the sum of what stands below it.

What member organizations and branches stated is read as it is. Of the bodies at the foot of the tree, thousands of
them, the database makes one sum for each body above; the tree of the state date is walked over those sums, and only
for the years in which somebody who is asked about has stated nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Exists, OuterRef, Q, Sum

from documents.undisturbed import undisturbed
from membership.checks import Number
from membership.known import FEW, state_day
from membership.lists import INSIDE
from membership.models import Classifier, MembershipReport
from membership.rollup import SUMMED, Stated, Values, rolled_up
from organizations.models import Placement

Place: TypeAlias = tuple[int, int]  # year, organization


class Used(NamedTuple):
    """Numbers in the order of their codes; the rest is of the body's own report, None where they are the sum from below.
    Thousands are made for a page, and a hundred looked at: so there is no mapping before somebody asks."""

    codes: Sequence[str]
    numbers: Sequence[Number]
    report: int | None = None
    failed_checks: int | None = None
    base_submitted: bool | None = None

    @property
    def figures(self) -> Values:
        return dict(zip(self.codes, self.numbers, strict=True))

    def get(self, code: str) -> Number:
        return self.numbers[self.codes.index(code)] if code in self.codes else None

    @property
    def is_stated(self) -> bool:
        return self.report is not None


def sums_of(used: Iterable[Used]) -> dict[str, Number]:
    """Figure by figure, as `rollup.summed`, of figures with the same codes."""
    told = list(used)
    columns = zip(*(one.numbers for one in told), strict=True)
    known = ([number for number in column if number is not None] for column in columns)
    return {code: sum(numbers) for code, numbers in zip(told[0].codes, known, strict=True) if numbers} if told else {}


class Tree:
    """Where the bodies stood that have others below them, day by day; of those at the foot only the ones named."""

    def __init__(self, named: Collection[int] = ()) -> None:
        higher = Placement.objects.values("parent")
        placed = Placement.objects.filter(Q(organization__in=higher) | Q(organization__in=named))
        placed = placed.annotate(is_higher=Exists(Placement.objects.filter(parent=OuterRef("organization"))))
        ends = ("from_day", "to_day", "organization__closed_on")
        rows = list(placed.values_list("organization", "parent", *ends, "organization__level", "is_higher"))
        self._placed = [row[:5] for row in rows]
        self.levels: dict[int, str] = {row[0]: row[5] for row in rows if row[6]}
        self.bodies = set(self.levels) | {row[1] for row in rows}

    def parents(self, day: date) -> dict[int, int | None]:
        """Body → higher body on that day; of the bodies that stood nowhere only those that others stood under."""
        standing: dict[int, int | None] = {
            body: parent
            for body, parent, first, last, closed in self._placed
            if (first is None or first <= day) and (last is None or last > day) and (closed is None or closed > day)
        }
        return {**{parent: None for parent in standing.values() if parent is not None}, **standing}

    def below(self, tops: Collection[int], day: date, *, but_not_below: Collection[int] = ()) -> set[int]:
        """The tops themselves and every body of the tree under them on that day. `but_not_below`: bodies at which the way
        down ends."""
        under: dict[int | None, list[int]] = defaultdict(list)
        for body, parent in self.parents(day).items():
            under[parent].append(body)
        found: set[int] = set()
        waiting = list(tops)
        while waiting:
            body = waiting.pop()
            if body not in found:
                found.add(body)
                waiting.extend(() if body in but_not_below else under[body])
        return found & self.bodies

    def counted_in(self, body: int | None, rows: Collection[int], day: date) -> int | None:
        """The row that a body is counted in on that day: the nearest one above it, or itself; else the body."""
        parents, above, seen = self.parents(day), body, set()
        while above is not None and above not in rows and above not in seen:
            seen.add(above)
            above = parents.get(above)
        return above if above in rows else body


@undisturbed()
def used_figures(
    wanted: Mapping[int, Collection[int]], *, as_of: date, codes: Sequence[str], tree: Callable[[], Tree]
) -> dict[Place, Used]:
    """`wanted`: by year the bodies asked about. `tree` is asked for where figures must come from below."""
    reports = MembershipReport.objects.current_on(as_of).order_by()
    found = {
        (year, body): Used(codes, numbers, report, failed, base)
        for year, body, report, failed, base, *numbers in reports.filter(_among(wanted)).values_list(
            "year", "organization", "pk", "failed_checks", "base_submitted", *codes
        )
        if body in wanted[year]
    }
    silent = {year: {body for body in bodies if (year, body) not in found} for year, bodies in wanted.items()}
    silent = {year: bodies for year, bodies in silent.items() if bodies}
    return found | _from_below(silent, reports, codes, tree()) if silent else found


def _among(wanted: Mapping[int, Collection[int]]) -> Q:
    """A long list takes longer to send than the rows of others to pass by."""
    few = {year: bodies for year, bodies in wanted.items() if len(bodies) <= FEW}
    among_few = Q(year__in=list(few), organization__in=set().union(*few.values()))
    return among_few | Q(year__in=list(wanted.keys() - few.keys()))


def _from_below(silent: Mapping[int, set[int]], reports: Any, codes: Sequence[str], tree: Tree) -> dict[Place, Used]:
    needed = {year: tree.below(bodies & tree.bodies, state_day(year)) for year, bodies in silent.items()}
    needed = {year: bodies for year, bodies in needed.items() if bodies}
    if not needed:
        return {}
    summed = [code for code in codes if code in SUMMED]
    stated = _stated_of_higher(needed, reports, summed)
    told = {
        year: {body: stated[year, body] for body in bodies if (year, body) in stated} for year, bodies in needed.items()
    }
    # What stands under a body that spoke is nothing to those above it.
    needed = {
        year: tree.below(silent[year] & tree.bodies, state_day(year), but_not_below=told[year]) for year in needed
    }
    feet = _sums_of_feet({year: needed[year] - told[year].keys() for year in needed}, reports, summed, tree)
    found: dict[Place, Used] = {}
    for year, bodies in needed.items():
        parents = {body: parent for body, parent in tree.parents(state_day(year)).items() if body in bodies}
        for body in bodies:
            # The bodies at the foot stand as one under each higher body.
            if (year, body) in feet:
                parents[-body], told[year][-body] = body, feet[year, body]
        rolled = rolled_up(parents, told[year], tree.levels, summed)
        for body in silent[year]:
            if body in rolled and rolled[body].has_figures:
                found[year, body] = Used(codes, [rolled[body].summed.get(code) for code in codes])
    return found


def _stated_of_higher(needed: Mapping[int, Collection[int]], reports: Any, codes: Sequence[str]) -> dict[Place, Stated]:
    told = reports.filter(organization__in=set().union(*needed.values()), year__in=list(needed))
    inside = _sums_inside([_inside(told, "organization")], codes)
    return {
        (year, body): Stated(dict(zip(codes, values, strict=True)), inside.get((year, body), 0))
        for year, body, *values in told.values_list("year", "organization", *codes)
    }


def _sums_of_feet(
    needed: Mapping[int, Collection[int]], reports: Any, codes: Sequence[str], tree: Tree
) -> dict[Place, Stated]:
    """By year and higher body: what those directly under it stated who have nobody below themselves."""
    sums, inside = [], []
    for year, bodies in needed.items():
        if bodies:
            feet = reports.filter(_standing(state_day(year)), organization__placements__parent__in=bodies, year=year)
            feet = feet.exclude(organization__in=tree.bodies)
            by_body = feet.values_list("year", "organization__placements__parent")
            sums.append(by_body.annotate(*(Sum(code) for code in codes)))
            inside.append(_inside(feet, "organization__placements__parent"))
    found_inside = _sums_inside(inside, codes)
    return {
        (year, body): Stated(dict(zip(codes, values, strict=True)), found_inside.get((year, body), 0))
        for year, body, *values in _together(sums)
    }


def _standing(day: date) -> Q:
    """Of reports: their organization stood under the placement that is asked about on that day."""
    placed = "organization__placements"
    return (
        (Q(**{f"{placed}__from_day": None}) | Q(**{f"{placed}__from_day__lte": day}))
        & (Q(**{f"{placed}__to_day": None}) | Q(**{f"{placed}__to_day__gt": day}))
        & (Q(organization__closed_on=None) | Q(organization__closed_on__gt=day))
    )


def _inside(reports: Any, body: str) -> Any:
    """Who came from another body of the same member organization, summed by year and body."""
    of = {"flow__classifier__list": Classifier.List.ADMISSION, "flow__classifier__code": INSIDE}
    return reports.filter(**of).values_list("year", body).annotate(Sum("flow__members"))


def _sums_inside(asked: Sequence[Any], codes: Collection[str]) -> dict[Place, int]:
    if not {"admitted_total", "left_total"} & set(codes):
        return {}
    return {(year, body): members for year, body, members in _together(asked)}


def _together(asked: Sequence[Any]) -> Any:
    """The answers of several questions, asked as one: each for itself finds the few bodies it is about."""
    first, *others = asked or [()]
    return first.union(*others, all=True) if others else first
