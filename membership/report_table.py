"""One report as a spreadsheet: a row for each figure, pre-filled; and what a filled one would make of the draft."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from documents.columns import READERS, Field, Record, RowError
from documents.spreadsheets import cell_text
from documents.workbook_templates import Template, read_template, write_template
from membership.answers import WORDS
from membership.kept import refuse_year
from membership.paper import on_paper
from membership.report_form import fields_of
from membership.sections import Section, titles_of
from membership.task import Task, typed
from reporting.drafts import Data
from reporting.models import Draft, Obligation
from reporting.round_trip import Difference, Incoming, RoundTrip

DASHES = frozenset("-–—−")
YES_NO = Field(code="yes_no", title="", kind="boolean")

CODE = Field(code="code", title=_("Code of the figure"), width=30, required=True)
SECTION = Field(code="section", title=_("Section"), optional=True, width=28)
TITLE = Field(code="title", title=_("Figure"), optional=True, width=46)
VALUE = Field(code="value", title=_("This year"), kind="cell", width=18)
LAST = Field(code="last", title=_("Last year"), kind="cell", optional=True, width=14)
BELOW = Field(code="below", title=_("Sum of the levels below"), kind="cell", optional=True, width=18)
FIELDS = (CODE, SECTION, TITLE, VALUE, LAST, BELOW)
# Numbers are written as numbers; what people write there instead is read as it stands.
WRITTEN = (CODE, SECTION, TITLE, *(replace(field, kind="integer") for field in (VALUE, LAST, BELOW)))
GUIDANCE = (
    _("Fill in the column “This year”. Numbers are whole, without fractions; words may stand where words are asked."),
    _("An empty cell changes nothing, a dash removes what stood there. Rows are known by their codes."),
)


def template_of(year: int, fields: Sequence[Field] = FIELDS) -> Template:
    """Of one year: last year's file is not taken for this one's."""
    return Template(
        id=f"membership-{year}",
        version=1,
        title=format_lazy("{title}, 01.01.{year}", title=_("Membership report"), year=str(year)),
        fields=fields,
        guidance=GUIDANCE,
    )


# --- Writing ----------------------------------------------------------------------------------------------


def write(obligation: Obligation, draft: Draft, day: date) -> bytes:
    task = Task(obligation, day)
    return write_template(
        template_of(task.year, WRITTEN),
        rows=list(_rows(task, task.data(draft))),
        organization_code=task.organization.code,
        organization=task.organization.legal_name,
        empty_rows=0,
    )


def _rows(task: Task, data: Data) -> Iterator[dict[str, Any]]:
    titles, fields = titles_of(task.lists), fields_of(task.lists, task.sections)
    for section in task.sections:
        for name in section.names:
            yield {
                "code": name,
                "section": str(section.title),
                "title": titles[name],
                "value": in_file(fields[name], name, data.get(name)),
                "last": _plain(task.last.get(name)),
                "below": task.background.sums.get(name),
            }


def in_file(field: forms.Field, name: str, text: Any) -> Any:
    """A number as a number, yes and no in words; what cannot be read is left out, and stays in the draft."""
    if not text:
        return None
    if name == "base_submitted":
        return gettext("yes") if text == "yes" else gettext("no")
    try:
        value = field.clean(text)
    except ValidationError:
        return None
    return value if type(value) is int else str(text)


def _plain(value: Any) -> Any:
    return (gettext("yes") if value else gettext("no")) if isinstance(value, bool) else value


# --- Reading ----------------------------------------------------------------------------------------------


def read(obligation: Obligation, draft: Draft, file: File, day: date) -> Incoming:
    task = Task(obligation, day)
    refuse_year(task.organization, task.year)
    reading = read_template(file, template_of(task.year), organization_code=task.organization.code)
    incoming = Incoming(dict(task.data(draft)))
    for error in reading.errors:
        incoming.errors.append(error)
    cells, titles = Cells(fields_of(task.lists, task.sections), incoming), titles_of(task.lists)
    sections = {name: section for section in task.sections for name in section.names}
    seen: dict[str, int] = {}
    for record in reading.records:
        _record(record, cells, titles, sections, seen)
    return incoming


def _record(
    record: Record, cells: "Cells", titles: Mapping[str, str], sections: Mapping[str, Section], seen: dict[str, int]
) -> None:
    name = record.values.get("code")
    if name is None:
        return
    if name not in titles or name not in sections:
        sentence = gettext("there is no figure with the code “{code}”.").format(code=name)
        cells.refuse(record.number, CODE, sentence)
    elif name in seen:
        sentence = gettext("“{name}” stands in row {row} already.").format(name=titles[name], row=seen[name])
        cells.refuse(record.number, CODE, sentence)
    else:
        seen[name] = record.number
        cells.put(record.number, name, record.values.get("value"), title=titles[name], column=VALUE.title)


class Cells:
    """Cells of a file against the answers of one draft. An empty cell changes nothing, a dash removes."""

    def __init__(self, fields: Mapping[str, forms.Field], incoming: Incoming) -> None:
        self.fields, self.incoming = fields, incoming
        self.before = dict(incoming.data)

    def refuse(self, row: int, column: Any, message: str) -> None:
        title = column.title if isinstance(column, Field) else column
        self.incoming.errors.append(RowError(row, str(title), message))

    def put(self, row: int, name: str, cell: Any, *, title: str, column: Any) -> None:
        text = cell_text(cell).strip()
        if not text:
            return
        before, field = str(self.before.get(name) or ""), self.fields[name]
        try:
            after = "" if text in DASHES else self._as_typed(name, field, cell, text)
        except ValidationError as error:
            self.refuse(row, column, error.messages[0])
            return
        if same(field, before, after):
            self.incoming.unchanged += bool(after)
            return
        self.incoming.data[name] = after
        self.incoming.differences.append(Difference(row, title, str(column), shown(name, before), shown(name, after)))

    @staticmethod
    def _as_typed(name: str, field: forms.Field, cell: Any, text: str) -> str:
        """What the form would have had typed; raises for what it would refuse."""
        if name == "base_submitted":
            return typed(READERS["boolean"](YES_NO, cell))
        if name not in WORDS:
            return typed(field.clean(cell))
        field.clean(text)
        return text


def same(field: forms.Field, before: str, after: str) -> bool:
    """1 234 and 1234 are one answer."""
    before, after = before.strip(), after.strip()
    if before == after or not before or not after:
        return before == after
    try:
        return bool(field.to_python(before) == field.to_python(after))
    except ValidationError:
        return False


def shown(name: str, text: str) -> str:
    if name == "base_submitted" and text:
        return gettext("yes") if text == "yes" else gettext("no")
    return text


ROUND_TRIP = RoundTrip(write=write, read=read, on_paper=on_paper)
