"""Text to days: every notation of a term that people of the union use, in Russian and Kazakh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.functional import lazy
from django.utils.text import Truncator, format_lazy
from django.utils.translation import get_language, gettext_lazy as _

from . import period_words
from .period_days import MONTHS_IN, Period, Precision, last_day
from .period_printing import render
from .period_words import Token

FIRST_YEAR, LAST_YEAR = 1990, 2100
_LONGEST_TEXT = 200

_REFUSALS = {
    "empty": _("No term is given. Accepted are, for example: {examples}."),
    "unreadable": _("The term “{text}” cannot be read. Accepted are, for example: {examples}."),
    "impossible_day": _("“{text}” names a day that does not exist. Check the day and the month."),
    "reversed": _("“{text}” ends before it begins. State the beginning first, with its year."),
    "no_year": _("“{text}” has no year. Accepted are, for example: {examples}."),
    "current_year": _("“{text}” speaks of the current year. Write the year in figures."),
    "year_out_of_range": _("The year in “{text}” must lie between {first} and {last}."),
}


class UnreadablePeriod(ValueError):
    """The text is no term; `message` is a sentence for the person who wrote it, `code` names the reason."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.message: Any = format_lazy(
            _REFUSALS[code],
            text=Truncator(text).chars(80),
            examples=_accepted_examples(),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
        super().__init__(self.message)


class _Refused(Exception):
    """A refusal on its way up to `parse`, which knows the text."""


def _examples() -> str:
    language = get_language() or "ru"
    return "; ".join(["13.10.2023", *(render(period, language) for period in _EXAMPLES)])


_accepted_examples = lazy(_examples, str)

_EXAMPLES = (
    Period(date(2023, 10, 13), date(2023, 10, 13), Precision.DAY),
    Period(date(2024, 4, 1), date(2024, 4, 30), Precision.MONTH),
    Period(date(2024, 3, 1), date(2024, 5, 31), Precision.RANGE),
    Period(date(2024, 4, 1), date(2024, 6, 30), Precision.QUARTER),
    Period(date(2024, 1, 1), date(2024, 6, 30), Precision.HALF_YEAR),
    Period(date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR),
)


def parse(text: str, *, year: int | None = None) -> Period:
    """Read a term in any accepted notation, Russian or Kazakh; UnreadablePeriod with a sentence otherwise.

    `year` is what "the current year" means in the paper the text comes from: usually the year of the
    paper's date, never the clock's.
    """
    raw = text.strip()
    try:
        if not raw:
            raise _Refused("empty")
        return _read(raw, year)
    except _Refused as refused:
        raise UnreadablePeriod(refused.args[0], raw) from None


def _read(raw: str, current_year: int | None) -> Period:
    tokens = _tokens(raw)
    open_ended = any(token.kind == "after" for token in tokens)
    parts, joints = _split([token for token in tokens if token.kind != "after"])
    pieces = [_piece(part, current_year) for part in parts]
    if _Piece() in pieces:  # nothing on one side of a dash
        raise _Refused("unreadable")
    _borrow_all(pieces)
    read = _join([piece.period() for piece in pieces], joints)
    return Period(read.first, read.last, read.precision, raw, read.ambiguous or open_ended, open_ended)


def _tokens(raw: str) -> list[Token]:
    if len(raw) > _LONGEST_TEXT:
        raise _Refused("unreadable")
    try:
        return period_words.tokens_of(raw)
    except period_words.UnknownWord:
        raise _Refused("unreadable") from None


def _split(tokens: Iterable[Token]) -> tuple[list[list[Token]], list[str]]:
    parts: list[list[Token]] = [[]]
    joints: list[str] = []
    for token in tokens:
        if token.kind in ("to", "and"):
            joints.append(token.kind)
            parts.append([])
        else:
            parts[-1].append(token)
    return parts, joints


