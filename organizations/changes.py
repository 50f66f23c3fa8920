"""The history of a record in words: who, when, why, and each field before and after."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from documents.dates import short_day

# Kept by the machine, or said beside the entry already.
SILENT = {"id", "names_from"}
# By the key of an entry: field, before, after.
Rows: TypeAlias = Mapping[int, list[dict[str, Any]]]


def entries(instance: Any, *, most: int = 10, rows: Callable[[list[Any]], Rows] | None = None) -> list[dict[str, Any]]:
    """The latest changes as _components/history.html takes them, newest first. `rows`: what changed in the rows of the
    record, by the entry with which they were saved."""
    history = list(instance.history.select_related("history_user").order_by("-history_id")[: most + 1])
    of_rows = rows(history) if rows else {}
    told = []
    for newer, older in zip(history, [*history[1:], None], strict=True):
        changes = [*_changes(instance, older, newer), *of_rows.get(newer.history_id, [])] if older else []
        if older is None and newer.history_type != "+":
            continue
        if older and not changes:
            continue
        told.append(
            {
                "when": newer.history_date,
                "who": newer.history_user,
                "what": _("Entered") if older is None else _("Changed"),
                "why": newer.history_change_reason,
                "changes": changes,
            }
        )
    return told[:most]


def _changes(instance: Any, older: Any, newer: Any) -> Iterator[dict[str, Any]]:
    for field in newer.tracked_fields:
        before, after = getattr(older, field.attname), getattr(newer, field.attname)
        if before != after and field.name not in SILENT:
            own = instance._meta.get_field(field.name)
            yield {"field": own.verbose_name, "before": _shown(own, before), "after": _shown(own, after)}


def _shown(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return short_day(value)
    if field.is_relation:
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    return str(dict(field.flatchoices).get(value, value))
