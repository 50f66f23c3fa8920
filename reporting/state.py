"""The state of an obligation that a form was filled in against, and what has happened since."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext

from documents.dates import short_day
from reporting.models import Exemption, Obligation, Postponement, Submission

PARTS, LONGEST_NUMBER = 4, 15


def histories(obligation: Obligation) -> list[QuerySet]:
    """The history of the obligation itself and of everything that hangs on it, always in this order."""
    return [
        Obligation.history.filter(id=obligation.pk),
        Submission.history.filter(obligation_id=obligation.pk),
        Postponement.history.filter(obligation_id=obligation.pk),
        Exemption.history.filter(obligation_id=obligation.pk),
    ]


def version(obligation: Obligation) -> str:
    """The numbers of the latest entries of its histories, "12.7.0.3": it travels with each form."""
    latest = (entries.aggregate(latest=Max("history_id"))["latest"] or 0 for entries in histories(obligation))
    return ".".join(map(str, latest))


@dataclass(frozen=True)
class Line:
    key: str
    value: str


def lines(obligation: Obligation, seen: str = "") -> list[Line]:
    """The state in a few words: as it is, or as it was when `seen` was the version."""
    limits = _numbers(seen)
    itself, submissions, postponements, exemptions = (
        entries.filter(history_id__lte=limit) if limits else entries
        for entries, limit in zip(histories(obligation), limits or [0] * PARTS, strict=True)
    )
    return list(_lines(itself, submissions, postponements, exemptions))


def _numbers(seen: str) -> list[int]:
    parts = seen.split(".")
    readable = len(parts) == PARTS and all(part.isdecimal() and len(part) <= LONGEST_NUMBER for part in parts)
    return [int(part) for part in parts] if readable else []


def _lines(itself: Any, submissions: Any, postponements: Any, exemptions: Any) -> Iterator[Line]:
    standing = submissions.order_by("round", "history_id").last()
    yield Line(gettext("Hand-in"), _submission(standing) if standing else gettext("none"))
    exemption = exemptions.order_by("history_id").last()
    in_force = exemption is not None and exemption.revoked_on is None
    yield Line(gettext("Exemption"), exemption.reason if in_force else gettext("none"))
    postponement = postponements.order_by("decided_on", "history_id").last()
    obligation = itself.order_by("history_id").last()
    due_on = postponement.due_on if postponement else obligation.original_due_on if obligation else None
    yield Line(gettext("Due day"), short_day(due_on) if due_on else "")


def _submission(record: Any) -> str:
    parts = [
        gettext("round {round}, received on {day}").format(round=record.round, day=short_day(record.received_on)),
        *(
            sentence.format(day=short_day(day))
            for day, sentence in (
                (record.accepted_on, gettext("accepted on {day}")),
                (record.returned_on, gettext("returned on {day}")),
                (record.voided_on, gettext("voided on {day}")),
            )
            if day
        ),
    ]
    return "; ".join(parts)
