"""The demonstration, built once for all tests of a module: each test works in a savepoint of it."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from documents.registry import WHOLE_UNION
from membership.change_tables import build_changes
from membership.sum_tables import build_union
from tests.world import NOON, TODAY

STATED = Path(__file__).parent.parent / "overview/demonstration/data/decree_execution_2022.csv"


def build(on: date = TODAY) -> str:
    said = StringIO()
    call_command("demo", on=on.isoformat(), stdout=said)
    return said.getvalue()


@contextmanager
def standing(django_db_blocker: Any, on: date = TODAY) -> Iterator[None]:
    """For a fixture of a module, which asks for `django_db_setup` and `django_db_blocker`."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOON, tick=False), translation.override("ru"):
            build(on)
        yield
        transaction.set_rollback(True)


# --- What the documents state of the membership in 2022 ----------------------------------------------------


def union_of(year: int, day: date) -> Any:
    table = build_union(user=WHOLE_UNION, as_of=day, filters={})
    return dict(table.rows)[year]


def changes_of(year: int, day: date) -> dict[str, Any]:
    table = build_changes(user=WHOLE_UNION, as_of=day, filters={"year": str(year)})
    return {line.organization.code: line.change for line in table.rows}


def stated_changes() -> dict[str, int]:
    with STATED.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return {row["code"]: int(row["employed_members_change"]) for row in rows if row["employed_members_change"]}


def check_what_documents_state(day: date) -> None:
    """As a reader of that day sees it in the tables."""
    found = changes_of(2023, day)
    assert {code: found[code].comparable for code in stated_changes()} == stated_changes()
    union = union_of(2023, day)
    assert union.coverage == Decimal("85.9")
    assert round(union.not_involved / 1000, 1) == 92.9
