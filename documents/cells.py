"""How a value reads in words and digits, the same on the page, in Word and in CSV for people."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from documents.dates import day_and_time, short_day
from documents.tables import Column, found, plain

NO_DATA = "—"
NBSP = "\u00a0"


def text_of(column: Column, row: Any, value: Any) -> str:
    """What people read in the cell of this row; empty where there is no data."""
    if column.text is not None:
        return str(plain(found(row, column.text)) or "")
    return words(column, value)


def words(column: Column, value: Any) -> str:
    """What people read for a bare value, as in the foot of a table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return day_and_time(value)
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, (int, float, Decimal)) and column.is_number:
        return number(column, value)
    return str(value)


def number(column: Column, value: float | Decimal) -> str:
    if column.kind == "percent":
        return grouped(Decimal(str(value)) * 100, column.places) + NBSP + "%"
    if column.kind == "decimal":
        return grouped(value, column.places)
    return grouped(value, 0)


def grouped(value: float | Decimal, places: int = 0) -> str:
    """1 234,5: thousands apart by a space that does not break, a comma; alike in Russian and Kazakh."""
    if type(value) is int and not places:
        return f"{value:,}".replace(",", NBSP)
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".translate({ord(","): NBSP, ord("."): ","})
