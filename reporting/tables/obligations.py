"""One row per obligation, with its status on the day and whom to call about it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import Collate
from django.utils.translation import get_language, gettext_lazy as _

from documents.cutting import ByKey, Looked
from documents.tables import Column, Table
from reporting import kinds
from reporting.filters import Selection, Understood
from reporting.models import Obligation
from reporting.querysets import ObligationQuerySet
from reporting.tables.people import chair_columns, organization_columns
from reporting.tables.status import status_column

UNDERSTOOD = Understood(
    (
        "q",
        "requirement",
        "status",
        "level",
        "region",
        "year",
        "due_from",
        "due_to",
        "since",
        "received_from",
        "received_to",
        "overdue",
        "organization",
        "parent",
    )
)
DEFAULT_SORT = "-due_on"


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return obligations_table(Selection.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD))


def orders() -> dict[str, Sequence[Any]]:
    """By which fields each column sorts, in the language of the reader."""
    title = "requirement__title_kk" if get_language() == "kk" else "requirement__title_ru"
    return {
        "organization": [_by_name()],
        "requirement_title": [Collate(title, "kk-x-icu").asc()],
        "due_on": ["due_on"],
        "status": ["gravity"],
        "first_received_on": [F("first_received_on").asc(nulls_last=True)],
        "accepted_on": [F("accepted_on").asc(nulls_last=True)],
        "rounds": ["rounds"],
    }


def _by_name() -> Any:
    return Collate("organization__short_kk" if get_language() == "kk" else "organization__short_ru", "kk-x-icu").asc()


def rows(selection: Selection, order: Sequence[Any] = ("-due_on",)) -> ObligationQuerySet:
    """What the order leaves equal stands by name."""
    day = selection.as_of
    found = selection.obligations_in_status().with_gravity().with_chair(day).with_exempt_reason(day)
    found = found.with_last_call(day).with_reminders(day)
    related = found.select_related("organization", "requirement__decree_item__decree")
    return related.order_by(*order, _by_name(), "-due_on", "pk")


def obligations_table(
    selection: Selection, *, order: Sequence[Any] = ("-due_on",), day: str = "", choosing: bool = False
) -> Table:
    """`day`: the query that keeps the day in links; `choosing`: rows may be chosen for an action."""
    return Table(
        name="obligations",
        title=_("Obligations"),
        columns=columns(day, choosing),
        rows=Looked(ByKey(rows(selection, order)), kinds.entitled),
        as_of=selection.as_of,
        empty=_("Nothing matches the filter."),
        row_data=row_data,
        opens="requirement_title",
    )


def row_data(row: Obligation) -> dict[str, Any]:
    return {
        "test": "obligation-row",
        "status": row.status,
        "organization": row.organization.code,
        "requirement": row.requirement.code,
    }


def columns(day: str = "", choosing: bool = False) -> list[Column]:
    name = (
        {"cell": "reporting/_choose_row.html"}
        if choosing
        else {"href": lambda row: row.organization.get_absolute_url()}
    )
    return [
        *organization_columns(sortable=True, **name),
        Column(key="requirement", title=_("Requirement code"), value="requirement.code", hidden=True, width=20),
        Column(
            key="requirement_title",
            title=_("Requirement"),
            value="title",
            href=lambda row: row.get_absolute_url() + day,
            sortable=True,
            width=34,
        ),
        Column(key="key", title=_("Key"), hidden=True, width=14),
        Column(key="basis", title=_("Basis"), value="requirement.citation", hidden=True, width=34),
        Column(key="arose_on", title=_("Arose on"), kind="date", hidden=True),
        Column(key="opens_on", title=_("Form opens on"), kind="date", hidden=True),
        Column(key="due_on", title=_("Due day"), kind="date", sortable=True),
        Column(key="original_due_on", title=_("Original due day"), kind="date", hidden=True),
        status_column(_("Status"), sortable=True),
        Column(key="days_late", title=_("Days late"), kind="integer", hidden=True),
        Column(key="days_left", title=_("Days left"), kind="integer", hidden=True),
        Column(key="reminders", title=_("Reminders"), kind="integer", value="reminded", hidden=True),
        *_chair_shown(calling=choosing),
        Column(key="first_received_on", title=_("First received"), kind="date", sortable=True),
        Column(key="last_received_on", title=_("Last received"), kind="date", hidden=True),
        Column(key="accepted_on", title=_("Accepted on"), kind="date", sortable=True),
        Column(key="rounds", title=_("Rounds"), kind="integer", sortable=True),
    ]


def _chair_shown(*, calling: bool) -> list[Column]:
    """On the page the name, the number that dials and the last call stand in one cell, with buttons for those who
    call; files have a column for each."""
    chair, phone = chair_columns(hidden=False)
    return [
        Column(
            key=chair.key,
            title=chair.title,
            value=chair.value,
            width=chair.width,
            cell="reporting/_chair_call_cell.html" if calling else "reporting/_chair_cell.html",
        ),
        Column(key=phone.key, title=phone.title, value=phone.value, width=phone.width, hidden=True),
    ]
