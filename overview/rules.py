"""The rule of a direction as people read it: in the legend of the matrix, behind a mark, in the list of directions."""

from django.utils.translation import gettext as _

from documents.cells import grouped
from overview.models import Direction
from reporting.measures import Measure


def rule_in_words(direction: Direction, measure: Measure | None) -> str:
    kind, words = direction.kind, {"measure": _measured(direction, measure), "value": _value(direction)}
    if kind == Direction.Kind.BELOW:
        return _("{measure}: below {value}").format(**words)
    if kind == Direction.Kind.ABOVE:
        return _("{measure}: above {value}").format(**words)
    if kind == Direction.Kind.LOWEST:
        return _("{measure}: the lowest places, {n}").format(n=direction.places, **words)
    if kind == Direction.Kind.OBLIGATION and direction.requirement:
        words = {"requirement": direction.requirement.title, "failure": direction.get_failure_display()}
        return _("“{requirement}”: {failure}").format(**words)
    if kind == Direction.Kind.FALL:
        return _fall(direction)
    return _("what staff entered with its source")


def _fall(direction: Direction) -> str:
    if direction.value is not None:
        return _("employed members on comparable territory: fewer by {n} or more").format(n=_value(direction))
    return _("employed members on comparable territory: the deepest falls, {n}").format(n=direction.places)


def _measured(direction: Direction, measure: Measure | None) -> str:
    """What a room that is gone measured is named by its code."""
    return str(measure.title) if measure else direction.measure


def _value(direction: Direction) -> str:
    if direction.value is None:
        return ""
    exponent = direction.value.normalize().as_tuple().exponent
    return grouped(direction.value, max(0, -exponent) if isinstance(exponent, int) else 0)


def years_in_words(direction: Direction) -> str:
    first, last = direction.first_year, direction.last_year
    if first and last:
        return f"{first}–{last}" if first != last else str(first)
    if first:
        return _("from {year}").format(year=first)
    return _("to {year}").format(year=last) if last else _("always")
