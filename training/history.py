"""The history of an event with that of its rows: who came, and who spoke."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.changes import Rows, entries
from training.models import EventParticipants, Speaker, TraineeCategory, TrainingEvent


def history_of(event: TrainingEvent) -> list[dict[str, Any]]:
    return entries(event, rows=lambda history: _rows(event, history))


def _rows(event: TrainingEvent, history: Sequence[Any]) -> Rows:
    """Three questions, however many rows there are. The event is saved first and its rows after it, before anybody else
    saves it: a row belongs to the latest entry of the event that is not younger."""
    titles = {one.pk: one.title for one in TraineeCategory.objects.all()}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    saved = sorted(history, key=lambda one: one.history_id)
    days = [one.history_date for one in saved]
    for model, field_of, said in (
        (EventParticipants, lambda row: titles.get(row.category_id, ""), lambda row: str(row.number)),
        (Speaker, lambda _row: _("Speaker"), lambda row: ", ".join(filter(None, [row.name, row.position]))),
    ):
        for row, change in _changes(model, event, field_of, said):
            place = bisect_right(days, row.history_date)
            if place:
                found[saved[place - 1].history_id].append(change)
    return found


def _changes(
    model: Any, event: TrainingEvent, field_of: Callable[[Any], Any], said: Callable[[Any], str]
) -> list[tuple[Any, dict[str, Any]]]:
    """Each entry of the rows of that model beside the one before it."""
    last: dict[int, str] = {}
    told = []
    for row in model.history.filter(event=event.pk).order_by("history_id"):
        before, after = last.get(row.id, ""), "" if row.history_type == "-" else said(row)
        last[row.id] = after
        if before != after:
            told.append((row, {"field": field_of(row), "before": before, "after": after}))
    return told
