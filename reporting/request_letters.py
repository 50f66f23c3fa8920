"""The letter that asks: to the chair of each body that is asked, in their language; and the one that takes it back.

What was written stands among the reminders as `Channel.ASKED`, so that every page says who was told, when, and what
became of the letter. It is no stage of a ladder, and a stop of the reminders does not hold it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext as _

from documents.dates import long_day, weekday_day
from mail.letters import texts_of
from mail.looks import Verdict
from mail.models import Letter
from reporting.digests import owed
from reporting.ladder import Role
from reporting.models import InformationRequest, Obligation, Reminder
from reporting.querysets import ObligationQuerySet
from reporting.recipients import Asked, Offices, Reader
from reporting.reminding import PEOPLE_AT_ONCE, enclose, known_of

PURPOSE = "request"
LONGEST_SUBJECT = 250
NOBODY = Asked(None, None)
# Of so few bodies it is cheaper to ask for their own offices than for those of the whole union.
FEW = 200


@transaction.atomic
def ask(request: InformationRequest, *, by: Any, at: datetime, today: date, seen: str) -> int | None:
    """Asks and writes, both or neither. The number of letters; None where it has been asked already."""
    if not request.ask(by=by, at=at, today=today, seen=seen):
        return None
    return notify(request, by=by, day=today, at=at)


@transaction.atomic
def withdraw(request: InformationRequest, *, by: Any, at: datetime, today: date, reason: str) -> list[Obligation]:
    """Withdraws and tells those who were told. Answers whom it freed."""
    freed = request.withdraw(by=by, at=at, today=today, reason=reason)
    take_back(request, freed, day=today, at=at)
    return freed


def notify(request: InformationRequest, *, by: Any, day: date, at: datetime) -> int:
    """Queue the letters, one a person, and note each body that is told; in the transaction that asks."""
    obligations = list(_of(request, day))
    offices = offices_of(obligations, day)
    told = by_reader(obligations, offices)
    files = file_names(request)
    claim = uuid.uuid4()
    readers = list(told)
    for start in range(0, len(readers), PEOPLE_AT_ONCE):
        part = readers[start : start + PEOPLE_AT_ONCE]
        Reminder.objects.bulk_create(
            Reminder(
                obligation=one, person_id=reader.person, role=Role.CHAIR, channel=Reminder.Channel.ASKED, day=day,
                until=one.due_on, claim=claim, claimed_on=day, claimed_at=at, by=by,
            )
            for reader in part
            for one in told[reader]
        )  # fmt: skip
        letters = {one.person: write_into(Letter(queued_at=at), one, told[one], offices, files) for one in part}
        enclose(letters, Reminder.objects.filter(claim=claim, person__in=letters))
    return len(told)


def _of(request: InformationRequest, day: date) -> ObligationQuerySet:
    asked = Obligation.objects.with_status(day, today=day).filter(requirement=request.requirement)
    return asked.select_related("organization", "requirement").order_by("organization__path")


def offices_of(obligations: Sequence[Obligation], day: date) -> Offices:
    paths = {one.organization.path or "" for one in obligations}
    return Offices(day, paths if len(paths) <= FEW else None)


def by_reader(obligations: Iterable[Obligation], offices: Offices) -> dict[Reader, list[Obligation]]:
    """Chairs with an address, each with what their bodies are asked."""
    found: dict[Reader, list[Obligation]] = defaultdict(list)
    for one in obligations:
        for reader in offices.at(Role.CHAIR, one.organization.path or "", NOBODY):
            if reader.address:
                found[reader].append(one)
    return dict(found)


def file_names(request: InformationRequest) -> list[str]:
    return list(request.requirement.files.values_list("name", flat=True))


def write_into(
    letter: Letter, reader: Reader, asked: Sequence[Obligation], offices: Offices, files: Sequence[str]
) -> Letter:
    """As it should read now; not saved. Of several bodies of one chair it leads to their list."""
    requirement, until = asked[0].requirement, max(one.due_on for one in asked)
    with translation.override(reader.language):
        subject = gettext("Answer by {day}: {title}").format(day=long_day(until), title=requirement.title)
        paragraphs = [
            gettext("{name}, you are asked for information.").format(name=reader.name),
            gettext("Organization: {name}").format(name=", ".join(one.organization.name for one in asked)),
            requirement.what,
            gettext("Answer by: {day}").format(day=weekday_day(until)),
            gettext("Basis: {citation}").format(citation=requirement.citation),
        ]
        if files:
            paragraphs.append(
                gettext("Form to fill in, on the page of the answer: {names}").format(names=", ".join(files))
            )
        paragraphs.append(gettext("Write the answer on the page or add files: both are kept as you type."))
        path = asked[0].fill_url if len(asked) == 1 else "/"
        letter.to, letter.subject, letter.purpose = reader.address, " ".join(subject.split())[:LONGEST_SUBJECT], PURPOSE
        letter.text, letter.html = texts_of(
            subject=letter.subject,
            paragraphs=paragraphs,
            url=f"{settings.SITE_URL}{path}",
            url_text=gettext("Answer"),
            contact=offices.contact(reader.language),
        )
    return letter


def look(letter: Letter, at: datetime) -> Verdict:
    """Just before it leaves: whoever has answered, was freed, or left the office is not asked any more."""
    inside = Reminder.objects.in_force().filter(letter=letter)
    day = max([timezone.localdate(at), *inside.values_list("claimed_on", flat=True)])
    rows = list(inside.values_list("pk", "person", "obligation", "obligation__organization__path"))
    offices = Offices(day, {path for _pk, _person, _obligation, path in rows})
    known = known_of(owed(day), [obligation for _pk, _person, obligation, _path in rows])
    stays = {
        pk: (reader, known[obligation])
        for pk, person, obligation, path in rows
        for reader in offices.at(Role.CHAIR, path, NOBODY)
        if obligation in known and reader.person == person and reader.address
    }
    inside.exclude(pk__in=stays).update(dropped_at=at)
    if not stays:
        letter.last_error = _("Nothing in it holds any more: answered, withdrawn, or another person is in office.")
        return Verdict.WITHDRAW
    asked = [obligation for _reader, obligation in stays.values()]
    reader = next(iter(stays.values()))[0]
    files = file_names(asked[0].requirement.information_request)
    write_into(letter, reader, asked, offices, files).save(update_fields=["to", "subject", "text", "html"])
    return Verdict.SEND


def take_back(request: InformationRequest, freed: Sequence[Obligation], *, day: date, at: datetime) -> int:
    """To those whom the letter reached, or may have: nothing is to be answered. One that still waits is withdrawn by
    its last look."""
    gone = Q(letter__sent_at__isnull=False) | Q(letter__handed_at__isnull=False)
    told = Reminder.objects.in_force().filter(gone, channel=Reminder.Channel.ASKED, obligation__in=freed)
    obligations = list(_of(request, day).filter(pk__in=told.values("obligation")))
    offices = offices_of(obligations, day)
    letters = [_taken_back(request, reader, offices, at) for reader in by_reader(obligations, offices)]
    Letter.objects.bulk_create(letters)
    return len(letters)


def _taken_back(request: InformationRequest, reader: Reader, offices: Offices, at: datetime) -> Letter:
    with translation.override(reader.language):
        subject = gettext("No answer is needed: {title}").format(title=request.requirement.title)[:LONGEST_SUBJECT]
        text, html = texts_of(
            subject=subject,
            paragraphs=[
                gettext("{name}, the request for information is withdrawn.").format(name=reader.name),
                gettext("Request: {title}").format(title=request.requirement.title),
                gettext("Reason: {reason}").format(reason=request.withdraw_reason),
            ],
            contact=offices.contact(reader.language),
        )
    return Letter(to=reader.address, subject=subject, text=text, html=html, queued_at=at)
