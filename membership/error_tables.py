"""Reports that came with figures that do not add up: by organization, at the first attempt, and how often returned."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_lazy as _

from documents import registry
from documents.tables import Column, Table
from membership.filters import UNDERSTOOD, Scope
from membership.models import FirstCheck, MembershipReport
from membership.models.years import KIND
from organizations.models import Organization
from reporting.models import Obligation, Submission
from reporting.querysets import ObligationQuerySet
from reporting.tables.people import organization_columns
from reporting.tables.status import status_column

ORDERS = {
    "failed_checks": "failed_checks",
    "returned": "times_returned",
    "rounds": "live_rounds",
}


def register() -> None:
    registry.register("membership_errors", build_errors)


def build_errors(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return errors_table(Scope.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD))


def errors_table(scope: Scope, sort: str = "") -> Table:
    """Everybody who owed the report of the year; who failed most checks comes first."""
    rows = Owed(scope, sort or "-failed_checks")
    return Table(
        name="membership_errors",
        title=_("Errors in the reports"),
        columns=[
            *organization_columns(href=lambda row: row.organization.get_absolute_url()),
            Column(key="year", title=_("Year"), value="key", hidden=True),
            status_column(_("Report"), href=lambda row: row.get_absolute_url()),
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
        rows=rows,
        totals=rows.totals,
        as_of=scope.as_of,
        note=gettext(
            "Failed checks are counted when a report is handed in for the first time; corrections leave them."
        ),
        empty=_("Nobody owes a report of this year."),
        row_data=lambda row: {"organization": row.organization.code, "status": row.status},
    )


class Owed:
    """Rows that can be cut: the order asks little of everybody; a status is asked of the rows of the page only."""

    def __init__(self, scope: Scope, sort: str) -> None:
        self.scope, self.sort = scope, sort
        rows = Organization.objects.visible_to(scope.user).filter(scope.rows)
        self.found = Obligation.objects.visible_to(scope.user).filter(
            requirement__kind=KIND, key=str(scope.year), organization__in=rows, arose_on__lte=scope.as_of
        )

    @cached_property
    def counted(self) -> list[tuple[int, int | None, int, int]]:
        """Number of the obligation, checks failed, rounds, times returned; in order."""
        by = ORDERS.get(self.sort.removeprefix("-"), "failed_checks")
        ordered = _counted(self.found, self.scope).order_by(_ordered(by, self.sort), "organization__code")
        return list(ordered.values_list("pk", *ORDERS.values()))

    def totals(self) -> dict[str, int | None]:
        columns = zip(*(row[1:] for row in self.counted), strict=True)
        sums = (sum(told) if (told := [one for one in column if one is not None]) else None for column in columns)
        return dict(zip(ORDERS, sums, strict=False))

    def __len__(self) -> int:
        return len(self.counted)

    def count(self) -> int:
        return len(self.counted)

    def __iter__(self) -> Iterator[Obligation]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Obligation]:
        counted = self.counted[part]
        found = Obligation.objects.visible_to(self.scope.user).with_status(self.scope.as_of)
        rows = found.select_related("organization").in_bulk([pk for pk, *_counts in counted])
        for pk, failed, returned, _rounds in counted:
            row: Any = rows[pk]
            row.failed_checks, row.times_returned = failed, returned
        return [rows[pk] for pk, *_counts in counted]


def _ordered(field: str, sort: str) -> Any:
    return F(field).desc(nulls_last=True) if sort.startswith("-") else F(field).asc(nulls_last=True)


def _counted(found: ObligationQuerySet, scope: Scope) -> ObligationQuerySet:
    """Adds `failed_checks` (of the first attempt by that day), `times_returned` and `live_rounds`."""
    first = FirstCheck.objects.filter(obligation=OuterRef("pk"), at__date__lte=scope.as_of)
    told = MembershipReport.objects.visible_to(scope.user).filter(
        submission__obligation=OuterRef("pk"), submission__received_on__lte=scope.as_of
    )
    live = Submission.objects.live_on(scope.as_of).filter(obligation=OuterRef("pk")).order_by("-round")
    given_back = Submission.objects.filter(obligation=OuterRef("pk"), returned_on__lte=scope.as_of).order_by()
    return found.annotate(
        failed_checks=Coalesce(
            Subquery(first.values("failed_checks")[:1]),
            Subquery(told.order_by("submission__round").values("failed_checks")[:1]),
        ),
        times_returned=Coalesce(Subquery(given_back.values("obligation").annotate(n=Count("pk")).values("n")), 0),
        live_rounds=Coalesce(Subquery(live.values("round")[:1]), 0),
    )
