"""Which campaign a script or the command speaks of."""

from datetime import date
from typing import Any

from campaigns.models import Campaign
from documents.registry import BadFilter


def campaign_asked(user: Any, as_of: date, asked: str | None) -> Campaign:
    """The one asked for; by default the real one that contains the day, else the latest that began before it."""
    visible = Campaign.objects.visible_to(user)
    if asked is not None:
        found = visible.filter(pk=asked).first() if asked.isdecimal() else None
    else:
        containing = visible.containing(as_of).order_by("is_fictional", "pk").first()
        begun = visible.filter(first_day__lte=as_of).order_by("is_fictional", "-first_day", "pk")
        found = containing or begun.first() or visible.order_by("is_fictional", "first_day", "pk").first()
    if found is None:
        known = ", ".join(str(pk) for pk in visible.order_by("pk").values_list("pk", flat=True)) or "none"
        raise BadFilter(f"No such campaign. Accepted: {known}.")
    return found
