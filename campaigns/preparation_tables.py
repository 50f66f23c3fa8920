"""The table of what surrounds the campaign, over the member organizations."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.asked import campaign_asked
from campaigns.columns import organization_columns
from campaigns.models import Campaign
from campaigns.preparation import Prepared, prepared
from documents import registry
from documents.tables import Column, Table


def register() -> None:
    registry.register("campaign_preparation", build_preparation)


def build_preparation(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign",))
    campaign = campaign_asked(user, as_of, filters.get("campaign"))
    return preparation_table(campaign, prepared(campaign, user, as_of), as_of)


def preparation_table(campaign: Campaign, rows: Sequence[Prepared], as_of: date) -> Table:
    return Table(
        name="campaign_preparation",
        title=_("Preparation of the campaign"),
        columns=_columns(campaign),
        rows=rows,
        as_of=as_of,
        note=_("A dash: the organization has told nothing about it. Bodies below are counted with their organization."),
        row_data=lambda row: {"organization": row.organization.code},
    )


def _told(name: str) -> Any:
    return lambda row: row.told(name)


def _columns(campaign: Campaign) -> list[Column]:
    def page_of(row: Prepared) -> str:
        return reverse("campaigns:preparation", args=[campaign.pk, row.organization.code])

    return [
        *organization_columns(page_of),
        Column(key="has_norm", title=_("Own norm"), kind="boolean", value=_told("has_norm")),
        Column(key="own_norm", title=_("Members per delegate"), kind="integer"),
        Column(key="has_measures", title=_("Plan of measures"), kind="boolean", value=_told("has_measures")),
        Column(key="measures_on", title=_("Plan approved on"), kind="date", value="word.measures_on", hidden=True),
        Column(key="meeting_body", title=_("Body"), value="word.meeting_body", hidden=True),
        Column(key="meeting", title=_("Planned meeting"), value="word.meeting_raw", width=20),
        Column(key="meeting_from", title=_("Meeting from"), kind="date", value="word.meeting_first", hidden=True),
        Column(key="meeting_to", title=_("Meeting to"), kind="date", value="word.meeting_last", hidden=True),
        Column(key="seminars", title=_("Seminars"), kind="integer", value="seminar_count", total=True),
        Column(key="trained", title=_("Persons trained"), kind="integer", total=True),
        Column(key="handouts", title=_("Manuals handed out"), kind="integer", value="handout_count", total=True),
        Column(key="copies", title=_("Copies"), kind="integer", total=True, hidden=True),
        Column(key="agreements", title=_("Agreements in force"), kind="integer", value="agreement_count", total=True),
        Column(key="guests", title=_("Guests invited"), kind="integer", value="word.guests", total=True),
    ]
