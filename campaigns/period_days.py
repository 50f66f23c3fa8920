"""A term as days: what a statement such as "II квартал 2024 г." means, and how exactly it was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta


class Precision(StrEnum):
    """How exactly a term was stated."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    RANGE = "range"


MONTHS_IN = {
    Precision.MONTH: 1,
    Precision.QUARTER: 3,
    Precision.HALF_YEAR: 6,
    Precision.YEAR: 12,
}


@dataclass(frozen=True)
class Period:
    """The days a statement means, first and last included.

    Two statements are equal when they mean the same days with the same precision, whatever their words
    (`raw`) and however sure the reading is (`ambiguous`: ask a person to confirm). `open_ended` stands
    for "after …": the stated days were read, the real ones may lie beyond them.
    """

    first: date
    last: date
    precision: Precision
    raw: str = field(default="", compare=False)
    ambiguous: bool = field(default=False, compare=False)
    open_ended: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "precision", Precision(self.precision))
        if not self._fits_precision():
            raise ValueError(f"{self.first}–{self.last} is no {self.precision.value}")

    def _fits_precision(self) -> bool:
        if self.precision is Precision.DAY:
            return self.first == self.last
        if self.precision is Precision.RANGE:
            return self.first < self.last
        months = MONTHS_IN[self.precision]
        first = date(self.first.year, (self.first.month - 1) // months * months + 1, 1)
        return (self.first, self.last) == (first, last_day(first, months))

    @property
    def latest(self) -> date:
        """The last day the event may fall on: without end for "after …"."""
        return date.max if self.open_ended else self.last


def last_day(first: date, months: int) -> date:
    """The last day of so many months that begin with a first of the month."""
    return first + relativedelta(months=months, days=-1)
