"""Writes the first forms into an empty installation; afterwards they belong to staff."""

from datetime import date
from typing import Any

from indicators.lists import FIRST_FORMS, First, One
from indicators.models import ActivityForm, FormVersion, Indicator, IndicatorGroup
from indicators.models.definition import LINKS

# Whatever year staff begin to ask about.
SINCE = date(2000, 1, 1)


def fill_forms(using: str) -> None:
    """Nobody's act, and so without an author and a history; a database that was emptied gets them again."""
    if ActivityForm.objects.using(using).exists():
        return
    for place, first in enumerate(FIRST_FORMS, start=1):
        _fill(using, first, 10 * place)


def _fill(using: str, first: First, position: int) -> None:
    entered_by = ActivityForm.EnteredBy.APPARATUS if first.by_apparatus else ActivityForm.EnteredBy.ORGANIZATION
    form = ActivityForm(
        code=first.code, title_ru=first.ru, title_kk=first.kk, cadence=first.cadence, entered_by=entered_by,
        position=position,
    )  # fmt: skip
    (form,) = ActivityForm.objects.using(using).bulk_create([form])
    version = FormVersion(form=form, number=1, applies_from=SINCE)
    (version,) = FormVersion.objects.using(using).bulk_create([version])
    groups = [
        IndicatorGroup(form_version=version, title_ru=many.ru, title_kk=many.kk, position=10 * number)
        for number, many in enumerate(first.groups, start=1)
    ]
    groups = IndicatorGroup.objects.using(using).bulk_create(groups)
    made = [
        _indicator(one, version, group, 10 * place)
        for group, many in zip(groups, first.groups, strict=True)
        for place, one in enumerate(many.indicators, start=1)
    ]
    made = Indicator.objects.using(using).bulk_create(made)
    _link(using, first, {one.code: one for one in made})


def _indicator(one: One, version: FormVersion, group: IndicatorGroup, position: int) -> Indicator:
    facts: dict[str, Any] = {name: value for name, value in one.facts.items() if name not in (*LINKS, "share")}
    return Indicator(
        form_version=version, group=group, code=one.code, title_ru=one.ru, title_kk=one.kk, unit_ru=one.unit[0],
        unit_kk=one.unit[1], position=position, **facts,
    )  # fmt: skip


def _link(using: str, first: First, made: dict[str, Indicator]) -> None:
    for many in first.groups:
        for one in many.indicators:
            part, whole = one.facts.get("share", ("", ""))
            named = {"share_part": part, "share_whole": whole, **one.facts}
            for name in LINKS:
                if code := named.get(name):
                    setattr(made[one.code], name, made[code])
    Indicator.objects.using(using).bulk_update(made.values(), LINKS)
