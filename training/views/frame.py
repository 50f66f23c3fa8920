"""The frame that all lists of the training share: filters, scope, tabs, and what each template is given beside its table."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from documents.as_of import as_of_day
from documents.responses import exporting, respond
from documents.tables import Table
from organizations.access import Permission, can, require
from reporting.filters import Understood
from reporting.models import Requirement
from reporting.views.filtering import filter_context, page_length, refusal
from training.event_filters import OF_EVENTS, OF_PLANS, OF_RESPONSIBLE, EventFilters, EventScope
from training.filters import UNDERSTOOD, Filters, Scope
from training.models.asked import KIND

# What an address of one page says to the others.
CARRIED = ("as_of", "year", "part", "region", "organization", "parent", "level")
# What each page understands of it.
PAGES: dict[str, Understood | None] = {
    "table": UNDERSTOOD,
    "ranking": UNDERSTOOD,
    "budget": UNDERSTOOD,
    "years": UNDERSTOOD,
    "events": OF_EVENTS,
    "plans": OF_PLANS,
    "responsible": OF_RESPONSIBLE,
    "programmes": None,
}


class Page:
    """One address of the tables."""

    filters: type[Filters] = Filters
    scoped: type[Scope] = Scope

    def __init__(self, request: HttpRequest, name: str) -> None:
        require(request.user, Permission.SEE)
        self.request, self.name, self.today = request, name, timezone.localdate()
        self.as_of = as_of_day(request, self.today)
        understood = PAGES[name] or UNDERSTOOD
        self.form = self.filters(request.GET, user=request.user, as_of=self.as_of, understood=understood)
        self.refused = refusal(request, self.form)
        self.scope: Any = self.scoped(self.form)

    def respond(self, table: Table, context: Mapping[str, Any] | None = None) -> HttpResponse:
        return respond(
            self.request,
            table,
            template=f"training/{self.name}.html",
            context={} if exporting(self.request) else {**self.context(), **(context or {})},
            per_page=page_length(self.request),
        )

    def context(self) -> dict[str, Any]:
        return {
            **filter_context(self.request, self.form),
            "as_of": self.as_of,
            "today": self.today,
            "period": self.scope.period,
            "whole": self.scope.whole,
            "tabs": tabs(self.name, self.request),
            "unconnected": unconnected(self.request),
        }


class EventPage(Page):
    filters, scoped = EventFilters, EventScope


def tabs(current: str, request: HttpRequest) -> list[dict[str, Any]]:
    pages = {
        "table": _("By organization"),
        "ranking": _("Ranking"),
        "budget": _("Budget"),
        "years": _("Five years"),
        "events": _("Events"),
        "plans": _("Plans"),
        "responsible": _("Responsible persons"),
        "programmes": _("Programmes"),
    }
    return [
        {"title": title, "url": reverse(f"training:{name}") + _kept(request, name), "current": name == current}
        for name, title in pages.items()
    ]


def _kept(request: HttpRequest, name: str) -> str:
    understood = PAGES[name]
    names = {"as_of", *understood.names} if understood else set()
    kept = urlencode({key: value for key in CARRIED if key in names and (value := request.GET.get(key))})
    return f"?{kept}" if kept else ""


def unconnected(request: HttpRequest) -> list[Requirement]:
    """Requirements of this kind that do not say of which period they ask, for those who may say it."""
    if not can(request.user, Permission.ASK):
        return []
    return list(Requirement.objects.visible_to(request.user).filter(kind=KIND, training_asked=None))
