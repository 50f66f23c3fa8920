"""What the house knows of a training report before it is handed in: the membership on the day the period ends on, or the
day nearest to it, the norm of the budget, the report of the period beside, what the events of the period add up to.

"На 01.01.2025" means the year 2024: the state day of a period is the day after its last one."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple

from membership.models import MembershipReport
from organizations.models import Organization
from reporting.periods import YEAR, Period, previous
from training.checks import Held, Known, Members
from training.models import BudgetNorm, TrainingReport

ONE_DAY = timedelta(days=1)
# A membership of longer ago, or of longer after, says nothing of who was trained.
YEARS_NEAR = 3


def state_day(period: Period) -> date:
    return period.last_day + ONE_DAY


class State(NamedTuple):
    """The membership as it was reported on one day."""

    on: date
    total: int | None
    primaries: int | None


def nearest(states: Collection[State], wanted: date) -> State | None:
    """Of that very day; else the latest before it; else the first after it. One without members says nothing."""
    told = [one for one in states if one.total is not None]
    before = [one for one in told if one.on <= wanted]
    if before:
        return max(before, key=lambda one: one.on)
    return min(told, key=lambda one: one.on, default=None)


def states_of(organizations: Any, periods: Collection[Period], as_of: date) -> dict[int, list[State]]:
    """By organization, what counted on the day, of the years around these periods; one question for however many.
    `organizations`: numbers, or a question for them."""
    years = [state_day(one).year for one in periods]
    near = (min(years) - YEARS_NEAR, max(years) + YEARS_NEAR)
    reports = MembershipReport.objects.current_on(as_of).filter(organization__in=organizations, year__range=near)
    found: dict[int, list[State]] = defaultdict(list)
    rows = reports.order_by().values_list("organization", "state_on", "members_total", "primaries")
    for body, on, total, primaries in rows:
        found[body].append(State(on, total, primaries))
    return found


def members_of(states: Collection[State], period: Period) -> Members:
    wanted = state_day(period)
    state = nearest(states, wanted)
    return Members(state.total, state.primaries, state.on, wanted) if state else Members(wanted=wanted)


def beside(organization: Organization, period: Period, day: date) -> TrainingReport | None:
    """The same period of the year before; else the period just before, or the whole year before, where nothing else was
    told. One question."""
    told = TrainingReport.objects.current_on(day).filter(organization=organization)
    wanted = [period.years_before(1), previous(period), Period(period.year - 1), Period(period.year - 1, "h2")]
    found = {one.period: one for one in told.filter(year__gte=period.year - 1, year__lte=period.year).order_by("pk")}
    return next((found[one] for one in wanted if one in found), None)


def known_of(
    organization: Organization, period: Period, day: date, *, last: TrainingReport | None, held: Held
) -> Known:
    norm = BudgetNorm.in_force(period.year)
    is_other = last is not None and (last.part == YEAR) != (period.part == YEAR)
    return Known(
        members=members_of(states_of([organization.pk], [period], day).get(organization.pk, []), period),
        norm=norm.percent if norm else None,
        norm_source=norm.source if norm else "",
        period=period.title,
        beside=last.period.title if last and is_other else "",
        held=held,
    )
