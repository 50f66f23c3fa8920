"""Days in words: "1 сентября 2023 г.", "2023 ж. 1 қыркүйек". Nothing here reads the clock."""

from datetime import date, datetime

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language

SPOKEN = ("ru", "kk")


def language_or_active(language: str | None) -> str:
    chosen = (language or get_language() or "").split("-")[0]
    return chosen if chosen in SPOKEN else "ru"


def day_of(moment: date | datetime) -> date:
    """The local day: a moment late in the evening in UTC is already tomorrow here."""
    if isinstance(moment, datetime):
        return timezone.localdate(moment) if timezone.is_aware(moment) else moment.date()
    return moment


def short_day(day: date) -> str:
    """01.09.2023"""
    # Not strftime: it drops the leading zeros of early years on some systems.
    day = day_of(day)
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def long_day(day: date, language: str | None = None) -> str:
    """1 сентября 2023 г. · 2023 ж. 1 қыркүйек"""
    return _in_words(day, "long", language)


def weekday_day(day: date, language: str | None = None) -> str:
    """понедельник, 30 ноября 2026 г. · 2026 ж. 30 қараша, дүйсенбі"""
    return _in_words(day, "full", language)


def day_and_time(moment: datetime) -> str:
    """22.11.2026 14:05, local time"""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{short_day(local)} {local:%H:%M}"


def long_moment(moment: datetime, language: str | None = None) -> str:
    """22 ноября 2026 г., 14:05 · 2026 ж. 22 қараша, 14:05"""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{long_day(local.date(), language)}, {local:%H:%M}"


def _in_words(day: date, length: str, language: str | None) -> str:
    """With plain spaces: the narrow one that the tables of babel put before "г." is missing in some fonts, and
    whoever searches a page or a letter types a plain one."""
    return format_date(day_of(day), length, locale=language_or_active(language)).replace("\u202f", " ")
