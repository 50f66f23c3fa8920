"""What the apparatus counted about all organizations as one spreadsheet, a row for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from documents.columns import Field, Record, RowError
from documents.undisturbed import undisturbed
from documents.workbook_templates import Template, read_template, write_template
from indicators import structure
from indicators.about import Line
from indicators.answers import Answers
from indicators.drafts_in_use import field_name
from indicators.forms.about import usual_source
from indicators.kept import record_about
from indicators.models import ActivityForm, FormVersion, Indicator
from indicators.report_form import EXPLANATION, fields_of
from indicators.report_table import Cells, in_file
from indicators.showing import as_typed
from indicators.task import Questions
from organizations.models import Organization
from reporting import drafts
from reporting.drafts import Data
from reporting.periods import Period
from reporting.round_trip import Difference, Incoming

CODE = Field(code="organization_code", title=_("Code of the organization"), width=18)
NAME = Field(code="organization", title=_("Organization"), optional=True, width=36)
SOURCE = Field(code="source", title=_("Source"), optional=True, width=30)
GUIDANCE = (
    _("One row for each organization. Where there was nothing write 0; an approximate figure is written “about 1200”."),
    _("An empty cell changes nothing, a dash removes what stood there. Rows are known by the codes of organizations."),
)


@dataclass
class Whole:
    """A form in one period about all organizations."""

    form: ActivityForm
    period: Period
    version: FormVersion
    lines: Sequence[Line]
    bodies: Sequence[Organization]

    @cached_property
    def indicators(self) -> list[Indicator]:
        return self.version.in_order()

    @property
    def typed(self) -> list[Indicator]:
        return [one for one in self.indicators if one.answer not in structure.COMPUTED]

    def data(self, line: Line) -> Data:
        told = {field_name(one.code): as_typed(one, line.answers.get(one.code)) for one in self.typed}
        data = {name: text for name, text in told.items() if text}
        return {**data, EXPLANATION: line.report.explanation} if line.report and line.report.explanation else data

    def template(self, *, is_written: bool = False) -> Template:
        kind: Any = "decimal" if is_written else "cell"
        figures = [Field(code=one.code, title=one.titled, kind=kind, optional=True, width=16) for one in self.typed]
        if is_written:
            words = {one.code for one in self.typed if one.answer not in structure.NUMERIC}
            figures = [replace(one, kind="cell") if one.code in words else one for one in figures]
        return Template(
            id=f"activity-about-{self.form.code}-{self.period.slug}",
            version=self.version.number,
            title=format_lazy("{form}, {period}", form=self.form.title, period=self.period.title),
            fields=(CODE, NAME, *figures, SOURCE),
            guidance=GUIDANCE,
        )


def write(whole: Whole) -> bytes:
    return write_template(whole.template(is_written=True), rows=_rows(whole), empty_rows=0)


def _rows(whole: Whole) -> Iterator[dict[str, Any]]:
    fields = fields_of(whole.indicators)
    for line in whole.lines:
        data = whole.data(line)
        told = {
            one.code: in_file(one, fields[name], data.get(name))
            for one in whole.typed
            if (name := field_name(one.code))
        }
        source = line.report.source if line.report else ""
        yield {
            "organization_code": line.organization.code,
            "organization": line.organization.name,
            **told,
            "source": source,
        }


# --- Reading ----------------------------------------------------------------------------------------------


@dataclass
class Changed:
    organization: Organization
    answers: Answers
    source: str
    explanation: str


@dataclass
class IncomingAbout:
    """What a file would enter. With `errors` it enters nothing."""

    whole: Whole
    changed: list[Changed] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    def fingerprint(self) -> str:
        told = [(one.organization.pk, sorted(map(repr, one.answers.items())), one.source) for one in self.changed]
        return sha256(repr(told).encode()).hexdigest()


@undisturbed()
def read(whole: Whole, file: File) -> IncomingAbout:
    reading = read_template(file, whole.template(), blanks=False)
    incoming = IncomingAbout(whole, errors=list(reading.errors))
    lines = {line.organization.code: line for line in whole.lines}
    seen: dict[str, int] = {}
    for record in reading.records:
        if line := _whose(record, lines, seen, incoming):
            _row(record, line, incoming)
    return incoming


def _whose(record: Record, lines: dict[str, Line], seen: dict[str, int], incoming: IncomingAbout) -> Line | None:
    """Whose row it is; a refusal that names the row for what was not there in the period, or stands twice."""
    code = str(record.values.get("organization_code") or "").strip()
    if not code and set(record.values) <= {"organization_code", "organization"}:
        return None
    sentence = ""
    if not code:
        sentence = gettext("the cell is empty.")
    elif code in seen:
        sentence = gettext("“{name}” stands in row {row} already.").format(name=code, row=seen[code])
    elif code not in lines:
        sentence = gettext("“{code}” is no member organization that existed in this period.").format(code=code)
    seen.setdefault(code, record.number)
    if sentence:
        incoming.errors.append(RowError(record.number, str(CODE.title), sentence))
        return None
    return lines[code]


def _row(record: Record, line: Line, incoming: IncomingAbout) -> None:
    whole, taken = incoming.whole, Incoming(incoming.whole.data(line))
    cells = Cells(whole.indicators, taken)
    for one in whole.typed:
        cells.put(record.number, one.code, record.values.get(one.code), title=line.organization.name, column=one.titled)
    incoming.errors += taken.errors
    if taken.errors or not taken.differences:
        return
    incoming.differences += taken.differences
    _judge(record, line, taken.data, incoming)


def _judge(record: Record, line: Line, data: Data, incoming: IncomingAbout) -> None:
    """By the same form as what is typed; what looks strange is entered all the same, for nobody is asked why here."""
    whole = incoming.whole
    questions = Questions(whole.form, line.organization, whole.period, whole.period.last_day)
    questions.version, questions.indicators, questions.last = whole.version, whole.indicators, None
    form = questions.form(drafts.as_post(data))
    form.full_clean()
    wrong = [(name, error) for name, errors in form.errors.items() if name != EXPLANATION for error in errors]
    for name, error in wrong:
        title = str(form.fields[name].label) if name in form.fields else str(CODE.title)
        incoming.errors.append(RowError(record.number, title, str(error)))
    if not wrong:
        source = str(record.values.get("source") or "").strip()[:300] or usual_source()
        explanation = str(data.get(EXPLANATION) or "")
        incoming.changed.append(Changed(line.organization, form.answers, source, explanation))


@transaction.atomic
def record(incoming: IncomingAbout, *, by: Any, at: datetime, day: date) -> int:
    """All or nothing; what was entered before is set aside."""
    whole = incoming.whole
    for one in incoming.changed:
        record_about(
            whole.form, one.organization, whole.period, one.answers, source=one.source, explanation=one.explanation,
            by=by, at=at, day=day, indicators=whole.indicators,
        )  # fmt: skip
    return len(incoming.changed)
