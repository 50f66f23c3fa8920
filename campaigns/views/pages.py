"""What is looked at: campaigns, a campaign as of a day, the official schedule, one organization in a campaign."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_safe

from campaigns import dossier, tables, term_tables, timeline
from campaigns.deviations import deviations
from campaigns.models import BranchSchedule, Campaign, Conference, LevelProgress, Plan
from campaigns.packets import note_lacking
from campaigns.primary_terms import add_primary_terms
from campaigns.progress import LOWER, add_progress
from campaigns.schedule_draft import terms_with_counts
from campaigns.states import Standing, State, headline, standings
from campaigns.wording import bodies_of
from documents.as_of import as_of_day
from documents.responses import exporting, respond
from organizations.access import Permission, appointments_of, can
from organizations.models import Level, Organization
from reporting.models import Obligation, Submission

PER_PAGE = 100


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    found = Campaign.objects.visible_to(request.user).select_related("decree")
    return render(request, "campaigns/campaigns.html", {"campaigns": found, "today": timezone.localdate()})


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of everybody on a day. A chair sees the same page of the own organizations."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user).with_terms(), pk=pk)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    present = standings(found, request.user, as_of)
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    table = tables.states_table(tables.in_state(present, state), as_of)
    context: dict[str, Any] = {"campaign": found, "as_of": as_of, "today": today, "state": state}
    if not exporting(request):
        add_progress(present, request.user)
        add_primary_terms(present, request.user)
        note_lacking(found, present, request.user, as_of)
        context |= {
            "figures": _figures(present, as_of, today, state),
            "total_text": _total_text(len(present)),
            "present": present,
            "deviations": deviations(present),
            "windows": _windows(found, as_of),
            "timeline": timeline.of_campaign(found, present[:PER_PAGE], as_of),
            "congress_dates": _congress_dates(found, as_of),
            "sees_all": can(request.user, Permission.SEE_TABLES),
            "issues": can(request.user, Permission.ISSUE),
            "keeps": can(request.user, Permission.KEEP_CAMPAIGN),
            "own": _own(request, present),
        }
    return respond(request, table, template="campaigns/campaign.html", context=context, per_page=PER_PAGE)


def _figures(present: list[Standing], as_of: date, today: date, chosen: str) -> list[dict[str, Any]]:
    day = {"as_of": as_of.isoformat()} if as_of != today else {}
    return [
        {
            "state": state,
            "count": count,
            "url": f"?{urlencode({**day, 'state': state.value})}#states",
            "current": state == chosen,
        }
        for state, count in headline(present).items()
    ]


def _total_text(total: int) -> str:
    return ngettext(
        "Together {count} member organization, as many as the registry holds on this day.",
        "Together {count} member organizations, as many as the registry holds on this day.",
        total,
    ).format(count=total)


def _windows(found: Campaign, as_of: date) -> list[dict[str, Any]]:
    """By level, bottom-up: the version in force on the day and the ones before it."""
    versions = found.window_versions(as_of)
    return [
        {"level": Level(level).label, "window": versions[level][-1], "earlier": versions[level][-2::-1]}
        for level in reversed(Level.values)
        if level in versions
    ]


def _congress_dates(found: Campaign, as_of: date) -> dict[str, Any]:
    versions = found.congress_versions(as_of)
    return {"now": versions[-1], "earlier": versions[-2::-1]} if versions else {}


def _own(request: HttpRequest, present: list[Standing]) -> list[Organization]:
    """For chairs below the member organizations: their organizations, which stand in no table of the campaign."""
    if present:
        return []
    return [appointment.organization for appointment in appointments_of(request.user)]


@require_safe
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """The official table, as in the document."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    table = tables.schedule_table(standings(found, request.user, as_of), as_of)
    context = {"campaign": found, "as_of": as_of, "today": today}
    return respond(request, table, template="campaigns/schedule.html", context=context)


@require_safe
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Until when each member organization is in office, and who holds the office."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    table = term_tables.terms_table(standings(found, request.user, as_of), as_of)
    context = {"campaign": found, "as_of": as_of, "today": today}
    return respond(request, table, template="campaigns/terms.html", context=context)


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Held X of Y at the levels below, as told and as entered."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    present = standings(found, request.user, as_of)
    add_progress(present, request.user)
    level = request.GET.get("level", "")
    level = level if level in LOWER else ""
    table = term_tables.progress_table(present, as_of, level)
    context = {"campaign": found, "as_of": as_of, "today": today, "level": bodies_of(level) if level else ""}
    return respond(request, table, template="campaigns/progress.html", context=context)


