"""Everything that ever happened to an obligation, read from its histories: who, when, what, why, before and after."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from documents.dates import short_day
from reporting.models import Exemption, Obligation, Postponement, Remark, Submission
from reporting.state import histories


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """`when` is the day it speaks of; it may have been recorded later, by `who`."""

    when: date | datetime
    recorded_at: datetime
    who: str
    what: str
    why: str = ""
    verb: str = ""
    changes: list[Change] = field(default_factory=list)

    @property
    def order(self) -> tuple[date, datetime]:
        return _day(self.when), self.recorded_at


# A verb fills its day, its author and its words together; anything else in a history is a correction.
VERBS: dict[str, dict[str, str | Promise]] = {
    "returned_on": {
        "what": _("Returned for correction, by {correct_by}"),
        "why": "return_reason",
        "verb": "returned",
    },
    "accepted_on": {"what": _("Accepted"), "verb": "accepted"},
    "voided_on": {"what": _("Voided: hand-in of round {round}"), "why": "void_reason"},
    "revoked_on": {"what": _("Exemption revoked"), "why": "revoke_reason"},
}
FACTS_OF_VERBS = {
    *VERBS, "returned_by_id", "returned_at", "return_reason", "correct_by", "accepted_by_id", "accepted_at",
    "voided_by_id", "voided_at", "void_reason", "revoked_by_id", "revoked_at", "revoke_reason",
}  # fmt: skip


def entries(obligation: Obligation) -> list[Entry]:
    """Newest first."""
    remarks = _remarks(obligation)
    found: list[Entry] = []
    for history, begin in zip(histories(obligation), (_arose, _handed_in, _postponed, _exempted), strict=True):
        for records in _by_thing(history).values():
            found += _entries_of(records, begin, remarks)
    return sorted(found, key=lambda entry: entry.order, reverse=True)


def _by_thing(history: QuerySet) -> dict[int, list[Any]]:
    """The records of each submission, postponement … in the order they were written."""
    found: dict[int, list[Any]] = defaultdict(list)
    for record in history.select_related("history_user__person").order_by("history_id"):
        found[record.id].append(record)
    return found


def _remarks(obligation: Obligation) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for remark in Remark.objects.filter(submission__obligation=obligation):
        found[remark.submission_id].append(remark.text)
    return found


def _entries_of(records: list[Any], begin: Any, remarks: dict[int, list[str]]) -> Iterator[Entry]:
    yield begin(records[0])
    for before, after in itertools.pairwise(records):
        verbs = [name for name in VERBS if not getattr(before, name, 1) and getattr(after, name, None)]
        for name in verbs:
            yield _verb(name, after, remarks)
        changes = [one for one in _changes(before, after) if not verbs or one[0] not in FACTS_OF_VERBS]
        if changes:
            yield _correction(after, [change for _name, change in changes])


def _verb(name: str, record: Any, remarks: dict[int, list[str]]) -> Entry:
    verb = VERBS[name]
    said = [getattr(record, str(verb["why"]))] if "why" in verb else []
    if name == "returned_on":
        said += remarks.get(record.id, [])
    correct_by = getattr(record, "correct_by", None)
    what = str(verb["what"]).format(
        correct_by=short_day(correct_by) if correct_by else "", round=getattr(record, "round", "")
    )
    return _entry(record, getattr(record, name), what, why="\n".join(said), verb=str(verb.get("verb", "")))


def _arose(record: Any) -> Entry:
    what = gettext("The obligation arose, due on {day}").format(day=short_day(record.original_due_on))
    return _entry(record, record.arose_on, what)


def _handed_in(record: Any) -> Entry:
    online = record.channel == Submission.Channel.ONLINE
    sentence = (
        gettext("Handed in, round {round}: {channel}")
        if record.day_stated
        else gettext("Was there by this day, round {round}: {channel}")
    )
    what = sentence.format(round=record.round, channel=record.get_channel_display())
    if record.incoming_number:
        what = gettext("{what}, incoming No. {number}").format(what=what, number=record.incoming_number)
    return _entry(record, record.submitted_at if online else record.received_on, what)


def _postponed(record: Any) -> Entry:
    what = gettext("The due day moved to {day}").format(day=short_day(record.due_on))
    return _entry(record, record.decided_on, what, why=record.reason)


def _exempted(record: Any) -> Entry:
    return _entry(record, record.decided_on, gettext("Not required any more"), why=record.reason, verb="exempted")


def _correction(record: Any, changes: list[Change]) -> Entry:
    what = {
        Obligation: _("The obligation was corrected"),
        Submission: _("The hand-in was corrected"),
        Postponement: _("The postponement was corrected"),
        Exemption: _("The exemption was corrected"),
    }[record.instance_type]
    return _entry(record, record.history_date, str(what), why=record.history_change_reason or "", changes=changes)


def _entry(record: Any, when: date | datetime, what: str, **more: Any) -> Entry:
    recorded = record.history_date
    if _day(when) != timezone.localdate(recorded):
        what = gettext("{what} (entered on {day})").format(what=what, day=short_day(recorded))
    return Entry(when=when, recorded_at=recorded, who=person_of(record.history_user), what=what, **more)


def person_of(user: Any) -> str:
    """The name of the person behind a user, else the address they sign in with."""
    if user is None:
        return ""
    return str(getattr(user, "person", None) or user)


def _day(when: date | datetime) -> date:
    return timezone.localdate(when) if isinstance(when, datetime) else when


def _changes(before: Any, after: Any) -> Iterator[tuple[str, Change]]:
    for one in after.tracked_fields:
        if getattr(before, one.attname) != getattr(after, one.attname):
            label = str(one.verbose_name)
            yield one.attname, Change(label[:1].upper() + label[1:], _shown(before, one), _shown(after, one))


def _shown(record: Any, one: Any) -> str:
    value = getattr(record, one.attname)
    if value is None or value == "":
        return ""
    if one.choices:
        return str(getattr(record, f"get_{one.name}_display")())
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, date):
        return short_day(value)
    return str(getattr(record, one.name, None) or value) if one.is_relation else str(value)
