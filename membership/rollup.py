"""Figures of higher bodies from those of the bodies under them, on the tree of the state date.

A body that reported states its own figures; what the bodies under it make stands beside them, never over them. A body
that did not report is used with the sum, so that nobody below is lost because a branch was late.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from membership.checks import Number
from membership.figures import FIGURES
from organizations.models import Level

Values = Mapping[str, Number]
# Figures that the bodies below cannot make: staff of the body itself, the carried opening is theirs all the same.
NOT_SUMMED = frozenset({"staff_members", "primaries_direct"})
SUMMED = tuple(code for code in FIGURES if code not in NOT_SUMMED)


@dataclass(frozen=True)
class Stated:
    """What one body reported. `inside`: members who came from another body of the same member organization."""

    figures: Values
    inside: int = 0


@dataclass
class Rolled:
    """One body: what it stated, what the bodies under it make, how many of them have figures. `inside`: as stated, or of
    the bodies it is summed from; a member organization is the whole within which they pass, so its own are none."""

    stated: Values | None = None
    summed: dict[str, Number] = field(default_factory=dict)
    children: int = 0
    reported: int = 0
    inside: int = 0
    # Who passed between the bodies under a member organization, taken out of its sum.
    cancelled: int = 0

    @property
    def used(self) -> Values:
        return self.summed if self.stated is None else self.stated

    def cancel(self, code: str) -> None:
        value = self.summed.get(code)
        if value is not None:
            self.summed[code] = max(value - self.cancelled, 0)

    @property
    def has_figures(self) -> bool:
        return self.stated is not None or self.reported > 0

    @property
    def differences(self) -> dict[str, tuple[int, int]]:
        """By code: stated and summed, where both are known and differ."""
        found = {}
        for code, summed in self.summed.items():
            stated = (self.stated or {}).get(code)
            if stated is not None and summed is not None and stated != summed:
                found[code] = (stated, summed)
        return found


def rolled_up(
    parents: Mapping[int, int | None],
    stated: Mapping[int, Stated],
    levels: Mapping[int, str],
    codes: Iterable[str] = SUMMED,
) -> dict[int, Rolled]:
    """Of every body in `parents` (body → higher body, None at the root). Bodies without any figures below sum to
    nothing, which is no data and not zero."""
    codes = tuple(codes)
    below: dict[int, list[int]] = {body: [] for body in parents}
    for body, parent in parents.items():
        if parent is not None and parent in below:
            below[parent].append(body)
    found: dict[int, Rolled] = {}
    for body in _bottom_up(parents, below):
        own = stated.get(body)
        rolled = Rolled(stated=own.figures if own else None, children=len(below[body]))
        parts = [found[child] for child in below[body] if found[child].has_figures]
        rolled.reported = len(parts)
        rolled.summed = summed((part.used for part in parts), codes)
        _see_to_inside(rolled, own, levels.get(body, ""), sum(part.inside for part in parts))
        found[body] = rolled
    return found


def summed(parts: Iterable[Values], codes: Iterable[str] = SUMMED) -> dict[str, Number]:
    """Figure by figure; no data adds nothing, and nothing but no data is no data."""
    sums: dict[str, Number] = {}
    for part in parts:
        for code in codes:
            value = part.get(code)
            if value is not None:
                sums[code] = (sums.get(code) or 0) + value
    return sums


def _see_to_inside(rolled: Rolled, own: Stated | None, level: str, below: int) -> None:
    """Who passed from one branch to another neither joined nor left the member organization; of each of the branches
    they did."""
    if level != Level.MEMBER:
        rolled.inside = below if own is None else own.inside
        return
    rolled.cancelled = below
    for code in ("admitted_total", "left_total"):
        rolled.cancel(code)


def _bottom_up(parents: Mapping[int, int | None], below: Mapping[int, list[int]]) -> list[int]:
    """Every body after all bodies under it."""
    ordered = [body for body, parent in parents.items() if parent is None or parent not in below]
    for body in ordered:
        ordered.extend(below[body])
    return ordered[::-1]
