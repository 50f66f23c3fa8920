"""The status of an obligation on a day in plain Python, written from the lines of the architecture page.

Shares no code with `ObligationQuerySet.with_status`: the two must agree on every history.
"""

from dataclasses import dataclass, field
from datetime import date

from reporting.models import Obligation


@dataclass
class HandIn:
    round: int
    received: date
    stated: bool = True
    returned: date | None = None
    voided: date | None = None


@dataclass
class History:
    arose: date
    due: date
    hand_ins: list[HandIn] = field(default_factory=list)
    postponed: list[tuple[date, date]] = field(default_factory=list)  # decided on, new due day; as recorded
    exempted: list[tuple[date, date | None]] = field(default_factory=list)  # decided on, revoked on

    def due_at(self, day: date) -> date:
        due, latest = self.due, date.min
        for decided, new_due in self.postponed:
            if latest <= decided <= day:
                due, latest = new_due, decided
        return due

    def status(self, day: date) -> str | None:
        """None where the obligation does not exist yet."""
        if day < self.arose:
            return None
        for decided, revoked in self.exempted:
            if decided <= day and not (revoked and revoked <= day):
                return "exempt"
        live = [h for h in self.hand_ins if h.received <= day and not (h.voided and h.voided <= day)]
        if live:
            last = max(live, key=lambda h: h.round)
            if last.returned and last.returned <= day:
                return "returned"
            first = min(live, key=lambda h: (h.received, h.round))
            if first.received <= self.due_at(first.received):
                return "on_time"
            return "late" if first.stated else "received"
        return "missing" if self.due_at(day) < day else "not_due"


def history_of(obligation: Obligation) -> History:
    """The facts of an obligation as they stand in the books."""
    return History(
        arose=obligation.arose_on,
        due=obligation.original_due_on,
        hand_ins=[
            HandIn(s.round, s.received_on, s.day_stated, s.returned_on, s.voided_on)
            for s in obligation.submissions.all()
        ],
        postponed=[(p.decided_on, p.due_on) for p in obligation.postponements.order_by("pk")],
        exempted=[(e.decided_on, e.revoked_on) for e in obligation.exemptions.all()],
    )
