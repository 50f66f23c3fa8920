"""Reminders are claimed in the database, then written, in one transaction; the outbox sends them afterwards.

Whoever comes second finds the claims taken. See docs/decisions/0011-reminders.md.
"""

import itertools
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from mail.looks import Verdict
from mail.models import Letter
from organizations.models import Person
from reporting.digest_letters import Line, write_into
from reporting.digests import Due, by_person, due, owed
from reporting.ladder import Role
from reporting.models import Obligation, Reminder, stopped, until_of
from reporting.querysets import ObligationQuerySet
from reporting.recipients import Offices, Reader

PEOPLE_AT_ONCE = 200


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
    for persons in _batches(people):
        _claim([line for person in persons for line in people[person]], day, at, offices, told)
    return told


def _batches(people: Iterable[int]) -> Iterable[list[int]]:
    rest = iter(people)
    while part := list(itertools.islice(rest, PEOPLE_AT_ONCE)):
        yield part


def _claim(lines: Sequence[Due], day: date, at: datetime, offices: Offices, told: Told) -> None:
    """Claims and letters of some people, both or none of them. Everybody takes people, then obligations, in one
    order, so that two workers wait for one another and never in a ring."""
    claim = uuid.uuid4()
    with transaction.atomic():
        free = _not_told_on(day, {line.person for line in lines})
        rows = [_reminder(line, claim, day, at) for line in lines if line.person in free]
        Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        ours = list(Reminder.objects.filter(claim=claim).order_by("person", "obligation"))
        letters = _letters(ours, day, at, offices)
    told.letters += letters
    told.reminders += len(ours)


def _not_told_on(day: date, persons: set[int]) -> set[int]:
    """One digest a day: whoever has had today's is told of what has come since tomorrow. Under their lock."""
    list(Person.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=persons).order_by("pk").values_list("pk"))
    had = Reminder.objects.filter(channel=Reminder.Channel.LADDER, claimed_on=day, person__in=persons)
    return persons - set(had.values_list("person", flat=True))


def _reminder(line: Due, claim: uuid.UUID, day: date, at: datetime) -> Reminder:
    return Reminder(
        obligation_id=line.obligation, person_id=line.person, role=line.role, channel=Reminder.Channel.LADDER,
        stage=line.stage, day=line.falls_on, until=line.until, claim=claim, claimed_on=day, claimed_at=at,
    )  # fmt: skip


def _letters(ours: Sequence[Reminder], day: date, at: datetime, offices: Offices) -> int:
    """One letter for each person among the claimed rows. What was handed in since they were reckoned is left out."""
    known = known_of(owed(day), {one.obligation_id for one in ours})
    gone = [one.pk for one in ours if one.obligation_id not in known]
    Reminder.objects.filter(pk__in=gone).update(dropped_at=at)
    letters: dict[int, Letter] = {}
    there = [one for one in ours if one.obligation_id in known]
    for person, rows in itertools.groupby(there, key=lambda one: one.person_id):
        lines = [Line(known[one.obligation_id], Role(one.role)) for one in rows]
        letters[person] = write_into(Letter(queued_at=at), offices.readers[person], lines, offices)
    enclose(letters, ours)
    return len(letters)


def enclose(letters: dict[int, Letter], ours: Sequence[Reminder]) -> None:
    """Queue the letters and note in each claimed row which one it is in; by the number of the person."""
    if not letters:
        return
    Letter.objects.bulk_create(letters.values())
    whose = [When(person=person, then=Value(letter.pk)) for person, letter in letters.items()]
    Reminder.objects.filter(claim=ours[0].claim, dropped_at=None).update(letter=Case(*whose))


def known_of(found: ObligationQuerySet, numbers: Iterable[int]) -> dict[int, Obligation]:
    related = found.select_related("organization", "requirement__decree_item__decree")
    return {one.pk: one for one in related.filter(pk__in=numbers)}


# --- Just before a letter leaves ----------------------------------------------------------------------


