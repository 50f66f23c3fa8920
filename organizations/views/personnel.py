"""Personnel and reserve: the table, and what staff enter on the page of an organization."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.as_of import as_of_day
from documents.responses import exporting, respond
from organizations import personnel_table, tables
from organizations.access import Permission, require
from organizations.authors import sign
from organizations.forms.filters import OrganizationFilterForm
from organizations.forms.personnel import ConsultativeForm, LeaveForm, ReserveForm
from organizations.models import ConsultativeBody, Organization, ReserveEntry
from organizations.views.people import saved_person
from organizations.views.registry import GET_AND_POST, kept, saved


@require_safe
def personnel(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    form = OrganizationFilterForm(request.user, dict(personnel_table.usual(request.user, request.GET.dict())))
    table = personnel_table.table(request.user, tables.select(request.user, as_of, form.chosen()).in_order(), as_of)
    context: dict[str, Any] = {} if exporting(request) else {"filter_form": form, "as_of": as_of, "today": today}
    return respond(request, table, template="organizations/personnel.html", context=context, per_page=100)


@require_http_methods(GET_AND_POST)
def reserve_add(request: HttpRequest, code: str) -> HttpResponse:
    organization = kept(request, code)
    form = ReserveForm(request.POST or None, user=request.user, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and _kept_entry(request, organization, form):
        return saved(request, organization)
    return _page(request, organization, form, _("Approve for the reserve"))


def _kept_entry(request: HttpRequest, organization: Organization, form: ReserveForm) -> bool:
    data = form.cleaned_data
    try:
        with transaction.atomic():
            entry = ReserveEntry(
                person=saved_person(request, form),
                organization=organization,
                position=data["position"],
                approved_on=data["on"],
                approved_by=data["basis"],
            )
            entry.validate_constraints()
            sign(entry, request.user)
            entry.save()
    except (ValidationError, IntegrityError) as error:
        form.refuse(error if isinstance(error, ValidationError) else ValidationError(str(error)))
        return False
    return True


@require_http_methods(GET_AND_POST)
def consultative_add(request: HttpRequest, code: str) -> HttpResponse:
    organization = kept(request, code)
    form = ConsultativeForm(request.POST or None, user=request.user, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            body = ConsultativeBody(
                organization=organization,
                kind=data["kind"],
                name_ru=data["body_ru"],
                name_kk=data["body_kk"],
                head=saved_person(request, form) if data["name_ru"] else None,
                since=data["on"],
                basis=data["basis"],
            )
            sign(body, request.user)
            body.save()
        return saved(request, organization)
    return _page(request, organization, form, _("Add a consultative body"))


@require_http_methods(GET_AND_POST)
def reserve_remove(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(ReserveEntry.objects.visible_to(request.user).select_related("person"), pk=pk)
    return _leave(request, entry.organization, entry.remove, _("Remove from the reserve"), entry.person.name)


@require_http_methods(GET_AND_POST)
def consultative_end(request: HttpRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(ConsultativeBody.objects.visible_to(request.user), pk=pk)
    return _leave(request, body.organization, body.end, _("This body works no more"), body.name)


def _leave(request: HttpRequest, organization: Organization, act: Any, heading: str, whom: str) -> HttpResponse:
    require(request.user, Permission.KEEP_REGISTRY, organization)
    form = LeaveForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            act(on=form.cleaned_data["on"], reason=form.cleaned_data["reason"], by=request.user)
            return saved(request, organization)
        except ValidationError as error:
            form.refuse(error)
    return _page(request, organization, form, heading, lead=whom)


def _page(request: HttpRequest, organization: Organization, form: Any, heading: str, **more: Any) -> HttpResponse:
    context = {"form": form, "organization": organization, "heading": heading, "submit": _("Save"), **more}
    context["back_url"] = organization.get_absolute_url()
    return render(request, "organizations/form.html", context)
