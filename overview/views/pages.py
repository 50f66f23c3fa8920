"""Where one begins, and what needs attention."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import exporting
from organizations.access import Permission, appointments_of, can, require
from overview.attention import Attention
from reporting.views.board import board
from reporting.views.tasks import tasks


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The screen of the leadership, the status board for those who look after many, the task list for those who hand
    in; whoever holds no office is told whom to call."""
    if can(request.user, Permission.LEAD):
        return redirect("overview:leadership")
    if can(request.user, Permission.SEE_TABLES):
        return status_board(request)
    if appointments_of(request.user):
        return tasks(request)
    return render(request, "overview/no_office.html")


@require_safe
def status_board(request: HttpRequest) -> HttpResponse:
    return board(request, above=_figures)


def _figures(request: HttpRequest) -> dict[str, Any]:
    """What stands above the board of those who act, as it opens or with a saved view; not over a
    question one has just put to it, nor in a file."""
    as_opened = not request.META["QUERY_STRING"] or "view" in request.GET
    if not as_opened or exporting(request) or not can(request.user, Permission.REMIND):
        return {}
    now = timezone.now()
    today = timezone.localdate(now)
    attention = Attention(request.user, today, at=now, today=today)
    concerns = attention.pressing()
    numbers = attention.numbers(concerns)
    return {
        "attention_url": reverse("overview:attention"),
        "figures": [(one, numbers[one.name]) for one in concerns if numbers[one.name]],
    }


@require_safe
def attention(request: HttpRequest) -> HttpResponse:
    """What needs somebody today, or needed somebody on another day."""
    require(request.user, Permission.SEE_TABLES)
    now = timezone.now()
    today = timezone.localdate(now)
    found = Attention(request.user, as_of_day(request, today), at=now, today=today)
    concerns = found.concerns()
    numbers = found.numbers(concerns)
    context = {
        "as_of": found.day,
        "today": today,
        "is_today": found.is_today,
        "concerns": [(one, numbers[one.name], one.lines() if numbers[one.name] else []) for one in concerns],
    }
    return render(request, "overview/attention.html", context)
