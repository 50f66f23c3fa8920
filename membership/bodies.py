"""The organizations that a page of the membership speaks of, as light as thousands must be."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BooleanField, Q
from django.db.models.expressions import ExpressionWrapper
from django.utils.translation import get_language

from documents.undisturbed import undisturbed
from membership.known import state_day
from organizations.models import Organization
from organizations.presence import days_of, is_always

COLUMNS = ("pk", "code", "level", "path", "region_id", "short_ru", "short_kk")


class Body(NamedTuple):
    """An organization as far as its figures are concerned: of nine thousand a page shows a hundred. `days` are those
    of which it stood in the tree; `is_row`, `is_top`: see `Bodies`."""

    pk: int
    code: str
    level: str
    path: str
    region_id: str | None
    short_ru: str
    short_kk: str
    is_row: bool = True
    is_top: bool = False
    days: Set[date] = frozenset()

    @property
    def name(self) -> str:
        return (self.short_kk if get_language() == "kk" else "") or self.short_ru

    def get_absolute_url(self) -> str:
        return Organization.get_absolute_url(self)  # type: ignore[arg-type]


@dataclass
class Bodies:
    """The organizations that a page speaks of, with the years in which each stood in the tree.

    `rows` are its rows; `tops` are what its sums are made of: the member organizations of the union, or the one body
    that a chair sees from.
    """

    all: list[Body] = field(default_factory=list)
    years: Sequence[int] = ()

    @classmethod
    @undisturbed()
    def found(cls, visible: Any, rows: Q, tops: Q, years: Iterable[int], *, ranked: bool = True) -> "Bodies":
        """`visible`: the organizations in sight; two queries. Not `ranked`: the rows are of one level, and so many that
        it is worth a query more, where the tops are others, to have them from an index in their order."""
        years = tuple(years)
        days = dict.fromkeys(map(state_day, years)).keys()
        organizations = visible.filter(rows | tops).annotate(is_always=is_always())
        moved = days_of(organizations.filter(is_always=False), days)
        marked = organizations.annotate(is_row=_marked(rows), is_top=_marked(tops)).in_order(ranked=ranked)
        told = marked.values_list(*COLUMNS, "is_row", "is_top")
        asked = [told] if ranked or rows == tops else [told.filter(rows), told.filter(tops & ~rows)]
        return cls([Body._make((*row, moved.get(row[0], days))) for some in asked for row in some], years)

    @cached_property
    def _rows(self) -> list[Body]:
        return [one for one in self.all if one.is_row]

    @cached_property
    def _tops(self) -> list[Body]:
        return [one for one in self.all if one.is_top]

    def rows(self, year: int) -> list[Body]:
        day = state_day(year)
        return [one for one in self._rows if day in one.days]

    def tops(self, year: int) -> list[Body]:
        day = state_day(year)
        return [one for one in self._tops if day in one.days]


def _marked(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
