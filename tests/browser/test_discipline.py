"""The matrix of discipline as it is read and set up: on a phone and at a desk, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from overview.models import Direction, Evidence
from tests.matrix import Sample, sample_of
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sample(world: World) -> Sample:
    return sample_of(world)


def test_pages_of_discipline(sample: Sample, visit_as: Callable[[Any], Page], look_at: Any) -> None:
    staff = visit_as(sample.world.saule)
    period = "year=2023&as_of=2023-09-04"
    for name, address in {
        "discipline": f"/discipline/?{period}",
        "discipline-decrees": f"/discipline/decrees/?{period}",
        "discipline-mark": f"/discipline/marks/no_channel/karaganda/?{period}",
        "discipline-directions": "/discipline/directions/",
        "discipline-direction": f"/discipline/directions/{sample.direction.pk}/edit/",
        "discipline-end": f"/discipline/directions/{sample.direction.pk}/end/",
        "discipline-enter": "/discipline/evidence/new/",
        "discipline-take-back": f"/discipline/evidence/{sample.evidence.pk}/take-back/",
    }.items():
        staff.goto(address)
        look_at(staff, name)


@pytest.mark.parametrize("language", ["ru"])
def test_a_direction_is_tried_kept_and_leads_to_its_evidence(
    sample: Sample, visit_as: Callable[[Any], Page], look_at: Any
) -> None:
    staff = visit_as(sample.world.saule)
    staff.goto("/discipline/directions/new/")
    staff.fill("[name=name_ru]", "Отчёт не представлен")
    staff.fill("[name=code]", "not_submitted")
    staff.fill("[name=position]", "5")
    expect(staff.locator("[name=requirement]")).to_be_hidden()
    staff.check("[name=kind][value=obligation]")
    expect(staff.locator("[name=measure]")).to_be_hidden()
    staff.select_option("[name=requirement]", str(sample.world.requirement.pk))
    staff.select_option("[name=failure]", "missing")
    staff.fill("[name=try_year]", "2023")
    staff.click("[data-test=try]")
    expect(staff.locator("[data-test=tried] li")).to_have_count(2)
    look_at(staff, "discipline-tried")
    assert not Direction.objects.filter(code="not_submitted").exists()
    staff.click("[data-test=submit]")
    staff.wait_for_url("**/discipline/directions/")
    staff.goto("/discipline/?year=2023")
    staff.locator("tr[data-organization=karaganda] a[href*='/not_submitted/']").click()
    staff.locator(".definitions a").first.click()
    expect(staff.locator("[data-test=obligation-row]")).to_have_count(1)
    assert Evidence.objects.count() == 1