def look(letter: Letter, at: datetime) -> Verdict:
    """A digest says what holds when it leaves: what came in, was moved, or is no longer the reader's is left out."""
    if stopped():
        return Verdict.HOLD
    rows = list(letter.reminders.in_force().select_related("obligation__requirement__decree_item", "obligation__organization"))
    day = max([timezone.localdate(at), *(one.claimed_on for one in rows)])
    offices = Offices(day, {one.obligation.organization.path or "" for one in rows})
    known = known_of(owed(day), {one.obligation_id for one in rows})
    stays = [one for one in _not_overtaken(rows) if _holds(one, known, offices)]
    Reminder.objects.filter(letter=letter, dropped_at=None).exclude(pk__in=[one.pk for one in stays]).update(dropped_at=at)
    if not stays:
        letter.last_error = _("Nothing in it holds any more: handed in, moved, or another person is in office.")
        return Verdict.WITHDRAW
    reader = offices.readers[stays[0].person_id]
    if len(stays) < len(rows) or letter.to != reader.address or any(one.claimed_on != day for one in stays):
        write_into(letter, reader, [Line(known[one.obligation_id], Role(one.role)) for one in stays], offices)
        letter.save(update_fields=["to", "subject", "text", "html"])
    return Verdict.SEND


def _holds(row: Reminder, known: dict[int, Obligation], offices: Offices) -> bool:
    """Still owed by the day it speaks of, and its reader still in that office, with an address."""
    now = known.get(row.obligation_id)
    if now is None or until_of(now) != row.until:
        return False
    item = now.requirement.decree_item
    holders = offices.at(Role(row.role), now.organization.path or "", item.decree_id if item else None)
    return any(one.person == row.person_id and one.address for one in holders)


def _not_overtaken(rows: Sequence[Reminder]) -> Iterable[Reminder]:
    """After days without a mail server a later stage of the same thing waits, too: one of them is enough."""
    later = Reminder.objects.in_force().filter(
        channel=Reminder.Channel.LADDER, obligation=OuterRef("obligation"), person=OuterRef("person"), pk__gt=OuterRef("pk")
    )  # fmt: skip
    overtaken = Reminder.objects.filter(Exists(later), pk__in=[one.pk for one in rows], channel=Reminder.Channel.LADDER)
    numbers = set(overtaken.values_list("pk", flat=True))
    return [one for one in rows if one.pk not in numbers]


# --- By hand ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToSend:
    """What one person will be sent, as it will read."""

    reader: Reader
    lines: Sequence[Line]
    letter: Letter

    @property
    def mark(self) -> str:
        """Which lines it was made of: others are not what was read."""
        return f"{self.reader.person}:" + ",".join(str(line.obligation.pk) for line in self.lines)


@dataclass(frozen=True)
class Plan:
    """`silent`: chairs without an address, who can be told by messenger or telephone; `nobody`: without a chair."""

    offices: Offices
    letters: Sequence[ToSend]
    silent: Sequence[ToSend]
    nobody: Sequence[Obligation]
    idle: Sequence[Obligation]


def plan_by_hand(chosen: Sequence[Obligation], day: date, at: datetime) -> Plan:
    """To the chairs of what is chosen; `idle` is what nobody needs to be reminded of."""
    offices = Offices(day, {one.organization.path or "" for one in chosen})
    known = known_of(owed(day), [one.pk for one in chosen])
    lines: dict[Reader, list[Line]] = {}
    for one in known.values():
        for reader in offices.at(Role.CHAIR, one.organization.path or "", None):
            lines.setdefault(reader, []).append(Line(one, Role.CHAIR))
    there = {line.obligation.pk for told in lines.values() for line in told}
    told = [
        ToSend(reader, sorted(its, key=lambda line: line.obligation.pk), write_into(Letter(queued_at=at), reader, its, offices))
        for reader, its in sorted(lines.items(), key=lambda pair: pair[0].name_ru)
    ]
    return Plan(
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
    claimed = {(one.person_id, one.obligation_id) for one in ours}
    letters: dict[int, Letter] = {}
    for told in plan.letters:
        lines = [line for line in told.lines if (told.reader.person, line.obligation.pk) in claimed]
        if lines:
            letters[told.reader.person] = write_into(told.letter, told.reader, lines, plan.offices)
    enclose(letters, ours)
    return len(letters)


def note_messenger(told: Sequence[ToSend], *, by: Any, day: date, at: datetime) -> int:
    """That somebody has sent it by messenger."""
    return len(_claim_by_hand(told, Reminder.Channel.MESSENGER, by=by, day=day, at=at))


def _claim_by_hand(told: Sequence[ToSend], channel: str, *, by: Any, day: date, at: datetime) -> Sequence[Reminder]:
    claim = uuid.uuid4()
    rows = [
        Reminder(
            obligation=line.obligation, person_id=one.reader.person, role=line.role, channel=channel, day=day,
            until=line.until, claim=claim, claimed_on=day, claimed_at=at, by=by,
        )
        for one in told
        for line in one.lines
    ]  # fmt: skip
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Reminder.objects.filter(claim=claim))
