"""A follow-up inspection: what it begins with, and what of the earlier one it judges."""

from datetime import date
from typing import Any

from inspections.models import FollowUp, Inspection, Recommendation
from organizations.authors import sign
from reporting.models import Obligation
from reporting.statuses import Status


def following(earlier: Inspection) -> Inspection:
    """Not kept yet."""
    return Inspection(
        kind=Inspection.Kind.FOLLOW_UP,
        organization=earlier.organization,
        follows=earlier,
        topic_ru=earlier.topic_ru,
        topic_kk=earlier.topic_kk,
        reply_days=earlier.reply_days,
    )


def open_recommendations(earlier: Inspection, user: Any, day: date) -> Any:
    """Everything that was not accepted by the day and is still asked: what came in is judged on the spot, too."""
    asked: Any = Obligation.objects.visible_to(user).with_status(day)
    still = asked.exclude(status=Status.EXEMPT).filter(accepted_on=None, recommendation__inspection=earlier)
    return Recommendation.objects.visible_to(user).filter(obligation__in=still)


def copy_open(follow_up: Inspection, user: Any, day: date, *, by: Any) -> list[FollowUp]:
    """Each to be judged, in the order of the earlier report."""
    assert follow_up.follows is not None  # noqa: S101 -- only a follow-up inspection judges
    made = []
    for recommendation in open_recommendations(follow_up.follows, user, day).order_by("number"):
        judgement = FollowUp(inspection=follow_up, recommendation=recommendation)
        sign(judgement, by)
        judgement.save()
        made.append(judgement)
    return made
