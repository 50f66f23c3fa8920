"""The schedule as a spreadsheet: every branch and primary organization a row, pre-filled; and what a filled one says.

A file of ours is read by its codes; a table that somebody made is read by its heads and by the names of organizations.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import get_language, gettext, gettext_lazy as _

from campaigns.forms import TermField
from campaigns.models import Campaign
from campaigns.period_days import Period, Precision, last_day
from campaigns.periods import render
from campaigns.schedule_draft import as_it_stands, campaign_of
from campaigns.schedule_lines import PRIMARIES, Line, groups_of, is_single, lines_of
from campaigns.schedule_names import Names
from campaigns.wording import days_of, window_words
from documents.columns import Field, Reading, Record
from documents.sheet_cells import ShownMonth
from documents.spreadsheets import cell_text
from documents.workbook_templates import Template, read_template_or_table, write_template
from organizations.models import Level
from reporting.drafts import Data
from reporting.models import Draft, Obligation
from reporting.round_trip import Difference, Incoming, RoundTrip

LONGEST_TERM, LONGEST_REASON = 150, 500
DASHES = frozenset("-–—−")
NAMED = 10

CODE = Field(code="code", title=_("Code of the organization"), optional=True, width=18, known_as=(("код",), ("code",)))
REASON = Field(
    code="reason",
    title=_("Reason for a term outside the window"),
    optional=True,
    width=44,
    known_as=(("причин",), ("обоснован",), ("себеб",), ("негиз",), ("reason",)),
)
LEVEL = Field(
    code="level",
    title=_("Level"),
    kind="choice",
    choices=dict(Level.choices),
    optional=True,
    width=22,
    known_as=(("уров",), ("денге",), ("level",)),
)
BRANCH = Field(
    code="branch",
    title=_("Higher body"),
    optional=True,
    width=26,
    known_as=(
        ("вышестоящ",),
        ("вышестоящ", "организац"),
        ("филиал",),
        ("жогары",),
        ("жогары", "уйым"),
        ("район",),
        ("аудан",),
    ),
)
TERM = Field(
    code="term",
    title=_("Planned term"),
    kind="cell",
    width=30,
    known_as=(("срок",), ("дат",), ("мерзим",), ("кун",), ("уакыт",), ("врем",), ("term",)),
)
NAME = Field(
    code="name",
    title=_("Organization"),
    optional=True,
    width=44,
    known_as=(("наименован",), ("организац",), ("назван",), ("первич",), ("уйым",), ("атау",), ("бастауыш",)),
)
FIELDS = (CODE, LEVEL, NAME, BRANCH, TERM, REASON)
# What clerks have in tables of their own beside the terms.
ALSO = (
    Field(code="number", title="№", kind="cell", optional=True, known_as=(("№",), ("п", "п"), ("р", "с"))),
    Field(
        code="chair",
        title=_("Chair"),
        kind="cell",
        optional=True,
        known_as=(("председател",), ("фио",), ("ф", "и", "о"), ("торага",), ("аты", "жони")),
    ),
    Field(code="note", title=_("Note"), kind="cell", optional=True, known_as=(("примечан",), ("ескерт",))),
)


def template_of(campaign: Campaign) -> Template:
    """Of one campaign: last time's file is not taken for this one's."""
    return Template(
        id=f"schedule-{campaign.pk}",
        version=1,
        title=_("Schedule of report-and-election conferences"),
        fields=FIELDS,
        also=ALSO,
        guidance=(
            _("Fill in the planned terms: a day, a month, a quarter, a half-year, in Russian or Kazakh."),
            _("For example: 13.10.2023, апрель 2024, II квартал 2024 г., 2024 жылғы наурыз–мамыр."),
            _("A term outside the window of its level needs a reason. An empty cell changes nothing, a dash removes."),
            _("Rows are known by their codes: order and empty rows do not matter."),
        ),
    )


# --- Writing ----------------------------------------------------------------------------------------------


def write(obligation: Obligation, draft: Draft, day: date) -> bytes:
    campaign = _campaign(obligation)
    data = as_it_stands(obligation, draft, campaign, day)
    whose = obligation.organization
    return write_template(
        template_of(campaign),
        rows=_rows(obligation, campaign, data, day),
        organization_code=whose.code,
        organization=whose.legal_name,
        empty_rows=0,
    )


def _rows(obligation: Obligation, campaign: Campaign, data: Data, day: date) -> Iterator[dict[str, Any]]:
    """Bottom-down as on paper: the own conference, all primaries together, then each branch with its own below it."""
    lines = lines_of(obligation.organization, campaign, day)
    groups = {group.organization.pk: group for group in groups_of(lines, campaign, day)}
    own, *branches = (line for line in lines if line.key != PRIMARIES)
    together = [line for line in lines if line.key == PRIMARIES]
    for line in (own, *together):
        yield _row(line, "", data)
    for head in (own, *branches):
        name = head.organization.name
        if head is not own:
            yield _row(head, own.organization.name, data)
        if head.organization.pk in groups:
            yield from (_row(line, name, data) for line in groups[head.organization.pk].lines)


def _row(line: Line, above: str, data: Data) -> dict[str, Any]:
    return {
        "code": line.organization.code,
        "level": line.level,
        "name": line.organization.name if line.is_own else line.title,
        "branch": above,
        "term": str(data.get(line.term) or "").strip(),
        "reason": str(data.get(line.reason) or "").strip(),
    }


# --- Reading ----------------------------------------------------------------------------------------------


def read(obligation: Obligation, draft: Draft | None, file: File, day: date) -> Incoming:
    campaign, whose = _campaign(obligation), obligation.organization
    reading = read_template_or_table(file, template_of(campaign), organization_code=whose.code)
    if not reading.records:
        raise ValidationError(_("The file holds no rows below the names of the columns."), code="no_rows")
    lines = lines_of(whose, campaign, day)
    single = [line for group in groups_of(lines, campaign, day) for line in group.lines]
    data = as_it_stands(obligation, draft, campaign, day) if draft else {}
    return _Comparison(Names(whose, [*lines, *single]), data).of(reading)


class _Comparison:
    """A filled table against the draft, row by row."""

    def __init__(self, names: Names, data: Data) -> None:
        self.names, self.before = names, data
        self.incoming = Incoming(dict(data))
        self.seen: dict[str, int] = {}
        self.unknown: list[int] = []

    def of(self, reading: Reading) -> Incoming:
        self.incoming.errors += reading.errors
        for record in reading.records:
            self._row(record)
        if self.unknown:
            numbers = ", ".join(map(str, self.unknown[:NAMED])) + (" …" if len(self.unknown) > NAMED else "")
            self.incoming.notes.append(gettext("Rows without a term, left alone: {numbers}.").format(numbers=numbers))
        data = self.incoming.data
        self.incoming.data = {name: value for name, value in data.items() if value or not is_single(name)}
        return self.incoming

    def _row(self, record: Record) -> None:
        values = record.values
        term, reason = shown_term(values.get("term")), (values.get("reason") or "").strip()
        says = bool(term or reason)
        try:
            line = self.names.line(values)
        except ValidationError as error:
            if says or values.get("code"):
                field = CODE if error.code == "code" else NAME
                self._refuse(record, field, error.messages[0])
            elif any(value is not None for value in values.values()):
                self.unknown.append(record.number)
            return
        if line is None:
            if says:
                self._refuse(record, NAME, gettext("the cell is empty."))
            return
        if says or values.get("code"):
            if line.key in self.seen:
                sentence = gettext("“{name}” stands in row {row} already.")
                self._refuse(record, NAME, sentence.format(name=line.title, row=self.seen[line.key]))
                return
            self.seen[line.key] = record.number
        self._term(record, line, term)
        self._reason(record, line, reason)

    def _term(self, record: Record, line: Line, typed: str) -> None:
        before = str(self.before.get(line.term) or "").strip()
        if not typed or typed == before:
            self.incoming.unchanged += bool(typed)
            return
        after, period = ("", None) if typed in DASHES else (typed, None)
        if after:
            try:
                if len(after) > LONGEST_TERM:
                    raise ValidationError(gettext("the text is longer than {n} characters.").format(n=LONGEST_TERM))
                period = TermField(label="").clean(after)
            except ValidationError as error:
                self._refuse(record, TERM, error.messages[0])
                return
        elif not before:
            return
        self.incoming.data[line.term] = after
        # What was confirmed and explained was another term.
        self.incoming.data.pop(line.confirm, None)
        if not after:
            self.incoming.data.pop(line.reason, None)
        note = self._note(line, period, record) if period else ""
        self._differ(record, line, TERM, before, after, note)

    def _reason(self, record: Record, line: Line, typed: str) -> None:
        before = str(self.before.get(line.reason) or "").strip()
        after = "" if typed in DASHES else typed
        if not typed or before in (typed, after):
            return
        if len(after) > LONGEST_REASON:
            sentence = gettext("the text is longer than {n} characters.").format(n=LONGEST_REASON)
            self._refuse(record, REASON, sentence)
            return
        self.incoming.data[line.reason] = after
        self._differ(record, line, REASON, before, after)

    def _note(self, line: Line, period: Period, record: Record) -> str:
        """What the form will ask for: said here already, so that it can be put into the file."""
        check = line.check(period)
        reason = record.values.get("reason") or self.before.get(line.reason)
        outside = ""
        if check not in (None, "inside") and not reason:
            outside = gettext("{where} ({window}): say why").format(where=window_words(check), window=line.window_days)
        doubt = ""
        if period.ambiguous and not period.open_ended:
            doubt = gettext("read as {days}: to be confirmed in the form").format(days=days_of(period))
        return "; ".join(filter(None, [outside, doubt]))

    def _differ(self, record: Record, line: Line, field: Field, before: str, after: str, note: str = "") -> None:
        title = line.organization.name if line.is_own else line.title
        self.incoming.differences.append(Difference(record.number, title, str(field.title), before, after, note))

    def _refuse(self, record: Record, field: Field, message: str) -> None:
        reading = Reading()
        reading.add_error(record.number, field.title, message)
        self.incoming.errors += reading.errors


def shown_term(cell: Any) -> str:
    """As people saw it: where Excel has made a day of "апрель 2024", the month is what was meant."""
    if isinstance(cell, ShownMonth):
        first = date(cell.year, cell.month, 1)
        return render(Period(first, last_day(first, 1), Precision.MONTH), get_language() or "ru")
    return cell_text(cell).strip()


def _campaign(obligation: Obligation) -> Campaign:
    campaign = campaign_of(obligation)
    if campaign is None:
        raise ValidationError(_("The form opens when the department has entered the campaign it belongs to."))
    return campaign


ROUND_TRIP = RoundTrip(write=write, read=read)
