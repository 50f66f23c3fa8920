"""Requests for information as they are read: all of them, one with who has answered, the answers side by side."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import exporting, respond
from documents.uploads import attachment
from documents.zipped import zipped
from organizations.access import Permission, can, require
from reporting import drafts
from reporting.models import InformationRequest, RequirementFile, Submission, SubmissionFile
from reporting.querysets import ObligationQuerySet
from reporting.statuses import GRAVITY
from reporting.tables.information_requests import address_of, requests_table, row_of
from reporting.tables.request_answers import STATES, answer_of, answers_table, asked_of, in_state
from reporting.tables.requirements import counts
from reporting.views.bulk import MOST, offered
from reporting.views.filtering import page_length

# Together; more is downloaded organization by organization.
MOST_BYTES = 500 * 1024 * 1024
TABS: tuple[tuple[str, str | Promise, str], ...] = (
    ("", gettext_lazy("All who were asked"), "asked"),
    ("answered", gettext_lazy("Answered"), "answered"),
    ("waiting", gettext_lazy("Not answered"), "waiting"),
)


def request_seen(request: HttpRequest, pk: int) -> InformationRequest:
    visible = InformationRequest.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("requirement__decree_item__decree", "withdrawn_by__person"), pk=pk)


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    table = requests_table(request.user, as_of)
    context = {"as_of": as_of, "today": today, "may_ask": can(request.user, Permission.ASK)}
    return respond(request, table, template="reporting/requests.html", context=context, per_page=page_length(request))


@require_safe
def information_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has answered and who has not, on any day. One that was not asked yet is still being put together."""
    found = request_seen(request, pk)
    if not found.is_asked and can(request.user, Permission.ASK):
        return redirect("reporting:request_preview", pk)
    today, state = timezone.localdate(), _state(request)
    as_of = as_of_day(request, today)
    acting = can(request.user, Permission.REMIND) and not exporting(request)
    table = answers_table(found, request.user, as_of, today=today, state=state, choosing=acting)
    context = {} if exporting(request) else _shown(request, found, as_of, today, state)
    return respond(request, table, template="reporting/request.html", context=context, per_page=page_length(request))


def _state(request: HttpRequest) -> str:
    state = request.GET.get("state", "")
    if state and state not in STATES:
        raise BadRequest(f"Accepted: {', '.join(STATES)}.")
    return state


def _shown(request: HttpRequest, found: InformationRequest, as_of: date, today: date, state: str) -> dict[str, Any]:
    numbers = row_of(found, counts(request.user, as_of, [found.requirement])[found.requirement_id])
    mine = asked_of(found, request.user, today, today=today)
    return {
        **_head(request, found, as_of, today, numbers, state),
        "sums": [
            {"status": status, "number": numbers[status], "url": address_of(found, status, **_day(as_of, today))}
            for status in GRAVITY
            if numbers.get(status)
        ],
        "bulk": offered(request.user),
        "waiting": _waiting(request, mine) if can(request.user, Permission.REMIND) else [],
        "to_fill": _to_fill(request, mine, today),
        "may_ask": can(request.user, Permission.ASK),
        "may_see_tables": can(request.user, Permission.SEE_TABLES),
    }


def _head(
    request: HttpRequest, found: InformationRequest, as_of: date, today: date, numbers: dict[str, Any], state: str
) -> dict[str, Any]:
    """What both pages of a request begin with."""
    numbers["waiting"] = sum(numbers[status] for status in STATES["waiting"])
    day = _day(as_of, today)
    return {
        "asked": found,
        "requirement": found.requirement,
        "attachments": list(found.requirement.files.all()),
        "as_of": as_of,
        "today": today,
        "state": state,
        "numbers": numbers,
        "state_tabs": [
            {"title": title, "count": numbers[number], "current": value == state, "url": _tab(request, value, day)}
            for value, title, number in TABS
        ],
    }


def _tab(request: HttpRequest, state: str, day: dict[str, str]) -> str:
    query = urlencode({**({"state": state} if state else {}), **day})
    return f"?{query}" if query else request.path


def _day(as_of: date, today: date) -> dict[str, str]:
    return {"as_of": as_of.isoformat()} if as_of != today else {}


def _waiting(request: HttpRequest, asked: ObligationQuerySet) -> list[int]:
    """Who has not answered today, for what is done with all of them; too many are chosen from the list."""
    pks = list(in_state(asked, "waiting").order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    return pks if len(pks) <= MOST else []


def _to_fill(request: HttpRequest, asked: ObligationQuerySet, today: date) -> list[Any]:
    """What the reader may answer now."""
    if not can(request.user, Permission.FILL):
        return []
    open_now = in_state(asked, "waiting").order_by("organization__path")[:50]
    return [
        one
        for one in open_now
        if can(request.user, Permission.FILL, one.organization) and drafts.shut(one, today) is None
    ]


@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, to be read: every answer whole, one beside the other."""
    found, today, state = request_seen(request, pk), timezone.localdate(), _state(request) or "answered"
    as_of = as_of_day(request, today)
    table = answers_table(found, request.user, as_of, today=today, state=state)
    if exporting(request):
        return respond(request, table, template="")
    numbers = row_of(found, counts(request.user, as_of, [found.requirement])[found.requirement_id])
    context = _head(request, found, as_of, today, numbers, state)
    return respond(
        request, table, template="reporting/request_answers.html", context=context, per_page=page_length(request)
    )


@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """All files of the answers of a day, a folder for each organization."""
    found, today = request_seen(request, pk), timezone.localdate()
    as_of = as_of_day(request, today)
    rows = in_state(asked_of(found, request.user, as_of, today=today), _state(request))
    stored = [
        (row.organization.code, file)
        for row in rows.order_by("organization__path")
        for file in _files_of(answer_of(row))
    ]
    if not stored or sum(file.size for _code, file in stored) > MOST_BYTES:
        messages.warning(request, _no_archive(bool(stored)))
        return redirect(found)
    archive = zipped((code, file.name, file.file) for code, file in stored)
    name = f"{found.requirement.code}-{as_of.isoformat()}.zip"
    answer = FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
    answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "no-store"
    return answer


def _files_of(answer: Submission | None) -> list[SubmissionFile]:
    return list(answer.files.all()) if answer else []


def _no_archive(too_much: bool) -> str:
    if too_much:
        sentence = _("The files are larger than {limit} MB together: download them organization by organization.")
        return sentence.format(limit=MOST_BYTES // 1024 // 1024)
    return _("No answer has a file.")


@require_safe
def form_file(request: HttpRequest, pk: int) -> FileResponse:
    """The form to fill in, to everybody who is asked."""
    kept = get_object_or_404(RequirementFile.objects.visible_to(request.user), pk=pk)
    return attachment(kept.file.open(), kept.name)
