"""Staff type a report that came on paper, or correct one that stands."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from membership import shown
from membership.models.years import KIND
from membership.paper import PaperForm
from membership.report_form import ReportForm
from membership.task import Task
from membership.views.filling import no_year_page
from reporting import state
from reporting.views.paper import obligation_to_record, record_page


@require_http_methods(["GET", "HEAD", "POST"])
def report_record(request: HttpRequest, pk: int) -> HttpResponse:
    obligation = obligation_to_record(request, pk, kind=KIND)
    task = Task(obligation, timezone.localdate(), is_paper=True)
    if page := no_year_page(request, task):
        return page
    if request.method == "POST":
        return record_page(
            request,
            obligation,
            forms=lambda: (PaperForm(request.POST, request.FILES, task=task), task.form(request.POST)),
            page=partial(_page, request, task),
        )
    paper = PaperForm(task=task, initial={"seen": state.version(obligation)})
    return _page(request, task, paper, task.form(initial=paper.start()))


def _page(request: HttpRequest, task: Task, paper: PaperForm, figures: ReportForm) -> HttpResponse:
    wrong = paper.wrong_in(figures) if paper.is_bound and figures.is_bound else []
    last = task.background.last
    context: dict[str, Any] = {
        "obligation": task.obligation,
        "year": str(task.year),
        "last_year": str(last.year) if last else "",
        "paper": paper,
        "form": paper,
        "forms": [paper, figures],
        "wrong": wrong,
        "asks_to_keep": bool(wrong),
        "blocks": [(section, shown.groups(task, section, figures, {})) for section in task.sections],
        "standing": paper.standing,
        "checks_url": reverse("membership:report_checks", args=[task.obligation.pk]),
    }
    return render(request, "membership/record.html", context)
