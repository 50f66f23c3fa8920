"""Figures used, changes and sums against a reckoning in plain Python, over random trees, years and hand-ins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import User
from membership.bodies import Bodies
from membership.filters import UNDERSTOOD, Scope
from membership.models import FlowRow, MembershipReport, TerritoryEvent
from membership.reckoned import of_page, of_rows, of_trend
from membership.statistics import Statistics
from membership.trends import Trends
from membership.used import Tree, used_figures
from organizations.models import Organization, Placement
from reporting.models import Obligation, Requirement, Submission
from tests.membership_world import adding_up, make_report, membership_requirement, return_report
from tests.world import TODAY, World, at, make_organization

YEARS = (2021, 2022, 2023)
CODES = ("employees_total", "members_total", "members_employed", "admitted_total", "groups")
JANUARY = {year: date(year, 1, 1) for year in YEARS}


# --- The oracle: nothing of the code but the names of the figures -----------------------------------------------


@dataclass(frozen=True)
class HandIn:
    figures: Mapping[str, int | None]
    received: date
    returned: date | None = None
    voided: date | None = None


@dataclass
class Union:
    """Bodies by number, 0 is the union. `placed`: body → [(parent, from, to)]."""

    levels: dict[int, str]
    placed: dict[int, list[tuple[int, date | None, date | None]]]
    closed: dict[int, date]
    handed: dict[tuple[int, int], list[HandIn]] = field(default_factory=dict)

    def under(self, parent: int, day: date) -> list[int]:
        return [body for body in self.placed if self.parent(body, day) == parent]

    def parent(self, body: int, day: date) -> int | None:
        if body in self.closed and self.closed[body] <= day:
            return None
        stood = [
            one for one, first, last in self.placed[body] if (not first or first <= day) and (not last or last > day)
        ]
        return stood[0] if stood else None

    def own(self, body: int, year: int, as_of: date) -> Mapping[str, int | None] | None:
        """Of the last round that was there on the day; what was given back counts for nothing."""
        live = [
            one for one in self.handed.get((year, body), [])
            if one.received <= as_of and not (one.voided and one.voided <= as_of)
        ]  # fmt: skip
        if not live or (live[-1].returned and live[-1].returned <= as_of):
            return None
        return live[-1].figures

    def used(self, body: int, year: int, as_of: date) -> Mapping[str, int | None] | None:
        own = self.own(body, year, as_of)
        if own is not None:
            return own
        found = [self.used(one, year, as_of) for one in self.under(body, JANUARY[year])]
        parts = [part for part in found if part is not None]
        if not parts:
            return None
        sums: dict[str, int | None] = {}
        for code in CODES:
            told = [value for part in parts if (value := part.get(code)) is not None]
            sums[code] = sum(told) if told else None
        return sums


# --- Random unions ------------------------------------------------------------------------------------------------

days = st.sampled_from([date(2021, 6, 1), date(2022, 1, 1), date(2022, 6, 8), date(2022, 12, 31)])
numbers = st.integers(0, 900)


@st.composite
def unions(draw: st.DrawFn) -> Union:
    """Two to four members, branches and primaries under them, also primaries under primaries; some have moved."""
    members = draw(st.integers(2, 4))
    levels = {0: "union", **dict.fromkeys(range(1, members + 1), "member")}
    placed: dict[int, list[tuple[int, date | None, date | None]]] = {
        n: [(0, None, None)] for n in range(1, members + 1)
    }
    allowed = {"branch": ["member"], "primary": ["member", "branch", "primary"]}
    for body in range(members + 1, members + 1 + draw(st.integers(1, 9))):
        levels[body] = draw(st.sampled_from(["branch", "primary", "primary"]))
        above = [n for n in placed if levels[n] in allowed[levels[body]]]
        first, second, day = draw(st.sampled_from(above)), draw(st.sampled_from(above)), draw(st.none() | days)
        placed[body] = [(first, None, day), (second, day, None)] if day else [(first, None, None)]
    childless = [body for body in levels if body not in {one for rows in placed.values() for one, *_ in rows}]
    closed = draw(st.dictionaries(st.sampled_from(childless), days, max_size=1))
    union = Union(levels, placed, closed)
    for body in placed:
        for year in YEARS:
            if draw(st.booleans()):
                union.handed[year, body] = draw(hand_ins(year))
    return union


@st.composite
def hand_ins(draw: st.DrawFn, year: int) -> list[HandIn]:
    figures = [
        adding_up(draw(numbers), students=draw(numbers), groups=draw(st.none() | numbers)) for _round in range(2)
    ]
    fate = draw(st.sampled_from(["stands", "stands", "stands", "returned", "voided", "corrected"]))
    received, later = date(year, 1, 20), date(year, 3, 1)
    first = HandIn(
        figures[0], received, later if fate in ("returned", "corrected") else None, later if fate == "voided" else None
    )
    return [first, HandIn(figures[1], date(year, 3, 10))] if fate == "corrected" else [first]


def enter(union: Union, by: User) -> dict[int, Organization]:
    """Straight into the tables, in bulk; the bodies by their number."""
    bodies = {0: Organization.objects.get(level="union")}
    Organization.objects.exclude(level="union").update(suspended_on=date(2000, 1, 1))  # the others are not asked
    for body, rows in union.placed.items():
        bodies[body] = Organization(
            code=f"random-{body}", level=union.levels[body], kind="oblast", short_ru=f"{body}", legal_name_ru=f"{body}",
            parent=bodies[rows[-1][0]], closed_on=union.closed.get(body),
        )  # fmt: skip
        bodies[body].save()
    Placement.objects.bulk_create(
        Placement(organization=bodies[body], parent=bodies[parent], from_day=first, to_day=last)
        for body, rows in union.placed.items() for parent, first, last in rows
    )  # fmt: skip
    requirement = Requirement.objects.get(code="membership_report")
    for (year, body), rounds in union.handed.items():
        obligation = Obligation.objects.create(
            requirement=requirement, organization=bodies[body], key=str(year), arose_on=date(year - 1, 12, 3),
            original_due_on=date(year, 2, 1),
        )  # fmt: skip
        for number, one in enumerate(rounds, start=1):
            enter_round(obligation, number, one, by)
    return bodies


def enter_round(obligation: Obligation, number: int, one: HandIn, by: User) -> None:
    when = at(one.received)
    returned = {"returned_by": by, "returned_at": when, "correct_by": one.returned, "return_reason": "x"}
    voided = {"voided_by": by, "voided_at": when, "void_reason": "x"}
    submission = Submission.objects.create(
        obligation=obligation, round=number, received_on=one.received, day_stated=True, channel="paper",
        submitted_by=by, submitted_at=when, returned_on=one.returned, voided_on=one.voided,
        **(returned if one.returned else {}), **(voided if one.voided else {}),
    )  # fmt: skip
    year = int(obligation.key)
    MembershipReport.objects.create(
        submission=submission, organization=obligation.organization, year=year, state_on=JANUARY[year], **one.figures
    )


def told(figures: Mapping[str, int | None] | None) -> dict[str, int] | None:
    return None if figures is None else {code: v for code in CODES if (v := figures.get(code)) is not None}


@pytest.mark.usefixtures("world")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(union=unions(), as_of=st.sampled_from([date(2022, 2, 1), date(2023, 2, 1), date(2023, 3, 5), TODAY]))
def test_figures_of_random_unions_equal_an_independent_sum(union: Union, as_of: date) -> None:
    by = User.objects.get(email="saule@example.kz")
    with transaction.atomic():
        if not Requirement.objects.filter(code="membership_report").exists():
            Requirement.objects.create(
                code="membership_report", kind="membership_report", title_ru="x", citation_ru="x", due_kind="yearly",
                due_month=2, due_day=1, first_year=2021, asked_on=date(2020, 12, 1), audience_levels=["member"],
            )  # fmt: skip
        bodies = enter(union, by)
        wanted = {
            year: {bodies[body].pk for body in union.placed if union.parent(body, JANUARY[year]) is not None}
            for year in YEARS
        }
        found = used_figures(wanted, as_of=as_of, codes=CODES, tree=Tree)
        for year in YEARS:
            for body in union.placed:
                if union.parent(body, JANUARY[year]) is not None:
                    used = found.get((year, bodies[body].pk))
                    assert told(used.figures if used else None) == told(union.used(body, year, as_of)), (year, body)
                    assert used is None or used.is_stated == (union.own(body, year, as_of) is not None)
        compare_sums(union, by, as_of)
        compare_long_lists(by, as_of)
        transaction.set_rollback(True)


def compare_sums(union: Union, by: User, as_of: date) -> None:
    """The sums of the whole union, year by year, as staff see them."""
    members = [body for body, level in union.levels.items() if level == "member"]
    scope = Scope.from_words(
        {"year": "2023"} if reported(2023, as_of) else {}, user=by, as_of=as_of, understood=UNDERSTOOD
    )
    statistics = of_page(scope, CODES)
    for year in scope.trend:
        there = [body for body in members if union.parent(body, JANUARY[year]) is not None]
        parts = [part for body in there if (part := union.used(body, year, as_of)) is not None]
        together = statistics.together(year)
        assert (together.bodies, together.stated + together.summed) == (len(there), len(parts))
        for code in CODES:
            values = [value for part in parts if (value := part.get(code)) is not None]
            assert together.figures.get(code) == (sum(values) if values else None)


def compare_long_lists(by: User, as_of: date) -> None:
    """Of many bodies figures are found in other ways than of a few: they are the same."""

    def said() -> list[Any]:
        scope = Scope.from_words({"level": "all"}, user=by, as_of=as_of, understood=UNDERSTOOD)
        trends = Trends(of_trend(scope), scope.trend, "members_employed")
        told = [(one.organization.code, one.values, one.territory) for one in trends]
        assert [row.organization.code for row in trends[1:3]] == [code for code, *_values in told[1:3]]
        lines = of_rows(scope, CODES).lines(scope.year) if scope.year else []
        return [told, [(line.organization.code, line.used, line.change.comparable) for line in lines]]

    short = said()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("membership.trends.FEW", 0)
        patch.setattr("membership.used.FEW", 0)
        assert said() == short


def reported(year: int, as_of: date) -> bool:
    return MembershipReport.objects.current_on(as_of).filter(year__lte=as_of.year + 1, year__gte=year).exists()


# --- Named cases ------------------------------------------------------------------------------------------------


def scope_of(user: Any, as_of: date = TODAY, **words: str) -> Scope:
    return Scope.from_words(words, user=user, as_of=as_of, understood=UNDERSTOOD)


def line_of(statistics: Statistics, organization: Organization, year: int = 2023) -> Any:
    return next(line for line in statistics.lines(year) if line.organization.pk == organization.pk)


@pytest.fixture
def reporting(world: World) -> World:
    membership_requirement(world)
    return world


def test_stated_figures_stand_where_there_are_any_and_sums_where_not(reporting: World) -> None:
    make_report(reporting.temirtau, 2023, employed=70, employees=100)
    lines = of_rows(scope_of(reporting.saule))
    karaganda = line_of(lines, reporting.karaganda)
    assert (karaganda.source, karaganda.employed, karaganda.failed_checks) == ("summed", 70, None)
    assert line_of(lines, reporting.akmola).source is None
    make_report(reporting.karaganda, 2023, employed=90, employees=120, failed_checks=2)
    karaganda = line_of(of_rows(scope_of(reporting.saule)), reporting.karaganda)
    assert (karaganda.source, karaganda.employed, karaganda.failed_checks) == ("stated", 90, 2)


def test_coverage_is_rounded_half_up_and_the_rest_is_told_in_persons(reporting: World) -> None:
    make_report(reporting.karaganda, 2023, employed=857, employees=1000)
    make_report(reporting.akmola, 2023, employed=2, employees=1000)
    karaganda = line_of(of_rows(scope_of(reporting.saule)), reporting.karaganda)
    assert (str(karaganda.coverage), karaganda.not_involved) == ("85.7", 143)
    together = of_page(scope_of(reporting.saule), CODES).together(2023)
    # 859 of 2000 are 42.95 per cent.
    assert (str(together.coverage), together.not_involved, together.stated) == ("43.0", 1141, 2)


def test_what_was_returned_counts_for_nothing_until_it_is_corrected(reporting: World) -> None:
    report = make_report(reporting.karaganda, 2023, employed=500)
    return_report(report, on=date(2023, 1, 25))
    make_report(reporting.karaganda, 2023, employed=450, received_on=date(2023, 2, 10))
    employed = {}
    for day in (date(2023, 1, 24), date(2023, 1, 30), TODAY):
        statistics = of_rows(scope_of(reporting.saule, day))
        employed[day] = line_of(statistics, reporting.karaganda).employed if statistics.row_years else None
    assert list(employed.values()) == [500, None, 450]


@pytest.fixture
def split(reporting: World) -> World:
    """Temirtau goes from Karaganda to Akmola on 8 June 2022 with 300 employed members."""
    world = reporting
    make_report(world.karaganda, 2022, employed=1000)
    make_report(world.akmola, 2022, employed=400)
    world.temirtau.move(world.akmola, from_day=date(2022, 6, 8), by=world.saule, reason="Реформа")
    TerritoryEvent.record(
        kind="transfer", on=date(2022, 6, 8), origin=world.karaganda, target=world.akmola, source="письмо",
        members_total=330, members_employed=300, by=world.saule, at=at(TODAY),
    )  # fmt: skip
    make_report(world.karaganda, 2023, employed=680)
    make_report(world.akmola, 2023, employed=710)
    return world


def test_a_change_of_territory_is_neither_growth_nor_loss(split: World) -> None:
    statistics = of_page(scope_of(split.saule), CODES)
    karaganda, akmola = (line_of(statistics, one).change for one in (split.karaganda, split.akmola))
    assert (karaganda.reported, karaganda.comparable) == (-320, -20)
    assert (akmola.reported, akmola.comparable) == (310, 10)
    assert [one.event.origin for one in akmola.carried.events] == [split.karaganda]
    together = statistics.together(2023).change
    assert (together.reported, together.comparable) == (-10, -10)


def test_an_event_of_a_branch_is_counted_in_its_member_organization(reporting: World) -> None:
    world = reporting
    for year, employed in ((2022, 1000), (2023, 900)):
        make_report(world.karaganda, year, employed=employed)
        make_report(world.akmola, year, employed=400)
    TerritoryEvent.record(
        kind="withdrawal", on=date(2022, 9, 1), origin=world.school, source="письмо", members_employed=60,
        destination="другой профсоюз", by=world.saule, at=at(TODAY),
    )  # fmt: skip
    statistics = of_page(scope_of(world.saule), CODES)
    change = line_of(statistics, world.karaganda).change
    assert (change.reported, change.comparable) == (-100, -40)
    together = statistics.together(2023).change
    assert (together.reported, together.comparable) == (-100, -40)


def test_sums_use_the_tree_of_the_state_date_and_are_the_same_for_everybody(reporting: World) -> None:
    """Temirtau stood under Karaganda in 2022: Karaganda's sum of that year keeps it, also for Karaganda's chair, who
    no longer sees Temirtau."""
    world = reporting
    for year in (2022, 2023):
        make_report(world.temirtau, year, employed=70)
        make_report(world.akmola, year, employed=10)
    branch = make_organization("saran", "branch", world.karaganda, "Сарань")
    make_report(branch, 2023, employed=5)
    make_report(branch, 2022, employed=4)
    world.temirtau.move(world.akmola, from_day=date(2022, 6, 8), by=world.saule, reason="Реформа")
    for user in (world.saule, world.aigul):
        used = {
            year: line_of(of_rows(scope_of(user, year=str(year))), world.karaganda, year).employed
            for year in (2022, 2023)
        }
        assert used == {2022: 74, 2023: 5}


def test_a_body_without_figures_for_a_year_is_left_out_of_the_change(reporting: World) -> None:
    make_report(reporting.karaganda, 2022, employed=100)
    make_report(reporting.akmola, 2022, employed=500)
    make_report(reporting.karaganda, 2023, employed=90)
    together = of_page(scope_of(reporting.saule), CODES).together(2023)
    assert (together.change.reported, together.left_out, together.without) == (-10, 1, 1)


def test_who_passes_between_branches_is_not_counted_twice(reporting: World) -> None:
    other = make_organization("saran", "branch", reporting.karaganda, "Сарань")
    make_report(reporting.temirtau, 2023, admitted=7, flow={"admission.transfer_inside": 3, "admission.joined": 4})
    report = make_report(other, 2023, left=6, flow={"leaving.transfer_inside": 3, "leaving.own_wish": 3})
    assert FlowRow.objects.filter(report=report).count() == 2
    figures = line_of(of_rows(scope_of(reporting.saule)), reporting.karaganda).figures
    assert (figures["admitted_total"], figures["left_total"]) == (4, 3)


def test_a_chair_sees_the_own_organization_and_a_branch_its_own(split: World) -> None:
    make_report(split.temirtau, 2023, employed=7)
    seen = {
        name: {line.organization.code for line in of_rows(scope_of(getattr(split, name))).lines(2023)}
        for name in ("saule", "aigul", "bolat", "erlan")
    }
    assert seen == {
        "saule": {"karaganda", "akmola"},
        "aigul": {"karaganda"},
        "bolat": {"temirtau"},
        "erlan": {"akmola"},
    }
    assert of_page(scope_of(split.aigul), CODES).together(2023).figures["members_employed"] == 680


def test_years_reach_from_the_first_ever_reported_to_the_latest_of_the_day(split: World) -> None:
    assert list(scope_of(split.saule).form.years) == [2023, 2022]
    assert list(scope_of(split.saule, date(2022, 12, 1)).form.years) == [2022]
    assert list(scope_of(split.saule, date(2022, 1, 1)).form.years) == []
    assert scope_of(split.saule, date(2022, 1, 1)).year is None


def test_nobody_there_is_nothing(world: World) -> None:
    assert Statistics(Bodies(), as_of=TODAY, row_years=[], top_years=[]).bodies.all == []
    assert scope_of(world.saule).trend == []
