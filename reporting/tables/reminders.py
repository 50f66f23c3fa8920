"""What people were reminded of, and what became of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.cutting import ByKey, Looked
from documents.registry import refuse_unknown
from documents.tables import Column, Table
from reporting import kinds
from reporting.contacted import state_of
from reporting.models import Reminder
from reporting.tables.people import organization_columns


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ())
    return reminders_table(user, as_of)


def reminders_table(user: Any, as_of: date) -> Table:
    """The latest on top. What was left out before it was sent reached nobody and does not stand here."""
    told = Reminder.objects.visible_to(user).in_force().filter(claimed_on__lte=as_of)
    related = told.select_related("obligation__organization", "obligation__requirement", "person", "letter")
    return Table(
        name="reminders",
        title=_("Reminders sent"),
        columns=[
            Column(key="claimed_on", title=_("Day"), kind="date"),
            *organization_columns("obligation.organization"),
            Column(key="requirement", title=_("Requirement code"), value="obligation.requirement.code", hidden=True),
            Column(
                key="requirement_title",
                title=_("Requirement"),
                value="obligation.title",
                href=lambda row: row.obligation.get_absolute_url(),
                width=34,
            ),
            Column(key="person", title=_("To whom"), value="person.name", width=30),
            Column(key="role", title=_("Told as"), text=lambda row: row.get_role_display(), kind="choice"),
            Column(key="channel", title=_("Channel"), text=lambda row: row.get_channel_display(), kind="choice"),
            Column(key="stage", title=_("Days after the due day"), kind="integer"),
            Column(key="until", title=_("Due day it spoke of"), kind="date"),
            Column(key="state", title=_("What became of it"), value=lambda row: str(state_of(row)), width=20),
        ],
        rows=Looked(ByKey(related.order_by("-claimed_on", "-pk")), _entitled),
        as_of=as_of,
        empty=_("No reminder has been sent yet."),
    )


def _entitled(reminders: Iterable[Reminder]) -> list[Reminder]:
    told = list(reminders)
    kinds.entitled(one.obligation for one in told)
    return told
