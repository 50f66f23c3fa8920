"""The registry as a table: who exists on a day, who chairs it, how to reach them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Collate
from django.utils.translation import get_language, gettext_lazy as _

from documents.registry import BadFilter, refuse_unknown
from documents.tables import Column, Table
from organizations.access import address_in_sight, path_of, within
from organizations.models import Level, Organization
from organizations.models.names import Names
from organizations.querysets import OrganizationQuerySet

FILTERS = ("q", "level", "region", "parent", "state", "reachable")
STATES = ("existing", "suspended", "closed", "all")
UNREACHABLE = "no"


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return table(select(user, as_of, filters).in_order(), as_of, user)


def table(rows: OrganizationQuerySet, as_of: date, user: Any) -> Table:
    return Table(name="organizations", title=_("Organizations"), columns=columns(user), rows=rows, as_of=as_of)


def select(user: Any, as_of: date, filters: Mapping[str, str]) -> OrganizationQuerySet:
    """The organizations a person may see that the filters leave, each with chair and reachability on that day."""
    refuse_unknown(filters, FILTERS)
    found = Organization.objects.visible_to(user).found_by(filters.get("q", ""))
    found = _in_state(found, filters.get("state") or "existing", as_of)
    if level := filters.get("level"):
        found = found.filter(level=_one_of("level", level, Level.values))
    if region := filters.get("region"):
        found = found.filter(region=region)
    if parent := filters.get("parent"):
        found = found.filter(_below(user, parent))
    found = found.with_chair(as_of).with_reachability(as_of)
    if reachable := filters.get("reachable"):
        found = found.filter(is_reachable=_one_of("reachable", reachable, ("yes", UNREACHABLE)) == "yes")  # type: ignore[misc]
    return found.select_related("region", "parent")


def orders() -> dict[str, Sequence[Any]]:
    """By what each column sorts, Kazakh letters in their places."""
    kazakh = get_language() == "kk"
    name, chair = ("short_kk", "chair_kk") if kazakh else ("short_ru", "chair_ru")
    return {
        "organization": [Collate(name, "kk-x-icu"), "code"],
        "chair": [Collate(chair, "kk-x-icu"), "code"],
        "contacts_confirmed_on": ["contacts_confirmed_on", "code"],
    }


def _in_state(found: OrganizationQuerySet, state: str, day: date) -> OrganizationQuerySet:
    state = _one_of("state", state, STATES)
    if state == "existing":
        return found.existing_on(day)
    if state == "suspended":
        return found.dormant_on(day)
    return found.filter(closed_on__lte=day) if state == "closed" else found


def _below(user: Any, code: str) -> Q:
    above = Organization.objects.visible_to(user).filter(code=code).first()
    if above is None:
        raise BadFilter(f"No organization has the code {code}.")
    return within(path_of(above)) & ~Q(pk=above.pk)


def _one_of(name: str, value: str, accepted: Sequence[str]) -> str:
    if value not in accepted:
        raise BadFilter(f"Filter {name}: {value}. Accepted: {', '.join(accepted)}.")
    return value


def names_on(organization: Organization, day: date) -> Names:
    """The names borne on that day, from the former names fetched with the organization; most bear their present ones."""
    if organization.names_from is None or organization.names_from <= day:
        return organization
    for former in organization.former_names.all():
        if (former.valid_from is None or former.valid_from <= day) and former.valid_to > day:
            return former
    return organization


def chair_name(row: Any) -> str:
    return (row.chair_kk if get_language() == "kk" else "") or row.chair_ru or ""


def chair_words(row: Any) -> str:
    """The name, and whether the person is only acting."""
    name = chair_name(row)
    return f"{name} ({_('acting')})" if name and row.chair_is_acting else name


def columns(user: Any) -> list[Column]:
    """A higher body that the reader may not look at is named without a link."""
    return [
        Column(
            key="organization",
            title=_("Organization"),
            value="name",
            href=lambda row: row.get_absolute_url(),
            sortable=True,
            width=34,
        ),
        Column(key="organization_code", title=_("Code"), value="code", hidden=True, width=16),
        Column(key="legal_name", title=_("Legal name"), hidden=True, width=50),
        Column(key="level", title=_("Level"), kind="choice", text="get_level_display", width=18),
        Column(key="kind", title=_("Kind"), kind="choice", text="get_kind_display", hidden=True, width=22),
        Column(key="parent_code", title=_("Code of the higher body"), value="parent.code", hidden=True),
        Column(
            key="parent",
            title=_("Higher body"),
            value="parent.name",
            href=lambda row: address_in_sight(user, row.parent),
        ),
        Column(key="region_iso", title=_("Code of the region"), value="region_id", hidden=True),
        Column(key="region", title=_("Region"), value="region.name", hidden=True),
        Column(key="bin", title=_("BIN"), hidden=True, width=14),
        Column(key="chair", title=_("Chair"), value=chair_name, text=chair_words, sortable=True, width=30),
        Column(key="chair_phone", title=_("Telephone of the chair"), cell="organizations/_chair_phone.html", width=18),
        Column(key="chair_email", title=_("E-mail of the chair"), hidden=True),
        Column(key="phone", title=_("Telephone"), hidden=True, width=18),
        Column(key="email", title=_("E-mail"), hidden=True),
        Column(key="address", title=_("Address"), hidden=True, width=40),
        Column(key="reachable", title=_("A person can be reached"), value="is_reachable", kind="boolean", hidden=True),
        Column(key="contacts_confirmed_on", title=_("Contacts confirmed on"), kind="date", sortable=True),
        Column(key="founded_on", title=_("Founded on"), kind="date", hidden=True),
        Column(key="closed_on", title=_("Closed on"), kind="date", hidden=True),
    ]
