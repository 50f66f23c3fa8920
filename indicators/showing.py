"""How indicators and figures read to people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from documents.cells import grouped
from documents.dates import short_day
from indicators import structure
from indicators.checks import Stated
from indicators.models import FormVersion, Indicator, IndicatorGroup

ABOUT = "≈"
NBSP = "\u00a0"
# What is known of one indicator: a figure, or a day and words as they stand.
Answer = Stated | str | None


@dataclass
class Questions:
    """Indicators under one heading."""

    group: IndicatorGroup | None
    indicators: list[Indicator] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.group.title if self.group else ""


def grouped_by(indicators: Sequence[Indicator]) -> list[Questions]:
    """Of `FormVersion.in_order`."""
    found: list[Questions] = []
    for one in indicators:
        if not found or found[-1].group != one.group:
            found.append(Questions(one.group))
        found[-1].indicators.append(one)
    return found


def questions_of(version: FormVersion) -> list[Questions]:
    """With groups that hold nothing yet."""
    found = grouped_by(version.in_order())
    filled = {one.group.pk for one in found if one.group}
    return [*found, *(Questions(group) for group in version.groups.all() if group.pk not in filled)]


def in_words(indicator: Indicator, answer: Answer) -> str:
    """Empty where there is no data: zero is written, a dash is put by the page."""
    if answer is None:
        return ""
    if isinstance(answer, str):
        return _day(answer) if indicator.answer == structure.DAY else answer
    if indicator.answer in (structure.YES_NO, structure.NONE_OF):
        return _("yes") if answer.number else _("no")
    return number(answer, indicator.decimals)


def number(stated: Stated, places: int = 0) -> str:
    digits = grouped(stated.number, places)
    return f"{ABOUT}{NBSP}{digits}" if stated.is_approximate else digits


def _day(text: str) -> str:
    try:
        return short_day(date.fromisoformat(text))
    except ValueError:
        return text


def as_typed(indicator: Indicator, answer: Answer) -> str:
    """As the form would have had it typed."""
    if isinstance(answer, Stated) and indicator.answer == structure.YES_NO:
        return "yes" if answer.number else "no"
    return in_words(indicator, answer)


def plain(indicator: Indicator, answer: Answer) -> Any:
    """As scripts take it: a number, true or false, an ISO day, words; None for no data."""
    if answer is None or isinstance(answer, str):
        return answer
    if indicator.answer in (structure.YES_NO, structure.NONE_OF):
        return bool(answer.number)
    return answer.number if indicator.decimals or indicator.answer == structure.SHARE else int(answer.number)
