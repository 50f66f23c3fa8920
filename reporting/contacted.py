"""How an obligation was spoken of with those who owe it: reminders and calls, as entries of its history."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from documents.dates import short_day
from organizations.access import Permission, can
from reporting.models import Call, Obligation, Reminder
from reporting.timeline import Entry, person_of


def entries(obligation: Obligation, user: Any) -> list[Entry]:
    """Calls are the apparatus's own notes; reminders are known to everybody who sees the obligation."""
    told = Reminder.objects.visible_to(user).in_force().filter(obligation=obligation)
    found = [_reminded(one) for one in told.select_related("person", "letter", "by__person")]
    if can(user, Permission.SEE_TABLES):
        made = Call.objects.visible_to(user).filter(obligation=obligation, taken_back_at=None)
        found += [_called(one) for one in made.select_related("by__person", "spoken_to")]
    return found


def merged(one: list[Entry], other: list[Entry]) -> list[Entry]:
    """Newest first."""
    return sorted([*one, *other], key=lambda entry: entry.order, reverse=True)


def _reminded(one: Reminder) -> Entry:
    sentence = {
        Reminder.Channel.LADDER: gettext("Reminder to {name}: {state}"),
        Reminder.Channel.BY_HAND: gettext("Reminder by hand to {name}: {state}"),
        Reminder.Channel.MESSENGER: gettext("Reminder by messenger to {name}"),
        Reminder.Channel.ASKED: gettext("Asked by letter to {name}: {state}"),
    }[Reminder.Channel(one.channel)]
    what = sentence.format(name=one.person.name, state=state_of(one))
    return Entry(
        when=one.claimed_on, recorded_at=one.claimed_at, who=person_of(one.by), what=what, why="\n".join(_details(one))
    )


def _details(one: Reminder) -> Iterator[str]:
    yield gettext("Told as: {role}; due day then: {day}").format(role=one.get_role_display(), day=short_day(one.until))


def state_of(one: Reminder) -> str:
    """What became of the letter, in a word or two."""
    letter = one.letter
    if letter is None:
        return gettext("noted")
    if letter.sent_at:
        return gettext("sent")
    if letter.failed_at:
        return gettext("not delivered")
    return gettext("in doubt") if letter.handed_at else gettext("waiting to be sent")


def _called(one: Call) -> Entry:
    what = gettext("Called")
    if one.promised_by:
        what = gettext("Called, promised by {day}").format(day=short_day(one.promised_by))
    spoken = gettext("Spoken to: {name}").format(name=one.spoken_to.name) if one.spoken_to else ""
    return Entry(
        when=one.called_on,
        recorded_at=one.at,
        who=person_of(one.by),
        what=what,
        why="\n".join(filter(None, [spoken, one.note])),
    )
