"""The reports of an organization and of all bodies below it as one spreadsheet, a row for each."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.core.files.base import File
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from documents.columns import Field, Record, RowError
from documents.undisturbed import undisturbed
from documents.workbook_templates import Template, read_template, write_template
from membership.answers import WORDS
from membership.below import Below
from membership.models import LockedYear
from membership.report_table import Cells, in_file
from membership.sections import names_in_order, sections_of, titles_of
from organizations.models import Level
from reporting.drafts import Data
from reporting.models import Draft, Obligation
from reporting.round_trip import Difference, Incoming

CODE = Field(code="code", title=_("Code of the organization"), width=18)
NAME = Field(code="name", title=_("Organization"), optional=True, width=36)
LEVEL = Field(code="level", title=_("Level"), optional=True, width=20)
SHOWN = 200
OF_THE_BODY = frozenset({"code", "name", "level"})
GUIDANCE = (
    _("One row for each organization. Numbers are whole, without fractions."),
    _("An empty cell changes nothing, a dash removes what stood there. Rows are known by the codes of organizations."),
)


def template_of(below: Below, *, is_written: bool = False) -> Template:
    """Numbers are written as numbers; what people write there instead is read as it stands."""
    titles = titles_of(below.lists)
    fields = [
        Field(code=name, title=titles[name], kind="cell", optional=True, width=30 if name in WORDS else 14)
        for name in names_in_order(sections_of(below.lists))
    ]
    if is_written:
        fields = [one if one.code in WORDS else replace(one, kind="integer") for one in fields]
    return Template(
        id=f"membership-below-{below.year}",
        version=1,
        title=format_lazy("{title}, 01.01.{year}", title=_("Membership reports"), year=str(below.year)),
        fields=(CODE, NAME, LEVEL, *fields),
        guidance=GUIDANCE,
    )


# --- Writing ----------------------------------------------------------------------------------------------


def write(below: Below) -> bytes:
    return write_template(
        template_of(below, is_written=True),
        rows=_rows(below),
        organization_code=below.root.code,
        organization=below.root.legal_name,
        empty_rows=0,
    )


def _rows(below: Below) -> Iterator[dict[str, Any]]:
    for obligation in below.to_fill:
        whose = obligation.organization
        data = below.tasks[whose.pk].data(below.kept[obligation.pk])
        told = {name: in_file(below.fields[name], name, text) for name, text in data.items() if name in below.fields}
        yield {"code": whose.code, "name": whose.name, "level": str(Level(whose.level).label), **told}


# --- Reading ----------------------------------------------------------------------------------------------


@dataclass
class IncomingBelow:
    """What a file would make of many drafts. With `errors` it makes nothing of any."""

    changed: list[tuple[Draft, Data]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    unchanged: int = 0
    # How many differences of each kind, and the first of them: of thousands of bodies nobody reads more.
    kinds: Counter[str] = field(default_factory=Counter)
    replacing: list[Difference] = field(default_factory=list)
    added: list[Difference] = field(default_factory=list)

    def take(self, one: Incoming) -> None:
        """What a row would change, beside what the rows before it would."""
        self.errors += one.errors
        self.unchanged += one.unchanged
        for difference in one.differences:
            self.kinds[difference.kind] += 1
            first = self.added if difference.kind == "new" else self.replacing
            if len(first) < SHOWN:
                first.append(difference)

    @property
    def differences(self) -> list[Difference]:
        """The first of them: what replaces or removes something is looked at first."""
        return [*self.replacing, *self.added][:SHOWN]

    def fingerprint(self) -> str:
        told = sha256()
        for draft, data in self.changed:
            told.update(repr((draft.obligation_id, draft.version, sorted(data.items()))).encode())
        return told.hexdigest()


@undisturbed()
def read(below: Below, file: File) -> IncomingBelow:
    LockedYear.refuse(below.year)
    template = template_of(below)
    reading = read_template(file, template, organization_code=below.root.code, blanks=False)
    incoming = IncomingBelow(errors=list(reading.errors))
    titles = {one.code: one.title for one in template.fields}
    owed = {obligation.organization.code: obligation for obligation in below.owed}
    seen: dict[str, int] = {}
    records = deque(reading.records)
    reading.records.clear()
    while records:
        # Let go as it is read: thousands of them are a fifth of what the import holds.
        record = records.popleft()
        obligation = _whose(record, below, owed, seen, incoming)
        if obligation:
            _row(record, below, obligation, titles, incoming)
    return incoming


def _whose(
    record: Record, below: Below, owed: dict[str, Obligation], seen: dict[str, int], incoming: IncomingBelow
) -> Obligation | None:
    """Whose row it is; a refusal that names the row for what is not ours, not asked, or there twice."""
    code = str(record.values.get("code") or "").strip()
    told = not OF_THE_BODY.issuperset(record.values)
    if not code and not told:
        return None
    sentence = ""
    if not code:
        sentence = gettext("the cell is empty.")
    elif code in seen:
        sentence = gettext("“{name}” stands in row {row} already.").format(name=code, row=seen[code])
    elif code not in owed:
        sentence = gettext(
            "no report of this year is asked of “{code}” within “{organization}”. Is it a body of another organization?"
        ).format(code=code, organization=below.root.name)
    elif not below.is_open(owed[code]) and told:
        sentence = gettext("the report of “{name}” is handed in or not asked for: leave its row out.").format(
            name=owed[code].organization.name
        )
    seen.setdefault(code, record.number)
    if sentence:
        incoming.errors.append(RowError(record.number, str(CODE.title), sentence))
        return None
    return owed[code] if told else None


def _row(record: Record, below: Below, obligation: Obligation, titles: dict[str, Any], incoming: IncomingBelow) -> None:
    draft = below.kept[obligation.pk]
    one = Incoming(below.tasks[obligation.organization_id].data(draft))
    cells, whose = Cells(below.fields, one), obligation.organization.name
    for name, value in record.values.items():
        if name not in OF_THE_BODY:
            cells.put(record.number, name, value, title=whose, column=titles[name])
    incoming.take(one)
    if one.differences:
        incoming.changed.append((draft, one.data))
