"""A campaign in a real browser: its pages; a chair's schedule from the task to the receipt; what staff see then."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from campaigns.models import Campaign, Conference, Plan
from reporting.models import Obligation
from tests.demonstration import build

pytestmark = pytest.mark.django_db(transaction=True)
AS_OF = "?as_of=2023-09-04"


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
    return Campaign.objects.get(is_fictional=False)


@pytest.fixture
def obligation(visit: Any) -> Obligation:
    """Karaganda's schedule of 2023, which never came."""
    return Obligation.objects.get(requirement__code="schedule", organization__code="karaganda")


@pytest.mark.everywhere
def test_pages_of_a_campaign(visit: Any, campaign: Campaign, look_at: Any) -> None:
    conference = Conference.objects.get(campaign=campaign, organization__code="akmola")
    text = Plan.objects.get(campaign=campaign, organization__code="kyzylorda", level="member", source="text")
    of_kyzylorda = [campaign.pk, "kyzylorda"]
    pages = {
        "campaigns": reverse("campaigns:campaigns"),
        "campaign": campaign.get_absolute_url() + AS_OF,
        "campaign-filtered": f"{campaign.get_absolute_url()}{AS_OF}&state=not_sent",
        "campaign-schedule": reverse("campaigns:schedule", args=[campaign.pk]) + AS_OF,
        "campaign-plans": reverse("campaigns:plans", args=of_kyzylorda) + AS_OF,
        "campaign-held": reverse("campaigns:plans", args=[campaign.pk, "akmola"]) + AS_OF,
        "plan-record": reverse("campaigns:plan_record", args=of_kyzylorda),
        "conference-record": reverse("campaigns:conference_record", args=of_kyzylorda),
        "conference-redate": reverse("campaigns:conference_redate", args=[conference.pk]),
        "plan-set-aside": reverse("campaigns:plan_set_aside", args=[text.pk]),
    }
    staff = visit("staff")
    for name, address in pages.items():
        staff.goto(address)
        look_at(staff, name)
    staff.goto(pages["campaign"])
    expect(staff.locator("[data-test=campaign-states] tr[data-state=held]")).to_have_count(4)
    staff.locator("[data-test=figures] [data-state=not_sent]").click()
    expect(staff.locator("[data-test=campaign-states] tr[data-organization]")).to_have_count(2)
    chair = visit("karaganda")
    chair.goto(pages["campaign"])
    look_at(chair, "campaign-chair")
    expect(chair.locator("[data-test=campaign-states] tr[data-organization]")).to_have_count(1)


def test_a_chair_hands_in_the_missing_schedule(visit: Any, obligation: Obligation, look_at: Any) -> None:
    staff, chair = visit("staff"), visit("karaganda")
    cell = "[data-test=obligation-row][data-organization=karaganda][data-requirement=schedule]"
    staff.goto("/")
    expect(staff.locator(cell)).to_have_attribute("data-status", "missing")

    chair.goto("/")
    chair.locator("[data-test=task][data-requirement=schedule] a").first.click()
    expect(chair.locator("#id_term_own")).to_have_value("IV квартал 09.10.2023 г.")
    look_at(chair, "schedule-form")
    chair.locator("[data-test=to-check]").click()
    expect(chair.locator("[data-test=error-summary]")).to_be_focused()
    look_at(chair, "schedule-form-errors")

    own = chair.locator("[data-term-line]").first
    chair.locator("#id_term_own").fill("2024 жылғы сәуір")
    expect(own.locator("[data-term-echo]")).to_contain_text("01.04.2024–30.04.2024")
    expect(chair.locator("#id_reason_own")).to_be_hidden()
    branch = chair.locator("[data-term-line]").nth(1)
    branch.locator("input[data-term]").fill("2024 жылғы мамыр")
    expect(branch.locator("textarea")).to_be_visible()
    branch.locator("textarea").fill("Мектептер күйі: жөндеу жүріп жатыр")
    chair.locator("#id_approved_by").fill("Атқару комитеті")
    chair.locator("#id_approved_on").fill("28.08.2023")
    look_at(chair, "schedule-form-filled")
    chair.locator("[data-test=to-check]").click()
    expect(chair.locator("[data-test=check-answers]")).to_contain_text("01.04.2024–30.04.2024")
    look_at(chair, "schedule-check")
    chair.locator("[data-test=submit]").click()
    expect(chair.locator("[data-test=receipt]")).to_be_visible()
    look_at(chair, "schedule-receipt")
    submission = obligation.submissions.get()
    chair.goto(reverse("campaigns:submitted_schedule", args=[submission.pk]))
    look_at(chair, "schedule-submitted")

    staff.goto("/")
    expect(staff.locator(cell)).to_have_attribute("data-status", "late")
    campaign = Campaign.objects.get(schedule_requirement=obligation.requirement)
    staff.goto(campaign.get_absolute_url())
    row = staff.locator("[data-test=campaign-states] tr[data-organization=karaganda]")
    expect(row).to_contain_text("2024 жылғы сәуір")


@one_screen
def test_what_is_typed_is_kept_and_a_confirmation_falls_with_the_words(visit: Any, obligation: Obligation) -> None:
    chair = visit("karaganda")
    chair.goto(obligation.fill_url)
    own = chair.locator("[data-term-line]").first
    confirm = own.locator("[data-term-confirm] input")
    confirm.check()
    chair.locator("#id_term_own").fill("IV тоқсан 10.10.2023")
    expect(own.locator("[data-term-echo]")).to_contain_text("10.10.2023")
    expect(confirm).not_to_be_checked()
    expect(chair.locator("[data-draft-state]")).to_have_attribute("data-state", "saved")
    chair.reload()
    expect(chair.locator("#id_term_own")).to_have_value("IV тоқсан 10.10.2023")
    chair.locator("#id_term_own").fill("көктемде")
    expect(own.locator("[data-term-echo]")).to_have_attribute("data-readable", "false")


@one_screen
def test_staff_settle_a_conflict_with_a_live_reading(visit: Any, campaign: Campaign) -> None:
    staff = visit("staff")
    organization = reverse("campaigns:plans", args=[campaign.pk, "kyzylorda"])
    staff.goto(reverse("campaigns:plan_record", args=[campaign.pk, "kyzylorda"]))
    staff.locator("#id_term").fill("II тоқсан 2024 ж.")
    expect(staff.locator("[data-term-echo]")).to_contain_text("01.04.2024–30.06.2024")
    staff.locator("#id_outside_reason").fill("Келісілді")
    staff.locator("#id_source_note").fill("№ 20 хат")
    staff.locator("[data-test=submit]").click()
    expect(staff).to_have_url(re.compile(re.escape(organization) + "$"))
    expect(staff.locator(".messages")).to_contain_text("01.04.2024–30.06.2024")
