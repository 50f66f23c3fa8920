"""Reminders are claimed in the database, then written, in one transaction; the outbox sends them afterwards.

Whoever comes second finds the claims taken. See docs/decisions/0014-reminders.md.
"""

import itertools
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from mail.looks import Verdict
from mail.models import Letter
from organizations.models import Person
from reporting.digest_letters import Digest, Item, write_into
from reporting.digests import Due, by_person, due, owed
from reporting.ladder import Role
from reporting.models import Obligation, Reminder, stopped, until_of
from reporting.models.reminders import ReminderQuerySet
from reporting.querysets import ObligationQuerySet
from reporting.recipients import Asked, Offices, Reader
from reporting.statuses import Status

# By hand only the chair is written to, whoever asked.
NOBODY = Asked(None, None)
T = TypeVar("T")
PEOPLE_AT_ONCE, ROWS_AT_ONCE = 200, 1000


@dataclass
class Told:
    """How much one run has claimed and written."""

    letters: int = 0
    reminders: int = 0


def remind(day: date, *, at: datetime) -> Told:
    """One digest for each person who is to be told something on `day`. Safe to repeat and to run twice at once."""
    told = Told()
    if stopped():
        return told
    offices = Offices(day)
    lines = due(day, offices)
    people = by_person(lines)
    for persons in _batches(people, PEOPLE_AT_ONCE):
        _claim([line for person in persons for line in people[person]], day, at, offices, told)
    return told


def _batches(things: Iterable[T], number: int) -> Iterator[list[T]]:
    rest = iter(things)
    while part := list(itertools.islice(rest, number)):
        yield part


def _claim(lines: Sequence[Due], day: date, at: datetime, offices: Offices, told: Told) -> None:
    """Claims and letters of some people, both or none of them. Everybody takes people, then obligations, in one
    order, so that two workers wait for one another and never in a ring."""
    claim = uuid.uuid4()
    with transaction.atomic():
        free = _not_told_on(day, {line.person for line in lines})
        rows = (_reminder(line, claim, day, at) for line in lines if line.person in free)
        for part in _batches(rows, ROWS_AT_ONCE):
            Reminder.objects.bulk_create(part, ignore_conflicts=True)
        ours = Reminder.objects.filter(claim=claim)
        claimed = set(ours.values_list("person", "obligation"))
        told.reminders += len(claimed)
        told.letters += _letters([line for line in lines if line[:2] in claimed], ours, day, at, offices)


def _not_told_on(day: date, persons: set[int]) -> set[int]:
    """One digest a day: whoever has had today's is told of what has come since tomorrow. Under their lock."""
    list(
        Person.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=persons)
        .order_by("pk")
        .values_list("pk")
    )
    had = Reminder.objects.filter(channel=Reminder.Channel.LADDER, claimed_on=day, person__in=persons)
    return persons - set(had.values_list("person", flat=True))


def _reminder(line: Due, claim: uuid.UUID, day: date, at: datetime) -> Reminder:
    return Reminder(
        obligation_id=line.obligation, person_id=line.person, role=line.role, channel=Reminder.Channel.LADDER,
        stage=line.stage, day=line.falls_on, until=line.until, claim=claim, claimed_on=day, claimed_at=at,
    )  # fmt: skip


def _letters(claimed: Sequence[Due], ours: ReminderQuerySet, day: date, at: datetime, offices: Offices) -> int:
    """One letter for each person. What is handed in meanwhile is left out by the last look."""
    digests = {
        person: Digest(Item(line.role, line.status, line.until, line.obligation) for line in lines)
        for person, lines in by_person(claimed).items()
    }
    shown = {item.obligation for digest in digests.values() for item in digest.shown}
    known = known_of(Obligation.objects.with_status(day, today=day), shown)
    enclose(
        {
            person: write_into(Letter(queued_at=at), offices.readers[person], digest, known, offices)
            for person, digest in digests.items()
        },
        ours,
    )
    return len(digests)


def enclose(letters: dict[int, Letter], ours: ReminderQuerySet) -> None:
    """Queue the letters and note in each claimed row which one it is in; by the number of the person."""
    if letters:
        Letter.objects.bulk_create(letters.values())
        whose = [When(person=person, then=Value(letter.pk)) for person, letter in letters.items()]
        ours.filter(dropped_at=None).update(letter=Case(*whose))


def states_of(found: ObligationQuerySet) -> dict[int, tuple[str, date]]:
    """Status, and the day the ladder hangs on, by number."""
    rows = found.order_by().values_list("pk", "status", "due_on", "correct_by").distinct()
    return {
        pk: (status, correct_by if status == Status.RETURNED else due_on) for pk, status, due_on, correct_by in rows
    }


def known_of(found: ObligationQuerySet, numbers: Iterable[int]) -> dict[int, Obligation]:
    related = found.select_related("organization", "requirement__decree_item__decree")
    return {one.pk: one for one in related.filter(pk__in=numbers)}


# --- Just before a letter leaves ----------------------------------------------------------------------


class Row(NamedTuple):
    """A reminder in a letter, as far as its last look needs it."""

    pk: int
    person: int
    role: str
    obligation: int
    until: date
    claimed_on: date
    path: str
    decree: int | None
    opened_by: int | None

    @property
    def asked(self) -> Asked:
        return Asked(self.decree, self.opened_by)


ROW = (
    "pk", "person", "role", "obligation", "until", "claimed_on", "obligation__organization__path",
    "obligation__requirement__decree_item__decree", "obligation__requirement__opened_by",
)  # fmt: skip


