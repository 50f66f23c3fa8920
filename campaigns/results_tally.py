"""Conferences in the columns of their level: what the database adds up of those handed in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual
from django.db.models.query import QuerySet

from campaigns.models import Campaign, Conference, ConferenceResults
from campaigns.models.results import COMMON_FIGURES, LEVEL_FIGURES, LONG_SERVING, YOUTH
from campaigns.norms import conference_quorum, meeting_quorum

Tally = dict[str, int | None]

# How one conference is counted among those of its level: by which answer, and when it counts.
COUNTED: Mapping[str, tuple[str, Q]] = {
    "satisfactory": ("assessment", Q(assessment="satisfactory")),
    "unsatisfactory": ("assessment", Q(assessment="unsatisfactory")),
    "not_assessed": ("assessment", Q(assessment="none")),
    "chairs_replaced": ("chair_replaced", Q(chair_replaced=True)),
    "chairs_first_time": ("chair_first_time", Q(chair_first_time=True)),
    "chairs_from_reserve": ("chair_from_reserve", Q(chair_from_reserve=True)),
    "chairs_women": ("chair_sex", Q(chair_sex="woman")),
    "chairs_youth": ("chair_age", Q(chair_age__lte=YOUTH)),
    "chairs_higher_education": ("chair_education", Q(chair_education="higher")),
    "chairs_long_serving": ("chair_years", Q(chair_years__gt=LONG_SERVING)),
    "chairs_full_time": ("chair_engagement", Q(chair_engagement="full_time")),
    "chairs_voluntary": ("chair_engagement", Q(chair_engagement="voluntary")),
    "voting_open": ("voting_form", Q(voting_form="open")),
    "voting_secret": ("voting_form", Q(voting_form="secret")),
    "voting_online": ("voting_form", Q(voting_form="online")),
}
TEXTS = {"assessment", "chair_sex", "chair_education", "chair_engagement", "voting_form"}


def add(tallies: Iterable[Mapping[str, int | None]]) -> Tally:
    """Each figure summed over those who know it; nobody knows: no data."""
    total: Tally = dict.fromkeys(LEVEL_FIGURES)
    for tally in tallies:
        for name, value in tally.items():
            if value is not None:
                total[name] = value + (total[name] or 0)
    return total


def tallies(
    results: QuerySet[ConferenceResults], campaign: Campaign, *by: str, asleep: QuerySet | None = None
) -> dict[tuple[Any, ...], Tally]:
    """Sums of each group. `organizations_total` is of those alone that nobody counts as active bodies."""
    sums: dict[str, Any] = {f"sum_{name}": Sum(name) for name in COMMON_FIGURES}
    sums |= {f"sum_{name}": Sum(_one(*counted)) for name, counted in COUNTED.items()}
    sums["sum_with_quorum"] = Sum(_quorum(campaign))
    sums["sum_organizations_held"] = Count("pk")
    if asleep is not None:
        sums["sum_organizations_total"] = Count("pk", filter=Q(conference__organization__in=asleep))
    groups = results.order_by().values(*by).annotate(**sums)
    return {
        tuple(group[name] for name in by): {name: group.get(f"sum_{name}") for name in LEVEL_FIGURES}
        for group in groups
    }


def _one(answer: str, counts: Q) -> Case:
    """One where it counts, zero where not, nothing where the answer is not known."""
    unknown = Q(**{answer: ""}) if answer in TEXTS else Q(**{f"{answer}__isnull": True})
    return Case(
        When(unknown, then=Value(None)), When(counts, then=Value(1)), default=Value(0), output_field=IntegerField()
    )


def _quorum(campaign: Campaign) -> Case:
    """As `campaigns.norms.has_quorum`, for many at once."""
    is_meeting = Q(conference__kind=Conference.Kind.MEETING)
    meeting, conference = meeting_quorum(campaign), conference_quorum(campaign)
    more = GreaterThan(F("took_part") * meeting.denominator, F("registered") * meeting.numerator)
    enough = GreaterThanOrEqual(
        F("delegates_present") * conference.denominator, F("delegates_elected") * conference.numerator
    )
    return Case(
        When(is_meeting & _unknown("registered", "took_part"), then=Value(None)),
        When(~is_meeting & _unknown("delegates_elected", "delegates_present"), then=Value(None)),
        When(is_meeting & Q(registered__gt=0) & Q(more), then=Value(1)),
        When(~is_meeting & Q(delegates_elected__gt=0) & Q(enough), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _unknown(expected: str, present: str) -> Q:
    return Q(**{f"{expected}__isnull": True}) | Q(**{f"{present}__isnull": True})
