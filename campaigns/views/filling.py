"""The chair's schedule: form, check, submit, over the drafts that every form shares."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign
from campaigns.schedule_form import (
    Line,
    ScheduleForm,
    answer_rows,
    answers_of,
    lines_of,
    prefilled,
    told_before,
)
from organizations.access import Permission, can, require
from organizations.models import Appointment, Level
from reporting import drafts
from reporting.models import Draft, Obligation, Submission
from reporting.views.filling import (
    conflict_page,
    draft_context,
    obligation_to_fill,
    settled,
    shut_page,
    token_of,
)

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
KIND = "schedule"


@dataclass(frozen=True)
class Task:
    """An obligation to hand in a schedule, the campaign it belongs to, and the lines of its form."""

    obligation: Obligation
    campaign: Campaign
    lines: list[Line]

    def form(self, *args: Any, **kwargs: Any) -> ScheduleForm:
        return ScheduleForm(*args, lines=self.lines, today=timezone.localdate(), **kwargs)


def _task(request: HttpRequest, pk: int) -> Task | HttpResponse:
    """The task; the sentence in place of a form where no campaign asks for this schedule yet."""
    obligation = obligation_to_fill(request, pk)
    if obligation.requirement.kind != KIND:
        raise Http404
    campaigns = Campaign.objects.visible_to(request.user).with_terms()
    campaign = campaigns.filter(schedule_requirement=obligation.requirement).first()
    if campaign is None:
        return render(request, "campaigns/no_campaign.html", {"obligation": obligation})
    return Task(obligation, campaign, lines_of(obligation.organization, campaign, timezone.localdate()))


@FORM_PAGE
def schedule_form(request: HttpRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    if isinstance(task, HttpResponse):
        return task
    if page := shut_page(request, task.obligation):
        return page
    if request.method == "POST":
        return _typed(request, task)
    return _form_page(request, task, Draft.of(task.obligation))


def _typed(request: HttpRequest, task: Task) -> HttpResponse:
    """Everything that was sent is kept first; only then it is looked at."""
    data = drafts.posted(request.POST)
    version = drafts.version_of(request.POST)
    try:
        draft = task.obligation.save_draft(data, version=version, by=request.user, at=timezone.now())
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, data)
    if request.POST.get("action") == "check":
        form = task.form(drafts.as_post(draft.data))
        if not form.is_valid():
            return _form_page(request, task, draft, form)
        return redirect("campaigns:schedule_check", pk=task.obligation.pk)
    messages.success(request, _("The draft is saved. You may go on at any time; it has not been submitted yet."))
    return redirect(settings.LOGIN_REDIRECT_URL)


def _form_page(request: HttpRequest, task: Task, draft: Draft, form: ScheduleForm | None = None) -> HttpResponse:
    """The form as the draft stands; it begins with what was handed in before, or with the official table."""
    former = drafts.to_correct(task.obligation)
    before = told_before(task.lines, task.campaign, timezone.localdate())
    if form is None:
        start = answers_of(former, task.lines) if former else prefilled(task.lines, before)
        form = task.form(initial=draft.data if draft.pk else start)
    remarks = _remarks(former, form)
    context = {
        "obligation": task.obligation,
        "campaign": task.campaign,
        "form": form,
        "lines": [(shown, before.get(shown.line.key)) for shown in form.shown(remarks)],
        "windows": _windows(task.lines),
        "is_prefilled": not draft.pk and not former and bool(form.initial),
        "former": former,
        "remarks": remarks,
        "reading_url": reverse("campaigns:reading", args=[task.campaign.pk]),
        **draft_context(task.obligation, draft),
    }
    return render(request, "campaigns/schedule_form.html", context)


def _windows(lines: list[Line]) -> list[tuple[str, str]]:
    """The windows of the levels below, each said once above all lines of that level."""
    below = {str(Level(line.level).label): line.window_days for line in lines if not line.is_own and line.window}
    return list(below.items())


def _remarks(former: Submission | None, form: ScheduleForm) -> dict[str, list[str]]:
    """Sentences by field; what speaks of no field of this form stands above it."""
    remarks: dict[str, list[str]] = {}
    for remark in former.remarks.all() if former else ():
        remarks.setdefault(remark.field if remark.field in form.fields else "whole", []).append(remark.text)
    return remarks


@require_safe
def schedule_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check your answers: what is submitted is what stands here."""
    task = _task(request, pk)
    if isinstance(task, HttpResponse):
        return task
    if page := shut_page(request, task.obligation):
        return page
    draft = Draft.of(task.obligation)
    if not draft.pk:
        return redirect("campaigns:schedule_form", pk=pk)
    form = task.form(drafts.as_post(draft.data))
    if not form.is_valid():
        return _form_page(request, task, draft, form)
    return render(request, "campaigns/schedule_check.html", _to_check(request, task, draft, form))


def _to_check(request: HttpRequest, task: Task, draft: Draft, form: ScheduleForm) -> dict[str, Any]:
    organization = task.obligation.organization
    before = told_before(task.lines, task.campaign, timezone.localdate())
    chairs = Appointment.objects.visible_to(request.user).chairs_on(timezone.localdate())
    former = drafts.to_correct(task.obligation)
    return {
        "obligation": task.obligation,
        "draft": draft,
        "former": former,
        "rows": answer_rows(form, before, reverse("campaigns:schedule_form", args=[task.obligation.pk])),
        "has_before": bool(before),
        "not_approved": not form.cleaned_data["approved_by"],
        "token": uuid4(),
        "answers": drafts.as_post(draft.data).lists(),
        "may_submit": can(request.user, Permission.SUBMIT, organization),
        "signer": getattr(request.user, "person", None),
        "chair": chairs.filter(organization=organization).select_related("person").first(),
    }


@FORM_PAGE
def schedule_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands in what was checked. Somebody who signed in again on the way is led back to the check."""
    task = _task(request, pk)
    if isinstance(task, HttpResponse):
        return task
    require(request.user, Permission.SUBMIT, task.obligation.organization)
    token = token_of(request)
    if request.method != "POST" or token is None:
        return redirect("campaigns:schedule_check", pk=pk)
    draft = Draft.of(task.obligation)
    return settled(request, task.obligation, token) or _hand_in(request, task, draft, token)


def _hand_in(request: HttpRequest, task: Task, draft: Draft, token: UUID) -> HttpResponse:
    """The hand-in and its statements in one transaction."""
    if draft.version != drafts.version_of(request.POST):
        return conflict_page(request, task.obligation, draft, drafts.posted(request.POST))
    form = task.form(drafts.as_post(draft.data))
    if not form.is_valid():
        return redirect("campaigns:schedule_check", pk=task.obligation.pk)
    try:
        submission = drafts.hand_in(
            task.obligation,
            by=request.user,
            at=timezone.now(),
            today=timezone.localdate(),
            token=token,
            version=draft.version,
            then=lambda made: form.save_for(made, task.campaign),
        )
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, drafts.posted(request.POST))
    except ValidationError:
        if page := settled(request, task.obligation, token):
            return page
        raise
    return redirect("reporting:receipt", submission.pk)
