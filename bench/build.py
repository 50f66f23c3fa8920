"""Builds the large union in an empty database: `python -m bench.build --years 10`."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django


def build(size: Any, say: Callable[[str], None] = print, hands: int = 1) -> None:
    """Everything through imports and verbs, as people would enter it, only many at once."""
    from django.db import connection
    from django.utils import timezone, translation

    from bench import campaign, decade, people
    from bench.union import registry
    from documents.registry import WHOLE_UNION
    from organizations.imports import import_registry

    started = time.perf_counter()

    def step(name: str) -> None:
        say(f"  {time.perf_counter() - started:6.1f} s  {name}")

    with translation.override("ru"):
        now = timezone.now()
        staff = people.first_user()
        import_registry(registry(size), by=staff, at=now, scope=WHOLE_UNION)
        people.appoint_staff(staff)
        chairs = people.let_chairs_in(size, by=staff, at=now)
        step(f"organizations: {1 + size.members + size.branches + size.primaries}")
        books = decade.Books(staff=staff, today=timezone.localdate(now), now=now, chairs=chairs)
        decade.ask(books, size.years)
        step("obligations")
        decade.answer(books, hands)
        step("hand-ins and decisions")
        campaign.enter(books, size)
        step("campaign")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def main() -> None:
    django.setup()
    from bench.union import Size

    arguments = argparse.ArgumentParser(description=__doc__)
    for name, default in vars(Size()).items():
        arguments.add_argument(f"--{name}", type=int, default=default)
    size = Size(**vars(arguments.parse_args()))
    build(size, say=lambda line: print(line, file=sys.stderr, flush=True), hands=os.cpu_count() or 1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")
    main()
