"""What a figure about an organization is, and of whom and when it is asked: the parts that all figures share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from documents.cells import NBSP, NO_DATA, grouped
from organizations.models import Organization
from reporting.periods import Period

Number = Decimal | int | None

# What a value counts. A change bears its sign; a figure that was stated as approximate stays so.
COUNT, PERCENT, YES_NO, CHANGE, ABOUT = "", "%", "yes_no", "+/-", "≈"
MINUS = "\u2212"
MOST_PLACES = 3


@dataclass(frozen=True)
class Figure:
    """`as_of`: the day it speaks of, which is the state date of a membership and the last day of a period. `code` ends
    with the period, where a figure is told of periods; a value of None is no data and never zero."""

    section: str
    code: str
    title_ru: str
    title_kk: str
    value: Number
    unit: str
    as_of: date
    url: str = ""

    @property
    def in_words(self) -> str:
        return in_words(self.value, self.unit)


@dataclass(frozen=True)
class About:
    """Of which organization, as it was known on the evening of `day`, within which days studied, and for whose eyes."""

    organization: Organization
    day: date
    first: date
    last: date
    user: Any

    def figure(self, section: str, code: str, title: Any, value: Number, unit: str = COUNT, **more: Any) -> Figure:
        """`title`: words, or a function that says them in the language in force."""
        return Figure(section, code, *in_both(title), value, unit, **{"as_of": self.day, **more})

    def url(self, page: str, *args: Any, **query: Any) -> str:
        """The page where it stands, with this organization and this day."""
        return f"{reverse(page, args=args)}?{urlencode({**query, 'as_of': self.day.isoformat()})}"


def in_both(title: Any) -> tuple[str, str]:
    said = []
    for language in ("ru", "kk"):
        with translation.override(language):
            said.append(str(title() if callable(title) and not isinstance(title, Promise) else title))
    return said[0], said[1]


def in_words(value: Number, unit: str) -> str:
    """As people read it, in the language in force: 1 234 · 85,9 % · +12 · ≈ 40 · yes · a dash for no data."""
    if value is None:
        return NO_DATA
    if unit == YES_NO:
        return _("yes") if value else _("no")
    if unit == PERCENT:
        return grouped(value, 1) + NBSP + "%"
    if unit == CHANGE:
        sign = "+" if value > 0 else MINUS if value < 0 else ""
        return sign + grouped(-value if value < 0 else value, _places(value))
    words = grouped(value, _places(value))
    return f"{ABOUT}{NBSP}{words}" if unit == ABOUT else words


def _places(value: Decimal | int) -> int:
    """As many digits after the comma as it needs: of a sum in tenge two, of persons none."""
    exponent = int(Decimal(value).normalize().as_tuple().exponent)
    return min(max(-exponent, 0), MOST_PLACES)


def period_of(code: str) -> Period | None:
    """Of a figure that is told of periods."""
    return Period.read(code.rpartition(".")[2])


Figures = Iterator[Figure]
