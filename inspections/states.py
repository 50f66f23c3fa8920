"""In which state an inspection is at the end of a day. It follows from its facts and is never stored."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PLANNED = "planned", _("planned")
    OVERDUE = "overdue", _("not begun in its time")
    UNDER_WAY = "under_way", _("under way")
    ENDED = "ended", _("ended, not signed")
    SIGNED = "signed", _("signed")
    HANDED_OVER = "handed_over", _("handed over")
    CANCELLED = "cancelled", _("cancelled")


class Facts(Protocol):
    planned_to: date
    began_on: date | None
    ended_on: date | None
    signed_on: date | None
    handed_over_on: date | None
    cancelled_on: date | None


# The latest fact comes first.
_FACTS = (
    ("cancelled_on", State.CANCELLED),
    ("handed_over_on", State.HANDED_OVER),
    ("signed_on", State.SIGNED),
    ("ended_on", State.ENDED),
    ("began_on", State.UNDER_WAY),
)


def state_on(facts: Facts, day: date) -> State:
    for field, state in _FACTS:
        happened = getattr(facts, field)
        if happened and happened <= day:
            return state
    return State.OVERDUE if facts.planned_to < day else State.PLANNED


def _happened(field: str, day: date) -> Q:
    return Q(**{f"{field}__isnull": False, f"{field}__lte": day})


def _after(fields: tuple[str, ...], day: date) -> Q:
    """None of these has happened by the end of the day."""
    none = Q()
    for field in fields:
        none &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": day})
    return none


def _of_fact(place: int) -> Callable[[date], Q]:
    field = _FACTS[place][0]
    later = tuple(name for name, _state in _FACTS[:place])
    return lambda day: _happened(field, day) & _after(later, day)


_ALL = tuple(name for name, _state in _FACTS)

IN_STATE: dict[str, Callable[[date], Q]] = {
    **{state.value: _of_fact(place) for place, (_name, state) in enumerate(_FACTS)},
    State.PLANNED.value: lambda day: _after(_ALL, day) & Q(planned_to__gte=day),
    State.OVERDUE.value: lambda day: _after(_ALL, day) & Q(planned_to__lt=day),
}
