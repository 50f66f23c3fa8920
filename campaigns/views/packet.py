"""The protocol packet from a phone: checklist with photographs, check, hand-in, over the drafts every form shares."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import packet_files, packet_form
from campaigns.models import PacketFile
from campaigns.packet_form import FILES, PART, PacketForm, RestFollows, files_by_part, would_lack
from campaigns.packet_sending import hand_over
from campaigns.packets import KIND, Packet, packet_of
from reporting import drafts
from reporting.models import Draft, Obligation, Submission
from reporting.views.filling import (
    Changed,
    check_again,
    check_context,
    checked_draft,
    conflict_page,
    draft_context,
    hand_in_page,
    obligation_to_fill,
    settled,
    shut_page,
)

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Task:
    """An obligation to hand in a packet, and its checklist."""

    obligation: Obligation
    packet: Packet

    def form(self, *args: Any, **kwargs: Any) -> PacketForm:
        return PacketForm(
            *args,
            parts=self.packet.parts,
            held_on=self.packet.held_on,
            today=timezone.localdate(),
            documents=self.standing.packet_documents.select_related("part") if self.standing else (),
            **kwargs,
        )

    @property
    def url(self) -> str:
        return reverse("campaigns:packet_form", args=[self.obligation.pk])

    @cached_property
    def former(self) -> Submission | None:
        return drafts.to_correct(self.obligation)

    @cached_property
    def standing(self) -> Submission | None:
        """The hand-in that only what was lacking may follow."""
        return self.obligation.standing()

    def files(self) -> list[PacketFile]:
        return list(self.obligation.packet_files.current())

    def data(self, draft: Draft) -> drafts.Data:
        """What is typed; before anything is, the numbers and days of the hand-in that is corrected."""
        if draft.pk or self.former is None:
            return draft.data
        return packet_form.data_of(self.former)


def task_of(request: HttpRequest, pk: int) -> Task | HttpResponse:
    """The task; the sentence in place of a form where no campaign has a checklist for it yet."""
    obligation = obligation_to_fill(request, pk)
    if obligation.requirement.kind != KIND:
        raise Http404
    packet = packet_of(obligation, request.user, timezone.localdate())
    if not packet.parts:
        return render(request, "campaigns/no_campaign.html", {"obligation": obligation})
    return Task(obligation, packet)


@FORM_PAGE
def packet_form_page(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_of(request, pk)
    if isinstance(task, HttpResponse):
        return task
    if request.method != "POST" and task.standing:
        return redirect("campaigns:packet", task.standing.pk)
    if page := shut_page(request, task.obligation):
        return page
    if request.method == "POST":
        return typed(request, task)
    return form_page(request, task, Draft.of(task.obligation))


def typed(request: HttpRequest, task: Task) -> HttpResponse:
    """Everything that was sent is kept first, files too; only then it is looked at."""
    try:
        draft, refusals = keep(request, task)
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, packet_form.typed(request.POST))
    action = request.POST.get("action")
    if action != "check" and not refusals:
        if action == "add":
            return redirect(f"{task.url}#{PART}{first_part(request) or 'none'}")
        messages.success(request, _("The draft is saved. You may go on at any time; it has not been submitted yet."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = task.form(drafts.as_post(task.data(draft)))
    if not form.is_valid() or refusals or not has_papers(form, task):
        return form_page(request, task, draft, form, refusals)
    return redirect("campaigns:packet_check", pk=task.obligation.pk)


def has_papers(form: PacketForm, task: Task) -> bool:
    """Whether there is anything to hand in; the sentence stands in the form."""
    if task.files():
        return True
    form.add_error(None, ValidationError(_("Add at least one photograph or file."), code="empty"))
    return False


def keep(request: HttpRequest, task: Task) -> tuple[Draft, dict[str, list[ValidationError]]]:
    """Keeps the answers, and the files whoever saved the draft meanwhile; refusals by the code of the part."""
    refusals = keep_files(request, task)
    data, version = packet_form.typed(request.POST), drafts.version_of(request.POST)
    return task.obligation.save_draft(data, version=version, by=request.user, at=timezone.now()), refusals


def keep_files(request: HttpRequest, task: Task) -> dict[str, list[ValidationError]]:
    refusals = {}
    for part in task.packet.parts:
        files = request.FILES.getlist(FILES + part.code)
        refused = packet_files.add_files(task.obligation, part, files, by=request.user, at=timezone.now())
        if refused:
            refusals[part.code] = refused
    return refusals


def first_part(request: HttpRequest) -> str:
    """Where to go on after files were added."""
    names = [name.removeprefix(FILES) for name in request.FILES if name.startswith(FILES)]
    return names[0] if names else ""


def form_page(
    request: HttpRequest,
    task: Task,
    draft: Draft,
    form: PacketForm | None = None,
    refusals: dict[str, list[ValidationError]] | None = None,
) -> HttpResponse:
    """The checklist as the draft stands; a correction begins with what was handed in before."""
    if form is None:
        form = task.form(initial=task.data(draft))
    context = {
        "obligation": task.obligation,
        "packet": task.packet,
        "form": form,
        "former": task.former,
        "has_errors": bool(refusals),
        **lines_context(task, form, refusals),
        **draft_context(task.obligation, draft),
    }
    return render(request, "campaigns/packet/form.html", context)


def lines_context(
    task: Task, form: PacketForm, refusals: dict[str, list[ValidationError]] | None = None
) -> dict[str, Any]:
    remarks, whole = _remarks(task)
    sentences = {code: [error.messages[0] for error in errors] for code, errors in (refusals or {}).items()}
    documents = list(task.standing.packet_documents.all()) if task.standing else []
    return {
        "lines": packet_form.lines(
            form,
            task.packet,
            files_by_part(task.files()),
            remarks=remarks,
            refusals=sentences,
            documents={document.part_id: document for document in documents},
        ),
        "whole": whole,
        "accept": packet_form.ACCEPT,
    }


def _remarks(task: Task) -> tuple[dict[str, list[str]], list[str]]:
    """Sentences by field or part; what speaks of none of them stands above the checklist."""
    remarks: dict[str, list[str]] = {}
    whole = []
    codes = {part.code for part in task.packet.parts}
    for remark in task.former.remarks.all() if task.former else ():
        if remark.field.partition("_")[2] in codes:
            remarks.setdefault(remark.field, []).append(remark.text)
        else:
            whole.append(remark.text)
    return remarks, whole


# --- Check and hand in --------------------------------------------------------------------------------------------


@require_safe
def packet_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check your answers: what is handed in is what stands here, and what is lacking is said by name."""
    task = task_of(request, pk)
    if isinstance(task, HttpResponse):
        return task
    if page := shut_page(request, task.obligation):
        return page
    return check_page(request, task)


