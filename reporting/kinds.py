"""Links, not knowledge: which form fills an obligation of a kind.

Rooms above fill this in `AppConfig.ready()`, so that the task list can lead to a form it does not know.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`fill` is the name of a URL that takes the obligation's id; `show` of one that takes the submission's id; `record`
    is as `fill`, for staff who type a paper of this kind. `refuse_change` raises the sentence why nothing is handed in,
    returned or voided any more, where there is one; it may look at the requirement, the key and the due day.

    Where one requirement asks different things of several obligations: `about` tells in rows of definitions what exactly
    one of them asks, `named` what some of them are called, by their ids; with `own_due_day` each was given its due day,
    and the rule does not say it."""

    slug: str
    title: str | Promise
    fill: str
    show: str = ""
    record: str = ""
    refuse_change: Callable[[Any], None] | None = None
    about: Callable[[Any], list[dict[str, Any]]] | None = None
    named: Callable[[Iterable[Any]], Mapping[int, str]] | None = None
    own_due_day: bool = False

    @property
    def is_free_answer(self) -> bool:
        """Filled in the general form, whichever room brought it."""
        return self.fill == _kinds[GENERAL].fill


GENERAL = "general"
_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if _kinds.setdefault(kind.slug, kind) != kind:
        raise ValueError(f"Two kinds of requirement are called “{kind.slug}”.")


def get(slug: str) -> Kind:
    """The kind; the general free answer where the room that brought it is gone."""
    return _kinds.get(slug, _kinds[GENERAL])


def entitled(obligations: Iterable[Any]) -> list[Any]:
    """The same, each with its own title where that of the requirement does not tell it from others; one question for
    each kind that knows such titles."""
    all_of_them = list(obligations)
    by_kind: dict[str, list[Any]] = {}
    for one in all_of_them:
        by_kind.setdefault(one.requirement.kind, []).append(one)
    for slug, some in by_kind.items():
        if named := get(slug).named:
            told = named(some)
            for one in some:
                one.own_title = told.get(one.pk, "")
    return all_of_them


def choices() -> Iterator[tuple[str, str | Promise]]:
    for kind in _kinds.values():
        yield kind.slug, kind.title


register(Kind(GENERAL, _("free answer with files"), fill="reporting:answer"))
