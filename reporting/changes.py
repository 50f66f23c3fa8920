"""What has changed on obligations since a day: as a condition, so that a list can be asked for it."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from reporting.models import Exemption
from reporting.querysets import ObligationQuerySet
from reporting.statuses import RECEIVED_STATUSES, Status


def changed_since(found: ObligationQuerySet, since: date, as_of: date) -> ObligationQuerySet:
    """Of obligations with their status on `as_of`, those that came in, were returned, fell overdue, were freed or newly
    asked after the end of the day `since`. What was handed in again counts as having come in."""
    freed = Exemption.objects.in_force_on(as_of).filter(obligation=OuterRef("pk"), decided_on__gt=since)
    changed = (
        Q(status__in=RECEIVED_STATUSES, last_received_on__gt=since)
        | Q(status=Status.RETURNED, returned_on__gt=since)
        | Q(status=Status.MISSING, due_on__gte=since)
        | Q(status=Status.EXEMPT) & Exists(freed)
        | Q(status=Status.NOT_DUE, arose_on__gt=since)
    )
    return found.filter(_touched(since, as_of)).filter(changed)


def _touched(since: date, as_of: date) -> Q:
    """What may have: by far the most have not, and are passed over without their status being reckoned. A due day moved
    after `as_of` shows in the books, which then speak of a later day."""
    days = (since, as_of - timedelta(days=1))
    fell = Q(original_due_on__range=days) | Q(books_due_on__range=days)
    return Q(books_until__gt=since) | Q(arose_on__gt=since) | fell
