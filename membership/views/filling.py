"""A report typed by its chair: a list of short pages, a check, a hand-in, over the drafts that every form shares."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from membership import shown
from membership.answers import Lists
from membership.kept import keep_report, refuse_year
from membership.models import FirstCheck
from membership.models.years import KIND
from membership.report_form import ReportForm
from membership.sections import Section
from membership.task import Task
from organizations.access import Permission, can, require
from reporting import drafts
from reporting.models import Draft, Obligation, Submission
from reporting.views.filling import (
    check_again,
    check_context,
    checked_draft,
    conflict_page,
    draft_context,
    hand_in_page,
    obligation_to_fill,
    shut_page,
)

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


def task_of(request: HttpRequest, pk: int) -> Task:
    obligation = obligation_to_fill(request, pk)
    if obligation.requirement.kind != KIND:
        raise Http404
    return Task(obligation, timezone.localdate())


def no_year_page(request: HttpRequest, task: Task) -> HttpResponse | None:
    """The sentence in place of a form of a locked year, or of one before the organization was."""
    try:
        refuse_year(task.organization, task.year)
    except ValidationError as error:
        shut = drafts.Shut(error.code or "", error.messages[0])
        status = 409 if request.method == "POST" else 200
        context = {"obligation": task.obligation, "shut": shut}
        return render(request, "reporting/answer_shut.html", context, status=status)
    return None


def of_task(view: View) -> View:
    """The view gets the task; the sentence in place of a form that is shut."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        task = task_of(request, pk)
        refused = shut_page(request, task.obligation) or no_year_page(request, task)
        return refused or view(request, task, **kwargs)

    return wrapped


def remarks_of(task: Task) -> dict[str, list[str]]:
    """Sentences by field; what speaks of no field of this form stands above the list."""
    known = {name for section in task.sections for name in section.names}
    remarks: dict[str, list[str]] = {}
    for remark in task.former.remarks.all() if task.former else ():
        remarks.setdefault(remark.field if remark.field in known else "whole", []).append(remark.text)
    return remarks


# --- The list of pages ------------------------------------------------------------------------------------


@FORM_PAGE
@of_task
def report_form(request: HttpRequest, task: Task) -> HttpResponse:
    if request.method != "POST":
        return list_page(request, task, Draft.of(task.obligation))
    data, draft = drafts.posted(request.POST), Draft.of(task.obligation)
    try:
        # The list itself sends no answers: what its pages have saved is what is checked.
        draft = save(request, task.obligation, data) if data else draft
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, data)
    if request.POST.get("action") != "check":
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = task.judged(task.data(draft))
    if form.judgement.is_complete:
        FirstCheck.keep(task.obligation, len(form.judgement.failures), by=request.user, at=timezone.now())
    if not form.is_valid():
        return list_page(request, task, draft, form)
    return redirect("membership:report_check", pk=task.obligation.pk)


def save(request: HttpRequest, obligation: Obligation, data: drafts.Data) -> Draft:
    """Everything that was sent is kept first; only then it is looked at."""
    version = drafts.version_of(request.POST)
    return obligation.save_draft(data, version=version, by=request.user, at=timezone.now())


def list_page(request: HttpRequest, task: Task, draft: Draft, form: ReportForm | None = None) -> HttpResponse:
    """With `form`, what keeps it from being handed in stands above the list."""
    data, remarks = task.data(draft), remarks_of(task)
    steps = task.steps(data, form or task.judged(data), remarks)
    context = {
        **about(task),
        "steps": steps,
        "done": sum(step.state == "done" for step in steps),
        "problems": shown.problems(task, form) if form else [],
        "has_errors": form is not None,
        "remarks": remarks,
        "has_below": task.background.has_below,
        **draft_context(task.obligation, draft),
    }
    return render(request, "membership/report_form.html", context)


def about(task: Task) -> dict[str, Any]:
    return {
        "obligation": task.obligation,
        "former": task.former,
        "year": str(task.year),
        "last": task.background.last,
        "last_year": str(task.background.last.year) if task.background.last else "",
    }


# --- One page ---------------------------------------------------------------------------------------------


@FORM_PAGE
@of_task
def report_section(request: HttpRequest, task: Task, section: str) -> HttpResponse:
    found = task.section(section)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _typed(request, task, found)
    draft = Draft.of(task.obligation)
    data = task.data(draft)
    # What was begun says at once what is wrong in it.
    form = task.judged(data) if draft.pk and task.is_begun(found, data) else task.form(initial=data)
    return _section_page(request, task, found, draft, form)


