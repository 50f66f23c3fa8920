"""Packets looked at: one as it was handed in, and all of a campaign as a table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from campaigns import packet_tables
from campaigns.models import Campaign
from campaigns.packets import KIND, Packet, State, packet_of, packets
from documents.as_of import as_of_day
from documents.responses import exporting, respond
from organizations.access import Permission, can
from reporting.models import Obligation, Submission

PER_PAGE = 100


@require_safe
def packet(request: HttpRequest, pk: int) -> HttpResponse:
    """A hand-in as a checklist: what came, what is lacking by name, and the papers to take along."""
    found = Submission.objects.visible_to(request.user).filter(obligation__requirement__kind=KIND)
    submission = get_object_or_404(found, pk=pk)
    today = timezone.localdate()
    owed = Obligation.objects.visible_to(request.user).with_status(today).select_related("organization", "requirement")
    obligation = get_object_or_404(owed, pk=submission.obligation_id)
    shown = packet_of(obligation, request.user, today)
    is_latest = shown.submission is not None and shown.submission.pk == submission.pk
    context = {
        "submission": submission,
        "obligation": obligation,
        "packet": shown,
        "is_latest": is_latest,
        "lines": _lines(shown, submission),
        "remarks": [remark.text for remark in submission.remarks.all()],
        "may": _may(request, submission, shown) if is_latest else {},
        "back_url": reverse("reporting:obligation", args=[obligation.pk]),
    }
    return render(request, "campaigns/packet/packet.html", context)


def _lines(shown: Packet, submission: Submission) -> list[dict[str, Any]]:
    """Each part asked for or sent, with its document in this hand-in."""
    related = submission.packet_documents.select_related("part", "bound").prefetch_related("pages__file")
    documents = {document.part_id: document for document in related}
    asked = {part.pk for part in shown.parts}
    others = [document.part for document in documents.values() if document.part_id not in asked]
    lines = []
    for part in [*shown.parts, *sorted(others, key=lambda part: part.position)]:
        document = documents.get(part.pk)
        is_required = shown.requires(part)
        lines.append(
            {
                "part": part,
                "is_required": is_required,
                "document": document,
                "lacks": document.lacks(shown.as_of) if document and is_required else [],
                "files": [page.file for page in document.pages.all()] if document else [],
            }
        )
    return lines


def _may(request: HttpRequest, submission: Submission, shown: Packet) -> dict[str, bool]:
    organization, stands = shown.organization, submission.is_standing
    is_open = stands and (bool(shown.lacking) or len(shown.documents) < len(shown.parts))
    return {
        "send_rest": is_open and can(request.user, Permission.FILL, organization),
        "record": is_open and can(request.user, Permission.RECORD, organization),
        "give_back": stands and can(request.user, Permission.JUDGE, organization),
        "correct": submission.returned_on is not None and can(request.user, Permission.FILL, organization),
    }


@require_safe
def campaign_packets(request: HttpRequest, pk: int) -> HttpResponse:
    """All packets owed in a campaign on a day, by their state."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    present = packets(request.user, as_of, campaign=campaign)
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    table = packet_tables.packets_table(packet_tables.in_state(present, state), as_of)
    context: dict[str, Any] = {"campaign": campaign, "as_of": as_of, "today": today, "state": state}
    if not exporting(request):
        context |= {"figures": _figures(present, state, {} if as_of == today else {"as_of": as_of.isoformat()})}
    return respond(request, table, template="campaigns/packet/packets.html", context=context, per_page=PER_PAGE)


def _figures(present: list[Packet], chosen: str, day: dict[str, str]) -> list[dict[str, Any]]:
    """How many are in each state that occurs; each number leads to its list."""
    counts = {state: sum(packet.state == state for packet in present) for state in State}
    return [
        {
            "state": state,
            "count": count,
            "url": f"?{urlencode({**day, 'state': state.value})}",
            "current": state == chosen,
        }
        for state, count in counts.items()
        if count
    ]
