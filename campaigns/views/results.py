"""Results of a campaign: figures of the union, an organization stated beside summed, one hand-in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import results_tables
from campaigns.models import Campaign, Conference
from campaigns.models.results import LEVEL_FIGURES
from campaigns.results import SHARES, Results, Row, Share
from campaigns.results_checks import differences
from campaigns.results_draft import conference_key, former_answers
from campaigns.results_form import label_of
from campaigns.results_sections import INFORMATION, LEVEL_ORDER, LEVEL_TITLES, Section, of_level, sections_of
from campaigns.results_tally import Tally
from documents.as_of import as_of_day
from documents.cells import grouped, number
from documents.responses import exporting, respond
from documents.tables import Column
from organizations.access import Permission, appointments_of, can
from organizations.models import Organization
from reporting.models import Submission

PER_PAGE = 100
PERCENT = Column(key="share", title="", kind="percent")


@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of the union on a day; a chair sees those of the own organizations."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    all_results = Results(found, request.user, as_of)
    organizations = results_tables.members(request.user, as_of) or _own(request)
    rows = all_results.rows(organizations)
    level = _level(request)
    table = results_tables.results_table([row for row in rows if not level or row.level == level], found, as_of)
    context: dict[str, Any] = {"campaign": found, "as_of": as_of, "today": today, "level": level}
    if not exporting(request):
        context |= _headline(rows, request) | {"levels": _level_links(request, level)}
    return respond(request, table, template="campaigns/results/results.html", context=context, per_page=PER_PAGE)


def _own(request: HttpRequest) -> list[Organization]:
    """For chairs below the member organizations."""
    return [appointment.organization for appointment in appointments_of(request.user)]


def _level(request: HttpRequest) -> str:
    asked = request.GET.get("level", "")
    return asked if asked in results_tables.LEVELS else ""


def _level_links(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    titles = [("", _("All levels")), *((level.value, LEVEL_TITLES[level]) for level in results_tables.LEVELS)]
    return [{"title": title, "url": _behind(request, level), "current": level == chosen} for level, title in titles]


def _behind(request: HttpRequest, level: str) -> str:
    """The rows that a figure was summed from."""
    day = {"as_of": request.GET["as_of"]} if request.GET.get("as_of") else {}
    asked = urlencode({**day, **({"level": level} if level else {})})
    return f"?{asked}#rows"


def _headline(rows: list[Row], request: HttpRequest) -> dict[str, Any]:
    """Held by level, then every share by level, each with the rows behind it."""
    totals = results_tables.totals_by_level(rows)
    levels = [level for level in totals if any(row.level == level for row in rows)]
    columns = [*((level, LEVEL_TITLES[level]) for level in levels), ("", _("All levels"))]
    return {
        "held": [
            {
                "title": LEVEL_TITLES[level],
                "value": results_tables.held_words(totals[level]),
                "url": _behind(request, level),
                "level": level,
            }
            for level in levels
        ],
        "columns": [title for _level, title in columns],
        "shares": [
            {
                "title": results_tables.SHARE_TITLES[share.code],
                "code": share.code,
                "cells": [
                    {"title": title, **_share(share, totals[level], _behind(request, level))}
                    for level, title in columns
                ],
            }
            for share in SHARES
        ],
        "counts": [
            {
                "title": results_tables.figure_title(name),
                "cells": [{"title": title, "value": _figure(totals[level][name])} for level, title in columns],
            }
            for name in LEVEL_ORDER
        ],
        "any_data": any(row.source for row in rows),
    }


def _share(share: Share, figures: Tally, url: str) -> dict[str, str]:
    value = share.of(figures)
    if value is None:
        return {}
    part, whole = grouped(figures[share.part] or 0), grouped(figures[share.whole] or 0)
    of = _("{part} of {whole}").format(part=part, whole=whole)
    return {"value": number(PERCENT, value), "of": of, "url": url}


def _figure(value: int | None) -> str:
    return grouped(value) if value is not None else ""


# --- One organization ------------------------------------------------------------------------------------


@require_safe
def results_of(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Stated beside summed for each level below, and the bodies right below that the sum is made of."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    organization = get_object_or_404(Organization.objects.visible_to(request.user), code=code)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    everything = Results(found, request.user, as_of)
    rows = everything.rows([organization])
    below = Organization.objects.visible_to(request.user).filter(
        pk__in=everything.children_of(organization).values("organization")
    )
    children = everything.rows(below.in_order().prefetch_related("former_names"))
    table = results_tables.results_table(children, found, as_of)
    context = {
        "campaign": found,
        "organization": organization,
        "as_of": as_of,
        "today": today,
        "own": next((row for row in rows if row.source == "own"), None),
        "levels": [_beside(row) for row in rows if row.level != organization.level],
    }
    return respond(request, table, template="campaigns/results/organization.html", context=context, per_page=PER_PAGE)


def _beside(row: Row) -> dict[str, Any]:
    """A level below: each figure as stated and as summed. Figures that nobody knows are left out."""
    stated = row.figures if row.source == "stated" else {}
    summed = row.summed or {}
    apart = differences(stated, summed, LEVEL_FIGURES)
    figures = [
        {
            "title": results_tables.figure_title(name),
            "stated": _figure(stated.get(name)),
            "summed": _figure(summed.get(name)),
            "difference": _signed(apart[name]) if name in apart else "",
            "is_equal": stated.get(name) is not None and stated.get(name) == summed.get(name),
        }
        for name in LEVEL_ORDER
        if stated.get(name) is not None or summed.get(name) is not None
    ]
    return {
        "title": LEVEL_TITLES[row.level],
        "level": row.level,
        "row": row,
        "figures": figures,
        "came": results_tables.held_words(summed) if summed else "",
        "differs": len(apart),
    }


def _signed(by: int) -> str:
    return f"{'+' if by > 0 else '−'}{grouped(abs(by))}"


# --- One hand-in -----------------------------------------------------------------------------------------


@require_safe
def submitted_results(request: HttpRequest, pk: int) -> HttpResponse:
    """What a hand-in of results said, stated beside the sum as it was on the day it came."""
    submission = get_object_or_404(
        Submission.objects.visible_to(request.user).select_related(
            "obligation__organization", "obligation__requirement"
        ),
        pk=pk,
    )
    obligation = submission.obligation
    number_of = conference_key(obligation)
    conferences = Conference.objects.visible_to(request.user).select_related("campaign", "organization")
    conference = conferences.filter(pk=number_of, organization=obligation.organization).first() if number_of else None
    stated = getattr(submission, "conference_results", None)
    context = {
        "submission": submission,
        "obligation": obligation,
        "conference": conference,
        "stated": stated,
        "parts": _parts(submission, conference) if conference and stated else [],
        "levels": _levels(request, submission, conference) if conference and stated else [],
        "remarks": submission.remarks.all(),
        "back_url": reverse("reporting:obligation", args=[obligation.pk]),
        "may_enter": bool(conference)
        and stated is None
        and submission.is_standing
        and can(request.user, Permission.RECORD, obligation.organization),
    }
    return render(request, "campaigns/results/submitted.html", context)


def _parts(submission: Submission, conference: Conference) -> list[dict[str, Any]]:
    own = [one for one in sections_of(conference.organization, conference) if not one.level]
    answers = former_answers(submission, own)
    return [
        {
            "title": section.title,
            "rows": [
                {"key": label_of(Section("", "", ()), name), "value": answers.get(name)} for name in section.names
            ],
        }
        for section in own
        if section.code != INFORMATION
    ]


def _levels(request: HttpRequest, submission: Submission, conference: Conference) -> list[dict[str, Any]]:
    """Stated levels as the page of the organization shows them, against the sum of the day the hand-in came."""
    stated = {one.level: one for one in submission.conference_results.levels.all()}
    if not stated or conference.campaign is None:
        return []
    results = Results(conference.campaign, request.user, submission.received_on, conference.organization)
    found = []
    for level, one in stated.items():
        figures = {name: getattr(one, name) for name in LEVEL_FIGURES}
        summed = results.summed(conference.organization_id, of_level(level).level)
        row = Row(conference.organization, level, "stated", figures, summed, submission.pk, one.explanation)
        found.append(_beside(row))
    return found
