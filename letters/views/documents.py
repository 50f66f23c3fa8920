"""The issue and the issued document: its files, what has changed since, what is told afterwards."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import signed_in
from documents.dates import long_day, short_day
from documents.uploads import attachment, clean_name
from letters import issuing, pdf
from letters.context import LANGUAGES
from letters.differences import Difference, differences
from letters.forms import IssueForm, OutgoingForm
from letters.kinds import UnknownKind
from letters.models import LetterFile, LetterScan, OfficialLetter
from letters.views.drafts import draft_page
from letters.views.files import named_file
from letters.views.sight import (
    draft_in_sight,
    in_words,
    issued_in_sight,
    language_in_sight,
    language_of_reader,
    language_shown,
    language_tabs,
    letter_in_sight,
)
from letters.writing import write
from organizations.access import Permission, can, require
from organizations.changes import entries

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    found = letter_in_sight(request, pk)
    return issued_page(request, found) if found.is_issued else draft_page(request, draft_in_sight(request, pk))


# --- The issue ------------------------------------------------------------------------------------------------------


@FORM_PAGE
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    found = letter_in_sight(request, pk)
    require(request.user, Permission.ISSUE, found.organization)
    if found.is_issued:  # the same form sent twice
        return redirect(found)
    found = draft_in_sight(request, pk)
    try:
        found.letter_kind.check(found.asking(request.user))
        material = issuing.material_of(found, request.user)
        gaps = _gaps(found, material)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(found)
    form = IssueForm(request.POST or None, has_gaps=bool(gaps), initial={"seen": issuing.fingerprint(found, material)})
    if request.method == "POST" and form.is_valid():
        try:
            done = issuing.issue(
                found,
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
                seen=form.cleaned_data["seen"],
                with_gaps=form.cleaned_data.get("with_gaps", False),
            )
            messages.success(request, _("Issued under No. {number}.").format(number=done.full_number))
            return redirect(done)
        except ValidationError as refusal:
            form = _asked_again(found, request, gaps, refusal)
    return render(request, "letters/issue.html", {"letter": found, "form": form, "gaps": gaps})


def _asked_again(found: OfficialLetter, request: HttpRequest, gaps: Any, refusal: ValidationError) -> IssueForm:
    """With the facts as they are now, so that the next answer is about these."""
    seen = issuing.fingerprint(found, issuing.material_of(found, request.user))
    data = request.POST.copy()
    data["seen"] = seen
    form = IssueForm(data, has_gaps=bool(gaps))
    form.is_valid()
    form.add_error(None, refusal)
    return form


def _gaps(found: OfficialLetter, material: Any) -> list[dict[str, str]]:
    unknown = [
        mark
        for language in LANGUAGES
        for mark in write(issuing.Template.in_force(found, language).content, material, language, draft=True).unknown
    ]
    return in_words(issuing.missing(unknown), language_of_reader())


# --- The issued document --------------------------------------------------------------------------------------------


def issued_page(request: HttpRequest, found: OfficialLetter) -> HttpResponse:
    language = language_shown(request)
    reads_all = can(request.user, Permission.SEE_TABLES)
    scans = LetterScan.objects.visible_to(request.user).filter(letter=found, set_aside_at=None)
    files = LetterFile.objects.visible_to(request.user).filter(letter=found)
    context = {
        "letter": found,
        "language": language,
        "tabs": language_tabs(request, language),
        "blocks": found.blocks_kk if language == "kk" else found.blocks_ru,
        # The lists behind the figures are of those who see tables.
        "plain": not reads_all,
        "passport": _passport(found),
        "scans": scans,
        "annexes": _annexes(found, files),
        "reads_all": reads_all,
        "issues": can(request.user, Permission.ISSUE, found.organization),
        "has_pdf": pdf.program() is not None,
        "history": entries(found) if reads_all else [],
    }
    return render(request, "letters/issued.html", context)


def _passport(found: OfficialLetter) -> list[dict[str, Any]]:
    assert found.issued_on  # noqa: S101 -- an issued letter has its day
    versions = [
        f"{language}: {version.version if version else _('built-in')}"
        for language, version in (("kk", found.template_kk), ("ru", found.template_ru))
    ]
    outgoing = [found.outgoing_number, short_day(found.outgoing_on) if found.outgoing_on else ""]
    return [
        {"key": _("Number"), "value": found.full_number},
        {"key": _("Subject"), "value": found.subject},
        {"key": _("As of"), "value": long_day(found.as_of)},
        {"key": _("Issued on"), "value": long_day(found.issued_on)},
        {"key": _("Issued by"), "value": getattr(found.issued_by, "person", found.issued_by)},
        {"key": _("Template"), "value": ", ".join(versions)},
        {"key": _("Outgoing number and day"), "value": " · ".join(filter(None, outgoing))},
    ]


def _annexes(found: OfficialLetter, files: Any) -> list[dict[str, Any]]:
    """One line for each annex, in the order of its kind."""
    by_slug: dict[str, list[str]] = {}
    for one in files.exclude(annex="").order_by("annex", "language"):
        by_slug.setdefault(one.annex, []).append(one.language)
    try:
        titles = {one.slug: one.title for one in found.letter_kind.annexes}
    except UnknownKind:
        titles = {}
    return [
        {"slug": slug, "title": titles.get(slug) or slug, "languages": languages} for slug, languages in by_slug.items()
    ]


def _file(request: HttpRequest, pk: int, language: str, annex: str = "") -> tuple[OfficialLetter, bytes]:
    found = issued_in_sight(request, pk)
    files = LetterFile.objects.visible_to(request.user)
    kept = get_object_or_404(files, letter=found, language=language_in_sight(language), annex=annex)
    return found, kept.content


def _name(found: OfficialLetter, language: str, rest: str) -> str:
    """`membership-2026-12-ru.docx`: nothing personal."""
    return f"{found.kind}-{found.year}-{found.number}-{language}{rest}"


@require_safe
def document_file(request: HttpRequest, pk: int, language: str) -> FileResponse:
    found, content = _file(request, pk, language)
    return named_file(content, _name(found, language, ".docx"))


@require_safe
def annex_file(request: HttpRequest, pk: int, annex: str, language: str) -> FileResponse:
    found, content = _file(request, pk, language, annex)
    return named_file(content, _name(found, language, f"-{annex}.xlsx"))


@require_safe
def pdf_file(request: HttpRequest, pk: int, language: str) -> HttpResponse | FileResponse:
    found, content = _file(request, pk, language)
    try:
        return named_file(pdf.to_pdf(content), _name(found, language, ".pdf"))
    except ValidationError as refusal:
        return render(request, "letters/no_pdf.html", {"letter": found, "sentence": refusal.messages[0]})


@require_safe
def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """What the document says and the books no longer say, for its own day."""
    found = issued_in_sight(request, pk)
    require(request.user, Permission.SEE_TABLES)
    rows: list[Difference] = []
    refusal = ""
    try:
        kind = found.letter_kind
        kind.check(found.asking(request.user))
        present = issuing.material_of(found, request.user).recorded()
        rows = differences(found.recorded or {"facts": {}}, present, language_shown(request), kind.described)
    except ValidationError as error:
        refusal = error.messages[0]
    except UnknownKind:
        refusal = _("Letters of this kind are not written any more.")
    return render(request, "letters/changed.html", {"letter": found, "rows": rows, "refusal": refusal})


# --- Afterwards -----------------------------------------------------------------------------------------------------


@FORM_PAGE
def outgoing(request: HttpRequest, pk: int) -> HttpResponse:
    found = issued_in_sight(request, pk)
    require(request.user, Permission.ISSUE, found.organization)
    form = OutgoingForm(
        request.POST or None,
        request.FILES or None,
        initial={"number": found.outgoing_number, "on": found.outgoing_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _told(request, found, form.cleaned_data)
            return redirect(found)
        except ValidationError as refusal:
            for field, errors in getattr(refusal, "error_dict", {None: [refusal]}).items():
                form.add_error(field, errors)
    return render(request, "letters/outgoing.html", {"letter": found, "form": form})


def _told(request: HttpRequest, found: OfficialLetter, data: dict[str, Any]) -> None:
    with transaction.atomic():
        found.tell_outgoing(number=data["number"], on=data["on"], today=timezone.localdate(), by=request.user)
        if scan := data["scan"]:
            _attach(request, found, scan)


def _attach(request: HttpRequest, found: OfficialLetter, scan: File) -> None:
    LetterScan.objects.create(
        letter=found,
        file=scan,
        name=clean_name(scan.name or ""),
        attached_by=signed_in(request),
        attached_at=timezone.now(),
    )


@require_safe
def scan_file(request: HttpRequest, pk: int) -> FileResponse:
    scan = get_object_or_404(LetterScan.objects.visible_to(request.user), pk=pk, set_aside_at=None)
    return attachment(scan.file.open(), scan.name)


@require_POST
def scan_set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    scan = get_object_or_404(LetterScan.objects.visible_to(request.user).select_related("letter__organization"), pk=pk)
    require(request.user, Permission.ISSUE, scan.letter.organization)
    if scan.set_aside_at:
        raise Http404
    scan.set_aside_by, scan.set_aside_at = signed_in(request), timezone.now()
    scan.save(update_fields=["set_aside_by", "set_aside_at"])
    messages.success(request, _("The scan is set aside."))
    return redirect(scan.letter)
