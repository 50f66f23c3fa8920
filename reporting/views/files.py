"""Files of hand-ins and of drafts: given back as attachments only; a draft's are added and taken away one by one."""

from collections.abc import Callable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from documents.uploads import attachment
from organizations.access import Permission
from reporting import drafts
from reporting.models import Draft, DraftFile, Obligation, SubmissionFile
from reporting.views.answer import answer_page, general, keep, refused
from reporting.views.filling import conflict_page, shut_page


@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """To everybody who sees the obligation."""
    kept = get_object_or_404(SubmissionFile.objects.visible_to(request.user), pk=pk)
    return attachment(kept.file.open(), kept.name)


@require_safe
def draft_file(request: HttpRequest, pk: int) -> FileResponse:
    """Only to those who fill in: a draft is nobody's fact yet."""
    kept = get_object_or_404(DraftFile.objects.visible_to(request.user, Permission.FILL), pk=pk)
    return attachment(kept.file.open(), kept.name)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_file_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _kept(request, general(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def draft_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The typed answers come along and are kept, so nothing of them is lost without scripts."""
    kept = get_object_or_404(DraftFile.objects.visible_to(request.user, Permission.FILL), pk=pk)
    return _kept(request, general(request, kept.draft.obligation_id), lambda: drafts.remove_file(kept))


def _kept(request: HttpRequest, obligation: Obligation, then: Callable[[], None] | None = None) -> HttpResponse:
    """The form again, at its files. Somebody who signed in again on the way lands there too."""
    if page := shut_page(request, obligation):
        return page
    if request.method == "POST":
        try:
            draft, refusals = keep(request, obligation)
        except Draft.Conflict as conflict:
            return conflict_page(request, obligation, conflict.draft, drafts.posted(request.POST))
        if then:
            then()
        if refusals:
            return answer_page(request, obligation, draft, upload_form=refused(refusals))
    return redirect(f"{obligation.fill_url}#files")
