"""A digest in words: subject, text and HTML of a letter, and the same as a message; in the language now active."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeAlias

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy as _

from documents.dates import long_day, weekday_day
from mail.models import Letter
from reporting import badges, kinds
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


class Item(NamedTuple):
    """One line of a digest before anything is read of it but its state: a digest may have thousands."""

    role: Role
    status: str
    until: date
    obligation: int

    @property
    def order(self) -> tuple[int, int, date, int]:
        """Own first, then the graver, then the older."""
        own = 0 if self.role in OWN else 1
        return own, ORDER.index(Status(self.status)), self.until, self.obligation


@dataclass(frozen=True)
class Line:
    """One thing owed, and as whom its reader is told of it; the obligation has its status. Its words are put
    together once for text and HTML, in the language now active."""

    obligation: Obligation
    role: Role

    @cached_property
    def title(self) -> str:
        owed = self.obligation
        if owed.own_title:
            return owed.own_title
        return f"{owed.requirement.title} ({owed.key})" if owed.key.isdecimal() else owed.requirement.title

    @cached_property
    def organization(self) -> str:
        return self.obligation.organization.name

    @cached_property
    def until_in_words(self) -> str:
        return _weekday_day(self.until, get_language() or "")

    @cached_property
    def basis(self) -> str:
        return self.obligation.requirement.citation

    @property
    def until(self) -> date:
        return until_of(self.obligation)

    @cached_property
    def state(self) -> str:
        return badges.in_words(**badges.facts(self.obligation))

    @property
    def is_returned(self) -> bool:
        return self.obligation.status == Status.RETURNED

    @cached_property
    def url(self) -> str:
        """The form itself for those who may fill it in."""
        fills = self.role in (Role.CHAIR, Role.ABOVE)
        path = self.obligation.fill_url if fills else self.obligation.get_absolute_url()
        return f"{settings.SITE_URL}{path}"


@lru_cache(maxsize=1024)
def _weekday_day(day: date, language: str) -> str:
    """A morning has thousands of lines and few days."""
    return weekday_day(day, language)


class Digest:
    """What one person is told: all its items, of which the first are read in full."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = sorted(items, key=lambda item: item.order)

    @property
    def shown(self) -> list[Item]:
        return self.items[:MOST_ROWS]

    @property
    def obligations(self) -> list[int]:
        return [item.obligation for item in self.items]


@dataclass(frozen=True)
class Section:
    title: str | Promise
    number: int
    lines: Sequence[Line]

    @property
    def left_out(self) -> int:
        return self.number - len(self.lines)


# Obligations by number: at least those that are shown.
Known: TypeAlias = Mapping[int, Obligation]


def sections(digest: Digest, known: Known) -> Iterator[Section]:
    lines = lines_of(digest, known)
    for title, roles, status in SECTIONS:
        number = sum(item.role in roles and item.status == status for item in digest.items)
        shown = [line for item, line in lines if item.role in roles and item.status == status]
        if number:
            yield Section(title, number, shown)


def lines_of(digest: Digest, known: Known) -> list[tuple[Item, Line]]:
    """Of those that are shown, their names asked for once."""
    kinds.entitled(known[item.obligation] for item in digest.shown)
    return [(item, Line(known[item.obligation], item.role)) for item in digest.shown]


def subject_of(digest: Digest, known: Known) -> str:
    """The fact first: of one thing the day and the thing, of several how many in each state."""
    if len(digest.items) == 1:
        subject = _of_one(*(line for _item, line in lines_of(digest, known)))
    else:
        numbers = Counter(item.status for item in digest.items)
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


def write_into(letter: Letter, reader: Reader, digest: Digest, known: Known, offices: Offices) -> Letter:
    """The letter as it should read now, to where it should go; not saved."""
    with translation.override(reader.language):
        subject = subject_of(digest, known)
        context = {
            "subject": subject,
            "name": reader.name,
            "sections": list(sections(digest, known)),
            "all_url": f"{settings.SITE_URL}/",
            "contact": offices.contact(reader.language),
        }
        letter.to, letter.subject, letter.purpose = reader.address, subject, PURPOSE
        letter.text = _plain(get_template("reporting/digest/letter.txt").render(context))
        letter.html = get_template("reporting/digest/letter.html").render(context)
    return letter


def message(reader: Reader, digest: Digest, known: Known, offices: Offices, language: str) -> str:
    """For a messenger: short, as plain text."""
    with translation.override(language):
        context: dict[str, Any] = {
            "name": reader.name_in(language),
            "lines": [line for _item, line in lines_of(digest, known)],
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
