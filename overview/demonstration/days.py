"""Who enters the demonstration, and at what moments; and the tables its facts are read from."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of `data/`, by the codes of its columns."""
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def document(name: str) -> dict[str, Any]:
    """A decree of `data/`."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def entered(thing: Any, *, by: User | None) -> Any:
    """Saved with its author in the history, as a form would."""
    thing._history_user = by
    thing.save()
    return thing


@dataclass(frozen=True)
class Books:
    """`staff` enters; the fictional decree lies around `on`; nothing is entered later than `now`."""

    staff: User
    on: date
    now: datetime

    def at(self, day: date, hour: int = 16, minute: int = 0) -> datetime:
        """An hour of that day; of a day not over yet, at most the present moment."""
        moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        return self.now if moment > self.now and day == timezone.localdate(self.now) else moment

    def day(self, offset: int) -> date:
        """So many days after the day of the fiction; before it when negative."""
        return self.on + timedelta(days=offset)


def by_code(queryset: models.QuerySet) -> dict[str, Any]:
    return {thing.code: thing for thing in queryset}
