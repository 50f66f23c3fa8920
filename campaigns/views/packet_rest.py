"""What was lacking in a packet that stands handed in: sent later by the chair, or recorded from paper by staff."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from campaigns.packet_form import PacketForm, typed
from campaigns.packet_sending import send_rest
from campaigns.packet_verbs import RecordPartForm
from campaigns.packets import KIND, packet_of
from campaigns.views import packet as filling
from organizations.access import Permission, require
from reporting.models import Obligation, Submission
from reporting.views.filling import signer_context

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@FORM_PAGE
def packet_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist again: parts that have come are shut, except for a number or a day that is lacking."""
    submission = _standing(request, pk)
    task = filling.task_of(request, submission.obligation_id)
    if isinstance(task, HttpResponse):
        return task
    if not submission.is_standing:
        return redirect("campaigns:packet", pk)
    if request.method == "POST":
        return _sent(request, task, submission)
    return rest_page(request, task, submission, task.form())


def _standing(request: HttpRequest, pk: int) -> Submission:
    submissions = Submission.objects.visible_to(request.user).filter(obligation__requirement__kind=KIND)
    return get_object_or_404(submissions.select_related("obligation__organization"), pk=pk)


def rest_page(
    request: HttpRequest, task: filling.Task, submission: Submission, form: PacketForm, refusals: Any = None
) -> HttpResponse:
    context = {
        "obligation": task.obligation,
        "packet": task.packet,
        "submission": submission,
        "form": form,
        "has_errors": bool(refusals),
        **signer_context(request, task.obligation),
        **filling.lines_context(task, form, refusals),
    }
    return render(request, "campaigns/packet/rest.html", context)


def _sent(request: HttpRequest, task: filling.Task, submission: Submission) -> HttpResponse:
    """Files are kept first; they are sent by the chair alone."""
    refusals = filling.keep_files(request, task)
    form = task.form(typed(request.POST))
    if refusals or request.POST.get("action") != "send":
        return rest_page(request, task, submission, task.form(initial=typed(request.POST)), refusals)
    require(request.user, Permission.SUBMIT, task.obligation.organization)
    if not form.is_valid():
        return rest_page(request, task, submission, form)
    now, today = timezone.now(), timezone.localdate()
    try:
        made, described = send_rest(submission, form.details(), received_on=today, by=request.user, at=now)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect("campaigns:packet", submission.pk)
    _say(request, len(made), len(described))
    return redirect("campaigns:packet", submission.pk)


def _say(request: HttpRequest, made: int, described: int) -> None:
    if made:
        messages.success(
            request, ngettext("{count} document was added.", "{count} documents were added.", made).format(count=made)
        )
    if described:
        messages.success(request, _("Numbers and days were added."))
    if not made and not described:
        messages.warning(request, _("There was nothing to send: no photograph, no number and no day was new."))


@FORM_PAGE
def packet_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff note a part that came on paper: nobody photographs it once more."""
    submission = _standing(request, pk)
    obligation = submission.obligation
    require(request.user, Permission.RECORD, obligation.organization)
    today = timezone.localdate()
    owed = Obligation.objects.visible_to(request.user).with_status(today).select_related("organization", "requirement")
    packet = packet_of(owed.get(pk=obligation.pk), request.user, today)
    form = RecordPartForm(request.POST or None, packet=packet, submission=submission, today=today)
    back_url = reverse("campaigns:packet", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            done = form.act(by=request.user, at=timezone.now())
            messages.success(request, done)
            return redirect(back_url)
        except ValidationError as refusal:
            form.explain(refusal)
    context = {"form": form, "organization": obligation.organization, "campaign": packet.campaign, "back_url": back_url}
    return render(request, "campaigns/verb.html", context)
