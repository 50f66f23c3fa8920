"""Staff type the figures of a hand-in that came on paper, whole and at once."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.models import Conference
from campaigns.results_draft import Task, conference_key
from campaigns.results_form import ResultsForm
from campaigns.results_sections import INFORMATION, sections_of
from organizations.access import Permission, require
from organizations.versions import lock
from reporting.models import Submission

KIND = "conference_results"


@require_http_methods(["GET", "HEAD", "POST"])
def results_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Once for a hand-in: its figures are corrected by a new round, like all that was handed in."""
    submission, task = _paper(request, pk)
    require(request.user, Permission.RECORD, task.obligation.organization)
    if hasattr(submission, "conference_results") or not submission.is_standing:
        return redirect("campaigns:submitted_results", pk=pk)
    taken = _sum_taken(request, task)
    form = task.form(initial=taken) if taken else task.form(request.POST or None)
    if request.method == "POST" and not taken and form.is_valid():
        with transaction.atomic():
            lock(task.obligation)
            fresh = Submission.objects.visible_to(request.user).standing().filter(conference_results=None, pk=pk)
            if fresh.exists():
                form.save_for(submission, by=request.user, at=timezone.now())
                messages.success(request, _("The figures are entered."))
        return redirect("campaigns:submitted_results", pk=pk)
    return render(request, "campaigns/results/enter.html", _context(submission, task, form))


def _sum_taken(request: HttpRequest, task: Task) -> dict[str, str]:
    """What was typed, and the sum from below in the field that asks for it."""
    for section in task.sections:
        if section.level and (sums := task.sums_taken(section, request.POST)):
            return {**request.POST.dict(), **sums}
    return {}


def _paper(request: HttpRequest, pk: int) -> tuple[Submission, Task]:
    """The hand-in, and the form of its conference without the written part."""
    submissions = Submission.objects.visible_to(request.user)
    found = submissions.select_related("obligation__organization", "obligation__requirement", "conference_results")
    submission = get_object_or_404(found, pk=pk)
    obligation = submission.obligation
    conferences = Conference.objects.visible_to(request.user).select_related("campaign", "organization")
    number = conference_key(obligation) if obligation.requirement.kind == KIND else None
    conference = conferences.filter(pk=number, organization=obligation.organization).first() if number else None
    if conference is None:
        raise Http404
    sections = [one for one in sections_of(obligation.organization, conference) if one.code != INFORMATION]
    return submission, Task(obligation, conference, sections, request.user, timezone.localdate())


def _context(submission: Submission, task: Task, form: ResultsForm) -> dict[str, Any]:
    return {
        "submission": submission,
        "obligation": task.obligation,
        "conference": task.conference,
        "form": form,
        "parts": [
            {
                "section": section,
                "groups": list(form.shown(section, {})),
                "explanation": form[f"{section.prefix}explanation"] if section.level else None,
            }
            for section in task.sections
        ],
    }
