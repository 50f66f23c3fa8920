"""Columns that several tables of a campaign have in common."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.tables import Column
from organizations.tables import names_on


def organization_columns(page_of: Callable[[Any], str]) -> list[Column]:
    """The organization under its name of the row's day, leading to the page `page_of` names, and its code."""
    return [
        Column(
            key="organization",
            title=_("Organization"),
            value=lambda row: names_on(row.organization, row.as_of).name,
            href=page_of,
            width=28,
        ),
        Column(key="organization_code", title=_("Code"), value="organization.code", hidden=True),
    ]
