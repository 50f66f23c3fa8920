"""The apparatus enters figures about organizations: one by one, or all of them as one table."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import waiting
from documents.responses import sheet_errors
from documents.uploads import CONTENT_TYPES
from indicators import about_table
from indicators.about import existing_in, lines_of
from indicators.about_table import IncomingAbout, Whole
from indicators.answers import answers_of
from indicators.forms.about import AboutForm
from indicators.kept import record_about, version_or_refuse
from indicators.models import ActivityForm, ActivityReport
from indicators.pages import blocks
from indicators.report_form import EXPLANATION
from indicators.task import Questions
from indicators.views.tabs import tabs
from organizations.access import Permission, require
from organizations.models import Organization
from organizations.versions import lock
from reporting.forms.round_trip import TableFileForm
from reporting.periods import Period, finished

YEARS_BACK = 5
SHOWN = 200
View = Callable[..., HttpResponse]


def of_period(view: View) -> View:
    """The view gets the form and a period that is over; 404 for a form of the organizations, and for a period it is not
    told of."""

    @wraps(view)
    def wrapped(request: HttpRequest, code: str, slug: str, **kwargs: Any) -> HttpResponse:
        require(request.user, Permission.RECORD)
        form = get_object_or_404(ActivityForm.objects.with_versions(), code=code)
        period = Period.read(slug)
        if not form.is_by_apparatus or period is None or period.part not in form.parts:
            raise Http404
        return view(request, form, period, **kwargs)

    return wrapped


def _address(form: ActivityForm, period: Period, name: str = "about_period") -> str:
    return reverse(f"indicators:{name}", args=[form.code, period.slug])


@require_safe
def about(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to the latest period that is over."""
    require(request.user, Permission.RECORD)
    form = get_object_or_404(ActivityForm, code=code)
    if not form.is_by_apparatus:
        raise Http404
    period = next(finished(form.cadence, timezone.localdate(), 1))
    return redirect("indicators:about_period", code, period.slug)


