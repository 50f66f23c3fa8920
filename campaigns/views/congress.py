"""The congress: places by organization, delegates by name, the report on credentials, and what is done about them."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import congress_forms, congress_tables, credentials as reckoned, delegate_forms
from campaigns.congress import ELECTING, Places, places, to_come_words, typed_words
from campaigns.models import Campaign, Conference, Delegate, DelegateNorm
from campaigns.views.acts import act_page, campaign_in_sight, organization_in_sight
from documents.as_of import as_of_day
from documents.responses import exporting, respond
from organizations.access import Permission, can, require
from organizations.changes import entries
from organizations.models import Level, Organization

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 100


# --- Looked at ----------------------------------------------------------------------------------------------


@require_safe
def delegates(request: HttpRequest, pk: int) -> HttpResponse:
    """The quota of each organization under every rounding, beside who was elected."""
    campaign, today = campaign_in_sight(request, pk), timezone.localdate()
    as_of = as_of_day(request, today)
    rows = places(campaign, request.user, as_of)
    table = congress_tables.places_table(campaign, rows, as_of)
    context: dict[str, Any] = {"campaign": campaign, "as_of": as_of, "today": today}
    if not exporting(request):
        versions = DelegateNorm.versions(campaign, as_of)
        context |= {
            "norm": versions[-1] if versions else None,
            "earlier": versions[-2::-1],
            "congress": campaign.congress_on(as_of),
            "warnings": [row for row in rows if row.is_wrong],
            "to_come_text": to_come_words(rows),
            "typed_text": typed_words(rows),
            "keeps": can(request.user, Permission.KEEP_CAMPAIGN),
        }
    return respond(request, table, template="campaigns/congress/delegates.html", context=context)


@require_safe
def delegate_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody by name, as far as the reader may see."""
    campaign, today = campaign_in_sight(request, pk), timezone.localdate()
    as_of = as_of_day(request, today)
    table = congress_tables.delegates_table(congress_tables.elected(campaign, request.user, as_of), as_of)
    context = {"campaign": campaign, "as_of": as_of, "today": today}
    return respond(request, table, template="campaigns/congress/delegate_list.html", context=context, per_page=PER_PAGE)


