"""The people one may be in the demonstration. Who they are is known to a room above, which fills this in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

PASSWORD = "demo"  # noqa: S105 - shown on the sign-in page while DEMO is on
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Role:
    """A line of the sign-in page: `title` says who that is."""

    email: str
    title: str | Promise


@dataclass(frozen=True)
class Group:
    title: str | Promise
    roles: list[Role]


Source = Callable[[date], Iterable[Group]]
_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def groups(day: date) -> list[Group]:
    return [group for source in _sources for group in source(day)]
