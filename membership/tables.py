"""The table of the organizations in one year, and the tables of this room by their names."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents import registry
from documents.tables import Column, Table
from membership import change_tables, checks, error_tables, sum_tables, territory_tables
from membership.columns import (
    NOTHING_YET,
    change_columns,
    coverage_column,
    figure_column,
    not_involved_column,
    of_year,
    sorted_lines,
)
from membership.figures import FIGURES
from membership.filters import UNDERSTOOD, Scope
from membership.reckoned import of_rows
from membership.statistics import MAIN, Line, Statistics, obligations_of
from membership.used import sums_of
from membership.wording import source_words
from reporting.models import Obligation
from reporting.tables.people import organization_columns
from reporting.tables.status import status_column

# What the page shows of the first table; the files hold all figures.
PAGE_COLUMNS = (
    "organization", "status", *MAIN, "coverage", "not_involved", "employed_change", "employed_change_comparable",
)  # fmt: skip


def register() -> None:
    registry.register("membership", build_membership)
    registry.register("membership_union", sum_tables.build_union)
    registry.register("membership_regions", sum_tables.build_regions)
    registry.register("membership_changes", change_tables.build_changes)
    registry.register("membership_trend", change_tables.build_trend)
    error_tables.register()
    territory_tables.register()


def build_membership(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD)
    return membership_table(scope, of_rows(scope))


class Lines:
    """Rows that can be cut: what was owed, and its status, is asked of the rows of the page only."""

    def __init__(self, scope: Scope, lines: Sequence[Line]) -> None:
        self.scope, self.lines = scope, lines

    def __len__(self) -> int:
        return len(self.lines)

    def count(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Line]:
        lines = self.lines[part]
        if not lines:
            return []
        owed = Obligation.objects.visible_to(self.scope.user).with_status(self.scope.as_of, today=self.scope.today)
        found = obligations_of(owed, {one.organization.pk for one in lines}, lines[0].year)
        return [one.owing(found.get(one.organization.pk)) for one in lines]


def membership_table(scope: Scope, statistics: Statistics, sort: str = "") -> Table:
    lines = statistics.lines(scope.year) if scope.year else []
    return Table(
        name="membership",
        title=_("Membership by organization"),
        columns=membership_columns(),
        rows=Lines(scope, sorted_lines(lines, sort)),
        totals=partial(_totals, lines),
        as_of=scope.as_of,
        note=of_year(scope),
        empty=NOTHING_YET,
        row_data=lambda line: {"test": "membership-row", "organization": line.organization.code},
    )


def on_page(table: Table) -> Table:
    """The columns of the page; where figures come from is told where any come from below."""
    keys = list(PAGE_COLUMNS)
    if any(line.source == "summed" for line in table.rows.lines):  # type: ignore[attr-defined]
        keys.insert(2, "source")
    return table.only(keys)


def membership_columns() -> list[Column]:
    shown = {"employees_total", "members_total", "members_employed"}
    return [
        *organization_columns(sortable=True, href=lambda line: line.organization.get_absolute_url()),
        Column(key="year", title=_("Year"), hidden=True),
        Column(key="level", title=_("Level"), kind="choice", value="organization.level", hidden=True),
        status_column(_("Report"), lambda line: line.obligation),
        Column(key="source", title=_("Figures"), kind="choice", text=source_words, width=16),
        *(figure_column(code, hidden=code not in shown) for code in FIGURES),
        coverage_column(),
        not_involved_column(),
        *change_columns(),
        Column(key="base_submitted", title=_("Digital base handed over"), kind="boolean", hidden=True),
        Column(key="failed_checks", title=_("Failed checks"), kind="integer", sortable=True),
    ]


def _totals(lines: Sequence[Line]) -> dict[str, Any]:
    """Sums of the topmost rows: with all levels together, rows hold one another."""
    used = [line.used for line in _topmost(lines) if line.used]
    sums: dict[str, Any] = dict(sums_of(used))
    failed = [one.failed_checks for one in used if one.failed_checks is not None]
    return {
        **sums,
        "coverage": checks.coverage(sums),
        "not_involved": checks.not_involved(sums),
        "failed_checks": sum(failed) if failed else None,
    }


def _topmost(lines: Sequence[Line]) -> list[Line]:
    """A path begins with those of all bodies above; bodies of one level stand beside one another."""
    if len({line.organization.level for line in lines}) <= 1:
        return list(lines)
    paths = {line.organization.path or "" for line in lines}
    lengths = sorted({len(path) for path in paths})
    return [line for line in lines if not _is_under(line.organization.path or "", paths, lengths)]


def _is_under(path: str, paths: Collection[str], lengths: Iterable[int]) -> bool:
    """`lengths`: of those paths, the shortest first."""
    return any(path[:length] in paths for length in takewhile(len(path).__gt__, lengths))
