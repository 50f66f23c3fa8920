"""What is looked at: one period by organization, the ranking, the budget against the norm, the years."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from documents.responses import exporting
from training import compared_tables, tables
from training.views.frame import Page


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    page = Page(request, "table")
    return page.refused or page.respond(tables.training_table(page.scope, request.GET.get("sort", "")))


@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    page = Page(request, "ranking")
    if page.refused:
        return page.refused
    found = compared_tables.ranking_table(page.scope)
    return page.respond(found, {} if exporting(request) else {"picture": compared_tables.picture(found)})


@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    page = Page(request, "budget")
    return page.refused or page.respond(compared_tables.budget_table(page.scope))


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    page = Page(request, "years")
    return page.refused or page.respond(compared_tables.years_table(page.scope))
