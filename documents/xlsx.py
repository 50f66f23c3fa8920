"""A table as an Excel workbook, for people: words and days as on the page, and a hidden row of stable keys above
the titles, by which an import finds the columns again."""

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.cells import text_of, words
from documents.dates import long_day
from documents.tables import Column, Table
from documents.workbooks import SAFE_OPTIONS, sheet_name, write_text

WIDTHS = {"integer": 11, "decimal": 11, "percent": 9, "date": 12, "datetime": 17, "boolean": 9, "status": 30}
TEXT_WIDTH = 28
# The calendar of Excel begins here; an older day is written as text.
FIRST_DAY = date(1900, 3, 1)


def render(table: Table) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {**SAFE_OPTIONS, "constant_memory": True}) as book:
        book.set_properties({"title": str(table.title)})
        _Sheet(book, table).write()
    return stream.getvalue()


class _Sheet:
    """Rows go down in order and are never touched again: this keeps the memory constant."""

    def __init__(self, book: Any, table: Table) -> None:
        self.table = table
        self.columns = table.columns
        self.sheet = book.add_worksheet(sheet_name(table.name))
        self.line = 0
        frame = {"border": 1, "valign": "top"}
        self.heading = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({**frame, "bold": True, "text_wrap": True, "bg_color": "#E6E6E6"})
        self.formats = {
            column.key: (
                book.add_format({**frame, **_number_format(column)}),
                book.add_format({**frame, **_number_format(column), "bold": True, "top": 2}),
            )
            for column in self.columns
        }

    def write(self) -> None:
        self._lay_out()
        self._write_top()
        first = self.line
        for row in self.table.items:
            values = [column.value_of(row) for column in self.columns]
            self._write_row(
                [
                    # Words take the place of a code; a number or a day stays what it is, and needs no words.
                    (value, "")
                    if column.text is None and _is_number(column, value)
                    else (value if column.text is None else None, text_of(column, row, value))
                    for column, value in zip(self.columns, values, strict=True)
                ]
            )
        if self.columns:
            self.sheet.autofilter(first - 1, 0, max(self.line - 1, first - 1), len(self.columns) - 1)
        self._write_foot()
        if self.columns:
            self.sheet.print_area(0, 0, max(self.line - 1, 0), len(self.columns) - 1)

    def _lay_out(self) -> None:
        for index, column in enumerate(self.columns):
            self.sheet.set_column(index, index, column.width or WIDTHS.get(column.kind, TEXT_WIDTH))
        self.sheet.set_paper(9)  # A4
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)

    def _write_top(self) -> None:
        write_text(self.sheet, self.line, 0, str(self.table.title), self.heading)
        self.line += 1
        for sentence in (as_of_line(self.table), str(self.table.note)):
            if sentence:
                write_text(self.sheet, self.line, 0, sentence)
                self.line += 1
        self.sheet.set_row(self.line, None, None, {"hidden": True})
        for index, column in enumerate(self.columns):
            write_text(self.sheet, self.line, index, column.key)
        self.line += 1
        for index, column in enumerate(self.columns):
            write_text(self.sheet, self.line, index, str(column.title), self.head)
        self.sheet.repeat_rows(self.line)
        self.line += 1
        self.sheet.freeze_panes(self.line, 1)

    def _write_row(self, cells: list[tuple[Any, str]], *, foot: bool = False) -> None:
        for index, (value, text) in enumerate(cells):
            column = self.columns[index]
            self._write_cell(index, column, value, text, self.formats[column.key][foot])
        self.line += 1

    def _write_foot(self) -> None:
        sums = self.table.sums
        if not sums:
            return
        cells = [(sums.get(column.key), words(column, sums.get(column.key))) for column in self.columns]
        if self.columns[0].key not in sums:
            cells[0] = (_("Total"), _("Total"))
        self._write_row(cells, foot=True)

    def _write_cell(self, index: int, column: Column, value: Any, text: str, style: Any) -> None:
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.localtime(value).replace(tzinfo=None)
        if isinstance(value, date) and _day(value) >= FIRST_DAY:
            self.sheet.write_datetime(self.line, index, value, style)
        elif _is_number(column, value):
            self.sheet.write_number(self.line, index, value, style)
        elif text:
            write_text(self.sheet, self.line, index, text, style)
        else:
            self.sheet.write_blank(self.line, index, None, style)


def _is_number(column: Column, value: Any) -> bool:
    return column.is_number and value is not None and not isinstance(value, (str, bool))


def as_of_line(table: Table) -> str:
    return _("As of {day}").format(day=long_day(table.as_of)) if table.as_of else ""


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _number_format(column: Column) -> dict[str, Any]:
    if column.kind == "date":
        return {"num_format": "dd.mm.yyyy"}
    if column.kind == "datetime":
        return {"num_format": "dd.mm.yyyy hh:mm"}
    if column.kind == "integer":
        return {"num_format": "#,##0"}
    if column.is_number:
        digits = "." + "0" * column.places if column.places else ""
        return {"num_format": f"#,##0{digits}" if column.kind == "decimal" else f"0{digits}%"}
    return {"num_format": "@", "text_wrap": True}
