"""The congress in a real browser: its pages at both widths, a chair who enters a delegate, staff who move it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from campaigns.models import Campaign, CongressDate, Delegate
from tests.demonstration import build

pytestmark = pytest.mark.django_db(transaction=True)


def one_screen(test: Callable[..., None]) -> Callable[..., None]:
    """What does not depend on the width and the language is tried on the smallest screen."""
    return pytest.mark.parametrize("width", [320])(pytest.mark.parametrize("language", ["kk"])(test))


@pytest.fixture
def visit(live_server: Any, visit_as: Callable[[Any], Page]) -> Callable[[str], Page]:
    """`visit("karaganda")`: that person of the demonstration."""
    build()
    return lambda name: visit_as(User.objects.get(email=f"{name}@demo.example"))


@pytest.fixture
def campaign(visit: Any) -> Campaign:
    return Campaign.objects.get(is_fictional=True)


def url(name: str, *args: Any) -> str:
    return reverse(f"campaigns:{name}", args=args)


@pytest.mark.everywhere
def test_pages_of_the_congress(visit: Any, campaign: Campaign, look_at: Any) -> None:
    delegate = Delegate.objects.filter(organization__code="astana", is_substitute=False).first()
    assert delegate is not None
    as_of = "?as_of=2023-09-04"
    pages = {
        "delegates": url("delegates", campaign.pk) + as_of,
        "delegate-list": url("delegate_list", campaign.pk) + as_of,
        "credentials": url("credentials", campaign.pk) + as_of,
        "delegates-norm": url("norm", campaign.pk),
        "delegates-members": url("members", campaign.pk),
        "delegates-organization": url("organization_delegates", campaign.pk, "zhambyl"),
        "delegate-record": url("delegate_record", campaign.pk, "astana"),
        "delegate-correct": url("delegate_correct", delegate.pk),
        "delegate-replace": url("delegate_replace", delegate.pk),
        "delegates-attendance": url("attendance", campaign.pk, "astana"),
        "congress-move": url("congress_move", campaign.pk),
        "preparation": url("campaign_preparation", campaign.pk) + as_of,
        "preparation-organization": url("preparation", campaign.pk, "karaganda"),
        "preparation-form": url("preparation_tell", campaign.pk, "karaganda"),
        "preparation-seminar": url("fact_record", campaign.pk, "karaganda", "seminar"),
    }
    staff = visit("staff")
    for name, address in pages.items():
        staff.goto(address)
        look_at(staff, name)


@one_screen
def test_a_chair_enters_a_delegate_on_a_phone(visit: Any, campaign: Campaign, look_at: Any) -> None:
    chair = visit("astana")
    chair.goto(url("organization_delegates", campaign.pk, "astana"))
    before = chair.locator("[data-test=delegate][data-standing=delegate]").count()
    chair.locator(f"a[href='{url('delegate_record', campaign.pk, 'astana')}']").click()
    chair.locator("[data-test=submit]").click()
    expect(chair.locator("[data-test=error-summary]")).to_be_focused()
    look_at(chair, "delegate-record-errors")
    chair.locator("#id_name").fill("Сағынтаев Олжас")
    chair.locator("#id_birth_year").fill("1982")
    chair.locator("#id_is_substitute").check()
    chair.locator("#id_is_substitute").uncheck()
    chair.locator("[data-test=submit]").click()
    expect(chair.locator("[data-test=delegate][data-standing=delegate]")).to_have_count(before + 1)


@one_screen
def test_staff_see_whose_flags_change_before_the_congress_is_moved(
    visit: Any, campaign: Campaign, look_at: Any
) -> None:
    staff = visit("staff")
    staff.goto(url("congress_move", campaign.pk))
    staff.locator("#id_first_day").fill("01.09.2023")
    staff.locator("#id_last_day").fill("02.09.2023")
    staff.locator("#id_decided_on").fill("04.09.2023")
    staff.locator("#id_source").fill("№ 3 хаттама")
    staff.locator("[data-test=preview-button]").click()
    changes = staff.locator("[data-test=preview] tr[data-organization]")
    expect(changes.first).to_be_visible()
    look_at(staff, "congress-move-preview")
    assert CongressDate.objects.filter(campaign=campaign).count() == 1
    staff.locator("[data-test=confirm]").click()
    expect(staff).to_have_url(re.compile(re.escape(campaign.get_absolute_url())))
    assert CongressDate.objects.filter(campaign=campaign).count() == 2
