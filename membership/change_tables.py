"""How the membership of each organization changed: falls and growth of a year, the trend of ten."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from documents.tables import Column, Table
from membership.columns import NOTHING_YET, change_columns, sorted_lines
from membership.filters import TREND, UNDERSTOOD, Scope
from membership.reckoned import of_rows, of_trend
from membership.statistics import MAIN, Line, Statistics
from membership.trends import Trends
from membership.wording import events_in_words, signed
from reporting.tables.people import organization_columns


def build_changes(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD)
    return changes_table(scope, of_rows(scope, MAIN))


def build_trend(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=TREND)
    return trend_table(scope, of_trend(scope))


def changes_table(
    scope: Scope, statistics: Statistics, sort: str = "", *, lines: Sequence[Line] | None = None
) -> Table:
    """The deepest fall on comparable territory first, growth at the end, then those of whom it is not known. `lines`:
    those of them that are wanted."""
    if lines is None:
        lines = statistics.lines(scope.year) if scope.year else []
    return Table(
        name="membership_changes",
        title=_("Falls and growth of employed members"),
        columns=[
            *organization_columns(sortable=True, href=lambda line: line.organization.get_absolute_url()),
            Column(key="year", title=_("Year"), hidden=True),
            Column(
                key="members_employed_before",
                title=_("Employed members a year before"),
                kind="integer",
                value="employed_before",
            ),
            Column(key="members_employed", title=_("Employed members"), kind="integer", value="employed"),
            *change_columns(),
            Column(
                key="change_percent",
                title=_("Comparable change, %"),
                kind="decimal",
                cell=lambda row: signed(row.change_percent),
            ),
            Column(
                key="brought",
                title=_("Brought by changes of territory"),
                kind="integer",
                value=_carried("brought"),
                hidden=True,
            ),
            Column(
                key="taken",
                title=_("Taken by changes of territory"),
                kind="integer",
                value=_carried("taken"),
                hidden=True,
            ),
            Column(key="events", title=_("Changes of territory"), value=events_in_words, width=40),
        ],
        rows=sorted_lines(lines, sort or "employed_change_comparable"),
        as_of=scope.as_of,
        note=_of_change(scope),
        empty=NOTHING_YET,
        row_data=lambda line: {"organization": line.organization.code},
    )


def _carried(name: str) -> Callable[[Line], int | None]:
    return lambda line: getattr(line.change.carried, name) if line.change.carried.events else None


def _of_change(scope: Scope) -> str:
    if not scope.year:
        return ""
    return gettext(
        "Change of the employed members from 01.01.{before} to 01.01.{year}. Comparable: without those whom splits, "
        "mergers, transfers and withdrawals carried."
    ).format(before=scope.year - 1, year=scope.year)


def trend_table(scope: Scope, statistics: Statistics) -> Table:
    figure = scope.figure
    return Table(
        name="membership_trend",
        title=_("Trend of ten years"),
        columns=[
            *organization_columns(href=lambda row: row.organization.get_absolute_url()),
            *(_year_column(figure, year) for year in scope.trend),
            Column(
                key="change",
                title=_("First to last"),
                kind="decimal" if figure == "coverage" else "integer",
                cell=lambda row: signed(row.change),
            ),
            Column(
                key="territory",
                title=_("Of it with its territory"),
                kind="integer",
                cell=lambda row: signed(row.territory),
                hidden=figure not in ("members_total", "members_employed"),
            ),
        ],
        rows=Trends(statistics, scope.trend, scope.figure),
        as_of=scope.as_of,
        note=str(scope.figure_title),
        empty=NOTHING_YET,
        row_data=lambda row: {"organization": row.organization.code},
    )


def _year_column(figure: str, year: int) -> Column:
    kind = "decimal" if figure == "coverage" else "integer"
    return Column(key=f"year_{year}", title=str(year), kind=kind, value=lambda row: row.values[year])  # type: ignore[arg-type]
