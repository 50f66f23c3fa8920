"""How a plan of inspections was kept by a day: planned, carried out, in its time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.models import Inspection
from inspections.states import State

DONE = (State.ENDED, State.SIGNED, State.HANDED_OVER)


@dataclass(frozen=True)
class Line:
    inspection: Inspection
    state: State
    # Days after its last planned day on which it ended; of one not ended, until today. None: in its time, or not yet.
    days_late: int | None

    @property
    def is_done(self) -> bool:
        return self.state in DONE


@dataclass(frozen=True)
class Kept:
    lines: list[Line]

    @property
    def planned(self) -> int:
        """Without what was cancelled."""
        return sum(one.state != State.CANCELLED for one in self.lines)

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.lines)

    @property
    def in_time(self) -> int:
        return sum(one.is_done and one.days_late is None for one in self.lines)

    @property
    def cancelled(self) -> int:
        return sum(one.state == State.CANCELLED for one in self.lines)

    @property
    def overdue(self) -> int:
        return sum(one.state == State.OVERDUE for one in self.lines)


def kept(inspections: Iterable[Inspection], day: date) -> Kept:
    return Kept([_line(one, day) for one in inspections])


def _line(inspection: Inspection, day: date) -> Line:
    state = inspection.state_on(day)
    ended = inspection.ended_on if inspection.ended_on and inspection.ended_on <= day else day
    late = (ended - inspection.planned_to).days
    return Line(inspection, state, late if late > 0 and state != State.CANCELLED else None)
