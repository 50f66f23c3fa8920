"""Bars beside names, growing to both sides of zero: a ranking of falls and growth, shares of regions.

What falls is dark red and striped and goes to the left, what grows is blue and goes to the right, so that grey print
says the same. A thin bar below may show a second number; where it is far longer than any of the others it is cut, and
ends in a point.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from documents.charts.parts import (
    BLUE,
    GREY,
    INK,
    RED,
    SOFT,
    frame,
    line,
    named,
    path,
    rectangle,
    stripes,
    together,
    width_of,
    words,
    wrapped,
)


@dataclass(frozen=True)
class Bar:
    """`label`: the number in words of the reader, or why there is none; `second`: a number to compare with, drawn thin
    below."""

    title: str
    value: float | None
    label: str
    second: float | None = None
    second_label: str = ""
    url: str = ""

    @property
    def sentence(self) -> str:
        return ": ".join(filter(None, (self.title, " · ".join(filter(None, (self.label, self.second_label))))))


@dataclass(frozen=True)
class Layout:
    """Names beside the bars, or above them where there is no room."""

    width: int
    names: int
    size: int = 15
    bar: int = 18


# How many times as long as the longest bar a second number may be before it is cut.
LONGEST_SECOND = 1.5

WIDE = Layout(width=1000, names=270)
NARROW = Layout(width=340, names=0)


@dataclass(frozen=True)
class Bars:
    id: str
    title: str
    description: str
    bars: Sequence[Bar]
    # Lines across all bars, as the figure of the whole union.
    mark: float | None = None
    mark_label: str = ""

    def svg(self, layout: Layout = WIDE) -> SafeString:
        return _Drawing(replace(self, id=f"{self.id}-{layout.width}"), layout).svg()

    @property
    def wide(self) -> SafeString:
        return self.svg(WIDE)

    @property
    def narrow(self) -> SafeString:
        return self.svg(NARROW)


class _Drawing:
    def __init__(self, chart: Bars, layout: Layout) -> None:
        self.chart, self.layout = chart, layout
        self.step = round(layout.size * 1.25)
        self.top = self.step + 8 if chart.mark is not None else 4
        self.left, self.right = layout.names, layout.width - 2
        self.unit, self.zero = self._scale()

    def _scale(self) -> tuple[float, float]:
        """Pixels of one, and where zero lies: bars and the words beside their ends find room."""
        room, small = self.right - self.left, self.layout.size - 2
        lowest = highest = 0.0
        before = after = 0.0
        for bar in self.chart.bars:
            label = width_of(self._words(bar), small) + 12
            lowest, highest = min(lowest, bar.value or 0), max(highest, bar.value or 0)
            if (bar.value or 0) < 0:
                before = max(before, label)
            else:
                after = max(after, label)
        highest = max(highest, self.chart.mark or 0)
        longest = LONGEST_SECOND * max(highest, -lowest) or float("inf")
        for second in (bar.second for bar in self.chart.bars if bar.second is not None):
            lowest, highest = min(lowest, max(second, -longest)), max(highest, min(second, longest))
        unit = max(room - before - after, room * 0.2) / ((highest - lowest) or 1)
        return unit, self.left + before - lowest * unit

    def _words(self, bar: Bar) -> str:
        """Beside the bar. Where there is little room, the second number stands with the name."""
        return _with(bar.label, bar.second_label) if self.layout.names else bar.label

    def _title(self, bar: Bar) -> str:
        return bar.title if self.layout.names else _with(bar.title, bar.second_label)

    def svg(self) -> SafeString:
        parts, y = [stripes(self.chart.id, RED)], float(self.top)
        for bar in self.chart.bars:
            drawn, height = self._bar(bar, y)
            parts.append(drawn)
            y += height
        axis = line(self.zero, self.top - 2, self.zero, y, SOFT)
        marks = list(self._mark(y))
        chart = self.chart
        return frame(
            chart.id, self.layout.width, y + 4, self.layout.size, chart.title, chart.description, [axis, *marks, *parts]
        )

    def _mark(self, bottom: float) -> Iterator[SafeString]:
        if self.chart.mark is None:
            return
        x, size = self.zero + self.chart.mark * self.unit, self.layout.size - 2
        start = min(max(x - width_of(self.chart.mark_label, size) / 2, 0), self.layout.width)
        start = min(start, self.layout.width - width_of(self.chart.mark_label, size))
        yield line(x, self.top - 4, x, bottom, INK, stroke_width=2, stroke_dasharray="2 4")
        yield words(max(start, 0), size, [self.chart.mark_label], size, weight="bold")

    def _bar(self, bar: Bar, y: float) -> tuple[SafeString, float]:
        layout = self.layout
        room = layout.names or layout.width
        lines = wrapped(self._title(bar), int(room / width_of("n", layout.size)) - 1)
        thick = layout.bar + (7 if bar.second is not None else 0)
        if layout.names:
            height = max(len(lines) * self.step, thick) + 12
            bar_y, text_y = y + (height - thick) / 2, y + (height - len(lines) * self.step) / 2 + layout.size
        else:
            height = len(lines) * self.step + thick + 16
            bar_y, text_y = y + len(lines) * self.step + 6, y + layout.size
        shapes = [words(0, text_y, lines, layout.size, halo=True), *self._shapes(bar, bar_y)]
        touch = (0, y + 1, layout.width, height - 2)
        return named(bar.sentence, together(shapes), bar.url, touch), height

    def _shapes(self, bar: Bar, y: float) -> Iterator[SafeString]:
        layout = self.layout
        x, width = self._span(bar.value or 0)
        falls = bar.value is not None and bar.value < 0
        if bar.value is not None:
            fill = f"url(#{self.chart.id}-stripes)" if falls else BLUE
            yield rectangle(x, y, max(width, 1.0), layout.bar, fill, rx=2, stroke=INK, stroke_width=0.5)
        if bar.second is not None:
            yield path(self._thin(bar.second, y + layout.bar + 2), GREY, stroke=SOFT, stroke_width=0.7)
        size = layout.size - 2
        place = x - 6 if falls else x + width + 6
        anchor = "end" if falls else "start"
        yield words(place, y + layout.bar / 2 + size * 0.36, [self._words(bar)], size, anchor=anchor, halo=True)

    def _thin(self, value: float, y: float) -> str:
        """Its outline; pointed where it is cut."""
        end = self.zero + value * self.unit
        shown = round(min(max(end, self.left + 8.0), self.right - 8.0), 1)
        tip = 0 if abs(end - shown) < 0.1 else 7 if end > shown else -7
        zero = round(self.zero, 1)
        return f"M{zero} {y}H{shown}l{tip} 2.5l{-tip} 2.5H{zero}z"

    def _span(self, value: float) -> tuple[float, float]:
        """Left edge and width."""
        end = self.zero + value * self.unit
        return round(min(end, self.zero), 1), round(abs(end - self.zero), 1)


def _with(words: str, more: str) -> str:
    return f"{words} ({more})" if more else words
