"""Staff type a report that came on paper, or correct one that stands: shared by the rooms whose reports have figures."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from organizations.access import Permission, require
from organizations.versions import lock
from reporting.forms.paper import FiguresOnPaperForm
from reporting.models import Obligation

Forms = tuple[FiguresOnPaperForm, Any]


def obligation_to_record(request: HttpRequest, pk: int, *, kind: str) -> Obligation:
    """404 for what the user does not see and for another kind, 403 for what they may not record."""
    found = Obligation.objects.visible_to(request.user).with_status(timezone.localdate())
    obligation = get_object_or_404(found.select_related("organization", "requirement__decree_item__decree"), pk=pk)
    require(request.user, Permission.RECORD, obligation.organization)
    if obligation.requirement.kind != kind:
        raise Http404
    return obligation


def record_page(
    request: HttpRequest,
    obligation: Obligation,
    *,
    forms: Callable[[], Forms],
    page: Callable[[Any, Any], HttpResponse],
) -> HttpResponse:
    """What was sent, under the lock: whoever comes second finds the state changed and looks once more. `forms` binds
    what is said of the paper and its figures, `page` shows the two."""
    with transaction.atomic():
        lock(obligation)
        paper, figures = forms()
        if paper.sent_before():
            return redirect(obligation)
        if not paper.may_be_kept(figures):
            return page(paper, figures)
        try:
            with transaction.atomic():
                submission = paper.record(figures, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            paper.refuse(refusal)
            return page(paper, figures)
        messages.success(request, paper.done(submission, figures))
    return redirect(obligation.kind.show, submission.pk)
