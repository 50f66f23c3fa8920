"""Requests for information: all of them with their numbers; whom one would ask; and what came of it, side by side."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext as _now, gettext_lazy as _

from documents.cutting import ByKey
from documents.registry import BadFilter, refuse_unknown
from documents.tables import Column, Table
from documents.workbooks import CELL_LIMIT
from organizations.models import Appointment
from organizations.querysets import OrganizationQuerySet
from reporting import badges
from reporting.models import InformationRequest, Obligation, Submission
from reporting.querysets import ObligationQuerySet
from reporting.statuses import RECEIVED_STATUSES, Status
from reporting.tables.people import chair_columns, organization_columns
from reporting.tables.requirements import counts
from reporting.tasks import TO_DO

# What a page of answers is narrowed to, by the word in its address.
STATES: dict[str, frozenset[str]] = {
    "answered": frozenset(RECEIVED_STATUSES),
    "waiting": frozenset(TO_DO),
    **{str(status): frozenset({str(status)}) for status in Status},
}


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ())
    return requests_table(user, as_of)


def build_answers(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ("requirement", "state"))
    seen = InformationRequest.objects.visible_to(user).select_related("requirement")
    request = seen.filter(requirement__code=filters.get("requirement", "")).first()
    if request is None:
        known = ", ".join(seen.values_list("requirement__code", flat=True)) or "none"
        raise BadFilter(f"Name the request. Accepted: requirement=CODE; {known}.")
    if (state := filters.get("state", "")) and state not in STATES:
        raise BadFilter(f"Unknown state: {state}. Accepted: {', '.join(STATES)}.")
    return answers_table(request, user, as_of, state=state)


# --- All requests -----------------------------------------------------------------------------------


class _Numbered:
    """A page of requests asks for its own numbers only."""

    def __init__(self, requests: Any, user: Any, as_of: date) -> None:
        self.requests, self.user, self.as_of = requests, user, as_of

    def count(self) -> int:
        return int(self.requests.count())

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Any:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        found = list(self.requests[part])
        numbers = counts(self.user, self.as_of, [one.requirement for one in found])
        return [row_of(one, numbers[one.requirement_id]) for one in found]


def row_of(request: InformationRequest, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "request": request,
        "requirement": request.requirement,
        "asked": sum(numbers.values()),
        "answered": sum(numbers.get(status, 0) for status in RECEIVED_STATUSES),
        **{str(status): numbers.get(status, 0) for status in Status},
    }


def requests_table(user: Any, as_of: date) -> Table:
    requests = InformationRequest.objects.visible_to(user).select_related("requirement__decree_item__decree")
    return Table(
        name="information_requests",
        title=_("Requests for information"),
        columns=[
            Column(key="requirement", title=_("Requirement code"), value="requirement.code", hidden=True, width=20),
            Column(
                key="requirement_title",
                title=_("Request"),
                value="requirement.title",
                href=lambda row: row["request"].get_absolute_url(),
                width=34,
            ),
            Column(key="basis", title=_("Basis"), value="requirement.citation", hidden=True, width=34),
            Column(key="state", title=_("State"), value=_state, text=lambda row: STANDS[_state(row)], kind="choice"),
            Column(key="asked_on", title=_("Asked on"), kind="date", value=_asked_on),
            Column(key="due_on", title=_("Due day"), kind="date", value="requirement.due_on"),
            Column(
                key="withdrawn_on",
                title=_("Request withdrawn on"),
                kind="date",
                value="request.withdrawn_on",
                hidden=True,
            ),
            _number("asked", _("Asked"), ""),
            _number("answered", _("Answered"), "answered"),
            _number("late", _("of them late"), Status.LATE),
            _number("missing", _("Overdue"), Status.MISSING),
            _number("not_due", _("Still have time"), Status.NOT_DUE),
            _number("returned", _("Returned"), Status.RETURNED, hidden=True),
            _number("exempt", _("Not required"), Status.EXEMPT, hidden=True),
        ],
        rows=_Numbered(requests.order_by("-requirement__asked_on", "-pk"), user, as_of),
        as_of=as_of,
        empty=_("Nobody has been asked for information yet."),
    )


def _asked_on(row: Mapping[str, Any]) -> date | None:
    return row["requirement"].asked_on if row["request"].is_asked else None


STANDS = {
    "prepared": _("being prepared"),
    "asked": _("request sent"),
    "withdrawn": _("request withdrawn"),
}


def _state(row: Mapping[str, Any]) -> str:
    if row["request"].withdrawn_on:
        return "withdrawn"
    return "asked" if row["request"].is_asked else "prepared"


def _number(key: str, title: Any, state: str, **shown: bool) -> Column:
    """A number that leads to the list behind it."""
    return Column(
        key=key,
        title=title,
        kind="integer",
        href=lambda row: address_of(row["request"], state) if row[key] else None,
        **shown,  # type: ignore[arg-type]
    )


def address_of(request: InformationRequest, state: str = "", **more: str) -> str:
    return reverse("reporting:request", args=[request.pk], query={**({"state": state} if state else {}), **more})


# --- Whom it asks -----------------------------------------------------------------------------------

BY_LETTER, BY_PHONE, BY_NOTHING = "letter", "phone", "nothing"
REACHED = {
    BY_LETTER: _("by letter"),
    BY_PHONE: _("by telephone only"),
    BY_NOTHING: _("neither telephone nor e-mail"),
}


def with_reach(organizations: OrganizationQuerySet, user: Any, day: date) -> OrganizationQuerySet:
    """Adds the chair, and `reach`: 0 whom nothing reaches, 1 the telephone alone, 2 a letter."""
    found = organizations.with_chair(day)
    chairs = Appointment.objects.visible_to(user).chairs_on(day).filter(organization=OuterRef("pk"))
    found = found.annotate(chair_office=Subquery(chairs.values("pk")[:1]))
    has_address = Q(person__user__is_active=True) | ~Q(person__email="")
    written = Appointment.objects.visible_to(user).filter(has_address, pk=OuterRef("chair_office"))
    called = Q(chair_phone__isnull=False) & ~Q(chair_phone="")
    return found.annotate(
        reach=Case(
            When(Exists(written), then=Value(2)),
            When(called, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    )


def reached(row: Any) -> str:
    return (BY_NOTHING, BY_PHONE, BY_LETTER)[row.reach]


def addressees_table(organizations: OrganizationQuerySet, user: Any, day: date) -> Table:
    """Whom the letter does not reach stands first."""
    return Table(
        name="request_addressees",
        title=_("Whom we ask"),
        columns=[
            *_of_organization(),
            *chair_columns(hidden=False),
            Column(key="reached", title=_("How they are told"), value=reached, text=_reached, kind="choice", width=30),
        ],
        rows=ByKey(with_reach(organizations, user, day).order_by("reach", "path")),
        as_of=day,
        empty=_("It asks nobody. Choose at least one organization."),
    )


def _reached(row: Any) -> str:
    return str(REACHED[reached(row)])


def choice_table(organizations: OrganizationQuerySet, named: Any, day: date) -> Table:
    """Organizations to choose from; `named`: the numbers of those it asks as it stands."""
    asked = organizations.with_chair(day).annotate(is_asked=Exists(named.filter(pk=OuterRef("pk"))))
    return Table(
        name="request_choice",
        title=_("Organizations"),
        columns=[
            *_of_organization(cell="reporting/_choose_organization.html"),
            *chair_columns(hidden=False),
            Column(key="is_asked", title=_("Is asked"), kind="boolean"),
        ],
        rows=ByKey(asked.in_order()),
        as_of=day,
        empty=_("Nothing matches the filter."),
    )


def _of_organization(**shown: Any) -> list[Column]:
    """Where the row is the organization itself."""
    dressed = shown or {"href": lambda row: row.get_absolute_url()}
    return [
        Column(key="organization_code", title=_("Code"), value="code", hidden=True, width=16),
        Column(key="organization", title=_("Organization"), value="name", width=34, **dressed),
        Column(key="level", title=_("Level"), value="level", text=lambda row: row.get_level_display(), kind="choice"),
    ]


# --- What came --------------------------------------------------------------------------------------


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
        Column(
            key="status",
            title=_("Status"),
            kind="status",
            value=lambda row: str(row.status),
            text=lambda row: badges.in_words(**badges.facts(row)),
            cell=lambda row: badges.badge(**badges.facts(row), dense=True),
            width=16,
        ),
        Column(key="due_on", title=_("Due day"), kind="date", hidden=True),
        Column(key="answered_on", title=_("Answered on"), kind="date", value=lambda row: row.first_received_on),
        Column(key="last_received_on", title=_("Last received"), kind="date", hidden=True),
        Column(key="answer", title=_("Answer"), value=_text, width=60, cell="reporting/_answer_cell.html"),
        Column(key="files", title=_("Files"), value=_files, cell="reporting/_answer_files_cell.html", width=20),
        Column(key="accepted_on", title=_("Accepted on"), kind="date", hidden=True),
        Column(key="signed_by", title=_("Signed by"), value=_signed_by, hidden=True, width=30),
        Column(key="days_late", title=_("Days late"), kind="integer", hidden=True),
        Column(
            key=chair.key,
            title=chair.title,
            value=chair.value,
            width=chair.width,
            cell="reporting/_chair_call_cell.html",
            hidden=not choosing,
        ),
        Column(key=phone.key, title=phone.title, value=phone.value, width=phone.width, hidden=True),
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