def look(letter: Letter, at: datetime) -> Verdict:
    """A digest says what holds when it leaves: what came in, was moved, or is no longer the reader's is left out."""
    if stopped():
        return Verdict.HOLD
    inside = Reminder.objects.in_force().filter(letter=letter)
    rows = [Row(*row) for row in inside.values_list(*ROW)]
    day = max([timezone.localdate(at), *(row.claimed_on for row in rows)])
    offices = Offices(day, {row.path for row in rows})
    states = states_of(owed(day).filter(reminders__in=inside))
    late = set(_overtaken(inside).values_list("pk", flat=True))
    stays = [row for row in rows if row.pk not in late and _holds(row, states, offices)]
    if len(stays) < len(rows):
        gone = {row.pk for row in rows} - {row.pk for row in stays}
        for part in _batches(sorted(gone), ROWS_AT_ONCE):
            inside.filter(pk__in=part).update(dropped_at=at)
    if not stays:
        letter.last_error = _("Nothing in it holds any more: handed in, moved, or another person is in office.")
        return Verdict.WITHDRAW
    reader = offices.readers[stays[0].person]
    if len(stays) < len(rows) or letter.to != reader.address or any(row.claimed_on != day for row in stays):
        digest = Digest(Item(Role(row.role), *states[row.obligation], row.obligation) for row in stays)
        known = known_of(owed(day), [item.obligation for item in digest.shown])
        write_into(letter, reader, digest, known, offices).save(update_fields=["to", "subject", "text", "html"])
    return Verdict.SEND


def _holds(row: Row, states: dict[int, tuple[str, date]], offices: Offices) -> bool:
    """Still owed by the day it speaks of, and its reader still in that office, with an address."""
    if row.obligation not in states or states[row.obligation][1] != row.until:
        return False
    holders = offices.at(Role(row.role), row.path, row.asked)
    return any(one.person == row.person and one.address for one in holders)


def _overtaken(inside: ReminderQuerySet) -> ReminderQuerySet:
    """After days without a mail server a later stage of the same thing waits, too: one of them is enough."""
    later = Reminder.objects.in_force().filter(
        channel=Reminder.Channel.LADDER, obligation=OuterRef("obligation"), person=OuterRef("person"), pk__gt=OuterRef("pk")
    )  # fmt: skip
    return inside.filter(Exists(later), channel=Reminder.Channel.LADDER)


# --- By hand ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToSend:
    """What one person will be sent, as it will read."""

    reader: Reader
    digest: Digest
    letter: Letter

    @property
    def mark(self) -> str:
        """Which lines it was made of: others are not what was read."""
        return f"{self.reader.person}:" + ",".join(map(str, sorted(self.digest.obligations)))


@dataclass(frozen=True)
class Plan:
    """`silent`: chairs without an address, who can be told by messenger or telephone; `nobody`: without a chair;
    `idle`: what nobody needs to be reminded of."""

    known: dict[int, Obligation]
    offices: Offices
    letters: Sequence[ToSend]
    silent: Sequence[ToSend]
    nobody: Sequence[Obligation]
    idle: Sequence[Obligation]


def plan_by_hand(chosen: Sequence[Obligation], day: date, at: datetime) -> Plan:
    """To the chairs of what is chosen."""
    offices = Offices(day, {one.organization.path or "" for one in chosen})
    known = known_of(owed(day), [one.pk for one in chosen])
    items: dict[Reader, list[Item]] = defaultdict(list)
    for one in known.values():
        for reader in offices.at(Role.CHAIR, one.organization.path or "", NOBODY):
            items[reader].append(Item(Role.CHAIR, one.status, until_of(one), one.pk))
    told = [
        ToSend(reader, digest, write_into(Letter(queued_at=at), reader, digest, known, offices))
        for reader, found in sorted(items.items(), key=lambda pair: pair[0].name_ru)
        for digest in [Digest(found)]
    ]
    there = {pk for one in told for pk in one.digest.obligations}
    return Plan(
        known=known,
        offices=offices,
        letters=[one for one in told if one.reader.address],
        silent=[one for one in told if not one.reader.address],
        nobody=[one for pk, one in known.items() if pk not in there],
        idle=[one for one in chosen if one.pk not in known],
    )


@transaction.atomic
def send_by_hand(plan: Plan, *, by: Any, day: date, at: datetime) -> int:
    """The number of letters; what a chair was reminded of by hand today already does not go out again."""
    if stopped():
        raise ValidationError(_("The reminders are stopped."))
    ours = _claim_by_hand(plan.letters, Reminder.Channel.BY_HAND, by=by, day=day, at=at)
    claimed = set(ours.values_list("person", "obligation"))
    letters: dict[int, Letter] = {}
    for told in plan.letters:
        person = told.reader.person
        digest = Digest(item for item in told.digest.items if (person, item.obligation) in claimed)
        if digest.items:
            letters[person] = write_into(told.letter, told.reader, digest, plan.known, plan.offices)
    enclose(letters, ours)
    return len(letters)


def note_messenger(told: Sequence[ToSend], *, by: Any, day: date, at: datetime) -> int:
    """That somebody has sent it by messenger."""
    return _claim_by_hand(told, Reminder.Channel.MESSENGER, by=by, day=day, at=at).count()


def _claim_by_hand(told: Sequence[ToSend], channel: str, *, by: Any, day: date, at: datetime) -> ReminderQuerySet:
    claim = uuid.uuid4()
    rows = [
        Reminder(
            obligation_id=item.obligation, person_id=one.reader.person, role=item.role, channel=channel, day=day,
            until=item.until, claim=claim, claimed_on=day, claimed_at=at, by=by,
        )
        for one in told
        for item in one.digest.items
    ]  # fmt: skip
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return Reminder.objects.filter(claim=claim)
