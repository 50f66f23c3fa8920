"""The chair's schedule: form, check, submit, over the drafts that every form shares."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign
from campaigns.schedule_draft import answer_rows, approval_rows, as_it_stands, group_rows, joined, told_of_main
from campaigns.schedule_form import ScheduleForm, TermsForm
from campaigns.schedule_lines import Group, Line, groups_of, is_single, key_in, lines_of, stated_in
from campaigns.statements import Planned
from organizations.models import Level
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
KIND = "schedule"


@dataclass(frozen=True)
class Task:
    """An obligation to hand in a schedule, the campaign it belongs to, and the lines of its forms."""

    obligation: Obligation
    campaign: Campaign
    lines: list[Line]
    groups: list[Group]

    def form(self, *args: Any, **kwargs: Any) -> ScheduleForm:
        return ScheduleForm(*args, lines=self.lines, today=timezone.localdate(), **kwargs)

    def filled(self, data: drafts.Data) -> "Filled":
        """All pages of the schedule, bound to a draft; of single primary organizations those with a term."""
        single = [line for group in self.groups for line in stated_in(group.lines, data)]
        post = drafts.as_post(data)
        return Filled(self.form(post), TermsForm(post, lines=single))

    def page_of(self, group: Group) -> str:
        return reverse("campaigns:schedule_primaries", args=[self.obligation.pk, group.organization.code])


@dataclass(frozen=True)
class Filled:
    """The page of the schedule, and the terms of single primary organizations."""

    main: ScheduleForm
    single: TermsForm

    def is_valid(self) -> bool:
        return all([self.main.is_valid(), self.single.is_valid()])

    def wrong_in(self, group: Group) -> int:
        """How many lines of the group are to be corrected."""
        return len({key_in(name) for name in self.single.errors} & {line.key for line in group.lines})


def task_of(request: HttpRequest, pk: int) -> Task | HttpResponse:
    """The task; the sentence in place of a form where no campaign asks for this schedule yet."""
    obligation = obligation_to_fill(request, pk)
    if obligation.requirement.kind != KIND:
        raise Http404
    campaigns = Campaign.objects.visible_to(request.user).with_terms()
    campaign = campaigns.filter(schedule_requirement=obligation.requirement).first()
    if campaign is None:
        return render(request, "campaigns/no_campaign.html", {"obligation": obligation})
    today = timezone.localdate()
    lines = lines_of(obligation.organization, campaign, today)
    return Task(obligation, campaign, lines, groups_of(lines, campaign, today))


@FORM_PAGE
def schedule_form(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_of(request, pk)
    if isinstance(task, HttpResponse):
        return task
    if page := shut_page(request, task.obligation):
        return page
    if request.method == "POST":
        return _typed(request, task)
    return _form_page(request, task, Draft.of(task.obligation))


def _typed(request: HttpRequest, task: Task) -> HttpResponse:
    """Everything that was sent is kept first; only then it is looked at."""
    data = joined(task.obligation, drafts.posted(request.POST), timezone.localdate())
    version = drafts.version_of(request.POST)
    try:
        draft = task.obligation.save_draft(data, version=version, by=request.user, at=timezone.now())
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, data)
    action = request.POST.get("action", "")
    for group in task.groups:
        if action == f"group:{group.organization.code}":
            return redirect(task.page_of(group))
    if action == "check":
        filled = task.filled(draft.data)
        if not filled.is_valid():
            return _form_page(request, task, draft, filled)
        return redirect("campaigns:schedule_check", pk=task.obligation.pk)
    messages.success(request, _("The draft is saved. You may go on at any time; it has not been submitted yet."))
    return redirect(settings.LOGIN_REDIRECT_URL)


def _form_page(request: HttpRequest, task: Task, draft: Draft, filled: Filled | None = None) -> HttpResponse:
    """The form as the draft stands; it begins with what was handed in before, or with the official table."""
    today = timezone.localdate()
    former = drafts.to_correct(task.obligation)
    before = told_of_main(task.obligation.organization, task.campaign, today)
    data = as_it_stands(task.obligation, draft, task.campaign, today)
    form = filled.main if filled else task.form(initial=data)
    remarks = remarks_by_field(former)
    context = {
        "obligation": task.obligation,
        "campaign": task.campaign,
        "form": form,
        "lines": [(shown, before.get(shown.line.key)) for shown in form.shown(remarks)],
        "groups": _groups(task, data, filled, remarks),
        "windows": _windows(task.lines),
        "is_prefilled": not draft.pk and not former and bool(form.initial),
        "former": former,
        "remarks": _beside(remarks, form),
        "reading_url": reverse("campaigns:reading", args=[task.campaign.pk]),
        **draft_context(task.obligation, draft),
    }
    return render(request, "campaigns/schedule_form.html", context)


def _beside(remarks: dict[str, list[str]], form: ScheduleForm) -> dict[str, list[str]]:
    """By field of the page; what speaks of no field stands above it, what speaks of a primary organization on its page."""
    whole = [text for name, told in remarks.items() if name not in form.fields and not is_single(name) for text in told]
    return {**{name: told for name, told in remarks.items() if name in form.fields}, "whole": whole}


def _groups(
    task: Task, data: drafts.Data, filled: Filled | None, remarks: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """How many primary organizations of each branch have a term, and how many terms are to be corrected."""
    rows = []
    remarked = {key_in(name) for name in remarks}
    for group in task.groups:
        wrong = filled.wrong_in(group) if filled else 0
        stated = len(group.stated_in(data))
        rows.append(
            {
                "group": group,
                "stated": stated,
                "wrong": wrong,
                "url": task.page_of(group),
                "remarked": len(remarked & {line.key for line in group.lines}),
            }
        )
        if filled and wrong:
            sentence = ngettext(
                "{branch}: {n} term is to be corrected", "{branch}: {n} terms are to be corrected", wrong
            )
            filled.main.add_error(None, sentence.format(branch=group.title, n=wrong))
    return rows


def _windows(lines: list[Line]) -> list[tuple[str, str]]:
    """The windows of the levels below, each said once above all lines of that level."""
    below = {str(Level(line.level).label): line.window_days for line in lines if not line.is_own and line.window}
    return list(below.items())


def remarks_by_field(former: Submission | None) -> dict[str, list[str]]:
    """What staff said of the returned hand-in, sentence by sentence."""
    remarks: dict[str, list[str]] = {}
    for remark in former.remarks.all() if former else ():
        remarks.setdefault(remark.field, []).append(remark.text)
    return remarks


@require_safe
def schedule_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check your answers: what is submitted is what stands here."""
    task = task_of(request, pk)
    if isinstance(task, HttpResponse):
        return task
    if page := shut_page(request, task.obligation):
        return page
    draft = Draft.of(task.obligation)
    if not draft.pk:
        return redirect("campaigns:schedule_form", pk=pk)
    filled = task.filled(draft.data)
    if not filled.is_valid():
        return _form_page(request, task, draft, filled)
    return render(request, "campaigns/schedule_check.html", _to_check(request, task, draft, filled))


