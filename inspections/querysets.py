"""Who sees which inspection, and which are in a state on a day."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from documents.registry import WHOLE_UNION
from inspections.states import IN_STATE
from organizations.access import (
    PERMISSIONS,
    Permission,
    ScopedQuerySet,
    appointments_of,
    can_over_the_union,
    path_of,
    within,
)


class InspectionPlanQuerySet(models.QuerySet):
    """They are the union's, and name organizations all over it."""

    def visible_to(self, user: Any) -> Self:
        return self.all() if can_over_the_union(user, Permission.SEE_TABLES) else self.none()


class InspectedQuerySet(ScopedQuerySet):
    """What belongs to an inspection. Those who see tables and stand above the inspected organization see all of it;
    everybody else what has been handed over to an organization they see."""

    inspection_lookup = ""

    def visible_to(self, user: Any, permission: Permission = Permission.SEE) -> Self:
        seen = super().visible_to(user, permission)
        if user is WHOLE_UNION:
            return seen
        above = Q(pk__in=())
        for path in self._paths(user):
            above |= within(path, f"{self.organization_lookup}__path") & ~Q(
                **{f"{self.organization_lookup}__path": path}
            )
        return seen.filter(above | Q(**{f"{self.inspection_lookup}handed_over_on__isnull": False}))

    def _paths(self, user: Any) -> list[str]:
        held = [one for one in appointments_of(user) if Permission.SEE_TABLES in PERMISSIONS[one.position]]
        return sorted({path_of(one.organization) for one in held})


class InspectionQuerySet(InspectedQuerySet):
    def in_state(self, state: str, day: date) -> Self:
        """As `Inspection.state_on` tells it of one."""
        return self.filter(IN_STATE[state](day))


class OfInspectionQuerySet(InspectedQuerySet):
    organization_lookup, inspection_lookup = "inspection__organization", "inspection__"


class OfFindingQuerySet(InspectedQuerySet):
    organization_lookup, inspection_lookup = "finding__inspection__organization", "finding__inspection__"