def check_page(request: HttpRequest, task: Task, rest: RestFollows | None = None) -> HttpResponse:
    draft = Draft.of(task.obligation)
    if not draft.pk:
        return redirect(task.url)
    form = task.form(drafts.as_post(task.data(draft)))
    if not form.is_valid() or not has_papers(form, task):
        return form_page(request, task, draft, form)
    files = files_by_part(task.files())
    context = {
        **check_context(request, task.obligation, draft),
        "former": task.former,
        "rows": packet_form.answer_rows(form, task.packet, files, task.url),
        "lacking": would_lack(task.packet, files, form.details()),
        "form": rest or RestFollows(),
        "files": fingerprint(task),
    }
    return render(request, "campaigns/packet/check.html", context)


def fingerprint(task: Task) -> str:
    """Which files were checked, in which order: one added meanwhile is to be seen before it is signed."""
    return " ".join(f"{file.pk}" for file in task.files())


@FORM_PAGE
def packet_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands in what was checked."""
    task = task_of(request, pk)
    if isinstance(task, HttpResponse):
        return task
    found = checked_draft(request, task.obligation, check="campaigns:packet_check")
    return found if isinstance(found, HttpResponse) else _hand_in(request, task, *found)


def _hand_in(request: HttpRequest, task: Task, draft: Draft, token: UUID) -> HttpResponse:
    """The hand-in and its documents in one transaction."""
    if draft.version != drafts.version_of(request.POST):
        return conflict_page(request, task.obligation, draft, packet_form.typed(request.POST))
    form = task.form(drafts.as_post(task.data(draft)))
    if not form.is_valid():
        return check_again(request, task.obligation, token, check="campaigns:packet_check")
    rest = RestFollows(request.POST)
    if would_lack(task.packet, files_by_part(task.files()), form.details()) and not rest.is_valid():
        return settled(request, task.obligation, token) or check_page(request, task, rest)
    now, today, checked = timezone.now(), timezone.localdate(), request.POST.get("files", "")

    def complete(made: Submission) -> None:
        if fingerprint(task) != checked:
            raise Changed
        hand_over(made, form.details(), received_on=today, by=request.user, at=now)

    try:
        return hand_in_page(
            request,
            task.obligation,
            draft,
            token,
            saved_meanwhile=lambda saved: conflict_page(
                request, task.obligation, saved, packet_form.typed(request.POST)
            ),
            at=now,
            today=today,
            then=complete,
        )
    except Changed:
        return check_again(request, task.obligation, token, check="campaigns:packet_check")
