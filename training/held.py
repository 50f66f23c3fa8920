"""What the events of a period say, added up: of an organization and of all bodies below it, as its membership is."""

from datetime import date
from typing import Any

from django.db.models import Count, Sum

from organizations.models import Organization
from reporting.periods import Period
from training.checks import Held
from training.models import EventParticipants, TrainingEvent


def held_in(organization: Organization, period: Period, *, until: date = date.max) -> Held:
    """By those that ended within the period, and by that day. Two questions."""
    last = min(period.last_day, until)
    events = TrainingEvent.objects.of_body(organization).held_within(period.first_day, last)
    by_form = list(events.order_by().values_list("form").annotate(Count("pk"), Sum("spent")))
    if not by_form:
        return Held()
    spent = [sum_of_form for _form, _number, sum_of_form in by_form if sum_of_form is not None]
    return Held(
        number=sum(number for _form, number, _spent in by_form),
        events={form: number for form, number, _spent in by_form},
        trained=came_to(events),
        spent=sum(spent[1:], spent[0]) if spent else None,
    )


def came_to(events: Any) -> dict[str, int]:
    """By category code; of a category of which no event tells there is nothing."""
    rows = EventParticipants.objects.filter(event__in=events.order_by().values("pk")).order_by()
    return dict(rows.values_list("category__code").annotate(Sum("number")))
