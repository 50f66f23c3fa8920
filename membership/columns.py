"""Columns, orders and notes that several tables of the membership share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from documents.tables import Column
from membership.figures import FIGURES
from membership.filters import Scope
from membership.statistics import Line
from membership.wording import signed

NOTHING_YET = _("No membership report has come in by this day.")


def figure_column(code: str, *, hidden: bool = False) -> Column:
    return Column(
        key=code,
        title=FIGURES[code].title,
        kind="integer",
        value=lambda row: row.figures.get(code),
        hidden=hidden,
        sortable=not hidden,
    )


def coverage_column() -> Column:
    return Column(key="coverage", title=_("Coverage, %"), kind="decimal", sortable=True)


def not_involved_column() -> Column:
    return Column(key="not_involved", title=_("Not involved"), kind="integer", sortable=True)


def change_columns() -> list[Column]:
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


def of_year(scope: Scope) -> str:
    """Which state the figures are of, and what stands where an organization has not reported."""
    if not scope.year:
        return ""
    return gettext(
        "State on 01.01.{year}. Where an organization has not stated figures of its own, the sum of the bodies below "
        "it stands in their place."
    ).format(year=scope.year)


SORTED_BY: Mapping[str, Callable[[Line], Any]] = {
    **{code: lambda line, code=code: line.used.get(code) if line.used else None for code in FIGURES},  # type: ignore[misc]
    "coverage": lambda line: line.coverage,
    "not_involved": lambda line: line.not_involved,
    "employed_change": lambda line: line.change.reported,
    "employed_change_comparable": lambda line: line.comparable,
    "failed_checks": lambda line: line.used.failed_checks if line.used else None,
}


def sorted_lines(lines: Sequence[Line], order: str) -> list[Line]:
    """By a number; no data comes last whichever way. Without an order the bigger bodies come first, then by name."""
    key = order.removeprefix("-")
    if key not in SORTED_BY:
        return list(reversed(lines)) if order == "-organization" else list(lines)
    numbers = [SORTED_BY[key](line) for line in lines]
    present = [place for place, number in enumerate(numbers) if number is not None]
    present.sort(key=numbers.__getitem__, reverse=order.startswith("-"))
    return [*(lines[place] for place in present), *(line for line, n in zip(lines, numbers, strict=True) if n is None)]
