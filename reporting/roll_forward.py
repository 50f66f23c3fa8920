"""The end of a year: what was asked in it is asked in the next one, in one act that is looked at before.

Yearly requirements that were to end go on; their obligations are made when they arise, as always, so that whoever is
there then is asked and a rule that is corrected before is the one that counts. Requirements with one due day are
copied, if staff choose so, with their days a year later; a copy asks nobody until somebody opens it.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
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
    """What one requirement would bring in the next year; where `refusal` says why, nothing is to be done.

    `asked`: of how many bodies it asks on `asked_on`, as the tree stands; `missing`: obligations that have arisen by
    today and are not there.
    """

    requirement: Requirement
    due_on: date | None
    asked_on: date | None = None
    asked: int = 0
    missing: int = 0
    is_extended: bool = False
    copy_code: str = ""
    refusal: str | Promise = ""

    @property
    def is_copy(self) -> bool:
        return bool(self.copy_code)


@dataclass
class Outcome:
    """`going_on`: rules that were to end; `made`: obligations that have arisen already."""

    going_on: list[Requirement]
    copies: list[Requirement]
    made: int = 0


def steps(visible: RequirementQuerySet, year: int, today: date) -> list[Step]:
    """Of all requirements in sight that the year before had; those that go on by themselves come first."""
    return [*_yearly(visible, year, today), *_copies(visible, year)]


def _yearly(visible: RequirementQuerySet, year: int, today: date) -> Iterable[Step]:
    begun = visible.exclude(opened_at=None).filter(due_kind=Requirement.DueKind.YEARLY, first_year__lte=year)
    # What ended before last year ended on purpose.
    going_on = begun.filter(Q(last_year=None) | Q(last_year__gte=year - 1))
    for one in going_on.select_related("decree_item__decree"):
        yield _year_of(one, year, today)


def _year_of(requirement: Requirement, year: int, today: date) -> Step:
    ends = requirement.last_year
    is_extended = ends is not None and ends < year
    if is_extended:
        requirement.last_year = year
    try:
        found = requirement.of_year(year)
    finally:
        requirement.last_year = ends
    if not found:
        return Step(requirement, None, refusal=_("Nothing of that year can be asked any more."))
    ((key, asked_on, _opens_on, due_on),) = found
    audience = requirement.audience_on(asked_on)
    missing = audience.exclude(pk__in=_present(requirement, key)).count() if asked_on <= today else 0
    step = Step(requirement, due_on, asked_on, audience.count(), missing, is_extended)
    return step if is_extended or missing else replace(step, refusal=_by_itself(step, today))


def _by_itself(step: Step, today: date) -> Promise:
    if step.asked_on and step.asked_on <= today:
        return _("Everything of that year is there already.")
    return _("It goes on by itself: nothing is to be done.")


def _present(requirement: Requirement, key: str) -> Any:
    return requirement.obligations.filter(key=key).values("organization")


def _copies(visible: RequirementQuerySet, year: int) -> Iterable[Step]:
    opened = visible.exclude(opened_at=None).filter(due_kind=Requirement.DueKind.FIXED, due_on__year=year - 1)
    # A question is asked once.
    opened = opened.filter(information_request=None)
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
def roll_forward(visible: RequirementQuerySet, year: int, chosen: Collection[int], *, by: Any, today: date) -> Outcome:
    """What was chosen and is not there yet; sent a second time, it finds nothing left to do."""
    done = Outcome([], [])
    # One at a time: the second of two finds what the first has made.
    list(visible.filter(pk__in=chosen).select_for_update(of=("self",)).values_list("pk"))
    for step in steps(visible, year, today):
        if step.requirement.pk not in chosen or step.refusal:
            continue
        if step.is_copy:
            done.copies.append(copy_of(step.requirement, step.copy_code, by=by))
            continue
        done.made += step.requirement.go_on(year, by=by, today=today)
        if step.is_extended:
            done.going_on.append(step.requirement)
    return done


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
