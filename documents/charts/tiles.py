"""A map of equal squares: in each the name, the number, and either a gauge filled as far as the share goes, or a shade.

Which squares stand below the mark is said by a sign and a striped gauge besides the colour, so grey print says it too;
shades lie apart in grey as well, and a key below names them. On a narrow screen squares would be too small to read: the
page shows bars there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from documents.charts.bars import Bars
from documents.charts.parts import (
    AMBER,
    BAND,
    BLUE,
    INK,
    SOFT,
    frame,
    named,
    rectangle,
    stripes,
    together,
    width_of,
    words,
    wrapped,
)

WIDTH, GAP = 1000, 6
SIZE, SMALL, NUMBER = 15, 13, 22
LONGEST_NAME = 3
LINE, KEY = 16, 30
WHITE = "#FFFFFF"


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
class Shade:
    """Squares with a share of `least` and more, up to the next shade. `label`: what the key says of it."""

    least: float
    fill: str
    label: str


@dataclass(frozen=True)
class Tiles:
    """`mark`: tiles whose share is below it carry the sign. `shades`: the lightest first; they stand for the gauge."""

    id: str
    title: str
    description: str
    tiles: Sequence[Tile]
    mark: float | None = None
    shades: Sequence[Shade] = ()

    def is_below(self, tile: Tile) -> bool:
        return self.mark is not None and tile.share is not None and tile.share < self.mark

    def fill_of(self, tile: Tile) -> str:
        if tile.share is None:
            return WHITE
        reached = [shade.fill for shade in self.shades if shade.least <= tile.share]
        return reached[-1] if reached else BAND

    @cached_property
    def _width(self) -> float:
        columns = max((tile.column for tile in self.tiles), default=0) + 1
        return (WIDTH - (columns - 1) * GAP) / columns

    def _lines(self, tile: Tile) -> list[str]:
        return wrapped(tile.title, int((self._width - 14) / (SMALL * 0.55)), LONGEST_NAME)

    @cached_property
    def _number_at(self) -> float:
        """Below the longest name of all, from the upper edge of a square."""
        return 34 + LINE * max((len(self._lines(tile)) for tile in self.tiles), default=1)

    @property
    def _height(self) -> float:
        return self._number_at + (13 if self.shades else 32)

    @property
    def wide(self) -> SafeString:
        rows = max((tile.row for tile in self.tiles), default=0) + 1
        bottom = rows * (self._height + GAP)
        parts = [stripes(self.id, AMBER, INK, width=2.5, opacity=0.55), *self._parts(), *self._key(bottom)]
        height = bottom + (KEY if self.shades else 0)
        return frame(self.id, WIDTH, height, SIZE, self.title, self.description, parts)

    def _parts(self) -> Iterator[SafeString]:
        width, height = self._width, self._height
        for tile in self.tiles:
            x, y = tile.column * (width + GAP), tile.row * (height + GAP)
            shapes = together(self._tile(tile, x, y))
            yield named(tile.sentence, shapes, tile.url, (x + 1, y + 1, width - 2, height - 2))

    def _tile(self, tile: Tile, x: float, y: float) -> Iterator[SafeString]:
        told, width, height = tile.share is not None, self._width, self._height
        dashes = {} if told else {"stroke_dasharray": "4 3"}
        yield rectangle(x + 0.5, y + 0.5, width - 1, height - 1, self.fill_of(tile), rx=6, stroke=SOFT, **dashes)
        yield words(x + 8, y + 19, self._lines(tile), SMALL)
        at = y + self._number_at
        weight = "bold" if told else "normal"
        yield words(x + 8, at, [tile.label], NUMBER if told else SIZE, weight=weight, fill=INK if told else SOFT)
        below = self.is_below(tile)
        if below:
            yield words(x + width - 10, at - 1, ["▼"], SIZE, anchor="end")
        if tile.share is not None and not self.shades:
            full = width - 16
            fill = f"url(#{self.id}-stripes)" if below else BLUE
            yield rectangle(x + 8, at + 12, full, 10, WHITE, stroke=SOFT, stroke_width=0.7)
            yield rectangle(x + 8, at + 12, min(max(tile.share, 0.0), 1.0) * full, 10, fill)

    def _key(self, top: float) -> Iterator[SafeString]:
        """What the shades mean, in a row below the map."""
        x = 0.0
        for shade in self.shades:
            yield rectangle(x + 0.5, top + 8, 22, 16, shade.fill, rx=3, stroke=SOFT)
            yield words(x + 30, top + 21, [shade.label], SMALL)
            x += 30 + width_of(shade.label, SMALL) + 24


@dataclass(frozen=True)
class TileMap:
    """Squares for wide screens and paper, bars for narrow ones: together they are one picture."""

    tiles: Tiles
    bars: Bars

    @property
    def title(self) -> str:
        return self.tiles.title

    @property
    def description(self) -> str:
        return self.tiles.description

    @property
    def wide(self) -> SafeString:
        return self.tiles.wide

    @property
    def narrow(self) -> SafeString:
        return self.bars.narrow
