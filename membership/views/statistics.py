"""What is looked at: the membership of the union, or of a chair's own bodies, in a year and over ten years."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.cells import grouped
from documents.responses import exporting, respond
from documents.tables import Table, Words
from membership import change_tables, error_tables, pictures, reckoned, sum_tables, tables
from membership.figures import FIGURES
from membership.filters import SUMS, TREND, UNDERSTOOD, Filters, Scope
from membership.statistics import MAIN, InRegion, Line, Statistics, Together
from membership.wording import signed
from organizations.access import Permission, can, require
from reporting.filters import Understood
from reporting.views.filtering import filter_context, page_length, refusal

PAGES: tuple[tuple[str, Words], ...] = (
    ("statistics", _("Overview")),
    ("changes", _("Falls and growth")),
    ("trend", _("Trend")),
    ("years", _("By year")),
    ("regions", _("By region")),
    ("errors", _("Errors")),
)
# What every page of the statistics understands; the rest of an address belongs to its page alone.
CARRIED = ("as_of", "year", "region", "organization", "parent")

# So many organizations have a card with a small line; the table holds all.
CARDS = 60


class _Page:
    """One address of the statistics: its filters, its scope, and what its template is given beside the table."""

    def __init__(self, request: HttpRequest, name: str, understood: Understood) -> None:
        require(request.user, Permission.SEE)
        self.request, self.name, self.today = request, name, timezone.localdate()
        self.as_of: date = as_of_day(request, self.today)
        self.form = Filters(request.GET, user=request.user, as_of=self.as_of, understood=understood)
        self.refused = refusal(request, self.form)
        self.scope = Scope(self.form, today=self.today)
        self.sort = request.GET.get("sort", "")

    def respond(self, table: Table, context: Mapping[str, Any] | None = None) -> HttpResponse:
        return respond(
            self.request,
            table,
            template=f"membership/{self.name}.html",
            context={**self.context(), **(context or {})},
            per_page=page_length(self.request),
        )

    def context(self) -> dict[str, Any]:
        if exporting(self.request):
            return {}
        return {
            **filter_context(self.request, self.form),
            "as_of": self.as_of,
            "today": self.today,
            "year": self.scope.year,
            "whole": self.scope.whole,
            "locked_years_url": self._locked_years_url(),
            "tabs": [
                {"title": title, "url": self.address(name), "current": name == self.name}
                for name, title in PAGES
                if name != "regions" or self.scope.sees_all
            ],
        }

    def _locked_years_url(self) -> str:
        return reverse("membership:locked_years") if can(self.request.user, Permission.SEE_TABLES) else ""

    def address(self, name: str, **more: Any) -> str:
        """Another page of the statistics, of the same day, year and part of the union."""
        kept = {key: value for key in CARRIED if (value := self.request.GET.get(key))}
        query = urlencode({key: value for key, value in {**kept, **more}.items() if value})
        return reverse(f"membership:{name}") + (f"?{query}" if query else "")

    def export_address(self, name: str) -> str:
        return self.address(name, **{"as": "xlsx"})


def _of_line(line: Line) -> str:
    return line.organization.get_absolute_url()


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Headline figures, the map, the ranking, ten years, and the table of the organizations."""
    page = _Page(request, "statistics", UNDERSTOOD)
    if page.refused:
        return page.refused
    scope = page.scope
    if exporting(request):
        return page.respond(tables.membership_table(scope, reckoned.of_rows(scope), page.sort))
    found = reckoned.of_page(scope, MAIN)
    table = tables.on_page(tables.membership_table(scope, found, page.sort))
    return page.respond(table, _drawn(page, found) if scope.year else {})


