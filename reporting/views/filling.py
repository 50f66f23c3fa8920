"""What every form that fills an obligation shares: who may, when it is shut, and two people at once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations.access import Permission, can, require
from organizations.models import Appointment
from reporting import drafts
from reporting.models import Draft, Obligation

# What was typed and not saved, until its author has chosen; the session is theirs alone.
CONFLICTS = "draft_conflicts"


def obligation_to_fill(request: HttpRequest, pk: int) -> Obligation:
    """404 for what the user does not see or what has not arisen yet, 403 for what they may not fill in."""
    obligations = Obligation.objects.visible_to(request.user).with_status(timezone.localdate())
    related = obligations.select_related("organization", "requirement__decree_item__decree")
    obligation = get_object_or_404(related, pk=pk)
    require(request.user, Permission.FILL, obligation.organization)
    return obligation


def shut_page(request: HttpRequest, obligation: Obligation) -> HttpResponse | None:
    """Why the form is shut today, in a sentence; None while it is open."""
    shut = drafts.shut(obligation, timezone.localdate())
    if shut is None:
        return None
    status = 409 if request.method == "POST" else 200
    return render(request, "reporting/answer_shut.html", {"obligation": obligation, "shut": shut}, status=status)


def refused_page(request: HttpRequest, obligation: Obligation, refusal: ValidationError) -> HttpResponse:
    """The sentence in place of a form that has no questions, or speaks of when the organization was not there."""
    shut = drafts.Shut(refusal.code or "", refusal.messages[0])
    status = 409 if request.method == "POST" else 200
    return render(request, "reporting/answer_shut.html", {"obligation": obligation, "shut": shut}, status=status)


def token_of(request: HttpRequest) -> UUID | None:
    """The mark of the form that was checked; the same form sent twice bears the same."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return None


def settled(request: HttpRequest, obligation: Obligation, token: UUID) -> HttpResponse | None:
    """The answer to a form that needs no handing in: it made its hand-in before, or the obligation is shut.

    Ask after reading the draft, and here in this order: whoever finds a draft gone, or a hand-in standing, finds
    the one that this very form has made a moment ago.
    """
    page = shut_page(request, obligation)
    if sent := drafts.sent_before(obligation, token):
        return redirect("reporting:receipt", sent.pk)
    return page


def draft_context(obligation: Obligation, draft: Draft) -> dict[str, Any]:
    """What a page needs to keep its answers as one types."""
    return {
        "draft": draft,
        "draft_url": reverse("reporting:draft", args=[obligation.pk]),
        "draft_version": draft.version,
        "draft_saved_at": draft.saved_at,
    }


def signer_context(request: HttpRequest, obligation: Obligation) -> dict[str, Any]:
    """Who signs what was checked; for those who may not, whom to ask."""
    organization = obligation.organization
    chairs = Appointment.objects.visible_to(request.user).chairs_on(timezone.localdate())
    return {
        "may_submit": can(request.user, Permission.SUBMIT, organization),
        "signer": getattr(request.user, "person", None),
        "chair": chairs.filter(organization=organization).select_related("person").first(),
    }


def check_context(request: HttpRequest, obligation: Obligation, draft: Draft) -> dict[str, Any]:
    """What the frame `reporting/check_page.html` is told of what is checked."""
    return {
        "obligation": obligation,
        "draft": draft,
        "token": uuid4(),
        "answers": drafts.as_post(draft.data).lists(),
        **signer_context(request, obligation),
    }


@require_POST
def draft(request: HttpRequest, pk: int) -> JsonResponse:
    """Keeps what static/js/draft.js sends: 200 with the new version, 409 with the page that compares."""
    obligation = obligation_to_fill(request, pk)
    read = drafts.read_sent(request.body)
    if read is None:
        return JsonResponse({}, status=400)
    version, sent = read
    data = drafts.joined(obligation, sent, timezone.localdate())
    comparison = {"url": reverse("reporting:conflict", args=[pk])}
    if drafts.shut(obligation, timezone.localdate()):
        return JsonResponse(comparison, status=409)
    try:
        saved = obligation.save_draft(data, version=version, by=request.user, at=timezone.now())
    except Draft.Conflict:
        request.session[CONFLICTS] = {**request.session.get(CONFLICTS, {}), str(pk): data}
        return JsonResponse(comparison, status=409)
    return JsonResponse({"version": saved.version})


