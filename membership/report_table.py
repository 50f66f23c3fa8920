"""One report as a spreadsheet: a row for each figure, pre-filled; and what a filled one would make of the draft."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from documents.columns import READERS, Field
from documents.workbook_templates import Template, read_template, write_template
from membership.answers import WORDS
from membership.kept import refuse_year
from membership.paper import on_paper
from membership.report_form import fields_of
from membership.sections import titles_of
from membership.task import Task, typed
from reporting.answer_cells import AnswerCells
from reporting.drafts import Data
from reporting.models import Draft, Obligation
from reporting.round_trip import Incoming, RoundTrip

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


def read(obligation: Obligation, draft: Draft | None, file: File, day: date) -> Incoming:
    task = Task(obligation, day)
    refuse_year(task.organization, task.year)
    reading = read_template(file, template_of(task.year), organization_code=task.organization.code)
    incoming = Incoming(dict(task.data(draft)) if draft else {})
    for error in reading.errors:
        incoming.errors.append(error)
    cells, titles = Cells(fields_of(task.lists, task.sections), incoming), titles_of(task.lists)
    asked = {name for section in task.sections for name in section.names if name in titles}
    unknown = gettext("there is no figure with the code “{code}”.")
    cells.put_records(reading.records, titles=titles, code=CODE, value=VALUE, unknown=unknown, known=asked)
    return incoming


class Cells(AnswerCells):
    def as_typed(self, name: str, cell: Any, text: str) -> str:
        if name == "base_submitted":
            return typed(READERS["boolean"](YES_NO, cell))
        field = self.fields[name]
        if name not in WORDS:
            return typed(field.clean(cell))
        field.clean(text)
        return text

    def shown(self, name: str, text: str) -> str:
        if name == "base_submitted" and text:
            return gettext("yes") if text == "yes" else gettext("no")
        return text


ROUND_TRIP = RoundTrip(write=write, read=read, on_paper=on_paper)
