"""Who is marked in a direction: the kinds as plain arithmetic, and where their figures come from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from documents.cells import grouped
from documents.registry import WHOLE_UNION
from membership.measures import EMPLOYED_CHANGE
from organizations.models import Level, Organization
from overview.models import Direction
from reporting.filters import ALL_LEVELS
from reporting.measures import Measure, Span, all_measures
from reporting.models import Obligation
from reporting.querysets import ObligationQuerySet, due_between
from reporting.statuses import Status

FAILURES = {
    Direction.Failure.MISSING: (Status.MISSING,),
    Direction.Failure.LATE: (Status.LATE,),
    Direction.Failure.EITHER: (Status.MISSING, Status.LATE),
}
Values = Mapping[int, Decimal]

# --- Plain arithmetic -----------------------------------------------------------------------------------------


def marked(direction: Direction, values: Values) -> set[int]:
    """Who has told nothing is never marked: no data is no fault of a direction, but of a requirement."""
    kind, value = direction.kind, direction.value
    if kind == Direction.Kind.BELOW:
        return {pk for pk, number in values.items() if number < value}  # type: ignore[operator]
    if kind == Direction.Kind.ABOVE:
        return {pk for pk, number in values.items() if number > value}  # type: ignore[operator]
    if kind == Direction.Kind.LOWEST:
        return lowest(values, direction.places or 0)
    if kind == Direction.Kind.FALL:
        falls = {pk: number for pk, number in values.items() if number < 0}
        return {pk for pk, n in falls.items() if -n >= value} if value else first_of(falls, direction.places or 0)
    return set(values)


def lowest(values: Values, places: int) -> set[int]:
    """Of equals at the last place all; where all are equal nobody is lowest."""
    return first_of(values, places) if len(set(values.values())) > 1 else set()


def first_of(values: Values, places: int) -> set[int]:
    last = sorted(values.values())[:places][-1:]
    return {pk for pk, number in values.items() if last and number <= last[0]}


# --- Figures --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Computed:
    """What one direction says of a period. `values`: of everybody who has told something, marked or not."""

    direction: Direction
    span: Span
    values: Values = field(default_factory=dict)
    measure: Measure | None = None

    @cached_property
    def marked(self) -> set[int]:
        return marked(self.direction, self.values)

    def figure(self, organization: Organization) -> str:
        """As people read it; empty where it told nothing."""
        number = self.values.get(organization.pk)
        if number is not None and self.measure and self.measure.is_yes_no:
            return gettext("yes") if number else gettext("no")
        return "" if number is None else grouped(number, self.measure.places if self.measure else 0)

    def behind(self, organization: Organization) -> str:
        """Where the figure stands."""
        if self.measure:
            return self.measure.behind(self.span, organization)
        return _obligations(self.direction, self.span, organization)


class Figures:
    """Of the whole union, whoever reads: the lowest places among those in sight would be others."""

    def __init__(self, span: Span) -> None:
        self.span = span

    @cached_property
    def measures(self) -> dict[str, Measure]:
        return all_measures()

    def computed(self, direction: Direction) -> Computed:
        """Over the days of the period that lie in the years of the direction."""
        span = direction.cut(self.span)
        if direction.kind == Direction.Kind.EVIDENCE:
            return Computed(direction, span)
        if direction.kind == Direction.Kind.OBLIGATION:
            return Computed(direction, span, _failures(direction, span))
        code = EMPLOYED_CHANGE if direction.kind == Direction.Kind.FALL else direction.measure
        # A room that is gone takes its measures along: then nobody is marked by them.
        measure = self.measures.get(code)
        values = measure.values(span, WHOLE_UNION) if measure else {}
        return Computed(direction, span, values, measure)


def _failures(direction: Direction, span: Span) -> dict[int, Decimal]:
    """How many obligations of the requirement fell due in the period and failed."""
    owed: ObligationQuerySet = Obligation.objects.visible_to(WHOLE_UNION).with_status(span.as_of)
    owed = owed.filter(due_between(span.as_of, span.first, span.last), requirement=direction.requirement_id)
    failed = owed.filter(organization__level=Level.MEMBER, status__in=FAILURES[Direction.Failure(direction.failure)])
    return {pk: Decimal(n) for pk, n in Counter(failed.order_by().values_list("organization", flat=True)).items()}


def _obligations(direction: Direction, span: Span, organization: Organization) -> str:
    statuses = FAILURES[Direction.Failure(direction.failure)]
    words = {
        "requirement": direction.requirement.code if direction.requirement else "",
        "organization": organization.code,
        "level": ALL_LEVELS,
        "due_from": span.first.isoformat(),
        "due_to": span.last.isoformat(),
        "as_of": span.as_of.isoformat(),
        **({"status": statuses[0].value} if len(statuses) == 1 else {}),
    }
    return f"{reverse('reporting:obligations')}?{urlencode(words)}"
