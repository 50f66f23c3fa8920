"""What was promised by telephone, and what was not kept."""

from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery

from organizations.access import Permission, can
from organizations.models import Organization
from organizations.querysets import OrganizationQuerySet
from reporting.models import Call, Obligation
from reporting.querysets import ObligationQuerySet
from reporting.tasks import TO_DO

FRIDAY = 4
TOMORROW, BY_FRIDAY, NOTHING = "tomorrow", "friday", "nothing"
PROMISES = (TOMORROW, BY_FRIDAY, NOTHING)


def promised_day(promise: str, today: date) -> date | None:
    """The day behind a button: tomorrow, or the next Friday; on a Friday the one after it."""
    if promise == TOMORROW:
        return today + timedelta(days=1)
    if promise == BY_FRIDAY:
        return today + timedelta(days=(FRIDAY - today.weekday() - 1) % 7 + 1)
    return None


def last_call_of(user: Any, organization: Organization, day: date) -> Call | None:
    """The last call about anything the organization owes, by the end of `day`; calls are the apparatus's own notes."""
    if not can(user, Permission.SEE_TABLES):
        return None
    made = Call.objects.visible_to(user).made_by(day).filter(obligation__organization=organization)
    related = made.select_related("by__person", "spoken_to", "obligation__requirement", "obligation__organization")
    return related.latest_first().first()


def with_last_call(organizations: OrganizationQuerySet, user: Any, day: date) -> OrganizationQuerySet:
    """Adds `called_on` and `promised_by` of the last call to each."""
    last = Call.objects.visible_to(user).made_by(day).filter(obligation__organization=OuterRef("pk")).latest_first()
    return organizations.annotate(
        called_on=Subquery(last.values("called_on")[:1]), promised_by=Subquery(last.values("promised_by")[:1])
    )


def promises(user: Any, day: date, today: date | None = None) -> ObligationQuerySet:
    """What is still owed on `day`, of active bodies, and was promised in the last call about it by then. `today` as in
    `with_status`."""
    active = Organization.objects.visible_to(user).active_on(day)
    promised = Call.objects.visible_to(user).made_by(day).filter(promised_by__isnull=False)
    found = Obligation.objects.visible_to(user).filter(pk__in=promised.values("obligation"), organization__in=active)
    # `promised_by` is added by the line itself, so the types do not know it.
    return found.with_status(day, today=today).with_last_call(day).filter(status__in=TO_DO, promised_by__isnull=False)  # type: ignore[misc]


def broken_promises(user: Any, day: date, today: date | None = None) -> ObligationQuerySet:
    """The promised day has passed by `day`, and it is still owed; the day itself is in time."""
    return promises(user, day, today).filter(promised_by__lt=day)
