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

from documents.columns import READERS, Field, Record, RowError
from documents.dates import short_day
from documents.spreadsheets import cell_text
from documents.workbook_templates import Template, read_template, write_template
from indicators import structure
from indicators.checks import Stated
from indicators.drafts_in_use import field_name
from indicators.fields import DASHES
from indicators.forms.recording import on_paper
from indicators.models import Indicator
from indicators.report_form import EXPLANATION, fields_of
from indicators.showing import Answer, as_typed
from indicators.task import Questions, Task
from reporting.drafts import Data
from reporting.models import Draft, Obligation
from reporting.round_trip import Difference, Incoming, RoundTrip

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


def read(obligation: Obligation, draft: Draft, file: File, day: date) -> Incoming:
    task = Task(obligation, day)
    task.refuse()
    return read_one(task, task.data(draft), file)


def read_one(questions: Questions, data: Data, file: File) -> Incoming:
    reading = read_template(file, template_of(questions), organization_code=questions.organization.code)
    incoming = Incoming(dict(data))
    incoming.errors.extend(reading.errors)
    cells, seen = Cells(questions.indicators, incoming), dict[str, int]()
    for record in reading.records:
        _record(record, cells, seen)
    return incoming


def _record(record: Record, cells: "Cells", seen: dict[str, int]) -> None:
    code = record.values.get("code")
    if code is None:
        return
    if code not in cells.titles:
        sentence = gettext("there is no indicator with the code “{code}”.").format(code=code)
        cells.refuse(record.number, CODE.title, sentence)
    elif code in seen:
        sentence = gettext("“{name}” stands in row {row} already.").format(name=cells.titles[code], row=seen[code])
        cells.refuse(record.number, CODE.title, sentence)
    else:
        seen[code] = record.number
        cells.put(record.number, code, record.values.get("value"), title=cells.titles[code], column=VALUE.title)


class Cells:
    """Cells of a file against the answers of one draft. An empty cell changes nothing, a dash removes."""

    def __init__(self, indicators: list[Indicator], incoming: Incoming) -> None:
        self.by_code = {one.code: one for one in indicators if one.answer not in structure.COMPUTED}
        self.fields = fields_of(indicators)
        self.titles = {code: one.titled for code, one in self.by_code.items()}
        self.titles[EXPLANATION] = gettext("Explanation of what looks strange")
        self.incoming, self.before = incoming, dict(incoming.data)

    def refuse(self, row: int, column: Any, message: str) -> None:
        self.incoming.errors.append(RowError(row, str(column), message))

    def put(self, row: int, code: str, cell: Any, *, title: str, column: Any) -> None:
        text = cell_text(cell).strip()
        if not text:
            return
        name = code if code == EXPLANATION else field_name(code)
        before = str(self.before.get(name) or "")
        try:
            after = "" if text in DASHES else self._as_typed(code, cell, text)
        except ValidationError as error:
            self.refuse(row, column, error.messages[0])
            return
        if self._same(name, before, after):
            self.incoming.unchanged += bool(after)
            return
        self.incoming.data[name] = after
        self.incoming.differences.append(
            Difference(row, title, str(column), self._shown(code, before), self._shown(code, after))
        )

    def _as_typed(self, code: str, cell: Any, text: str) -> str:
        """What the form would have had typed; raises for what it would refuse."""
        one = self.by_code.get(code)
        if one is None:
            return text
        if one.answer == structure.YES_NO:
            return "yes" if READERS["boolean"](YES_NO, cell) else "no"
        field = self.fields[field_name(code)]
        if isinstance(cell, datetime):
            cell = cell.date()
        value = field.clean(
            cell if isinstance(cell, (int, float, Decimal, date)) and one.answer != structure.TEXT else text
        )
        if isinstance(value, date):
            return short_day(value)
        return as_typed(one, value)

    def _same(self, name: str, before: str, after: str) -> bool:
        """1 234 and 1234 are one answer."""
        if before == after or not before or not after or name not in self.fields:
            return before == after
        field = self.fields[name]
        try:
            return bool(field.to_python(before) == field.to_python(after))
        except ValidationError:
            return False

    def _shown(self, code: str, text: str) -> str:
        one: Indicator | None = self.by_code.get(code)
        if one and one.answer == structure.YES_NO and text:
            return gettext("yes") if text == "yes" else gettext("no")
        return text


ROUND_TRIP = RoundTrip(write=write, read=read, on_paper=on_paper)
