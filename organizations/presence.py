"""On which days organizations stood in the tree: what `OrganizationQuerySet.active_on` says of one day, for many days of
thousands of bodies, read once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from datetime import date
from typing import Any, NamedTuple

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

    @property
    def is_plain(self) -> bool:
        return self.closed_on is None and self.suspended_on is None


def _holds(span: Span, day: date) -> bool:
    first, last = span
    return (first is None or first <= day) and (last is None or last > day)


def spans_of(organizations: Any) -> Mapping[int, Collection[Span]]:
    """`organizations`: a queryset; where each of them ever stood."""
    spans: dict[int, list[Span]] = defaultdict(list)
    placed = Placement.objects.filter(organization__in=organizations).order_by()
    for organization, first, last in placed.values_list("organization_id", "from_day", "to_day"):
        spans[organization].append((first, last))
    return spans


def active_days(life: Life, spans: Collection[Span], days: Set[date]) -> Set[date]:
    """Of most bodies nothing is known but that they are."""
    if life.is_plain and (None, None) in spans:
        return days
    return frozenset(day for day in days if life.is_active(day, spans))
