"""Results of a conference on a phone and at a desk: said at once what cannot be, the sum taken, handed in, looked at."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from reporting.models import Draft, Obligation
from tests.results_of import answers, handed_in, hold, make_campaign
from tests.world import NOON, TODAY, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def campaign(world: World) -> Campaign:
    campaign = make_campaign(world)
    figures = {"delegates_elected": 1020, "delegates_present": 900, "body_size": 15, "body_women": 9}
    handed_in(hold(campaign, world.temirtau, world), world, figures)
    return campaign


@pytest.fixture
def obligation(campaign: Campaign, world: World) -> Obligation:
    return hold(campaign, world.karaganda, world)


def type_the_rest(obligation: Obligation, world: World) -> None:
    """What the pages not looked at would have kept."""
    draft = Draft.of(obligation)
    data = {**answers(delegates_present="70"), **{name: value for name, value in draft.data.items() if value}}
    obligation.save_draft(data, version=draft.version, by=world.aigul, at=timezone.now())


def error_of(page: Page, name: str) -> Any:
    return page.locator(f"[data-check-of={name}]")


def test_from_the_list_of_pages_to_the_receipt(
    world: World, obligation: Obligation, visit_as: Any, look_at: Any
) -> None:
    page = visit_as(world.aigul)
    attendance_is_mended(page, look_at)
    sums_from_below_are_taken(page, obligation, look_at)
    type_the_rest(obligation, world)
    checked_and_submitted(page, obligation, look_at)
    submission = obligation.submissions.get()
    assert submission.conference_results.levels.get().body_women == 8
    page.goto(reverse("campaigns:submitted_results", args=[submission.pk]))
    expect(page.locator("[data-test=beside]")).to_contain_text("Бір әйел бас тартты")
    look_at(page, "results-submitted")


def attendance_is_mended(page: Page, look_at: Any) -> None:
    page.goto("/")
    page.locator("[data-test=task][data-requirement=conference_results] a").first.click()
    expect(page.locator("[data-test=step]")).to_have_count(9)
    look_at(page, "results-tasks")

    page.locator("[data-section=attendance] a").click()
    page.locator("#id_delegates_elected").fill("120")
    page.locator("#id_delegates_present").fill("1 210")
    expect(error_of(page, "delegates_present")).to_contain_text("1\xa0210")
    expect(page.locator("[data-draft-state]")).to_have_attribute("data-state", "saved")
    page.locator("[data-test=next]").click()
    expect(page.locator("[data-test=error-summary]")).to_be_focused()
    expect(error_of(page, "delegates_present")).to_be_empty()  # the server has said it already
    look_at(page, "results-attendance-errors")
    page.locator("#id_delegates_present").fill("70")
    page.locator("[data-test=next]").click()
    expect(page.locator("#id_speakers")).to_be_visible()


def sums_from_below_are_taken(page: Page, obligation: Obligation, look_at: Any) -> None:
    """One by one, all together, and one of them said differently with its reason."""
    page.goto(reverse("campaigns:results_section", args=[obligation.pk, "branch"]))
    sum_of_elected = page.locator("[data-sum-of=branch_delegates_elected]")
    page.locator("#id_branch_delegates_elected").fill("1 050")
    expect(sum_of_elected.locator("[data-difference]")).to_contain_text("+30")
    sum_of_elected.locator("[data-take]").click()
    expect(page.locator("#id_branch_delegates_elected")).to_have_value("1\xa0020")
    expect(sum_of_elected.locator("[data-difference]")).to_be_empty()
    page.locator("[data-test=take-sums]").click()
    expect(page.locator("#id_branch_body_women")).to_have_value("9")
    page.locator("#id_branch_body_women").fill("8")
    page.locator("#id_branch_explanation").fill("Бір әйел бас тартты")
    look_at(page, "results-branches")
    page.locator("[data-test=next]").click()
    expect(page.locator("#id_primary_organizations_total")).to_be_visible()


def checked_and_submitted(page: Page, obligation: Obligation, look_at: Any) -> None:
    page.goto(obligation.fill_url)
    look_at(page, "results-tasks-done")
    page.locator("[data-test=to-check]").click()
    expect(page.locator("[data-test=check-answers]")).to_contain_text("Бір әйел бас тартты")
    expect(page.locator("[data-test=check-answers] .notice--warning")).to_have_count(1)  # 70 of 120: no quorum
    look_at(page, "results-check")
    page.locator("[data-test=submit]").click()
    expect(page.locator("[data-test=receipt]")).to_be_visible()


def test_figures_of_the_union(world: World, campaign: Campaign, visit_as: Any, look_at: Any) -> None:
    leader, staff = visit_as(world.leila), visit_as(world.saule)
    leader.goto(campaign.get_absolute_url())
    leader.goto(reverse("campaigns:results", args=[campaign.pk]))
    expect(leader.locator("[data-share=women_share]")).to_contain_text("60,0")
    look_at(leader, "results")
    leader.locator("[data-test=held] [data-level=branch]").click()
    expect(leader.locator("tr[data-level=branch]")).to_have_count(2)
    expect(leader.locator("tr[data-level=member]")).to_have_count(0)
    leader.locator("tr[data-organization=karaganda] a").first.click()
    expect(leader.locator("[data-test=beside][data-level=branch]")).to_be_visible()
    look_at(leader, "results-organization")

    paper = hold(campaign, world.akmola, world).submit(by=world.saule, at=NOON, received_on=TODAY, channel="paper")
    staff.goto(reverse("campaigns:submitted_results", args=[paper.pk]))
    look_at(staff, "results-paper")
    staff.goto(reverse("campaigns:results_enter", args=[paper.pk]))
    look_at(staff, "results-enter")
