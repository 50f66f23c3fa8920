"""The table behind a count: each primary organization below a body, with its planned term or without one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.asked import campaign_asked
from campaigns.models import Campaign, Plan, Window
from campaigns.periods import against_window
from campaigns.primary_terms import SINGLE
from campaigns.statements import Planned, read_together
from campaigns.wording import days_of, window_words
from documents import registry
from documents.registry import BadFilter
from documents.tables import Column, Table
from organizations.access import within
from organizations.models import Level, Organization

# "none": without a term.
CHECKS = ("inside", "partly", "early", "late", "none")


@dataclass(frozen=True)
class PrimaryRow:
    organization: Organization
    campaign: Campaign
    planned: Planned | None
    window: Window | None

    @property
    def check(self) -> str:
        if self.planned is None:
            return "none"
        window = self.window
        return against_window(self.planned.period, window.first_day, window.last_day) if window else "inside"


def register() -> None:
    registry.register("campaign_primaries", build_primaries)


def build_primaries(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign", "organization", "check"))
    above = Organization.objects.visible_to(user).filter(code=filters.get("organization", "")).first()
    if above is None:
        raise BadFilter("No such organization. Accepted: organization=<code of a body with primary organizations>.")
    check = filters.get("check", "")
    if check and check not in CHECKS:
        raise BadFilter(f"Unknown check: {check}. Accepted: {', '.join(CHECKS)}.")
    return primaries_table(campaign_asked(user, as_of, filters.get("campaign")), above, user, as_of, check)


def primaries_table(campaign: Campaign, above: Organization, user: Any, as_of: date, check: str = "") -> Table:
    rows = [row for row in _rows(campaign, above, user, as_of) if not check or row.check == check]
    return Table(
        name="campaign_primaries",
        title=_("Planned terms of the primary organizations"),
        columns=COLUMNS,
        rows=rows,
        as_of=as_of,
        empty=_("No primary organization of this kind."),
        row_data=lambda row: {"organization": row.organization.code, "check": row.check},
    )


def _rows(campaign: Campaign, above: Organization, user: Any, as_of: date) -> Iterator[PrimaryRow]:
    plans = Plan.objects.visible_to(user).filter(SINGLE, within(above.path or "", "organization__path"))
    told: dict[int, list[Plan]] = defaultdict(list)
    for plan in plans.filter(campaign=campaign).told_by(as_of):
        told[plan.organization_id].append(plan)
    window = campaign.windows_on(as_of).get(Level.PRIMARY)
    below = Organization.objects.visible_to(user).existing_on(as_of).filter(within(above.path or ""))
    primaries = below.filter(level=Level.PRIMARY).exclude(pk=above.pk).select_related("parent").in_order()
    for organization in primaries:
        yield PrimaryRow(organization, campaign, read_together(told.get(organization.pk, [])), window)


def _planned(attribute: str) -> Any:
    return lambda row: getattr(row.planned.period, attribute) if row.planned else None


COLUMNS = (
    Column(
        key="organization",
        title=_("Organization"),
        value=lambda row: row.organization.name,
        href=lambda row: reverse("campaigns:plans", args=[row.campaign.pk, row.organization.code]),
        width=40,
    ),
    Column(key="organization_code", title=_("Code"), value=lambda row: row.organization.code, hidden=True),
    Column(key="parent", title=_("Higher body"), value=lambda row: row.organization.parent.name, width=28),
    Column(
        key="planned_raw", title=_("Planned term"), value=lambda row: row.planned.raw if row.planned else None, width=24
    ),
    Column(
        key="days", title=_("Read as"), value=lambda row: days_of(row.planned.period) if row.planned else None, width=24
    ),
    Column(key="planned_from", title=_("Planned from"), kind="date", value=_planned("first"), hidden=True),
    Column(key="planned_to", title=_("Planned to"), kind="date", value=_planned("last"), hidden=True),
    Column(
        key="window_check",
        title=_("Against the window"),
        kind="choice",
        value=lambda row: row.check,
        text=lambda row: window_words(row.check),
    ),
    Column(
        key="reason",
        title=_("Reason for a term outside the window"),
        value=lambda row: row.planned.outside_reason if row.planned else None,
        width=40,
    ),
)
