"""Changes of territory, withdrawals, territories without a branch, institutions without a union organization
(statistics.md, sections 1 and 2)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _

from documents import registry
from documents.registry import refuse_unknown
from documents.tables import Column, Table
from membership.filters import UNDERSTOOD, Scope
from membership.models import TerritoryEvent, UncoveredTerritory
from membership.reckoned import of_rows
from membership.statistics import Line
from organizations.access import address_in_sight
from organizations.models import Organization
from reporting.tables.people import organization_columns

FILTERS = ("organization",)
OF_INSTITUTIONS = ("institutions_with_union", "institutions_without_state", "institutions_without_private")


def register() -> None:
    registry.register("membership_territory", build_territory)
    registry.register("membership_withdrawals", build_withdrawals)
    registry.register("membership_uncovered", build_uncovered)
    registry.register("membership_institutions", build_institutions)


def build_territory(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return territory_table(_of(TerritoryEvent.objects.visible_to(user), filters, "origin", "target"), as_of, user)


def build_withdrawals(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return withdrawals_table(_of(TerritoryEvent.objects.visible_to(user), filters, "origin"), as_of)


def build_uncovered(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return uncovered_table(_of(UncoveredTerritory.objects.visible_to(user), filters, "organization"), as_of)


def build_institutions(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return institutions_table(Scope.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD))


def _of(found: Any, filters: Mapping[str, str], *lookups: str) -> Any:
    """`organization=CODE` leaves what concerns that body."""
    refuse_unknown(filters, FILTERS)
    if not (code := filters.get("organization")):
        return found
    concerned = Q()
    for lookup in lookups:
        concerned |= Q(**{f"{lookup}__code": code})
    return found.filter(concerned)


# --- Changes of territory -----------------------------------------------------------------------------------


def territory_table(found: Any, as_of: date, user: Any) -> Table:
    """Splits, mergers and transfers; what left the union stands in a table of its own. The other side of a transfer
    may lie out of the reader's sight: it is named without a link."""
    rows = found.filter(on__lte=as_of, target__isnull=False).select_related("origin", "target").order_by("-on", "-pk")
    return Table(
        name="membership_territory",
        title=_("Changes of territory"),
        columns=[
            Column(key="on", title=_("Day"), kind="date"),
            Column(key="kind", title=_("Kind"), kind="choice", text=lambda one: one.get_kind_display(), width=20),
            Column(key="organization_code", title=_("Code"), value="origin.code", hidden=True, width=16),
            Column(
                key="organization",
                title=_("From the organization"),
                value="origin.name",
                href=lambda event: address_in_sight(user, event.origin),
                width=30,
            ),
            Column(key="target_code", title=_("Code of the receiving body"), value="target.code", hidden=True),
            Column(
                key="target",
                title=_("To the organization"),
                value="target.name",
                href=lambda event: address_in_sight(user, event.target),
                width=30,
            ),
            Column(key="reason", title=_("Reason"), kind="choice", text=lambda one: one.get_reason_display(), width=26),
            *_carried_columns(),
            Column(key="source", title=_("Source"), width=40),
        ],
        rows=rows,
        as_of=as_of,
        empty=_("No change of territory is recorded."),
        row_data=lambda event: {"organization": event.origin.code},
    )


def _carried_columns() -> list[Column]:
    return [
        Column(key="members_total", title=_("Members"), kind="integer"),
        Column(key="members_employed", title=_("Employed members"), kind="integer"),
        Column(key="primaries", title=_("Primary organizations"), kind="integer"),
    ]


def withdrawals_table(found: Any, as_of: date) -> Table:
    rows = found.filter(on__lte=as_of, kind=TerritoryEvent.Kind.WITHDRAWAL).select_related("origin")
    return Table(
        name="membership_withdrawals",
        title=_("Withdrawals from the union"),
        columns=[
            Column(key="on", title=_("Day"), kind="date"),
            *organization_columns("origin", href=lambda event: event.origin.get_absolute_url()),
            Column(key="reason", title=_("Reason"), kind="choice", text=lambda one: one.get_reason_display(), width=26),
            Column(key="destination", title=_("Where it went"), width=34),
            *(_with_totals(column) for column in _carried_columns()),
            Column(key="source", title=_("Decree or source"), width=40),
        ],
        rows=rows.order_by("-on", "-pk"),
        as_of=as_of,
        empty=_("Nobody has withdrawn from the union."),
        row_data=lambda event: {"organization": event.origin.code},
    )


def _with_totals(column: Column) -> Column:
    return Column(key=column.key, title=column.title, kind=column.kind, total=True)


# --- What nobody covers -------------------------------------------------------------------------------------


def uncovered_table(found: Any, as_of: date) -> Table:
    return Table(
        name="membership_uncovered",
        title=_("Territories without a branch"),
        columns=[
            *organization_columns(href=lambda row: row.organization.get_absolute_url()),
            Column(key="territory", title=_("District or city"), value="name", width=30),
            Column(key="since", title=_("Since"), kind="date"),
            Column(key="reason", title=_("Reason"), width=40),
            Column(key="is_largest", title=_("Among the largest"), kind="boolean"),
            Column(key="source", title=_("Source"), width=34),
        ],
        rows=found.standing_on(as_of).select_related("organization").order_by("-is_largest", "organization", "name_ru"),
        as_of=as_of,
        empty=_("No territory without a branch is recorded."),
        row_data=lambda row: {"organization": row.organization.code},
    )


def institutions_table(scope: Scope) -> Table:
    """By ownership, as the reports of the year say."""
    lines = of_rows(scope, OF_INSTITUTIONS).lines(scope.year) if scope.year else []
    told = [line for line in lines if any(line.figures.get(code) is not None for code in OF_INSTITUTIONS)]
    titles = (_("With a union organization"), _("State ones without it"), _("Private ones without it"))
    return Table(
        name="membership_institutions",
        title=_("Institutions without a union organization"),
        columns=[
            *organization_columns(href=lambda line: line.organization.get_absolute_url()),
            Column(key="year", title=_("Year"), hidden=True),
            *(_institutions(code, title) for code, title in zip(OF_INSTITUTIONS, titles, strict=True)),
        ],
        rows=told,
        as_of=scope.as_of,
        note=gettext("State on 01.01.{year}, as reported.").format(year=scope.year) if scope.year else "",
        empty=_("No membership report has come in by this day."),
        row_data=lambda line: {"organization": line.organization.code},
    )


def _institutions(code: str, title: Any) -> Column:
    def number(line: Line) -> int | None:
        return line.figures.get(code)

    return Column(key=code, title=title, kind="integer", value=number, total=True)


def of_organization(user: Any, organization: Organization, day: date) -> dict[str, Any]:
    """What its page shows: events that brought or took members, territories nobody covers."""
    events = TerritoryEvent.objects.visible_to(user).filter(Q(origin=organization) | Q(target=organization))
    uncovered = UncoveredTerritory.objects.visible_to(user).filter(organization=organization)
    return {
        "events": list(events.filter(on__lte=day).select_related("origin", "target").order_by("-on", "-pk")),
        "uncovered": list(uncovered.standing_on(day)),
    }
