"""Filled tables that came by mail: chosen together, looked at, recorded on behalf of their organizations."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from documents import waiting
from organizations.access import Permission, require
from reporting import round_trip
from reporting.batch import Batch, Sheet, fingerprint, packed, unpacked
from reporting.forms.round_trip import BatchForm, SaidOfAllForm
from reporting.models import Requirement


def _batch(request: HttpRequest, pk: int) -> Batch:
    """404 for a form that is no table, or whose tables staff do not record."""
    found = get_object_or_404(Requirement.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.RECORD)
    trip = round_trip.of(found.kind)
    if trip is None or trip.on_paper is None:
        raise Http404
    return Batch(found, trip.read, trip.on_paper, request.user, timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The files are read and what each would say is shown; nothing is recorded until that is confirmed."""
    asked = _batch(request, pk)
    form = BatchForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        waiting.sweep(timezone.now())
        return _preview(request, asked.saying(form.facts), form.cleaned_data["files"])
    return render(request, "reporting/batch.html", {"requirement": asked.requirement, "form": form})


@require_POST
def batch_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads the files once more: what is recorded is what was shown, or it is shown anew."""
    asked = _batch(request, pk)
    said = SaidOfAllForm(request.POST, today=timezone.localdate())
    kept = waiting.get(request.POST.get("reference", ""), purpose=_purpose(asked), whose=request.user)
    if kept is None or not said.is_valid():
        messages.error(request, _("The files are no longer here. Choose them once more."))
        return redirect("reporting:batch", pk)
    file, shown = kept
    with file:
        files, asked = unpacked(file), asked.saying(said.facts)
        sheets = asked.read(files)
        if fingerprint(sheets) != shown:
            waiting.drop(file)
            messages.warning(request, _("Something changed meanwhile. Look once more."))
            return _preview(request, asked, files)
        recorded = asked.record(sheets, by=request.user, at=timezone.now())
        waiting.drop(file)
    sentence = ngettext("{n} report is recorded.", "{n} reports are recorded.", len(recorded))
    messages.success(request, sentence.format(n=len(recorded)))
    refused = [sheet for sheet in sheets if sheet.refusals]
    if not refused:
        return redirect(asked.requirement)
    return render(request, "reporting/batch_preview.html", {"requirement": asked.requirement, "refused": refused})


def _preview(request: HttpRequest, asked: Batch, files: Sequence[File]) -> HttpResponse:
    sheets = asked.read(files)
    good: list[Sheet] = [sheet for sheet in sheets if not sheet.refusals]
    reference = ""
    if good:
        shown = fingerprint(sheets)
        reference = waiting.put(packed(files), purpose=_purpose(asked), whose=request.user, shown=shown)
    context = {
        "requirement": asked.requirement,
        "good": good,
        "refused": [sheet for sheet in sheets if sheet.refusals],
        "reference": reference,
        "said": asked.facts.items(),
    }
    return render(request, "reporting/batch_preview.html", context)


def _purpose(asked: Batch) -> str:
    return f"batch:{asked.requirement.pk}"
