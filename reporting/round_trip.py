"""A form as a spreadsheet: downloaded pre-filled, uploaded, compared cell by cell, confirmed into the draft.

The rooms above say how a kind of form is written and read (`register`, in `AppConfig.ready()`); the pages are the same
for all of them. What comes in from a file is a draft like any other: nobody's fact until it is checked and submitted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.core.files.base import File

from documents.columns import RowError
from reporting.drafts import Data
from reporting.models import Draft, Obligation


class Difference(NamedTuple):
    """One cell: what the draft says now, and what it would say. `note`: what people will have to do about it."""

    row: int
    title: str
    column: str
    before: str
    after: str
    note: str = ""

    @property
    def kind(self) -> str:
        if not self.before:
            return "new"
        return "changed" if self.after else "removed"


@dataclass
class Incoming:
    """What a file would make of the draft. With `errors` it makes nothing of it."""

    data: Data
    differences: list[Difference] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    # Of the file as a whole, for people to know: rows that say nothing, columns that were left alone.
    notes: list[str] = field(default_factory=list)
    unchanged: int = 0

    def count(self, kind: str) -> int:
        return sum(difference.kind == kind for difference in self.differences)

    def fingerprint(self, version: int) -> str:
        """The same for the same effect on the same draft: a confirmation is for what was shown, and for nothing else."""
        return sha256(repr((version, sorted(self.data.items()))).encode()).hexdigest()


@dataclass(frozen=True)
class RoundTrip:
    """`write` gives the workbook of the form as its draft stands; `read` raises ValidationError for a file that cannot
    be read as a whole."""

    write: Callable[[Obligation, Draft, date], bytes]
    read: Callable[[Obligation, Draft, File, date], Incoming]


_trips: dict[str, RoundTrip] = {}


def register(kind: str, trip: RoundTrip) -> None:
    _trips[kind] = trip


def of(obligation: Obligation) -> RoundTrip | None:
    """None for forms that are no table."""
    return _trips.get(obligation.kind.slug)
