"""A workbook that is filled in by people and read back: a hidden sheet says which template it is, a hidden row of
codes says which column is which."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext, gettext_lazy as _

from documents.cells import words
from documents.columns import Field, Reading, read_columns
from documents.heads import read_by_heads
from documents.sheet_scan import column_letters
from documents.spreadsheets import Sheet, cell_text, read_sheets
from documents.tables import Column, Words
from documents.workbooks import SAFE_OPTIONS, sheet_name, write_text

HIDDEN_SHEET = "_template"
EMPTY_ROWS = 200
# Columns of the hidden sheet from here on hold what people choose from.
FIRST_CHOICES = 3
FORMATS: Mapping[str, dict[str, Any]] = {
    "text": {"num_format": "@", "text_wrap": True},
    "cell": {"num_format": "@", "text_wrap": True},
    "choice": {"num_format": "@", "text_wrap": True},
    # Typed as text it stays as typed; as a day it looks as on the page.
    "date": {"num_format": "dd.mm.yyyy"},
    "integer": {"num_format": "#,##0"},
    "decimal": {"num_format": "#,##0.##"},
}


@dataclass(frozen=True, kw_only=True)
class Template:
    """`version` grows with every change of the fields: an old copy is refused and not guessed at."""

    id: str
    version: int
    title: Words
    fields: Sequence[Field]
    guidance: Sequence[Words] = ()
    # What people's own tables of this have besides, and is left alone: a number of the row, a name.
    also: Sequence[Field] = ()


def write_template(
    template: Template,
    *,
    rows: Iterable[Mapping[str, Any]] = (),
    organization_code: str = "",
    organization: str = "",
    empty_rows: int = EMPTY_ROWS,
) -> bytes:
    """The workbook to fill in; `rows` are values by the code of their field."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, SAFE_OPTIONS) as book:
        book.set_properties({"title": str(template.title)})
        _Page(book, template).write(list(rows), organization, empty_rows)
        _write_hidden(book, template, organization_code)
    return stream.getvalue()


def read_template(
    file: File, template: Template, *, organization_code: str | None = None, blanks: bool = True, **limits: Any
) -> Reading:
    """The filled rows and what is wrong in single cells. Raises ValidationError for a file that is no copy of this
    template (codes: no_template, template, version, organization) and with the codes of `read_sheets` and
    `read_columns`."""
    pages = read_sheets(file, hidden=(HIDDEN_SHEET,), **limits)
    marks = _marks(pages)
    if marks is None:
        raise ValidationError(
            _(
                "This is not a template of this site: its hidden sheet is missing. Download the template and fill it in."
            ),
            code="no_template",
        )
    _check_marks(marks, template, organization_code)
    reading = read_columns(pages[0].rows, template.fields, blanks=blanks)
    reading.organization_code = marks["organization"]
    return reading


def made_for(file: File) -> str:
    """The code of the organization that this copy was made for; empty where it is no template. Raises as `read_sheets`."""
    marks = _marks(read_sheets(file, hidden=(HIDDEN_SHEET,)))
    return marks["organization"] if marks else ""


def read_template_or_table(file: File, template: Template, *, organization_code: str, **limits: Any) -> Reading:
    """The template as `read_template` takes it; a file that is none is read by the heads of its columns."""
    pages = read_sheets(file, hidden=(HIDDEN_SHEET,), **limits)
    marks = _marks(pages)
    if marks is not None:
        _check_marks(marks, template, organization_code)
        codes = {field.code for field in template.fields}
        if any(codes & set(filter(_is_text, row.cells)) for row in pages[0].rows):
            return read_columns(pages[0].rows, template.fields)
    return read_by_heads(pages[0].rows, (*template.fields, *template.also))


