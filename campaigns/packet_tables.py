"""The table of the protocol packets of a campaign."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.asked import campaign_asked
from campaigns.columns import organization_columns
from campaigns.models import Conference
from campaigns.packets import Packet, State, packets
from documents import registry
from documents.registry import BadFilter
from documents.tables import Column, Table
from organizations.models import Level
from reporting import badges


def register() -> None:
    registry.register("campaign_packets", build_packets)


def build_packets(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign", "state"))
    present = packets(user, as_of, campaign=campaign_asked(user, as_of, filters.get("campaign")))
    return packets_table(in_state(present, filters.get("state", "")), as_of)


def in_state(present: Sequence[Packet], state: str) -> list[Packet]:
    if state and state not in State.values:
        raise BadFilter(f"Unknown state: {state}. Accepted: {', '.join(State.values)}.")
    return [packet for packet in present if not state or packet.state == state]


def packets_table(present: Iterable[Packet], as_of: date) -> Table:
    return Table(
        name="campaign_packets",
        title=_("Protocol packets"),
        columns=COLUMNS,
        rows=present,
        as_of=as_of,
        empty=_("No packet is in this state."),
        row_data=lambda packet: {"organization": packet.organization.code, "state": packet.state.value},
    )


def page_of(packet: Packet) -> str:
    """What was handed in; before that, what is asked."""
    if packet.submission:
        return reverse("campaigns:packet", args=[packet.submission.pk])
    return packet.obligation.get_absolute_url()


COLUMNS = (
    *organization_columns(page_of),
    Column(
        key="level",
        title=_("Level"),
        kind="choice",
        value="organization.level",
        text=lambda packet: Level(packet.organization.level).label,
        hidden=True,
    ),
    Column(
        key="event_kind",
        title=_("What was held"),
        kind="choice",
        text=lambda packet: Conference.Kind(packet.event_kind).label,
        hidden=True,
    ),
    Column(key="held_on", title=_("Held on"), kind="date"),
    Column(key="due_on", title=_("Due day"), kind="date", value="obligation.due_on"),
    Column(
        key="state",
        title=_("Packet"),
        kind="choice",
        value=lambda packet: packet.state.value,
        text=lambda packet: packet.state.label,
        cell="campaigns/packet/_state.html",
        width=20,
    ),
    Column(key="lacking", title=_("What is lacking"), value="lacking_words", width=60),
    Column(key="days_late", title=_("Days late"), kind="integer"),
    Column(key="completed_on", title=_("Last required paper came on"), kind="date", hidden=True),
    Column(
        key="status",
        title=_("Hand-in"),
        kind="choice",
        value="obligation.status",
        text=lambda packet: badges.in_words(**badges.facts(packet.obligation)),
        hidden=True,
    ),
)
