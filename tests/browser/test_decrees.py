"""Decrees in a real browser: every page looked at; from a new decree to a marked item, by staff."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from decrees.models import Decree
from tests.demonstration import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def demo(live_server: Any) -> None:
    build()


@pytest.fixture
def staff(demo: None, visit_as: Any) -> Page:
    return visit_as(User.objects.get(email="staff@demo.example"))


@pytest.mark.everywhere
def test_pages_of_decrees(staff: Page, visit_as: Any, look_at: Any) -> None:
    real = Decree.objects.get(number="6")
    fictional = Decree.objects.get(number="14")
    item = fictional.items.get(number="1")
    pages = {
        "decrees": reverse("decrees:decrees"),
        "decree": real.get_absolute_url(),
        "decree-fictional": fictional.get_absolute_url(),
        "decree-form": reverse("decrees:edit", args=[real.pk]),
        "decree-item-form": reverse("decrees:item_create", args=[real.pk]),
        "decree-change-form": reverse("decrees:change_create", args=[fictional.pk]),
        "decree-mark": reverse("decrees:mark", args=[item.pk]),
    }
    for name, address in pages.items():
        staff.goto(address)
        look_at(staff, name)
    staff.goto(pages["decrees"] + "?q=xyz")
    look_at(staff, "decrees-nothing-found")
    chair = visit_as(User.objects.get(email="karaganda@demo.example"))
    chair.goto(real.get_absolute_url())
    look_at(chair, "decree-chair")


def test_staff_enter_a_decree_and_mark_its_item(staff: Page, look_at: Any) -> None:
    staff.goto(reverse("decrees:create"))
    staff.locator("[data-test=submit]").click()
    expect(staff.locator("[data-test=error-summary]")).to_be_focused()
    look_at(staff, "decree-form-errors")
    staff.locator("#id_body").select_option("executive")
    staff.locator("#id_number").fill("21")
    staff.locator("#id_adopted_on").fill("1 сентября 2023")
    staff.locator("#id_title_ru").fill("О правовой работе")
    staff.locator("[data-test=submit]").click()
    staff.locator("input[name=kind][value=deadline]").check()
    staff.locator("#id_text_ru").fill("Представить сведения о правовой работе.")
    staff.locator("[data-test=submit]").click()
    item = staff.locator("[data-test=decree-item]")
    expect(item).to_have_attribute("data-mark", "on_control")
    item.locator("a[href*='/mark/']").click()
    staff.locator("input[name=mark][value=executed]").check()
    staff.locator("#id_reason").fill("Сведения получены")
    staff.locator("[data-test=submit]").click()
    expect(staff.locator("[data-test=decree-item]")).to_have_attribute("data-mark", "executed")
    look_at(staff, "decree-marked")