@require_safe
def plans(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One organization in the campaign: its statements and those of the levels below, conferences, history."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user).with_terms(), pk=pk)
    organization = get_object_or_404(Organization.objects.visible_to(request.user), code=code)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    groups = dossier.statements_of(found, organization, request.user, as_of)
    primaries = dossier.primaries_of(found, organization, request.user, as_of)
    context = {
        "campaign": found,
        "organization": organization,
        "as_of": as_of,
        "today": today,
        "standing": _standing(request, found, organization, as_of),
        "groups": groups,
        "primaries": primaries,
        "timeline": dossier.drawn(found, organization, groups, primaries, request.user, as_of),
        "conferences": _conferences(request, found, organization, as_of),
        "branch_schedules": BranchSchedule.objects.visible_to(request.user)
        .received_by(as_of)
        .filter(campaign=found, organization=organization),
        "obligations": _obligations(request, found, organization, as_of),
        "history": dossier.history_of(found, organization),
        "progress": _progress(request, found, organization, as_of),
        "keeps": can(request.user, Permission.KEEP_CAMPAIGN, organization),
        "tells": can(request.user, Permission.SUBMIT, organization),
    }
    return render(request, "campaigns/plans.html", context)


def _progress(request: HttpRequest, found: Campaign, organization: Organization, as_of: date) -> Any:
    """Every word about the levels below, the latest first: none is overwritten."""
    told = LevelProgress.objects.visible_to(request.user).told_by(as_of)
    told = told.filter(campaign=found, organization=organization).select_related("recorded_by__person")
    return sorted(told, key=lambda one: (one.told_on, one.pk), reverse=True)


def _standing(request: HttpRequest, found: Campaign, organization: Organization, as_of: date) -> Standing | None:
    if organization.level != Level.MEMBER:
        return None
    only = Organization.objects.visible_to(request.user).active_on(as_of).filter(pk=organization.pk)
    return next(iter(standings(found, request.user, as_of, only)), None)


def _conferences(request: HttpRequest, found: Campaign, organization: Organization, as_of: date) -> Any:
    visible = Conference.objects.visible_to(request.user).filter(held_on__lte=as_of)
    return visible.filter(campaign=found, organization=organization).order_by("held_on")


def _obligations(request: HttpRequest, found: Campaign, organization: Organization, as_of: date) -> Any:
    asked = [
        found.schedule_requirement_id,
        found.information_requirement_id,
        found.protocol_requirement_id,
        found.results_requirement_id,
    ]
    owed = Obligation.objects.visible_to(request.user).with_status(as_of)
    owed = owed.filter(organization=organization, requirement__in=[one for one in asked if one])
    return owed.select_related("requirement", "organization")


def _bottom_last(plan: Plan) -> tuple[int, str]:
    return Level.values.index(plan.level), plan.organization.path or ""


def _is_single(plan: Plan, whose: Organization) -> bool:
    return plan.organization.level == Level.PRIMARY and plan.organization_id != whose.pk


@require_safe
def submitted_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """What a schedule handed in online said."""
    submission = get_object_or_404(
        Submission.objects.visible_to(request.user).select_related(
            "obligation__organization", "obligation__requirement"
        ),
        pk=pk,
    )
    told = sorted(submission.plans.select_related("organization", "campaign"), key=_bottom_last)
    whose = submission.obligation.organization
    single = [plan for plan in told if _is_single(plan, whose)]
    context = {
        "submission": submission,
        "obligation": submission.obligation,
        "statements": [plan for plan in told if not _is_single(plan, whose)],
        "single": single,
        "single_terms": terms_with_counts(plan.raw for plan in single),
        "approval": next((plan for plan in told if plan.approved_by), None),
        "campaign": told[0].campaign if told else None,
        "remarks": submission.remarks.all(),
        "back_url": reverse("reporting:obligation", args=[submission.obligation_id]),
        "title": _("Schedule No. {number}").format(number=submission.receipt_number),
    }
    return render(request, "campaigns/submitted_schedule.html", context)
