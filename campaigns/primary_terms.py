"""Terms of single primary organizations, counted: there are hundreds below one member organization, and many name the
same days. Those few of which several statements are told are read together as everywhere."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.urls import reverse
from django.utils.http import urlencode

from campaigns.models import Campaign, Plan
from campaigns.periods import Period, Precision, after_congress, against_window
from campaigns.querysets import PlanQuerySet
from campaigns.statements import read_together
from campaigns.states import MEMBER_PATH, Standing, grouped
from organizations.access import path_of
from organizations.models import Level

SINGLE = Q(level=Level.PRIMARY, organization__level=Level.PRIMARY)
NUMBER = 6  # digits of one step of a path


@dataclass(frozen=True)
class SameDays:
    """So many primary organizations directly below one body named these days."""

    above: str  # the path of that body
    raw: str
    period: Period
    count: int
    with_reason: int = 0
    conflicts: int = 0

    def check(self, standing: Standing) -> str | None:
        window = standing.campaign.windows_on(standing.as_of).get(Level.PRIMARY)
        return against_window(self.period, window.first_day, window.last_day) if window else None


@dataclass
class PrimaryTerms:
    """What the single primary organizations of one member organization, or of one branch, have said."""

    terms: list[SameDays] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(one.count for one in self.terms)

    def outside(self, standing: Standing) -> Counter[str]:
        """How many lie early, late or partly outside; the number of those with a reason stands under "reason"."""
        found: Counter[str] = Counter()
        for one in self.terms:
            check = one.check(standing)
            if check not in (None, "inside"):
                found[str(check)] += one.count
                found["reason"] += one.with_reason
        return found

    @property
    def ambiguous(self) -> int:
        return sum(one.count for one in self.terms if one.period.ambiguous and not one.period.open_ended)

    @property
    def conflicts(self) -> int:
        return sum(one.conflicts for one in self.terms)

    def not_before(self, standing: Standing) -> int:
        """How many do not surely come before the conference of their branch and of the member organization."""
        higher = list(_higher(standing))
        return sum(
            one.count
            for one in self.terms
            if any(
                one.above.startswith(path) and after_congress(one.period, first, last) != "no"
                for path, first, last in higher
            )
        )


def _higher(standing: Standing) -> Iterator[tuple[str, date, date]]:
    if standing.held_on:
        yield path_of(standing.organization), standing.held_on, standing.held_on
    elif standing.planned and standing.is_open:
        period = standing.planned.period
        yield path_of(standing.organization), period.first, period.last
    for lower in standing.below:
        if lower.level == Level.BRANCH:
            yield path_of(lower.organization), lower.planned.period.first, lower.planned.period.last


def address(campaign: Campaign, code: str, **query: str) -> str:
    """The list behind a count."""
    page = reverse("campaigns:primaries", args=[campaign.pk, code])
    return f"{page}?{urlencode(query)}" if query else page


def same_days(plans: PlanQuerySet) -> list[SameDays]:
    """One question to the database, whatever the number of plans, and one more where somebody was told of twice;
    `plans` are those told by a day."""
    single = plans.filter(SINGLE).order_by()
    others = single.filter(organization=OuterRef("organization")).exclude(pk=OuterRef("pk"))
    counted = (
        single.annotate(
            above=Substr("organization__path", 1, Length("organization__path") - NUMBER), is_one_of=Exists(others)
        )
        .values("is_one_of", "above", "raw", "first_day", "last_day", "is_ambiguous", "is_open_ended")
        .annotate(count=Count("pk"), with_reason=Count("pk", filter=~Q(outside_reason="")))
        .order_by("above", "first_day", "last_day", "raw")
    )
    rows = list(counted)
    found = [
        SameDays(row["above"], row["raw"], _period(row), row["count"], row["with_reason"])
        for row in rows
        if not row["is_one_of"]
    ]
    repeated = any(row["is_one_of"] for row in rows)
    return [*found, *_read_together(single.filter(Exists(others)))] if repeated else found


def _period(row: dict[str, Any]) -> Period:
    first, last = row["first_day"], row["last_day"]
    precision = Precision.DAY if first == last else Precision.RANGE
    return Period(first, last, precision, row["raw"], row["is_ambiguous"], row["is_open_ended"])


def _read_together(plans: PlanQuerySet) -> Iterator[SameDays]:
    for statements in grouped(plans).values():
        planned = read_together(statements)
        if planned:
            yield SameDays(
                path_of(statements[0].organization)[:-NUMBER],
                planned.raw,
                planned.period,
                1,
                bool(planned.outside_reason),
                bool(planned.conflicts),
            )


def add_primary_terms(present: Sequence[Standing], user: Any) -> None:
    """Gives each standing what its single primary organizations have said."""
    if not present:
        return
    campaign, as_of = present[0].campaign, present[0].as_of
    by_path = {path_of(standing.organization): standing for standing in present}
    plans = Plan.objects.visible_to(user).filter(campaign=campaign).told_by(as_of)
    for one in same_days(plans):
        if standing := by_path.get(one.above[:MEMBER_PATH]):
            standing.primaries = standing.primaries or PrimaryTerms()
            standing.primaries.terms.append(one)


def most_frequent(terms: Iterable[SameDays], most: int) -> tuple[list[tuple[str, Period, int]], list[SameDays]]:
    """The terms that most name, with their numbers; and the rest."""
    counts: dict[tuple[str, date, date], int] = {}
    periods: dict[tuple[str, date, date], Period] = {}
    for one in terms:
        key = (one.raw, one.period.first, one.period.last)
        counts[key] = counts.get(key, 0) + one.count
        periods[key] = one.period
    ordered = sorted(counts, key=lambda key: (-counts[key], key[1]))
    chosen = set(ordered[:most])
    rest = [one for one in terms if (one.raw, one.period.first, one.period.last) not in chosen]
    return [(key[0], periods[key], counts[key]) for key in ordered[:most]], rest
