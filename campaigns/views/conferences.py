"""Conferences of an organization over the years, and the verbs about each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns import conference_forms as forms
from campaigns.models import Conference
from campaigns.views.verbs import FORM_PAGE, about, page_of, verb_page, where_of
from organizations.access import Permission, can, require
from organizations.models import Organization


@require_safe
def conferences(request: HttpRequest, code: str) -> HttpResponse:
    """All of them, the latest first, in whatever campaign or outside one; the term of office runs from the last."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), code=code)
    held = Conference.objects.visible_to(request.user).filter(organization=organization)
    context = {
        "organization": organization,
        "conferences": held.select_related("campaign").order_by("-held_on"),
        "as_of": timezone.localdate(),
        "keeps": can(request.user, Permission.KEEP_CAMPAIGN, organization),
        "tells": can(request.user, Permission.SUBMIT, organization),
    }
    return render(request, "campaigns/conferences.html", context)


@FORM_PAGE
def conference_record(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    where = about(request, pk, code)
    return verb_page(request, forms.ConferenceForm(request.POST or None, **where), **where_of(where))


@FORM_PAGE
def conference_tell(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The chair's own word, for the organization and those below it."""
    where = about(request, pk, code, Permission.SUBMIT)
    return verb_page(request, forms.ToldForm(request.POST or None, **where), **where_of(where))


@FORM_PAGE
def conference_outside(request: HttpRequest, code: str) -> HttpResponse:
    """One of earlier years, or an extraordinary one between two campaigns."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), code=code)
    require(request.user, Permission.KEEP_CAMPAIGN, organization)
    form = forms.OutsideForm(request.POST or None, organization=organization, today=timezone.localdate())
    return verb_page(request, form, campaign=None, organization=organization)


@FORM_PAGE
def conference_redate(request: HttpRequest, pk: int) -> HttpResponse:
    return _conference_verb(request, pk, forms.RedateForm)


@FORM_PAGE
def conference_describe(request: HttpRequest, pk: int) -> HttpResponse:
    return _conference_verb(request, pk, forms.DetailsForm)


@FORM_PAGE
def conference_notify(request: HttpRequest, pk: int) -> HttpResponse:
    return _conference_verb(request, pk, forms.NotifyForm)


@require_POST
def conference_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair confirms a conference that the apparatus knows of already: that is the official notification."""
    found = Conference.objects.visible_to(request.user).select_related("organization", "campaign")
    conference = get_object_or_404(found, pk=pk)
    require(request.user, Permission.SUBMIT, conference.organization)
    try:
        conference.notify(on=timezone.localdate(), by=request.user, at=timezone.now())
        messages.success(request, _("The apparatus has been notified."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(page_of(conference.campaign, conference.organization))


@FORM_PAGE
def conference_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _conference_verb(request, pk, forms.CancelForm)


def _conference_verb(request: HttpRequest, pk: int, form_class: type[forms.ConferenceVerb]) -> HttpResponse:
    found: Any = Conference.objects.visible_to(request.user).select_related("organization", "campaign")
    conference = get_object_or_404(found, pk=pk)
    require(request.user, Permission.KEEP_CAMPAIGN, conference.organization)
    form = form_class(request.POST or None, conference=conference, today=timezone.localdate())
    return verb_page(
        request, form, campaign=conference.campaign, organization=conference.organization, subject=conference
    )
