"""Entering and changing organizations: everyday work of the staff; contacts are kept by chairs, too."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations.access import Permission, can, require
from organizations.authors import sign
from organizations.forms.registry import (
    NAMES,
    AliasForm,
    ChannelFormSet,
    CloseForm,
    ContactsForm,
    DecisionForm,
    MoveForm,
    NewOrganizationForm,
    PassportForm,
    RenameForm,
)
from organizations.models import Organization
from organizations.versions import lock

GET_AND_POST = ["GET", "HEAD", "POST"]


def find(request: HttpRequest, code: str) -> Organization:
    return get_object_or_404(Organization.objects.visible_to(request.user).select_related("parent"), code=code)


def kept(request: HttpRequest, code: str) -> Organization:
    """The organization, for those who keep the registry."""
    organization = find(request, code)
    require(request.user, Permission.KEEP_REGISTRY, organization)
    return organization


@require_http_methods(GET_AND_POST)
@transaction.atomic
def create(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.KEEP_REGISTRY)
    today = timezone.localdate()
    initial = {"parent": request.GET.get("parent", "")}
    form = NewOrganizationForm(request.POST or None, user=request.user, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        require(request.user, Permission.KEEP_REGISTRY, form.cleaned_data["parent"])
        sign(form.instance, request.user, form.cleaned_data["reason"])
        organization = form.save()
        messages.success(request, _("The organization is entered."))
        return redirect(organization)
    return render(
        request,
        "organizations/form.html",
        {
            "form": form,
            "heading": _("Add an organization"),
            "submit": _("Save"),
            "back_url": reverse("organizations:organizations"),
        },
    )


@require_http_methods(GET_AND_POST)
@transaction.atomic
def edit(request: HttpRequest, code: str) -> HttpResponse:
    organization = kept(request, code)
    form = PassportForm(request.POST or None, instance=organization, user=request.user, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        sign(organization, request.user, form.cleaned_data["reason"])
        return saved(request, form.save())
    lead = _("Correct what was entered wrong. A new name from a day on is entered by “Rename”: the old one is kept.")
    return _form(request, find(request, code), form, heading=_("Edit the passport"), lead=lead)


@require_http_methods(GET_AND_POST)
@transaction.atomic
def contacts(request: HttpRequest, code: str) -> HttpResponse:
    """By staff, and by whoever fills in the reports of this organization. Saving confirms all of it for today."""
    organization = find(request, code)
    if not (
        can(request.user, Permission.KEEP_REGISTRY, organization) or can(request.user, Permission.FILL, organization)
    ):
        raise PermissionDenied
    today = timezone.localdate()
    form = ContactsForm(request.POST or None, instance=organization)
    channels = ChannelFormSet(request.POST or None, instance=organization)
    if request.method == "POST" and all([form.is_valid(), channels.is_valid()]):
        organization.contacts_confirmed_on = today
        sign(organization, request.user, _("Contacts confirmed"))
        form.save()
        channels.save()
        organization.social_channels.update(confirmed_on=today)
        return saved(request, organization, _("Thank you. The contacts are confirmed for today."))
    context = {"form": form, "channels": channels, "forms": [form, *channels], "organization": find(request, code)}
    return render(request, "organizations/contacts.html", context)


@require_http_methods(GET_AND_POST)
def move(request: HttpRequest, code: str) -> HttpResponse:
    organization = kept(request, code)
    form = MoveForm(request.POST or None, user=request.user, today=timezone.localdate())

    def act(data: dict[str, Any]) -> None:
        require(request.user, Permission.KEEP_REGISTRY, data["parent"])
        organization.move(data["parent"], from_day=data["on"], by=request.user, reason=data["reason"])

    lead = _("Its own bodies move along. Reports on days before keep the old place.")
    return _decide(request, organization, form, act, heading=_("Move to another higher body"), lead=lead)


@require_http_methods(GET_AND_POST)
def rename(request: HttpRequest, code: str) -> HttpResponse:
    organization = kept(request, code)
    initial = {name: getattr(organization, name) for name in NAMES}
    form = RenameForm(request.POST or None, today=timezone.localdate(), initial=initial)

    def act(data: dict[str, Any]) -> None:
        organization.rename(from_day=data["on"], by=request.user, reason=data["reason"], **form.names())

    lead = _("The present names are kept with their days; the search finds both.")
    return _decide(request, organization, form, act, heading=_("Rename"), lead=lead)


@require_http_methods(GET_AND_POST)
def suspend(request: HttpRequest, code: str) -> HttpResponse:
    organization = kept(request, code)
    form = DecisionForm(request.POST or None, today=timezone.localdate())

    def act(data: dict[str, Any]) -> None:
        organization.suspend(on=data["on"], by=request.user, reason=data["reason"])

    lead = _("From that day on nothing new is asked of it and it stands in no report.")
    return _decide(request, organization, form, act, heading=_("Suspend its activity"), lead=lead)


@require_http_methods(GET_AND_POST)
def resume(request: HttpRequest, code: str) -> HttpResponse:
    organization = kept(request, code)
    form = DecisionForm(request.POST or None, today=timezone.localdate())

    def act(data: dict[str, Any]) -> None:
        organization.resume(on=data["on"], by=request.user, reason=data["reason"])

    return _decide(request, organization, form, act, heading=_("Resume its activity"))


@require_http_methods(GET_AND_POST)
def close(request: HttpRequest, code: str) -> HttpResponse:
    organization = kept(request, code)
    form = CloseForm(request.POST or None, user=request.user, today=timezone.localdate())

    def act(data: dict[str, Any]) -> None:
        organization.close(on=data["on"], successor=data["successor"], by=request.user, reason=data["reason"])

    lead = _("Its people leave office on that day. Everything handed in stays where it is.")
    return _decide(request, organization, form, act, heading=_("Close"), lead=lead, danger=True)


@require_http_methods(GET_AND_POST)
def aliases(request: HttpRequest, code: str) -> HttpResponse:
    organization = kept(request, code)
    form = AliasForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organization.aliases.get_or_create(name=form.cleaned_data["name"])
        return redirect("organizations:aliases", code)
    context = {"form": form, "organization": organization, "aliases": organization.aliases.all()}
    return render(request, "organizations/aliases.html", context)


@require_POST
def alias_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    organization = kept(request, code)
    get_object_or_404(organization.aliases.all(), pk=pk).delete()
    organization.refresh_search()
    return redirect("organizations:aliases", code)


def saved(request: HttpRequest, organization: Organization, words: str = "") -> HttpResponse:
    messages.success(request, words or _("Saved."))
    return redirect(organization)


def _decide(
    request: HttpRequest,
    organization: Organization,
    form: Any,
    act: Callable[[dict[str, Any]], None],
    **page: str | Promise | bool,
) -> HttpResponse:
    """A form with a day and a reason; what the verb refuses stands at its field, and what was typed stays."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                lock(organization)
                organization.refresh_from_db()
                act(form.cleaned_data)
            return saved(request, organization)
        except ValidationError as error:
            form.refuse(error)
            organization = find(request, organization.code)
    return _form(request, organization, form, **page)


def _form(request: HttpRequest, organization: Organization, form: Any, **page: Any) -> HttpResponse:
    context = {
        "form": form,
        "organization": organization,
        "back_url": organization.get_absolute_url(),
        "submit": _("Save"),
        **page,
    }
    return render(request, "organizations/form.html", context)
