"""A form as a spreadsheet: download, upload, difference, confirmation into the draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import waiting
from documents.responses import sheet_errors
from documents.uploads import CONTENT_TYPES
from reporting import round_trip as trips
from reporting.forms.round_trip import TableFileForm
from reporting.models import Draft, Obligation
from reporting.round_trip import Incoming, RoundTrip
from reporting.views.filling import obligation_to_fill, shut_page

SHOWN = 200


def _trip(request: HttpRequest, pk: int) -> tuple[Obligation, RoundTrip]:
    obligation = obligation_to_fill(request, pk)
    trip = trips.of(obligation.requirement.kind)
    if trip is None:
        raise Http404
    return obligation, trip


@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook, pre-filled with what is known and with the draft as it was last saved."""
    obligation, trip = _trip(request, pk)
    if page := shut_page(request, obligation):
        return page
    content = trip.write(obligation, Draft.of(obligation), timezone.localdate())
    answer = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    name = f"{obligation.requirement.code}_{obligation.organization.code}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A file is read and its difference shown; the draft stays as it is until that is confirmed."""
    obligation, trip = _trip(request, pk)
    if page := shut_page(request, obligation):
        return page
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        waiting.sweep(timezone.now())
        try:
            return _preview(request, obligation, trip, form.cleaned_data["file"])
        except ValidationError as error:
            form.refuse(error)
    template_url = reverse("reporting:round_trip_template", args=[obligation.pk])
    context = {"obligation": obligation, "form": form, "template_url": template_url}
    return render(request, "reporting/round_trip.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads the file once more: what becomes the draft is what was shown, or it is shown anew."""
    obligation, trip = _trip(request, pk)
    if page := shut_page(request, obligation):
        return page
    reference = request.POST.get("reference", "")
    kept = waiting.get(reference, purpose=_purpose(obligation), whose=request.user)
    if kept is None:
        messages.error(request, _("The file is no longer here. Choose it once more."))
        return redirect("reporting:round_trip", pk=pk)
    file, shown = kept
    with file:
        return _confirmed(request, obligation, trip, file, shown)


def _confirmed(request: HttpRequest, obligation: Obligation, trip: RoundTrip, file: File, shown: str) -> HttpResponse:
    draft = Draft.of(obligation)
    try:
        incoming = trip.read(obligation, draft, file, timezone.localdate())
        if incoming.errors or incoming.fingerprint(draft.version) != shown:
            raise Draft.Conflict(draft)
        obligation.save_draft(incoming.data, version=draft.version, by=request.user, at=timezone.now())
    except Draft.Conflict:
        messages.warning(request, _("The draft changed meanwhile, so the difference is another one. Look once more."))
        return _preview(request, obligation, trip, file)
    waiting.drop(file)
    messages.success(request, _("The file stands in the draft now. Check it and submit it; nothing was sent yet."))
    # What this phone kept of the draft before is not offered once more.
    return redirect(f"{obligation.fill_url}?fresh=1")


def _preview(request: HttpRequest, obligation: Obligation, trip: RoundTrip, file: File) -> HttpResponse:
    draft = Draft.of(obligation)
    incoming = trip.read(obligation, draft, file, timezone.localdate())
    context: dict[str, Any] = {"obligation": obligation, "incoming": incoming}
    if incoming.errors:
        upload_url = reverse("reporting:round_trip", args=[obligation.pk])
        title = _("Nothing is taken over: correct the file")
        return sheet_errors(request, incoming.errors, title=title, upload_url=upload_url)
    reference = ""
    if incoming.differences:
        shown = incoming.fingerprint(draft.version)
        reference = waiting.put(file, purpose=_purpose(obligation), whose=request.user, shown=shown)
    # What replaces or removes something is looked at first.
    ordered = sorted(incoming.differences, key=lambda one: (one.kind == "new", one.row))
    context |= {"told": _told(incoming), "differences": ordered[:SHOWN], "reference": reference}
    context["more"] = max(len(ordered) - SHOWN, 0)
    return render(request, "reporting/round_trip_preview.html", context)


def _purpose(obligation: Obligation) -> str:
    return f"obligation:{obligation.pk}"


def _told(incoming: Incoming) -> list[str]:
    return [
        _("New: {n}.").format(n=incoming.count("new")),
        _("Changed: {n}.").format(n=incoming.count("changed")),
        _("Removed: {n}.").format(n=incoming.count("removed")),
        _("Without a difference: {n}.").format(n=incoming.unchanged),
        *incoming.notes,
    ]
