"""When something is due: the table of the four conferences, month ends, weekends, holidays, and an oracle."""

import calendar as days_of_months
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings, strategies as st

from reporting.calendar import (
    DueKind,
    DueRule,
    Unit,
    after_months,
    after_working_days,
    after_years,
    describe,
    due_day,
    is_working_day,
    next_working_day,
)

PROTOCOL = DueRule(kind="after_event", unit="calendar_days", offset=10)
RESULTS = DueRule(kind="after_event", unit="months", offset=1)
ANY_DAY = st.dates(date(1990, 1, 1), date(2100, 12, 31))

# Nauryz of 2024: Thursday to Monday are free, and no Saturday is worked for it.
NAURYZ = frozenset({date(2024, 3, 21), date(2024, 3, 22), date(2024, 3, 25)})


@pytest.mark.parametrize(
    ("held", "protocol", "results"),
    [
        (date(2023, 4, 26), date(2023, 5, 6), date(2023, 5, 26)),  # zhambyl
        (date(2023, 6, 21), date(2023, 7, 1), date(2023, 7, 21)),  # zhetysu
        (date(2023, 7, 5), date(2023, 7, 15), date(2023, 8, 5)),  # mangystau
        (date(2023, 8, 16), date(2023, 8, 26), date(2023, 9, 16)),  # akmola
    ],
)
def test_the_due_days_of_the_four_conferences(held, protocol, results):
    assert due_day(PROTOCOL, event_on=held) == protocol
    assert due_day(RESULTS, event_on=held) == results


# --- calendar days, months, years --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2024, 3, 29)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 3, 31), 1, date(2024, 4, 30)),
        (date(2024, 3, 31), 12, date(2025, 3, 31)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 5, 15), 0, date(2024, 5, 15)),
    ],
)
def test_months_end_where_the_month_ends(day, n, expected):
    assert after_months(day, n) == expected


def test_years_and_the_29th_of_february():
    assert after_years(date(2018, 10, 9), 5) == date(2023, 10, 9)
    assert after_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert after_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(ANY_DAY, st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_months_agree_with_counting_on_the_fingers(day, n):
    year, month = day.year, day.month
    for _month in range(n):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = days_of_months.monthrange(year, month)[1]
    assert after_months(day, n) == date(year, month, min(day.day, last))


# --- working days ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2024, 3, 4), 0, date(2024, 3, 4)),
        (date(2024, 3, 2), 0, date(2024, 3, 2)),  # nothing to count: a Saturday stays
        (date(2024, 3, 4), 1, date(2024, 3, 5)),
        (date(2024, 3, 1), 1, date(2024, 3, 4)),  # Friday to Monday
        (date(2024, 3, 2), 1, date(2024, 3, 4)),
        (date(2024, 3, 3), 1, date(2024, 3, 4)),
        (date(2024, 3, 1), 5, date(2024, 3, 8)),
        (date(2024, 3, 4), 10, date(2024, 3, 18)),
    ],
)
def test_working_days_skip_weekends(day, n, expected):
    assert after_working_days(day, n) == expected


def test_holidays_are_skipped_and_a_worked_saturday_counts():
    wednesday, saturday = date(2024, 3, 20), date(2024, 3, 30)
    assert after_working_days(wednesday, 1, holidays=NAURYZ) == date(2024, 3, 26)
    assert after_working_days(wednesday, 5, holidays=NAURYZ) == date(2024, 4, 1)
    assert after_working_days(wednesday, 5, holidays=NAURYZ, working_weekends={saturday}) == saturday


def test_a_day_in_both_lists_is_worked():
    day = date(2024, 3, 21)
    assert is_working_day(day, holidays={day}, working_weekends={day})
    assert not is_working_day(day, holidays={day})


def test_the_next_working_day_is_the_day_itself_when_it_is_worked():
    assert next_working_day(date(2024, 3, 1)) == date(2024, 3, 1)
    assert next_working_day(date(2024, 3, 2)) == date(2024, 3, 4)
    assert next_working_day(date(2024, 3, 21), holidays=NAURYZ) == date(2024, 3, 26)
    assert next_working_day(date(2024, 3, 2), working_weekends={date(2024, 3, 2)}) == date(2024, 3, 2)


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        after_working_days(date(2024, 3, 4), -1)


@st.composite
def exceptions(draw):
    """A day, and holidays and worked weekends near it."""
    day = draw(ANY_DAY)
    near = st.sets(st.integers(-5, 40).map(lambda n: day + timedelta(days=n)), max_size=15)
    return day, draw(near), {d for d in draw(near) if d.isoweekday() >= 6}


@given(exceptions(), st.integers(0, 25))
@settings(max_examples=200, deadline=None)
def test_working_days_agree_with_counting_them_one_by_one(drawn, n):
    day, holidays, worked = drawn
    found = after_working_days(day, n, holidays=holidays, working_weekends=worked)

    def is_worked(d: date) -> bool:
        free = d.isoweekday() in (6, 7) or d in holidays
        return d in worked or not free

    passed = [day + timedelta(days=k) for k in range(1, (found - day).days + 1)]
    assert sum(map(is_worked, passed)) == n
    assert found == day or is_worked(found)


@given(exceptions())
@settings(max_examples=100, deadline=None)
def test_moving_to_a_working_day_moves_no_further_than_needed(drawn):
    day, holidays, worked = drawn
    moved = next_working_day(day, holidays=holidays, working_weekends=worked)
    skipped = [day + timedelta(days=k) for k in range((moved - day).days)]
    assert not any(d in worked or (d.isoweekday() < 6 and d not in holidays) for d in skipped)
    assert moved in worked or (moved.isoweekday() < 6 and moved not in holidays)


