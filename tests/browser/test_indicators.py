"""A form that staff define, in a real browser: asked, filled in Kazakh on a phone, returned, corrected, accepted, compared."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from indicators.models import ActivityForm, ActivityReport
from reporting.models import Requirement
from reporting.periods import Period
from tests.indicator_world import obligation_of, tell
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date.today()
PERIOD = Period(TODAY.year - 1)


def fill(page: Page, **answers: str) -> None:
    for name, value in answers.items():
        page.locator(f"[name={name}]").fill(value)


def to(page: Page, test: str) -> None:
    page.locator(f"[data-test={test}]").first.click()
    page.wait_for_load_state()


def define(page: Page, look_at: Any) -> None:
    """A number, and another one that is a part of it."""
    page.goto(reverse("indicators:forms"))
    look_at(page, "indicators-forms")
    to(page, "new-form")
    fill(page, title_kk="Спорт", title_ru="Спортивная работа", code="sport")
    page.locator("[name=cadence][value=year]").check()
    page.locator("[name=entered_by][value=organization]").check()
    to(page, "submit")
    for code, name in (("sections", "Секций"), ("free", "Бесплатных")):
        to(page, "add-indicator")
        fill(page, title_kk=f"{name} саны", title_ru=name, code=code)
        if code == "free":
            page.locator("[name=subset_of]").select_option(label="Секций саны")
        to(page, "submit")
    look_at(page, "indicators-definition")
    to(page, "use")
    fill(page, year=str(PERIOD.year - 1))
    to(page, "submit")


def ask(page: Page) -> None:
    to(page, "ask")
    page.locator("[name=audience_levels][value=member]").check()
    fill(
        page, citation_ru="письмо", citation_kk="хат", asked_on="01.01.2020", due_day="20", due_months="1",
        first_year=str(PERIOD.year - 1),
    )  # fmt: skip
    to(page, "submit")


@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("language", ["kk"])
def test_a_form_from_its_definition_to_the_comparison(
    world: World, visit_as: Callable[..., Page], look_at: Any
) -> None:
    staff = visit_as(world.saule)
    define(staff, look_at)
    ask(staff)
    requirement = Requirement.objects.get(code="sport")
    requirement.open(by=world.saule, at=timezone.now(), until=TODAY)
    form = ActivityForm.objects.with_versions().get(code="sport")
    tell(world.karaganda, form, PERIOD.years_before(1), received_on=TODAY - timedelta(days=300), sections=10, free=4)
    owed = obligation_of(world.karaganda, form, PERIOD)

    chair = visit_as(world.aigul)
    chair.goto(owed.fill_url)
    fill(chair, i_sections="12", i_free="13")
    expect(chair.locator("[data-draft-state]")).to_have_attribute("data-state", "saved")
    to(chair, "to-check")
    expect(chair.locator("[data-test=error-summary]")).to_be_visible()
    look_at(chair, "indicators-form-wrong")
    fill(chair, i_free="шамамен 6")
    to(chair, "to-check")
    look_at(chair, "indicators-check")
    to(chair, "submit")
    expect(chair.locator("[data-test=receipt]")).to_be_visible()

    owed.return_(
        by=world.saule, at=timezone.now(), returned_on=TODAY, correct_by=TODAY + timedelta(days=5), reason="Нақтылаңыз",
        remarks=[("i_sections", "Тізімде 15")],
    )  # fmt: skip
    chair.goto(owed.fill_url)
    look_at(chair, "indicators-form-returned")
    fill(chair, i_sections="15")
    to(chair, "to-check")
    to(chair, "submit")
    owed.accept(by=world.saule, at=timezone.now(), accepted_on=TODAY)
    assert ActivityReport.objects.current_on(TODAY).filter(year=PERIOD.year).count() == 1

    staff.goto(f"{reverse('indicators:years', args=['sport'])}?year={PERIOD.year}&organization=karaganda")
    row = staff.locator("[data-indicator=sections]")
    expect(row).to_contain_text("15")
    expect(row).to_contain_text("+5")
    expect(row).to_contain_text("+50,0")
    look_at(staff, "indicators-years")
