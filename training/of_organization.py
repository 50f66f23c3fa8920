"""What the page of an organization shows of its training."""

from collections import Counter
from datetime import date
from typing import Any

from organizations.access import Permission, can
from organizations.models import Level, Organization
from training.models import EventState, Responsible, TrainingEvent, TrainingPlan
from training.plan_tables import OF_STATE, approved_words


def of_organization(user: Any, organization: Organization, day: date) -> dict[str, Any]:
    """Of the year of the day. Empty where there is nothing to tell, and nobody who could tell it."""
    if organization.level == Level.UNION:
        return {}
    plans = TrainingPlan.objects.visible_to(user).filter(organization=organization, year=day.year)
    offices = Responsible.objects.visible_to(user).standing_on(day).filter(organization=organization)
    events = TrainingEvent.objects.visible_to(user).filter(organization=organization)
    of_year = events.within_span(date(day.year, 1, 1), date(day.year, 12, 31)).only(*OF_STATE)
    plan, office = plans.first(), offices.select_related("person").first()
    states = Counter(one.state_on(day) for one in of_year)
    tells = can(user, Permission.FILL, organization) or can(user, Permission.RECORD, organization)
    if not (plan or office or states or tells):
        return {}
    return {
        "year": day.year,
        "plan": approved_words(plan) if plan else "",
        "office": office,
        "numbers": [(state.label, states[state]) for state in EventState if states[state]],
        "tells": tells,
    }
