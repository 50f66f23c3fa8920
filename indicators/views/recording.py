"""Staff type a report that came on paper, or correct one that stands."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.asking import KIND
from indicators.forms.recording import PaperForm
from indicators.pages import blocks
from indicators.report_form import ReportForm
from indicators.task import Task
from indicators.views.filling import about, task_or_page
from organizations.access import Permission, require
from organizations.versions import lock
from reporting import state
from reporting.models import Obligation


@require_http_methods(["GET", "HEAD", "POST"])
def report_record(request: HttpRequest, pk: int) -> HttpResponse:
    found = Obligation.objects.visible_to(request.user).with_status(timezone.localdate())
    obligation = get_object_or_404(found.select_related("organization", "requirement__decree_item__decree"), pk=pk)
    require(request.user, Permission.RECORD, obligation.organization)
    if obligation.requirement.kind != KIND:
        raise Http404
    task = task_or_page(request, obligation)
    if isinstance(task, HttpResponse):
        return task
    if request.method == "POST":
        return _sent(request, task)
    paper = PaperForm(task=task, user=request.user, initial={"seen": state.version(obligation)})
    return _page(request, task, paper, task.form(initial=task.start_of(paper.former)))


def _sent(request: HttpRequest, task: Task) -> HttpResponse:
    """Under the lock: whoever comes second finds the state changed and looks once more."""
    with transaction.atomic():
        lock(task.obligation)
        paper = PaperForm(request.POST, request.FILES, task=task, user=request.user)
        figures = task.form(request.POST)
        if paper.sent_before():
            return redirect(task.obligation)
        if not _may_be_kept(paper, figures):
            return _page(request, task, paper, figures)
        try:
            with transaction.atomic():
                submission = paper.record(figures, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            paper.refuse(refusal)
            return _page(request, task, paper, figures)
        sentence = _("The report is recorded: No. {number}.")
        messages.success(request, sentence.format(number=submission.receipt_number))
    return redirect("indicators:report", submission.pk)


def _may_be_kept(paper: PaperForm, figures: ReportForm) -> bool:
    if not all([paper.is_valid(), figures.is_valid()]):
        return False
    if paper.data.get("seen") != state.version(paper.obligation):
        paper.add_error(None, _("Somebody has changed the obligation meanwhile. Look at it, then send this once more."))
        typed: Any = paper.data
        paper.data = {**typed.dict(), "seen": state.version(paper.obligation)}
    return paper.is_valid()


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
    return render(request, "indicators/record.html", context)
