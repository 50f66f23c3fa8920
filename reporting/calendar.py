"""When something is due: day arithmetic without a clock.

Days come in as arguments, days go out. What is a holiday, and which Saturday is worked in exchange for
another day, the caller says: `holidays` and `working_weekends` are sets of days. A day that stands in
both is worked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext, ngettext

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_NONE: frozenset[date] = frozenset()


def after_days(day: date, n: int) -> date:
    """The day itself is not counted: 26 April and 10 days is 6 May."""
    return day + timedelta(days=n)


def after_months(day: date, n: int) -> date:
    """The same day of a later month; where that month is shorter, its last day."""
    return day + relativedelta(months=n)


def after_years(day: date, n: int) -> date:
    """The same day of a later year; 29 February becomes 28 where there is none."""
    return day + relativedelta(years=n)


def is_working_day(
    day: date, *, holidays: Collection[date] = _NONE, working_weekends: Collection[date] = _NONE
) -> bool:
    if day in working_weekends:
        return True
    return day.weekday() < _SATURDAY and day not in holidays


def next_working_day(
    day: date, *, holidays: Collection[date] = _NONE, working_weekends: Collection[date] = _NONE
) -> date:
    """The day itself when it is worked, else the first worked one after it."""
    while not is_working_day(day, holidays=holidays, working_weekends=working_weekends):
        day += _ONE_DAY
    return day


def after_working_days(
    day: date,
    n: int,
    *,
    holidays: Collection[date] = _NONE,
    working_weekends: Collection[date] = _NONE,
) -> date:
    """The n-th working day after the day, which itself is not counted; none leaves it as it is."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    for _counted in range(n):
        day = next_working_day(day + _ONE_DAY, holidays=holidays, working_weekends=working_weekends)
    return day


class DueKind(StrEnum):
    """What a due day hangs on."""

    FIXED = "fixed"
    AFTER_EVENT = "after_event"
    YEARLY = "yearly"


class Unit(StrEnum):
    """In what the time after an event is counted."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True)
class DueRule:
    """How the due day follows: a fixed day, so long after an event, or the same day every year.

    A yearly day that a month does not have means its last day: 29.02, and 31.04 as well.
    """

    kind: str
    unit: str = Unit.CALENDAR_DAYS
    offset: int = 0
    due_on: date | None = None
    month: int | None = None
    day: int | None = None
    move_to_working_day: bool = False

    def __post_init__(self) -> None:
        DueKind(self.kind)
        Unit(self.unit)
        if self.kind == DueKind.FIXED and self.due_on is None:
            raise ValueError("a fixed rule needs its day")
        if self.kind == DueKind.AFTER_EVENT and self.offset < 0:
            raise ValueError("an offset leads forwards from the event")
        if self.kind == DueKind.YEARLY and not (1 <= (self.month or 0) <= 12 and 1 <= (self.day or 0) <= 31):
            raise ValueError("a yearly rule needs a month and a day")


def due_day(
    rule: DueRule,
    *,
    event_on: date | None = None,
    year: int | None = None,
    holidays: Collection[date] = _NONE,
    working_weekends: Collection[date] = _NONE,
) -> date:
    """The due day; `event_on` for a rule after an event, `year` (of the due day) for a yearly one."""
    day = _stated_day(rule, event_on, year, holidays, working_weekends)
    if rule.move_to_working_day:
        return next_working_day(day, holidays=holidays, working_weekends=working_weekends)
    return day


def _stated_day(
    rule: DueRule,
    event_on: date | None,
    year: int | None,
    holidays: Collection[date],
    working_weekends: Collection[date],
) -> date:
    if rule.kind == DueKind.FIXED and rule.due_on is not None:
        return rule.due_on
    if rule.kind == DueKind.YEARLY:
        if year is None:
            raise ValueError("a yearly rule needs a year")
        return date(year, rule.month or 1, 1) + relativedelta(day=rule.day)
    if event_on is None:
        raise ValueError("a rule after an event needs the day of the event")
    if rule.unit == Unit.MONTHS:
        return after_months(event_on, rule.offset)
    if rule.unit == Unit.WORKING_DAYS:
        return after_working_days(event_on, rule.offset, holidays=holidays, working_weekends=working_weekends)
    return after_days(event_on, rule.offset)


def describe(
    rule: DueRule,
    *,
    event_on: date | None = None,
    year: int | None = None,
    holidays: Collection[date] = _NONE,
    working_weekends: Collection[date] = _NONE,
) -> str:
    """How the due day follows, in the active language; without the event's day or the year, the rule alone."""
    sentence = _rule_in_words(rule, event_on)
    if not rule.move_to_working_day:
        return sentence
    if not _is_known(rule, event_on, year):
        return gettext("{rule}; moved to the next working day").format(rule=sentence)
    stated = _stated_day(rule, event_on, year, holidays, working_weekends)
    moved = next_working_day(stated, holidays=holidays, working_weekends=working_weekends)
    if moved == stated:
        return sentence
    return gettext("{rule}; moved from {stated} to the working day {moved}").format(
        rule=sentence, stated=_printed(stated), moved=_printed(moved)
    )


def _is_known(rule: DueRule, event_on: date | None, year: int | None) -> bool:
    return {
        DueKind.FIXED: True,
        DueKind.AFTER_EVENT: event_on is not None,
        DueKind.YEARLY: year is not None,
    }[DueKind(rule.kind)]


def _rule_in_words(rule: DueRule, event_on: date | None) -> str:
    if rule.kind == DueKind.FIXED and rule.due_on is not None:
        return gettext("fixed day: {day}").format(day=_printed(rule.due_on))
    if rule.kind == DueKind.YEARLY:
        # Translators: a day and a month in figures, as in "every year on 15.01"
        return gettext("every year on {day_and_month}").format(day_and_month=f"{rule.day:02}.{rule.month:02}")
    if rule.offset == 0:
        return _on_the_event(event_on)
    if event_on is None:
        # Translators: {time} is, for example, "10 calendar days"
        return gettext("{time} after the event").format(time=time_in_words(rule))
    # Translators: {time} is, for example, "10 calendar days"
    return gettext("{time} after the event on {day}").format(time=time_in_words(rule), day=_printed(event_on))


def _on_the_event(event_on: date | None) -> str:
    if event_on is None:
        return gettext("on the day of the event")
    return gettext("on the day of the event, {day}").format(day=_printed(event_on))


def time_in_words(rule: DueRule) -> str:
    if rule.unit == Unit.MONTHS:
        text = ngettext("{count} month", "{count} months", rule.offset)
    elif rule.unit == Unit.WORKING_DAYS:
        text = ngettext("{count} working day", "{count} working days", rule.offset)
    else:
        text = ngettext("{count} calendar day", "{count} calendar days", rule.offset)
    return text.format(count=rule.offset)


def _printed(day: date) -> str:
    return f"{day:%d.%m.%Y}"
