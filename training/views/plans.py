"""Plans of a year, programmes, and who answers for the training."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.views.acts import act_page
from documents.as_of import as_of_day
from documents.responses import respond
from organizations.access import Permission, can, require
from organizations.models import Organization
from organizations.views.people import saved_person
from reporting.periods import Period
from reporting.views.filtering import page_length
from training import event_tables, plan_tables
from training.forms.plans import (
    EndForm,
    PlanForm,
    ProgrammeForm,
    ResponsibleForm,
    may_keep,
    modules_form,
    modules_of,
)
from training.models import EventState, Programme, Responsible, TrainingEvent, TrainingPlan
from training.models.programme import FIRST_YEAR, LAST_YEAR
from training.views.events import FORM_PAGE, may_tell
from training.views.frame import EventPage, tabs


def may_approve(user: Any, organization: Organization) -> bool:
    """Whoever signs for the organization, and staff."""
    return can(user, Permission.SUBMIT, organization) or can(user, Permission.RECORD, organization)


def _organization(request: HttpRequest, code: str) -> Organization:
    return get_object_or_404(Organization.objects.visible_to(request.user), code=code)


def _approved_by(request: HttpRequest, code: str) -> Organization:
    organization = _organization(request, code)
    if not may_approve(request.user, organization):
        raise PermissionDenied
    return organization


# --- Plans ------------------------------------------------------------------------------------------------


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    page = EventPage(request, "plans")
    return page.refused or page.respond(plan_tables.plans_table(page.scope))


@require_safe
def plan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """What was planned beside what was held, and what was held outside the plan."""
    organization, period = _organization(request, code), _year(year)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    found = TrainingPlan.objects.visible_to(request.user).filter(organization=organization, year=year).first()
    own = TrainingEvent.objects.visible_to(request.user).filter(organization=organization)
    falling = Q(falls_on__range=(period.first_day, period.last_day))
    table = event_tables.table_of(
        own.with_day().filter(falling | Q(plan=found) if found else falling), as_of, name="training_plan", with_organization=False,
        title=_("Training plan of {year}: {organization}").format(year=str(year), organization=organization.name),
    )  # fmt: skip
    states = [one.state_on(as_of) for one in own.filter(plan=found)] if found else []
    context = {
        "organization": organization,
        "year": year,
        "plan": found,
        "approved": plan_tables.approval(found) if found else "",
        "numbers": [(state.label, states.count(state)) for state in EventState] if found else [],
        "as_of": as_of,
        "today": today,
        "years": [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR],
        "approves": may_approve(request.user, organization),
        "tells": may_tell(request.user, organization),
    }
    return respond(request, table, template="training/plan.html", context=context, per_page=page_length(request))


def _year(year: int) -> Period:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return Period(year)


@FORM_PAGE
@transaction.atomic
def plan_edit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The plan of that year, or a new one."""
    organization, period = _approved_by(request, code), _year(year)
    mine = TrainingPlan.objects.visible_to(request.user).filter(organization=organization, year=period.year).first()
    there = mine or TrainingPlan(organization=organization)
    form = PlanForm(request.POST or None, instance=there, today=timezone.localdate(), initial={"year": year})
    back_url = reverse("training:plan", args=[code, year])
    return act_page(
        request, form, back_url=back_url, back_text=_("Plan"), caption=organization.name,
        template="training/kept_form.html",
    )  # fmt: skip


# --- Programmes -------------------------------------------------------------------------------------------


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE)
    found = Programme.objects.visible_to(request.user).select_related("organization").prefetch_related("modules")
    of_union = may_keep(request.user, None)
    context = {
        "programmes": [
            (one, may_keep(request.user, one.organization) if one.organization else of_union) for one in found
        ],
        "keeps": can(request.user, Permission.RECORD),
        "tabs": tabs("programmes", request),
    }
    return render(request, "training/programmes.html", context)


@FORM_PAGE
@transaction.atomic
def programme_new(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.RECORD)
    return _programme_page(request, Programme())


@FORM_PAGE
@transaction.atomic
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Programme.objects.visible_to(request.user).select_related("organization"), pk=pk)
    if not may_keep(request.user, found.organization):
        raise PermissionDenied
    return _programme_page(request, found)


def _programme_page(request: HttpRequest, programme: Programme) -> HttpResponse:
    data = request.POST or None
    form = ProgrammeForm(data, instance=programme, user=request.user, today=timezone.localdate())
    form.modules = modules = modules_form(data, programme)
    if request.method == "POST" and all([form.is_valid(), modules.is_valid()]):
        try:
            with transaction.atomic():
                messages.success(request, form.keep(modules_of(modules, programme), by=request.user))
            return redirect("training:programmes")
        except ValidationError as refusal:
            form.explain(refusal)
    context = {"form": form, "modules": modules, "forms": [form, *modules], "programme": programme}
    return render(request, "training/programme_form.html", context)


# --- Who answers for it -----------------------------------------------------------------------------------


@require_safe
def responsible(request: HttpRequest) -> HttpResponse:
    page = EventPage(request, "responsible")
    return page.refused or page.respond(plan_tables.responsible_table(page.scope))


@require_safe
def responsible_of(request: HttpRequest, code: str) -> HttpResponse:
    organization = _organization(request, code)
    offices = Responsible.objects.visible_to(request.user).filter(organization=organization)
    context = {
        "organization": organization,
        "offices": offices.select_related("person"),
        "approves": may_approve(request.user, organization),
        "is_vacant": not offices.filter(ended_on=None).exists(),
    }
    return render(request, "training/responsible_of.html", context)


@FORM_PAGE
def responsible_name(request: HttpRequest, code: str) -> HttpResponse:
    organization = _approved_by(request, code)
    form = ResponsibleForm(
        request.POST or None, organization=organization, user=request.user, today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                person = saved_person(request, form) if form.is_registry_changed else form.person()
                form.begin(person, by=request.user)
            messages.success(request, _("The person responsible for training is kept."))
            return redirect("training:responsible_of", code)
        except ValidationError as refusal:
            form.refuse(refusal)
    back_url = reverse("training:responsible_of", args=[code])
    context = {"form": form, "back_url": back_url, "back_text": organization.name, "caption": organization.name}
    return render(request, "training/kept_form.html", context)


@FORM_PAGE
def responsible_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = Responsible.objects.visible_to(request.user).select_related("organization", "person")
    office = get_object_or_404(found, pk=pk)
    if not may_approve(request.user, office.organization):
        raise PermissionDenied
    form = EndForm(request.POST or None, office=office, today=timezone.localdate())
    return act_page(
        request, form, context={"subject": office.person.name}, caption=office.organization.name,
        back_url=reverse("training:responsible_of", args=[office.organization.code]), back_text=office.organization.name,
    )  # fmt: skip
