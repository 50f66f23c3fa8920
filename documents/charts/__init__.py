"""Drawings as SVG for the page, for print and for Word: timelines, bars, lines and tiles, made of the same parts.

Presentation attributes only, no style sheet and no script. Every drawing is readable in grey: what differs in colour
differs in pattern or shape as well. Words stand beside what they name; a list or a table says the same in words: that
is the page's business.
"""

from documents.charts.bars import Bar, Bars
from documents.charts.lines import Lines, Series, spark
from documents.charts.tiles import Shade, Tile, TileMap, Tiles
from documents.charts.timeline import Band, Lane, Look, Mark, Span, Timeline

__all__ = [
    "Band",
    "Bar",
    "Bars",
    "Lane",
    "Lines",
    "Look",
    "Mark",
    "Series",
    "Shade",
    "Span",
    "Tile",
    "TileMap",
    "Tiles",
    "Timeline",
    "spark",
]
