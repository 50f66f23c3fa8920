"""Several statements about one planned conference, read together as they stood on a day.

Tables and schedules handed in online are "the table": the latest of them is what official tables print, earlier
ones are its history. Statements in the text of a letter refine it or contradict it; they never replace it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.models import Plan
from campaigns.periods import Period, resolve

TABLE_SOURCES = frozenset({Plan.Source.TABLE, Plan.Source.FORM})


@dataclass(frozen=True)
class Planned:
    """What is held to be the plan of one conference, or of all bodies of a level together."""

    leading: Plan
    period: Period
    statements: tuple[Plan, ...]
    conflicts: tuple[Plan, ...] = ()
    refined_by: Plan | None = None
    superseded: tuple[Plan, ...] = ()

    @property
    def raw(self) -> str:
        """As official tables print it."""
        return self.leading.raw

    @property
    def used(self) -> Plan:
        """The statement whose days count."""
        return self.refined_by or self.leading

    @property
    def in_table(self) -> bool:
        return self.leading.source in TABLE_SOURCES

    @property
    def number(self) -> int | None:
        """The row of the official table: a schedule handed in online keeps the row that staff gave before it."""
        return next((plan.number for plan in (self.leading, *self.superseded) if plan.number), None)

    @property
    def is_ambiguous(self) -> bool:
        """Until somebody says the same days plainly."""
        used = self.used
        plainly = any(
            not plan.is_ambiguous and (plan.first_day, plan.last_day) == (used.first_day, used.last_day)
            for plan in self.statements
        )
        return used.is_ambiguous and not plainly

    @property
    def outside_reason(self) -> str:
        """Why the days lie outside the window, where somebody said so."""
        return self.used.outside_reason or self.leading.outside_reason


def read_together(plans: Sequence[Plan]) -> Planned | None:
    """All statements about one conference that count on a day; None where there is none."""
    if not plans:
        return None
    latest_first = sorted(plans, key=lambda plan: (plan.stated_on, plan.pk), reverse=True)
    tables = [plan for plan in latest_first if plan.source in TABLE_SOURCES]
    leading = (tables or latest_first)[0]
    superseded = tuple(tables[1:])
    others = [plan for plan in latest_first if plan is not leading and plan not in superseded]
    # `resolve` answers with the very periods it was given: that leads back to the statements.
    told = [(plan.period, plan) for plan in (leading, *others)]
    resolution = resolve([period for period, _ in told])
    return Planned(
        leading=leading,
        period=resolution.period,
        statements=tuple(latest_first),
        conflicts=tuple(plan for period, plan in told if any(period is found for found in resolution.conflicts)),
        refined_by=next((plan for period, plan in told if period is resolution.refined_by), None),
        superseded=superseded,
    )