@dataclass
class _Piece:
    """What one side of a dash says; what it leaves out may stand on the other side."""

    year: int | None = None
    half: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    number: int | None = None  # not yet known of what
    ending: bool = False  # "at the end of"

    def put(self, name: str, value: int) -> None:
        """Everything is said once; only the year may be repeated."""
        held = getattr(self, name)
        if held is not None and (name, value) != ("year", held):
            raise _Refused("unreadable")
        setattr(self, name, value)

    def settle_number(self, name: str) -> None:
        """The noun that follows says what the number counts."""
        if self.number is None:
            raise _Refused("unreadable")
        self.put(name, self.number)
        self.number = None

    def borrow(self, other: _Piece) -> None:
        """«2-3 кварталы 2024 года»: the 2 is of quarters, and of the same year."""
        if self.year is None:
            self.year = other.year
        if self.number is None or self.month is not None:
            return
        if other.month is not None and (other.day or other.number):
            self.month = other.month
        elif other.quarter is not None and self.quarter is None:
            self.settle_number("quarter")
        elif other.half is not None and self.half is None:
            self.settle_number("half")

    def period(self) -> Period:
        """The finest thing the piece names; a coarser one beside it makes the reading ambiguous."""
        if self.number is not None and self.month is not None and self.day is None:
            self.settle_number("day")
        named = [self.half, self.quarter, self.month]
        if self.number is not None or not (self.year is not None or any(named)):
            raise _Refused("unreadable")
        year = self._year()
        ambiguous = self.ending or sum(value is not None for value in named) > 1
        if self.day is not None:
            return _day(year, self.month or 0, self.day, ambiguous)
        if self.month is not None:
            return _span(Precision.MONTH, year, self.month, ambiguous)
        if self.quarter is not None:
            return _span(Precision.QUARTER, year, self.quarter, ambiguous)
        if self.half is not None:
            return _span(Precision.HALF_YEAR, year, self.half, ambiguous)
        if self.ending:
            return _span(Precision.QUARTER, year, 4, ambiguous)
        return _span(Precision.YEAR, year, 1, ambiguous)

    def _year(self) -> int:
        if self.year is None:
            raise _Refused("no_year")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise _Refused("year_out_of_range")
        return self.year


def _piece(tokens: Iterable[Token], current_year: int | None) -> _Piece:
    piece = _Piece()
    for kind, value in tokens:
        if kind in ("number", "year"):
            piece.put(kind, value)
        elif kind == "month":
            piece.put("month", value)
            if piece.number is not None:
                piece.settle_number("day")
        elif kind in ("quarter", "half"):
            piece.settle_number(kind)
        elif kind == "end":
            piece.ending = True
        elif kind == "current":
            if current_year is None:
                raise _Refused("current_year")
            piece.put("year", current_year)
    return piece


def _borrow_all(pieces: Sequence[_Piece]) -> None:
    for earlier, later in reversed(list(pairwise(pieces))):
        earlier.borrow(later)
    for earlier, later in pairwise(pieces):
        later.borrow(earlier)


def _day(year: int, month: int, day: int, ambiguous: bool) -> Period:
    try:
        on = date(year, month, day)
    except ValueError:
        raise _Refused("impossible_day") from None
    return Period(on, on, Precision.DAY, ambiguous=ambiguous)


def _span(precision: Precision, year: int, index: int, ambiguous: bool) -> Period:
    months = MONTHS_IN[precision]
    if not 1 <= index <= 12 // months:
        raise _Refused("impossible_day" if precision is Precision.MONTH else "unreadable")
    first = date(year, (index - 1) * months + 1, 1)
    return Period(first, last_day(first, months), precision, ambiguous=ambiguous)


def _join(periods: Sequence[Period], joints: Sequence[str]) -> Period:
    if not joints:
        return periods[0]
    if len(periods) == 2 and periods[0].precision is not periods[1].precision:
        return _finer(periods[0], periods[1], joints[0])
    if joints != ["to"]:
        _check_consecutive(periods, joints)
    first, last = periods[0], periods[-1]
    if first == last:
        return first
    if first.first > last.first:
        raise _Refused("reversed")
    ambiguous = any(period.ambiguous for period in periods)
    return Period(first.first, last.last, Precision.RANGE, ambiguous=ambiguous)


def _finer(one: Period, other: Period, joint: str) -> Period:
    """«IV квартал, 13 октября 2023»: the same thing said twice, once more exactly."""
    inner, outer = sorted((one, other), key=lambda period: period.last - period.first)
    if not (outer.first <= inner.first and inner.last <= outer.last):
        raise _Refused("unreadable")
    only_year_apart = joint == "and" and outer.precision is Precision.YEAR and not inner.ambiguous
    return Period(inner.first, inner.last, inner.precision, ambiguous=not only_year_apart)


def _check_consecutive(periods: Sequence[Period], joints: Sequence[str]) -> None:
    """«апрель, май и июнь» is one stretch of days; «апрель и июнь» is not."""
    day = timedelta(days=1)
    if "to" in joints or any(a.last + day != b.first for a, b in pairwise(periods)):
        raise _Refused("unreadable")
