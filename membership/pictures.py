"""The statistics as drawings: the union over ten years, falls and growth, coverage by region, small lines of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.cells import NBSP, grouped
from documents.charts import Bar, Bars, Lines, Series, Tile, TileMap, Tiles, spark
from membership.statistics import InRegion, Line, Together
from membership.trends import Trend
from membership.wording import signed
from organizations.region_grid import PLACES

# So many of each end of a long ranking are drawn; the table holds all.
DEEPEST = 10


def of_years(years: Sequence[tuple[int, Together]]) -> Lines | None:
    """Employees and employed members: what lies between the lines are those not involved."""
    told = [(year, one) for year, one in years if one.figures.get("employees_total") is not None]
    if len(told) < 2:
        return None
    lines = Lines(
        id="years",
        title=_("Employees and employed members by year"),
        description=_of_lines(one for _year, one in told),
        series=[
            _series(_("Employees in all"), "employees_total", told, "dashed"),
            _series(_("Employed members"), "members_employed", told, "solid"),
        ],
    )
    return Lines(
        lines.id, lines.title, lines.description, lines.series, {value: grouped(value) for value in lines.ticks}
    )


def _of_lines(sums: Iterable[Together]) -> str:
    text = _("Between the lines: those not involved. The axis does not begin at zero.")
    if any(one.without for one in sums):
        return " ".join([text, _("* without organizations whose figures are not there.")])
    return text


def _series(title: str, code: str, years: Iterable[tuple[int, Together]], look: Any) -> Series:
    """A sum that lacks somebody carries a star and stands apart from the line: it is no fall."""
    told = {year: (one.figures[code], bool(one.without)) for year, one in years if code in one.figures}
    values = {year: value for year, (value, _lacks) in told.items()}
    labels = {y: grouped(value) + "*" * lacks for y, (value, lacks) in told.items() if value is not None}
    return Series(title, values, labels, look, [year for year, (_value, lacks) in told.items() if lacks])


def of_changes(lines: Sequence[Line], address: Callable[[Line], str]) -> Bars | None:
    """On comparable territory, the deepest falls first and the greatest growth last; as reported beside it."""
    shown = deepest(lines)
    if len(shown) < 2:
        return None
    return Bars(
        id="changes",
        title=_("Falls and growth of employed members"),
        description=_(
            "On comparable territory: falls to the left, striped; growth to the right. A thin bar and a number in "
            "brackets: as reported, where a change of territory lies between."
        ),
        bars=[_change_bar(one, address(one)) for one in shown],
    )


def deepest(lines: Sequence[Line]) -> list[Line]:
    """What of a ranking is drawn."""
    changes = [one.comparable for one in lines]
    told = [place for place, change in enumerate(changes) if change is not None]
    told.sort(key=changes.__getitem__)  # type: ignore[arg-type]
    return [lines[place] for place in (told if len(told) <= 2 * DEEPEST else told[:DEEPEST] + told[-DEEPEST:])]


def _change_bar(line: Line, url: str) -> Bar:
    change = line.change
    differs = change.reported is not None and change.reported != change.comparable
    return Bar(
        title=line.organization.name,
        value=line.comparable or 0,
        label=signed(change.comparable),
        second=change.reported if differs else None,
        second_label=_("reported: {change}").format(change=signed(change.reported)) if differs else "",
        url=url,
    )


def of_regions(regions: Sequence[InRegion], union: Decimal | None, address: Callable[[InRegion], str]) -> TileMap:
    mark = float(union) / 100 if union is not None else None
    title, text = _("Coverage by region"), _("The longer the bar, the greater the coverage.")
    if union is not None:
        below = _("In the squares ▼ and stripes mark what is below {coverage}, the coverage of all together.").format(
            coverage=share(union)
        )
        text = f"{text} {below}"
    placed = [one for one in regions if one.region.iso in PLACES]
    tiles = [_tile(one, address(one)) for one in placed]
    bars = [
        Bar(one.title, one.share, one.label, url=one.url)
        for one in sorted(tiles, key=lambda tile: (tile.share is None, tile.share or 0, tile.title))
    ]
    whole = _("together {coverage}").format(coverage=share(union)) if union is not None else ""
    return TileMap(
        Tiles("regions", title, text, tiles, mark), Bars("regions-bars", title, text, bars, mark, mark_label=whole)
    )


def _tile(one: InRegion, url: str) -> Tile:
    column, row = PLACES[one.region.iso]
    coverage, absent = one.together.coverage, one.together.not_involved
    label = share(coverage) if coverage is not None else _("no data")
    more = _("not involved: {n}").format(n=grouped(absent)) if absent is not None else ""
    sentence = ", ".join(filter(None, (f"{one.region.name}: {label}", more)))
    value = float(coverage) / 100 if coverage is not None else None
    return Tile(one.region.name, column, row, value, label, sentence, url if one.together.bodies else "")


def share(value: Decimal) -> str:
    return f"{grouped(value, 1)}{NBSP}%"


@dataclass(frozen=True)
class Card:
    """One organization over the years: its line, its first and last number."""

    trend: Trend
    spark: SafeString
    first: tuple[int, str]
    last: tuple[int, str]
    change: str
    territory: str


def of_trends(trends: Iterable[Trend]) -> list[Card]:
    cards = []
    for one in trends:
        told = [(year, grouped(value, _places(value))) for year, value in one.values.items() if value is not None]
        if told:
            title = "; ".join(f"{year}: {label}" for year, label in told)
            cards.append(
                Card(
                    one, spark(_floats(one.values), title), told[0], told[-1], signed(one.change), signed(one.territory)
                )
            )
    return cards


def _floats(values: Mapping[int, int | Decimal | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in values.values()]


def _places(value: int | Decimal) -> int:
    return 1 if isinstance(value, Decimal) else 0
