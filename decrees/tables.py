"""The register of decrees: how many items of each are on control."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language, gettext_lazy as _

from decrees.models import Body, Decree, DecreeItem
from documents.registry import BadFilter, refuse_unknown
from documents.tables import Column, Table

FILTERS = ("q", "body", "control")
CONTROL = {"on_control": _("something is on control"), "closed": _("nothing is on control")}
ON_CONTROL = DecreeItem.Mark.ON_CONTROL


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return table(select(user, as_of, filters), as_of)


def table(rows: QuerySet[Decree], as_of: date) -> Table:
    return Table(name="decrees", title=_("Decrees"), columns=COLUMNS, rows=rows, as_of=as_of)


def select(user: Any, as_of: date, filters: Mapping[str, str]) -> QuerySet[Decree]:
    """Decrees adopted by that day, the latest first, with their items counted by mark."""
    refuse_unknown(filters, FILTERS)
    found = Decree.objects.visible_to(user).filter(adopted_on__lte=as_of)
    for word in filters.get("q", "").split():
        found = found.filter(Q(title_ru__icontains=word) | Q(title_kk__icontains=word) | Q(number__icontains=word))
    if body := filters.get("body"):
        found = found.filter(body=_one_of("body", body, Body.values))
    found = found.annotate(item_count=Count("items"), **_marks(as_of))
    if control := filters.get("control"):
        open_still = _one_of("control", control, tuple(CONTROL)) == "on_control"
        found = found.filter(on_control_count__gt=0) if open_still else found.filter(on_control_count=0)  # type: ignore[misc]
    return found.prefetch_related("controllers")


def _marks(as_of: date) -> dict[str, Count]:
    """An item marked after the day was on control that day."""
    later = Q(items__marked_on__gt=as_of)
    return {
        "on_control_count": Count("items", filter=Q(items__mark=ON_CONTROL) | later),
        "executed_count": Count("items", filter=Q(items__mark=DecreeItem.Mark.EXECUTED) & ~later),
        "removed_count": Count("items", filter=Q(items__mark=DecreeItem.Mark.REMOVED) & ~later),
    }


def orders() -> dict[str, Sequence[str]]:
    title = "title_kk" if get_language() == "kk" else "title_ru"
    return {"adopted_on": ["adopted_on", "pk"], "title": [title, "pk"], "on_control": ["on_control_count", "pk"]}


def _one_of(name: str, value: str, accepted: Sequence[str]) -> str:
    if value not in accepted:
        raise BadFilter(f"Filter {name}: {value}. Accepted: {', '.join(accepted)}.")
    return value


def _controllers(decree: Decree) -> str:
    return "; ".join(person.name for person in decree.controllers.all())


COLUMNS = [
    Column(key="title", title=_("Decree"), href=lambda decree: decree.get_absolute_url(), sortable=True, width=60),
    Column(key="number", title=_("Number"), value="full_number", width=12),
    Column(key="adopted_on", title=_("Adopted on"), kind="date", sortable=True),
    Column(key="body", title=_("Issuing body"), kind="choice", text="get_body_display", width=24),
    Column(key="items", title=_("Items"), kind="integer", value="item_count"),
    Column(key="on_control", title=_("On control"), kind="integer", value="on_control_count", sortable=True),
    Column(key="executed", title=_("Executed"), kind="integer", value="executed_count"),
    Column(key="removed", title=_("Removed from control"), kind="integer", value="removed_count"),
    Column(key="controllers", title=_("Controllers"), value=_controllers, width=30),
    Column(key="is_fictional", title=_("Fictional"), kind="boolean", hidden=True),
]