@require_safe
def credentials(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, today = campaign_in_sight(request, pk), timezone.localdate()
    as_of = as_of_day(request, today)
    lines = reckoned.of_campaign(campaign, request.user, as_of)
    table = congress_tables.credentials_table(lines, as_of)
    context: dict[str, Any] = {"campaign": campaign, "as_of": as_of, "today": today, "everybody": lines[0]}
    if not exporting(request):
        known = [row.chosen for row in places(campaign, request.user, as_of) if row.chosen is not None]
        context |= {
            "sections": _sections(lines),
            "quota": sum(known) if known else None,
            "congress": campaign.congress_on(as_of),
        }
    return respond(request, table, template="campaigns/congress/credentials.html", context=context)


def _sections(lines: list[reckoned.Line]) -> list[dict[str, Any]]:
    """The report as it is printed: one small table each, without the line of all."""
    names = [name for name in reckoned.SECTIONS if name != "all"]
    return [
        {"name": name, "title": reckoned.SECTIONS[name], "lines": [line for line in lines if line.section == name]}
        for name in names
    ]


@require_safe
def organization_delegates(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The delegates of one organization by name, against its quota."""
    campaign, organization = campaign_in_sight(request, pk), organization_in_sight(request, code)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    found = congress_tables.elected(campaign, request.user, as_of, organization.code)
    rows = [_row(one, as_of) for one in found.select_related("withdrawn_by__person", "elected_at", "substitutes")]
    context = {
        "campaign": campaign,
        "organization": organization,
        "as_of": as_of,
        "today": today,
        "places": _places_of(campaign, organization, request.user, as_of),
        "delegates": [row for row in rows if row["standing"] == "delegate"],
        "substitutes": [row for row in rows if row["standing"] == "substitute"],
        "withdrawn": [row for row in rows if row["standing"] == "withdrawn"],
        "enters": may_enter(request.user, organization) and as_of == today,
        "keeps": can(request.user, Permission.KEEP_CAMPAIGN, organization) and as_of == today,
        "congress": campaign.congress_on(as_of),
        "is_member": organization.level == Level.MEMBER,
    }
    return render(request, "campaigns/congress/organization.html", context)


def _row(delegate: Delegate, as_of: date) -> dict[str, Any]:
    marked = delegate.attended_on is not None and delegate.attended_on <= as_of
    return {
        "delegate": delegate,
        "standing": congress_tables.standing(delegate, as_of),
        "attended": delegate.attended if marked else None,
    }


def _places_of(campaign: Campaign, organization: Organization, user: Any, as_of: date) -> Places | None:
    return next((row for row in places(campaign, user, as_of) if row.organization.pk == organization.pk), None)


def may_enter(user: Any, organization: Organization) -> bool:
    """The chair for the own organization; staff for any."""
    return can(user, Permission.SUBMIT, organization) or can(user, Permission.KEEP_CAMPAIGN, organization)


# --- Kept by staff --------------------------------------------------------------------------------------------


@FORM_PAGE
def norm(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, rows = _kept(request, pk)
    form = congress_forms.NormForm(
        request.POST or None, campaign=campaign, rows=rows, user=request.user, today=timezone.localdate()
    )
    return act_page(request, form, **_back(campaign))


@FORM_PAGE
def members(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, rows = _kept(request, pk)
    form = congress_forms.MembersForm(request.POST or None, campaign=campaign, rows=rows)
    return act_page(request, form, template="campaigns/congress/members.html", **_back(campaign))


@FORM_PAGE
def attendance(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    campaign, organization = campaign_in_sight(request, pk), organization_in_sight(request, code)
    require(request.user, Permission.KEEP_CAMPAIGN, organization)
    today = timezone.localdate()
    standing = Delegate.objects.visible_to(request.user).filter(campaign=campaign, organization=organization)
    congress = campaign.congress_on(today)
    day = min(today, congress.last_day) if congress else today
    form = delegate_forms.AttendanceForm(request.POST or None, delegates=standing.counting_on(today), day=day)
    context = {"too_early": congress is None or today < congress.first_day, "congress": congress}
    template = "campaigns/congress/attendance.html"
    return act_page(request, form, template=template, context=context, **_back_to(campaign, organization))


def _kept(request: HttpRequest, pk: int) -> tuple[Campaign, list[Places]]:
    campaign = campaign_in_sight(request, pk)
    require(request.user, Permission.KEEP_CAMPAIGN)
    return campaign, places(campaign, request.user, timezone.localdate())


def _back(campaign: Campaign) -> dict[str, Any]:
    return {
        "back_url": reverse("campaigns:delegates", args=[campaign.pk]),
        "back_text": congress_tables.PLACES_TITLE,
        "caption": campaign.title,
    }


def _back_to(campaign: Campaign, organization: Organization) -> dict[str, Any]:
    return {
        "back_url": reverse("campaigns:organization_delegates", args=[campaign.pk, organization.code]),
        "back_text": organization.name,
        "caption": f"{organization.name} · {campaign.title}",
    }


# --- Entered by chairs and staff ---------------------------------------------------------------------------------


@FORM_PAGE
def delegate_record(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    campaign, organization = campaign_in_sight(request, pk), organization_in_sight(request, code)
    _require_entering(request, organization)
    today = timezone.localdate()
    held = Conference.objects.visible_to(request.user).held_by(today).filter(organization=organization)
    held = held.filter(kind__in=ELECTING).filter(campaign=campaign)
    by_staff = can(request.user, Permission.KEEP_CAMPAIGN, organization)
    form = delegate_forms.RecordDelegateForm(
        request.POST or None, campaign=campaign, organization=organization, conferences=held, by_staff=by_staff
    )
    row = _places_of(campaign, organization, request.user, today)
    context = {"places": row, "too_early": not by_staff and not held.exists()}
    template = "campaigns/congress/delegate_record.html"
    return act_page(request, form, template=template, context=context, **_back_to(campaign, organization))


@FORM_PAGE
def delegate_correct(request: HttpRequest, pk: int) -> HttpResponse:
    delegate = _entered(request, pk)
    form = delegate_forms.CorrectDelegateForm(request.POST or None, delegate=delegate)
    context = {"history": entries(delegate)}
    template = "campaigns/congress/delegate_correct.html"
    return act_page(
        request, form, template=template, context=context, **_back_to(delegate.campaign, delegate.organization)
    )


@FORM_PAGE
def delegate_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    delegate = _entered(request, pk)
    form = delegate_forms.WithdrawForm(request.POST or None, delegate=delegate, today=timezone.localdate())
    return _about(request, form, delegate)


@FORM_PAGE
def delegate_replace(request: HttpRequest, pk: int) -> HttpResponse:
    delegate = _entered(request, pk)
    waiting = Delegate.objects.visible_to(request.user).standing_on(timezone.localdate())
    waiting = waiting.filter(campaign=delegate.campaign_id, organization=delegate.organization_id)
    form = delegate_forms.ReplaceForm(
        request.POST or None,
        delegate=delegate,
        substitutes=waiting.filter(is_substitute=True, called_on=None),
        today=timezone.localdate(),
    )
    return _about(request, form, delegate)


def _about(request: HttpRequest, form: delegate_forms.DelegateVerb, delegate: Delegate) -> HttpResponse:
    context = {"subject": delegate.name}
    return act_page(request, form, context=context, **_back_to(delegate.campaign, delegate.organization))


def _entered(request: HttpRequest, pk: int) -> Delegate:
    found = Delegate.objects.visible_to(request.user).select_related("campaign", "organization")
    delegate = get_object_or_404(found, pk=pk)
    _require_entering(request, delegate.organization)
    return delegate


def _require_entering(request: HttpRequest, organization: Organization) -> None:
    if not may_enter(request.user, organization):
        raise PermissionDenied
