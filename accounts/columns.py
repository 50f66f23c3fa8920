"""Which columns of a table a person wants to see: remembered, and applied to the page and to files made of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from documents.responses import exporting
from documents.tables import Column, Table

SHOWN = "shown"
# A board has a column for each requirement; what was chosen first is forgotten first.
MOST_COLUMNS = 1000


def choice_of(user: Any, table: str) -> dict[str, bool]:
    found = user.columns.get(table) if isinstance(user, User) else None
    return {str(key): bool(shown) for key, shown in found.items()} if isinstance(found, dict) else {}


def remember(user: User, table: str, offered: Iterable[str], chosen: Iterable[str]) -> None:
    """Of the columns that were on offer, these are wanted. Others, offered under another filter, stay as they are."""
    wanted = set(chosen)
    told = choice_of(user, table) | {key: key in wanted for key in offered}
    _write(user, table, dict(list(told.items())[-MOST_COLUMNS:]))


def forget(user: User, table: str) -> None:
    _write(user, table, {})


def _write(user: User, table: str, choice: dict[str, bool]) -> None:
    with transaction.atomic():
        now = User.objects.select_for_update().get(pk=user.pk)
        now.columns = {**now.columns, table: choice} if choice else _without(now.columns, table)
        now.save(update_fields=["columns"])
    user.columns = now.columns


def _without(columns: dict[str, Any], table: str) -> dict[str, Any]:
    return {name: choice for name, choice in columns.items() if name != table}


def as_chosen(request: HttpRequest, table: Table, choice: Mapping[str, bool] | None = None) -> Table:
    """A file is whole, for scripts rely on it, unless its address asks for the columns that are shown. `choice`, where
    the page has reasons of its own to show a column."""
    choice = choice_of(request.user, table.name) if choice is None else choice
    if not exporting(request):
        return table.chosen(choice)
    return table.chosen(choice).bare() if request.GET.get("columns") == SHOWN else table


def choosing(
    request: HttpRequest, table: str, columns: Iterable[Column], shown: Iterable[str] | None = None
) -> dict[str, Any]:
    """What `_components/columns.html` takes: the columns on offer as they are by themselves, `shown` naming those that
    are shown now where it is not the choice that says so."""
    offered, choice = list(columns), choice_of(request.user, table)
    now = {one.key for one in offered if choice.get(one.key, not one.hidden)} if shown is None else set(shown)
    return {
        "columns_url": reverse("accounts:columns", args=[table]),
        "columns": [{"key": one.key, "title": one.title, "shown": one.key in now} for one in offered],
        "columns_changed": any(choice.get(one.key, not one.hidden) == one.hidden for one in offered),
    }
