"""Reports that came with figures that do not add up: by organization, at the first attempt, and how often returned."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_lazy as _

from documents import registry
from documents.tables import Column, Table
from membership.filters import UNDERSTOOD, Scope
from membership.models import FirstCheck, MembershipReport
from membership.statistics import KIND
from organizations.models import Organization
from reporting import badges
from reporting.models import Obligation
from reporting.querysets import ObligationQuerySet
from reporting.tables.people import organization_columns

ORDERS = {
    "failed_checks": "failed_checks",
    "returned": "times_returned",
    "rounds": "rounds",
}


def register() -> None:
    registry.register("membership_errors", build_errors)


def build_errors(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return errors_table(Scope.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD))


def errors_table(scope: Scope, sort: str = "") -> Table:
    """Everybody who owed the report of the year; who failed most checks comes first."""
    return Table(
        name="membership_errors",
        title=_("Errors in the reports"),
        columns=[
            *organization_columns(href=lambda row: row.organization.get_absolute_url()),
            Column(key="year", title=_("Year"), value="key", hidden=True),
            Column(
                key="status",
                title=_("Report"),
                kind="status",
                value=lambda row: str(row.status),
                text=lambda row: badges.in_words(**badges.facts(row)),
                cell=lambda row: badges.badge(**badges.facts(row), dense=True),
                href=lambda row: row.get_absolute_url(),
            ),
            Column(key="failed_checks", title=_("Failed checks"), kind="integer", total=True, sortable=True),
            Column(key="rounds", title=_("Rounds"), kind="integer", total=True, sortable=True),
            Column(
                key="returned",
                title=_("Returned, times"),
                kind="integer",
                value="times_returned",
                total=True,
                sortable=True,
            ),
            Column(key="accepted_on", title=_("Accepted on"), kind="date"),
        ],
        rows=owed(scope, sort or "-failed_checks"),
        as_of=scope.as_of,
        note=gettext(
            "Failed checks are counted when a report is handed in for the first time; corrections leave them."
        ),
        empty=_("Nobody owes a report of this year."),
        row_data=lambda row: {"organization": row.organization.code, "status": row.status},
    )


def owed(scope: Scope, sort: str) -> ObligationQuerySet:
    found = Obligation.objects.visible_to(scope.user).with_status(scope.as_of)
    rows = Organization.objects.visible_to(scope.user).filter(scope.rows)
    found = found.filter(requirement__kind=KIND, key=str(scope.year), organization__in=rows)
    by = ORDERS.get(sort.removeprefix("-"), "failed_checks")
    return _counted(found, scope).select_related("organization").order_by(_ordered(by, sort), "organization__code")


def _ordered(field: str, sort: str) -> Any:
    return F(field).desc(nulls_last=True) if sort.startswith("-") else F(field).asc(nulls_last=True)


def _counted(found: ObligationQuerySet, scope: Scope) -> ObligationQuerySet:
    """Adds `failed_checks` (of the first attempt by that day) and `times_returned`."""
    first = FirstCheck.objects.filter(obligation=OuterRef("pk"), at__date__lte=scope.as_of)
    told = MembershipReport.objects.visible_to(scope.user).filter(
        submission__obligation=OuterRef("pk"), submission__received_on__lte=scope.as_of
    )
    given_back = Q(submissions__returned_on__lte=scope.as_of)
    return found.annotate(
        failed_checks=Coalesce(
            Subquery(first.values("failed_checks")[:1]),
            Subquery(told.order_by("submission__round").values("failed_checks")[:1]),
        ),
        times_returned=Count("submissions", filter=given_back),
    )
