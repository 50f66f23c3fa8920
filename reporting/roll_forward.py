"""The end of a year: what was asked in it is asked in the next one, in one act that is looked at before.

Yearly requirements get the obligations of the next year. Requirements with one due day are copied, if staff choose so,
with their days a year later; a copy asks nobody until somebody opens it.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.calendar import after_years
from reporting.models import Requirement
from reporting.querysets import RequirementQuerySet

OF_A_YEAR = re.compile(r"_\d{4}$")
DAYS = ("asked_on", "opens_on", "due_on", "applies_from", "books_open_on")
LONGEST_CODE = Requirement._meta.get_field("code").max_length or 0


@dataclass(frozen=True)
class Step:
    """What one requirement would bring in the next year; where `refusal` says why, nothing."""

    requirement: Requirement
    due_on: date | None
    asked: int = 0
    is_extended: bool = False
    copy_code: str = ""
    refusal: str | Promise = ""

    @property
    def is_copy(self) -> bool:
        return bool(self.copy_code)


@dataclass(frozen=True)
class Outcome:
    made: int
    copies: list[Requirement]


def steps(visible: RequirementQuerySet, year: int) -> list[Step]:
    """Of all requirements in sight that the year before had; those that go on by themselves come first."""
    return [*_yearly(visible, year), *_copies(visible, year)]


def _yearly(visible: RequirementQuerySet, year: int) -> Iterable[Step]:
    begun = visible.exclude(opened_at=None).filter(due_kind=Requirement.DueKind.YEARLY, first_year__lte=year)
    # What ended before last year ended on purpose.
    going_on = begun.filter(Q(last_year=None) | Q(last_year__gte=year - 1))
    for one in going_on.select_related("decree_item__decree"):
        yield _year_of(one, year)


def _year_of(requirement: Requirement, year: int) -> Step:
    ends = requirement.last_year
    is_extended = ends is not None and ends < year
    if is_extended:
        requirement.last_year = year
    try:
        asked = [
            (due_on, requirement.audience_on(arose_on).exclude(pk__in=_present(requirement, key)).count())
            for key, arose_on, _opens_on, due_on in requirement.of_year(year)
        ]
    finally:
        requirement.last_year = ends
    if not asked or not asked[0][1]:
        refusal = _("Everything of that year is there already.")
        return Step(requirement, asked[0][0] if asked else None, refusal=refusal)
    return Step(requirement, asked[0][0], asked[0][1], is_extended=is_extended)


def _present(requirement: Requirement, key: str) -> Any:
    return requirement.obligations.filter(key=key).values("organization")


def _copies(visible: RequirementQuerySet, year: int) -> Iterable[Step]:
    opened = visible.exclude(opened_at=None).filter(due_kind=Requirement.DueKind.FIXED, due_on__year=year - 1)
    found = list(opened.select_related("decree_item__decree"))
    codes = {one.pk: code_of_year(one.code, year) for one in found}
    taken = set(Requirement.objects.filter(code__in=codes.values()).values_list("code", flat=True))
    for one in found:
        due_on = after_years(one.due_on, 1) if one.due_on else None
        refusal = _("A copy for that year is there already.") if codes[one.pk] in taken else ""
        yield Step(one, due_on, copy_code=codes[one.pk], refusal=refusal)


def code_of_year(code: str, year: int) -> str:
    """legal_work and legal_work_2026 both become legal_work_2027."""
    return f"{OF_A_YEAR.sub('', code)[: LONGEST_CODE - 5]}_{year}"


@transaction.atomic
def roll_forward(visible: RequirementQuerySet, year: int, chosen: Collection[int], *, by: Any) -> Outcome:
    """What was chosen and is not there yet; sent a second time, it finds nothing left to do."""
    made, copies = 0, []
    # One at a time: the second of two finds what the first has made.
    list(visible.filter(pk__in=chosen).select_for_update(of=("self",)).values_list("pk"))
    for step in steps(visible, year):
        if step.requirement.pk not in chosen or step.refusal:
            continue
        if step.is_copy:
            copies.append(copy_of(step.requirement, step.copy_code, by=by))
        else:
            made += step.requirement.open_year(year, by=by)
    return Outcome(made, copies)


def copy_of(requirement: Requirement, code: str, *, by: Any) -> Requirement:
    """Its days a year later, the same basis and the same audience; nobody is asked yet."""
    audience = list(requirement.audience.all())
    facts = {
        field.attname: getattr(requirement, field.attname)
        for field in Requirement._meta.concrete_fields
        if not field.primary_key and field.name not in ("opened_at", "opened_by")
    }
    later = {name: after_years(day, 1) for name in DAYS if (day := facts[name])}
    copy = Requirement(**{**facts, **later, "code": code})
    copy._history_user = by
    copy.save()
    copy.audience.set(audience)
    return copy
