"""Writes the first forms into an empty installation; afterwards they belong to staff."""

from datetime import date
from typing import Any

from indicators.lists import FIRST_FORMS, First, One
from indicators.models import ActivityForm, FormVersion, Indicator, IndicatorGroup

# Whatever year staff begin to ask about.
SINCE = date(2000, 1, 1)
LINKS = ("part_of", "subset_of")


def fill_forms(using: str) -> None:
    """Nobody's act, and so without an author; a database that was emptied gets them again."""
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
    form.save(using=using)
    version = FormVersion(form=form, number=1, applies_from=SINCE)
    version.save(using=using)
    made: dict[str, Indicator] = {}
    for number, many in enumerate(first.groups, start=1):
        group = IndicatorGroup(form_version=version, title_ru=many.ru, title_kk=many.kk, position=10 * number)
        group.save(using=using)
        for place, one in enumerate(many.indicators, start=1):
            made[one.code] = _indicator(one, version, group, 10 * place)
            made[one.code].save(using=using)
    for many in first.groups:
        for one in many.indicators:
            _link(using, one, made)


def _indicator(one: One, version: FormVersion, group: IndicatorGroup, position: int) -> Indicator:
    facts: dict[str, Any] = {name: value for name, value in one.facts.items() if name not in (*LINKS, "share")}
    return Indicator(
        form_version=version, group=group, code=one.code, title_ru=one.ru, title_kk=one.kk, unit_ru=one.unit[0],
        unit_kk=one.unit[1], position=position, **facts,
    )  # fmt: skip


def _link(using: str, one: One, made: dict[str, Indicator]) -> None:
    indicator = made[one.code]
    links = {name: made[one.facts[name]] for name in LINKS if name in one.facts}
    if "share" in one.facts:
        links["share_part"], links["share_whole"] = (made[code] for code in one.facts["share"])
    if not links:
        return
    for name, other in links.items():
        setattr(indicator, name, other)
    indicator.save(using=using)
