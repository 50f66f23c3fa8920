"""The day of the apparatus in a real browser: board, list, rates, an obligation and its verbs, many at once, asking."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from reporting.models import Obligation, Requirement
from tests.demonstration import build

pytestmark = pytest.mark.django_db(transaction=True)
AS_OF = "?as_of=2023-09-04"


def one_screen(test: Callable[..., None]) -> Callable[..., None]:
    """What does not depend on the width and the language is tried once."""
    return pytest.mark.parametrize("width", [1280])(pytest.mark.parametrize("language", ["ru"])(test))


@pytest.fixture
def staff(live_server: Any, visit_as: Callable[..., Page]) -> Page:
    build()
    return visit_as(User.objects.get(email="staff@demo.example"))


def owed(organization: str, requirement: str) -> Obligation:
    return Obligation.objects.get(organization__code=organization, requirement__code=requirement)


def cell(page: Page, organization: str, requirement: str) -> Any:
    return page.locator(f"[data-test=obligation-row][data-organization={organization}][data-requirement={requirement}]")


@pytest.mark.everywhere
def test_pages_of_the_apparatus(staff: Page, look_at: Any) -> None:
    schedule = Requirement.objects.get(code="schedule")
    returned = Obligation.objects.exclude(submissions__returned_on=None).first()
    waiting = Obligation.objects.filter(
        submissions__returned_on=None, submissions__voided_on=None, submissions__accepted_on=None
    ).exclude(submissions=None).first()  # fmt: skip
    assert returned
    assert waiting
    pages = {
        "board": "/",
        "board-as-of": f"/{AS_OF}",
        "board-nothing-found": "/?q=nobody",
        "obligations": reverse("reporting:obligations") + "?status=missing",
        "rates": reverse("reporting:rates"),
        "obligation": returned.get_absolute_url(),
        "obligation-return": reverse("reporting:return", args=[waiting.pk]),
        "obligation-record": reverse("reporting:record", args=[owed("karaganda", "schedule").pk]),
        "requirements": reverse("reporting:requirements"),
        "requirement": schedule.get_absolute_url(),
        "requirement-edit": reverse("reporting:requirement_edit", args=[schedule.pk]),
        "requirement-preview": reverse("reporting:requirement_preview", args=[schedule.pk]),
    }
    for name, address in pages.items():
        staff.goto(address)
        look_at(staff, name)


def test_the_board_of_the_real_day_leads_to_the_obligation_and_its_verbs(staff: Page, look_at: Any) -> None:
    staff.goto(f"/{AS_OF}")
    expect(staff.locator("[data-test=status-board] tbody tr")).to_have_count(21)
    missing = staff.locator("[data-test=obligation-row][data-requirement=schedule][data-status=missing]")
    expect(missing).to_have_count(3)
    cell(staff, "karaganda", "schedule").locator("a").first.click()
    expect(staff).to_have_url(re.compile("as_of=2023-09-04$"))
    staff.locator(f"a[href$='{reverse('reporting:record', args=[owed('karaganda', 'schedule').pk])}']").click()
    staff.locator("[name=received_on]").fill("31.02.2023")
    staff.locator("[data-test=submit]").click()
    expect(staff.locator("[data-test=error-summary]")).to_be_visible()
    look_at(staff, "obligation-record-error")
    staff.locator("[name=received_on]").fill("30 августа 2023")
    staff.locator("[name=incoming_number]").fill("112")
    staff.locator("[data-test=submit]").click()
    expect(staff.locator("[data-test=hand-in]")).to_have_attribute("data-status", "under_review")
    staff.goto(f"/{AS_OF}")
    expect(cell(staff, "karaganda", "schedule")).to_have_attribute("data-status", "on_time")


def test_several_are_postponed_after_a_preview(staff: Page, look_at: Any) -> None:
    staff.goto("/?requirement=schedule")
    for code in ("ustaz", "ulytau"):
        staff.locator(f"input[name=organization][value={code}]").check()
    expect(staff.locator("[data-board-count]")).to_have_text("2")
    staff.locator(f"button[formaction='{reverse('reporting:bulk', args=['postpone'])}']").click()
    look_at(staff, "bulk")
    staff.locator("[name=new_due_on]").fill("31.12.2030")
    staff.locator("[name=reason]").fill("По просьбе организаций")
    staff.locator("button[value=preview]").click()
    expect(staff.locator("[data-test=preview] li")).to_have_count(2)
    look_at(staff, "bulk-preview")
    staff.locator("[data-test=submit]").click()
    for code in ("ustaz", "ulytau"):
        expect(cell(staff, code, "schedule")).to_have_attribute("data-status", "not_due")


@one_screen
def test_from_a_new_requirement_to_asking(staff: Page) -> None:
    staff.goto(reverse("reporting:requirement_create"))
    staff.locator("[name=code]").fill("spring_plan")
    staff.locator("[name=title_ru]").fill("План на весну")
    staff.locator("[name=title_kk]").fill("Көктемгі жоспар")
    staff.locator("[name=citation_ru]").fill("письмо аппарата")
    staff.locator("[name=asked_on]").fill("01.09.2023")
    staff.locator("[name=audience_levels][value=member]").check()
    staff.locator("[name=due_on]").fill("30 ноября 2030")
    staff.locator("[data-test=submit]").click()
    expect(staff.locator("main table tbody tr")).to_have_count(21)
    staff.locator("[data-test=submit]").click()
    staff.goto("/?requirement=spring_plan")
    expect(staff.locator("[data-requirement=spring_plan][data-status=not_due]")).to_have_count(21)


@one_screen
def test_actions_wait_until_something_is_chosen(staff: Page) -> None:
    staff.goto("/")
    button = staff.locator("[data-board-action]").first
    expect(button).to_be_disabled()
    staff.locator("[data-board-all]").check()
    expect(button).to_be_enabled()
    expect(staff.locator("[data-board-count]")).to_have_text("21")


@one_screen
def test_without_scripts_the_board_works_too(live_server: Any, visit_as: Callable[..., Page]) -> None:
    build()
    page = visit_as(User.objects.get(email="staff@demo.example"), java_script_enabled=False)
    page.goto("/?requirement=schedule")
    page.locator("input[name=organization][value=ustaz]").check()
    page.locator("[data-board-action][formaction*=bulk]").first.click()
    expect(page.locator("input[name=obligation]")).to_have_count(1)
