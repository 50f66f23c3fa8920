"""Calls: noted in one tap on a row, or with what was said; taken back when the tap was a slip; promises not kept."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.as_of import as_of_day
from documents.dates import weekday_day
from documents.responses import respond
from organizations.access import Permission, can, require
from organizations.models import Organization
from reporting.books import OPEN
from reporting.forms.reminders import CallForm, OneTapForm
from reporting.models import Call, Obligation
from reporting.tables.promises import promises_table
from reporting.views.bulk import back_to
from reporting.views.filtering import page_length
from reporting.views.reminders import tabs


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """The broken promises of today or of another day, the oldest first."""
    require(request.user, Permission.SEE_TABLES)
    today = timezone.localdate()
    day = as_of_day(request, today)
    may_call = day == today and can(request.user, Permission.REMIND)
    table = promises_table(request.user, day, today=today, calling=may_call)
    context = {"today": today, "as_of": day, "tabs": tabs("promises")}
    return respond(request, table, template="reporting/promises.html", context=context, per_page=page_length(request))


@require_http_methods(["GET", "POST"])
def called(request: HttpRequest, pk: int) -> HttpResponse:
    """About one obligation."""
    obligations = Obligation.objects.visible_to(request.user).select_related("organization", "requirement")
    obligation = get_object_or_404(obligations, pk=pk)
    return _called(request, obligation.organization, [obligation])


@require_http_methods(["GET", "POST"])
def called_organization(request: HttpRequest, code: str) -> HttpResponse:
    """About everything of an organization that is overdue today."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), code=code)
    today = timezone.localdate()
    owed = Obligation.objects.visible_to(request.user).with_status(today, today=today).overdue()
    mine = owed.filter(OPEN, organization=organization).select_related("organization", "requirement")
    return _called(request, organization, list(mine.order_by("original_due_on", "pk")))


def _called(request: HttpRequest, organization: Organization, owed: list[Obligation]) -> HttpResponse:
    require(request.user, Permission.REMIND, organization)
    if request.method == "POST" and "promise" in request.POST:
        return _one_tap(request, owed)
    today = timezone.localdate()
    form = CallForm(request.POST or None, organization=organization, user=request.user, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = form.act(owed, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return _noted(request, made)
    context = {"organization": organization, "owed": owed, "form": form, "next": back_to(request)}
    return render(request, "reporting/call.html", context)


def _one_tap(request: HttpRequest, owed: list[Obligation]) -> HttpResponse:
    form, now = OneTapForm(request.POST), timezone.now()
    if not form.is_valid():
        raise BadRequest("A promise is one of the buttons.")
    today = timezone.localdate(now)
    said: dict[str, Any] = {"by": request.user, "called_on": today, "promised_by": form.promised_by(today)}
    try:
        with transaction.atomic():
            return _noted(request, [_noted_once(request, one, said, now) for one in owed])
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(back_to(request))


def _noted_once(request: HttpRequest, obligation: Obligation, said: dict[str, Any], at: datetime) -> Call:
    """A second tap on the same button is the same call."""
    same = Call.objects.visible_to(request.user).filter(obligation=obligation, taken_back_at=None, **said).first()
    return same or Call.record(obligation, at=at, **said)


def _noted(request: HttpRequest, made: list[Call]) -> HttpResponse:
    """With where a slip is taken back."""
    if not made:
        messages.warning(request, _("Nothing is overdue there any more, so no call was noted."))
        return redirect(back_to(request))
    sentence = ngettext(
        "A call about {count} obligation is noted.", "A call about {count} obligations is noted.", len(made)
    )
    said = [sentence.format(count=len(made))]
    if made[0].promised_by:
        said.append(_("Promised by: {day}.").format(day=weekday_day(made[0].promised_by)))
    said.append(_("A slip is taken back on the page of the obligation."))
    messages.success(request, " ".join(said))
    return redirect(back_to(request))


@require_POST
def call_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    calls = Call.objects.visible_to(request.user).select_related("obligation__organization")
    call = get_object_or_404(calls, pk=pk)
    require(request.user, Permission.REMIND, call.obligation.organization)
    try:
        call.take_back(by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The call is taken back."))
    return redirect(call.obligation)
