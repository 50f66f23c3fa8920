"""Figures of several years side by side. Pure arithmetic: numbers in, changes out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from indicators.checks import HUNDRED, Stated
from indicators.structure import LEVEL

PLACES_OF_PERCENT = Decimal("0.1")


@dataclass(frozen=True)
class Change:
    """From one year to the next. `absolute` is in the unit of the figure: of a share, in percentage points, and then
    there are no per cent of per cent. `percent` is None where the earlier figure was zero: nothing is a share of it."""

    absolute: Decimal | None = None
    percent: Decimal | None = None
    is_points: bool = False


NO_CHANGE_KNOWN = Change()


def change(now: Stated | None, before: Stated | None, *, is_points: bool = False) -> Change:
    """Unknown where either is no data: a blank is not zero."""
    if now is None or before is None:
        return Change(is_points=is_points)
    absolute = now.number - before.number
    return Change(absolute, None if is_points else percent(absolute, before.number), is_points)


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Rounded half up to one decimal, away from zero alike on both sides; never of zero."""
    if not whole:
        return None
    return (part * HUNDRED / whole).quantize(PLACES_OF_PERCENT, rounding=ROUND_HALF_UP)


def whole_year(parts: Sequence[str], figures: Mapping[str, Stated | None], nature: str) -> Stated | None:
    """A year from its half-years or quarters: flows are added where every part is stated, of a level the last counts."""
    told = [figures.get(part) for part in parts]
    if nature == LEVEL:
        return told[-1] if told else None
    return total(told) if all(one is not None for one in told) else None


def total(told: Iterable[Stated | None]) -> Stated | None:
    """Of those that are stated; None where nobody stated anything."""
    known = [one for one in told if one is not None]
    if not known:
        return None
    return Stated(sum((one.number for one in known), Decimal(0)), any(one.is_approximate for one in known))


def ranks(numbers: Sequence[Decimal | None]) -> list[int | None]:
    """Places from the largest down; equals share a place, and who has no data has none."""
    known = sorted((number for number in numbers if number is not None), reverse=True)
    places: dict[Decimal, int] = {}
    for place, number in enumerate(known, start=1):
        places.setdefault(number, place)
    return [None if number is None else places[number] for number in numbers]
