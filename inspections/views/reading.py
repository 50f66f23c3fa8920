"""Inspections as they are read: the list, one report, recommendations of all of them, plans and how they were kept."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import chosen_order, respond
from inspections import tables
from inspections.filters import UNDERSTOOD, Filters
from inspections.models import Inspection, InspectionPlan
from inspections.plans import Kept, kept
from inspections.report import Report
from inspections.views.found import inspection_seen
from organizations.access import Permission, can, can_over_the_union, require, require_over_the_union
from reporting.filters import Filters as ObligationFilters, Selection
from reporting.views.filtering import filter_context, page_length, refusal


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    pages = [("inspections", _("Inspections")), ("recommendations", _("Recommendations"))]
    if can_over_the_union(request.user, Permission.SEE_TABLES):
        pages.append(("plans", _("Plans")))
    return [
        {"title": title, "url": reverse(f"inspections:{name}"), "current": name == current} for name, title in pages
    ]


@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    form = Filters(request.GET, user=request.user, understood=UNDERSTOOD)
    if refused := refusal(request, form):
        return refused
    _sort, order = chosen_order(request, tables.orders(), "-planned_from")
    context = {
        **filter_context(request, form),
        "tabs": tabs(request, "inspections"),
        "as_of": as_of,
        "today": today,
        "may_inspect": can(request.user, Permission.INSPECT),
    }
    table = tables.inspections_table(form, as_of, order)
    return respond(
        request, table, template="inspections/inspections.html", context=context, per_page=page_length(request)
    )


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    form = ObligationFilters(request.GET, user=request.user, understood=tables.RECOMMENDATIONS)
    if refused := refusal(request, form):
        return refused
    _sort, order = chosen_order(request, tables.recommendation_orders(), "due_on")
    table = tables.recommendations_table(Selection(form, as_of=as_of, today=today), order)
    context = {
        **filter_context(request, form),
        "tabs": tabs(request, "recommendations"),
        "as_of": as_of,
        "today": today,
    }
    return respond(
        request, table, template="inspections/recommendations.html", context=context, per_page=page_length(request)
    )


@require_safe
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    found = inspection_seen(request, pk)
    report = Report(found, request.user, timezone.localdate())
    context = {"inspection": found, "report": report, "organization": found.organization}
    return render(request, "inspections/inspection.html", context)


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    require_over_the_union(request.user, Permission.SEE_TABLES)
    today = timezone.localdate()
    found = list(InspectionPlan.objects.visible_to(request.user))
    context = {
        "lines": [{"plan": plan, "kept": _kept(request, plan, today)} for plan in found],
        "tabs": tabs(request, "plans"),
        "may_inspect": can_over_the_union(request.user, Permission.INSPECT),
    }
    return render(request, "inspections/plans.html", context)


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What was planned, what was carried out, and whether in its time."""
    found = get_object_or_404(InspectionPlan.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    context = {
        "plan": found,
        "kept": _kept(request, found, today),
        "may_inspect": can_over_the_union(request.user, Permission.INSPECT),
    }
    return render(request, "inspections/plan.html", context)


def _kept(request: HttpRequest, plan: InspectionPlan, day: date) -> Kept:
    of_plan = Inspection.objects.visible_to(request.user).filter(plan=plan).select_related("organization")
    return kept(of_plan.order_by("planned_from", "pk"), day)
