"""The tables of a campaign: the state of each member organization on a day, and the official schedule."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from campaigns import term_tables
from campaigns.asked import campaign_asked
from campaigns.columns import organization_columns
from campaigns.states import Standing, State, standings
from campaigns.wording import congress_words, window_words
from documents import registry
from documents.registry import BadFilter
from documents.tables import Column, Table
from organizations.tables import chair_name, names_on
from reporting import badges
from reporting.models import Obligation


def register() -> None:
    registry.register("campaign_states", build_states)
    registry.register("campaign_schedule", build_schedule)
    registry.register("campaign_terms", term_tables.build_terms)
    registry.register("campaign_progress", term_tables.build_progress)


# --- What a script or the command asks for ---------------------------------------------------------------


def build_states(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign", "state"))
    present = standings(campaign_asked(user, as_of, filters.get("campaign")), user, as_of)
    return states_table(in_state(present, filters.get("state", "")), as_of)


def build_schedule(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign",))
    return schedule_table(standings(campaign_asked(user, as_of, filters.get("campaign")), user, as_of), as_of)


def in_state(present: Sequence[Standing], state: str) -> list[Standing]:
    if state and state not in State.values:
        raise BadFilter(f"Unknown state: {state}. Accepted: {', '.join(State.values)}.")
    return [standing for standing in present if not state or standing.state == state]


# --- The tables ------------------------------------------------------------------------------------------


def states_table(present: Iterable[Standing], as_of: date) -> Table:
    return Table(
        name="campaign_states",
        title=_("State of the member organizations"),
        columns=STATE_COLUMNS,
        rows=present,
        as_of=as_of,
        empty=_("No member organization is in this state."),
        row_data=lambda standing: {"organization": standing.organization.code, "state": standing.state.value},
    )


def schedule_table(present: Iterable[Standing], as_of: date) -> Table:
    """As the apparatus prints it."""
    return Table(
        name="campaign_schedule",
        title=_("Schedule of reports and elections of the member organizations of the Union"),
        columns=SCHEDULE_COLUMNS,
        rows=list(enumerate(in_schedule(present), start=1)),
        as_of=as_of,
        empty=_("No schedule has come in by this day."),
    )


def in_schedule(present: Iterable[Standing]) -> list[Standing]:
    """Organizations with a schedule, in the order of the paper, then by name."""
    listed = [standing for standing in present if standing.planned and standing.planned.in_table]
    return sorted(listed, key=lambda standing: (standing.planned.number or 10**6) if standing.planned else 0)


def _page_of(standing: Standing) -> str:
    return reverse("campaigns:plans", args=[standing.campaign.pk, standing.organization.code])


def _status_words(obligation: Obligation | None) -> str:
    return badges.in_words(**badges.facts(obligation)) if obligation else ""


def _status_badge(obligation: Obligation | None) -> str:
    return badges.badge(**badges.facts(obligation)) if obligation else ""


def _notified_words(standing: Standing) -> str:
    """There is nothing to notify of before a conference."""
    if not standing.conference:
        return ""
    return gettext("yes") if standing.notified else gettext("no")


def _planned(attribute: str) -> Any:
    return lambda standing: getattr(standing.planned, attribute) if standing.planned else None


def _days(attribute: str) -> Any:
    return lambda standing: getattr(standing.planned.period, attribute) if standing.planned else None


STATE_COLUMNS = (
    *organization_columns(_page_of),
    Column(
        key="state",
        title=_("State"),
        kind="choice",
        value=lambda standing: standing.state.value,
        text="state_words",
        cell="campaigns/_state.html",
        width=20,
    ),
    Column(key="planned_raw", title=_("Planned term"), value=_planned("raw"), cell="campaigns/_planned.html", width=18),
    Column(key="planned_from", title=_("Planned from"), kind="date", value=_days("first"), hidden=True),
    Column(key="planned_to", title=_("Planned to"), kind="date", value=_days("last"), hidden=True),
    Column(
        key="window_check",
        title=_("Against the window"),
        kind="choice",
        text=lambda standing: window_words(standing.window_check),
    ),
    # On the page it stands with the planned term, as contradictions do.
    Column(
        key="after_congress",
        title=_("Against the Congress"),
        kind="choice",
        hidden=True,
        text=lambda standing: congress_words(standing.after_congress),
    ),
    Column(key="held_on", title=_("Held on"), kind="date"),
    Column(key="notified", title=_("Officially notified"), kind="boolean", text=_notified_words),
    Column(key="branch_schedules", title=_("Schedules of branches"), kind="boolean"),
    Column(
        key="protocol_status",
        title=_("Protocol"),
        kind="choice",
        text=lambda standing: _status_words(standing.protocol),
        cell=lambda standing: _status_badge(standing.protocol),
    ),
    Column(
        key="results_status",
        title=_("Results"),
        kind="choice",
        text=lambda standing: _status_words(standing.results),
        cell=lambda standing: _status_badge(standing.results),
    ),
    Column(key="conflicts", title=_("Contradictions"), kind="integer", hidden=True),
)

SCHEDULE_COLUMNS = (
    Column(key="number", title=_("No."), kind="integer", value=lambda row: row[0], width=5),
    Column(
        key="legal_name",
        title=_("Name of the member organization"),
        value=lambda row: names_on(row[1].organization, row[1].as_of).legal_name,
        width=60,
    ),
    Column(key="chair", title=_("Full name of the chair"), value=lambda row: chair_name(row[1].organization), width=30),
    Column(key="term", title=_("Term"), value=lambda row: row[1].planned.raw, width=22),
    Column(key="organization_code", title=_("Code"), value=lambda row: row[1].organization.code, hidden=True),
    Column(
        key="organization",
        title=_("Organization"),
        value=lambda row: names_on(row[1].organization, row[1].as_of).name,
        hidden=True,
    ),
)
