"""What is looked at: one period by organization, the ranking, the budget against the norm, the years."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import exporting, respond
from documents.tables import Table
from organizations.access import Permission, can, require
from reporting.models import Requirement
from reporting.views.filtering import filter_context, page_length, refusal
from training import compared_tables, tables
from training.filters import UNDERSTOOD, Filters, Scope
from training.models.asked import KIND

# What an address of one page says to the others.
CARRIED = ("as_of", "year", "part", "region", "organization", "parent", "level")


class _Page:
    """One address of the tables: its filters, its scope, and what its template is given beside the table."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        require(request.user, Permission.SEE)
        self.request, self.name, self.today = request, name, timezone.localdate()
        self.as_of = as_of_day(request, self.today)
        self.form = Filters(request.GET, user=request.user, as_of=self.as_of, understood=UNDERSTOOD)
        self.refused = refusal(request, self.form)
        self.scope = Scope(self.form)

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


def tabs(current: str, request: HttpRequest) -> list[dict[str, Any]]:
    kept = urlencode({name: value for name in CARRIED if (value := request.GET.get(name))})
    pages = [
        ("table", _("By organization")),
        ("ranking", _("Ranking")),
        ("budget", _("Budget")),
        ("years", _("Five years")),
    ]
    return [
        {
            "title": title,
            "url": reverse(f"training:{name}") + (f"?{kept}" if kept else ""),
            "current": name == current,
        }
        for name, title in pages
    ]


def unconnected(request: HttpRequest) -> list[Requirement]:
    """Requirements of this kind that do not say of which period they ask, for those who may say it."""
    if not can(request.user, Permission.ASK):
        return []
    return list(Requirement.objects.visible_to(request.user).filter(kind=KIND, training_asked=None))


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    page = _Page(request, "table")
    return page.refused or page.respond(tables.training_table(page.scope, request.GET.get("sort", "")))


@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    page = _Page(request, "ranking")
    if page.refused:
        return page.refused
    found = compared_tables.ranking_table(page.scope)
    return page.respond(found, {} if exporting(request) else {"picture": compared_tables.picture(found)})


@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    page = _Page(request, "budget")
    return page.refused or page.respond(compared_tables.budget_table(page.scope))


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    page = _Page(request, "years")
    return page.refused or page.respond(compared_tables.years_table(page.scope))
