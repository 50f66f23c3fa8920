"""Terms of office of the member organizations, and how far the levels below them have come."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.asked import campaign_asked
from campaigns.ordinals import roman
from campaigns.progress import LOWER, Progress, add_progress
from campaigns.states import Standing, standings
from campaigns.wording import bodies_of
from documents import registry
from documents.tables import Column, Table
from organizations.tables import chair_words


def build_terms(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign",))
    return terms_table(standings(campaign_asked(user, as_of, filters.get("campaign")), user, as_of), as_of)


def build_progress(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign", "level"))
    present = standings(campaign_asked(user, as_of, filters.get("campaign")), user, as_of)
    add_progress(present, user)
    return progress_table(present, as_of, filters.get("level", ""))


def terms_table(present: Iterable[Standing], as_of: date) -> Table:
    """When the present term began, when the next regular conference is due, and who holds the office until then."""
    return Table(
        name="campaign_terms",
        title=_("Terms of office"),
        columns=TERM_COLUMNS,
        rows=present,
        as_of=as_of,
        empty=_("No member organization existed on this day."),
        row_data=lambda standing: {"organization": standing.organization.code},
    )


def progress_table(present: Iterable[Standing], as_of: date, level: str = "") -> Table:
    """Of both levels, or of the one asked for."""
    if level and level not in LOWER:
        raise registry.BadFilter(f"Unknown level: {level}. Accepted: {', '.join(LOWER)}.")
    return Table(
        name="campaign_progress",
        title=_("Progress of the levels below"),
        columns=PROGRESS_COLUMNS,
        rows=[row for row in _levels(present) if not level or row[1].level == level],
        as_of=as_of,
        empty=_("Nothing is known of the levels below by this day."),
        row_data=lambda row: {"organization": row[0].organization.code, "level": row[1].level},
    )


def _levels(present: Iterable[Standing]) -> Iterator[tuple[Standing, Progress]]:
    for standing in present:
        for progress in standing.progress.values():
            yield standing, progress


def _conferences_of(standing: Standing) -> str:
    return reverse("campaigns:conferences", args=[standing.organization.code])


def _ordinal(standing: Standing) -> str:
    number = standing.last_regular.ordinal if standing.last_regular else None
    return roman(number) if number else ""


def _extraordinary(standing: Standing) -> date | None:
    return max((one.held_on for one in standing.extraordinary), default=None)


def _term_words(standing: Standing) -> str:
    if standing.term_ends_on is None:
        return ""
    return gettext("has run out") if standing.term_is_over else gettext("runs")


def _held(row: tuple[Standing, Progress]) -> int | None:
    return row[1].held


TERM_COLUMNS = (
    Column(key="organization", title=_("Organization"), value="organization.name", href=_conferences_of, width=28),
    Column(key="organization_code", title=_("Code"), value="organization.code", hidden=True),
    Column(key="last_held_on", title=_("Last regular conference"), kind="date"),
    Column(key="ordinal", title=_("Number"), value=_ordinal),
    Column(key="next_by", title=_("Next regular one by"), value="term_ends_on", kind="date"),
    Column(key="term", title=_("Present term"), value=_term_words),
    Column(key="term_is_over", title=_("Term has run out"), kind="boolean", hidden=True),
    Column(key="extraordinary_on", title=_("Extraordinary conference"), value=_extraordinary, kind="date"),
    Column(key="chair", title=_("Chair"), value=lambda standing: chair_words(standing.organization), width=30),
    Column(
        key="chair_is_acting",
        title=_("Acting chair"),
        value=lambda standing: bool(standing.organization.chair_is_acting),
        kind="boolean",
        hidden=True,
    ),
)

PROGRESS_COLUMNS = (
    Column(
        key="organization",
        title=_("Organization"),
        value=lambda row: row[0].organization.name,
        href=lambda row: reverse("campaigns:plans", args=[row[0].campaign.pk, row[0].organization.code]),
        width=28,
    ),
    Column(key="organization_code", title=_("Code"), value=lambda row: row[0].organization.code, hidden=True),
    Column(
        key="level",
        title=_("Level"),
        value=lambda row: str(row[1].level),
        text=lambda row: bodies_of(row[1].level),
        kind="choice",
    ),
    Column(key="held", title=_("Held"), value=_held, kind="integer", total=True),
    Column(key="total", title=_("Of how many"), value=lambda row: row[1].total, kind="integer", total=True),
    Column(key="told_on", title=_("Told on"), value=lambda row: row[1].told_on, kind="date"),
    Column(key="source", title=_("Source"), value=lambda row: row[1].source, width=30),
    Column(key="entered", title=_("Entered singly"), value=lambda row: row[1].entered, kind="integer", total=True),
    Column(
        key="registered", title=_("In the registry"), value=lambda row: row[1].registered, kind="integer", total=True
    ),
    Column(
        key="differs",
        title=_("Differs"),
        value=lambda row: bool(row[1].differences),
        text=lambda row: "; ".join(row[1].differences),
        kind="boolean",
        width=40,
    ),
)
