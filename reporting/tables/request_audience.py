"""Whom a request for information would ask, and how a letter reaches them; and organizations to choose from."""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from documents.cutting import ByKey
from documents.tables import Column, Table
from organizations.models import Appointment
from organizations.querysets import OrganizationQuerySet
from reporting.tables.people import chair_columns

BY_LETTER, BY_PHONE, BY_NOTHING = "letter", "phone", "nothing"
REACHED = {
    BY_LETTER: _("by letter"),
    BY_PHONE: _("by telephone only"),
    BY_NOTHING: _("neither telephone nor e-mail"),
}


def with_reach(organizations: OrganizationQuerySet, user: Any, day: date) -> OrganizationQuerySet:
    """Adds the chair, and `reach`: 0 whom nothing reaches, 1 the telephone alone, 2 a letter."""
    found = organizations.with_chair(day)
    chairs = Appointment.objects.visible_to(user).chairs_on(day).filter(organization=OuterRef("pk"))
    found = found.annotate(chair_office=Subquery(chairs.values("pk")[:1]))
    has_address = Q(person__user__is_active=True) | ~Q(person__email="")
    written = Appointment.objects.visible_to(user).filter(has_address, pk=OuterRef("chair_office"))
    called = Q(chair_phone__isnull=False) & ~Q(chair_phone="")
    return found.annotate(
        reach=Case(
            When(Exists(written), then=Value(2)),
            When(called, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    )


def reached(row: Any) -> str:
    return (BY_NOTHING, BY_PHONE, BY_LETTER)[row.reach]


def addressees_table(organizations: OrganizationQuerySet, user: Any, day: date) -> Table:
    """Whom the letter does not reach stands first."""
    return Table(
        name="request_addressees",
        title=_("Whom we ask"),
        columns=[
            *_of_organization(),
            *chair_columns(hidden=False),
            Column(key="reached", title=_("How they are told"), value=reached, text=_reached, kind="choice", width=30),
        ],
        rows=ByKey(with_reach(organizations, user, day).order_by("reach", "path")),
        as_of=day,
        empty=_("It asks nobody. Choose at least one organization."),
    )


def _reached(row: Any) -> str:
    return str(REACHED[reached(row)])


def choice_table(organizations: OrganizationQuerySet, named: Any, day: date) -> Table:
    """Organizations to choose from; `named`: the numbers of those it asks as it stands."""
    asked = organizations.with_chair(day).annotate(is_asked=Exists(named.filter(pk=OuterRef("pk"))))
    return Table(
        name="request_choice",
        title=_("Organizations"),
        columns=[
            *_of_organization(cell="reporting/_choose_organization.html"),
            *chair_columns(hidden=False),
            Column(key="is_asked", title=_("Is asked"), kind="boolean"),
        ],
        rows=ByKey(asked.in_order()),
        as_of=day,
        empty=_("Nothing matches the filter."),
    )


def _of_organization(**shown: Any) -> list[Column]:
    """Where the row is the organization itself."""
    dressed = shown or {"href": lambda row: row.get_absolute_url()}
    return [
        Column(key="organization_code", title=_("Code"), value="code", hidden=True, width=16),
        Column(key="organization", title=_("Organization"), value="name", width=34, **dressed),
        Column(key="level", title=_("Level"), value="level", text=lambda row: row.get_level_display(), kind="choice"),
    ]
