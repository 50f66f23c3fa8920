"""Reading a CSV file that somebody uploaded, into the same rows as a spreadsheet."""

import csv
import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from documents.renderers import FORMULA_STARTS
from documents.spreadsheets import MAX_COLUMNS, MAX_ROWS, Row
from documents.uploads import LARGEST, check_size

LONGEST_LINE_TO_GUESS = 10_000


def read_csv_rows(file: File, *, max_rows: int = MAX_ROWS, max_columns: int = MAX_COLUMNS) -> list[Row]:
    """Comma, semicolon or tab; UTF-8 or the Cyrillic of old Windows. The apostrophe that our own export puts before
    "=" and its like is taken off again."""
    check_size(file)
    file.seek(0)
    text = _decoded(file.read(LARGEST + 1))
    file.seek(0)
    first_line = text[:LONGEST_LINE_TO_GUESS].partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            values = tuple(map(_value, cells))
            if any(values):
                rows.append(Row(number, values))
            _refuse_more(rows, max_rows, max_columns)
    except csv.Error as error:
        raise ValidationError(
            _("The file cannot be read as CSV. Save it as an Excel workbook (.xlsx) and try again."), code="unreadable"
        ) from error
    return rows


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise ValidationError(_("The file is called .csv but holds something else."), code="content")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _value(text: str) -> Any:
    text = text.strip()
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        text = text[1:]
    return text or None


def _refuse_more(rows: list[Row], max_rows: int, max_columns: int) -> None:
    if len(rows) > max_rows:
        raise ValidationError(
            _("The sheet has more than %(limit)s rows with something in them. Split it into several files."),
            code="too_many_rows",
            params={"limit": max_rows},
        )
    if rows and len(rows[-1].cells) > max_columns:
        raise ValidationError(
            _("The sheet has more than %(limit)s columns with something in them."),
            code="too_many_columns",
            params={"limit": max_columns},
        )