@require_safe
@of_period
def about_period(request: HttpRequest, form: ActivityForm, period: Period) -> HttpResponse:
    """Every organization with what was entered about it."""
    today = timezone.localdate()
    lines = lines_of(form, Organization.objects.visible_to(request.user), period, today)
    others = [one for one in finished(form.cadence, today, YEARS_BACK) if one != period]
    context = {
        "form_of": form,
        "period": period,
        "others": [{"title": one.title, "url": _address(form, one)} for one in others],
        "lines": [
            {
                "line": one,
                "url": reverse("indicators:about_enter", args=[form.code, period.slug, one.organization.code]),
            }
            for one in lines
        ],
        "entered": sum(one.report is not None for one in lines),
        "is_over": period.last_day < today,
        "tabs": tabs(form, "about", request),
    }
    return render(request, "indicators/about.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_period
def about_enter(request: HttpRequest, form: ActivityForm, period: Period, organization: str) -> HttpResponse:
    today = timezone.localdate()
    body = get_object_or_404(Organization.objects.visible_to(request.user), code=organization)
    require(request.user, Permission.RECORD, body)
    questions = Questions(form, body, period, today)
    try:
        questions.refuse()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(_address(form, period))
    with transaction.atomic():
        if request.method == "POST":
            lock(body)
        told = ActivityReport.objects.visible_to(request.user).current_on(today)
        standing = told.filter(
            form=form, organization=body, first_day=period.first_day, last_day=period.last_day
        ).first()
        entry = _entry(request, questions, standing)
        if request.method == "POST" and _recorded(request, entry, questions):
            messages.success(request, _("{organization}: the figures are entered.").format(organization=body.name))
            return redirect(_address(form, period))
    context = {
        "form": entry,
        "form_of": form,
        "period": period,
        "organization": body,
        "standing": standing,
        "last_title": questions.last_title,
        "blocks": blocks(questions, entry, {}),
        "back_url": _address(form, period),
    }
    return render(request, "indicators/about_enter.html", context)


def _entry(request: HttpRequest, questions: Questions, standing: ActivityReport | None) -> AboutForm:
    initial: dict[str, Any] = {}
    if standing:
        initial = {**questions.typed(answers_of(standing)), EXPLANATION: standing.explanation}
    return AboutForm(request.POST or None, questions=questions, standing=standing, initial=initial)


def _recorded(request: HttpRequest, entry: AboutForm, questions: Questions) -> bool:
    if not entry.is_valid():
        return False
    given = entry.cleaned_data
    try:
        record_about(
            questions.form_of,
            questions.organization,
            questions.period,
            entry.answers,
            source=given["source"],
            explanation=given.get(EXPLANATION, ""),
            by=request.user,
            at=timezone.now(),
            day=timezone.localdate(),
        )
    except ValidationError as refusal:
        entry.add_error(None, ValidationError(refusal.messages))
        return False
    return True


# --- All of them as one table -----------------------------------------------------------------------------


def _whole(request: HttpRequest, form: ActivityForm, period: Period) -> Whole:
    visible = Organization.objects.visible_to(request.user, Permission.RECORD)
    today = timezone.localdate()
    version = version_or_refuse(form, period)
    return Whole(form, period, version, lines_of(form, visible, period, today), list(existing_in(visible, period)))


@require_safe
@of_period
def about_template(request: HttpRequest, form: ActivityForm, period: Period) -> HttpResponse:
    answer = HttpResponse(about_table.write(_whole(request, form, period)), content_type=CONTENT_TYPES["xlsx"])
    name = f"{form.code}_{period.slug}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@of_period
def about_upload(request: HttpRequest, form: ActivityForm, period: Period) -> HttpResponse:
    """A file is read and its difference shown; nothing is entered until that is confirmed."""
    upload = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and upload.is_valid():
        waiting.sweep(timezone.now())
        try:
            return _preview(request, form, period, upload.cleaned_data["file"])
        except ValidationError as error:
            upload.refuse(error)
    template_url = reverse("indicators:about_template", args=[form.code, period.slug])
    context = {"form": upload, "form_of": form, "period": period, "template_url": template_url}
    return render(request, "indicators/about_upload.html", context)


@require_POST
@of_period
def about_confirm(request: HttpRequest, form: ActivityForm, period: Period) -> HttpResponse:
    """Reads the file once more: what is entered is what was shown, or it is shown anew."""
    kept = waiting.get(request.POST.get("reference", ""), purpose=_purpose(form, period), whose=request.user)
    if kept is None:
        messages.error(request, _("The file is no longer here. Choose it once more."))
        return redirect(_address(form, period, "about_upload"))
    file, shown = kept
    with file:
        incoming = about_table.read(_whole(request, form, period), file)
        if incoming.errors or incoming.fingerprint() != shown:
            messages.warning(
                request, _("Something changed meanwhile, so the difference is another one. Look once more.")
            )
            return _preview(request, form, period, file)
        try:
            made = about_table.record(incoming, by=request.user, at=timezone.now(), day=timezone.localdate())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(_address(form, period))
        waiting.drop(file)
    sentence = ngettext("Figures of {n} organization are entered.", "Figures of {n} organizations are entered.", made)
    messages.success(request, sentence.format(n=made))
    return redirect(_address(form, period))


def _preview(request: HttpRequest, form: ActivityForm, period: Period, file: File) -> HttpResponse:
    incoming: IncomingAbout = about_table.read(_whole(request, form, period), file)
    if incoming.errors:
        title = _("Nothing is taken over: correct the file")
        return sheet_errors(request, incoming.errors, title=title, upload_url=_address(form, period, "about_upload"))
    reference = ""
    if incoming.changed:
        shown = incoming.fingerprint()
        reference = waiting.put(file, purpose=_purpose(form, period), whose=request.user, shown=shown)
    ordered = sorted(incoming.differences, key=lambda one: (one.kind == "new", one.row))
    context = {
        "form_of": form,
        "period": period,
        "bodies": len(incoming.changed),
        "differences": ordered[:SHOWN],
        "more": max(len(ordered) - SHOWN, 0),
        "reference": reference,
    }
    return render(request, "indicators/about_preview.html", context)


def _purpose(form: ActivityForm, period: Period) -> str:
    return f"activity-about:{form.pk}:{period.slug}"
