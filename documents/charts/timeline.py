"""What happens along time: lanes with spans of days and marks on days, names beside them or, on a phone, above them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.charts.parts import (
    AMBER,
    BAND,
    BLUE,
    GREY,
    INK,
    LINE,
    NOTHING,
    RED,
    SOFT,
    arrow,
    frame,
    named,
    together,
    width_of,
    words as words_at,
    wrapped,
)

MONTHS_OF_A_QUARTER = 3

Look = Literal["plain", "full", "striped", "dashed", "former"]


@dataclass(frozen=True)
class Span:
    """A stretch of days, at least one. `look`: plain (a window), full, striped, dashed (only said), former (no longer)."""

    first: date
    last: date
    name: str
    label: str = ""
    look: Look = "full"
    url: str = ""
    # The end is not known: "after …".
    is_open: bool = False
    # Where there is no room for the label.
    short: str = ""


@dataclass(frozen=True)
class Mark:
    """Something on one day. `look`: a circle, a rhomb for what is out of the ordinary, a ring for what was called off."""

    day: date
    name: str
    label: str = ""
    look: Literal["circle", "rhomb", "ring"] = "circle"
    url: str = ""


@dataclass(frozen=True)
class Lane:
    title: str
    spans: Sequence[Span] = ()
    marks: Sequence[Mark] = ()
    # Begins a group: a line above it.
    opens: bool = False
    # Why nothing is drawn.
    note: str = ""

    @property
    def sentences(self) -> list[str]:
        """What stands in it, in words: the twin of the drawing."""
        said = [*(span.name for span in self.spans), *(mark.name for mark in self.marks)]
        return said or ([f"{self.title}: {self.note}"] if self.note else [])


@dataclass(frozen=True)
class Band:
    """Days behind all lanes from `below` on."""

    first: date
    last: date
    name: str
    is_dark: bool = False


@dataclass(frozen=True)
class Layout:
    """Names beside the lanes, or above them where there is no room."""

    width: int
    names: int
    size: int
    bar: int

    @property
    def is_narrow(self) -> bool:
        return self.names == 0


WIDE = Layout(width=1000, names=270, size=15, bar=18)
NARROW = Layout(width=340, names=0, size=15, bar=20)


@dataclass(frozen=True)
class Timeline:
    """`first` and `last` bound the axis; what lies beyond is cut at its edge and ends there in an arrow."""

    id: str
    title: str
    description: str
    first: date
    last: date
    lanes: Sequence[Lane] = ()
    bands: Sequence[Band] = ()
    today: date | None = None
    today_label: str = ""

    def svg(self, layout: Layout = WIDE) -> SafeString:
        return _Drawing(replace(self, id=f"{self.id}-{layout.width}"), layout).svg()

    @property
    def wide(self) -> SafeString:
        return self.svg(WIDE)

    @property
    def narrow(self) -> SafeString:
        return self.svg(NARROW)


@dataclass
class _Place:
    """Where a lane stands, and which parts of its line are taken."""

    lane: Lane
    y: int
    height: int
    lines: list[str]
    bar_y: int
    taken: list[tuple[float, float]] = field(default_factory=list)


class _Drawing:
    def __init__(self, timeline: Timeline, layout: Layout) -> None:
        self.timeline, self.layout = timeline, layout
        self.left, self.right = layout.names, layout.width - 8
        self.head = layout.size * 3 + 8
        self.places = list(self._placed())
        last = self.places[-1] if self.places else None
        self.height = (last.y + last.height if last else self.head) + 6

    # --- Places -----------------------------------------------------------------------------------------

    def _placed(self) -> Iterator[_Place]:
        y = self.head
        for lane in self.timeline.lanes:
            room = self.layout.names or self.layout.width
            lines = wrapped(lane.title, int(room / width_of("n", self.layout.size)) - 1)
            words = len(lines) * round(self.layout.size * 1.25)
            height = words + self.layout.bar + 16 if self.layout.is_narrow else max(words, self.layout.bar) + 14
            bar_y = y + words + 8 if self.layout.is_narrow else y + (height - self.layout.bar) // 2
            yield _Place(lane, y, height, lines, bar_y)
            y += height

    def x(self, day: date) -> float:
        timeline = self.timeline
        share = (min(max(day, timeline.first), timeline.last) - timeline.first).days
        return round(self.left + share / ((timeline.last - timeline.first).days or 1) * (self.right - self.left), 1)

    def ends(self, first: date, last: date) -> tuple[float, float]:
        """A day is as wide as a day: the bar ends where the next one begins. One day can still be seen."""
        timeline = self.timeline
        day = (self.right - self.left) / ((timeline.last - timeline.first).days or 1)
        left, right = self.x(first), min(self.x(last) + day, self.right)
        if right - left < 5:
            middle = (left + right) / 2
            left, right = middle - 2.5, middle + 2.5
        return round(left, 1), round(right, 1)

    def is_beyond(self, first: date, last: date) -> bool:
        return last < self.timeline.first or first > self.timeline.last

    # --- Drawing ----------------------------------------------------------------------------------------

    def svg(self) -> SafeString:
        chart, layout = self.timeline, self.layout
        return frame(chart.id, layout.width, self.height, layout.size, chart.title, chart.description, self._parts())

    def _parts(self) -> Iterator[SafeString]:
        yield self._patterns()
        for band in self.timeline.bands:
            if not self.is_beyond(band.first, band.last):
                yield self._band(band)
        yield from self._axis()
        if self.timeline.today and not self.is_beyond(self.timeline.today, self.timeline.today):
            yield self._today(self.timeline.today)
        for place in self.places:
            yield from self._lane(place)

    def _patterns(self) -> SafeString:
        """Stripes and dots say what a colour says."""
        return format_html(
            '<defs><pattern id="{id}-stripes" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="7" height="7" fill="{amber}"/>'
            '<rect width="2.5" height="7" fill="{ink}" fill-opacity="0.55"/></pattern>'
            '<pattern id="{id}-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
            '<rect width="6" height="6" fill="{grey}" fill-opacity="0.55"/><circle cx="3" cy="3" r="0.9" fill="{soft}"/>'
            "</pattern></defs>",
            id=self.timeline.id,
            amber=AMBER,
            ink=INK,
            grey=GREY,
            soft=SOFT,
        )

    def _band(self, band: Band) -> SafeString:
        left, right = self.ends(band.first, band.last)
        fill = f"url(#{self.timeline.id}-dots)" if band.is_dark else BAND
        return format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"><title>{}</title></rect>',
            left, self.head - 4, round(right - left, 1), self.height - self.head, fill, band.name,
        )  # fmt: skip

    def _axis(self) -> Iterator[SafeString]:
        """Years and the numbers of their quarters; a quarter without room for its number is a line alone."""
        small = self.layout.size - 2
        last_label = float("-inf")
        for n, day in enumerate(quarters(self.timeline.first, self.timeline.last)):
            x, is_year = self.x(day), day.month == 1
            yield format_html(
                '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="{}"/>',
                x, x, self.layout.size + 10, self.height, SOFT if is_year else LINE, 1,
            )  # fmt: skip
            label = str(day.year) if is_year else ("", "II", "III", "IV")[(day.month - 1) // MONTHS_OF_A_QUARTER]
            if n == 0 and not is_year:
                label += f" {day.year}"
            width = width_of(label, small)
            if x - 2 > last_label and x + width < self.layout.width:
                weight = "bold" if is_year else "normal"
                yield words_at(
                    x + 2, self.layout.size + 4, [label], small, weight=weight, fill=INK if is_year else SOFT
                )
                last_label = x + 2 + width

    def _lane(self, place: _Place) -> Iterator[SafeString]:
        size, lane = self.layout.size, place.lane
        if lane.opens:
            yield format_html(
                '<line x1="0" x2="{}" y1="{}" y2="{}" stroke="{}"/>', self.layout.width, place.y, place.y, SOFT
            )
        step = round(size * 1.25)
        if self.layout.is_narrow:
            top = place.y + step
        else:
            top = place.y + (place.height - len(place.lines) * step) // 2 + size
        yield words_at(0, top, place.lines, size, step=step, halo=True)
        shown = [span for span in lane.spans if not self.is_beyond(span.first, span.last)]
        marks = [mark for mark in lane.marks if not self.is_beyond(mark.day, mark.day)]
        for span in shown:
            place.taken.append(self.ends(span.first, span.last))
        place.taken += [(self.x(mark.day) - 9, self.x(mark.day) + 9) for mark in marks]
        for span in shown:
            yield named(span.name, self._span(place, span), span.url, self._touched(place, span.first, span.last))
        if lane.note and not shown and not marks:
            yield words_at(
                self.left + 4, place.bar_y + self.layout.bar / 2 + 5, [lane.note], size - 2, fill=SOFT, halo=True
            )
        for mark in marks:
            yield named(mark.name, self._mark(place, mark), mark.url, self._touched(place, mark.day, mark.day))

    def _touched(self, place: _Place, first: date, last: date) -> tuple[float, float, float, float]:
        """What a finger hits: never narrower or lower than 24, whatever the days are."""
        left, right = self.ends(first, last)
        wider = max(24 - (right - left), 0) / 2
        y = place.bar_y - max(24 - self.layout.bar, 0) / 2 - 2
        return round(left - wider, 1), y, round(right - left + 2 * wider, 1), max(24, self.layout.bar) + 4

    def _span(self, place: _Place, span: Span) -> SafeString:
        left, right = self.ends(span.first, span.last)
        bar, y = self.layout.bar, place.bar_y
        if span.look in ("plain", "former"):
            y, bar = y + 3, bar - 6
        fill, stroke, dashes = {
            "plain": (GREY, SOFT, ""),
            "full": (BLUE, INK, ""),
            "striped": (f"url(#{self.timeline.id}-stripes)", INK, ""),
            "dashed": ("none", RED, "5 3"),
            "former": ("none", SOFT, "3 3"),
        }[span.look]
        shape = format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="{}" stroke="{}" stroke-width="{}"{}/>',
            left, y, round(right - left, 1), bar, fill, stroke, 2 if dashes else 1,
            format_html(' stroke-dasharray="{}"', dashes) if dashes else "",
        )  # fmt: skip
        arrows = []
        if span.is_open or span.last > self.timeline.last:
            arrows.append(arrow(right, y, bar, stroke if dashes else fill, 1))
        if span.first < self.timeline.first:
            arrows.append(arrow(left, y, bar, stroke if dashes else fill, -1))
        return together([shape, *arrows, self._label(place, (span.label, span.short), left, right)])

    def _mark(self, place: _Place, mark: Mark) -> SafeString:
        x, y, r = self.x(mark.day), place.bar_y + self.layout.bar / 2, 8
        if mark.look == "rhomb":
            shape = format_html(
                '<path d="M{} {}l{} {}l{} {}l{} {}z" fill="{}" stroke="#FFFFFF" stroke-width="2"/>',
                x, y - r - 1, r + 1, r + 1, -r - 1, r + 1, -r - 1, -r - 1, INK,
            )  # fmt: skip
        else:
            fill = "#FFFFFF" if mark.look == "ring" else INK
            stroke = INK if mark.look == "ring" else "#FFFFFF"
            shape = format_html(
                '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="2"/>', x, y, r, fill, stroke
            )
        return together([shape, self._label(place, (mark.label,), x - r, x + r)])

    def _label(self, place: _Place, labels: Sequence[str], left: float, right: float) -> SafeString:
        """The first of the labels there is room for: to the right of what it names, else to the left, else left of
        everything. None where there is no room for any."""
        size = self.layout.size - 2
        outermost = min([left, *(start for start, _end in place.taken)])
        for label in filter(None, labels):
            width = width_of(label, size)
            for start in (right + 7, left - 7 - width, outermost - 7 - width):
                end = start + width
                free = not any(start < b and a < end for a, b in place.taken if (a, b) != (left, right))
                if free and self.left <= start and end <= self.layout.width:
                    place.taken.append((start, end))
                    # A white edge keeps the words readable on lines and bands.
                    return words_at(start, place.bar_y + self.layout.bar / 2 + size * 0.36, [label], size, halo=True)
        return NOTHING

    def _today(self, day: date) -> SafeString:
        x, size = self.x(day), self.layout.size - 2
        width = width_of(self.timeline.today_label, size)
        start = min(max(x - width / 2, 0), self.layout.width - width)
        y = self.layout.size * 2 + 12
        return format_html(
            '<line x1="{x}" x2="{x}" y1="{y}" y2="{h}" stroke="{ink}" stroke-width="2" stroke-dasharray="2 4"/>{label}',
            x=x, y=y, h=self.height, ink=INK,
            label=words_at(start, y - 4, [self.timeline.today_label], size, weight="bold", halo=True),
        )  # fmt: skip


def quarters(first: date, last: date) -> Iterator[date]:
    """First days of the quarters that begin within the days."""
    day = date(first.year, (first.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + 1, 1)
    while day <= last:
        if day >= first:
            yield day
        month = day.month + MONTHS_OF_A_QUARTER
        day = date(day.year + (month > 12), (month - 1) % 12 + 1, 1)
