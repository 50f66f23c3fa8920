"""Lines over years, each with its name and its numbers beside it, and one small line for a cell or a card."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.charts.parts import (
    BLUE,
    INK,
    NOTHING,
    RED,
    SOFT,
    frame,
    line,
    named,
    path,
    rectangle,
    ticks,
    together,
    width_of,
    words,
    wrapped,
)

Look: TypeAlias = Literal["solid", "dashed"]
Values: TypeAlias = Mapping[int, float | None]


@dataclass(frozen=True)
class Series:
    """`labels`: the numbers in words of the reader. A year without a number leaves a gap; the points of `loose` years
    stand alone and hollow. Solid lines have circles, dashed ones squares, so that they differ in grey."""

    title: str
    values: Values
    labels: Mapping[int, str]
    look: Look = "solid"
    loose: Collection[int] = ()

    @property
    def sentence(self) -> str:
        return f"{self.title}: " + "; ".join(f"{year}: {label}" for year, label in self.labels.items() if label)

    @property
    def color(self) -> str:
        return BLUE if self.look == "solid" else SOFT


@dataclass(frozen=True)
class Layout:
    """Names at the ends of the lines, or above the drawing where there is no room; then every other number is told."""

    width: int
    height: int
    names: int
    size: int = 15

    @property
    def is_narrow(self) -> bool:
        return self.names == 0


WIDE = Layout(width=1000, height=320, names=210)
NARROW = Layout(width=340, height=260, names=0)


@dataclass(frozen=True)
class Lines:
    id: str
    title: str
    description: str
    series: Sequence[Series]
    # How the numbers of the axis read.
    axis_labels: Mapping[float, str] | None = None

    @property
    def years(self) -> list[int]:
        return sorted({year for one in self.series for year in one.values})

    @property
    def ticks(self) -> list[float]:
        told = [value for one in self.series for value in one.values.values() if value is not None]
        return ticks(min(told), max(told)) if told else [0.0, 1.0]

    def svg(self, layout: Layout = WIDE) -> SafeString:
        return _Drawing(replace(self, id=f"{self.id}-{layout.width}"), layout).svg()

    @property
    def wide(self) -> SafeString:
        return self.svg(WIDE)

    @property
    def narrow(self) -> SafeString:
        return self.svg(NARROW)


class _Drawing:
    def __init__(self, chart: Lines, layout: Layout) -> None:
        self.chart, self.layout, self.small = chart, layout, layout.size - 2
        self.years, self.ticks = chart.years, chart.ticks
        self.step = round(layout.size * 1.25)
        names = [wrapped(one.title, 34) for one in chart.series] if layout.is_narrow else []
        self.top = 22.0 + sum(len(lines) * self.step + 4 for lines in names)
        self.bottom = layout.height + self.top - 22 - self.step
        self.left = max(width_of(self._axis(value), self.small) for value in self.ticks) + 12
        self.right = float(layout.width - (layout.names or 30))
        self.name_places = {} if layout.is_narrow else self._name_places()

    def _axis(self, value: float) -> str:
        return (self.chart.axis_labels or {}).get(value, f"{value:g}")

    def x(self, year: int) -> float:
        first, last = self.years[0], self.years[-1]
        if first == last:
            return (self.left + self.right) / 2
        return round(self.left + 14 + (year - first) / (last - first) * (self.right - self.left - 28), 1)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return round(self.bottom - 8 - (value - low) / ((high - low) or 1) * (self.bottom - 8 - self.top), 1)

    def svg(self) -> SafeString:
        chart = self.chart
        height = self.bottom + self.step + 6
        parts = [*self._grid(), *(self._series(one, place) for place, one in enumerate(chart.series))]
        return frame(chart.id, self.layout.width, height, self.layout.size, chart.title, chart.description, parts)

    def _grid(self) -> Iterator[SafeString]:
        for value in self.ticks:
            y = self.y(value)
            yield line(self.left, y, self.right, y)
            label = [self._axis(value)]
            yield words(self.left - 8, y + self.small * 0.36, label, self.small, anchor="end", fill=SOFT)
        skipped = 2 if self.layout.is_narrow and len(self.years) > 5 else 1
        for year in self.years[::-skipped]:
            yield words(self.x(year), self.bottom + self.step, [str(year)], self.small, anchor="middle", fill=SOFT)

    def _series(self, one: Series, place: int) -> SafeString:
        points = [(year, self.x(year), self.y(value)) for year, value in one.values.items() if value is not None]
        shapes = [*self._strokes(one), *(self._point(one, x, y, hollow=year in one.loose) for year, x, y in points)]
        shapes += [*self._numbers(one, points, place), *self._name(one, points, place)]
        return named(one.sentence, together(shapes))

    def _strokes(self, one: Series) -> Iterator[SafeString]:
        """One stroke for each run of years with numbers."""
        run: list[str] = []
        for year in [*self.years, None]:
            value = one.values.get(year) if year is not None else None
            if year is not None and value is not None and year not in one.loose:
                run.append(f"{self.x(year)} {self.y(value)}")
                continue
            if len(run) > 1:
                dashes = {"stroke_dasharray": "7 4"} if one.look == "dashed" else {}
                yield path("M" + "L".join(run), stroke=one.color, stroke_width=3, stroke_linejoin="round", **dashes)
            run = []

    def _point(self, one: Series, x: float, y: float, *, hollow: bool = False) -> SafeString:
        fill, stroke, width = ("#FFFFFF", one.color, 2) if hollow else (one.color, "#FFFFFF", 1)
        if one.look == "dashed":
            return rectangle(x - 4, y - 4, 8, 8, fill, stroke=stroke, stroke_width=width)
        return path(f"M{x - 5} {y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", fill, stroke=stroke, stroke_width=width)

    def _numbers(self, one: Series, points: Sequence[tuple[int, float, float]], place: int) -> Iterator[SafeString]:
        """Above the upper line, below the others: the first and the last, and between them where there is room. What lies
        on the same point as an upper one is told there already."""
        points = [point for point in points if not self._is_told(point[0], one.values[point[0]], place)]
        taken = float("-inf")
        told = [points[0], points[-1]] if self.layout.is_narrow and points else list(points)
        last = points[-1][1] if points else 0.0
        for _year, x, y in dict.fromkeys(told):
            label = one.labels.get(_year, "")
            half = width_of(label, self.small) / 2
            is_last = x == last
            if x - half < taken + 6 or (not is_last and x + half > last - half - 6):
                continue
            shift = -11 if place == 0 or y + 20 > self.bottom + 4 else 20
            middle = min(
                max(x, self.left + half - 4), (self.layout.width if self.layout.is_narrow else self.right) - half
            )
            weight = "bold" if is_last else "normal"
            yield words(middle, y + shift, [label], self.small, anchor="middle", weight=weight, halo=True)
            taken = x + half

    def _is_told(self, year: int, value: float | None, place: int) -> bool:
        return any(upper.values.get(year) == value for upper in self.chart.series[:place])

    def _name(self, one: Series, points: Sequence[tuple[int, float, float]], place: int) -> Iterator[SafeString]:
        size = self.layout.size
        if self.layout.is_narrow:
            y = size + 4.0 + sum(len(wrapped(other.title, 34)) * self.step + 4 for other in self.chart.series[:place])
            yield self._point(one, 8, y - size * 0.36)
            yield words(20, y, wrapped(one.title, 34), size)
        elif points:
            lines = self._lines(one)
            y = self.name_places[place] - (len(lines) - 1) * self.step / 2 + size * 0.36
            yield words(self.right + 4, y, lines, size)

    def _lines(self, one: Series) -> list[str]:
        return wrapped(one.title, int((self.layout.names - 24) / width_of("n", self.layout.size)))

    def _name_places(self) -> dict[int, float]:
        """Beside the ends of the lines, pushed apart where two would lie on one another."""
        ends = []
        for place, one in enumerate(self.chart.series):
            told = [value for value in one.values.values() if value is not None]
            if told:
                ends.append((self.y(told[-1]), place, len(self._lines(one)) * self.step))
        found: dict[int, float] = {}
        lowest = float("-inf")
        for y, place, height in sorted(ends):
            found[place] = max(y, lowest + height / 2)
            lowest = found[place] + height / 2 + 2
        return found


def spark(values: Sequence[float | None], title: str, *, width: int = 120, height: int = 32) -> SafeString:
    """A line without axes for a cell or a card, its last point marked; the numbers stand beside it."""
    told = [value for value in values if value is not None]
    if len(told) < 2:
        return NOTHING
    low, span = min(told), (max(told) - min(told)) or 1
    places = [
        (
            round(4 + n * (width - 10) / (len(values) - 1), 1),
            round(height - 5 - (value - low) / span * (height - 10), 1),
        )
        for n, value in enumerate(values)
        if value is not None
    ]
    color = RED if told[-1] < told[0] else BLUE
    x, y = places[-1]
    shapes = [
        path("M" + "L".join(f"{x} {y}" for x, y in places), stroke=color, stroke_width=2, stroke_linejoin="round"),
        path(f"M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", INK),
    ]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'aria-label="{title}">{parts}</svg>',
        w=width, h=height, title=title, parts=together(shapes),
    )  # fmt: skip
