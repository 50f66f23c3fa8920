"""The general form: answer, check, submit. Domain forms have pages of their own over the same drafts."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reporting import drafts
from reporting.forms.answer import AnswerForm, UploadForm, data_of
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

form_page = require_http_methods(["GET", "HEAD", "POST"])


def general(request: HttpRequest, pk: int) -> Obligation:
    """Only what is answered freely: another kind is handed in through its own form."""
    obligation = obligation_to_fill(request, pk)
    if not obligation.kind.is_free_answer:
        raise Http404
    return obligation


@form_page
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    obligation = general(request, pk)
    if page := shut_page(request, obligation):
        return page
    if request.method == "POST":
        return _typed(request, obligation)
    return answer_page(request, obligation, Draft.of(obligation))


def answer_page(
    request: HttpRequest,
    obligation: Obligation,
    draft: Draft,
    form: AnswerForm | None = None,
    upload_form: UploadForm | None = None,
) -> HttpResponse:
    """The form as the draft stands; a correction begins with what was handed in before."""
    former = drafts.to_correct(obligation)
    if form is None:
        data = draft.data if draft.pk or former is None else data_of(former)
        form = AnswerForm(initial=data, obligation=obligation, draft=draft)
    upload_form = upload_form or UploadForm()
    context = {
        "obligation": obligation,
        "form": form,
        "upload_form": upload_form,
        "forms": [form, upload_form],
        "files": draft.files.all() if draft.pk else [],
        "former": former,
        **_remarks(former, form),
        **draft_context(obligation, draft),
    }
    return render(request, "reporting/answer.html", context)


def _remarks(former: Submission | None, form: AnswerForm) -> dict[str, Any]:
    """Each field with what was remarked on it; what speaks of no field of this form stands above it."""
    sentences: dict[str, list[str]] = {"": []}
    for remark in former.remarks.all() if former else ():
        sentences.setdefault(remark.field if remark.field in form.fields else "", []).append(remark.text)
    return {"whole": sentences[""], "fields": [(field, sentences.get(field.name, [])) for field in form]}


def _typed(request: HttpRequest, obligation: Obligation) -> HttpResponse:
    """Everything that was sent is kept first; only then it is looked at."""
    try:
        draft, refusals = keep(request, obligation)
    except Draft.Conflict as conflict:
        return conflict_page(request, obligation, conflict.draft, drafts.posted(request.POST))
    wants_check = request.POST.get("action") == "check"
    if refusals or wants_check:
        form = AnswerForm(drafts.as_post(draft.data), obligation=obligation, draft=draft)
        if refusals or not form.is_valid():
            return answer_page(request, obligation, draft, form, refused(refusals))
        return redirect("reporting:check", obligation.pk)
    messages.success(request, _("The draft is saved. You may go on at any time; it has not been submitted yet."))
    return redirect(settings.LOGIN_REDIRECT_URL)


def keep(request: HttpRequest, obligation: Obligation) -> tuple[Draft, list[ValidationError]]:
    """Keeps the answers and the files of a form; files pass on to the draft that stands, whoever saved it."""
    uploads = request.FILES.getlist("files")
    try:
        draft = obligation.save_draft(
            drafts.posted(request.POST),
            version=drafts.version_of(request.POST),
            by=request.user,
            at=timezone.now(),
        )
    except Draft.Conflict as conflict:
        if conflict.draft.pk:
            drafts.add_files(conflict.draft, uploads)
        raise
    return draft, drafts.add_files(draft, uploads)


def refused(refusals: list[ValidationError]) -> UploadForm:
    """The empty field for files, with what was wrong with those that were sent."""
    form = UploadForm({})
    if refusals:
        form.add_error("files", ValidationError(refusals))
    return form


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check your answers: what is submitted is what stands here."""
    obligation = general(request, pk)
    if page := shut_page(request, obligation):
        return page
    draft = Draft.of(obligation)
    if not draft.pk:
        return redirect("reporting:answer", pk)
    form = AnswerForm(drafts.as_post(draft.data), obligation=obligation, draft=draft)
    if not form.is_valid():
        return answer_page(request, obligation, draft, form)
    return render(request, "reporting/check.html", _to_check(request, obligation, draft))


def _to_check(request: HttpRequest, obligation: Obligation, draft: Draft) -> dict[str, Any]:
    former = drafts.to_correct(obligation)
    return {
        **check_context(request, obligation, draft),
        "rows": _rows(obligation, draft, former),
        "former": former,
        "remarks": [remark.text for remark in former.remarks.all()] if former else [],
        "files": _fingerprint(draft),
    }


def _rows(obligation: Obligation, draft: Draft, former: Submission | None) -> list[dict[str, Any]]:
    before = {one.name: one.shown for one in drafts.answers(obligation, data_of(former))} if former else {}
    rows = [
        {"key": one.label, "value": one.shown, "previous": before.get(one.name), "field": one.name}
        for one in drafts.answers(obligation, draft.data)
    ]
    added = "\n".join(file.name for file in draft.files.all())
    rows.append({"key": _("Files"), "value": added or _("no files"), "previous": None, "field": "files"})
    return [{**row, "change_url": f"{obligation.fill_url}#id_{row['field']}"} for row in rows]


def _fingerprint(draft: Draft) -> str:
    """Which files were checked: another file added meanwhile is to be seen before it is signed."""
    return " ".join(str(pk) for pk in draft.files.values_list("pk", flat=True)) if draft.pk else ""


@form_page
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands in what was checked."""
    obligation = general(request, pk)
    found = checked_draft(request, obligation, check="reporting:check")
    return found if isinstance(found, HttpResponse) else _hand_in(request, obligation, *found)


def _hand_in(request: HttpRequest, obligation: Obligation, draft: Draft, token: UUID) -> HttpResponse:
    if draft.version != drafts.version_of(request.POST):
        return conflict_page(request, obligation, draft, drafts.posted(request.POST))
    form = AnswerForm(drafts.as_post(draft.data), obligation=obligation, draft=draft)
    if not form.is_valid() or _fingerprint(draft) != request.POST.get("files", ""):
        return check_again(request, obligation, token, check="reporting:check")
    return hand_in_page(request, obligation, draft, token, **form.facts())
