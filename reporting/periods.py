"""Periods of reports: a year and its part. "На 01.01.2025" in the union's tables means the year 2024: the period is kept,
and not the date (statistics.md, section 3)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from babel.dates import get_month_names
from django.db import models
from django.utils.translation import gettext as _, gettext_lazy

from documents.dates import language_or_active

FIRST_YEAR, LAST_YEAR = 1990, 2100
SLUG = re.compile(r"(\d{4})(?:-(h[12]|q[1-4]|m(?:0[1-9]|1[0-2])))?", re.ASCII)
YEAR = "year"
ROMAN = ("I", "II", "III", "IV")
MONTHS_OF = {"h": 6, "q": 3, "m": 1}


class Cadence(models.TextChoices):
    YEAR = "year", gettext_lazy("once a year")
    HALF_YEAR = "half_year", gettext_lazy("every half-year")
    QUARTER = "quarter", gettext_lazy("every quarter")
    MONTH = "month", gettext_lazy("every month")

    @property
    def parts(self) -> tuple[str, ...]:
        """In their order within a year."""
        return PARTS[self]


PARTS: dict[str, tuple[str, ...]] = {
    Cadence.YEAR: (YEAR,),
    Cadence.HALF_YEAR: ("h1", "h2"),
    Cadence.QUARTER: ("q1", "q2", "q3", "q4"),
    Cadence.MONTH: tuple(f"m{month:02}" for month in range(1, 13)),
}
ALL_PARTS = tuple(part for parts in PARTS.values() for part in parts)


class Period(NamedTuple):
    """`part`: year, h1 … h2, q1 … q4, m01 … m12."""

    year: int
    part: str = YEAR

    @classmethod
    def read(cls, slug: str) -> "Period | None":
        """2023, 2023-h1, 2023-q4, 2023-m07; None for anything else."""
        match = SLUG.fullmatch(slug)
        if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            return None
        return cls(int(match[1]), match[2] or YEAR)

    @property
    def slug(self) -> str:
        return str(self.year) if self.part == YEAR else f"{self.year}-{self.part}"

    @property
    def first_day(self) -> date:
        return date(self.year, self._first_month, 1)

    @property
    def last_day(self) -> date:
        end = self._first_month + self._months
        return date(self.year + (end > 12), (end - 1) % 12 + 1, 1) - timedelta(days=1)

    @property
    def title(self) -> str:
        return title_of(self.part, str(self.year))

    def years_before(self, years: int) -> "Period":
        """The same part of an earlier year: a half-year is compared with that half-year only."""
        return self._replace(year=self.year - years)

    def overlaps(self, other: "Period") -> bool:
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    @property
    def _months(self) -> int:
        return 12 if self.part == YEAR else MONTHS_OF[self.part[0]]

    @property
    def _first_month(self) -> int:
        return 1 if self.part == YEAR else (int(self.part[1:]) - 1) * self._months + 1


def previous(period: Period) -> Period:
    """The period just before one, of the same length."""
    parts = parts_like(period.part)
    place = parts.index(period.part)
    return Period(period.year, parts[place - 1]) if place else Period(period.year - 1, parts[-1])


def parts_like(part: str) -> tuple[str, ...]:
    return next(parts for parts in PARTS.values() if part in parts)


def finished(cadence: str, day: date, years: int) -> Iterator[Period]:
    """Periods that were over by that day, the latest first, of so many years."""
    for year in range(day.year, day.year - years - 1, -1):
        for part in reversed(PARTS[cadence]):
            if (period := Period(year, part)).last_day < day:
                yield period


def title_of(part: str, year: str) -> str:
    if part == YEAR:
        # Translators: a period of reports, as in "2023 год"
        return _("the year {year}").format(year=year)
    number = int(part[1:])
    if part[0] == "h":
        return _("half-year {number} of {year}").format(number=ROMAN[number - 1], year=year)
    if part[0] == "q":
        return _("quarter {number} of {year}").format(number=ROMAN[number - 1], year=year)
    return _("{month} of {year}").format(month=month_name(number), year=year)


def part_title(part: str) -> str:
    """Without its year: I полугодие, II квартал, март."""
    if part == YEAR:
        return _("the whole year")
    number = int(part[1:])
    if part[0] == "h":
        return _("half-year {number}").format(number=ROMAN[number - 1])
    return _("quarter {number}").format(number=ROMAN[number - 1]) if part[0] == "q" else month_name(number)


def month_name(number: int) -> str:
    return str(get_month_names("wide", context="stand-alone", locale=language_or_active(None))[number])
