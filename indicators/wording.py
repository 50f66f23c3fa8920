"""Changes in words."""

from decimal import Decimal

from django.utils.translation import gettext as _

from documents.cells import NBSP, grouped
from indicators.comparison import Change


def signed(value: Decimal | None, places: int = 0) -> str:
    """+12, −5, 0; empty where nothing is known."""
    if value is None:
        return ""
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return sign + grouped(abs(value), places)


def signed_percent(value: Decimal | None) -> str:
    return f"{signed(value, 1)}{NBSP}%" if value is not None else ""


def change_in_words(change: Change, places: int = 0) -> str:
    """+12 (+10,5 %); of a share: +2,5 percentage points."""
    if change.absolute is None:
        return ""
    if change.is_points:
        return _("{change} percentage points").format(change=signed(change.absolute, max(places, 1)))
    absolute = signed(change.absolute, places)
    return f"{absolute} ({signed_percent(change.percent)})" if change.percent is not None else absolute
