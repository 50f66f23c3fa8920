"""Who keeps inspections: the apparatus that stands above the inspected organization, never its own."""

from typing import Any

from django.core.exceptions import PermissionDenied

from inspections.models import Inspection
from organizations.access import Permission, can
from organizations.models import Organization


def may_inspect(user: Any, organization: Organization) -> bool:
    above = organization.parent
    return above is not None and can(user, Permission.INSPECT, above)


def require_keeper(user: Any, inspection: Inspection) -> None:
    """Raises PermissionDenied (403) for whoever only reads it."""
    if not may_inspect(user, inspection.organization):
        raise PermissionDenied
