"""A report typed by its chair: one page, a check, a hand-in, over the drafts that every form shares."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reporting import drafts
from reporting.models import Draft, Submission
from reporting.views.filling import (
    check_again,
    check_context,
    conflict_page,
    draft_context,
    hand_in_page,
)
from reporting.views.one_page import OnePage, remarks_by_field
from training.kept import keep_report
from training.models.asked import KIND
from training.pages import blocks, check_rows, held_context, labels_of
from training.report_form import ReportForm
from training.task import Task

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
CHECK = "training:report_check"
PAGE = OnePage(KIND, Task, CHECK)


def remarks_of(task: Task) -> dict[str, list[str]]:
    return remarks_by_field(task.former, labels_of(task))


@FORM_PAGE
@PAGE.of_task
def report_form(request: HttpRequest, task: Task) -> HttpResponse:
    if request.method == "POST":
        return _typed(request, task)
    draft = Draft.of(task.obligation)
    return _form_page(request, task, draft, task.form(initial=task.data(draft)))


def _typed(request: HttpRequest, task: Task) -> HttpResponse:
    """Everything that was sent is kept first; only then it is looked at."""
    action, data, version = request.POST.get("action"), drafts.posted(request.POST), drafts.version_of(request.POST)
    if action == "events":
        data = task.filled_in(data)
    try:
        draft = task.obligation.save_draft(data, version=version, by=request.user, at=timezone.now())
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, data)
    if action == "events":
        messages.info(request, _("What the events of the period say stands in the form now."))
        return redirect("training:report_form", task.obligation.pk)
    if action != "check":
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = task.judged(draft.data)
    return redirect(CHECK, task.obligation.pk) if form.is_valid() else _form_page(request, task, draft, form)


def _form_page(request: HttpRequest, task: Task, draft: Draft, form: ReportForm) -> HttpResponse:
    remarks = remarks_of(task)
    explanation = form["explanation"]
    context = {
        **about(task),
        "form": form,
        "blocks": blocks(task, form, remarks),
        "remarks": remarks,
        "asks_explanation": bool(explanation.value() or explanation.errors or "explanation" in remarks),
        **draft_context(task.obligation, draft),
    }
    return render(request, "training/report_form.html", context)


def about(task: Task) -> dict[str, Any]:
    return {
        "obligation": task.obligation,
        "period": task.period,
        "former": task.former,
        "last_title": task.last_title,
        **held_context(task),
    }


@require_safe
@PAGE.of_task
def report_check(request: HttpRequest, task: Task) -> HttpResponse:
    """Check your answers: what is submitted is what stands here."""
    draft = Draft.of(task.obligation)
    if not draft.pk:
        return redirect("training:report_form", task.obligation.pk)
    form = task.judged(draft.data)
    if not form.is_valid():
        return _form_page(request, task, draft, form)
    context = {
        **about(task),
        **check_context(request, task.obligation, draft),
        "blocks": check_rows(task, form.cleaned_data, change_url=task.obligation.fill_url),
        "warnings": [one.text for one in form.warnings],
        "explanation": form.cleaned_data["explanation"],
    }
    return render(request, "training/report_check.html", context)


@FORM_PAGE
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands in what was checked."""
    return PAGE.handed_in(request, pk, _hand_in)


def _hand_in(request: HttpRequest, task: Task, draft: Draft, token: UUID) -> HttpResponse:
    if draft.version != drafts.version_of(request.POST):
        return conflict_page(request, task.obligation, draft, drafts.posted(request.POST))
    form = task.judged(draft.data)
    if not form.is_valid():
        return check_again(request, task.obligation, token, check=CHECK)

    def then(submission: Submission) -> None:
        keep_report(submission, form.cleaned_data, period=task.period, categories=task.categories)

    return hand_in_page(request, task.obligation, draft, token, then=then)
