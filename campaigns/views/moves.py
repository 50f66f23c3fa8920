"""Moving the congress or a window: first whose flags would change, then the new version."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns import moves
from campaigns.models import Campaign
from campaigns.move_forms import MoveCongressForm, MoveForm, MoveWindowForm
from campaigns.views.acts import campaign_in_sight
from organizations.access import Permission, require
from organizations.models import Level

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
Flags = Callable[..., list[moves.Flag]]


@FORM_PAGE
def congress_move(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _kept(request, pk)
    form = MoveCongressForm(request.POST or None, campaign=campaign, user=request.user, now=timezone.now())
    present = campaign.congress_on(timezone.localdate())
    return _page(request, campaign, form, moves.congress_flags, present)


@FORM_PAGE
def window_move(request: HttpRequest, pk: int, level: str) -> HttpResponse:
    campaign = _kept(request, pk)
    if level not in (Level.MEMBER, Level.BRANCH, Level.PRIMARY):
        raise Http404
    form = MoveWindowForm(request.POST or None, campaign=campaign, user=request.user, now=timezone.now(), level=level)
    present = campaign.windows_on(timezone.localdate()).get(level)
    return _page(request, campaign, form, moves.window_flags, present)


def _kept(request: HttpRequest, pk: int) -> Campaign:
    campaign = campaign_in_sight(request, pk)
    require(request.user, Permission.KEEP_CAMPAIGN)
    return campaign


def _page(request: HttpRequest, campaign: Campaign, form: MoveForm, flags_of: Flags, present: Any) -> HttpResponse:
    """The form; sent once, the same page shows what would change; confirmed with that in sight, it is kept."""
    context: dict[str, Any] = {"campaign": campaign, "form": form, "present": present}
    if request.method == "POST" and form.is_valid():
        flags = flags_of(campaign, request.user, timezone.localdate(), form.new)
        seen = moves.fingerprint(flags)
        if request.POST.get("step") == "confirm" and form.cleaned_data["seen"] == seen:
            try:
                messages.success(request, form.act(by=request.user, at=timezone.now()))
                return redirect(f"{reverse('campaigns:campaign', args=[campaign.pk])}#windows-title")
            except ValidationError as refusal:
                form.explain(refusal)
        context |= _preview(form, flags, seen) | {"changed_meanwhile": request.POST.get("step") == "confirm"}
    return render(request, "campaigns/congress/move.html", context)


def _preview(form: MoveForm, flags: list[moves.Flag], seen: str) -> dict[str, Any]:
    """Nothing is shown for a form that was refused after all."""
    if not form.is_valid():
        return {}
    changing = [flag for flag in flags if flag.changes]
    return {
        "preview": True,
        "reading": form.reading,
        "flags": changing,
        "unchanged": len(flags) - len(changing),
        "seen": seen,
    }
