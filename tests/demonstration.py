"""The demonstration, built once for all tests of a module: each test works in a savepoint of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import Any

import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from tests.world import NOON, TODAY


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
