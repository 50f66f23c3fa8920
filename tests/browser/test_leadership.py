"""The leadership's page as it is read: on a phone and at a desk, by keyboard, and on one sheet of paper."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from organizations.models import Organization
from organizations.regions import REGIONS
from tests.leading import add_states, led
from tests.matrix import Sample
from tests.world import World, make_organization

pytestmark = pytest.mark.django_db(transaction=True)
FULL = 14


@pytest.fixture
def sample(world: World) -> Sample:
    """Every region has a member organization; more is asked than one sheet shows, under long names."""
    sample = led(world)
    for iso, (name_ru, name_kk) in REGIONS.items():
        if not Organization.objects.filter(region=iso, level="member").exists():
            make_organization(f"region-{iso[3:]}", "member", world.union, name_ru, short_kk=name_kk, region_id=iso)
    members = list(Organization.objects.filter(level="member").order_by("code"))
    for number in range(FULL):
        add_states(world, f"full-{number}", date(2023, 4, 3 + number), members[: 20 - number])
    world.requirement.__class__.objects.filter(code__startswith="full").update(
        title_ru="Информация о ходе подготовки и проведения отчетно-выборной кампании в филиалах и первичных организациях",
        title_kk="Филиалдар мен бастауыш ұйымдардағы есеп беру-сайлау кампаниясын дайындау мен өткізу барысы туралы ақпарат",
    )
    return sample


@pytest.fixture
def leader(sample: Sample, visit_as: Callable[[Any], Page]) -> Page:
    return visit_as(sample.world.leila)


@pytest.mark.everywhere
def test_pages_of_the_leadership(sample: Sample, leader: Page, visit_as: Callable[[Any], Page], look_at: Any) -> None:
    leader.goto("/?as_of=2023-09-04")
    leader.goto("/leadership/?as_of=2023-09-04")
    look_at(leader, "leadership")
    drawing = leader.locator("[data-test=chart-regions] svg").locator("visible=true")
    expect(drawing).to_have_count(1)
    leader.locator("#regions details summary").click()
    expect(leader.locator("#regions table [data-region]")).to_have_count(20)
    look_at(leader, "leadership-twin")
    for name in ("regions", "years"):
        leader.goto(f"/leadership/{name}/?as_of=2023-09-04")
        look_at(leader, f"leadership-{name}")
    chair = visit_as(sample.world.aigul)
    for name in ("discipline", "obligations"):
        chair.goto(f"/organizations/karaganda/{name}/?as_of=2023-09-04")
        look_at(chair, f"organization-{name}")
    chair.goto("/organizations/karaganda/?as_of=2023-09-04")
    look_at(chair, "organization-with-discipline")


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("language", ["ru"])
def test_a_square_leads_to_its_region_by_keyboard(leader: Page) -> None:
    leader.goto("/leadership/?as_of=2023-09-04")
    square = leader.locator("[data-test=chart-regions] .chart__wide a.chart__link[href*='region=KZ-35']")
    expect(square).to_have_attribute("aria-label", re.compile("Карагандинская область: .*%, в срок .*%, нет"))
    square.focus()
    expect(square).to_be_focused()
    leader.keyboard.press("Enter")
    leader.wait_for_url("**/reporting/rates/?*region=KZ-35*")
    expect(leader.locator("[data-table=reporting_rates] tbody tr")).to_have_count(1)


@pytest.mark.parametrize("width", [1280])
def test_it_prints_on_one_sheet(leader: Page, language: str) -> None:
    leader.goto("/leadership/?as_of=2023-09-04")
    paper = leader.pdf(prefer_css_page_size=True, path=settings.VAR / "screenshots" / f"leadership-{language}.pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    leader.emulate_media(media="print")
    expect(leader.locator("[data-test=chart-regions] .chart__wide")).to_be_visible()
    for part in ("figures", "worst", "week", "membership", "campaign", "chart-years"):
        expect(leader.locator(f"[data-test={part}]")).to_be_visible()
    expect(leader.locator(".leadership__requirements tbody tr:visible")).to_have_count(7)