def _to_check(request: HttpRequest, task: Task, draft: Draft, filled: Filled) -> dict[str, Any]:
    organization = task.obligation.organization
    before = told_of_main(organization, task.campaign, timezone.localdate())
    former = drafts.to_correct(task.obligation)
    return {
        **check_context(request, task.obligation, draft),
        "former": former,
        "rows": _rows(task, before, filled),
        "has_before": bool(before),
        "not_approved": not filled.main.cleaned_data["approved_by"],
        "answers": drafts.as_post({k: v for k, v in draft.data.items() if not is_single(k)}).lists(),
    }


def _rows(task: Task, before: dict[str, Planned], filled: Filled) -> list[dict[str, Any]]:
    form_url = task.obligation.fill_url
    pages = {group.organization.pk: task.page_of(group) for group in task.groups}
    return [
        *answer_rows(filled.main, before, form_url),
        *group_rows(task.groups, filled.single, pages),
        *approval_rows(filled.main.cleaned_data, form_url),
    ]


@FORM_PAGE
def schedule_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands in what was checked."""
    task = task_of(request, pk)
    if isinstance(task, HttpResponse):
        return task
    found = checked_draft(request, task.obligation, check="campaigns:schedule_check")
    return found if isinstance(found, HttpResponse) else _hand_in(request, task, *found)


def _hand_in(request: HttpRequest, task: Task, draft: Draft, token: UUID) -> HttpResponse:
    """The hand-in and its statements in one transaction."""
    if draft.version != drafts.version_of(request.POST):
        return _saved_meanwhile(request, task, draft)
    filled = task.filled(draft.data)
    if not filled.is_valid():
        return check_again(request, task.obligation, token, check="campaigns:schedule_check")
    return hand_in_page(
        request,
        task.obligation,
        draft,
        token,
        saved_meanwhile=lambda saved: _saved_meanwhile(request, task, saved),
        then=lambda made: filled.main.save_for(made, task.campaign, filled.single),
    )


def _saved_meanwhile(request: HttpRequest, task: Task, draft: Draft) -> HttpResponse:
    """Both versions of the page of the schedule; where only single primary organizations differ, the check once more."""
    mine = joined(task.obligation, drafts.posted(request.POST), timezone.localdate())
    if draft.pk and mine == draft.data:
        messages.warning(
            request, _("The terms of primary organizations were changed meanwhile. Check the answers anew.")
        )
        return redirect("campaigns:schedule_check", pk=task.obligation.pk)
    return conflict_page(request, task.obligation, draft, mine)
