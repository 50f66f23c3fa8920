"""The change between two state dates as reported, and on comparable territory (statistics.md, section 1).

What a split, a merger or a transfer carried is neither growth nor loss: it is taken out of the change and shown apart,
with the events between the two dates.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from membership.checks import Number


class Carrying(Protocol):
    """An event as `TerritoryEvent` keeps it."""

    origin_id: int
    target_id: int | None
    members_total: int | None
    members_employed: int | None


@dataclass
class Carried:
    """What events between two state dates brought to a body and took from it; `unknown`: events without a number."""

    brought: int = 0
    taken: int = 0
    unknown: int = 0
    events: list[Carrying] = field(default_factory=list)

    @property
    def net(self) -> int:
        return self.brought - self.taken


@dataclass(frozen=True)
class Change:
    reported: Number
    comparable: Number
    carried: Carried


def carried_by_body(
    events: Iterable[Carrying], measure: str, *, ends: Mapping[int, int] | None = None
) -> dict[int, Carried]:
    """`measure`: members_total or members_employed. `ends`: body → the body it is counted in, for sums of a level;
    what passes within one and the same body is nothing to it."""
    found: dict[int, Carried] = defaultdict(Carried)
    for event in events:
        members = getattr(event, measure)
        origin, target = _end(event.origin_id, ends), _end(event.target_id, ends)
        if origin == target:
            continue
        for body, brings in ((origin, False), (target, True)):
            if body is None:
                continue
            carried = found[body]
            carried.events.append(event)
            if members is None:
                carried.unknown += 1
            elif brings:
                carried.brought += members
            else:
                carried.taken += members
    return dict(found)


def change(before: Number, now: Number, carried: Carried | None = None) -> Change:
    """A body that did not exist before has no reported change; on comparable territory it is measured against what
    it was given. Where an event lacks its number the comparable change is not known."""
    carried = carried or Carried()
    reported = None if before is None or now is None else now - before
    if now is None or carried.unknown or (before is None and not carried.brought):
        return Change(reported, None, carried)
    return Change(reported, now - (before or 0) - carried.net, carried)


def _end(body: int | None, ends: Mapping[int, int] | None) -> int | None:
    return body if body is None or ends is None else ends.get(body, body)
