"""What came of a request for information: who has answered by a day, and the answers side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Length
from django.utils.translation import gettext as _now, gettext_lazy as _

from documents.registry import BadFilter, refuse_unknown
from documents.tables import Column, Table
from documents.workbooks import CELL_LIMIT
from reporting.models import InformationRequest, Obligation, Submission
from reporting.querysets import ObligationQuerySet
from reporting.statuses import RECEIVED_STATUSES, Status
from reporting.tables.people import chair_columns, organization_columns
from reporting.tables.status import status_column
from reporting.tasks import TO_DO

# What a page of answers is narrowed to, by the word in its address.
STATES: dict[str, frozenset[str]] = {
    "answered": frozenset(RECEIVED_STATUSES),
    "waiting": frozenset(TO_DO),
    **{str(status): frozenset({str(status)}) for status in Status},
}


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ("requirement", "state"))
    seen = InformationRequest.objects.visible_to(user).select_related("requirement")
    request = seen.filter(requirement__code=filters.get("requirement", "")).first()
    if request is None:
        known = ", ".join(seen.values_list("requirement__code", flat=True)) or "none"
        raise BadFilter(f"Name the request. Accepted: requirement=CODE; {known}.")
    if (state := filters.get("state", "")) and state not in STATES:
        raise BadFilter(f"Unknown state: {state}. Accepted: {', '.join(STATES)}.")
    return answers_table(request, user, as_of, state=state)


def asked_of(request: InformationRequest, user: Any, as_of: date, *, today: date | None = None) -> ObligationQuerySet:
    """Everybody in sight who was asked by that day, also bodies closed since; the answer of the day beside them."""
    found = Obligation.objects.visible_to(user).with_status(as_of, today=today).filter(requirement=request.requirement)
    found = found.with_gravity().with_chair(as_of).with_exempt_reason(as_of).with_last_call(as_of)
    live = Submission.objects.visible_to(user).live_on(as_of).order_by("round").select_related("signed_by")
    answers = Prefetch("submissions", live.prefetch_related("files"), to_attr="live_answers")
    return found.select_related("organization", "requirement__decree_item__decree").prefetch_related(answers)


def in_state(found: ObligationQuerySet, state: str) -> ObligationQuerySet:
    return found.filter(status__in=STATES[state]) if state else found


def answer_of(row: Any) -> Submission | None:
    """The latest that had come by the day, returned or not."""
    return row.live_answers[-1] if row.live_answers else None


def answers_table(
    request: InformationRequest,
    user: Any,
    as_of: date,
    *,
    today: date | None = None,
    state: str = "",
    choosing: bool = False,
) -> Table:
    """`choosing`: rows may be chosen for an action, and called."""
    rows = in_state(asked_of(request, user, as_of, today=today), state)
    return Table(
        name="request_answers",
        title=_("Answers to the request"),
        columns=_answer_columns(choosing),
        rows=rows.order_by("organization__path"),
        as_of=as_of,
        note=_note(request, user),
        empty=_("Nothing matches the filter.") if state else _("Nobody had been asked by this day."),
        row_data=lambda row: {"test": "obligation-row", "status": row.status, "organization": row.organization.code},
    )


def _note(request: InformationRequest, user: Any) -> str:
    """What was asked; and that a cell of Excel holds less than the form takes, where it does."""
    of_it = Submission.objects.visible_to(user).filter(obligation__requirement=request.requirement)
    if not of_it.annotate(length=Length("text")).filter(length__gt=CELL_LIMIT).exists():
        return request.requirement.title
    cut = _now("An answer longer than a cell of Excel holds ends in an ellipsis there; in Word and here it is whole.")
    return f"{request.requirement.title}. {cut}"


def _answer_columns(choosing: bool) -> Sequence[Column]:
    dressed = {"cell": "reporting/_choose_row.html"} if choosing else {"href": lambda row: row.get_absolute_url()}
    chair, phone = chair_columns()
    return [
        *organization_columns(**dressed),
        Column(
            key="level",
            title=_("Level"),
            value="organization.level",
            text=lambda row: row.organization.get_level_display(),
            kind="choice",
            hidden=True,
        ),
        *_state_columns(),
        Column(key="answer", title=_("Answer"), value=_text, width=60, cell="reporting/_answer_cell.html"),
        Column(key="files", title=_("Files"), value=_files, cell="reporting/_answer_files_cell.html", width=20),
        Column(key="accepted_on", title=_("Accepted on"), kind="date", hidden=True),
        Column(key="signed_by", title=_("Signed by"), value=_signed_by, hidden=True, width=30),
        Column(key="days_late", title=_("Days late"), kind="integer", hidden=True),
        replace(chair, cell="reporting/_chair_call_cell.html", hidden=not choosing),
        phone,
    ]


def _state_columns() -> list[Column]:
    return [
        status_column(_("Status"), width=16),
        Column(key="due_on", title=_("Due day"), kind="date", hidden=True),
        Column(key="answered_on", title=_("Answered on"), kind="date", value=lambda row: row.first_received_on),
        Column(key="last_received_on", title=_("Last received"), kind="date", hidden=True),
    ]


def _text(row: Any) -> str | None:
    answer = answer_of(row)
    if answer is None:
        return None
    return str(_now("There is nothing to report")) if answer.nothing_to_report and not answer.text else answer.text


def _files(row: Any) -> str | None:
    answer = answer_of(row)
    return "\n".join(file.name for file in answer.files.all()) if answer else None


def _signed_by(row: Any) -> str | None:
    answer = answer_of(row)
    return answer.signed_by.name if answer and answer.signed_by else None
