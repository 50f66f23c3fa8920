"""Planned terms: what was said, which days it means, and how it stands to windows and the Congress.

The face of the rooms behind it: `parse` and `render` turn text into days and back; here days are compared.
Nothing in them reads the clock or the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .period_days import Period, Precision
from .period_printing import render
from .period_reading import UnreadablePeriod, parse

__all__ = [
    "Period",
    "Precision",
    "Resolution",
    "UnreadablePeriod",
    "after_congress",
    "against_window",
    "disjoint",
    "parse",
    "refines",
    "render",
    "resolve",
]


def against_window(period: Period, first: date, last: date) -> Literal["inside", "partly", "early", "late"]:
    """The plan against the window of its level; an open-ended plan is never wholly inside."""
    if period.latest < first:
        return "early"
    if period.first > last:
        return "late"
    return "inside" if first <= period.first and period.latest <= last else "partly"


def after_congress(period: Period, congress_first: date, congress_last: date) -> Literal["no", "at_risk", "yes"]:
    """Whether delegates can be elected in time: "yes" is bad news, the plan lies after the congress."""
    if period.first > congress_last:
        return "yes"
    return "at_risk" if period.latest > congress_first else "no"


def refines(finer: Period, coarser: Period) -> bool:
    """Every day of the first lies inside the second; a period refines itself."""
    return coarser.first <= finer.first and finer.latest <= coarser.latest


def disjoint(one: Period, other: Period) -> bool:
    """No day belongs to both."""
    return one.latest < other.first or other.latest < one.first


@dataclass(frozen=True)
class Resolution:
    """What is held to be the plan after all its statements were read together."""

    period: Period
    conflicts: list[Period] = field(default_factory=list)
    refined_by: Period | None = None


def resolve(statements: Sequence[Period]) -> Resolution:
    """Read several statements of one plan together; the table's stands first.

    A statement disjoint from one before it is a conflict, and while there is one the table's is used:
    a person has to settle it. Otherwise the narrowest statement inside the table's refines it. One that
    overlaps the table's without lying inside changes nothing: it neither denies the plan nor makes it
    more exact, so it is no conflict and no refinement. Of two equally narrow ones the earlier is used.
    """
    table, *others = statements
    conflicts = [
        statement
        for place, statement in enumerate(others, start=1)
        if any(disjoint(statement, earlier) for earlier in statements[:place])
    ]
    inside = [s for s in others if refines(s, table) and not refines(table, s)]
    if conflicts or not inside:
        return Resolution(table, conflicts)
    narrowest = min(inside, key=lambda statement: statement.latest - statement.first)
    return Resolution(narrowest, refined_by=narrowest)
