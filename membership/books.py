"""Whether a report counts, as the books stand: kept beside it, so that a page of thousands asks nothing of their hand-ins.

Of each obligation the latest round counts that was neither voided nor returned. Said of a day, that is a question to the
hand-ins of every report; `books_counts` answers it for every day not before `books_until`, the last day of which
anything that matters is recorded. A day before it asks the facts. `restate` alone writes the two columns: see
docs/decisions/0016-which-report-counts.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull

# Of a report that nobody has told yet: every day asks the facts.
NOT_TOLD = date.max
COLUMNS = ("books_counts", "books_until")
ToldOf = tuple[bool, date]


class Told(models.Model):
    """The columns. Saved, a report is told from its facts, whatever the copy that was saved held."""

    books_counts = models.BooleanField(default=False, editable=False)
    books_until = models.DateField(default=NOT_TOLD, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        restate([self.submission.obligation_id])  # type: ignore[attr-defined]


def as_handed_in(submission: Any) -> dict[str, Any]:
    """The columns of a report whose hand-in is the latest of its obligation, as nearly all are when they are made."""
    ends = [day for day in (submission.returned_on, submission.voided_on) if day is not None]
    return {"books_counts": not ends, "books_until": max((submission.received_on, *ends))}


def restate(obligations: Sequence[int]) -> None:
    """Write the columns of the reports of these obligations anew, where they say something else. Reckoned here: put to a
    database as one update, its time hung on a plan that grew with the square of the reports."""
    reports = apps.get_model("membership", "MembershipReport")._base_manager
    kept = reports.filter(submission__obligation__in=obligations).values_list("pk", "submission", *COLUMNS)
    told = _told(obligations) if kept else {}
    changed: dict[ToldOf, list[int]] = defaultdict(list)
    for pk, submission, *columns in kept:
        if told[submission] != tuple(columns):
            changed[told[submission]].append(pk)
    for columns, some in changed.items():
        reports.filter(pk__in=some).update(**dict(zip(COLUMNS, columns, strict=True)))


def _told(obligations: Sequence[int]) -> dict[int, ToldOf]:
    """The columns by hand-in, from the latest round of each obligation to its first."""
    told: dict[int, ToldOf] = {}
    found = _hand_ins().filter(obligation__in=obligations).order_by("obligation", "-round")
    rounds = found.values_list("obligation", "pk", "received_on", "returned_on", "voided_on")
    for _obligation, some in groupby(rounds, key=itemgetter(0)):
        last, stands = date.min, False
        for _number, pk, received_on, returned_on, voided_on in some:
            ends = [day for day in (returned_on, voided_on) if day is not None]
            told[pk] = (not ends and not stands, max((last, received_on, *ends)))
            last, stands = max(last, received_on, voided_on or received_on), stands or voided_on is None
    return told


def counting_on(day: date) -> Q:
    """Of reports: what counts at the end of that day, read from the columns where they hold."""
    return Q(books_until__lte=day, books_counts=True) | Q(books_until__gt=day) & by_facts(day)


def by_facts(day: date) -> Q:
    """The same, asked of the hand-ins: of each obligation the latest round received by then, neither voided nor returned.
    What was returned is being corrected and counts for nothing.

    Asked for its number rather than whether it exists: of the latter PostgreSQL makes a list of all hand-ins that ever
    were, for however few reports."""
    live = _hand_ins().live_on(day)
    later = live.filter(obligation=OuterRef("obligation"), round__gt=OuterRef("round"))
    kept = Q(returned_on=None) | Q(returned_on__gt=day)
    counting = live.filter(kept, pk=OuterRef("submission")).exclude(Exists(later))
    return Q(IsNull(Subquery(counting.order_by().values("pk")), False))


def _hand_ins() -> Any:
    return apps.get_model("reporting", "Submission").objects.all()
