"""Promises by telephone that were not kept: whom to call again today."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.cutting import ByKey, Looked
from documents.registry import refuse_unknown
from documents.tables import Column, Table
from reporting import kinds
from reporting.calls import broken_promises
from reporting.tables.obligations import row_data
from reporting.tables.people import chair_columns, organization_columns
from reporting.tables.status import status_column


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ())
    return promises_table(user, as_of)


def promises_table(user: Any, day: date, *, today: date | None = None, calling: bool = False) -> Table:
    """`calling`: with the buttons of those who call; `today` as in `with_status`."""
    found = broken_promises(user, day, today).with_chair(day).select_related("organization", "requirement")
    query = f"?as_of={day:%Y-%m-%d}" if today and day != today else ""
    chair, phone = chair_columns(hidden=False)
    cell = "reporting/_chair_call_cell.html" if calling else "reporting/_chair_cell.html"
    return Table(
        name="promises",
        title=_("Broken promises"),
        columns=[
            *organization_columns(href=lambda row: row.organization.get_absolute_url()),
            Column(key="requirement", title=_("Requirement code"), value="requirement.code", hidden=True),
            Column(
                key="requirement_title",
                title=_("Requirement"),
                value="title",
                href=lambda row: row.get_absolute_url() + query,
                width=34,
            ),
            Column(key="called_on", title=_("Called on"), kind="date"),
            Column(key="promised_by", title=_("Promised by"), kind="date"),
            status_column(_("Status")),
            Column(key=chair.key, title=chair.title, value=chair.value, width=chair.width, cell=cell),
            Column(key=phone.key, title=phone.title, value=phone.value, width=phone.width, hidden=True),
        ],
        rows=Looked(ByKey(found.order_by("promised_by", "organization__path", "pk")), kinds.entitled),
        as_of=day,
        empty=_("Every promise has been kept so far."),
        row_data=row_data,
        opens="requirement_title",
    )
