"""The states an obligation can be in on a day: words, signs and how grave each is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Computed for a day by `ObligationQuerySet.with_status`, never stored."""

    MISSING = "missing", _("Not submitted")
    RETURNED = "returned", _("Returned for correction")
    LATE = "late", _("Submitted late")
    RECEIVED = "received", _("Submitted, day not stated")
    NOT_DUE = "not_due", _("Not yet due")
    ON_TIME = "on_time", _("Submitted in time")
    EXEMPT = "exempt", _("Not required")


NO_DATA = "no_data"
NO_DATA_LABEL = _("No data")

# The gravest first: the order of the members above. A board cell with several obligations shows the gravest.
GRAVITY = {status: rank for rank, status in enumerate(Status.values)} | {NO_DATA: len(Status.values)}

# In, whenever it came; and asked for by that day, in or not. Both as the reporting rates count them.
RECEIVED_STATUSES = frozenset({Status.ON_TIME, Status.LATE, Status.RECEIVED})
EXPECTED_STATUSES = RECEIVED_STATUSES | {Status.RETURNED, Status.MISSING}
# Asked and not there: what a body still has before it.
OWED_STATUSES = frozenset({Status.MISSING, Status.RETURNED, Status.NOT_DUE})
OVERDUE_STATUSES = frozenset({Status.MISSING, Status.RETURNED})


def worst(statuses: list[str]) -> str:
    """The gravest of several; no data where there is none."""
    return min(statuses, key=lambda status: GRAVITY[status], default=NO_DATA)
