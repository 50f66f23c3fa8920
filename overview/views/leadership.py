"""The screen of the leadership, and the tables behind its pictures."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import exporting, respond
from documents.tables import Table
from organizations.access import Permission, require
from overview import leadership_pictures, leadership_tables
from overview.leadership import UNDERSTOOD, Screen, asked_of
from overview.shown import on_screen
from reporting.filters import Filters, Selection
from reporting.views.filtering import filter_context, refusal


@require_safe
def leadership(request: HttpRequest) -> HttpResponse:
    """Everything on one page; as a file, the numbers by requirement."""
    return _of_screen(request, "overview/leadership.html", leadership_tables.requirements_table, on_screen)


@require_safe
def leadership_regions(request: HttpRequest) -> HttpResponse:
    def drawn(screen: Screen) -> dict[str, Any]:
        return {"chart": leadership_pictures.of_regions(screen), "id": "regions"}

    return _of_screen(request, "overview/leadership_picture.html", leadership_tables.regions_table, drawn)


@require_safe
def leadership_years(request: HttpRequest) -> HttpResponse:
    def drawn(screen: Screen) -> dict[str, Any]:
        return {"chart": leadership_pictures.of_years(screen.years, screen.as_of), "id": "years"}

    return _of_screen(request, "overview/leadership_picture.html", leadership_tables.years_table, drawn)


def _of_screen(
    request: HttpRequest, template: str, table: Callable[[Screen], Table], more: Callable[[Screen], dict[str, Any]]
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
    return respond(request, table(screen), template=template, context=context)
