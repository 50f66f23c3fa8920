"""Plans of a year, planned beside held; who answers for the training."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from documents import registry
from documents.cells import grouped
from documents.dates import short_day
from documents.tables import Column, Table
from organizations.models import Organization
from reporting.tables.people import organization_columns
from training.event_filters import OF_PLANS, OF_RESPONSIBLE, EventScope
from training.models import EventState, Responsible, TrainingEvent, TrainingPlan


def register() -> None:
    registry.register("training_plans", build_plans)
    registry.register("training_responsible", build_responsible)


def build_plans(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return plans_table(EventScope.of_words(filters, user=user, as_of=as_of, understood=OF_PLANS))


def build_responsible(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return responsible_table(EventScope.of_words(filters, user=user, as_of=as_of, understood=OF_RESPONSIBLE))


# --- Plans ------------------------------------------------------------------------------------------------


@dataclass
class Planned:
    """One organization in one year. `numbers`: of events in the plan, by state."""

    organization: Organization
    plan: TrainingPlan | None
    numbers: Mapping[str, int] = field(default_factory=dict)
    outside: int = 0

    @property
    def whole(self) -> int | None:
        return sum(self.numbers.values()) if self.plan else None

    def number(self, state: str) -> int | None:
        return self.numbers.get(state, 0) if self.plan else None


def plans_table(scope: EventScope) -> Table:
    year = scope.period.year
    return Table(
        name="training_plans",
        title=gettext("Training plans of {year}").format(year=str(year)),
        columns=[
            *organization_columns(
                "organization", href=lambda row: reverse("training:plan", args=[row.organization.code, year])
            ),
            Column(key="year", title=_("Year"), kind="integer", value=lambda _row: year, hidden=True),
            Column(key="plan", title=_("Plan"), value=lambda row: approved_words(row.plan) if row.plan else None, width=40),
            Column(key="planned", title=_("Events in the plan"), kind="integer", value="whole", total=True),
            *(_state_column(state) for state in (EventState.HELD, EventState.OVERDUE, EventState.CANCELLED)),
            Column(key="outside", title=_("Outside the plan"), kind="integer", total=True),
        ],
        rows=planned_of(scope),
        as_of=scope.as_of,
        empty=_("No organization exists in this year."),
        row_data=lambda row: {"test": "plan-row", "organization": row.organization.code},
    )  # fmt: skip


def _state_column(state: EventState) -> Column:
    return Column(
        key=state.value, title=state.label.capitalize(), kind="integer", value=lambda row: row.number(state), total=True
    )


def approved_words(plan: TrainingPlan) -> str:
    """Its approval; that it is there, where nothing of this is told."""
    return approval(plan) or gettext("entered")


def approval(plan: TrainingPlan) -> str:
    """Who approved it, by what and when; empty where nothing of this is told."""
    number = gettext("No. {number}").format(number=plan.number) if plan.number else ""
    day = short_day(plan.approved_on) if plan.approved_on else ""
    return ", ".join(filter(None, [plan.body, number, day]))


def planned_of(scope: EventScope) -> list[Planned]:
    period = scope.period
    bodies = list(scope.organizations())
    plans = TrainingPlan.objects.visible_to(scope.user).filter(year=period.year, organization__in=bodies)
    by_body = {plan.organization_id: plan for plan in plans}
    inside: dict[int, Counter[str]] = defaultdict(Counter)
    outside: Counter[int] = Counter()
    events = TrainingEvent.objects.visible_to(scope.user).filter(organization__in=bodies)
    for one in events.filter(plan__year=period.year).only(*OF_STATE):
        inside[one.organization_id][one.state_on(scope.as_of)] += 1
    apart = events.filter(plan=None).held_within(period.first_day, period.last_day)
    outside.update(apart.order_by().values_list("organization", flat=True))
    return [Planned(one, by_body.get(one.pk), inside[one.pk], outside[one.pk]) for one in bodies]


OF_STATE = ("organization_id", "cancelled_on", "held_to", "planned_last")


# --- Who answers for it -----------------------------------------------------------------------------------


@dataclass
class Answering:
    organization: Organization
    office: Responsible | None


def responsible_table(scope: EventScope) -> Table:
    rows = answering(scope)
    named = sum(row.office is not None for row in rows)
    note = gettext("Named: {named}; not named: {missing}.")
    note = note.format(named=grouped(named), missing=grouped(len(rows) - named))
    if scope.chosen.get("missing"):
        rows = [row for row in rows if row.office is None]
    return Table(
        name="training_responsible",
        title=gettext("Persons responsible for training"),
        columns=[
            *organization_columns(
                "organization", href=lambda row: reverse("training:responsible_of", args=[row.organization.code])
            ),
            Column(key="person", title=_("Responsible"), value="office.person.name", width=34),
            Column(key="phone", title=_("Telephone"), value="office.reached_by", width=18),
            Column(key="from_day", title=_("Since"), kind="date", value="office.from_day"),
            Column(key="basis", title=_("Basis"), value="office.basis", width=40),
        ],
        rows=rows,
        as_of=scope.as_of,
        note=note,
        empty=_("Every organization has named a person."),
        row_data=lambda row: {"test": "responsible-row", "organization": row.organization.code},
    )


def answering(scope: EventScope) -> list[Answering]:
    bodies = list(scope.organizations())
    offices = Responsible.objects.visible_to(scope.user).standing_on(scope.as_of).filter(organization__in=bodies)
    by_body = {one.organization_id: one for one in offices.select_related("person")}
    return [Answering(one, by_body.get(one.pk)) for one in bodies]
