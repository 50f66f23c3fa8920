"""A form in use is never changed under its figures; the first forms are data that hold together."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from indicators import structure
from indicators.lists import FIRST_FORMS
from indicators.models import ActivityForm, FormVersion, Indicator
from reporting.periods import Period
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(world: World) -> ActivityForm:
    return ActivityForm.objects.get(code="labour_safety")


def test_the_first_forms_are_there_in_both_languages_and_hold_together(world: World) -> None:
    forms = list(ActivityForm.objects.all())
    assert [form.code for form in forms] == [first.code for first in FIRST_FORMS]
    for form in forms:
        (version,) = form.versions.all()
        assert structure.faults(version.asked()) == []
        assert form.version_for(Period(2023, form.parts[0])) == version
    for one in [*forms, *Indicator.objects.all()]:
        assert one.title_ru
        assert one.title_kk
        assert (one.title_ru != one.title_kk) or one.title_ru == "База"


def test_a_new_version_begins_as_the_latest_one_was(world: World, form: ActivityForm) -> None:
    (first,) = form.versions.all()
    second = form.begin_version(by=world.saule)
    assert second.asked() == first.asked()
    assert {one.pk for one in second.indicators.all()}.isdisjoint(one.pk for one in first.indicators.all())
    within = second.indicators.get(code="injured_fatal").part_of
    assert within == second.indicators.get(code="injured")
    assert [one.group.title for one in second.in_order() if one.group] == [
        one.group.title for one in first.in_order() if one.group
    ]
    assert form.begin_version(by=world.saule) == second


def use(version: FormVersion, world: World, day: date) -> None:
    version.put_to_use(applies_from=day, by=world.saule, at=NOON)


def test_a_period_is_asked_what_applied_on_its_first_day(world: World, form: ActivityForm) -> None:
    (first,) = form.versions.all()
    second = form.begin_version(by=world.saule)
    assert form.version_for(Period(2023, "h2")) == first
    use(second, world, date(2023, 7, 1))
    form = ActivityForm.objects.get(pk=form.pk)
    assert form.version_for(Period(2023, "h1")) == first
    assert form.version_for(Period(2023, "h2")) == second
    assert form.version_for(Period(2024, "h1")) == second


def test_versions_follow_one_another(world: World, form: ActivityForm) -> None:
    use(form.begin_version(by=world.saule), world, date(2023, 7, 1))
    third = form.begin_version(by=world.saule)
    assert third.number == 3
    with pytest.raises(ValidationError, match=r"01\.07\.2023"):
        use(third, world, date(2023, 7, 1))


def test_what_is_in_a_circle_or_empty_is_not_put_to_use(world: World, form: ActivityForm) -> None:
    version = form.begin_version(by=world.saule)
    injured, light = version.indicators.get(code="injured"), version.indicators.get(code="injured_light")
    injured.subset_of = light
    injured.save()
    with pytest.raises(ValidationError, match="→"):
        use(version, world, date(2024, 1, 1))
    version.indicators.update(part_of=None, subset_of=None, share_part=None, share_whole=None)
    version.indicators.all().delete()
    with pytest.raises(ValidationError):
        use(version, world, date(2024, 1, 1))


def test_a_code_does_not_change_its_meaning(world: World, form: ActivityForm) -> None:
    version = form.begin_version(by=world.saule)
    version.indicators.filter(code="joint_checks").update(unit_ru="часов")
    with pytest.raises(ValidationError, match="Совместных проверок"):
        use(version, world, date(2024, 1, 1))
