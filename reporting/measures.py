"""Quantities that organizations can be measured by, of any room: what the discipline of a period is judged by.

A room registers a family in `AppConfig.ready()`: a function that gives its measures. It is called once for a page, so
measures of one family may share what they have asked the database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from organizations.models import Organization


@dataclass(frozen=True)
class Span:
    """A period as it is seen at the end of a day."""

    first: date
    last: date
    as_of: date


@dataclass(frozen=True)
class Measure:
    """`values`: of the member organizations, by their keys; who told nothing is not among them. `behind`: the page where
    the figure of one organization stands. `is_yes_no`: yes is one and no is zero."""

    code: str
    title: str | Promise
    values: Callable[[Span, Any], Mapping[int, Decimal]]
    behind: Callable[[Span, Organization], str]
    places: int = 0
    is_yes_no: bool = False


Family = Callable[[], Iterable[Measure]]
_families: list[Family] = []


def register(family: Family) -> None:
    if family not in _families:
        _families.append(family)


def all_measures() -> dict[str, Measure]:
    """By code, in the order of the rooms."""
    return {measure.code: measure for family in _families for measure in family()}
