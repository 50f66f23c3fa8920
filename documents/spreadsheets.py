"""Reading a spreadsheet that somebody uploaded, into rows of values, without harm and without guessing."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from documents.archives import BROKEN
from documents.sheet_cells import Filled, ShownMonth, read_cells
from documents.sheet_scan import Deadline, check_parts
from documents.undisturbed import undisturbed
from documents.uploads import SPREADSHEETS, check_upload

MAX_ROWS = 20_000
MAX_COLUMNS = 200
SECONDS = 20.0
MOST_NAMED = 5
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
# What openpyxl stumbles over when the inside of a workbook is not what it expects.
UNREADABLE = (*BROKEN, InvalidFileException, ExpatError, ParseError, AttributeError, TypeError, IndexError, SyntaxError)


class Row(NamedTuple):
    """`number` is the one people see beside the row; blank cells are None, text is trimmed."""

    number: int
    cells: tuple[Any, ...]

    def cell(self, index: int) -> Any:
        return self.cells[index] if index < len(self.cells) else None


class Sheet(NamedTuple):
    name: str
    visible: bool
    rows: list[Row]


def read_rows(
    file: File,
    *,
    sheet: str | None = None,
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
    seconds: float = SECONDS,
) -> list[Row]:
    """The rows of one sheet that hold something: the first visible one, or the one named."""
    sheets = read_sheets(file, max_rows=max_rows, max_columns=max_columns, seconds=seconds, only=sheet)
    for one in sheets:
        if (sheet is None and one.visible) or one.name == sheet:
            return one.rows
    if sheet is None:
        raise ValidationError(_("The file has no visible sheet."), code="no_sheet")
    raise ValidationError(_("The file has no sheet “%(name)s”."), code="no_sheet", params={"name": sheet})


@undisturbed()
def read_sheets(
    file: File,
    *,
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
    seconds: float = SECONDS,
    only: str | None = None,
    hidden: tuple[str, ...] = (),
) -> list[Sheet]:
    """The first visible sheet, or the one called `only`, and the `hidden` ones by name. What other sheets of the
    workbook hold is the sender's own business and is not looked at.

    Raises ValidationError with the codes of `check_upload` and: dtd, too_much, too_many_rows, too_many_columns,
    too_slow, formula, strict, unreadable."""
    check_upload(file, kinds=SPREADSHEETS)
    content = io.BytesIO(file.read())
    file.seek(0)
    deadline = Deadline(seconds)
    try:
        with zipfile.ZipFile(content) as archive:
            check_parts(archive, deadline)
            _refuse_strict(archive)
            return list(_sheets(content, archive, (max_rows, max_columns), deadline, only, hidden))
    except UNREADABLE as error:
        raise ValidationError(
            _("The file opens, but its table cannot be read. Open it in Excel, save it anew and try again."),
            code="unreadable",
        ) from error


def _sheets(
    content: io.BytesIO,
    archive: zipfile.ZipFile,
    limits: tuple[int, int],
    deadline: Deadline,
    only: str | None,
    hidden: tuple[str, ...],
) -> Iterator[Sheet]:
    with warnings.catch_warnings():
        # openpyxl warns of extensions that it leaves out; none of them holds a value.
        warnings.simplefilter("ignore")
        book = load_workbook(content, read_only=True, data_only=True, keep_links=False)
        try:
            for page in _wanted(book, only, hidden):
                filled = read_cells(archive, page, max_rows=limits[0], max_columns=limits[1], deadline=deadline)
                _refuse_uncomputed(filled)
                yield Sheet(page.title, page.sheet_state == "visible", list(_rows(filled)))
        finally:
            book.close()


def _wanted(book: Any, only: str | None, hidden: tuple[str, ...]) -> list[Any]:
    pages = book.worksheets
    if only is not None:
        main = [page for page in pages if page.title == only]
    else:
        main = [page for page in pages if page.sheet_state == "visible"]
    return main[:1] + [page for page in pages if page.title in hidden and page not in main[:1]]


def _rows(filled: Filled) -> Iterator[Row]:
    """As wide as the sheet; rows of blanks alone are none."""
    for number, values in filled.rows:
        if any(value is not None for value in values.values()):
            cells: list[Any] = [None] * filled.last_column
            for column, value in values.items():
                cells[column - 1] = value
            yield Row(number, tuple(cells))


def cell_text(value: Any) -> str:
    """What people saw in the cell: 7710 for 7710.0, 30.11.2026 for a day, 11.2026 where the month alone is shown."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, ShownMonth):
        return f"{value:%m.%Y}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value)


def _refuse_uncomputed(filled: Filled) -> None:
    if not filled.uncomputed:
        return
    cells = ", ".join(filled.uncomputed[:MOST_NAMED]) + (" …" if len(filled.uncomputed) > MOST_NAMED else "")
    raise ValidationError(
        _("A formula was never computed (cell %(cells)s). Open the file in Excel, save it and choose it again."),
        code="formula",
        params={"cells": cells},
    )


def _refuse_strict(archive: zipfile.ZipFile) -> None:
    if "xl/workbook.xml" in archive.namelist() and STRICT in archive.read("xl/workbook.xml"):
        raise ValidationError(
            _(
                "The file is saved as “Strict Open XML”. Save it as an ordinary Excel workbook (.xlsx) and choose it again."
            ),
            code="strict",
        )
