"""One list of columns behind a page, a spreadsheet, a Word annex and a script, so that they cannot differ."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeAlias

from django.utils.functional import Promise
from django.utils.safestring import SafeString

Words: TypeAlias = str | Promise
Kind: TypeAlias = Literal["text", "integer", "decimal", "percent", "date", "datetime", "boolean", "choice", "status"]
# Where a value of a row is found: an attribute or key, a path of them with dots, or a function of the row.
Source: TypeAlias = str | Callable[[Any], Any]

NUMBERS = frozenset({"integer", "decimal", "percent"})


@dataclass(frozen=True, kw_only=True)
class Column:
    """`key` is English, snake_case and never changes: scripts rely on it.

    `value` is what scripts get (a number, a day, the code of a status, `None` where there is no data); by default
    the attribute or item named like the key. `text` gives the words people read when the value is a code.
    """

    key: str
    title: Words
    value: Source | None = None
    text: Source | None = None
    kind: Kind = "text"
    # Address behind the cell on the page.
    href: Callable[[Any], str | None] | None = None
    # Rich content of the cell on the page: a function of the row that returns safe HTML, or the name of a template
    # that gets `row`, `value` and `text`.
    cell: Callable[[Any], str | SafeString] | str | None = None
    # In JSON, CSV and XLSX only; neither on the page nor in Word.
    hidden: bool = False
    # Summed in the foot when the table brings no totals of its own.
    total: bool = False
    # In characters, for spreadsheets and Word.
    width: int | None = None
    # Digits after the comma of `decimal` and `percent`.
    places: int = 1
    # The page may offer to sort by it; the view understands `?sort=key` and `?sort=-key`.
    sortable: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    def value_of(self, row: Any) -> Any:
        return plain(found(row, self.key if self.value is None else self.value))


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows may be a list, a queryset or an iterator; they are gone through once, however many renderers follow."""

    name: str
    title: Words
    columns: Sequence[Column]
    rows: Iterable[Any]
    # Sums over all that the filter selects; a function when they cost a query that not every renderer needs.
    totals: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None
    note: Words = ""
    as_of: date | None = None
    # What the page says in place of rows: nothing yet, nothing found, all done …
    empty: Words = ""
    # The same as a drawing (SVG), for formats that hold one; the page draws for itself.
    drawing: Callable[[], str | None] | None = None
    # `data-…` attributes of a row on the page, without the prefix: {"test": "obligation-row", "status": "late"}.
    row_data: Callable[[Any], Mapping[str, Any]] | None = None
    # Key of the column whose link opens the row; without one the first link does.
    opens: str = ""

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"Table {self.name}: columns given twice: {', '.join(twice)}")

    @cached_property
    def items(self) -> Sequence[Any]:
        return list(self.rows)

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if not column.hidden]

    def records(self) -> Iterator[dict[str, Any]]:
        for row in self.items:
            yield {column.key: column.value_of(row) for column in self.columns}

    @cached_property
    def sums(self) -> dict[str, Any]:
        """The foot: what the table brings, else the sums of the columns that ask for one; no data adds nothing."""
        if self.totals is not None:
            given = self.totals() if callable(self.totals) else self.totals
            return {key: plain(value) for key, value in given.items()}
        return {column.key: self._sum(column) for column in self.columns if column.total}

    def only(self, keys: Iterable[str]) -> "Table":
        """The same table with the named columns shown, in that order; the others stay in exports for scripts."""
        by_key = {column.key: column for column in self.columns}
        chosen = [key for key in dict.fromkeys(keys) if key in by_key]
        rest = [replace(column, hidden=True) for column in self.columns if column.key not in chosen]
        return replace(self, columns=[replace(by_key[key], hidden=False) for key in chosen] + rest)

    def chosen(self, choice: Mapping[str, bool]) -> "Table":
        """The same table with columns shown or not as a person wants. The first of those shown by themselves says what
        a row is: it always stands, and stands first."""
        if not choice or not self.shown:
            return self
        first = self.shown[0]
        rest = [
            replace(column, hidden=not choice.get(column.key, not column.hidden))
            for column in self.columns
            if column is not first
        ]
        return replace(self, columns=[first, *rest])

    def bare(self) -> "Table":
        """What is shown and nothing beside it, for a file as the page is."""
        return replace(self, columns=self.shown)

    def _sum(self, column: Column) -> Any:
        values = [value for row in self.items if (value := column.value_of(row)) is not None]
        return sum(values) if values else None


def found(row: Any, source: Source) -> Any:
    """Like a template, looks for items first and attributes second, and calls what can be called; a missing link
    in the middle of a path is no data, a missing name is an error."""
    if callable(source):
        return source(row)
    value = row
    for name in source.split("."):
        if value is None:
            return None
        value = value[name] if isinstance(value, Mapping) else getattr(value, name)
        if callable(value):
            value = value()
    return value


def plain(value: Any) -> Any:
    """A value that every renderer can write. Empty text and "not a number" are no data."""
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str):
        return str(value) or None
    if isinstance(value, (float, Decimal)) and not math.isfinite(value):
        return None
    return value