@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Both versions, one of which is chosen."""
    obligation = obligation_to_fill(request, pk)
    if page := shut_page(request, obligation):
        return page
    if request.method == "POST":
        return _chosen(request, obligation)
    mine = request.session.get(CONFLICTS, {}).get(str(pk))
    if mine is None:
        return redirect(obligation.fill_url)
    return conflict_page(request, obligation, Draft.of(obligation), mine, status=200)


def conflict_page(
    request: HttpRequest, obligation: Obligation, theirs: Draft, mine: drafts.Data, *, status: int = 409
) -> HttpResponse:
    """Instead of overwriting: what was sent beside what somebody has saved meanwhile."""
    context = {
        "obligation": obligation,
        "rows": drafts.comparison(obligation, mine, theirs.data),
        "theirs": theirs,
        "theirs_by": getattr(theirs.saved_by, "person", theirs.saved_by) if theirs.pk else "",
        "mine": drafts.as_post(mine).lists(),
    }
    return render(request, "reporting/conflict.html", context, status=status)


def _chosen(request: HttpRequest, obligation: Obligation) -> HttpResponse:
    if request.POST.get("action") == "mine":
        mine = drafts.posted(request.POST)
        try:
            obligation.save_draft(mine, version=drafts.version_of(request.POST), by=request.user, at=timezone.now())
        except Draft.Conflict as conflict:
            return conflict_page(request, obligation, conflict.draft, mine)
    waiting = request.session.get(CONFLICTS, {})
    if waiting.pop(str(obligation.pk), None) is not None:
        request.session[CONFLICTS] = waiting
    # Chosen is chosen: the copy on this device is not offered once more.
    return redirect(f"{obligation.fill_url}?fresh=1")


def checked_draft(request: HttpRequest, obligation: Obligation, *, check: str) -> HttpResponse | tuple[Draft, UUID]:
    """The draft that was checked and the mark of its form. Somebody who signed in again on the way is led back to
    the page named by `check`; the same form sent twice, and one that is shut, get their answer here."""
    require(request.user, Permission.SUBMIT, obligation.organization)
    token = token_of(request)
    if request.method != "POST" or token is None:
        return redirect(check, obligation.pk)
    draft = Draft.of(obligation)  # before asking whether it is settled: a hand-in meanwhile then fits no version
    return settled(request, obligation, token) or (draft, token)


class Changed(Exception):
    """What was checked is not what would be handed in; raise it in the transaction of the hand-in."""


def check_again(request: HttpRequest, obligation: Obligation, token: UUID, *, check: str) -> HttpResponse:
    """Back to the page named by `check`, since what was checked is not what stands any more: unless it is this very
    form that changed it, by having been handed in a moment ago with its draft and its files."""
    if page := settled(request, obligation, token):
        return page
    messages.warning(request, _("Something has changed since you checked. Please check once more."))
    return redirect(check, obligation.pk)


def hand_in_page(
    request: HttpRequest,
    obligation: Obligation,
    draft: Draft,
    token: UUID,
    *,
    saved_meanwhile: Callable[[Draft], HttpResponse] | None = None,
    **facts: Any,
) -> HttpResponse:
    """Hands in the draft that was checked and leads to the receipt; `facts` as `drafts.hand_in` takes them.

    The same form sent twice leads to the same receipt; who has saved meanwhile is shown, by `saved_meanwhile` where
    the form has a page of its own for it. Raises the ValidationError of any other refusal.
    """
    moment = {"at": timezone.now(), "today": timezone.localdate()}
    try:
        submission = drafts.hand_in(
            obligation, by=request.user, token=token, version=draft.version, **{**moment, **facts}
        )
    except Draft.Conflict as conflict:
        if saved_meanwhile:
            return saved_meanwhile(conflict.draft)
        return conflict_page(request, obligation, conflict.draft, drafts.posted(request.POST))
    except ValidationError:
        if page := settled(request, obligation, token):
            return page
        raise
    return redirect("reporting:receipt", submission.pk)
