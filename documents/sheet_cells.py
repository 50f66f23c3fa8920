"""The cells of one sheet that hold something, read in one pass over its XML.

What the sheet declares of itself is not believed: rows and columns are counted as they come. A template of a hundred
columns for nine thousand bodies has nearly a million cells, most of them empty and framed: those cost next to nothing.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.datetime import from_excel, from_ISO8601

from documents.sheet_scan import CHUNK, Deadline, column_letters, column_number

# Excel itself ends here.
LAST_ROW = 1_048_576
LETTERS = re.compile(r"[A-Z]{1,3}")
# In the pattern of a number: colours and locales, words in quotation marks, a sign after a backslash.
NOT_SHOWN = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW, CELL, VALUE, FORMULA, TEXT, PHONETIC = (f"{MAIN} {name}" for name in ("row", "c", "v", "f", "t", "rPh"))
INLINE = "inlineStr"


class ShownMonth(date):
    """A day of whose cell people see the month and the year alone: Excel makes one of "апрель 2024" as it is typed."""


@dataclass
class Filled:
    """`rows`: number of the row and what stands in it, by column from one; `uncomputed`: addresses of formulas."""

    rows: list[tuple[int, dict[int, Any]]] = field(default_factory=list)
    last_column: int = 0
    uncomputed: list[str] = field(default_factory=list)


def read_cells(archive: zipfile.ZipFile, page: Any, *, max_rows: int, max_columns: int, deadline: Deadline) -> Filled:
    """`page`: the sheet as openpyxl opens it without reading it; its strings, formats and place are taken from there."""
    with archive.open(page._worksheet_path) as stream:
        reader = _Reader(_values_of(page), max_rows, max_columns)
        while chunk := stream.read(CHUNK):
            deadline.check()
            reader.parser.Parse(chunk, False)
        reader.parser.Parse(b"", True)
    return reader.found


# --- What a cell says -------------------------------------------------------------------------------------

Kinds = Mapping[str, Callable[[str, str], Any]]


def _values_of(page: Any) -> Kinds:
    """By the kind of the cell: what its text and the number of its style make of it."""
    book, strings = page.parent, page._shared_strings

    @cache
    def pattern(style: str) -> str | None:
        """How its number is shown, where that is a day or an hour."""
        number = int(style)
        return ReadOnlyCell(page, 1, 1, None, "n", number).number_format if number in book._date_formats else None

    def number(text: str, style: str) -> Any:
        value = float(text) if "." in text or "E" in text or "e" in text else int(text)
        return value if (shown := pattern(style)) is None else moment(value, int(style), shown)

    def moment(value: float, style: int, shown: str) -> Any:
        try:
            return day(from_excel(value, book.epoch, timedelta=style in book._timedelta_formats), shown)
        except (OverflowError, ValueError):
            return "#VALUE!"

    return {
        "n": number,
        "s": lambda text, style: _trimmed(strings[int(text)]),
        "b": lambda text, style: bool(int(text)),
        "d": lambda text, style: day(from_ISO8601(text), pattern(style) or ""),
    }


def _trimmed(text: str, style: str = "") -> str | None:
    return text.strip() or None


def day(value: Any, pattern: str) -> Any:
    """A moment at midnight is a day."""
    if isinstance(value, datetime) and value.time() == time.min:
        return (ShownMonth if _shows_month(pattern) else date)(value.year, value.month, value.day)
    return value


def _shows_month(number_format: str) -> bool:
    """`[$-419]mmmm yyyy;@` and its like: a month, and neither a day nor an hour."""
    pattern = NOT_SHOWN.sub("", number_format).split(";")[0].lower()
    return "m" in pattern and not {"d", "h", "s"} & set(pattern)


# --- Where the cells stand --------------------------------------------------------------------------------


@cache
def _column_of(letters: str) -> int:
    if not LETTERS.fullmatch(letters):
        raise ValueError("address of a cell")
    return column_number(letters)


class _Reader:
    """Handlers of the parser. An empty cell is left again as soon as it is known to be one."""

    def __init__(self, kinds: Kinds, max_rows: int, max_columns: int) -> None:
        self.kinds, self.max_rows, self.max_columns = kinds, max_rows, max_columns
        self.found = Filled()
        self.row = 0
        # Of the cell: its address, or its column where it has none; its kind and style; what stands in it.
        self.place: str | int = 0
        self.kind, self.style = "n", "0"
        self.parts: list[str] = []
        self.in_cell = self.has_formula = self.takes = self.is_phonetic = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == CELL:
            self.in_cell = True
            self.place = attributes.get("r") or self._column() + 1
            self.kind = attributes.get("t", "n")
            self.style = attributes.get("s", "0")
        elif not self.in_cell:
            if name == ROW:
                self._start_row(attributes)
        elif name == VALUE:
            self.takes = self.kind != INLINE
        elif name == FORMULA:
            self.has_formula = True
        elif name == TEXT:
            self.takes = self.kind == INLINE and not self.is_phonetic
        elif name == PHONETIC:
            self.is_phonetic = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.row + 1))
        if not self.row < number <= LAST_ROW:
            raise ValueError("row number")
        self.row, self.place = number, 0

    def _column(self) -> int:
        """Of the cell that was met last in this row."""
        if isinstance(self.place, int):
            return self.place
        return _column_of(self.place.rstrip("0123456789").upper())

    def _characters(self, text: str) -> None:
        if self.takes:
            self.parts.append(text)

    def _end(self, name: str) -> None:
        if name == CELL:
            if self.parts or self.has_formula:
                self._end_cell()
            self.in_cell = False
        elif name in (VALUE, TEXT):
            self.takes = False
            # <v></v> of a formula that gives text: computed, and empty.
            self.has_formula = self.has_formula and self.kind != "str"
        elif name == PHONETIC:
            self.is_phonetic = False

    def _end_cell(self) -> None:
        text, column = "".join(self.parts), self._column()
        self.parts, self.has_formula = [], False
        if not text:
            self.found.uncomputed.append(f"{column_letters(column)}{self.row}")
            return
        if column > self.max_columns:
            raise ValidationError(
                _("The sheet has more than %(limit)s columns with something in them."),
                code="too_many_columns",
                params={"limit": self.max_columns},
            )
        self.found.last_column = max(self.found.last_column, column)
        self._cells()[column] = self.kinds.get(self.kind, _trimmed)(text, self.style)

    def _cells(self) -> dict[int, Any]:
        """Of this row; it counts as soon as anything stands in it."""
        rows = self.found.rows
        if rows and rows[-1][0] == self.row:
            return rows[-1][1]
        if len(rows) == self.max_rows:
            raise ValidationError(
                _("The sheet has more than %(limit)s rows with something in them. Split it into several files."),
                code="too_many_rows",
                params={"limit": self.max_rows},
            )
        rows.append((self.row, {}))
        return rows[-1][1]
