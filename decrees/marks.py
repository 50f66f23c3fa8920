"""Who marked an item, when and why; and who may."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

from decrees.models import Decree, DecreeItem
from organizations.access import Permission, can


def may_mark(user: Any, decree: Decree) -> bool:
    """Staff mark the items of every decree, a controller those of decrees that name them."""
    if not can(user, Permission.MARK):
        return False
    return can(user, Permission.ASK) or decree.controllers.filter(user=user).exists()


def histories(decree: Decree) -> dict[int, list[dict[str, Any]]]:
    """For each item its marks as _components/history.html takes them, newest first; one query for all of them."""
    records: dict[int, list[Any]] = defaultdict(list)
    for record in DecreeItem.history.filter(decree_id=decree.pk).select_related("history_user__person"):
        records[record.id].append(record)
    return {pk: _entries(sorted(of_item, key=lambda record: record.history_id)) for pk, of_item in records.items()}


def _entries(records: list[Any]) -> list[dict[str, Any]]:
    marked = [after for before, after in pairwise(records) if _mark(before) != _mark(after)]
    return [
        {
            "when": record.marked_on or record.history_date,
            "who": _name(record.history_user),
            "what": DecreeItem.Mark(record.mark).label,
            "why": record.mark_reason,
        }
        for record in reversed(marked)
    ]


def _mark(record: Any) -> tuple[Any, ...]:
    return record.mark, record.marked_on, record.mark_reason


def _name(user: Any) -> str:
    person = getattr(user, "person", None)
    return person.name if person else str(user or "")
