"""What one row of the file will do, and what all of them do together."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from documents.columns import RowError
from documents.dates import short_day
from organizations.imports.columns import TITLES, WORDS
from organizations.models import Appointment, Organization, Person


@dataclass(frozen=True)
class Change:
    column: str
    before: Any
    after: Any

    @property
    def title(self) -> str:
        return str(TITLES[self.column])

    @property
    def before_text(self) -> str:
        return _words(self.column, self.before)

    @property
    def after_text(self) -> str:
        return _words(self.column, self.after)


@dataclass
class RowPlan:
    number: int
    organization: Organization
    is_new: bool
    changes: list[Change] = field(default_factory=list)
    placed_from: date | None = None
    renamed: tuple[str, date] | None = None
    # A chair who comes into office, or one whose contacts change.
    new_chair: Person | None = None
    chair: Appointment | None = None

    @property
    def code(self) -> str:
        return self.organization.code

    @property
    def columns(self) -> set[str]:
        return {change.column for change in self.changes}


@dataclass
class Outcome:
    """`errors` leave no plan to carry out."""

    created: list[RowPlan] = field(default_factory=list)
    changed: list[RowPlan] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)

    @property
    def has_something(self) -> bool:
        return bool(self.created or self.changed)

    @property
    def fingerprint(self) -> str:
        """The same for the same effect: a confirmation is for what was shown, and for nothing else."""
        told = [(plan.code, plan.is_new, [(c.column, str(c.before), str(c.after)) for c in plan.changes])
                for plan in (*self.created, *self.changed)]  # fmt: skip
        return sha256(repr(told).encode()).hexdigest()


def _words(column: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return short_day(value)
    return str(WORDS.get(column, {}).get(value, value))
