"""A membership report in a real browser: typed on a phone in Kazakh, filled in as a spreadsheet, recorded from paper."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from membership.models import MembershipReport
from reporting.models import Draft, Obligation
from tests.membership_world import make_report, membership_requirement, obligation_of
from tests.test_membership_excel import column_of, row_of
from tests.test_membership_form import SOUND
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2026


def one_screen(test: Callable[..., None]) -> Callable[..., None]:
    """What does not depend on the width and the language is tried on the smallest screen."""
    return pytest.mark.parametrize("width", [320])(pytest.mark.parametrize("language", ["kk"])(test))


@pytest.fixture
def obligation(world: World) -> Obligation:
    """Of Karaganda, with an accepted report of the year before: 890 members."""
    membership_requirement(world)
    make_report(
        world.karaganda, YEAR - 1, employed=790, students=50, pensioners=30, childcare=20, groups=3, branches=1,
        accepted_on=date(YEAR - 1, 3, 1),
    )  # fmt: skip
    return obligation_of(world.karaganda, YEAR)


def url(name: str, obligation: Obligation, *more: str) -> str:
    return reverse(f"membership:{name}", args=[obligation.pk, *more])


def fill(page: Page, **answers: str) -> None:
    for name, value in answers.items():
        page.locator(f"[name={name}]").fill(value)


def saved(page: Page) -> None:
    expect(page.locator("[data-draft-state]")).to_have_attribute("data-state", "saved")


def to(page: Page, test: str) -> None:
    page.locator(f"[data-test={test}]").click()
    page.wait_for_load_state()


def part(name: str) -> dict[str, str]:
    names = {"members": ("employees", "members"), "flow": ("in_", "out_", "admitted", "left")}[name]
    return {code: value for code, value in SOUND.items() if code.startswith(names)}


@one_screen
def test_a_chair_hands_in_on_a_phone_in_kazakh(
    world: World, obligation: Obligation, visit_as: Callable[..., Page], look_at: Any
) -> None:
    page = visit_as(world.aigul)
    page.goto(obligation.fill_url)
    look_at(page, "membership-list")
    page.locator("[data-section=members] a").click()
    fill(page, **{**part("members"), "members_total": "901"})
    # Sums follow at once; the sentence of the check follows from the server; the draft is kept.
    expect(page.locator("[data-sum]").first).to_have_text("900")
    expect(page.locator("[data-failure-of=members_total]")).to_contain_text("901")
    saved(page)
    page.locator("[data-sum-into=members_total]").click()
    expect(page.locator("[name=members_total]")).to_have_value("900")
    expect(page.locator("[data-failure-of=members_total]")).to_be_empty()
    saved(page)
    look_at(page, "membership-members")
    to(page, "next")
    expect(page.locator("[name=opening_total]")).to_have_value("890")
    fill(page, **part("flow"))
    saved(page)
    look_at(page, "membership-flow")
    to(page, "next")
    to(page, "same")
    expect(page.locator("[name=groups]")).to_have_value("3")
    to(page, "to-list")
    expect(page.locator("[data-section=members]")).to_have_attribute("data-state", "done")
    to(page, "to-check")
    look_at(page, "membership-check")
    to(page, "submit")
    expect(page.locator("[data-test=receipt]")).to_be_visible()
    report = MembershipReport.objects.get(year=YEAR)
    assert (report.members_total, report.groups, report.failed_checks) == (900, 3, 0)
    page.goto(reverse("membership:report", args=[report.submission_id]))
    look_at(page, "membership-report")


@pytest.mark.everywhere
def test_pages_of_a_report(world: World, obligation: Obligation, visit_as: Callable[..., Page], look_at: Any) -> None:
    wrong = {**SOUND, "opening_source": "", "members_total": "901", "primaries": "x"}
    obligation.save_draft(wrong, version=0, by=world.aigul, at=obligation.requirement.opened_at)
    chair = visit_as(world.aigul)
    chair.goto(obligation.fill_url)
    to(chair, "to-check")
    expect(chair.locator("[data-test=error-summary]")).to_be_focused()
    look_at(chair, "membership-errors")
    for section in ("members", "flow", "structure", "types", "bodies", "agreements", "note", "explanations"):
        chair.goto(url("report_section", obligation, section))
        look_at(chair, f"membership-{section}")
    for name in ("below", "below_upload"):
        chair.goto(reverse(f"membership:{name}", args=["karaganda", YEAR]))
        look_at(chair, f"membership-{name}")
    staff = visit_as(world.saule)
    staff.goto(url("report_record", obligation))
    look_at(staff, "membership-record")


@one_screen
def test_it_works_without_scripts(world: World, obligation: Obligation, visit_as: Callable[..., Page]) -> None:
    page = visit_as(world.aigul, java_script_enabled=False)
    page.goto(url("report_section", obligation, "members"))
    fill(page, **part("members"))
    to(page, "next")
    fill(page, **part("flow"))
    to(page, "to-list")
    to(page, "to-check")
    to(page, "submit")
    assert MembershipReport.objects.get(year=YEAR).members_total == 900


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("language", ["ru"])
def test_a_chair_hands_in_by_excel(
    world: World, obligation: Obligation, visit_as: Callable[..., Page], look_at: Any, tmp_path: Path
) -> None:
    page = visit_as(world.aigul)
    page.goto(reverse("reporting:round_trip", args=[obligation.pk]))
    with page.expect_download() as download:
        page.locator("[data-test=template]").click()
    path = tmp_path / "report.xlsx"
    download.value.save_as(path)
    page.locator("input[type=file]").set_input_files(path)
    to(page, "submit")
    expect(page.locator("[data-test=differences]")).to_have_count(0)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for name, value in {**part("members"), **part("flow")}.items():
        sheet.cell(row_of(sheet, name), column_of(sheet, "value")).value = int(value.replace(" ", ""))
    book.save(path)
    page.goto(reverse("reporting:round_trip", args=[obligation.pk]))
    page.locator("input[type=file]").set_input_files(path)
    to(page, "submit")
    look_at(page, "membership-excel-preview")
    to(page, "confirm")
    assert Draft.of(obligation).data["members_employed"] == "800"
    to(page, "to-check")
    to(page, "submit")
    assert MembershipReport.objects.get(year=YEAR).left_total == 15


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("language", ["ru"])
def test_all_bodies_below_by_one_table(
    world: World, obligation: Obligation, visit_as: Callable[..., Page], look_at: Any, tmp_path: Path
) -> None:
    obligation_of(world.school, YEAR)
    page = visit_as(world.aigul)
    page.goto(reverse("membership:below_upload", args=["karaganda", YEAR]))
    with page.expect_download() as download:
        page.locator("[data-test=template]").click()
    path = tmp_path / "below.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row = row_of(sheet, "school-1", column_of(sheet, "code"))
    for name, value in SOUND.items():
        sheet.cell(row, column_of(sheet, name)).value = value
    book.save(path)
    page.locator("input[type=file]").set_input_files(path)
    to(page, "submit")
    look_at(page, "membership-below-preview")
    to(page, "confirm")
    expect(page.locator("[data-organization=school-1]")).to_have_attribute("data-state", "ready")
    look_at(page, "membership-below-ready")
    to(page, "submit")
    assert MembershipReport.objects.get(year=YEAR).organization == world.school
