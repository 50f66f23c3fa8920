"""What surrounds a campaign: the table over the organizations, the page of one, and what is told about it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import preparation_forms, preparation_tables
from campaigns.models import Campaign, Preparation
from campaigns.preparation import KINDS, facts_of, prepared, word_of
from campaigns.views.acts import act_page, campaign_in_sight, organization_in_sight
from documents.as_of import as_of_day
from documents.responses import respond
from documents.uploads import attachment
from organizations.access import Permission, can
from organizations.changes import entries
from organizations.models import Organization

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def campaign_preparation(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, today = campaign_in_sight(request, pk), timezone.localdate()
    as_of = as_of_day(request, today)
    table = preparation_tables.preparation_table(campaign, prepared(campaign, request.user, as_of), as_of)
    context = {"campaign": campaign, "as_of": as_of, "today": today}
    return respond(request, table, template="campaigns/preparation/table.html", context=context)


@require_safe
def preparation(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Everything told about one organization and the bodies below it."""
    campaign, organization = campaign_in_sight(request, pk), organization_in_sight(request, code)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    word = word_of(campaign, organization, request.user, as_of)
    context: dict[str, Any] = {
        "campaign": campaign,
        "organization": organization,
        "as_of": as_of,
        "today": today,
        "word": word,
        "facts": facts_of(campaign, organization, request.user, as_of),
        "fills": may_tell(request.user, organization) and as_of == today,
        "history": entries(word) if word else [],
    }
    return render(request, "campaigns/preparation/organization.html", context)


def may_tell(user: Any, organization: Organization) -> bool:
    """Whoever fills in for the organization, and staff."""
    return can(user, Permission.FILL, organization) or can(user, Permission.KEEP_CAMPAIGN, organization)


@FORM_PAGE
def preparation_tell(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    campaign, organization = _told_about(request, pk, code)
    about = _about(request, campaign, organization)
    present = word_of(campaign, organization, request.user, about["today"])
    form = preparation_forms.PreparationForm(request.POST or None, request.FILES or None, present=present, **about)
    template = "campaigns/preparation/form.html"
    return act_page(request, form, template=template, **_back(campaign, organization))


@FORM_PAGE
def fact_record(request: HttpRequest, pk: int, code: str, kind: str) -> HttpResponse:
    """A seminar, a manual, a handout, an agreement."""
    campaign, organization = _told_about(request, pk, code)
    if kind not in preparation_forms.FORMS:
        raise Http404
    about = _about(request, campaign, organization)
    if kind == "handout":
        about["user"] = request.user
    form = preparation_forms.FORMS[kind](request.POST or None, **about)
    return act_page(request, form, **_back(campaign, organization))


@FORM_PAGE
def fact_take_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    found = KINDS[kind].objects.visible_to(request.user).select_related("campaign", "organization")
    told = get_object_or_404(found, pk=pk)
    _require_telling(request, told.organization)
    form = preparation_forms.TakeBackForm(request.POST or None, told=told, today=timezone.localdate())
    return act_page(request, form, context={"subject": str(told)}, **_back(told.campaign, told.organization))


@require_safe
def measures_file(request: HttpRequest, pk: int) -> FileResponse:
    word = get_object_or_404(Preparation.objects.visible_to(request.user), pk=pk)
    if not word.measures_file:
        raise Http404
    return attachment(word.measures_file.open(), word.measures_file_name)


def _told_about(request: HttpRequest, pk: int, code: str) -> tuple[Campaign, Organization]:
    campaign, organization = campaign_in_sight(request, pk), organization_in_sight(request, code)
    _require_telling(request, organization)
    return campaign, organization


def _require_telling(request: HttpRequest, organization: Organization) -> None:
    if not may_tell(request.user, organization):
        raise PermissionDenied


def _about(request: HttpRequest, campaign: Campaign, organization: Organization) -> dict[str, Any]:
    by_staff = can(request.user, Permission.KEEP_CAMPAIGN, organization)
    return {"campaign": campaign, "organization": organization, "by_staff": by_staff, "today": timezone.localdate()}


def _back(campaign: Campaign, organization: Organization) -> dict[str, Any]:
    return {
        "back_url": reverse("campaigns:preparation", args=[campaign.pk, organization.code]),
        "back_text": organization.name,
        "caption": f"{organization.name} · {campaign.title}",
    }
