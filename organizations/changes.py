"""The history of a record in words: who, when, why, and each field before and after."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from documents.dates import short_day

# Kept by the machine, or said beside the entry already.
SILENT = frozenset({"id", "names_from"})
# So many of the latest changes of each kind of part are read: a question each, however long the history.
READ = 200
LETTERS = 80


def entries(instance: Any, *, most: int = 10) -> list[dict[str, Any]]:
    """The latest changes as _components/history.html takes them, newest first."""
    history = list(instance.history.select_related("history_user").order_by("-history_id")[: most + 1])
    told = []
    for newer, older in zip(history, [*history[1:], None], strict=True):
        changes = list(_changes(instance, older, newer)) if older else []
        if older is None and newer.history_type != "+":
            continue
        if older and not changes:
            continue
        told.append(_entry(newer, _("Entered") if older is None else _("Changed"), changes))
    return told[:most]


def entries_with(
    instance: Any, parts: Iterable[Any], *, most: int = 20, silent: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Those of the record and of its parts together, newest first: what was added, changed, removed. `parts` are models
    that lead to the record; `silent` are fields of theirs that say nothing to people."""
    told = entries(instance, most=most)
    for part in parts:
        told += islice(_of_part(part, instance, SILENT | set(silent)), most)
    return sorted(told, key=lambda entry: entry["when"], reverse=True)[:most]


def _of_part(part: Any, instance: Any, silent: Collection[str]) -> Iterator[dict[str, Any]]:
    related = [one.name for one in part._meta.concrete_fields if one.is_relation and one.name not in silent]
    upwards = next(one.name for one in part._meta.concrete_fields if one.related_model is type(instance))
    found = part.history.filter(**{upwards: instance.pk})
    rows = list(found.select_related("history_user", *related).order_by("-history_id")[:READ])
    older: dict[int, Any] = {}
    before = {}
    for row in reversed(rows):
        before[row.history_id], older[row.id] = older.get(row.id), row
    for row in rows:
        if row.history_type == "~":
            earlier = before[row.history_id]
            changes = list(_changes(row.instance, earlier, row, silent)) if earlier else []
            if changes:
                yield _entry(row, _("Changed: {kind}, {row}").format(**_named(part, row, related)), changes)
        else:
            what = _("Entered: {kind}, {row}") if row.history_type == "+" else _("Removed: {kind}, {row}")
            yield _entry(row, what.format(**_named(part, row, related)))


def _named(part: Any, row: Any, related: Iterable[str]) -> dict[str, str]:
    """As it was then, even where it is gone."""
    record = row.instance
    for name in related:
        if getattr(row, name) is not None:
            setattr(record, name, getattr(row, name))
    return {"kind": str(part._meta.verbose_name), "row": Truncator(str(record)).chars(LETTERS)}


def _entry(row: Any, what: str, changes: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    return {
        "when": row.history_date,
        "who": row.history_user,
        "what": what,
        "why": row.history_change_reason,
        "changes": list(changes),
    }


def _changes(instance: Any, older: Any, newer: Any, silent: Collection[str] = SILENT) -> Iterator[dict[str, Any]]:
    for field in newer.tracked_fields:
        before, after = getattr(older, field.attname), getattr(newer, field.attname)
        if before != after and field.name not in silent:
            own = instance._meta.get_field(field.name)
            sides = {"before": _shown(own, before, older), "after": _shown(own, after, newer)}
            yield {"field": own.verbose_name, **sides}


def _shown(field: Any, value: Any, row: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return short_day(value)
    if field.is_relation:
        if found := field.get_cached_value(row, default=None):
            return str(found)
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    return str(dict(field.flatchoices).get(value, value))
