"""The table of results: one row per member organization and level, what is stated or else the sum from below."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from campaigns.asked import campaign_asked
from campaigns.models import Campaign, LevelResults
from campaigns.results import BY_CODE, SHARES, Results, Row, Share
from campaigns.results_sections import LEVEL_ORDER, LEVEL_TITLES
from campaigns.results_tally import Tally, add
from documents import registry
from documents.registry import BadFilter
from documents.tables import Column, Table, Words
from organizations.models import Level, Organization
from organizations.tables import names_on

SOURCES: Mapping[str, Words] = {
    "own": _("own hand-in"),
    "stated": _("stated"),
    "summed": _("sum from below"),
    "": _("no data"),
}
SHARE_TITLES: Mapping[str, Words] = {
    "held_share": _("Held, share"),
    "turnout": _("Turnout of meetings"),
    "delegates_turnout": _("Turnout of delegates"),
    "quorum_share": _("With a quorum"),
    "turnover": _("Turnover of chairs"),
    "first_time_share": _("Chairs elected for the first time"),
    "reserve_share": _("From the reserve, of the chairs replaced"),
    "women_share": _("Women in elected bodies"),
    "youth_share": _("Youth up to 35 in elected bodies"),
    "new_in_bodies_share": _("Elected to the bodies for the first time"),
    "satisfactory_share": _("Work found satisfactory"),
}
SHOWN_FIGURES: Mapping[str, Words] = {
    "organizations_total": pgettext_lazy("organizations", "In all"),
    "organizations_held": pgettext_lazy("organizations", "Held"),
}
SHOWN_SHARES = ("turnout", "delegates_turnout", "turnover", "reserve_share", "women_share", "youth_share")
LEVELS = (Level.MEMBER, Level.BRANCH, Level.PRIMARY)


def register() -> None:
    registry.register("campaign_results", build)


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign", "level"))
    level = filters.get("level", "")
    if level and level not in LEVELS:
        raise BadFilter(f"Unknown level: {level}. Accepted: {', '.join(LEVELS)}.")
    campaign = campaign_asked(user, as_of, filters.get("campaign"))
    results = Results(campaign, user, as_of)
    return results_table(results.rows(members(user, as_of), level), campaign, as_of)


def members(user: Any, as_of: date) -> list[Organization]:
    """The member organizations in sight, all of them, whatever they handed in."""
    visible = Organization.objects.visible_to(user).active_on(as_of).filter(level=Level.MEMBER)
    return list(visible.in_order().prefetch_related("former_names"))


def results_table(rows: Iterable[Row], campaign: Campaign, as_of: date) -> Table:
    listed = list(rows)
    return Table(
        name="campaign_results",
        title=_("Results of reports and elections"),
        columns=_columns(campaign, as_of),
        rows=listed,
        totals=lambda: _with_shares(add(row.figures for row in listed)),
        as_of=as_of,
        note=_(
            "Stated is what an organization hands in of a level below it; where it states nothing, the sum of what came "
            "in from below stands. Shares are computed from the figures of the row."
        ),
        empty=_("Nothing matches the filter."),
        row_data=lambda row: {"organization": row.organization.code, "level": row.level, "source": row.source},
    )


def totals_by_level(rows: Sequence[Row]) -> dict[str, Tally]:
    """By level, and of all levels together under the empty name."""
    levels = {level.value: add(row.figures for row in rows if row.level == level) for level in LEVELS}
    return {**levels, "": add(row.figures for row in rows)}


def _with_shares(figures: Tally) -> dict[str, Any]:
    return {**figures, **{share.code: share.of(figures) for share in SHARES}}


def _columns(campaign: Campaign, as_of: date) -> list[Column]:
    return [
        Column(
            key="organization",
            title=_("Organization"),
            value=lambda row: names_on(row.organization, as_of).name,
            href=lambda row: reverse("campaigns:results_of", args=[campaign.pk, row.organization.code]),
            width=28,
        ),
        Column(key="organization_code", title=_("Code"), value="organization.code", hidden=True),
        Column(key="level", title=_("Level"), kind="choice", text=lambda row: LEVEL_TITLES[row.level], width=18),
        Column(
            key="source",
            title=_("Source"),
            kind="choice",
            value=lambda row: row.source or None,
            text=lambda row: SOURCES[row.source],
            cell="campaigns/results/_source.html",
            width=16,
        ),
        Column(key="differences", title=_("Differs from the sum"), kind="integer", value=_differing, hidden=True),
        *(_figure(name, title) for name, title in SHOWN_FIGURES.items()),
        *(_share(BY_CODE[code], hidden=False) for code in SHOWN_SHARES),
        *(_share(share, hidden=True) for share in SHARES if share.code not in SHOWN_SHARES),
        *(_figure(name) for name in LEVEL_ORDER if name not in SHOWN_FIGURES),
        Column(key="explanation", title=_("Why it differs from the sum"), hidden=True),
    ]


def _differing(row: Row) -> int | None:
    """How many figures differ; of stated ones only."""
    return len(row.differences) if row.source == "stated" else None


def figure_title(name: str) -> Words:
    return capfirst(LevelResults._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _figure(name: str, shown_as: Words = "") -> Column:
    return Column(
        key=name,
        title=shown_as or figure_title(name),
        kind="integer",
        value=_of(lambda figures: figures[name]),
        hidden=not shown_as,
    )


def _share(share: Share, *, hidden: bool) -> Column:
    return Column(key=share.code, title=SHARE_TITLES[share.code], kind="percent", value=_of(share.of), hidden=hidden)


def _of(read: Callable[[Tally], Any]) -> Callable[[Row], Any]:
    return lambda row: read(row.figures)


def held_words(figures: Tally) -> str:
    """How many held, of how many."""
    held, total = figures["organizations_held"] or 0, figures["organizations_total"] or 0
    return gettext("{held} of {total}").format(held=held, total=total)
