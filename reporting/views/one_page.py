"""A report of one page, of whichever room: the ways to its form, to its hand-in, and to its figures typed from paper."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reporting import state
from reporting.forms.paper import FiguresOnPaperForm
from reporting.models import Draft, Obligation, Submission
from reporting.views.filling import checked_draft, obligation_to_fill, refused_page, shut_page
from reporting.views.paper import obligation_to_record, record_page

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class OnePage:
    """`task` makes what is to be filled in of an obligation on a day; it or its `refuse` raises the sentence why nothing
    can be. `check`: the name of the page that is handed in."""

    kind: str
    task: Callable[[Obligation, date], Any]
    check: str

    def obligation_of(self, request: HttpRequest, pk: int) -> Obligation:
        obligation = obligation_to_fill(request, pk)
        if obligation.requirement.kind != self.kind:
            raise Http404
        return obligation

    def task_or_page(self, request: HttpRequest, obligation: Obligation) -> Any:
        """The sentence in place of a form that speaks of no period, or of when the organization was not there."""
        try:
            task = self.task(obligation, timezone.localdate())
            task.refuse()
        except ValidationError as refusal:
            return refused_page(request, obligation, refusal)
        return task

    def of_task(self, view: View) -> View:
        """The view gets the task; the sentence in place of a form that is shut."""

        @wraps(view)
        def wrapped(request: HttpRequest, pk: int) -> HttpResponse:
            obligation = self.obligation_of(request, pk)
            if page := shut_page(request, obligation):
                return page
            task = self.task_or_page(request, obligation)
            return task if isinstance(task, HttpResponse) else view(request, task)

        return wrapped

    def handed_in(
        self, request: HttpRequest, pk: int, then: Callable[[HttpRequest, Any, Draft, UUID], HttpResponse]
    ) -> HttpResponse:
        """`then` hands in the draft that was checked."""
        obligation = self.obligation_of(request, pk)
        found = checked_draft(request, obligation, check=self.check)
        if isinstance(found, HttpResponse):
            return found
        task = self.task_or_page(request, obligation)
        return task if isinstance(task, HttpResponse) else then(request, task, *found)

    def recorded(
        self,
        request: HttpRequest,
        pk: int,
        *,
        paper: Callable[..., FiguresOnPaperForm],
        shown: Callable[[Any, Any], Mapping[str, Any]],
        template: str,
    ) -> HttpResponse:
        """What is said of the paper stands beside its figures. `shown`: what a page of this task and figures shows."""
        obligation = obligation_to_record(request, pk, kind=self.kind)
        task = self.task_or_page(request, obligation)
        if isinstance(task, HttpResponse):
            return task
        page = partial(_paper_page, request, task, shown, template)
        form = partial(paper, task=task, user=request.user)
        if request.method == "POST":
            return record_page(
                request,
                obligation,
                forms=lambda: (form(request.POST, request.FILES), task.form(request.POST)),
                page=page,
            )
        begun = form(initial={"seen": state.version(obligation)})
        return page(begun, task.form(initial=task.start_of(begun.former)))


def _paper_page(
    request: HttpRequest,
    task: Any,
    shown: Callable[[Any, Any], Mapping[str, Any]],
    template: str,
    paper: FiguresOnPaperForm,
    figures: Any,
) -> HttpResponse:
    context = {
        **shown(task, figures),
        "paper": paper,
        "form": paper,
        "figures": figures,
        "forms": [paper, figures],
        "standing": paper.standing,
    }
    return render(request, template, context)


def remarks_by_field(former: Submission | None, known: Collection[str]) -> dict[str, list[str]]:
    """Sentences by field; what speaks of no field of the form stands above it."""
    remarks: dict[str, list[str]] = {}
    for remark in former.remarks.all() if former else ():
        remarks.setdefault(remark.field if remark.field in known else "whole", []).append(remark.text)
    return remarks
