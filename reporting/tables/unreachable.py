"""Bodies that owe something and whose chair no letter reaches: the telephone remains, or nothing does."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from documents.cutting import ByKey
from documents.registry import refuse_unknown
from documents.tables import Column, Table
from organizations.models import Appointment, Organization
from organizations.querysets import OrganizationQuerySet
from reporting.books import OPEN
from reporting.models import Obligation
from reporting.tables.people import chair_columns

WHY = {
    "no_chair": _("no chair is in office"),
    "phone_only": _("no e-mail; there is a telephone"),
    "nothing": _("neither telephone nor e-mail"),
}


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ())
    return unreachable_table(user, as_of)


def unreachable(user: Any, day: date) -> OrganizationQuerySet:
    """Active bodies that owe something and whose chair has neither an e-mail nor a sign-in that is open."""
    owed = Obligation.objects.visible_to(user).existing_on(day).filter(OPEN)
    chairs = Appointment.objects.visible_to(user).chairs_on(day).filter(organization=OuterRef("pk"))
    first = Subquery(chairs.values("person")[:1])
    found = Organization.objects.visible_to(user).active_on(day).with_chair(day)
    found = found.filter(Exists(owed.filter(organization=OuterRef("pk")))).annotate(chair_person=first)
    can_be_written = Q(person__user__is_active=True) | ~Q(person__email="")
    written = Appointment.objects.visible_to(user).current_on(day).filter(
        can_be_written, person=OuterRef("chair_person"), organization=OuterRef("pk")
    )  # fmt: skip
    return found.exclude(Exists(written))


def unreachable_table(user: Any, day: date) -> Table:
    owed = Obligation.objects.visible_to(user).existing_on(day).filter(OPEN, organization=OuterRef("pk"))
    number = owed.order_by().values("organization").annotate(n=Count("pk")).values("n")
    rows = unreachable(user, day).annotate(open_number=Coalesce(Subquery(number), 0)).order_by("path")
    return Table(
        name="unreachable",
        title=_("Bodies no letter reaches"),
        columns=[
            Column(key="organization_code", title=_("Code"), value="code", hidden=True, width=16),
            Column(
                key="organization",
                title=_("Organization"),
                value="name",
                href=lambda row: row.get_absolute_url(),
                width=34,
            ),
            Column(
                key="level", title=_("Level"), value="level", text=lambda row: row.get_level_display(), kind="choice"
            ),
            Column(key="why", title=_("Why"), value=why, text=lambda row: WHY[why(row)], kind="choice", width=30),
            *chair_columns(hidden=False),
            Column(key="open_number", title=_("Still owed"), kind="integer"),
        ],
        rows=ByKey(rows),
        as_of=day,
        empty=_("Every body that owes something has a chair with an e-mail."),
    )


def why(row: Any) -> str:
    if row.chair_ru is None:
        return "no_chair"
    return "phone_only" if row.chair_phone else "nothing"
