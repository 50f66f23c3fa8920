"""The registry from a spreadsheet: template, upload, difference, confirmation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import waiting
from documents.columns import RowError
from documents.responses import sheet_errors
from documents.uploads import CONTENT_TYPES
from organizations import imports
from organizations.access import Permission, require
from organizations.forms.imports import RegistryFileForm
from organizations.imports import filled
from organizations.imports.plans import Outcome

SHOWN = 50
PURPOSE = "registry"


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.KEEP_REGISTRY)
    content = filled.workbook(request.user, filled="filled" in request.GET)
    answer = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    answer["Content-Disposition"] = content_disposition_header(True, "registry.xlsx") or ""
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file is read and its difference shown; nothing is saved but the file itself, until it is confirmed."""
    require(request.user, Permission.KEEP_REGISTRY)
    form = RegistryFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        waiting.sweep(timezone.now())
        try:
            return _preview(request, form.cleaned_data["file"])
        except ValidationError as error:
            form.refuse(error)
    return render(request, "organizations/import.html", {"form": form})


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Reads the file once more: what is done is what was shown, or it is shown anew."""
    require(request.user, Permission.KEEP_REGISTRY)
    kept = waiting.get(request.POST.get("reference", ""), purpose=PURPOSE, whose=request.user)
    if kept is None:
        messages.error(request, _("The file is no longer here. Choose it once more."))
        return redirect("organizations:import")
    file, fingerprint = kept
    with file:
        return _confirmed(request, file, fingerprint)


def _confirmed(request: HttpRequest, file: File, fingerprint: str) -> HttpResponse:
    records = imports.read_file(file).records
    try:
        outcome = imports.import_records(records, by=request.user, at=timezone.now(), shown=fingerprint)
    except (imports.Different, imports.Refused):
        messages.warning(
            request, _("The registry changed meanwhile, so the difference is another one. Look once more.")
        )
        return _preview(request, file)
    waiting.drop(file)
    messages.success(request, " ".join(_told(outcome)))
    return redirect("organizations:organizations")


def _preview(request: HttpRequest, file: File) -> HttpResponse:
    reading = imports.read_file(file)
    errors: list[RowError] = reading.errors
    if not errors and not reading.records:
        raise ValidationError(_("The file holds no rows below the names of the columns."), code="no_rows")
    outcome = Outcome()
    if not errors:
        outcome = imports.dry_run(reading.records, by=request.user, at=timezone.now())
        errors = outcome.errors
    if errors:
        upload_url = reverse("organizations:import")
        return sheet_errors(request, errors, title=_("Nothing is saved: correct the file"), upload_url=upload_url)
    reference = ""
    if outcome.has_something:
        reference = waiting.put(file, purpose=PURPOSE, whose=request.user, shown=outcome.fingerprint)
    context = {
        "outcome": outcome,
        "told": _told(outcome),
        "created": outcome.created[:SHOWN],
        "changed": outcome.changed[:SHOWN],
        "shown": SHOWN,
        "reference": reference,
    }
    return render(request, "organizations/import_preview.html", context)


def _told(outcome: Outcome) -> list[str]:
    return [
        _("New bodies: {n}.").format(n=len(outcome.created)),
        _("Changed: {n}.").format(n=len(outcome.changed)),
        _("Without a difference: {n}.").format(n=outcome.unchanged),
    ]
