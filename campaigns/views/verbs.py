"""What staff do to the facts of a campaign: each verb a form of its own, with the reason it asks for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns import forms
from campaigns.models import Campaign, Plan
from campaigns.statements import TABLE_SOURCES
from campaigns.views.acts import act_page
from documents.reading import row_number
from organizations.access import Permission, can, require
from organizations.models import Level, Organization

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@FORM_PAGE
def plan_record(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """`?confirm=<statement>` begins with the reading of an ambiguous statement, said plainly."""
    where = about(request, pk, code)
    initial = _plain_reading(request, request.GET.get("confirm", ""))
    return verb_page(request, forms.PlanForm(request.POST or None, initial=initial, **where), **where_of(where))


@FORM_PAGE
def branch_schedule_record(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    where = about(request, pk, code)
    return verb_page(request, forms.BranchScheduleForm(request.POST or None, **where), **where_of(where))


@FORM_PAGE
def progress_record(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Staff enter what a letter says; the chair tells it directly."""
    keeps = can(request.user, Permission.KEEP_CAMPAIGN)
    where = about(request, pk, code, Permission.KEEP_CAMPAIGN if keeps else Permission.SUBMIT)
    if where["organization"].level == Level.PRIMARY:
        raise Http404  # nothing stands below it
    form = forms.ProgressForm(request.POST or None, **where, source_known=not keeps)
    return verb_page(request, form, **where_of(where))


@FORM_PAGE
def plan_set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("organization", "campaign"), pk=pk)
    require(request.user, Permission.KEEP_CAMPAIGN, plan.organization)
    form = forms.SetAsideForm(request.POST or None, plan=plan, today=timezone.localdate())
    return verb_page(request, form, campaign=plan.campaign, organization=plan.organization, subject=plan)


def about(
    request: HttpRequest, pk: int, code: str, permission: Permission = Permission.KEEP_CAMPAIGN
) -> dict[str, Any]:
    """What a form about an organization in a campaign starts from; 404 and 403 where it may not."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).with_terms(), pk=pk)
    organization = get_object_or_404(Organization.objects.visible_to(request.user), code=code)
    require(request.user, permission, organization)
    return {"campaign": campaign, "organization": organization, "today": timezone.localdate()}


def where_of(about: dict[str, Any]) -> dict[str, Any]:
    return {"campaign": about["campaign"], "organization": about["organization"]}


def _plain_reading(request: HttpRequest, pk: str) -> dict[str, Any]:
    number = row_number(pk)
    plan = Plan.objects.visible_to(request.user).filter(pk=number).first() if number else None
    if plan is None:
        return {}
    from_table = plan.source in TABLE_SOURCES
    return {
        "level": plan.level,
        "term": plan.raw,
        "source": Plan.Source.TABLE if from_table else Plan.Source.TEXT,
        "number": plan.number,
        "outside_reason": plan.outside_reason,
    }


def page_of(campaign: Campaign | None, organization: Organization) -> str:
    """Where an organization's conferences stand: in the campaign, or among those of all years."""
    if campaign:
        return reverse("campaigns:plans", args=[campaign.pk, organization.code])
    return reverse("campaigns:conferences", args=[organization.code])


def verb_page(
    request: HttpRequest,
    form: forms.VerbForm,
    *,
    campaign: Campaign | None,
    organization: Organization,
    subject: Any = None,
) -> HttpResponse:
    """The form; after the act, the organization's page with the sentence that says what was done."""
    context = {
        "campaign": campaign,
        "organization": organization,
        "subject": subject,
        "reading_url": reverse("campaigns:reading", args=[campaign.pk]) if campaign else "",
    }
    return act_page(
        request, form, back_url=page_of(campaign, organization), template="campaigns/verb.html", context=context
    )
