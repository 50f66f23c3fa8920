"""The tables of the congress: places by organization, delegates by name, the report on credentials."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models.functions import Collate
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from campaigns import credentials
from campaigns.asked import campaign_asked
from campaigns.columns import organization_columns
from campaigns.congress import Places, places
from campaigns.models import Campaign, Delegate, DelegateNorm
from campaigns.quota import Rounding
from documents import registry
from documents.cells import grouped
from documents.tables import Column, Table
from organizations.tables import names_on

PLACES_TITLE = _("Delegates to the Congress")


def register() -> None:
    registry.register("delegates", build_places)
    registry.register("delegate_list", build_delegates)
    registry.register("credentials", build_credentials)


# --- What a script or the command asks for ---------------------------------------------------------------


def build_places(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign",))
    campaign = campaign_asked(user, as_of, filters.get("campaign"))
    return places_table(campaign, places(campaign, user, as_of), as_of)


def build_delegates(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign", "organization"))
    campaign = campaign_asked(user, as_of, filters.get("campaign"))
    return delegates_table(elected(campaign, user, as_of, filters.get("organization", "")), as_of)


def build_credentials(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    registry.refuse_unknown(filters, ("campaign",))
    campaign = campaign_asked(user, as_of, filters.get("campaign"))
    return credentials_table(credentials.of_campaign(campaign, user, as_of), as_of)


def elected(campaign: Campaign, user: Any, as_of: date, code: str = "") -> Any:
    """Everybody elected by that day, those withdrawn since as well."""
    found = Delegate.objects.visible_to(user).filter(campaign=campaign).elected_by(as_of)
    if code:
        found = found.filter(organization__code=code)
    found = found.select_related("organization", "substitutes", "elected_at")
    return found.prefetch_related("organization__former_names").order_by(Collate("name", "kk-x-icu"), "pk")


# --- Places -----------------------------------------------------------------------------------------------


def places_table(campaign: Campaign, rows: Sequence[Places], as_of: date) -> Table:
    norm = rows[0].norm if rows else None
    return Table(
        name="delegates",
        title=PLACES_TITLE,
        columns=_place_columns(campaign, norm),
        rows=rows,
        as_of=as_of,
        note=norm_note(norm),
        row_data=lambda row: {"organization": row.organization.code},
    )


def norm_note(norm: DelegateNorm | None) -> str:
    """What the numbers rest on, in every format."""
    if norm is None:
        return gettext("No norm of representation has been decided by this day.")
    rule = gettext("Norm: one delegate per {members} members.").format(members=grouped(norm.members_per_delegate))
    chosen = (
        gettext("Chosen rounding: {rounding}.").format(rounding=norm.get_rounding_display())
        if norm.rounding
        else gettext("The rounding is not chosen: all four stand side by side.")
    )
    return f"{rule} {chosen} {basis(norm)}"


def basis(norm: DelegateNorm) -> str:
    return "; ".join(filter(None, [norm.decree_item.citation if norm.decree_item else "", norm.source]))


def _place_columns(campaign: Campaign, norm: DelegateNorm | None) -> list[Column]:
    def page_of(row: Places) -> str:
        return reverse("campaigns:organization_delegates", args=[campaign.pk, row.organization.code])

    return [
        *organization_columns(page_of),
        Column(key="members", title=_("Members"), kind="integer", total=True, cell="campaigns/congress/_members.html"),
        *(_rounding_column(rounding, norm) for rounding in Rounding),
        Column(key="chosen", title=_("Quota"), kind="integer", total=True),
        Column(key="elected", title=_("Elected"), kind="integer", total=True, cell="campaigns/congress/_elected.html"),
        Column(key="base_day", title=_("Base date"), kind="date", value="base.base_day", hidden=True),
        Column(key="source", title=_("Source of the members"), value="base.source", hidden=True, width=30),
        Column(key="substitutes", title=_("Substitutes"), kind="integer", total=True),
        Column(key="attended", title=_("Present"), kind="integer", total=True),
        Column(key="warning", title=_("Remark"), hidden=True, width=30),
    ]


def _rounding_column(rounding: Rounding, norm: DelegateNorm | None) -> Column:
    chosen = norm is not None and norm.rounding == rounding
    words = capfirst(rounding.label)
    title = gettext("{rounding} (chosen)").format(rounding=words) if chosen else words
    return Column(key=rounding.value, title=title, kind="integer", total=True, value=lambda row: row.by(rounding.value))


# --- Delegates by name ------------------------------------------------------------------------------------


def delegates_table(rows: Iterable[Delegate], as_of: date) -> Table:
    return Table(
        name="delegate_list",
        title=_("Delegates by name"),
        columns=_delegate_columns(as_of),
        rows=rows,
        as_of=as_of,
        empty=_("No delegate had been elected by this day."),
        row_data=lambda delegate: {"organization": delegate.organization.code, "standing": standing(delegate, as_of)},
    )


def standing(delegate: Delegate, as_of: date) -> str:
    """What he is on a day."""
    if delegate.withdrawn_on and delegate.withdrawn_on <= as_of:
        return "withdrawn"
    waits = delegate.is_substitute and not (delegate.called_on and delegate.called_on <= as_of)
    return "substitute" if waits else "delegate"


def standing_words(delegate: Delegate, as_of: date) -> str:
    return {
        "delegate": gettext("delegate"),
        "substitute": gettext("substitute"),
        "withdrawn": gettext("withdrawn"),
    }[standing(delegate, as_of)]


def _attended(as_of: date) -> Any:
    return lambda one: one.attended if one.attended_on and one.attended_on <= as_of else None


def _delegate_columns(as_of: date) -> list[Column]:
    return [
        Column(key="name", title=_("Full name"), width=32),
        Column(key="organization_code", title=_("Code"), value="organization.code", hidden=True),
        Column(key="organization", title=_("Organization"), value=lambda one: names_on(one.organization, as_of).name),
        Column(
            key="standing",
            title=_("Is"),
            kind="choice",
            value=lambda one: standing(one, as_of),
            text=lambda one: standing_words(one, as_of),
        ),
        Column(key="position", title=_("Position and workplace"), width=30),
        Column(key="sex", title=_("Sex"), kind="choice", text="get_sex_display"),
        # As text: a year has no space between its thousands.
        Column(key="birth_year", title=_("Year of birth"), kind="choice", text=lambda one: str(one.birth_year or "")),
        Column(key="education", title=_("Education"), kind="choice", text="get_education_display"),
        Column(key="first_time", title=_("First time"), kind="boolean"),
        Column(key="elected_on", title=_("Elected on"), kind="date"),
        Column(key="protocol_number", title=_("Minutes No."), hidden=True),
        Column(key="in_place_of", title=_("In place of"), value="substitutes.name", hidden=True),
        Column(key="withdrawn_on", title=_("Withdrawn on"), kind="date", hidden=True, value=_withdrawn(as_of)),
        Column(key="attended", title=_("Present"), kind="boolean", value=_attended(as_of)),
    ]


def _withdrawn(as_of: date) -> Any:
    return lambda one: one.withdrawn_on if one.withdrawn_on and one.withdrawn_on <= as_of else None


# --- Credentials ------------------------------------------------------------------------------------------


def credentials_table(rows: Sequence[credentials.Line], as_of: date) -> Table:
    return Table(
        name="credentials",
        title=_("Report on the credentials of the delegates"),
        columns=CREDENTIAL_COLUMNS,
        rows=rows,
        as_of=as_of,
        note=_("Age is the age reached in the year of the Congress. Shares are of all delegates and of all present."),
        row_data=lambda line: {"section": line.section, "group": line.group},
    )


CREDENTIAL_COLUMNS = (
    Column(key="title", title=_("Group"), width=28),
    Column(
        key="section",
        title=_("By"),
        kind="choice",
        text="section_title",
    ),
    Column(key="group", title=_("Code"), hidden=True),
    Column(key="elected", title=_("Elected"), kind="integer"),
    Column(key="elected_share", title=_("Share of the elected"), kind="percent"),
    Column(key="present", title=_("Present"), kind="integer"),
    Column(key="present_share", title=_("Share of the present"), kind="percent"),
)