def _typed(request: HttpRequest, task: Task, section: Section) -> HttpResponse:
    action, data = request.POST.get("action", ""), drafts.posted(request.POST)
    taken: drafts.Data = {}
    if action == "same":
        taken = task.same_as_last(section, data)
    elif action == "sums":
        taken = task.sums_taken(section)
    data |= taken
    try:
        draft = save(request, task.obligation, data)
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, data)
    if action in ("same", "sums"):
        sentence = ngettext("{n} figure was filled in.", "{n} figures were filled in.", len(taken))
        messages.info(request, sentence.format(n=len(taken)))
        return redirect("membership:report_section", pk=task.obligation.pk, section=section.code)
    if action == "next":
        form = task.judged(draft.data)
        if any(name in form.errors for name in section.names):
            return _section_page(request, task, section, draft, form)
        if following := task.after(section):
            return redirect("membership:report_section", pk=task.obligation.pk, section=following.code)
    return redirect("membership:report_form", pk=task.obligation.pk)


def _section_page(request: HttpRequest, task: Task, section: Section, draft: Draft, form: ReportForm) -> HttpResponse:
    """A form that was looked at shows the errors of this page alone: the others have theirs."""
    data = task.data(draft)
    for name in [name for name in form.errors if name not in section.names] if form.is_bound else ():
        del form.errors[name]
    number = task.sections.index(section) + 1
    context = {
        **about(task),
        "section": section,
        "form": form,
        "groups": shown.groups(task, section, form, remarks_of(task)),
        "others": [(name, value) for name, value in data.items() if name not in section.names],
        "told": shown.told(task, section, task.judged(data)),
        "number": number,
        "total": len(task.sections),
        "has_same": section.same and any(task.last.get(name) is not None for name in section.names),
        "has_sums": any(task.background.sums.get(name) is not None for name in section.names),
        "checks_url": reverse("membership:report_checks", args=[task.obligation.pk]),
        **draft_context(task.obligation, draft),
    }
    return render(request, "membership/report_section.html", context)


@require_POST
def report_checks(request: HttpRequest, pk: int) -> JsonResponse:
    """What the checks say of answers that are being typed; keeps nothing."""
    task = _task_to_judge(request, pk)
    form = task.judged(drafts.posted(request.POST))
    found = [
        {"field": form.judgement.field_of(one) or "", "code": one.code, "severity": one.severity, "text": one.text}
        for one in form.judgement.failures
    ]
    unread = {name: str(form.errors[name][0]) for name in form.judgement.unread}
    return JsonResponse({"failures": found, "unread": unread})


def _task_to_judge(request: HttpRequest, pk: int) -> Task:
    """Chairs type a report, and staff one that came on paper."""
    obligations = Obligation.objects.visible_to(request.user).select_related("organization", "requirement")
    obligation = get_object_or_404(obligations, pk=pk)
    if obligation.requirement.kind != KIND:
        raise Http404
    is_paper = not can(request.user, Permission.FILL, obligation.organization)
    if is_paper:
        require(request.user, Permission.RECORD, obligation.organization)
    return Task(obligation, timezone.localdate(), is_paper=is_paper)


# --- Check and hand in ------------------------------------------------------------------------------------


@require_safe
@of_task
def report_check(request: HttpRequest, task: Task) -> HttpResponse:
    """Check your answers: what is submitted is what stands here."""
    draft = Draft.of(task.obligation)
    if not draft.pk:
        return redirect("membership:report_form", pk=task.obligation.pk)
    form = task.judged(draft.data)
    if not form.is_valid():
        return list_page(request, task, draft, form)
    context = {
        **about(task),
        **check_context(request, task.obligation, draft),
        "blocks": shown.check_blocks(task, form),
        "warnings": [failure.text for failure in form.judgement.warnings],
        "coverage": form.judgement.coverage,
        "not_involved": form.judgement.not_involved,
    }
    return render(request, "membership/report_check.html", context)


@FORM_PAGE
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands in what was checked."""
    task = task_of(request, pk)
    found = checked_draft(request, task.obligation, check="membership:report_check")
    if isinstance(found, HttpResponse):
        return found
    return no_year_page(request, task) or _hand_in(request, task, *found)


def keep_form(submission: Submission, *, form: ReportForm, lists: Lists) -> None:
    keep_report(submission, form.judgement.answers, lists, failures=form.judgement.failures)


def _hand_in(request: HttpRequest, task: Task, draft: Draft, token: UUID) -> HttpResponse:
    """The hand-in and its rows in one transaction; a year locked meanwhile says so."""
    if draft.version != drafts.version_of(request.POST):
        return conflict_page(request, task.obligation, draft, drafts.posted(request.POST))
    form = task.judged(draft.data)
    if not form.is_valid():
        return check_again(request, task.obligation, token, check="membership:report_check")
    keep = partial(keep_form, form=form, lists=task.lists)
    try:
        return hand_in_page(request, task.obligation, draft, token, then=keep)
    except ValidationError:
        if page := no_year_page(request, task):
            return page
        raise
