"""Staff type a report that came on paper, or correct one that stands."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from reporting import state
from reporting.views.paper import obligation_to_record, record_page
from training.forms.recording import PaperForm
from training.models.asked import KIND
from training.pages import blocks
from training.report_form import ReportForm
from training.task import Task
from training.views.filling import about, task_or_page


@require_http_methods(["GET", "HEAD", "POST"])
def report_record(request: HttpRequest, pk: int) -> HttpResponse:
    obligation = obligation_to_record(request, pk, kind=KIND)
    task = task_or_page(request, obligation)
    if isinstance(task, HttpResponse):
        return task
    if request.method == "POST":
        return record_page(
            request,
            obligation,
            forms=lambda: (_paper(request, task), task.form(request.POST)),
            page=partial(_page, request, task),
        )
    paper = PaperForm(task=task, user=request.user, initial={"seen": state.version(obligation)})
    return _page(request, task, paper, task.form(initial=task.start_of(paper.former)))


def _paper(request: HttpRequest, task: Task) -> PaperForm:
    return PaperForm(request.POST, request.FILES, task=task, user=request.user)


def _page(request: HttpRequest, task: Task, paper: PaperForm, figures: ReportForm) -> HttpResponse:
    context = {
        **about(task),
        "paper": paper,
        "form": paper,
        "figures": figures,
        "forms": [paper, figures],
        "blocks": blocks(task, figures, {}),
        "standing": paper.standing,
    }
    return render(request, "training/record.html", context)
