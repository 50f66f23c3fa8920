"""What changed between the rounds of one obligation, and which bodies below handed in after it was accepted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from membership.answers import answers_of_many
from membership.known import state_day
from membership.models import MembershipReport
from organizations.models import Organization, Placement


@dataclass(frozen=True)
class Change:
    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Round:
    """`changes`: from the round before; `after_acceptance`: that one had been accepted."""

    report: MembershipReport
    changes: list[Change]
    after_acceptance: bool


def rounds_of(obligation_pk: int) -> list[Round]:
    """The latest first."""
    found = MembershipReport.objects.filter(submission__obligation=obligation_pk).select_related(
        "submission__obligation"
    )
    reports = list(found.order_by("submission__round"))
    answers, rounds = answers_of_many(reports), []
    for place, report in enumerate(reports):
        before = reports[place - 1] if place else None
        changes = differences(answers[before.pk], answers[report.pk]) if before else []
        rounds.append(Round(report, changes, bool(before and before.submission.accepted_on)))
    return rounds[::-1]


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Empty words and no figure are the same nothing."""
    names = dict.fromkeys((*before, *after))
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return [Change(name, one, other) for name, one, other in pairs if _told(one) != _told(other)]


def _told(value: Any) -> Any:
    return None if value == "" else value


def changed_after_acceptance(rounds: Iterable[Round]) -> int:
    """How many answers differ from the rounds that had been accepted."""
    return sum(len(one.changes) for one in rounds if one.after_acceptance)


def later_below(reports: Iterable[MembershipReport], day: date) -> dict[int, list[Organization]]:
    """By the number of an accepted report: bodies directly below it whose report of the same year came in after its
    acceptance, so that its figures may lack them. Two queries for any number of reports of one year."""
    accepted = [one for one in reports if one.submission.accepted_on]
    found: dict[int, list[Organization]] = defaultdict(list)
    for year in {one.year for one in accepted}:
        of_year = {one.organization_id: one for one in accepted if one.year == year}
        placed = Placement.objects.open_on(state_day(year)).filter(parent__in=list(of_year))
        parents = dict(placed.values_list("organization", "parent"))
        below = MembershipReport.objects.current_on(day).filter(organization__in=list(parents), year=year)
        for child in below.select_related("submission", "organization"):
            parent = of_year[parents[child.organization_id]]
            if _came_after(child, parent):
                found[parent.pk].append(child.organization)
    return found


def _came_after(child: MembershipReport, parent: MembershipReport) -> bool:
    hand_in, accepted_on, accepted_at = child.submission, parent.submission.accepted_on, parent.submission.accepted_at
    if accepted_on is None or accepted_at is None:
        return False
    if accepted_on != hand_in.received_on:
        return hand_in.received_on > accepted_on
    return hand_in.submitted_at > accepted_at
