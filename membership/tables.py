"""The tables of the membership by their names: organizations, the union by year, changes, errors, trend, regions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from documents import registry
from documents.tables import Column, Table
from membership import checks
from membership.figures import FIGURES
from membership.filters import SUMS, TREND, UNDERSTOOD, Scope
from membership.rollup import summed
from membership.statistics import MAIN, Bodies, Line, Statistics, obligations_of
from membership.wording import events_in_words, signed, source_words
from reporting import badges
from reporting.models import Obligation
from reporting.tables.people import organization_columns

# What the page shows of the first table; the files hold all figures.
PAGE_COLUMNS = (
    "organization", "status", *MAIN, "coverage", "not_involved", "employed_change", "employed_change_comparable",
)  # fmt: skip
NOTHING_YET = _("No membership report has come in by this day.")


def register() -> None:
    registry.register("membership", build_membership)
    registry.register("membership_union", build_union)
    registry.register("membership_changes", build_changes)
    registry.register("membership_trend", build_trend)
    registry.register("membership_regions", build_regions)


# --- What a script or the command asks for ---------------------------------------------------------------


def build_membership(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD)
    return membership_table(scope, of_rows(scope))


def build_changes(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD)
    return changes_table(scope, of_rows(scope, MAIN))


def build_union(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=SUMS)
    return union_table(scope, of_tops(scope))


def build_regions(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=SUMS)
    return regions_table(scope, of_tops(scope, latest_only=True))


def build_trend(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=TREND)
    return trend_table(scope, of_trend(scope))


# --- What is reckoned for them ---------------------------------------------------------------------------


def of_rows(scope: Scope, codes: Sequence[str] = tuple(FIGURES)) -> Statistics:
    """The rows of one year, with the year before for their changes."""
    return _statistics(scope, row_years=[scope.year - 1, scope.year] if scope.year else [], codes=codes)


def of_tops(scope: Scope, *, latest_only: bool = False) -> Statistics:
    years = scope.trend[-1:] if latest_only else scope.trend
    return _statistics(scope, top_years=[years[0] - 1, *years] if years else [], codes=MAIN)


def of_trend(scope: Scope) -> Statistics:
    return _statistics(scope, row_years=scope.trend, codes=MAIN)


def of_page(scope: Scope, codes: Sequence[str]) -> Statistics:
    """Rows of the year and sums of ten years, reckoned together."""
    years = scope.trend
    before = [years[0] - 1, *years] if years else []
    return _statistics(scope, row_years=before[-2:], top_years=before, codes=codes)


def _statistics(
    scope: Scope, *, row_years: Sequence[int] = (), top_years: Sequence[int] = (), codes: Sequence[str]
) -> Statistics:
    first = min(scope.form.years, default=0)
    row_years, top_years = ([year for year in some if year >= first] for some in (row_years, top_years))
    years = sorted({*row_years, *top_years})
    rows, tops = (scope.rows if row_years else scope.tops), (scope.tops if top_years else scope.rows)
    bodies = Bodies.found(scope.visible, rows, tops, years) if years else Bodies()
    return Statistics(bodies, as_of=scope.as_of, row_years=row_years, top_years=top_years, codes=codes)


# --- Organizations in a year -----------------------------------------------------------------------------


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
        owed = Obligation.objects.visible_to(self.scope.user)
        found = obligations_of(owed, {one.organization.pk for one in lines}, lines[0].year, self.scope.as_of)
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
        note=_of_year(scope),
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
        Column(
            key="status",
            title=_("Report"),
            kind="status",
            value=lambda line: badges.facts(line.obligation)["status"],
            text=lambda line: badges.in_words(**badges.facts(line.obligation)),
            cell=lambda line: badges.badge(**badges.facts(line.obligation), dense=True),
        ),
        Column(key="source", title=_("Figures"), kind="choice", text=source_words, width=16),
        *(_figure_column(code, hidden=code not in shown) for code in FIGURES),
        _coverage_column(),
        _not_involved_column(),
        *_change_columns(),
        Column(key="base_submitted", title=_("Digital base handed over"), kind="boolean", hidden=True),
        Column(key="failed_checks", title=_("Failed checks"), kind="integer", sortable=True),
    ]


def _figure_column(code: str, *, hidden: bool = False) -> Column:
    return Column(
        key=code,
        title=FIGURES[code].title,
        kind="integer",
        value=lambda row: row.figures.get(code),
        hidden=hidden,
        sortable=not hidden,
    )


def _coverage_column() -> Column:
    return Column(key="coverage", title=_("Coverage, %"), kind="decimal", sortable=True)


def _not_involved_column() -> Column:
    return Column(key="not_involved", title=_("Not involved"), kind="integer", sortable=True)


def _change_columns() -> list[Column]:
    return [
        Column(
            key="employed_change",
            title=_("Change as reported"),
            kind="integer",
            value="change.reported",
            cell=lambda row: signed(row.change.reported),
            sortable=True,
        ),
        Column(
            key="employed_change_comparable",
            title=_("Comparable change"),
            kind="integer",
            value="change.comparable",
            cell=lambda row: signed(row.change.comparable),
            sortable=True,
        ),
    ]


def _totals(lines: Sequence[Line]) -> dict[str, Any]:
    """Sums of the topmost rows: with all levels together, rows hold one another."""
    paths = {line.organization.path for line in lines}
    topmost = [line for line in lines if not any(path in paths for path in _above(line.organization.path or ""))]
    sums: dict[str, Any] = dict(summed((line.figures for line in topmost), FIGURES))
    failed = [line.used.failed_checks for line in topmost if line.used and line.used.failed_checks is not None]
    return {
        **sums,
        "coverage": checks.coverage(sums),
        "not_involved": checks.not_involved(sums),
        "failed_checks": sum(failed) if failed else None,
    }


STEP = 6  # digits of one storey in a path


def _above(path: str) -> Iterator[str]:
    return (path[:end] for end in range(STEP, len(path), STEP))


def _of_year(scope: Scope) -> str:
    """Which state the figures are of, and what stands where an organization has not reported."""
    if not scope.year:
        return ""
    return gettext(
        "State on 01.01.{year}. Where an organization has not stated figures of its own, the sum of the bodies below "
        "it stands in their place."
    ).format(year=scope.year)


SORTED_BY: Mapping[str, Callable[[Line], Any]] = {
    **{code: lambda line, code=code: line.figures.get(code) for code in FIGURES},  # type: ignore[misc]
    "coverage": lambda line: line.coverage,
    "not_involved": lambda line: line.not_involved,
    "employed_change": lambda line: line.change.reported,
    "employed_change_comparable": lambda line: line.change.comparable,
    "failed_checks": lambda line: line.used.failed_checks if line.used else None,
}


def sorted_lines(lines: Sequence[Line], order: str) -> list[Line]:
    """By a number; no data comes last whichever way. Without an order the bigger bodies come first, then by name."""
    key = order.removeprefix("-")
    if key not in SORTED_BY:
        return list(reversed(lines)) if order == "-organization" else list(lines)
    number = SORTED_BY[key]
    present = [line for line in lines if number(line) is not None]
    present.sort(key=number, reverse=order.startswith("-"))
    return [*present, *(line for line in lines if number(line) is None)]


# --- Falls and growth ------------------------------------------------------------------------------------


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
            *_change_columns(),
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


# --- Year by year ----------------------------------------------------------------------------------------


def union_table(scope: Scope, statistics: Statistics) -> Table:
    return Table(
        name="membership_union",
        title=_("Membership by year"),
        columns=[
            Column(key="year", title=_("State on 1 January of"), value=lambda row: row[0]),
            *_sum_columns(lambda row: row[1]),
        ],
        rows=[(year, statistics.together(year)) for year in reversed(scope.trend)],
        as_of=scope.as_of,
        note=_of_sums(),
        empty=NOTHING_YET,
        row_data=lambda row: {"year": row[0]},
    )


def _sum_columns(of: Callable[[Any], Any]) -> list[Column]:
    """`of` finds the sums of a row."""

    def column(key: str, title: Any, value: Callable[[Any], Any], **more: Any) -> Column:
        return Column(key=key, title=title, kind=more.pop("kind", "integer"), value=lambda row: value(of(row)), **more)

    return [
        *(column(code, FIGURES[code].title, lambda one, code=code: one.figures.get(code)) for code in MAIN),  # type: ignore[misc]
        column("coverage", _("Coverage, %"), lambda one: one.coverage, kind="decimal"),
        column("not_involved", _("Not involved"), lambda one: one.not_involved),
        column(
            "employed_change",
            _("Change as reported"),
            lambda one: one.change.reported,
            cell=lambda row: signed(of(row).change.reported),
        ),
        column(
            "employed_change_comparable",
            _("Comparable change"),
            lambda one: one.change.comparable,
            cell=lambda row: signed(of(row).change.comparable),
        ),
        column("organizations", _("Organizations"), lambda one: one.bodies),
        column("reported", _("Reported themselves"), lambda one: one.stated),
        column("summed", _("Summed up from below"), lambda one: one.summed),
        column("without_figures", _("Without figures"), lambda one: one.without),
        column("left_out", _("Left out of the change"), lambda one: one.left_out, hidden=True),
    ]


def _of_sums() -> str:
    return gettext(
        "Coverage is the share of employed members among all employees, rounded half up. The change is reckoned over "
        "the organizations that have figures for both years."
    )


# --- By region -------------------------------------------------------------------------------------------


def regions_table(scope: Scope, statistics: Statistics) -> Table:
    found = statistics.by_region(scope.year, scope.form.regions) if scope.year else []
    return Table(
        name="membership_regions",
        title=_("Coverage by region"),
        columns=[
            Column(key="region_title", title=_("Region"), value="region.name", width=34),
            Column(key="region", title=_("ISO code"), value="region.iso", hidden=True),
            *_sum_columns(lambda row: row.together),
        ],
        rows=[one for one in found if one.together.bodies],
        as_of=scope.as_of,
        note=_of_year(scope),
        empty=NOTHING_YET,
        row_data=lambda row: {"region": row.region.iso},
    )


# --- Ten years of each -----------------------------------------------------------------------------------


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
        rows=statistics.trends(scope.trend, scope.figure),
        as_of=scope.as_of,
        note=str(scope.figure_title),
        empty=NOTHING_YET,
        row_data=lambda row: {"organization": row.organization.code},
    )


def _year_column(figure: str, year: int) -> Column:
    kind = "decimal" if figure == "coverage" else "integer"
    return Column(key=f"year_{year}", title=str(year), kind=kind, value=lambda row: row.values[year])  # type: ignore[arg-type]
