"""Requests for information, all of them, with their numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.registry import refuse_unknown
from documents.tables import Column, Table
from reporting.models import InformationRequest
from reporting.statuses import RECEIVED_STATUSES, Status
from reporting.tables.requirements import counts


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ())
    return requests_table(user, as_of)


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
