"""The home of a chair: what is to be handed in, and what has been."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.cutting import ByKey
from organizations.access import Permission, appointments_of
from reporting import kinds
from reporting.calendar import after_years
from reporting.forms.tasks import TaskFilter
from reporting.models import Submission
from reporting.querysets import ObligationQuerySet, due_between
from reporting.tasks import NOT_OPEN, duties, follow_ups, handed_in, permission_of, task_of, to_do

PER_PAGE = 50
LATEST = 20


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    mine = duties(request.user, today)
    every = to_do(mine, today)
    with_branches = mine.filter(is_own=False).exists()
    filter_form = TaskFilter(request.GET, user=request.user) if with_branches else None
    found = filter_form.narrow(every) if filter_form else every
    rows: Any = ByKey(found, few=True)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    filtered = bool(filter_form and filter_form.chosen)
    may_fill = permission_of(request.user) == Permission.FILL
    handed = _handed_in(request, mine, today)
    kinds.entitled([*page, *(row["obligation"] for row in handed["handed"])])
    context = {
        "appointments": appointments_of(request.user),
        "filter_form": filter_form,
        "filtered": filtered,
        "page": page,
        "tasks": [task_of(one, may_fill=may_fill, with_organization=with_branches) for one in page],
        "owes_nothing": not _owes(every, page, is_all=not filtered and page.paginator.num_pages == 1),
        "with_branches": with_branches,
        "may_fill": may_fill,
        "follow_ups": follow_ups(request.user, today) if may_fill else [],
        **handed,
    }
    return render(request, "reporting/tasks.html", context)


def _owes(every: ObligationQuerySet, page: Page, *, is_all: bool) -> bool:
    """Whether anything is open; asked only where the page does not show it already."""
    shown = any(one.place != NOT_OPEN for one in page)
    return shown or (not is_all and every.exclude(place=NOT_OPEN).exists())


def _handed_in(request: HttpRequest, mine: ObligationQuerySet, today: date) -> dict[str, Any]:
    """The latest of what was due in the last year or later, or all where the address asks for it; each with its
    receipt."""
    wants_all = request.GET.get("handed") == "all"
    of_late = due_between(today, after_years(today, -1), None)
    rows = list(handed_in(mine) if wants_all else handed_in(mine.filter(of_late))[: LATEST + 1])
    shown = rows if wants_all else rows[:LATEST]
    older = mine.exclude(of_late).exists()
    more = not wants_all and (older or len(rows) > LATEST)
    receipts = Submission.objects.visible_to(request.user).in_bulk(
        [one.last_submission for one in shown if one.last_submission]
    )
    handed = [{"obligation": one, "receipt": receipts.get(one.last_submission)} for one in shown]
    return {"handed": handed, "more_handed": more}
