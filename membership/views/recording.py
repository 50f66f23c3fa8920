"""Staff type a report that came on paper, or correct one that stands."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from membership import shown
from membership.paper import PaperForm, done
from membership.report_form import ReportForm
from membership.task import Task
from membership.views.filling import KIND, no_year_page
from organizations.access import Permission, require
from organizations.versions import lock
from reporting import state
from reporting.models import Obligation


@require_http_methods(["GET", "HEAD", "POST"])
def report_record(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = Obligation.objects.visible_to(request.user).with_status(today)
    obligation = get_object_or_404(found.select_related("organization", "requirement__decree_item__decree"), pk=pk)
    require(request.user, Permission.RECORD, obligation.organization)
    if obligation.requirement.kind != KIND:
        raise Http404
    task = Task(obligation, today, is_paper=True)
    if page := no_year_page(request, task):
        return page
    if request.method == "POST":
        return _sent(request, task)
    paper = PaperForm(task=task, initial={"seen": state.version(obligation)})
    return _page(request, task, paper, task.form(initial=paper.start()))


def _sent(request: HttpRequest, task: Task) -> HttpResponse:
    """Under the lock: whoever comes second finds the state changed and looks once more."""
    with transaction.atomic():
        lock(task.obligation)
        paper = PaperForm(request.POST, request.FILES, task=task)
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
        messages.success(request, done(submission, paper.wrong_in(figures)))
    return redirect("membership:report", pk=submission.pk)


def _may_be_kept(paper: PaperForm, figures: ReportForm) -> bool:
    if not all([paper.is_valid(), figures.is_valid()]):
        return False
    paper.ask_to_keep(paper.wrong_in(figures))
    if paper.data.get("seen") != state.version(paper.obligation):
        paper.add_error(None, _("Somebody has changed the obligation meanwhile. Look at it, then send this once more."))
        typed: Any = paper.data
        paper.data = {**typed.dict(), "seen": state.version(paper.obligation)}
    return paper.is_valid()


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
