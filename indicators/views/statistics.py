"""What is looked at: the forms, one form by organization, three years of it, the ranking by one indicator."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import exporting, respond
from documents.tables import Table
from indicators import compared_tables, tables
from indicators.filters import OF_ONE, UNDERSTOOD, Filters, Scope
from indicators.models import ActivityForm, ActivityReport
from indicators.views.tabs import tabs
from organizations.access import Permission, can, require
from reporting.filters import Understood
from reporting.views.filtering import filter_context, page_length, refusal


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """What is told beside the membership: every form, and how many told something."""
    require(request.user, Permission.SEE)
    today = timezone.localdate()
    current = ActivityReport.objects.visible_to(request.user).current_on(today)
    latest = current.order_by().values("form").annotate(bodies=Count("organization", distinct=True))
    told = {one["form"]: one["bodies"] for one in latest}
    lines = [
        {"form": form, "version": next(iter(form.versions_in_use()), None), "bodies": told.get(form.pk)}
        for form in ActivityForm.objects.with_versions()
    ]
    context = {"lines": lines, "defines": can(request.user, Permission.ASK)}
    return render(request, "indicators/forms.html", context)


class _Page:
    """One address of the tables of a form: its filters, its scope, and what its template is given beside the table."""

    def __init__(self, request: HttpRequest, code: str, name: str, understood: Understood) -> None:
        require(request.user, Permission.SEE)
        self.request, self.name, self.today = request, name, timezone.localdate()
        self.form_of = get_object_or_404(ActivityForm.objects.with_versions(), code=code)
        self.as_of = as_of_day(request, self.today)
        self.form = Filters(
            request.GET, user=request.user, as_of=self.as_of, form_of=self.form_of, understood=understood
        )
        self.refused = refusal(request, self.form)
        self.scope = Scope(self.form)
        self.sort = request.GET.get("sort", "")

    def respond(self, table: Table, context: Mapping[str, Any] | None = None) -> HttpResponse:
        return respond(
            self.request,
            table,
            template=f"indicators/{self.name}.html",
            context={} if exporting(self.request) else {**self.context(), **(context or {})},
            per_page=page_length(self.request),
        )

    def context(self) -> dict[str, Any]:
        return {
            **filter_context(self.request, self.form),
            "form_of": self.form_of,
            "as_of": self.as_of,
            "today": self.today,
            "period": self.scope.period,
            "whole": self.scope.whole,
            "tabs": tabs(self.form_of, self.name, self.request),
        }


@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:
    page = _Page(request, code, "table", UNDERSTOOD)
    return page.refused or page.respond(tables.activity_table(page.scope, page.sort))


@require_safe
def years(request: HttpRequest, code: str) -> HttpResponse:
    page = _Page(request, code, "years", UNDERSTOOD)
    return page.refused or page.respond(compared_tables.years_table(page.scope))


@require_safe
def ranking(request: HttpRequest, code: str) -> HttpResponse:
    page = _Page(request, code, "ranking", OF_ONE)
    return page.refused or page.respond(
        compared_tables.ranking_table(page.scope, page.sort), {"indicator": page.scope.indicator}
    )
