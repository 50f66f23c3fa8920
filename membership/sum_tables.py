"""Sums of the membership: of the union by year, of its regions."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from documents.tables import Column, Table
from membership.columns import NOTHING_YET, of_year
from membership.figures import FIGURES
from membership.filters import SUMS, Scope
from membership.reckoned import of_tops
from membership.statistics import MAIN, Statistics
from membership.wording import signed

# What a screen has room for; the files hold the rest.
PAGE_COLUMNS = (
    "year", "region_title", *MAIN, "coverage", "not_involved", "employed_change", "employed_change_comparable", "reported",
    "without_figures",
)  # fmt: skip


def on_page(table: Table) -> Table:
    return table.only(PAGE_COLUMNS)


def build_union(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=SUMS)
    return union_table(scope, of_tops(scope))


def build_regions(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    scope = Scope.from_words(filters, user=user, as_of=as_of, understood=SUMS)
    return regions_table(scope, of_tops(scope, latest_only=True))


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
        column(
            "reported",
            _("Reported themselves"),
            lambda one: one.stated,
            cell=lambda row: f"{of(row).stated} / {of(row).bodies}",
        ),
        column("summed", _("Summed up from below"), lambda one: one.summed),
        column("without_figures", _("Without figures"), lambda one: one.without),
        column("left_out", _("Left out of the change"), lambda one: one.left_out, hidden=True),
    ]


def _of_sums() -> str:
    return gettext(
        "Coverage is the share of employed members among all employees, rounded half up. The change is reckoned over "
        "the organizations that have figures for both years."
    )


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
        note=of_year(scope),
        empty=NOTHING_YET,
        row_data=lambda row: {"region": row.region.iso},
    )
