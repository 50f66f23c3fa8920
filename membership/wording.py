"""Words and signs of the statistics: changes with their sign, events of territory, where figures come from."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from documents.cells import grouped
from documents.dates import short_day
from membership.models import TerritoryEvent
from membership.statistics import Line

MINUS = "\u2212"


def signed(value: int | Decimal | None) -> str:
    """A change with its sign; no data is nothing."""
    if value is None:
        return ""
    places = 1 if isinstance(value, Decimal) else 0
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + grouped(-value if value < 0 else value, places)


def source_words(line: Line) -> str:
    if line.used is None:
        return ""
    return _("stated") if line.used.is_stated else _("summed up from below")


def event_in_words(event: TerritoryEvent) -> str:
    """08.06.2022, split: Karaganda → Ulytau, employed members: 8 000"""
    target = event.target.name if event.target else event.destination or _("out of the union")
    words = f"{short_day(event.on)}, {event.get_kind_display()}: {event.origin.name} → {target}"
    if event.members_employed is None:
        return words
    employed = _("employed members: {n}").format(n=grouped(event.members_employed))
    return f"{words}, {employed}"


def events_in_words(line: Any) -> str:
    return "; ".join(event_in_words(moved.event) for moved in line.change.carried.events)
