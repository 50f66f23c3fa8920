"""One report as a spreadsheet: a row for each indicator, pre-filled; and what a filled one would make of the draft."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from documents.columns import READERS, Field
from documents.dates import short_day
from documents.workbook_templates import Template, read_template, write_template
from indicators import structure
from indicators.checks import Stated
from indicators.drafts_in_use import field_name
from indicators.forms.recording import on_paper
from indicators.models import Indicator
from indicators.report_form import EXPLANATION, fields_of
from indicators.showing import Answer, as_typed
from indicators.task import Questions, Task
from reporting.answer_cells import AnswerCells
from reporting.drafts import Data
from reporting.models import Draft, Obligation
from reporting.round_trip import Incoming, RoundTrip

YES_NO = Field(code="yes_no", title="", kind="boolean")
CODE = Field(code="code", title=_("Code of the indicator"), width=30, required=True)
GROUP = Field(code="group", title=_("Group"), optional=True, width=28)
TITLE = Field(code="title", title=_("Indicator"), optional=True, width=46)
VALUE = Field(code="value", title=_("This period"), kind="cell", width=18)
LAST = Field(code="last", title=_("The period beside"), kind="cell", optional=True, width=18)
FIELDS = (CODE, GROUP, TITLE, VALUE, LAST)
# Numbers are written as numbers; what people write there instead is read as it stands.
WRITTEN = (CODE, GROUP, TITLE, *(replace(field, kind="decimal") for field in (VALUE, LAST)))
GUIDANCE = (
    _(
        "Fill in the column “This period”. Where there was nothing write 0; an approximate figure is written “about 1200”."
    ),
    _("An empty cell changes nothing, a dash removes what stood there. Rows are known by their codes."),
)


def template_id(questions: Questions) -> str:
    return f"activity-{questions.form_of.code}-{questions.period.slug}"


def template_of(questions: Questions, fields: Any = FIELDS) -> Template:
    """Of one form, one period and one version: another one's file is not taken for this one's."""
    return Template(
        id=template_id(questions),
        version=questions.version.number,
        title=format_lazy("{form}, {period}", form=questions.form_of.title, period=questions.period.title),
        fields=fields,
        guidance=GUIDANCE,
    )


# --- Writing ----------------------------------------------------------------------------------------------


def write(obligation: Obligation, draft: Draft, day: date) -> bytes:
    task = Task(obligation, day)
    return write_one(task, task.data(draft))


def write_one(questions: Questions, data: Data) -> bytes:
    return write_template(
        template_of(questions, WRITTEN),
        rows=list(_rows(questions, data)),
        organization_code=questions.organization.code,
        organization=questions.organization.legal_name,
        empty_rows=0,
    )


def _rows(questions: Questions, data: Data) -> Iterator[dict[str, Any]]:
    fields = fields_of(questions.indicators)
    for one in questions.indicators:
        if (name := field_name(one.code)) in fields:
            yield {
                "code": one.code,
                "group": one.group.title if one.group else "",
                "title": one.titled,
                "value": in_file(one, fields[name], data.get(name)),
                "last": _plain(one, questions.last_answers.get(one.code)),
            }
    yield {"code": EXPLANATION, "title": gettext("Explanation of what looks strange"), "value": data.get(EXPLANATION)}


def in_file(one: Indicator, field: forms.Field, text: Any) -> Any:
    """A number as a number; what cannot be read is left out, and stays in the draft."""
    if not text:
        return None
    try:
        return _plain(one, _answer(field.clean(text)))
    except ValidationError:
        return None


def _answer(value: Any) -> Answer:
    return value.isoformat() if isinstance(value, date) else value


def _plain(one: Indicator, answer: Answer) -> Any:
    if isinstance(answer, Stated) and one.answer in structure.NUMERIC and not answer.is_approximate:
        return float(answer.number) if answer.number % 1 else int(answer.number)
    typed = as_typed(one, answer)
    return {"yes": gettext("yes"), "no": gettext("no")}.get(typed, typed) if one.answer == structure.YES_NO else typed


# --- Reading ----------------------------------------------------------------------------------------------


def read(obligation: Obligation, draft: Draft | None, file: File, day: date) -> Incoming:
    task = Task(obligation, day)
    task.refuse()
    return read_one(task, task.data(draft) if draft else {}, file)


def read_one(questions: Questions, data: Data, file: File) -> Incoming:
    reading = read_template(file, template_of(questions), organization_code=questions.organization.code)
    incoming = Incoming(dict(data))
    incoming.errors.extend(reading.errors)
    cells = Cells(questions.indicators, incoming)
    unknown = gettext("there is no indicator with the code “{code}”.")
    cells.put_records(reading.records, titles=cells.titles, code=CODE, value=VALUE, unknown=unknown)
    return incoming


class Cells(AnswerCells):
    """Rows and columns are known by the codes of indicators, which are not their names in the draft."""

    def __init__(self, indicators: list[Indicator], incoming: Incoming) -> None:
        super().__init__(fields_of(indicators), incoming)
        by_code = {one.code: one for one in indicators if one.answer not in structure.COMPUTED}
        self.by_name = {name: one for code, one in by_code.items() if (name := field_name(code))}
        self.titles = {code: one.titled for code, one in by_code.items()}
        self.titles[EXPLANATION] = gettext("Explanation of what looks strange")

    def put(self, row: int, name: str, cell: Any, *, title: str, column: Any) -> None:
        super().put(row, name if name == EXPLANATION else field_name(name), cell, title=title, column=column)

    def as_typed(self, name: str, cell: Any, text: str) -> str:
        one = self.by_name.get(name)
        if one is None:
            return text
        if one.answer == structure.YES_NO:
            return "yes" if READERS["boolean"](YES_NO, cell) else "no"
        field = self.fields[name]
        if isinstance(cell, datetime):
            cell = cell.date()
        value = field.clean(
            cell if isinstance(cell, (int, float, Decimal, date)) and one.answer != structure.TEXT else text
        )
        if isinstance(value, date):
            return short_day(value)
        return as_typed(one, value)

    def shown(self, name: str, text: str) -> str:
        one: Indicator | None = self.by_name.get(name)
        if one and one.answer == structure.YES_NO and text:
            return gettext("yes") if text == "yes" else gettext("no")
        return text


ROUND_TRIP = RoundTrip(write=write, read=read, on_paper=on_paper)
