"""What has changed on obligations since a day: as a condition, so that a list can be asked for it."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from reporting.models import Exemption
from reporting.querysets import ObligationQuerySet
from reporting.statuses import RECEIVED_STATUSES, Status


def changed_since(found: ObligationQuerySet, since: date, as_of: date) -> ObligationQuerySet:
    """Of obligations with their status on `as_of`, those that came in, were returned, fell overdue, were freed or newly
    asked after the end of the day `since`. What was handed in again counts as having come in.

    Asked the other way round: of a status that must be reckoned PostgreSQL guesses that next to none has it, and of what
    is left after "not this" that nearly all is, which is the better guess here by seconds.
    """
    freed = Exemption.objects.in_force_on(as_of).filter(obligation=OuterRef("pk"), decided_on__gt=since)
    as_before = (
        Q(status__in=RECEIVED_STATUSES, last_received_on__lte=since)
        | Q(status=Status.RETURNED, returned_on__lte=since)
        | Q(status=Status.MISSING, due_on__lt=since)
        | Q(status=Status.EXEMPT) & ~Exists(freed)
        | Q(status=Status.NOT_DUE, arose_on__lte=since)
    )
    return found.filter(_touched(since)).exclude(as_before)


def _touched(since: date) -> Q:
    """What may have: by far the most have not, and are passed over without their status being reckoned. Nothing is due
    before it arose; a due day moved after the day asked about shows in the books, which then speak of a later day."""
    return Q(books_until__gt=since) | Q(original_due_on__gte=since) | Q(books_due_on__gte=since)
