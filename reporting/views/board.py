"""The status board: the home of everybody who looks after many organizations."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.columns import as_chosen, choice_of, choosing
from documents.as_of import as_of_day
from documents.responses import respond
from documents.tables import Table
from organizations.access import Permission, can, require
from reporting.filters import ALL_LEVELS, Filters, Selection
from reporting.models import Requirement
from reporting.statuses import NO_DATA
from reporting.tables.board import UNDERSTOOD, Board
from reporting.views.bulk import offered
from reporting.views.filtering import (
    address,
    behind,
    filter_context,
    forgotten,
    open_on_last_year,
    page_length,
    refusal,
)
from reporting.views.kept import kept_beside, opening


@require_safe
def board(request: HttpRequest, above: Callable[[HttpRequest], Mapping[str, Any]] | None = None) -> HttpResponse:
    """`above`: asks the home page, which stands higher, what it puts over the board."""
    require(request.user, Permission.SEE_TABLES)
    if sent_on := opening(request, "board"):
        return sent_on
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    opened_on = open_on_last_year(request, as_of)
    form = Filters(request.GET, user=request.user, understood=UNDERSTOOD)
    if refused := refusal(request, form):
        return refused
    board = Board(Selection(form, as_of=as_of, today=today), choice_of(request.user, "board"))
    table = board.table()
    context = {
        **(above(request) if above else {}),
        **filter_context(request, form, view=""),
        **kept_beside(request, form, "board"),
        **forgotten(request, as_of, opened_on),
        "as_of": board.as_of,
        "today": today,
        "board": board,
        "day": f"?as_of={board.as_of:%Y-%m-%d}" if board.as_of != today else "",
        "heads": lambda: [_head(request, board, one) for one in board.shown],
        "overdue_url": f"{reverse('reporting:obligations')}?{behind(form, request, overdue='yes', status='')}",
        "several_query": behind(form, request, organization="", requirement="", level=ALL_LEVELS),
        "all_levels_url": address(request.GET, level=ALL_LEVELS, page=None),
        "bulk": offered(request.user),
        "may_ask": can(request.user, Permission.ASK),
        **_columns(request, board, table),
    }
    return respond(
        request,
        as_chosen(request, table, {one.code: one.code not in board.hidden for one in board.requirements}),
        template="reporting/board.html",
        context=context,
        per_page=page_length(request),
    )


def _columns(request: HttpRequest, board: Board, table: Table) -> dict[str, Any]:
    """The board offers its requirements; the other columns are of files."""
    codes = {one.code for one in board.requirements}
    offered = [column for column in table.columns if column.key in codes]
    return choosing(request, "board", offered, [one.code for one in board.shown])


def _head(request: HttpRequest, board: Board, requirement: Requirement) -> dict[str, Any]:
    """A column: its requirement, and how many of each status stand in it, each with the list behind."""
    form = board.selection.form
    return {
        "requirement": requirement,
        "sums": [
            {"status": status, "number": number, "url": _list_url(request, form, requirement.code, status)}
            for status, number in board.totals_of(requirement).items()
        ],
    }


def _list_url(request: HttpRequest, form: Filters, code: str, status: str) -> str:
    """Where nothing is asked there is no obligation to list: the board shows those organizations."""
    page = "" if status == NO_DATA else reverse("reporting:obligations")
    return f"{page}?{behind(form, request, requirement=code, status=status)}"
