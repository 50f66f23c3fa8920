"""What the house knows of a report before it is handed in: the last accepted one, the sum of the levels below on the
tree of the state date, the registry's change of primary organizations, what reorganizations carried.

A fixed number of queries for one organization and for all organizations under one: two or three of the tree, one for
each level of it, and then one for each kind of fact.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Max, Q

from membership.answers import INSIDE_IN, INSIDE_OUT, Answers, rows_of_many
from membership.checks import Known, Number
from membership.comparable import Carried, carried_by_body
from membership.figures import FIGURES
from membership.lists import INSIDE
from membership.models import Classifier, FlowRow, MembershipReport, TerritoryEvent
from membership.rollup import SUMMED, Rolled, Stated, rolled_up
from organizations.models import Level, Organization, Placement

LONG_AGO = date(1900, 1, 1)
# A longer list of bodies takes longer to send than the rows of others to pass by.
FEW = 1_000


def state_day(year: int) -> date:
    return date(year, 1, 1)


@dataclass(frozen=True)
class Background:
    """Of one organization and year. `last`: the last accepted report of an earlier year; `rolled`: its own figures
    beside the sum of the levels below, on the state date; `rows`: that sum for the rows beside the figures."""

    known: Known = field(default_factory=Known)
    last: MembershipReport | None = None
    rolled: Rolled = field(default_factory=Rolled)
    carried: Carried = field(default_factory=Carried)

    @property
    def has_below(self) -> bool:
        return self.rolled.children > 0

    @property
    def sums(self) -> Mapping[str, Number]:
        return self.rolled.summed


# --- The tree ---------------------------------------------------------------------------------------------


class Place(NamedTuple):
    organization: int
    parent: int
    from_day: date | None
    to_day: date | None
    level: str
    closed_on: date | None

    def stands_on(self, day: date) -> bool:
        begun = self.from_day is None or self.from_day <= day
        return begun and all(end is None or end > day for end in (self.to_day, self.closed_on))


def places_below(roots: Iterable[int]) -> list[Place]:
    """Where anything ever stood below these bodies: one query for each level."""
    found: list[Place] = []
    seen, layer = set(roots), list(roots)
    fields = ("organization_id", "parent_id", "from_day", "to_day", "organization__level", "organization__closed_on")
    while layer:
        places = [Place(*row) for row in Placement.objects.filter(parent__in=layer).values_list(*fields)]
        found += places
        layer = list({place.organization for place in places} - seen)
        seen.update(layer)
    return found


def parents_on(places: Iterable[Place], day: date, roots: Iterable[int]) -> dict[int, int | None]:
    """Body → higher body at the end of that day; the roots have none."""
    parents: dict[int, int | None] = {place.organization: place.parent for place in places if place.stands_on(day)}
    return {**parents, **dict.fromkeys(roots)}


def primaries_below(parents: Mapping[int, int | None], levels: Mapping[int, str]) -> dict[int, int]:
    """How many primary organizations stood under each body."""
    counts: dict[int, int] = defaultdict(int)
    for body, level in levels.items():
        if level != Level.PRIMARY or body not in parents:
            continue
        above = parents[body]
        while above is not None:
            counts[above] += 1
            above = parents.get(above)
    return counts


# --- Facts ------------------------------------------------------------------------------------------------


def last_accepted(organizations: Iterable[int], year: int, day: date) -> dict[int, MembershipReport]:
    """Of each organization the accepted report of the latest earlier year, as of a day."""
    bodies = set(organizations)
    found = MembershipReport.objects.accepted_by(day).filter(among(bodies), year__lt=year).order_by()
    years = found.values_list("organization").annotate(Max("year"))
    latest = {body: year for body, year in years if body in bodies}
    if not latest:
        return {}
    of_year: dict[int, list[int]] = defaultdict(list)
    for body, last in latest.items():
        of_year[last].append(body)
    asked = (Q(among(some), year=last) for last, some in of_year.items())
    reports = found.filter(reduce(or_, asked)).order_by("pk")
    return {one.organization_id: one for one in reports.iterator() if one.year == latest.get(one.organization_id)}


def among(bodies: Collection[int], field: str = "organization") -> Q:
    """Narrows a question to these bodies where they are few; else who asks looks through the answers."""
    return Q(**{f"{field}__in": list(bodies)}) if len(bodies) <= FEW else Q()


def stated_on(
    bodies: Iterable[int], year: int, day: date, *, with_rows: bool = False
) -> dict[int, tuple[MembershipReport, Answers]]:
    """What stands of that year by a day, for each body that handed in."""
    bodies = set(bodies)
    reports = MembershipReport.objects.current_on(day).filter(among(bodies), year=year).order_by("pk")
    by_pk: dict[int, tuple[MembershipReport, Answers]] = {
        one.pk: (one, one.figures) for one in reports if one.organization_id in bodies
    }
    for pk, name, value in rows_of_many(by_pk) if with_rows else _inside(by_pk):
        by_pk[pk][1][name] = value
    return {report.organization_id: (report, answers) for report, answers in by_pk.values()}


def _inside(reports: Mapping[int, Any]) -> Iterable[tuple[int, str, int]]:
    rows = FlowRow.objects.filter(
        report__in=list(reports), classifier__list=Classifier.List.ADMISSION, classifier__code=INSIDE
    )
    return [(pk, INSIDE_IN, members) for pk, members in rows.values_list("report_id", "members")]


def events_of(organizations: Iterable[int], after: date, until: date) -> list[TerritoryEvent]:
    bodies = set(organizations)
    found = TerritoryEvent.objects.between(after, until).filter(among(bodies, "origin") | among(bodies, "target"))
    return [event for event in found if event.origin_id in bodies or event.target_id in bodies]


# --- Put together -----------------------------------------------------------------------------------------


def background_of(organization: Organization, year: int, day: date, *, codes: Iterable[str] = ()) -> Background:
    """`codes`: rows beside the figures whose sums are wanted, too."""
    return backgrounds([organization.pk], organization, year, day, codes=codes)[organization.pk]


def backgrounds(
    wanted: Iterable[int] | None, root: Organization, year: int, day: date, *, codes: Iterable[str] = ()
) -> dict[int, Background]:
    """Of the organizations `wanted` (all on the tree of the state date, where None), which stand under `root` or are
    it."""
    state, codes = state_day(year), tuple(codes)
    places = places_below([root.pk])
    parents = parents_on(places, state, [root.pk])
    levels = {place.organization: place.level for place in places} | {root.pk: root.level}
    chosen = list(parents if wanted is None else wanted)
    last = last_accepted(chosen, year, day)
    rolled = _rolled(parents, levels, stated_on(parents, year, day, with_rows=bool(codes)), codes)
    change = _registry_changes(places, levels, root, last, state)
    carried = _carried(chosen, last, year)
    return {
        pk: Background(
            known=Known(
                last=last[pk].figures if pk in last else None,
                children=_of_figures(rolled[pk]) if pk in rolled and rolled[pk].reported else None,
                registry_change=change.get(pk),
                carried_net=carried[pk].net if pk in carried else 0,
            ),
            last=last.get(pk),
            rolled=rolled.get(pk, Rolled()),
            carried=carried.get(pk, Carried()),
        )
        for pk in chosen
    }


def _of_figures(rolled: Rolled) -> dict[str, Number]:
    return {code: value for code, value in rolled.summed.items() if code in FIGURES}


def _rolled(
    parents: Mapping[int, int | None],
    levels: Mapping[int, str],
    told: Mapping[int, tuple[MembershipReport, Answers]],
    codes: tuple[str, ...],
) -> dict[int, Rolled]:
    stated = {body: Stated(answers, answers.get(INSIDE_IN) or 0) for body, (_report, answers) in told.items()}
    rolled = rolled_up(parents, stated, levels, (*SUMMED, *codes))
    for one in rolled.values() if codes else ():
        for name in (INSIDE_IN, INSIDE_OUT):
            one.cancel(name)
    return rolled


def _registry_changes(
    places: list[Place],
    levels: Mapping[int, str],
    root: Organization,
    last: Mapping[int, MembershipReport],
    state: date,
) -> dict[int, int]:
    """Of bodies under which the registry knows primary organizations: elsewhere it has nothing to say."""
    if not places or not last:
        return {}
    now = primaries_below(parents_on(places, state, [root.pk]), levels)
    before = {
        year: primaries_below(parents_on(places, state_day(year), [root.pk]), levels)
        for year in {report.year for report in last.values()}
    }
    pairs = {pk: (now.get(pk, 0), before[report.year].get(pk, 0)) for pk, report in last.items()}
    return {pk: one - other for pk, (one, other) in pairs.items() if one or other}


def _carried(organizations: list[int], last: Mapping[int, MembershipReport], year: int) -> dict[int, Carried]:
    """Since the last state date of each; of a body without a report, within the year in which it came to be."""
    state = state_day(year)
    events = events_of(organizations, LONG_AGO, state)
    if not events:
        return {}
    ends = (end for event in events for end in (event.origin_id, event.target_id))
    concerned = {end for end in ends if end is not None}
    old = set(
        Placement.objects.open_on(state_day(year - 1))
        .filter(organization__in=concerned)
        .values_list("organization", flat=True)
    )
    found = {}
    for pk in concerned & set(organizations):
        if pk not in last and pk in old:
            continue
        after = state_day(last[pk].year) if pk in last else state_day(year - 1)
        since = [event for event in events if event.on > after and pk in (event.origin_id, event.target_id)]
        found[pk] = carried_by_body(since, "members_total").get(pk, Carried())
    return found
