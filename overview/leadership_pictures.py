"""The leadership's screen as drawings: the map of the regions, and the share in time over the years."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.cells import NBSP, grouped
from documents.charts import Bar, Bars, Lines, Series, Shade, Tile, TileMap, Tiles
from organizations.region_grid import PLACES, short_name
from overview.addresses import Addresses
from overview.leadership import Screen
from reporting.statuses import OVERDUE_STATUSES
from reporting.tables.rates import Row

# Far enough apart to be told in grey print.
SHADES = ((0.0, "#FFFFFF"), (0.5, "#DCEBF5"), (0.75, "#B3D6EC"), (0.9, "#82BADF"))


def share(value: float) -> str:
    return f"{grouped(Decimal(str(value)) * 100, 1)}{NBSP}%"


def of_regions(screen: Screen) -> TileMap:
    addresses, mark = Addresses(screen), screen.totals["rate"]
    title, text = _("Handed in by region"), _("The darker the square, the greater the share handed in.")
    if mark is not None:
        below = _("▼ marks what is below {share}, the share of all together.").format(share=share(mark))
        text = f"{text} {below}"
    placed = [row for row in screen.regions if row["region"] and row["region"].iso in PLACES]
    tiles = [_tile(row, addresses) for row in placed]
    bars = [
        Bar(row["region"].name, row["rate"], tile.label, url=tile.url)
        for row, tile in sorted(zip(placed, tiles, strict=True), key=lambda one: _least_first(one[0]))
    ]
    whole = _("together {coverage}").format(coverage=share(mark)) if mark is not None else ""
    return TileMap(
        Tiles("regions", title, text, tiles, mark, _shades()), Bars("regions-bars", title, text, bars, mark, whole)
    )


def _least_first(row: Row) -> tuple[bool, float, str]:
    return row["rate"] is None, row["rate"] or 0.0, row["region"].name


def _tile(row: Row, addresses: Addresses) -> Tile:
    region, rate = row["region"], row["rate"]
    label = share(rate) if rate is not None else _("no data")
    column, place = PLACES[region.iso]
    more = ""
    if rate is not None:
        words = _("in time {share}, not there: {missing} of {expected}")
        missing = sum(row[status] for status in OVERDUE_STATUSES)
        more = words.format(share=share(row["rate_on_time"]), missing=missing, expected=row["expected"])
    sentence = ", ".join(filter(None, [f"{region.name}: {label}", more]))
    url = addresses.rates(region=region.iso, sort="rate") if rate is not None else ""
    return Tile(short_name(region.name), column, place, rate, label, sentence, url)


def _shades() -> list[Shade]:
    """Named by where each begins; the first by where it ends."""
    names = [_("below {share}").format(share=_whole(SHADES[1][0]))]
    names += [_("from {share}").format(share=_whole(least)) for least, _fill in SHADES[1:]]
    return [Shade(least, fill, name) for (least, fill), name in zip(SHADES, names, strict=True)]


def _whole(value: float) -> str:
    return f"{round(value * 100)}{NBSP}%"


def of_years(rows: Sequence[Row], as_of: date) -> Lines | None:
    """Rows with `year`. One that is not over stands apart: what is still ahead may change it."""
    told = [row for row in rows if row["expected"]]
    if len(told) < 2:
        return None
    open_years = [row["year"] for row in told if date(row["year"], 12, 31) >= as_of]
    text = [_("Of what was expected in each year.")]
    if open_years:
        text.append(_("* the year is not over."))
    series = [
        _series(_("handed in"), "rate", rows, open_years, "dashed"),
        _series(_("in time"), "rate_on_time", rows, open_years, "solid"),
    ]
    lines = Lines("in-time", _("Share in time by year"), " ".join(text), series)
    axis = {value: f"{value:g}{NBSP}%" for value in lines.ticks}
    return Lines(lines.id, lines.title, lines.description, lines.series, axis)


def wide_or_none(drawn: Lines | None) -> SafeString | None:
    return drawn.wide if drawn else None


def _series(title: str, key: str, rows: Sequence[Row], open_years: Sequence[int], look: Any) -> Series:
    values = {row["year"]: None if row[key] is None else 100 * row[key] for row in rows}
    labels = {
        year: f"{grouped(value, 0)}{NBSP}%" + "*" * (year in open_years)
        for year, value in values.items()
        if value is not None
    }
    return Series(title, values, labels, look, open_years)
