"""Days in templates, in the language of the page."""

from datetime import date, datetime
from typing import Any

from django import template

from documents import dates
from documents.cells import NO_DATA

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """01.09.2023"""
    return dates.short_day(value) if value else ""


@register.filter
def long_day(value: date | None) -> str:
    """1 сентября 2023 г."""
    return dates.long_day(value) if value else ""


@register.filter
def weekday_day(value: date | None) -> str:
    """понедельник, 30 ноября 2026 г."""
    return dates.weekday_day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """22 ноября 2026 г., 14:05"""
    return dates.long_moment(value) if value else ""


@register.filter
def iso(value: date | None) -> str:
    """2023-09-01, for `<time datetime>` and addresses."""
    return dates.day_of(value).isoformat() if value else ""


@register.filter
def dash(value: Any) -> Any:
    """A dash is no data; zero is zero."""
    return NO_DATA if value is None or value == "" else value
