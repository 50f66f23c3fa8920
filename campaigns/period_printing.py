"""Days to text: the canonical way to print a term, in Russian and Kazakh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel.dates import get_month_names

from .period_days import Period, Precision, last_day

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class _Forms:
    """The nouns of one language in the case their place in the sentence asks for."""

    day_months: tuple[str, ...]
    months: tuple[str, ...]
    quarter: str
    quarters: str
    half: str
    year: str
    years: str


def _month_names(language: str, context: Literal["format", "stand-alone"]) -> tuple[str, ...]:
    names = get_month_names("wide", context, language)
    return tuple(names[number].lower() for number in range(1, 13))


_RU_GENITIVE = _month_names("ru", "format")
_RU = _Forms(_RU_GENITIVE, _month_names("ru", "stand-alone"), "квартал", "кварталы", "полугодие", "год", "гг.")
_RU_AFTER = _Forms(
    _RU_GENITIVE, _RU_GENITIVE, "квартала", "кварталов", "полугодия", "года", "гг."
)  # fmt: skip
_KK_MONTHS = _month_names("kk", "format")
_KK = _Forms(_KK_MONTHS, _KK_MONTHS, "тоқсан", "тоқсан", "жартыжылдық", "жыл", "жж.")
# "after" takes the ablative, on the last word only.
_KK_ENDINGS = ("дан", "нан", "дан", "ден", "дан", "нан", "ден", "дан", "тен", "нан", "дан", "нан")
_KK_ABLATIVE = tuple(a + b for a, b in zip(_KK_MONTHS, _KK_ENDINGS, strict=True))
_KK_AFTER = _Forms(_KK_ABLATIVE, _KK_ABLATIVE, "тоқсаннан", "тоқсаннан", "жартыжылдықтан", "жылдан", "жылдардан")


def render(period: Period, language: str) -> str:
    """The canonical text of the period; any language but Kazakh prints Russian, as the papers do."""
    if language.startswith("kk"):
        if period.open_ended:
            return f"{_Printer('kk', _KK, _KK_AFTER).text(period)} кейін"
        return _Printer("kk", _KK, _KK).text(period)
    if period.open_ended:
        return f"после {_Printer('ru', _RU_AFTER, _RU_AFTER).text(period)}"
    return _Printer("ru", _RU, _RU).text(period)


@dataclass(frozen=True)
class _Printer:
    """The order of words of one language; `begin` and `end` inflect the two sides of a dash."""

    language: str
    begin: _Forms
    end: _Forms

    def text(self, period: Period) -> str:
        if period.precision is Precision.RANGE:
            return self._range(period.first, period.last)
        first = period.first
        if period.precision is Precision.YEAR:
            return f"{first.year} {self.end.year}"
        return self._of_year(self._unit(period.precision, first, self.end), first.year)

    def _of_year(self, unit: str, year: int) -> str:
        return f"{year} ж. {unit}" if self.language == "kk" else f"{unit} {year} г."

    def _unit(self, precision: Precision, on: date, forms: _Forms) -> str:
        if precision is Precision.DAY:
            return f"{on.day} {forms.day_months[on.month - 1]}"
        if precision is Precision.MONTH:
            return forms.months[on.month - 1]
        if precision is Precision.QUARTER:
            return f"{_ROMAN[(on.month - 1) // 3]} {forms.quarter}"
        return f"{_ROMAN[(on.month - 1) // 6]} {forms.half}"

    def _range(self, first: date, last: date) -> str:
        unit = _coarsest(first, last)
        if unit is Precision.YEAR:
            return f"{first.year}–{last.year} {self.end.years}"
        if first.year != last.year:
            begin = self._of_year(self._unit(unit, first, self.begin), first.year)
            return f"{begin} – {self._of_year(self._unit(unit, last, self.end), last.year)}"
        return self._of_year(self._within_year(unit, first, last), first.year)

    def _within_year(self, unit: Precision, first: date, last: date) -> str:
        if unit is Precision.QUARTER:
            quarters = f"{_ROMAN[(first.month - 1) // 3]}–{_ROMAN[(last.month - 1) // 3]}"
            return f"{quarters} {self.end.quarters}"
        begin, end = self._unit(unit, first, self.begin), self._unit(unit, last, self.end)
        if unit is Precision.MONTH:
            return f"{begin}–{end}"
        if first.month == last.month:
            return f"{first.day}–{end}"
        return f"{begin} – {end}"


def _coarsest(first: date, last: date) -> Precision:
    """The coarsest unit of which the range holds two or more whole ones: it reads best."""
    for unit, months in ((Precision.YEAR, 12), (Precision.QUARTER, 3), (Precision.MONTH, 1)):
        starts_whole = first.day == 1 and (first.month - 1) % months == 0
        ends_whole = last.month % months == 0 and last == last_day(last.replace(day=1), 1)
        if starts_whole and ends_whole and last > last_day(first, months):
            return unit
    return Precision.DAY
