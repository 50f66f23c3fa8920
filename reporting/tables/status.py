"""The status beside a row, in words and as its badge."""

from collections.abc import Callable
from typing import Any

from documents.tables import Column, Words
from reporting import badges
from reporting.models import Obligation


def status_column(
    title: Words, obligation: Callable[[Any], Obligation | None] = lambda row: row, **shown: Any
) -> Column:
    """`obligation`: where the row carries it, with its status; None is "no data". By default it is the row."""
    return Column(
        key="status",
        title=title,
        kind="status",
        value=lambda row: badges.facts(obligation(row))["status"],
        text=lambda row: badges.in_words(**badges.facts(obligation(row))),
        cell=lambda row: badges.badge(**badges.facts(obligation(row)), dense=True),
        **shown,
    )
