"""People: their data, their offices, and how they are let in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import letters
from accounts.models import OneTimeKey, User, signed_in
from organizations import changes, sign_in
from organizations.access import Permission, require
from organizations.authors import sign
from organizations.forms.people import APPARATUS, AppointForm, EndForm, PersonForm, ReplaceChairForm
from organizations.models import Appointment, Organization, Person
from organizations.models.people import replace_chair as put_in_office
from organizations.views.registry import GET_AND_POST, kept, saved

# What is known of an office beside the person and the day.
FACTS = ("elected_on", "term_end", "basis", "is_full_time", "from_reserve")


def find(request: HttpRequest, pk: int) -> Person:
    """A person, for those who keep the registry where the person holds or held an office."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("user"), pk=pk)
    require(request.user, Permission.KEEP_REGISTRY)
    return person


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    offices = Appointment.objects.visible_to(request.user).filter(person=found).select_related("organization")
    today = timezone.localdate()
    context = {
        "person": found,
        "offices": offices.current_on(today),
        "former_offices": offices.filter(ended_on__lte=today),
        "may_let_in": sign_in.may_let_in(request.user, found, today),
        "changes": changes.entries(found),
    }
    return render(request, "organizations/person.html", context)


@require_http_methods(GET_AND_POST)
@transaction.atomic
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    form = PersonForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        sign(found, request.user, form.cleaned_data["reason"])
        form.save()
        messages.success(request, _("Saved."))
        return redirect("organizations:person", pk)
    context = {"form": form, "heading": find(request, pk).name, "submit": _("Save"), "person": found}
    return render(request, "organizations/person_edit.html", context)


def _staffed(request: HttpRequest, code: str) -> Organization:
    """The organization, for those who say who holds its offices."""
    organization = kept(request, code)
    if not sign_in.may_appoint(request.user, organization):
        raise PermissionDenied
    return organization


@require_http_methods(GET_AND_POST)
def appoint(request: HttpRequest, code: str) -> HttpResponse:
    organization = _staffed(request, code)
    form = AppointForm(request.POST or None, organization=organization, user=request.user, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            taken = saved_person(request, form)
            facts = {name: form.cleaned_data[name] for name in ("position", *FACTS)}
            office = Appointment(person=taken, organization=organization, from_day=form.cleaned_data["on"], **facts)
            sign(office, request.user)
            office.save()
        return saved(request, organization)
    return _office_page(request, organization, form, _("Appoint"))


@require_http_methods(GET_AND_POST)
def replace_chair(request: HttpRequest, code: str) -> HttpResponse:
    """Drafts and duties belong to the organization and pass on; what the old chair signed keeps the old name."""
    organization = _staffed(request, code)
    today = timezone.localdate()
    present = organization.appointments.chairs_on(today).select_related("person").first()
    form = ReplaceChairForm(request.POST or None, has_chair=present is not None, user=request.user, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _put_in_office(request, organization, form)
            return saved(request, organization, _("The new chair is in office. Drafts and duties have passed on."))
        except ValidationError as error:
            form.refuse(error)
    return _office_page(request, organization, form, _("Chair"), present=present)


def _put_in_office(request: HttpRequest, organization: Organization, form: ReplaceChairForm) -> None:
    data = form.cleaned_data
    put_in_office(
        organization,
        saved_person(request, form),
        on=data["on"],
        by=request.user,
        reason=data.get("reason", ""),
        is_acting=data["is_acting"],
        **{name: data[name] for name in FACTS},
    )


def saved_person(request: HttpRequest, form: Any) -> Person:
    taken = form.person()
    sign(taken, request.user)
    taken.save()
    return taken


def _office_page(
    request: HttpRequest, organization: Organization, form: Any, heading: str, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "organization": organization,
        "heading": heading,
        "back_url": organization.get_absolute_url(),
        "submit": _("Save"),
        **more,
    }
    return render(request, "organizations/office.html", context)


@require_http_methods(GET_AND_POST)
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Appointment.objects.visible_to(request.user).select_related("person", "organization")
    office = get_object_or_404(visible, pk=pk)
    require(request.user, Permission.KEEP_REGISTRY, office.organization)
    if office.position in APPARATUS:
        require(request.user, Permission.ADMINISTER)
    form = EndForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            office.end(on=form.cleaned_data["on"], reason=form.cleaned_data["reason"], by=request.user)
            return saved(request, office.organization)
        except ValidationError as error:
            form.refuse(error)
    lead = f"{office.person}, {office.title}"
    return _office_page(request, office.organization, form, _("End of office"), lead=lead)


# --- Letting in ---------------------------------------------------------------------------------


def _let_in(request: HttpRequest, pk: int) -> Person:
    found = find(request, pk)
    if not sign_in.may_let_in(request.user, found, timezone.localdate()):
        raise PermissionDenied
    return found


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter with a link to choose a password; who has no account yet gets one."""
    found, now = _let_in(request, pk), timezone.now()
    try:
        with transaction.atomic():
            user = sign_in.user_of(found, language=request.POST.get("language", ""), by=request.user, at=now)
            secret = OneTimeKey.issue(user, OneTimeKey.Kind.LINK, by=signed_in(request), at=now)
            letters.post_invitation(
                user, secret, office=sign_in.office_in_words(found, user), contact=sign_in.contact(request.user), at=now
            )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The letter to {email} is on its way.").format(email=user.email))
    return redirect("organizations:person", pk)


@never_cache
@require_POST
def one_time_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Shown once, for reading out by telephone; kept nowhere."""
    found, now = _let_in(request, pk), timezone.now()
    try:
        with transaction.atomic():
            user = sign_in.user_of(found, language=request.POST.get("language", ""), by=request.user, at=now)
            code = OneTimeKey.issue(user, OneTimeKey.Kind.CODE, by=signed_in(request), at=now)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("organizations:person", pk)
    context = {"person": found, "email": user.email, "code": f"{code[:4]} {code[4:]}"}
    return render(request, "organizations/one_time_code.html", context)


@require_POST
def sign_in_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Off: out at once, wherever they are signed in."""
    found = _let_in(request, pk)
    if found.user is None or found.user == request.user:
        raise PermissionDenied
    on = request.POST.get("on") == "yes"
    User.objects.filter(pk=found.user.pk).update(is_active=on)
    words = _("{name} may sign in again.") if on else _("{name} is signed out everywhere and may not sign in.")
    messages.success(request, words.format(name=found.name))
    return redirect("organizations:person", pk)
