"""Organizations and people as letters name them: in the nominative, in both languages, as they were on the day."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from letters.facts import Two, Unknown
from organizations.models import Organization
from organizations.tables import names_on


def named(organization: Organization, day: date) -> Two:
    names = names_on(organization, day)
    return Two(names.short_ru, names.short_kk)


def legally_named(organization: Organization, day: date) -> Two:
    names = names_on(organization, day)
    return Two(names.legal_name_ru, names.legal_name_kk)


def chair_of(row: Any, link: str) -> "Two | Unknown":
    """Of a row of `with_chair`; `link` leads to where the chair is entered."""
    return Two(row.chair_ru, row.chair_kk or "") if row.chair_ru else Unknown(_("the chair is not entered"), link)
