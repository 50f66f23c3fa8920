"""Figures of a section as rows of a letter: those of one day one below another, those of periods side by side."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from indicators.models import ActivityForm
from inspections.figures import Figure, in_words, period_of
from letters.facts import Fact, Figure as Shown, Listing, Row, Spoken, Two, Unknown
from reporting.periods import Period

FIGURES = {"title": _("title"), "value": _("value"), "as_of": _("as of")}
LINES = {"title": _("title"), "first": _("first period"), "second": _("second period"), "third": _("third period")}
TABLES = {**LINES, "lines": LINES}
PLACES = ("first", "second", "third")
# What no report is silent about: without data it is yellow, and a dash in the issued copy.
NEEDED = frozenset(
    {
        "primary_bodies", "uncovered", "employees_total", "members_total", "members_employed", "coverage",
        "admitted_total", "left_total", "women_share", "youth_share", "in_office", "trained_total", "trained_share",
        "budget_share",
    }
)  # fmt: skip


def figure_rows(figures: Iterable[Figure]) -> list[Row]:
    """With data, and those that must have it."""
    of_a_day = [one for one in figures if period_of(one.code) is None]
    return [_row(one) for one in of_a_day if one.value is not None or one.code in NEEDED]


def _row(one: Figure) -> Row:
    value: Fact = Unknown(_("no data"), one.url) if one.value is None else _said(one)
    return Row(one.code, {"title": _title(one), "value": value, "as_of": one.as_of}, one.url)


def no_data_rows(figures: Iterable[Figure]) -> list[Row]:
    """Of which nobody has told anything, each indicator once."""
    found: dict[str, Row] = {}
    for code, alike in groupby(figures, key=_without_period):
        same = list(alike)
        if code not in NEEDED and all(one.value is None for one in same):
            found[code] = Row(code, {"name": _title(same[0])}, same[0].url)
    return list(found.values())


def table_rows(figures: Iterable[Figure], day: date) -> list[Row]:
    """One table for each form of activity reports, its indicators in their order, three periods beside one another."""
    told = [one for one in figures if period_of(one.code)]
    rows = [(code, list(of_form)) for code, of_form in groupby(told, key=_form_of)]
    titles = {one.code: Two(one.title_ru, one.title_kk) for one in ActivityForm.objects.filter(code__in=dict(rows))}
    return [
        _table(code, titles.get(code, Two("", "")), of_form, day)
        for code, of_form in rows
        if any(one.value is not None for one in of_form)
    ]


def _table(code: str, title: Two, figures: Sequence[Figure], day: date) -> Row:
    periods = sorted({period for one in figures if (period := period_of(one.code))}, key=lambda one: one.last_day)
    heads: dict[str, Fact] = dict.fromkeys(PLACES, "")
    heads |= {place: Spoken(partial(_titled, period)) for place, period in zip(PLACES, periods, strict=False)}
    lines = [
        _line(same, periods) for _code, alike in groupby(figures, key=_without_period) if _is_told(same := list(alike))
    ]
    listing = Listing(title=title, nobody="", rows=lines, as_of=day, fields=LINES)
    return Row(code, {"title": title, **heads, "lines": listing}, figures[0].url)


def _is_told(figures: Iterable[Figure]) -> bool:
    return any(one.value is not None for one in figures)


def _line(figures: Sequence[Figure], periods: Sequence[Period]) -> Row:
    by_period = {period_of(one.code): one for one in figures}
    cells: dict[str, Fact] = dict.fromkeys(PLACES, "")
    for place, period in zip(PLACES, periods, strict=False):
        if one := by_period.get(period):
            cells[place] = _said(one)
    return Row(_without_period(figures[0]), {"title": _title(figures[0]), **cells}, figures[0].url)


def _said(one: Figure) -> Shown:
    return Shown(Spoken(lambda _language: in_words(one.value, one.unit)), one.url)


def _titled(period: Period, _language: str) -> str:
    return period.title


def _title(one: Figure) -> Two:
    return Two(one.title_ru, one.title_kk)


def _form_of(one: Figure) -> str:
    return one.code.partition(".")[0]


def _without_period(one: Figure) -> str:
    return one.code.rpartition(".")[0] if period_of(one.code) else one.code
