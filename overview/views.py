"""Pages that compose several rooms."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import exporting, respond
from documents.tables import Table
from organizations.access import Permission, appointments_of, can, require
from organizations.models import Organization
from overview import discipline, leadership_pictures, leadership_tables
from overview.discipline import Discipline
from overview.leadership import UNDERSTOOD, Screen, asked_of
from overview.organization import Dossier
from overview.shown import on_screen
from reporting.filters import Filters, Selection
from reporting.views.board import board
from reporting.views.filtering import filter_context, page_length, refusal
from reporting.views.tasks import tasks


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The screen of the leadership, the status board for those who look after many, the task list for those who hand
    in; whoever holds no office is told whom to call."""
    if can(request.user, Permission.LEAD):
        return redirect("overview:leadership")
    if can(request.user, Permission.SEE_TABLES):
        return board(request)
    if appointments_of(request.user):
        return tasks(request)
    return render(request, "overview/no_office.html")


@require_safe
def leadership(request: HttpRequest) -> HttpResponse:
    """Everything on one page; as a file, the numbers by requirement."""
    return _of_screen(request, "leadership", leadership_tables.requirements_table, on_screen)


@require_safe
def leadership_regions(request: HttpRequest) -> HttpResponse:
    def drawn(screen: Screen) -> dict[str, Any]:
        return {"chart": leadership_pictures.of_regions(screen)}

    return _of_screen(request, "leadership_regions", leadership_tables.regions_table, drawn)


@require_safe
def leadership_years(request: HttpRequest) -> HttpResponse:
    def drawn(screen: Screen) -> dict[str, Any]:
        return {"chart": leadership_pictures.of_years(screen.years, screen.as_of)}

    return _of_screen(request, "leadership_years", leadership_tables.years_table, drawn)


def _of_screen(
    request: HttpRequest, page: str, table: Callable[[Screen], Table], more: Callable[[Screen], dict[str, Any]]
) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    form = Filters(asked_of(request.GET, as_of), user=request.user, understood=UNDERSTOOD)
    if refused := refusal(request, form):
        return refused
    screen = Screen(Selection(form, as_of=as_of, today=today))
    context: dict[str, Any] = {"as_of": as_of, "today": today, "screen": screen}
    if not exporting(request):
        context |= {**filter_context(request, form), **more(screen)}
    return respond(request, table(screen), template=f"overview/{page}.html", context=context)


def _organization_of(request: HttpRequest, code: str) -> Organization:
    visible = Organization.objects.visible_to(request.user).select_related("region", "parent", "predecessor")
    return get_object_or_404(visible, code=code)


@require_safe
def organization(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one organization, as of a day."""
    found = _organization_of(request, code)
    today = timezone.localdate()
    dossier = Dossier(found, request.user, as_of_day(request, today), today)
    context = {"organization": found, "dossier": dossier, "as_of": dossier.as_of, "today": today}
    return respond(request, dossier.obligations(), template="overview/organization.html", context=context, per_page=50)


@require_safe
def organization_discipline(request: HttpRequest, code: str) -> HttpResponse:
    """How it kept its due days, year by year."""
    found = _organization_of(request, code)
    today = timezone.localdate()
    kept = Discipline(found, request.user, as_of_day(request, today), today)
    context = {"organization": found, "discipline": kept, "as_of": kept.as_of, "today": today}
    return respond(request, kept.table(), template="overview/organization_discipline.html", context=context)


@require_safe
def organization_obligations(request: HttpRequest, code: str) -> HttpResponse:
    """The list behind those numbers: its own obligations, through filters."""
    found = _organization_of(request, code)
    today = timezone.localdate()
    form = Filters(request.GET, user=request.user, understood=discipline.UNDERSTOOD)
    if refused := refusal(request, form):
        return refused
    selection = Selection(form, as_of=as_of_day(request, today), today=today)
    kept = Discipline(found, request.user, selection.as_of, today)
    context = {
        **filter_context(request, form),
        "organization": found,
        "discipline": kept,
        "as_of": kept.as_of,
        "today": today,
    }
    return respond(
        request,
        kept.obligations(selection),
        template="overview/organization_obligations.html",
        context=context,
        per_page=page_length(request),
    )
