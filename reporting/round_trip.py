"""A form as a spreadsheet: downloaded pre-filled, uploaded, compared cell by cell, confirmed into the draft.

The rooms above say how a kind of form is written and read (`register`, in `AppConfig.ready()`); the pages are the same
for all of them. What comes in from a file is a draft like any other: nobody's fact until it is checked and submitted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from django.core.files.base import File
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from documents.columns import RowError
from reporting.drafts import Data
from reporting.forms.paper import FiguresOnPaperForm
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


class Said(NamedTuple):
    """What staff say of a filled table that came to them: the fields of the paper's form, the file, who says so."""

    facts: QueryDict
    files: MultiValueDict
    user: Any
    day: date


Reader = Callable[[Obligation, Draft | None, File, date], Incoming]
Papers = Callable[[Obligation, Data, Said], tuple[FiguresOnPaperForm, Any]]


@dataclass(frozen=True)
class RoundTrip:
    """`write` gives the workbook of the form as its draft stands; `read` raises ValidationError for a file that cannot
    be read as a whole; without a draft the file speaks for itself, and an empty cell is nothing. `on_paper` binds the forms by which staff record such figures; None where they have none."""

    write: Callable[[Obligation, Draft, date], bytes]
    read: Reader
    on_paper: Papers | None = None


_trips: dict[str, RoundTrip] = {}


def register(kind: str, trip: RoundTrip) -> None:
    _trips[kind] = trip


def of(kind: str) -> RoundTrip | None:
    """None for forms that are no table."""
    return _trips.get(kind)


def takes_batches(kind: str) -> bool:
    """Whether staff may record filled tables of this kind, many at once."""
    trip = of(kind)
    return trip is not None and trip.on_paper is not None