def _check_marks(marks: Mapping[str, str], template: Template, organization_code: str | None) -> None:
    if marks["template"] != template.id:
        raise ValidationError(
            _("This is the template of another report. Download the template “%(title)s” and fill it in."),
            code="template",
            params={"title": template.title},
        )
    if marks["version"] != str(template.version):
        raise ValidationError(
            _(
                "The template is of version %(found)s, now version %(current)s is in use. Download it anew and fill it in."
            ),
            code="version",
            params={"found": marks["version"] or "?", "current": template.version},
        )
    found = marks["organization"]
    if organization_code is not None and found != organization_code:
        raise ValidationError(
            _("The template was made for another organization (%(found)s)."),
            code="organization",
            params={"found": found or "?"},
        )


def _marks(pages: list[Sheet]) -> dict[str, str] | None:
    """What the hidden sheet says; None where there is none."""
    for page in pages:
        if page.name == HIDDEN_SHEET and page is not pages[0]:
            marks = {cell_text(row.cell(0)): cell_text(row.cell(1)) for row in page.rows}
            return {name: marks.get(name, "") for name in ("template", "version", "organization")}
    return None


def _is_text(cell: Any) -> bool:
    return isinstance(cell, str)


class _Page:
    """The sheet people see: title, guidance, hidden codes, heads, rows."""

    def __init__(self, book: Any, template: Template) -> None:
        self.template, self.fields = template, template.fields
        self.sheet = book.add_worksheet(sheet_name(gettext("Fill in")))
        self.heading = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E6E6E6"})
        frame = {"border": 1, "valign": "top"}
        self.formats = {kind: book.add_format({**frame, **look}) for kind, look in FORMATS.items()}
        self.plain = book.add_format(frame)
        self.line = 0

    def write(self, rows: list[Mapping[str, Any]], organization: str, empty_rows: int) -> None:
        for text, style in [
            (str(self.template.title), self.heading),
            (organization, None),
            *((str(sentence), None) for sentence in self.template.guidance),
        ]:
            if text:
                write_text(self.sheet, self.line, 0, text, style)
                self.line += 1
        self._write_heads()
        first = self.line
        for row in [*rows, *({} for _number in range(empty_rows))]:
            for index, field in enumerate(self.fields):
                self._write_cell(index, field, row.get(field.code))
            self.line += 1
        self._offer_choices(first)

    def _write_heads(self) -> None:
        self.sheet.set_row(self.line, None, None, {"hidden": True})
        for index, field in enumerate(self.fields):
            self.sheet.set_column(index, index, field.width)
            write_text(self.sheet, self.line, index, field.code)
            write_text(self.sheet, self.line + 1, index, str(field.title), self.head)
        self.line += 2
        self.sheet.freeze_panes(self.line, 1)

    def _write_cell(self, index: int, field: Field, value: Any) -> None:
        style = self.formats.get(field.kind, self.plain)
        if value is None or value == "":
            self.sheet.write_blank(self.line, index, None, style)
        elif field.kind == "date" and isinstance(value, date):
            self.sheet.write_datetime(self.line, index, value, style)
        elif field.kind in ("integer", "decimal") and not isinstance(value, (str, bool)):
            self.sheet.write_number(self.line, index, value, style)
        else:
            text = str(field.choices.get(value, value)) if field.kind == "choice" else words(_ANY, value)
            write_text(self.sheet, self.line, index, text, style)

    def _offer_choices(self, first: int) -> None:
        for index, field in enumerate(self.fields):
            if field.choices and self.line > first:
                letter = column_letters(FIRST_CHOICES + index + 1)
                source = f"={HIDDEN_SHEET}!${letter}$1:${letter}${len(field.choices)}"
                rule = {"validate": "list", "source": source, "error_type": "warning"}
                self.sheet.data_validation(first, index, self.line - 1, index, rule)


_ANY = Column(key="any", title="")


def _write_hidden(book: Any, template: Template, organization_code: str) -> None:
    sheet = book.add_worksheet(HIDDEN_SHEET)
    sheet.very_hidden()
    marks = {"template": template.id, "version": str(template.version), "organization": organization_code}
    for line, (name, value) in enumerate(marks.items()):
        write_text(sheet, line, 0, name)
        write_text(sheet, line, 1, value)
    for index, field in enumerate(template.fields):
        for line, choice in enumerate(field.choices.values()):
            write_text(sheet, line, FIRST_CHOICES + index, str(choice))
