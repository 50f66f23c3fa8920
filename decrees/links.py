"""Links, not knowledge: what rooms above make from an item of a decree, and what they show beside it.

They fill this in `AppConfig.ready()`, so that a decree's page can lead to pages it does not know.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from decrees.models import DecreeItem
from organizations.access import Permission, can


@dataclass(frozen=True)
class Action:
    """What can be made from an item; `url_name` is of a form that takes `?item=`."""

    title: str | Promise
    url_name: str
    permission: Permission


@dataclass(frozen=True)
class Count:
    """How many are in a status, with the list behind the number where the reader may open it."""

    status: str
    label: str
    number: int
    url: str = ""


@dataclass(frozen=True)
class Born:
    """Something that came of an item: its title, by when, what else is to be said, and how it stands."""

    title: str
    url: str
    rule: str = ""
    note: str = ""
    counts: Sequence[Count] = field(default_factory=tuple)


# Of all items at once, so that the number of queries does not grow with them: by the item's key.
Panel = Callable[[Iterable[DecreeItem], Any, date], Mapping[int, Sequence[Born]]]

_actions: list[Action] = []
_panels: list[Panel] = []


def register_action(action: Action) -> None:
    if action not in _actions:
        _actions.append(action)


def register_panel(panel: Panel) -> None:
    if panel not in _panels:
        _panels.append(panel)


def offered(item: DecreeItem, user: Any) -> list[dict[str, Any]]:
    """The actions this person may begin from the item."""
    return [
        {"title": action.title, "url": f"{reverse(action.url_name)}?item={item.pk}"}
        for action in _actions
        if can(user, action.permission)
    ]


def born_of(items: Sequence[DecreeItem], user: Any, day: date) -> dict[int, list[Born]]:
    """What came of each item, as this person may see it on that day."""
    found: dict[int, list[Born]] = {item.pk: [] for item in items}
    for panel in _panels:
        for pk, born in panel(items, user, day).items():
            found[pk] += born
    return found
