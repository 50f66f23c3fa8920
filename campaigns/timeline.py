"""A campaign drawn along time: windows, the Congress, planned terms, conferences held, the day of the page.

Only places are computed here; templates/campaigns/_timeline.html draws them. The table of states says the same in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext

from campaigns.models import Campaign
from campaigns.states import Standing
from campaigns.wording import reading
from documents.dates import short_day
from organizations.models import Level

LEFT, WIDTH, ROW, HEAD = 250, 1000, 26, 44
MONTHS_OF_A_QUARTER = 3
NARROWEST = 6


@dataclass(frozen=True)
class Bar:
    """A stretch of days; `kind` is a class of the style sheet."""

    x: int
    width: int
    kind: str
    title: str


@dataclass
class Row:
    title: str
    y: int
    code: str = ""
    bars: list[Bar] = field(default_factory=list)
    # Days on which something was held.
    dots: list[tuple[int, str]] = field(default_factory=list)

    @property
    def middle(self) -> int:
        return self.y + ROW // 2

    @property
    def baseline(self) -> int:
        return self.middle + 5

    @property
    def bar_y(self) -> int:
        return self.y + 5


@dataclass(frozen=True)
class Timeline:
    rows: list[Row]
    ticks: list[tuple[int, str, bool]]
    height: int
    today_x: int | None
    window: Bar | None
    congress: Bar | None
    first_y: int
    left: int = LEFT
    width: int = WIDTH
    bar_height: int = ROW - 10


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date

    def x(self, day: date) -> int:
        share = (min(max(day, self.first), self.last) - self.first).days / ((self.last - self.first).days or 1)
        return LEFT + round(share * (WIDTH - LEFT - 10))

    def bar(self, first: date, last: date, kind: str, title: str) -> Bar | None:
        """None for what lies wholly beyond the campaign."""
        if last < self.first or first > self.last:
            return None
        x = self.x(first)
        return Bar(x, max(self.x(last) - x, NARROWEST), kind, title)

    def ticks(self) -> Iterator[tuple[int, str, bool]]:
        """Quarters, with their number; a year begins with its own."""
        day = self.first.replace(day=1)
        while day <= self.last:
            if (day.month - 1) % MONTHS_OF_A_QUARTER == 0:
                quarter = (day.month - 1) // MONTHS_OF_A_QUARTER
                yield self.x(day), str(day.year) if quarter == 0 else ("II", "III", "IV")[quarter - 1], quarter == 0
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def draw(campaign: Campaign, present: Sequence[Standing], as_of: date) -> Timeline:
    """The windows first, bottom-up, then the organizations in the order of the table."""
    axis = _Axis(campaign.first_day, campaign.last_day)
    windows = campaign.windows_on(as_of)
    rows = [
        _row(str(Level(level).label).capitalize(), n, axis.bar(w.first_day, w.last_day, "window", _days(w)))
        for n, (level, w) in enumerate(sorted(windows.items(), key=lambda item: item[1].first_day))
    ]
    first_y = HEAD + len(rows) * ROW
    for standing in present:
        rows.append(_standing_row(standing, axis, HEAD + len(rows) * ROW))
    member, congress = windows.get(Level.MEMBER), campaign.congress_on(as_of)
    return Timeline(
        rows=rows,
        ticks=list(axis.ticks()),
        height=HEAD + len(rows) * ROW + 8,
        today_x=axis.x(as_of) if axis.first <= as_of <= axis.last else None,
        window=axis.bar(member.first_day, member.last_day, "band", _days(member)) if member else None,
        congress=axis.bar(congress.first_day, congress.last_day, "congress", congress.raw) if congress else None,
        first_y=first_y,
    )


def _row(title: str, number: int, bar: Bar | None) -> Row:
    return Row(title, HEAD + number * ROW, bars=[bar] if bar else [])


def _standing_row(standing: Standing, axis: _Axis, y: int) -> Row:
    row = Row(standing.organization.name, y, standing.organization.code)
    if standing.held_on and axis.first <= standing.held_on <= axis.last:
        row.dots.append((axis.x(standing.held_on), gettext("held on {day}").format(day=short_day(standing.held_on))))
    elif standing.planned and standing.is_open:
        row.bars = [bar for bar in _plan_bars(standing, axis) if bar]
    return row


def _plan_bars(standing: Standing, axis: _Axis) -> Iterator[Bar | None]:
    planned = standing.planned
    if planned is None:
        return
    kind = "inside" if standing.window_check in (None, "inside") else "outside"
    yield axis.bar(planned.period.first, planned.period.last, kind, reading(planned.raw, planned.period))
    for other in planned.conflicts:
        title = gettext("contradicts: {term}").format(term=other.raw)
        yield axis.bar(other.first_day, other.last_day, "conflict", title)


def _days(version: Any) -> str:
    return f"{short_day(version.first_day)}–{short_day(version.last_day)}"
