"""What every page shows around its content: where one can go, whose site it is, whom to call."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from organizations.access import Permission, appointments_of, can
from organizations.models import Level, Organization


@dataclass(frozen=True)
class Place:
    """A line of the navigation; `permission` says who is shown it."""

    title: str | Promise
    url_name: str
    permission: Permission
    # Who may do this finds the place under another line.
    unless: Permission | None = None
    # The section it belongs to, by its title.
    within: str | Promise = ""

    def item(self, request: HttpRequest) -> dict[str, Any]:
        url = reverse(self.url_name)
        at_home = url == "/"
        current = request.path == url if at_home else request.path.startswith(url)
        return {"title": self.title, "url": url, "current": current, "within": self.within}


# What staff do with what is owed: one line of the menu, which opens into these.
REPORTING = _("Reporting")
# What organizations do, beside the membership.
ACTIVITY = _("Activity")

PLACES = (
    Place(_("At a glance"), "overview:leadership", Permission.LEAD),
    Place(_("Status board"), "overview:board", Permission.LEAD),
    Place(_("Status board"), "overview:home", Permission.SEE_TABLES, unless=Permission.LEAD),
    Place(_("At a glance"), "overview:leadership", Permission.SEE_TABLES),
    Place(_("My reports"), "overview:home", Permission.FILL),
    Place(_("Obligations"), "reporting:obligations", Permission.SEE_TABLES, within=REPORTING),
    Place(_("Reporting rates"), "reporting:rates", Permission.SEE_TABLES, within=REPORTING),
    Place(_("Reminders and calls"), "reporting:reminders", Permission.SEE_TABLES, within=REPORTING),
    Place(_("Requests"), "reporting:requests", Permission.SEE_TABLES, within=REPORTING),
    Place(_("Requirements"), "reporting:requirements", Permission.ASK, within=REPORTING),
    Place(_("Execution and discipline"), "overview:discipline", Permission.SEE_TABLES, within=REPORTING),
    Place(_("Campaigns"), "campaigns:campaigns", Permission.SEE),
    Place(_("Membership"), "membership:statistics", Permission.SEE),
    Place(_("Activity reports"), "indicators:forms", Permission.SEE_TABLES, within=ACTIVITY),
    Place(_("Training"), "training:table", Permission.SEE_TABLES, within=ACTIVITY),
    Place(_("Inspections"), "inspections:inspections", Permission.SEE_TABLES, within=ACTIVITY),
    Place(_("Activity"), "indicators:forms", Permission.SEE),
    Place(_("Training"), "training:table", Permission.SEE),
    Place(_("Inspections"), "inspections:inspections", Permission.SEE),
    Place(_("Decrees"), "decrees:decrees", Permission.SEE),
    Place(_("Documents"), "letters:letters", Permission.SEE),
    Place(_("Organizations"), "organizations:organizations", Permission.SEE),
    Place(_("Corrections"), "admin:index", Permission.ADMINISTER),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The lines of the menu in order. What stands within a section is a line below the section's own, which leads to
    the first of them; a section of one place is that place."""
    items: dict[str, dict[str, Any]] = {}
    for place in PLACES:
        if can(request.user, place.permission) and not (place.unless and can(request.user, place.unless)):
            item = place.item(request)
            items.setdefault(item["url"], item)
    longest = max((item["url"] for item in items.values() if item["current"]), key=len, default="")
    told = [item | {"current": item["url"] == longest} for item in items.values()]
    return [line for within, some in groupby(told, lambda item: item["within"]) for line in _lines(within, list(some))]


def _lines(within: str | Promise, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not within or len(items) == 1:
        return items
    current = any(item["current"] for item in items)
    return [{"title": within, "url": items[0]["url"], "current": current, "below": items}]


def union(user: Any) -> Organization | None:
    """From the reader's own office, which every page knows already, where it is one in the apparatus."""
    offices = (appointment.organization for appointment in appointments_of(user))
    own = next((organization for organization in offices if organization.level == Level.UNION), None)
    return own or Organization.objects.filter(level=Level.UNION).first()


def house(request: HttpRequest) -> dict[str, Any]:
    """The site context of base.html; nothing in it is asked of the database unless a page shows it."""
    user = getattr(request, "user", None)
    whole = SimpleLazyObject(lambda: union(user))
    known = user is not None and user.is_authenticated
    return {
        "demo": settings.DEMO,
        "navigation": SimpleLazyObject(lambda: navigation(request) if known else []),
        "home_url": "/",
        "search_url": reverse("organizations:organizations") if known else "",
        "language_url": reverse("accounts:language"),
        "sign_out_url": reverse("accounts:sign_out"),
        "profile_url": reverse("accounts:profile") if known else "",
        "department_name": _("Department of organizational work of the Central Committee"),
        "department_phone": SimpleLazyObject(lambda: whole.phone if whole else ""),
    }
