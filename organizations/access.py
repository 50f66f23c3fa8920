"""Who may see what and do what: the one place where both are answered.

`visible_to(user)` limits a queryset to the subtree of the organizations where the user holds a current
appointment; `can(user, permission, organization)` answers for a verb. Invisible is 404, visible but forbidden 403.
Rights are about now, whatever day a page speaks of, so this room alone reads the clock.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.registry import WHOLE_UNION

if TYPE_CHECKING:
    from organizations.models import Appointment, Organization


class Position(models.TextChoices):
    """What a person is appointed to; the position carries the role."""

    CHAIR = "chair", _("chair")
    DEPUTY = "deputy", _("deputy chair")
    SECRETARY = "secretary", _("secretary")
    ASSISTANT = "assistant", _("assistant")
    STAFF = "staff", _("staff of the apparatus")
    CONTROLLER = "controller", _("controller")
    LEADERSHIP = "leadership", _("leadership")
    ADMINISTRATOR = "administrator", _("administrator")


class Permission(StrEnum):
    SEE = "see"
    SEE_TABLES = "see_tables"  # the staff's boards and tables over many organizations
    FILL = "fill"
    SUBMIT = "submit"
    LEAD = "lead"  # opens on the screen of the leadership
    RECORD = "record"  # a hand-in on behalf of an organization
    JUDGE = "judge"  # return, accept, void
    REMIND = "remind"  # write to and call those who owe, stop the reminders, decide about letters in doubt
    SCHEDULE = "schedule"  # postpone, exempt, redate
    ASK = "ask"  # decrees, items, requirements
    KEEP_REGISTRY = "keep_registry"  # organizations, people, appointments, invitations
    KEEP_CAMPAIGN = "keep_campaign"  # plans, conferences, notifications
    MARK = "mark"  # executed, removed from control
    INSPECT = "inspect"  # inspections: plans, reports, recommendations
    ISSUE = "issue"  # official documents and their templates
    ADMINISTER = "administer"
    NEEDS_SECOND_FACTOR = "needs_second_factor"


APPARATUS = frozenset(
    {
        Permission.SEE,
        Permission.SEE_TABLES,
        Permission.RECORD,
        Permission.JUDGE,
        Permission.REMIND,
        Permission.SCHEDULE,
        Permission.ASK,
        Permission.KEEP_REGISTRY,
        Permission.KEEP_CAMPAIGN,
        Permission.MARK,
        Permission.INSPECT,
        Permission.ISSUE,
        Permission.NEEDS_SECOND_FACTOR,
    }
)
PERMISSIONS: dict[str, frozenset[Permission]] = {
    Position.CHAIR: frozenset({Permission.SEE, Permission.FILL, Permission.SUBMIT}),
    Position.DEPUTY: frozenset({Permission.SEE}),
    Position.SECRETARY: frozenset({Permission.SEE}),
    Position.ASSISTANT: frozenset({Permission.SEE, Permission.FILL}),
    Position.STAFF: APPARATUS,
    Position.CONTROLLER: frozenset({Permission.SEE, Permission.SEE_TABLES, Permission.MARK}),
    Position.LEADERSHIP: frozenset({Permission.SEE, Permission.SEE_TABLES, Permission.LEAD}),
    Position.ADMINISTRATOR: APPARATUS | {Permission.ADMINISTER},
}


def appointments_of(user: Any) -> "list[Appointment]":
    """The user's current appointments with their organizations; one query a request, kept on the user object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    if not hasattr(user, "_current_appointments"):
        from organizations.models import Appointment

        current = Appointment.objects.current_on(timezone.localdate())
        user._current_appointments = list(current.filter(person__user=user).select_related("organization", "person"))
    return user._current_appointments


def can(user: Any, permission: Permission, organization: "Organization | None" = None) -> bool:
    """Whether one of the user's appointments grants `permission` over `organization` (over anything, when None)."""
    if user is WHOLE_UNION:
        return True
    return any(
        permission in PERMISSIONS[appointment.position]
        and (organization is None or path_of(organization).startswith(path_of(appointment.organization)))
        for appointment in appointments_of(user)
    )


def require(user: Any, permission: Permission, organization: "Organization | None" = None) -> None:
    """Raises PermissionDenied (403) where `can` says no."""
    if not can(user, permission, organization):
        raise PermissionDenied


def can_over_the_union(user: Any, permission: Permission) -> bool:
    """Whether it is granted over the union itself, and not only over a part of it."""
    if user is WHOLE_UNION:
        return True
    return any(
        permission in PERMISSIONS[appointment.position] and appointment.organization.parent_id is None
        for appointment in appointments_of(user)
    )


def require_over_the_union(user: Any, permission: Permission) -> None:
    """Raises PermissionDenied (403) where `can_over_the_union` says no."""
    if not can_over_the_union(user, permission):
        raise PermissionDenied


def address_in_sight(user: Any, organization: "Organization | None") -> str:
    """Where it may be looked at; empty for a reader who only reads its name, and where there is none."""
    return organization.get_absolute_url() if organization and can(user, Permission.SEE, organization) else ""


def path_of(organization: "Organization") -> str:
    """Its place in the tree. One not saved yet has none: an empty path would be the whole union."""
    if not organization.path:
        raise ValueError("This organization has no place in the tree yet.")
    return organization.path


def within(path: str, lookup: str = "path") -> Q:
    """The subtree of `path` as a range, which uses the index on both databases.

    A path is a row of six-digit numbers, so every collation orders it as bytes do.
    """
    after = f"{path[:-6]}{int(path[-6:]) + 1:06d}"
    return Q(**{f"{lookup}__gte": path, f"{lookup}__lt": after})


class ScopedQuerySet(models.QuerySet):
    """A queryset that can be limited to what a person may see; `organization_lookup` leads to the organization."""

    organization_lookup = "organization"

    def visible_to(self, user: Any, permission: Permission = Permission.SEE) -> Self:
        """What the user may see; with another `permission`, what they may do that to."""
        if user is WHOLE_UNION:
            return self.all()
        paths = {path_of(a.organization) for a in appointments_of(user) if permission in PERMISSIONS[a.position]}
        if not paths:
            return self.none()
        lookup = f"{self.organization_lookup}__path" if self.organization_lookup else "path"
        scope = Q()
        for path in sorted(paths):
            scope |= within(path, lookup)
        return self.filter(scope)


class RoleBackend:
    """Gives administrators the rights Django's admin asks about; signs nobody in."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None

    def get_user(self, user_id: Any) -> None:
        return None

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        return can(user, Permission.ADMINISTER)

    def has_module_perms(self, user: Any, app_label: str) -> bool:
        return can(user, Permission.ADMINISTER)
