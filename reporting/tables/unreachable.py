"""Bodies that owe something and whose chair no letter reaches: the telephone remains, or nothing does."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from documents.cutting import ByKey
from documents.registry import refuse_unknown
from documents.tables import Column, Table
from mail.models import Letter
from organizations.models import Appointment, Organization
from organizations.querysets import OrganizationQuerySet
from reporting.books import OPEN
from reporting.models import Obligation
from reporting.tables.people import chair_columns

WHY = {
    "no_chair": _("no chair is in office"),
    "turned_back": _("letters to the e-mail come back"),
    "phone_only": _("no e-mail; there is a telephone"),
    "nothing": _("neither telephone nor e-mail"),
}

# As `recipients.Reader` has it: what opens the sign-in comes before what the registry says.
ADDRESS = Case(
    When(person__user__is_active=True, person__user__email__gt="", then=F("person__user__email")),
    default=F("person__email"),
)


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ())
    return unreachable_table(user, as_of)


def unreachable(user: Any, day: date) -> OrganizationQuerySet:
    """Active bodies that owe something and whose chair has neither an e-mail nor a sign-in that is open, or one from
    which letters come back."""
    owed = Obligation.objects.visible_to(user).existing_on(day).filter(OPEN)
    chairs = Appointment.objects.visible_to(user).chairs_on(day).filter(organization=OuterRef("pk"))
    address = Coalesce(Subquery(chairs.annotate(address=ADDRESS).values("address")[:1]), Value(""))
    found = Organization.objects.visible_to(user).active_on(day).with_chair(day)
    owing = found.filter(Exists(owed.filter(organization=OuterRef("pk")))).annotate(chair_address=address)
    wrong = Exists(Letter.objects.turned_back().filter(to=OuterRef("chair_address")))
    return owing.filter(_perhaps(user, day)).filter(Q(chair_address="") | wrong)


def _perhaps(user: Any, day: date) -> Q:
    """Bodies none of whose chairs has an address, or one has none or a wrong one: two lists, made once, leave few whose
    chair of the day must be looked up."""
    chairs = Appointment.objects.visible_to(user).chairs_on(day).order_by().annotate(address=ADDRESS)
    lacking = chairs.filter(Q(address="") | Q(address__in=Letter.objects.turned_back().values("to")))
    return ~Q(pk__in=chairs.values("organization")) | Q(pk__in=lacking.values("organization"))


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
    if row.chair_address:
        return "turned_back"
    return "phone_only" if row.chair_phone else "nothing"
