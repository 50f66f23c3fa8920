"""How short a notice is: working days between asking and the due day, and a due day on which nobody works."""

from dataclasses import dataclass
from datetime import date, timedelta

from reporting.calendar import is_working_day, next_working_day
from reporting.models import NonWorkingDay

ONE_DAY = timedelta(days=1)
MOST = 366


@dataclass(frozen=True)
class Shortness:
    """`working`: working days after the day of asking, the due day included. `moves_to`: the next working day, where
    the due day is none."""

    due_on: date
    working: int
    moves_to: date | None


def shortness(due_on: date, today: date) -> Shortness:
    """From today, whatever day the letter bears: what has passed helps nobody."""
    calendar = NonWorkingDay.calendar()
    left = max((due_on - today).days, 0)
    between = (today + ONE_DAY * n for n in range(1, min(left, MOST) + 1))
    moved = next_working_day(due_on, **calendar)
    return Shortness(
        due_on, sum(is_working_day(day, **calendar) for day in between), moved if moved != due_on else None
    )
