"""A question from the first word to the last answer: staff at a desk or on a phone, a chair, staff again."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from mail.models import Letter
from organizations.access import Position
from reporting.models import InformationRequest, Obligation
from tests.browser.test_staff import one_screen
from tests.made_files import pdf
from tests.world import World, appoint, make_organization

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Проведены собрания в первичных организациях, утвержден график. " * 20
FORM = {"name": "Форма № 1.pdf", "mimeType": "application/pdf", "buffer": pdf()}


@pytest.fixture
def staff(live_server: Any, world: World, visit_as: Any) -> Page:
    silent = make_organization("abai", "member", world.union, "область Абай", short_kk="Абай облысы")
    appoint(None, silent, Position.CHAIR, "Ибраев Сабит")
    return visit_as(world.saule)


def sunday() -> str:
    today = timezone.localdate()
    return f"{today + timedelta(days=13 - today.weekday()):%d.%m.%Y}"


def fill(page: Page) -> None:
    page.locator("#id_title_kk").fill("Науқанның барысы")
    page.locator("#id_title_ru").fill("Ход кампании")
    page.locator("#id_what_kk").fill("Есеп беру-сайлау кампаниясына дайындық қалай жүріп жатыр?")
    page.locator("#id_what_ru").fill("Как идет подготовка к отчетно-выборной кампании?")
    page.locator("#id_due_on").fill(sunday())
    page.locator("#id_files").set_input_files(FORM)


def press(page: Page) -> None:
    page.locator("[data-test=submit]").click()


def test_from_the_question_to_the_answers(staff: Page, world: World, visit_as: Any, look_at: Any) -> None:
    staff.goto(reverse("reporting:requests"))
    look_at(staff, "requests-none")
    staff.goto(reverse("reporting:request_create"))
    look_at(staff, "request-form")
    press(staff)
    expect(staff.locator("[data-test=error-summary]")).to_be_focused()
    look_at(staff, "request-form-errors")
    fill(staff)
    press(staff)
    look_at(staff, "request-preview")
    asked = InformationRequest.objects.get()
    staff.goto(reverse("reporting:request_whom", args=[asked.pk]))
    look_at(staff, "request-whom")
    staff.goto(reverse("reporting:request_edit", args=[asked.pk]))
    look_at(staff, "request-edit")
    staff.goto(reverse("reporting:request_preview", args=[asked.pk]))
    press(staff)
    expect(staff.locator(".notice--success")).to_be_visible()
    assert Letter.objects.count() == 2

    chair = visit_as(world.aigul)
    chair.goto("/")
    owed = Obligation.objects.get(requirement=asked.requirement, organization=world.karaganda)
    chair.locator(f'[data-test="task"][data-requirement="{asked.requirement.code}"] a').click()
    look_at(chair, "request-chair-answer")
    with chair.expect_download() as download:
        chair.locator("[data-test=forms] a").click()
    assert download.value.suggested_filename == FORM["name"]
    chair.locator("#id_text").fill(LONG)
    chair.locator('[data-test="to-check"]').click()
    press(chair)
    expect(chair.locator('[data-test="receipt"]')).to_be_visible()
    assert owed.submissions.get().text.strip() == LONG.strip()
    chair.goto(asked.get_absolute_url())
    look_at(chair, "request-chair")

    staff.goto(asked.get_absolute_url())
    look_at(staff, "request")
    staff.goto(reverse("reporting:request_answers", args=[asked.pk]))
    expect(staff.locator("[data-test=answer][data-organization=karaganda]")).to_contain_text(LONG.strip()[:40])
    look_at(staff, "request-answers")
    staff.goto(reverse("reporting:requests"))
    look_at(staff, "requests")
    staff.goto(reverse("reporting:request_withdraw", args=[asked.pk]))
    look_at(staff, "request-withdraw")


@one_screen
def test_enter_in_a_box_asks_nobody(staff: Page, world: World) -> None:
    staff.goto(reverse("reporting:request_create"))
    fill(staff)
    staff.locator("input[name=whom][value=chosen]").check()
    press(staff)
    staff.locator("[data-board-row]").first.focus()
    staff.keyboard.press("Enter")
    staff.wait_for_load_state()
    assert not InformationRequest.objects.get().requirement.audience.exists()
    staff.locator("[data-board-row]").nth(1).check()
    staff.locator("[data-test=add]").click()
    expect(staff.locator("tbody tr").nth(1)).to_contain_text("да")
    assert InformationRequest.objects.get().requirement.audience.count() == 1


@one_screen
def test_reminding_and_prolonging_all_who_have_not_answered(staff: Page, world: World) -> None:
    staff.goto(reverse("reporting:request_create"))
    fill(staff)
    press(staff)
    press(staff)
    staff.locator("[data-test=remind-all]").click()
    expect(staff.locator("[data-test=digest]").first).to_be_visible()
    staff.go_back()
    staff.locator("[data-test=prolong-all]").click()
    staff.locator("#id_new_due_on").fill(f"{timezone.localdate() + timedelta(days=30):%d.%m.%Y}")
    staff.locator("#id_reason").fill("Просят время")
    staff.locator("button[value=preview]").click()
    press(staff)
    asked = InformationRequest.objects.get()
    moved = Obligation.objects.filter(requirement=asked.requirement, postponements__isnull=False)
    assert moved.count() == 3
