"""One act, one form: shown, checked, done, and back to the page it belongs to."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from campaigns.models import Campaign
from organizations.models import Organization


def act_page(
    request: HttpRequest,
    form: Any,
    *,
    back_url: str,
    back_text: str = "",
    caption: str = "",
    template: str = "campaigns/act.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """`form`: a VerbForm, or one that acts and explains as it does; after the act, the page it came from with the sentence that says what was done."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = form.act(by=request.user, at=timezone.now())
            messages.success(request, done)
            return redirect(back_url)
        except ValidationError as refusal:
            form.explain(refusal)
    said = {"form": form, "back_url": back_url, "back_text": back_text, "caption": caption}
    return render(request, template, said | dict(context or {}))


def campaign_in_sight(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user).with_terms(), pk=pk)


def organization_in_sight(request: HttpRequest, code: str) -> Organization:
    return get_object_or_404(Organization.objects.visible_to(request.user), code=code)
