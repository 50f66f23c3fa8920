"""Links, not knowledge: which form fills an obligation of a kind.

Rooms above fill this in `AppConfig.ready()`, so that the task list can lead to a form it does not know.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`fill` is the name of a URL that takes the obligation's id; `show` of one that takes the submission's id; `record`
    is as `fill`, for staff who type a paper of this kind. `refuse_change` raises the sentence why nothing is handed in,
    returned or voided any more, where there is one; it may look at the requirement, the key and the due day."""

    slug: str
    title: str | Promise
    fill: str
    show: str = ""
    record: str = ""
    refuse_change: Callable[[Any], None] | None = None


GENERAL = "general"
_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if _kinds.setdefault(kind.slug, kind) != kind:
        raise ValueError(f"Two kinds of requirement are called “{kind.slug}”.")


def get(slug: str) -> Kind:
    """The kind; the general free answer where the room that brought it is gone."""
    return _kinds.get(slug, _kinds[GENERAL])


def choices() -> Iterator[tuple[str, str | Promise]]:
    for kind in _kinds.values():
        yield kind.slug, kind.title


register(Kind(GENERAL, _("free answer with files"), fill="reporting:answer"))
