"""Results of a conference typed by its chair: a list of short pages, a check, a hand-in, over the shared drafts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.models import Conference
from campaigns.results_draft import Task, conference_key, progress
from campaigns.results_form import ResultsForm, label_of
from campaigns.results_rules import rules_of
from campaigns.results_sections import INFORMATION, Section, sections_of
from documents.reading import row_number
from reporting import drafts
from reporting.models import Draft, Submission
from reporting.views.answer import refused
from reporting.views.filling import conflict_page, draft_context, obligation_to_fill, shut_page

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
KIND = "conference_results"
View = Callable[..., HttpResponse]


def task_of(request: HttpRequest, pk: int) -> Task:
    obligation = obligation_to_fill(request, pk)
    if obligation.requirement.kind != KIND:
        raise Http404
    conferences = Conference.objects.visible_to(request.user).select_related("campaign", "organization")
    number = conference_key(obligation)
    conference = conferences.filter(pk=number, organization=obligation.organization).first() if number else None
    if conference is None:
        raise Http404
    sections = sections_of(obligation.organization, conference)
    return Task(obligation, conference, sections, request.user, timezone.localdate())


def of_task(view: View) -> View:
    """The view gets the task; the sentence in place of a form that is shut."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        task = task_of(request, pk)
        return shut_page(request, task.obligation) or view(request, task, **kwargs)

    return wrapped


# --- The list of pages ------------------------------------------------------------------------------------


@FORM_PAGE
@of_task
def results_form(request: HttpRequest, task: Task) -> HttpResponse:
    if request.method != "POST":
        return list_page(request, task, Draft.of(task.obligation))
    data = drafts.posted(request.POST)
    try:
        draft = _keep(request, task)
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, data)
    if request.POST.get("action") != "check":
        messages.success(request, _("The draft is saved. You may go on at any time; it has not been submitted yet."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = task.form(drafts.as_post(draft.data))
    if not form.is_valid():
        return list_page(request, task, draft, form)
    return redirect("campaigns:results_check", pk=task.obligation.pk)


def _keep(request: HttpRequest, task: Task) -> Draft:
    """Everything that was sent is kept first; only then it is looked at."""
    version, now = drafts.version_of(request.POST), timezone.now()
    return task.obligation.save_draft(drafts.posted(request.POST), version=version, by=request.user, at=now)


def list_page(request: HttpRequest, task: Task, draft: Draft, form: ResultsForm | None = None) -> HttpResponse:
    data = task.data(draft)
    former = drafts.to_correct(task.obligation)
    remarks = _remarks(former, task)
    steps = progress(task, data, has_files=draft.pk is not None and draft.files.exists())
    context = {
        **about(task, former),
        "steps": steps,
        "done": sum(step.state == "done" for step in steps),
        "needed": sum(step.state != "empty" or not step.may_stay_empty for step in steps),
        "problems": _problems(task, form) if form else [],
        "has_errors": form is not None,
        "remarks": remarks,
        "remarked": {section.code for section in task.sections if any(name in remarks for name in section.names)},
        "answers": data.items(),
        **draft_context(task.obligation, draft),
    }
    return render(request, "campaigns/results/tasks.html", context)


def about(task: Task, former: Submission | None) -> dict[str, Any]:
    return {"obligation": task.obligation, "conference": task.conference, "former": former}


def _problems(task: Task, form: ResultsForm) -> list[dict[str, str]]:
    """Every error of every page, each with the way to its question."""
    found = []
    for section in task.sections:
        url = reverse("campaigns:results_section", args=[task.obligation.pk, section.code])
        for name in section.names:
            for sentence in form.errors.get(name, ()):
                label = label_of(section, name.removeprefix(section.prefix))
                found.append({"label": label, "sentence": str(sentence), "url": f"{url}#{anchor(form, name)}"})
    return found


def anchor(form: ResultsForm, name: str) -> str:
    """Where a link to a question leads."""
    bound: Any = form[name]
    return str(bound.anchor)


def _remarks(former: Submission | None, task: Task) -> dict[str, list[str]]:
    """Sentences by field; what speaks of no field of this form stands above the list."""
    known = {name for section in task.sections for name in section.names}
    remarks: dict[str, list[str]] = {}
    for remark in former.remarks.all() if former else ():
        remarks.setdefault(remark.field if remark.field in known else "whole", []).append(remark.text)
    return remarks


# --- One page ---------------------------------------------------------------------------------------------


@FORM_PAGE
@of_task
def results_section(request: HttpRequest, task: Task, section: str) -> HttpResponse:
    found = task.section(section)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _typed(request, task, found)
    draft = Draft.of(task.obligation)
    form = task.form(initial=task.data(draft), section=found)
    return _section_page(request, task, found, draft, form)


def _typed(request: HttpRequest, task: Task, section: Section) -> HttpResponse:
    action = request.POST.get("action", "")
    data = {**drafts.posted(request.POST), **task.sums_taken(section, request.POST)}
    version = drafts.version_of(request.POST)
    try:
        draft = task.obligation.save_draft(data, version=version, by=request.user, at=timezone.now())
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, data)
    refusals = drafts.add_files(draft, request.FILES.getlist("files"))
    _take_away(draft, action)
    here = reverse("campaigns:results_section", args=[task.obligation.pk, section.code])
    if refusals:
        form = task.form(initial=task.data(draft), section=section)
        return _section_page(request, task, section, draft, form, refusals)
    if action.startswith("sum:"):
        return redirect(f"{here}#id_{action.removeprefix('sum:')}")
    if action.startswith(("remove:", "files", "sums")):
        return redirect(f"{here}#{'files' if section.code == INFORMATION else 'figures'}")
    if action != "next":
        return redirect("campaigns:results_form", pk=task.obligation.pk)
    form = task.form(drafts.as_post(draft.data), section=section)
    if not form.is_valid() and form.errors:
        return _section_page(request, task, section, draft, form)
    following = task.after(section)
    if following is None:
        return redirect("campaigns:results_form", pk=task.obligation.pk)
    return redirect("campaigns:results_section", pk=task.obligation.pk, section=following.code)


def _take_away(draft: Draft, action: str) -> None:
    number = row_number(action.removeprefix("remove:")) if action.startswith("remove:") else None
    if number and (file := draft.files.filter(pk=number).first()):
        drafts.remove_file(file)


def _section_page(
    request: HttpRequest,
    task: Task,
    section: Section,
    draft: Draft,
    form: ResultsForm,
    refusals: list[ValidationError] | None = None,
) -> HttpResponse:
    former = drafts.to_correct(task.obligation)
    remarks = _remarks(former, task)
    data = task.data(draft)
    upload_form = refused(refusals or [])
    context = {
        **about(task, former),
        "section": section,
        "form": form,
        "forms": [form, upload_form],
        "upload_form": upload_form,
        "groups": list(form.shown(section, remarks)),
        "explanation": form[f"{section.prefix}explanation"] if section.level else None,
        "has_sum": any(value is not None for value in task.summed.get(section.level, {}).values()),
        "rules": rules_of(section),
        "quorum": task.quorum_words if section.code == "attendance" else "",
        "number": task.sections.index(section) + 1,
        "total": len(task.sections),
        "others": [(name, value) for name, value in data.items() if name not in section.names],
        "files": draft.files.all() if draft.pk and section.code == INFORMATION else [],
        "kept_files": former.files.all() if former and section.code == INFORMATION else [],
        "takes_files": section.code == INFORMATION,
        **draft_context(task.obligation, draft),
    }
    return render(request, "campaigns/results/section.html", context)
