"""Events: the list, one of them, and what is done to it by whoever fills in for the organization, or by staff."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.views.acts import act_page
from organizations import changes
from organizations.access import Permission, appointments_of, can
from organizations.models import Level, Organization
from training import event_tables
from training.forms.events import CancelForm, EventForm, WhoseForm, speakers_form, speakers_of
from training.models import EventParticipants, EventState, Speaker, TrainingEvent, TrainingPlan
from training.views.frame import EventPage

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


def may_tell(user: Any, organization: Organization | None = None) -> bool:
    """Whoever fills in for the organization, and staff; without one, whether there is any."""
    return can(user, Permission.FILL, organization) or can(user, Permission.RECORD, organization)


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    page = EventPage(request, "events")
    if page.refused:
        return page.refused
    named = page.form.named.get("organization")
    new_url = ""
    if may_tell(request.user, named):
        new_url = reverse("training:event_new", args=[named.code]) if named else reverse("training:event_whose")
    return page.respond(event_tables.events_table(page.scope), {"new_url": new_url})


@require_safe
def event_whose(request: HttpRequest) -> HttpResponse:
    """Of which organization a new event is; a chair's own stands there already."""
    if not may_tell(request.user):
        raise PermissionDenied
    form = WhoseForm(request.GET or None, user=request.user, initial={"organization": _own(request.user)})
    if request.GET and form.is_valid():
        return redirect("training:event_new", form.cleaned_data["organization"].code)
    return render(request, "training/event_whose.html", {"form": form})


def _own(user: Any) -> Organization | None:
    offices = [one.organization for one in appointments_of(user) if one.organization.level != Level.UNION]
    return offices[0] if offices else None


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    found, today = _event_of(request, pk), timezone.localdate()
    state = found.state_on(today)
    tells = may_tell(request.user, found.organization) and state != EventState.CANCELLED
    context = {
        "event": found,
        "state": state,
        "planned": event_tables.planned_words(found),
        "came": event_tables.came(found),
        "tells": tells,
        "cancels": tells and state != EventState.HELD,
        "history": changes.entries_with(found, (EventParticipants, Speaker)),
    }
    return render(request, "training/event.html", context)


@FORM_PAGE
@transaction.atomic
def event_new(request: HttpRequest, code: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.visible_to(request.user), code=code)
    _require_telling(request, organization)
    plans = TrainingPlan.objects.visible_to(request.user).filter(organization=organization)
    year = request.GET.get("year", "")
    wanted = int(year) if year.isdecimal() and len(year) == 4 else timezone.localdate().year
    return _form_page(request, TrainingEvent(organization=organization), plan=plans.filter(year=wanted).first())


@FORM_PAGE
@transaction.atomic
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _event_of(request, pk)
    _require_telling(request, found.organization)
    return _form_page(request, found)


def _form_page(request: HttpRequest, event: TrainingEvent, plan: TrainingPlan | None = None) -> HttpResponse:
    """The event and its speakers are one form to whoever types."""
    data = request.POST or None
    is_new, initial = event.pk is None, {"plan": plan} if plan else {}
    today = timezone.localdate()
    form = EventForm(data, instance=event, user=request.user, today=today, initial=initial)
    form.speakers = speakers = speakers_form(data, event)
    if request.method == "POST" and all([form.is_valid(), speakers.is_valid()]):
        try:
            with transaction.atomic():
                kept = form.keep(speakers_of(speakers, event), by=request.user)
            messages.success(request, _("The event is kept."))
            return redirect(kept)
        except ValidationError as refusal:
            form.explain(refusal)
    back_url = reverse("training:events") + f"?organization={event.organization.code}" if is_new else ""
    context = {
        "form": form,
        "speakers": speakers,
        "forms": [form, *speakers],
        "organization": event.organization,
        "is_new": is_new,
        "back_url": back_url or reverse("training:event", args=[event.pk]),
    }
    return render(request, "training/event_form.html", context)


@FORM_PAGE
def event_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _event_of(request, pk)
    _require_telling(request, found.organization)
    form = CancelForm(request.POST or None, event=found, today=timezone.localdate())
    back = {"back_url": found.get_absolute_url(), "back_text": found.title, "caption": found.organization.name}
    return act_page(request, form, context={"subject": found.title}, **back)


def _event_of(request: HttpRequest, pk: int) -> TrainingEvent:
    found = TrainingEvent.objects.visible_to(request.user)
    related = found.select_related("organization", "programme", "module", "plan", "cancelled_by__person")
    return get_object_or_404(related.prefetch_related("speakers", "participants__category"), pk=pk)


def _require_telling(request: HttpRequest, organization: Organization) -> None:
    if not may_tell(request.user, organization):
        raise PermissionDenied