def _drawn(page: _Page, found: Statistics) -> dict[str, Any]:
    scope, year = page.scope, page.scope.year or 0
    together = found.together(year)
    ranked = pictures.deepest(found.lines(year))
    context = {
        "figures": _headline(page, together),
        "together": together,
        "changes": pictures.of_changes(ranked, _of_line),
        "changes_table": change_tables.changes_table(scope, found, lines=ranked),
        "years": pictures.of_years([(one, found.together(one)) for one in scope.trend]),
        "years_table": sum_tables.on_page(sum_tables.union_table(scope, found)),
        "links": {name: page.export_address(name) for name, _title in PAGES},
        "pages": {name: page.address(name) for name, _title in PAGES},
    }
    if scope.sees_all and not scope.chosen.get("region"):
        regions = found.by_region(year, scope.form.regions)
        context["regions"] = pictures.of_regions(regions, together.coverage, _of_region(page))
        context["regions_table"] = sum_tables.on_page(sum_tables.regions_table(scope, found))
    return context


def _of_region(page: _Page) -> Callable[[InRegion], str]:
    return lambda one: page.address("statistics", region=one.region.iso)


def _headline(page: _Page, together: Together) -> list[dict[str, Any]]:
    figures, coverage = together.figures, together.coverage
    return [
        {"label": FIGURES["employees_total"].title, "value": _number(figures.get("employees_total"))},
        {
            "label": _("Employed members"),
            "value": _number(figures.get("members_employed")),
            "url": page.address("changes"),
            "change": signed(together.change.reported),
            "comparable": signed(together.change.comparable),
        },
        {"label": FIGURES["members_total"].title, "value": _number(figures.get("members_total"))},
        {"label": _("Coverage"), "value": pictures.share(coverage) if coverage is not None else None},
        {"label": _("Not involved"), "value": _number(together.not_involved)},
        {
            "label": _("Reported themselves"),
            "value": f"{together.stated} / {together.bodies}",
            "url": page.address("errors"),
        },
    ]


def _number(value: int | None) -> str | None:
    return None if value is None else grouped(value)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    page = _Page(request, "changes", UNDERSTOOD)
    if page.refused:
        return page.refused
    found = reckoned.of_rows(page.scope, MAIN)
    table = change_tables.changes_table(page.scope, found, page.sort)
    if exporting(request) or not page.scope.year:
        return page.respond(table)
    return page.respond(table, {"changes": pictures.of_changes(found.lines(page.scope.year), _of_line)})


@require_safe
def trend(request: HttpRequest) -> HttpResponse:
    page = _Page(request, "trend", TREND)
    if page.refused:
        return page.refused
    table = change_tables.trend_table(page.scope, reckoned.of_trend(page.scope))
    # With the cards the first page is read: the rows of both at once.
    first: Any = () if exporting(request) else table.rows[: max(CARDS, page_length(request))]  # type: ignore[index]
    answer = {"cards": pictures.of_trends(first[:CARDS])} if first else {}
    return page.respond(table, {**answer, "figure_title": page.scope.figure_title})


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    page = _Page(request, "years", SUMS)
    if page.refused:
        return page.refused
    found = reckoned.of_tops(page.scope)
    table = sum_tables.on_page(sum_tables.union_table(page.scope, found))
    drawn = pictures.of_years([(year, found.together(year)) for year in page.scope.trend])
    return page.respond(table, {"years": drawn})


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """For those who see the whole union; a chair has one region."""
    page = _Page(request, "regions", SUMS)
    if page.refused:
        return page.refused
    found = reckoned.of_tops(page.scope, latest_only=True)
    table = sum_tables.on_page(sum_tables.regions_table(page.scope, found))
    if exporting(request) or not page.scope.year or not page.scope.sees_all:
        return page.respond(table)
    together = found.together(page.scope.year)
    drawn = pictures.of_regions(
        found.by_region(page.scope.year, page.scope.form.regions), together.coverage, _of_region(page)
    )
    return page.respond(table, {"regions": drawn})


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    page = _Page(request, "errors", UNDERSTOOD)
    return page.refused or page.respond(error_tables.errors_table(page.scope, page.sort))
