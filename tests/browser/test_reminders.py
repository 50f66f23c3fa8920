"""Reminding and calling in a real browser; and the question every morning begins with, in two clicks."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from mail.models import Letter
from organizations.models import Appointment
from reporting.models import Call, Obligation, Reminder
from tests.browser.test_staff import one_screen, owed
from tests.demonstration import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(live_server: Any, visit_as: Callable[..., Page]) -> Page:
    build()
    return visit_as(User.objects.get(email="staff@demo.example"))


@one_screen
def test_who_has_not_handed_in_and_what_is_their_phone_in_two_clicks(staff: Page) -> None:
    """From the home page: the number below the column, and there they are, each with a number that dials."""
    staff.goto("/?year=2023&level=member")
    column = staff.locator("[data-test=status-board] thead th").all_inner_texts()
    place = next(n for n, title in enumerate(column) if "График" in title)
    foot = staff.locator("[data-test=status-board] tfoot tr > *").nth(place)
    foot.locator("a[href*='status=missing']").click()
    rows = staff.locator("[data-test=obligation-row][data-status=missing]")
    missing = [one for one in Obligation.objects.filter(requirement__code="schedule") if not one.submissions.exists()]
    expect(rows.first).to_be_visible()
    shown = {row.get_attribute("data-organization") for row in rows.all()}
    assert shown
    assert shown <= {one.organization.code for one in missing}
    for row in rows.all():
        chair = Appointment.objects.get(
            organization__code=row.get_attribute("data-organization"), position="chair", ended_on=None
        )
        dials = row.locator("a[href^='tel:']")
        expect(dials).to_contain_text(chair.person.phone)


@pytest.mark.everywhere
def test_pages_of_reminders_and_calls(staff: Page, look_at: Any) -> None:
    one = owed("karaganda", "schedule")
    staff.goto(reverse("reporting:obligations") + "?overdue=yes&level=all")
    look_at(staff, "obligations-overdue")
    known = Call.objects.count()
    staff.locator("[data-call=friday]").first.click()
    look_at(staff, "obligations-called")
    assert Call.objects.count() == known + 1
    staff.goto(reverse("reporting:called", args=[one.pk]))
    look_at(staff, "call")
    staff.locator("[name=promised_by]").fill("31.02.2023")
    staff.locator("[data-test=submit]").click()
    expect(staff.locator("[data-test=error-summary]")).to_be_visible()
    Call.objects.update(promised_by="2023-09-01", called_on="2023-09-01")
    for name in ("promises", "unreachable", "reminders", "reminders_stop"):
        staff.goto(reverse(f"reporting:{name}"))
        look_at(staff, name.replace("_", "-"))


def test_reminded_by_hand_after_reading(staff: Page, look_at: Any, new_context: Any) -> None:
    staff.goto(reverse("reporting:obligations") + "?overdue=yes&level=member")
    for number in range(2):
        staff.locator("[data-board-row]").nth(number).check()
    staff.locator(f"button[formaction='{reverse('reporting:remind')}']").click()
    people = staff.locator("[data-test=digest]")
    expect(people.first).to_be_visible()
    for closed in staff.locator("[data-test=digest] summary").all():
        closed.click()
    look_at(staff, "remind")
    staff.locator("[data-test=digest]").first.locator("button[value=messenger]").click()
    expect(staff.locator(".notice--success")).to_be_visible()
    assert Reminder.objects.filter(channel="messenger").exists()
    assert not Letter.objects.filter(purpose="reminder").exists()
    staff.locator("[data-test=submit]").click()
    expect(staff).to_have_url(re.compile("overdue=yes"))
    assert Letter.objects.filter(purpose="reminder").exists()
    staff.goto(reverse("reporting:reminders"))
    look_at(staff, "reminders-sent")


@one_screen
@pytest.mark.parametrize("address", ["/", "/reporting/?overdue=yes"])
def test_enter_in_a_box_notes_no_call(staff: Page, address: str) -> None:
    """It presses the first button of the form, which must be none that does something."""
    known = Call.objects.count()
    staff.goto(address)
    assert staff.locator("[data-call]").count()
    staff.locator("[data-board-row]").first.focus()
    staff.keyboard.press("Enter")
    staff.wait_for_load_state()
    staff.wait_for_timeout(300)
    assert Call.objects.count() == known
