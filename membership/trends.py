"""One figure of each organization over years. Of ten years of thousands of bodies only those of the page are read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from membership import checks
from membership.bodies import Body
from membership.known import FEW
from membership.statistics import Statistics
from membership.used import Used


@dataclass(frozen=True)
class Trend:
    """One organization over years: a figure of each, None where there is none. `carried`: by year what changes of
    territory brought since the year before, less what they took."""

    organization: Body
    values: Mapping[int, int | Decimal | None]
    carried: Mapping[int, int] = field(default_factory=dict)

    @property
    def change(self) -> int | Decimal | None:
        """From the first year with a figure to the last; where there is but one, none."""
        told = [value for value in self.values.values() if value is not None]
        return told[-1] - told[0] if len(told) > 1 else None

    @property
    def territory(self) -> int | None:
        """What of that change came or went with its territory; None where nothing did."""
        told = [year for year, value in self.values.items() if value is not None]
        return sum(self.carried.get(year, 0) for year in range(told[0] + 1, told[-1] + 1)) or None if told else None


class Trends:
    """Rows that can be cut: the organizations that have a figure of any of these years. `figure`: a code, or coverage."""

    def __init__(self, statistics: Statistics, years: Sequence[int], figure: str) -> None:
        self.statistics, self.years, self.figure = statistics, years, figure
        self._read: dict[int, Trend] = {}

    @cached_property
    def bodies(self) -> list[Body]:
        rows = [one for one in self.statistics.bodies.all if one.is_row]
        if len(rows) <= FEW:
            self._keep(self.statistics, rows)
            return [one for one in rows if one.pk in self._read]
        silent = self._silent(rows)
        return [one for one in rows if one.pk not in silent]

    def _silent(self, rows: list[Body]) -> set[int]:
        """Who has no figure. Most have one of the last years: the few others are asked about all that are left."""
        left = list(self.years)
        while left and rows:
            asked = left if len(rows) <= FEW else left[-1:]
            left = left[: -len(asked)]
            found = {pk for _year, pk in self.statistics.part(rows, asked, self.statistics.codes[:1]).used}
            rows = [one for one in rows if one.pk not in found]
        return {one.pk for one in rows}

    def __len__(self) -> int:
        return len(self.bodies)

    def count(self) -> int:
        return len(self.bodies)

    def __iter__(self) -> Iterator[Trend]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Trend]:
        shown = self.bodies[part]
        if unread := [one for one in shown if one.pk not in self._read]:
            self._keep(self.statistics.part(unread, self.years), unread)
        return [self._read[one.pk] for one in shown if one.pk in self._read]

    def _keep(self, statistics: Statistics, bodies: list[Body]) -> None:
        carried = self._carried(statistics)
        for one in bodies:
            used = {year: statistics.used.get((year, one.pk)) for year in self.years}
            if any(used.values()):
                values = {year: self._value(found) for year, found in used.items()}
                self._read[one.pk] = Trend(one, values, carried[one.pk])

    def _carried(self, statistics: Statistics) -> dict[int, dict[int, int]]:
        """By body and year; events say how many members passed, and how many of them employed."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for year in self.years if self.figure in ("members_total", "members_employed") else ():
            for body, carried in statistics.carried(year, self.figure).items():
                found[body][year] = carried.net
        return found

    def _value(self, used: Used | None) -> int | Decimal | None:
        if used is None:
            return None
        return checks.coverage(used.figures) if self.figure == "coverage" else used.get(self.figure)
