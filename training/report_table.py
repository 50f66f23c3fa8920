"""A training report as a spreadsheet: a row for each figure, filled with what is known; and what a filled one would make of
the draft."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from documents.columns import Field, in_all_languages
from documents.workbook_templates import Template, read_template, write_template
from reporting.answer_cells import AnswerCells
from reporting.drafts import Data
from reporting.models import Draft, Obligation
from reporting.round_trip import Incoming, RoundTrip
from training.answers import WORDS, from_events, in_words
from training.forms.recording import on_paper
from training.models.report import Counted
from training.pages import GROUPS, grouped_names, labels_of
from training.report_form import fields_of
from training.task import Task

CODE = Field(code="code", title=_("Code of the figure"), width=26, required=True)
SECTION = Field(code="section", title=_("Section"), optional=True, width=22)
TITLE = Field(code="title", title=_("Figure"), optional=True, width=52)
VALUE = Field(code="value", title=_("This period"), kind="cell", width=22)
EVENTS = Field(code="events", title=_("By the events"), kind="cell", optional=True, width=16)
LAST = Field(code="last", title=_("The period beside"), kind="cell", optional=True, width=18)
FIELDS = (CODE, SECTION, TITLE, VALUE, EVENTS, LAST)
# Numbers are written as numbers; what people write there instead is read as it stands.
WRITTEN = (CODE, SECTION, TITLE, *(replace(field, kind="decimal") for field in (VALUE, EVENTS, LAST)))
GUIDANCE = (
    _("Fill in the column “This period”: 0 where there was nothing, empty where you have no data."),
    _("An empty cell changes nothing, a dash removes what stood there. Rows are known by their codes."),
)


def template_of(task: Task, fields: Any = FIELDS) -> Template:
    """Of one period: another one's file is not taken for this one's."""
    return Template(
        id=f"training-{task.period.slug}",
        version=1,
        title=format_lazy("{title}, {period}", title=_("Training report"), period=task.period.title),
        fields=fields,
        guidance=GUIDANCE,
    )


# --- Writing ----------------------------------------------------------------------------------------------


def write(obligation: Obligation, draft: Draft, day: date) -> bytes:
    task = Task(obligation, day)
    return write_template(
        template_of(task, WRITTEN),
        rows=list(_rows(task, task.data(draft))),
        organization_code=task.organization.code,
        organization=task.organization.legal_name,
        empty_rows=0,
    )


def _rows(task: Task, data: Data) -> Iterator[dict[str, Any]]:
    fields, held = fields_of(task.categories), from_events(task.held, task.categories)
    sections = {name: str(title) for title, names, _grid in grouped_names(task) for name in names}
    for name, title in labels_of(task).items():
        yield {
            "code": name,
            "section": sections.get(name, str(GROUPS[0][0]) if name == "counted" else ""),
            "title": title,
            "value": in_file(fields[name], name, data.get(name)),
            "events": _plain(name, held.get(name)),
            "last": _plain(name, task.last_answers.get(name)),
        }


def in_file(field: Any, name: str, text: Any) -> Any:
    """A number as a number; what cannot be read is left out, and stays in the draft."""
    if not text:
        return None
    try:
        return _plain(name, field.clean(text))
    except ValidationError:
        return None


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    return in_words(name, value) if name == "counted" else value


# --- Reading ----------------------------------------------------------------------------------------------


def read(obligation: Obligation, draft: Draft | None, file: File, day: date) -> Incoming:
    task = Task(obligation, day)
    task.refuse()
    reading = read_template(file, template_of(task), organization_code=task.organization.code)
    incoming = Incoming(dict(task.data(draft)) if draft else {})
    incoming.errors.extend(reading.errors)
    cells = Cells(fields_of(task.categories), incoming)
    unknown = gettext("there is no figure with the code “{code}”.")
    cells.put_records(reading.records, titles=labels_of(task), code=CODE, value=VALUE, unknown=unknown)
    return incoming


class Cells(AnswerCells):
    def as_typed(self, name: str, cell: Any, text: str) -> str:
        field = self.fields[name]
        if name == "counted":
            return str(field.clean(_counted(text)))
        if name in WORDS:
            field.clean(text)
            return text
        return in_words(name, field.clean(cell if isinstance(cell, (int, float, Decimal)) else text))

    def shown(self, name: str, text: str) -> str:
        return in_words(name, text) if name == "counted" and text in Counted.values else text


def _counted(text: str) -> str:
    """The code, or its words in any language of the site, whole or up to the colon."""
    said = text.casefold()
    for one in Counted:
        ways = {one.value, *(way.casefold() for way in in_all_languages(one.label))}
        if said in ways | {way.partition(":")[0] for way in ways}:
            return one.value
    return text


ROUND_TRIP = RoundTrip(write=write, read=read, on_paper=on_paper)