# --- rules -------------------------------------------------------------------------------------------


def test_a_fixed_day():
    rule = DueRule(kind="fixed", due_on=date(2023, 9, 1))
    assert due_day(rule) == date(2023, 9, 1)


def test_working_days_after_an_event():
    rule = DueRule(kind=DueKind.AFTER_EVENT, unit=Unit.WORKING_DAYS, offset=10)
    assert due_day(rule, event_on=date(2023, 4, 26)) == date(2023, 5, 10)
    assert due_day(rule, event_on=date(2023, 4, 26), holidays={date(2023, 5, 1), date(2023, 5, 9)}) == date(2023, 5, 12)


@pytest.mark.parametrize(
    ("month", "day", "year", "expected"),
    [
        (1, 15, 2025, date(2025, 1, 15)),
        (2, 29, 2024, date(2024, 2, 29)),
        (2, 29, 2025, date(2025, 2, 28)),
        (4, 31, 2025, date(2025, 4, 30)),
        (12, 31, 2025, date(2025, 12, 31)),
    ],
)
def test_a_yearly_day(month, day, year, expected):
    assert due_day(DueRule(kind="yearly", month=month, day=day), year=year) == expected


def test_a_due_day_on_a_weekend_is_kept_unless_the_rule_says_to_move_it():
    held = date(2023, 4, 26)
    assert due_day(PROTOCOL, event_on=held) == date(2023, 5, 6)  # a Saturday
    moving = DueRule(kind="after_event", offset=10, move_to_working_day=True)
    assert due_day(moving, event_on=held) == date(2023, 5, 8)
    assert due_day(moving, event_on=held, holidays={date(2023, 5, 8), date(2023, 5, 9)}) == date(2023, 5, 10)
    assert due_day(moving, event_on=held, working_weekends={date(2023, 5, 6)}) == date(2023, 5, 6)


def test_fixed_and_yearly_days_are_moved_too():
    fixed = DueRule(kind="fixed", due_on=date(2024, 6, 1), move_to_working_day=True)
    yearly = DueRule(kind="yearly", month=6, day=1, move_to_working_day=True)
    assert due_day(fixed) == date(2024, 6, 3)
    assert due_day(yearly, year=2024) == date(2024, 6, 3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "never"},
        {"kind": "fixed"},
        {"kind": "after_event", "unit": "weeks"},
        {"kind": "after_event", "offset": -1},
        {"kind": "yearly"},
        {"kind": "yearly", "month": 13, "day": 1},
        {"kind": "yearly", "month": 1, "day": 32},
        {"kind": "yearly", "month": 1},
    ],
)
def test_half_a_rule_is_no_rule(wrong):
    with pytest.raises(ValueError, match=r".+"):
        DueRule(**wrong)


def test_a_rule_asked_without_what_it_hangs_on_answers_with_an_error_not_a_day():
    with pytest.raises(ValueError, match="event"):
        due_day(PROTOCOL)
    with pytest.raises(ValueError, match="year"):
        due_day(DueRule(kind="yearly", month=1, day=15))


# --- in words ----------------------------------------------------------------------------------------

HELD = date(2023, 7, 5)
MOVING = DueRule(kind="after_event", offset=10, move_to_working_day=True)


@pytest.mark.parametrize(
    ("rule", "known", "sentence"),
    [
        (PROTOCOL, {"event_on": HELD}, "10 calendar days after the event on 05.07.2023"),
        (PROTOCOL, {}, "10 calendar days after the event"),
        (
            DueRule(kind="after_event", offset=1),
            {"event_on": HELD},
            "1 calendar day after the event on 05.07.2023",
        ),
        (
            DueRule(kind="after_event", unit="working_days", offset=10),
            {"event_on": HELD},
            "10 working days after the event on 05.07.2023",
        ),
        (DueRule(kind="after_event", unit="working_days", offset=1), {}, "1 working day after the event"),
        (RESULTS, {"event_on": HELD}, "1 month after the event on 05.07.2023"),
        (DueRule(kind="after_event", unit="months", offset=2), {}, "2 months after the event"),
        (DueRule(kind="after_event"), {"event_on": HELD}, "on the day of the event, 05.07.2023"),
        (DueRule(kind="after_event"), {}, "on the day of the event"),
        (DueRule(kind="fixed", due_on=date(2023, 9, 1)), {}, "fixed day: 01.09.2023"),
        (DueRule(kind="yearly", month=1, day=15), {"year": 2025}, "every year on 15.01"),
        (MOVING, {}, "10 calendar days after the event; moved to the next working day"),
        (
            MOVING,
            {"event_on": HELD},  # 15.07.2023 is a Saturday
            "10 calendar days after the event on 05.07.2023; moved from 15.07.2023 to the working day 17.07.2023",
        ),
        (
            MOVING,
            {"event_on": HELD, "working_weekends": {date(2023, 7, 15)}},
            "10 calendar days after the event on 05.07.2023",
        ),
        (MOVING, {"event_on": date(2023, 7, 7)}, "10 calendar days after the event on 07.07.2023"),
        (
            DueRule(kind="yearly", month=6, day=1, move_to_working_day=True),
            {"year": 2024},
            "every year on 01.06; moved from 01.06.2024 to the working day 03.06.2024",
        ),
    ],
)
def test_how_the_due_day_follows_is_told_in_words(rule, known, sentence):
    with translation.override("en"):
        assert describe(rule, **known) == sentence


def test_the_words_name_the_day_that_is_computed():
    with translation.override("en"):
        words = describe(MOVING, event_on=HELD)
    assert words.endswith(f"{due_day(MOVING, event_on=HELD):%d.%m.%Y}")
