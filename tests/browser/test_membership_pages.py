"""The statistics in a real browser: pictures, tables and filters, by staff and by a chair, on a phone and at a desk."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from membership.models import TerritoryEvent
from organizations.models import Organization
from organizations.region_grid import PLACES
from organizations.regions import REGIONS, enter_missing
from tests.membership_world import make_report, membership_requirement
from tests.world import TODAY, World, at, make_organization

pytestmark = pytest.mark.django_db(transaction=True)


def one_screen(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.parametrize("width", [320])(pytest.mark.parametrize("language", ["kk"])(test))


@pytest.fixture
def reported(world: World) -> World:
    """A member organization in every region; three years, one silent, one that gave a part of itself to another."""
    membership_requirement(world)
    enter_missing(set(REGIONS))
    Organization.objects.filter(code="akmola").update(region="KZ-11")
    members = {"KZ-35": world.karaganda, "KZ-11": world.akmola}
    for iso in PLACES:
        if iso not in members:
            name_ru, name_kk = REGIONS[iso]
            code = f"region-{iso[3:]}"
            members[iso] = make_organization(code, "member", world.union, name_ru, short_kk=name_kk, region_id=iso)
    for number, (iso, member) in enumerate(members.items()):
        for year in (2021, 2022, 2023):
            if (iso, year) != ("KZ-55", 2023):
                employed = 9000 + 700 * number + (year - 2021) * (number % 5 - 2) * 350
                make_report(
                    member,
                    year,
                    employed=employed,
                    employees=employed + 900 + 130 * (number % 7),
                    failed_checks=number % 3,
                )
    TerritoryEvent.record(
        kind="split", on=date(2022, 6, 8), origin=world.karaganda, target=members["KZ-62"], source="письмо",
        members_total=330, members_employed=300, by=world.saule, at=at(TODAY),
    )  # fmt: skip
    return world


@pytest.mark.everywhere
def test_pages_of_the_statistics(reported: World, visit_as: Callable[[Any], Page], look_at: Any, width: int) -> None:
    staff = visit_as(reported.saule)
    for name in ("", "changes/", "trend/", "years/", "regions/", "errors/"):
        staff.goto(f"/membership/{name}")
        look_at(staff, f"membership-{name.strip('/') or 'overview'}")
    staff.goto("/membership/")
    drawing = staff.locator("[data-test=chart-regions] svg").locator("visible=true")
    expect(drawing).to_have_count(1)
    expect(drawing.locator("a.chart__link")).to_have_count(20)
    staff.locator("#regions details summary").click()
    expect(staff.locator("#regions table [data-region]")).to_have_count(20)
    look_at(staff, "membership-twin")
    chair = visit_as(reported.aigul)
    chair.goto("/membership/")
    look_at(chair, "membership-chair")
    expect(chair.locator("[data-table=membership] tr[data-organization]")).to_have_count(1)


@one_screen
def test_a_square_leads_to_its_region_by_keyboard(reported: World, visit_as: Callable[[Any], Page]) -> None:
    staff = visit_as(reported.saule)
    staff.goto("/membership/")
    bar = staff.locator("[data-test=chart-regions] a.chart__link:visible").first
    bar.focus()
    expect(bar).to_be_focused()
    staff.keyboard.press("Enter")
    staff.wait_for_url("**/membership/?region=*")
    expect(staff.locator("[data-table=membership] tr[data-organization]")).to_have_count(1)


@one_screen
def test_pages_print_the_wide_drawings(reported: World, visit_as: Callable[[Any], Page]) -> None:
    staff = visit_as(reported.saule)
    staff.goto("/membership/")
    staff.emulate_media(media="print")
    expect(staff.locator("[data-test=chart-regions] .chart__wide")).to_be_visible()
    expect(staff.locator("[data-test=chart-regions] .chart__narrow")).to_be_hidden()
