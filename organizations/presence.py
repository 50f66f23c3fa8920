"""On which days organizations stood in the tree: what `OrganizationQuerySet.active_on` says of one day, for many days of
thousands of bodies, read once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import ExpressionWrapper

from organizations.models import Level, Placement

# From the first day, until the second (exclusive); none is since ever, and still.
Span = tuple[date | None, date | None]


class Life(NamedTuple):
    level: str
    closed_on: date | None
    suspended_on: date | None
    resumed_on: date | None

    def is_active(self, day: date, spans: Iterable[Span]) -> bool:
        """Placed, not closed by then, and not suspended."""
        if self.closed_on is not None and self.closed_on <= day:
            return False
        is_suspended = self.suspended_on is not None and self.suspended_on <= day
        if is_suspended and (self.resumed_on is None or self.resumed_on > day):
            return False
        return self.level == Level.UNION or any(_holds(span, day) for span in spans)


def _holds(span: Span, day: date) -> bool:
    first, last = span
    return (first is None or first <= day) and (last is None or last > day)


def is_always() -> ExpressionWrapper:
    """Of most organizations nothing is known but that they are: an expression that says of which."""
    for_ever = Placement.objects.filter(organization=OuterRef("pk"), from_day=None, to_day=None)
    return ExpressionWrapper(Q(Exists(for_ever), closed_on=None, suspended_on=None), output_field=BooleanField())


def days_of(organizations: Any, days: Set[date]) -> Mapping[int, Set[date]]:
    """On which of these days each organization of a queryset stood in the tree; one query."""
    lives: dict[int, Life] = {}
    spans: dict[int, list[Span]] = defaultdict(list)
    stood = ("placements", "placements__from_day", "placements__to_day")
    for pk, *life, place, first, last in organizations.order_by().values_list("pk", *Life._fields, *stood):
        lives[pk] = Life(*life)
        if place is not None:
            spans[pk].append((first, last))
    return {pk: frozenset(day for day in days if life.is_active(day, spans[pk])) for pk, life in lives.items()}
