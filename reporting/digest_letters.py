"""A digest in words: subject, text and HTML of a letter, and the same as a message; in the language now active."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from documents.dates import long_day
from mail.models import Letter
from reporting import badges
from reporting.ladder import Role
from reporting.models import Obligation, until_of
from reporting.recipients import Offices, Reader
from reporting.statuses import Status

# What stands in full; of more there is the number, and all of them on the site.
MOST_ROWS = 50
LONGEST_SUBJECT = 250
PURPOSE = "reminder"
OWN, BELOW = (Role.CHAIR,), (Role.ABOVE, Role.DEPARTMENT, Role.CONTROLLER)
ORDER = (Status.RETURNED, Status.MISSING, Status.NOT_DUE)
SECTIONS: tuple[tuple[str | Promise, Sequence[Role], Status], ...] = (
    (_("Returned for correction"), OWN, Status.RETURNED),
    (_("Not handed in"), OWN, Status.MISSING),
    (_("Due soon"), OWN, Status.NOT_DUE),
    (_("Bodies below: returned for correction"), BELOW, Status.RETURNED),
    (_("Bodies below: not handed in"), BELOW, Status.MISSING),
    (_("Bodies below: due soon"), BELOW, Status.NOT_DUE),
)


@dataclass(frozen=True)
class Line:
    """One thing owed, and as whom its reader is told of it; the obligation has its status."""

    obligation: Obligation
    role: Role

    @property
    def until(self) -> date:
        return until_of(self.obligation)

    @property
    def state(self) -> str:
        return badges.in_words(**badges.facts(self.obligation))

    @property
    def url(self) -> str:
        """The form itself for those who may fill it in."""
        fills = self.role in (Role.CHAIR, Role.ABOVE)
        path = self.obligation.fill_url if fills else self.obligation.get_absolute_url()
        return f"{settings.SITE_URL}{path}"

    @property
    def order(self) -> tuple[int, int, date, int]:
        """Own first, then the graver, then the older."""
        own = 0 if self.role in OWN else 1
        return own, ORDER.index(Status(self.obligation.status)), self.until, self.obligation.pk


@dataclass(frozen=True)
class Section:
    title: str | Promise
    number: int
    lines: Sequence[Line]

    @property
    def left_out(self) -> int:
        return self.number - len(self.lines)


def sections(lines: Iterable[Line]) -> Iterator[Section]:
    """At most `MOST_ROWS` lines in all of them together."""
    ordered, room = sorted(lines, key=lambda line: line.order), MOST_ROWS
    for title, roles, status in SECTIONS:
        found = [line for line in ordered if line.role in roles and line.obligation.status == status]
        if found:
            yield Section(title, len(found), found[:room])
            room = max(room - len(found), 0)


def subject_of(lines: Sequence[Line]) -> str:
    """The fact first: of one thing the day and the thing, of several how many in each state."""
    if len(lines) == 1:
        subject = _of_one(lines[0])
    else:
        numbers = Counter(str(line.obligation.status) for line in lines)
        titles = {status: title for title, roles, status in SECTIONS if roles is OWN}
        facts = [f"{titles[status]}: {numbers[status]}" for status in ORDER if numbers[status]]
        subject = gettext("Reminder. {facts}").format(facts="; ".join(facts))
    return " ".join(subject.split())[:LONGEST_SUBJECT]


def _of_one(line: Line) -> str:
    owed = line.obligation
    words = {
        Status.RETURNED: gettext("Correct by {day}: {title} – {organization}"),
        Status.MISSING: gettext("Not handed in by {day}: {title} – {organization}"),
        Status.NOT_DUE: gettext("Due by {day}: {title} – {organization}"),
    }[Status(owed.status)]
    return words.format(day=long_day(line.until), title=owed.requirement.title, organization=owed.organization.name)


def write_into(letter: Letter, reader: Reader, lines: Sequence[Line], offices: Offices) -> Letter:
    """The letter as it should read now, to where it should go; not saved."""
    with translation.override(reader.language):
        subject = subject_of(lines)
        context = {
            "subject": subject,
            "name": reader.name,
            "sections": list(sections(lines)),
            "all_url": f"{settings.SITE_URL}/",
            "contact": offices.contact(reader.language),
        }
        letter.to, letter.subject, letter.purpose = reader.address, subject, PURPOSE
        letter.text = _plain(get_template("reporting/digest/letter.txt").render(context))
        letter.html = get_template("reporting/digest/letter.html").render(context)
    return letter


def message(reader: Reader, lines: Sequence[Line], offices: Offices, language: str) -> str:
    """For a messenger: short, as plain text."""
    with translation.override(language):
        context: dict[str, Any] = {
            "name": reader.name_in(language),
            "lines": sorted(lines, key=lambda line: line.order)[:MOST_ROWS],
            "contact": offices.contact(language),
        }
        return _plain(get_template("reporting/digest/message.txt").render(context))


def _plain(text: str) -> str:
    """Templates leave empty lines where their tags stood; as a plain str, which escapes what it is put into."""
    kept: list[str] = []
    for line in str.__str__(text).splitlines():
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept).strip() + "\n"
