"""A map of equal squares: in each the name, the number, and a gauge filled as far as the share goes.

Which squares stand below the mark is said by a sign and a striped gauge besides the colour, so grey print says it too.
On a narrow screen squares would be too small to read: the page shows bars there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.charts.parts import (
    AMBER,
    BAND,
    BLUE,
    INK,
    SOFT,
    frame,
    named,
    rectangle,
    together,
    words,
    wrapped,
)

WIDTH, GAP, HEIGHT = 1000, 6, 114
SIZE, SMALL, NUMBER = 15, 13, 22
LONGEST_NAME = 3


@dataclass(frozen=True)
class Tile:
    """`share` between 0 and 1 fills the gauge; None where there is no data. `label` is the number in words."""

    title: str
    column: int
    row: int
    share: float | None
    label: str
    sentence: str
    url: str = ""


@dataclass(frozen=True)
class Tiles:
    """`mark`: tiles whose share is below it carry the sign."""

    id: str
    title: str
    description: str
    tiles: Sequence[Tile]
    mark: float | None = None

    def is_below(self, tile: Tile) -> bool:
        return self.mark is not None and tile.share is not None and tile.share < self.mark

    @property
    def wide(self) -> SafeString:
        rows = max((tile.row for tile in self.tiles), default=0) + 1
        return frame(
            self.id, WIDTH, rows * (HEIGHT + GAP), SIZE, self.title, self.description, [self._stripes(), *self._parts()]
        )

    def _parts(self) -> Iterator[SafeString]:
        columns = max((tile.column for tile in self.tiles), default=0) + 1
        width = (WIDTH - (columns - 1) * GAP) / columns
        for tile in self.tiles:
            x, y = tile.column * (width + GAP), tile.row * (HEIGHT + GAP)
            shapes = together(self._tile(tile, x, y, width))
            yield named(tile.sentence, shapes, tile.url, (x + 1, y + 1, width - 2, HEIGHT - 2))

    def _tile(self, tile: Tile, x: float, y: float, width: float) -> Iterator[SafeString]:
        told = tile.share is not None
        dashes = {} if told else {"stroke_dasharray": "4 3"}
        yield rectangle(
            x + 0.5, y + 0.5, width - 1, HEIGHT - 1, BAND if told else "#FFFFFF", rx=6, stroke=SOFT, **dashes
        )
        yield words(x + 8, y + 19, wrapped(tile.title, int((width - 14) / (SMALL * 0.55)), LONGEST_NAME), SMALL)
        weight = "bold" if told else "normal"
        yield words(x + 8, y + 82, [tile.label], NUMBER if told else SIZE, weight=weight, fill=INK if told else SOFT)
        below = self.is_below(tile)
        if below:
            yield words(x + width - 10, y + 81, ["▼"], SIZE, anchor="end")
        if tile.share is not None:
            full = width - 16
            fill = f"url(#{self.id}-stripes)" if below else BLUE
            yield rectangle(x + 8, y + HEIGHT - 20, full, 10, "#FFFFFF", stroke=SOFT, stroke_width=0.7)
            yield rectangle(x + 8, y + HEIGHT - 20, min(max(tile.share, 0.0), 1.0) * full, 10, fill)

    def _stripes(self) -> SafeString:
        return format_html(
            '<defs><pattern id="{}-stripes" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)">{}{}</pattern></defs>',
            self.id, rectangle(0, 0, 7, 7, AMBER), rectangle(0, 0, 2.5, 7, INK, fill_opacity=0.55),
        )  # fmt: skip
