"""Every table of the house by its name, for `manage.py table` and for whoever composes several.

An app registers its tables in `AppConfig.ready()`. A name, once given, is a contract with scripts outside.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Protocol

from django.utils import translation

from documents.tables import Table


class WholeUnion:
    """Stands where a user stands, and is no person: the command line without `--user` sees every organization."""

    def __repr__(self) -> str:
        return "WHOLE_UNION"


WHOLE_UNION: Final = WholeUnion()


class UnknownTable(LookupError):
    """No app registered a table of that name."""


class BadFilter(ValueError):
    """A filter that the table does not know, or a value that the filter does not accept; says which are."""


class Builder(Protocol):
    def __call__(self, *, user: Any, as_of: date, filters: Mapping[str, str]) -> Table: ...


_builders: dict[str, Builder] = {}


def register(name: str, build: Builder) -> None:
    if _builders.get(name, build) is not build:
        raise ValueError(f"Two tables are called {name}")
    _builders[name] = build


def names() -> list[str]:
    return sorted(_builders)


def build(
    name: str, *, user: Any, as_of: date, language: str | None = None, filters: Mapping[str, str] | None = None
) -> Table:
    """Titles of columns are lazy: keep the language switched while the table is rendered, too."""
    if name not in _builders:
        raise UnknownTable(name)
    with translation.override(language or translation.get_language()):
        return _builders[name](user=user, as_of=as_of, filters=filters or {})


def refuse_unknown(filters: Mapping[str, str], accepted: tuple[str, ...]) -> None:
    """For builders: a filter misspelt must not quietly give the whole table."""
    unknown = sorted(set(filters) - set(accepted))
    if unknown:
        known = ", ".join(accepted) or "none"
        raise BadFilter(f"Unknown filter: {', '.join(unknown)}. Accepted: {known}.")
