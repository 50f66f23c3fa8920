"""What one person has to hand in, and what has been: the home of a chair."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from documents.dates import long_day
from organizations.access import PERMISSIONS, Permission, appointments_of, can
from reporting.books import OPEN
from reporting.models import Draft, Obligation, Submission
from reporting.querysets import ObligationQuerySet
from reporting.statuses import Status

TO_DO = (Status.RETURNED, Status.MISSING, Status.NOT_DUE)
# The order of the list; what cannot be filled in yet stands last.
RETURNED, MISSING, DUE, NOT_OPEN = range(4)


@dataclass(frozen=True)
class Task:
    """A row of the list, as its component shows it."""

    title: str
    url: str
    requirement: str
    status: str
    action: str
    due_on: date
    days: int | None
    until: date | None
    organization: str
    note: str | Promise


@dataclass(frozen=True)
class FollowUp:
    """What a hand-in that stands still lacks, and where it is sent."""

    title: str
    organization: str
    lacking: list[str]
    url: str


# Rooms above fill this in `AppConfig.ready()`.
_follow_ups: list[Callable[[Any, date], list[FollowUp]]] = []


def register_follow_ups(find: Callable[[Any, date], list[FollowUp]]) -> None:
    _follow_ups.append(find)


def follow_ups(user: Any, day: date) -> list[FollowUp]:
    """What the user has handed in incomplete and may complete."""
    return [one for find in _follow_ups for one in find(user, day)]


def duties(user: Any, day: date) -> ObligationQuerySet:
    """Obligations of the organizations for which the user may fill in; for one who may nowhere, those they see."""
    permission = permission_of(user)
    held = [a.organization_id for a in appointments_of(user) if permission in PERMISSIONS[a.position]]
    last = Submission.objects.live_on(day).filter(obligation=OuterRef("pk")).order_by("-round")
    return (
        Obligation.objects.visible_to(user, permission)
        .with_status(day, today=day)
        .select_related("organization", "requirement")
        .annotate(
            is_own=Q(organization__in=held),
            has_draft=Exists(Draft.objects.filter(obligation=OuterRef("pk"))),
            last_submission=Subquery(last.values("pk")[:1]),
        )
    )


def permission_of(user: Any) -> Permission:
    return Permission.FILL if can(user, Permission.FILL) else Permission.SEE


def to_do(duties: ObligationQuerySet, day: date) -> ObligationQuerySet:
    """Own first, then of the bodies below; returned, missing, due soon, not yet open."""
    place = Case(
        When(status=Status.RETURNED, then=Value(RETURNED)),
        When(status=Status.MISSING, then=Value(MISSING)),
        When(opens_on__gt=day, then=Value(NOT_OPEN)),
        default=Value(DUE),
        output_field=models.PositiveSmallIntegerField(),
    )
    until = Case(When(status=Status.RETURNED, then=F("correct_by")), default=F("due_on"))
    return (
        duties.filter(OPEN)
        .annotate(place=place, until=until)
        .order_by("-is_own", "place", "until", "organization__path", "pk")
    )


def handed_in(duties: ObligationQuerySet) -> ObligationQuerySet:
    """What is in or not required, the latest first."""
    return duties.exclude(status__in=TO_DO).order_by(F("last_received_on").desc(nulls_last=True), "-pk")


def task_of(obligation: Any, *, may_fill: bool, with_organization: bool) -> Task:
    """A row made of an obligation of `to_do`."""
    returned = obligation.status == Status.RETURNED
    return Task(
        title=obligation.title,
        url=obligation.fill_url if may_fill else obligation.get_absolute_url(),
        requirement=obligation.requirement.code,
        status=obligation.status,
        action=_action(obligation) if may_fill else "view",
        due_on=obligation.until,
        days=None if returned else obligation.days_late if obligation.days_late is not None else obligation.days_left,
        until=obligation.correct_by if returned else None,
        organization=obligation.organization.name if with_organization else "",
        note=_note(obligation),
    )


def _action(obligation: Any) -> str:
    if obligation.place == NOT_OPEN:
        return "view"
    if obligation.has_draft:
        return "continue"
    return "correct" if obligation.place == RETURNED else "start"


def _note(obligation: Any) -> str:
    if obligation.place == NOT_OPEN:
        return _("The form opens on {day}.").format(day=long_day(obligation.opens_on))
    if obligation.place == RETURNED and obligation.as_of > obligation.correct_by:
        return _("The day to correct it by has passed.")
    return ""
