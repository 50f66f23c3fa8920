"""A schedule by way of Excel in a real browser, terms of single primary organizations, and the campaign along time."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from accounts.models import User
from campaigns.models import Campaign, Plan
from reporting.models import Obligation
from tests.demonstration import build

pytestmark = pytest.mark.django_db(transaction=True)
AS_OF = "?as_of=2023-09-04"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def visit(live_server: Any, visit_as: Callable[[Any], Page]) -> Callable[[str], Page]:
    """`visit("karaganda")`: that person of the demonstration."""
    build()
    return lambda name: visit_as(User.objects.get(email=f"{name}@demo.example"))


@pytest.fixture
def obligation(visit: Any) -> Obligation:
    """Karaganda's schedule of 2023, which never came."""
    return Obligation.objects.get(requirement__code="schedule", organization__code="karaganda")


def filled(content: bytes, **terms: str) -> bytes:
    """The downloaded workbook with a term in the row of each code (its first row, where there are two)."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    rows = {row[0].value: row for row in reversed(list(sheet.iter_rows())) if row[0].value}
    column = next(cell.column for cell in rows["code"] if cell.value == "term")
    for code, term in terms.items():
        sheet.cell(rows[code.replace("_", "-")][0].row, column).value = term
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_download_upload_difference_confirm_submit(visit: Any, obligation: Obligation, look_at: Any) -> None:
    chair = visit("karaganda")
    chair.goto(obligation.fill_url)
    chair.locator("[data-test=round-trip-offer] a").click()
    look_at(chair, "round-trip")
    with chair.expect_download() as download:
        chair.locator("[data-test=template]").click()
    content = download.value.path().read_bytes()

    def upload(**terms: str) -> None:
        file = {"name": "график.xlsx", "mimeType": XLSX, "buffer": filled(content, **terms)}
        chair.locator("#id_file").set_input_files(file)
        chair.locator("[data-test=submit]").click()

    upload(temirtau="көктемде")
    expect(chair.locator("[data-test=error-summary]")).to_contain_text("көктемде")
    look_at(chair, "round-trip-errors")
    chair.goto(reverse("reporting:round_trip", args=[obligation.pk]))
    terms = {"temirtau": "2024 жылғы ақпан", "temirtau_school_20": "ноябрь 2023 г.", "karaganda": "апрель 2024 г."}
    upload(**terms)
    expect(chair.locator("[data-test=differences] tbody tr")).to_have_count(3)
    look_at(chair, "round-trip-difference")
    chair.locator("[data-test=confirm]").click()
    expect(chair.locator("#id_term_own")).to_have_value("апрель 2024 г.")
    assert not Plan.objects.filter(source="form", organization__code="temirtau").exists()

    chair.locator("[data-test=groups] button").first.click()
    expect(chair.locator("input[data-term]").first).to_have_value(re.compile(".*"))
    look_at(chair, "schedule-primaries")
    chair.locator("details summary").last.click()
    chair.locator("#id_fill").fill("2023 жылғы желтоқсан")
    chair.locator("[data-test=fill]").click()
    terms_now = {field.input_value() for field in chair.locator("input[data-term]").all()}
    assert terms_now == {"ноябрь 2023 г.", "2023 жылғы желтоқсан"}
    chair.locator("[data-test=to-check]").click()
    expect(chair).to_have_url(re.compile("form/#primaries$"))
    look_at(chair, "schedule-form-groups")
    chair.locator("[data-test=to-check]").click()
    expect(chair.locator("[data-test=check-answers]")).to_contain_text("ноябрь 2023 г. – 1")
    look_at(chair, "schedule-check-groups")
    chair.locator("[data-test=submit]").click()
    expect(chair.locator("[data-test=receipt]")).to_be_visible()
    submission = obligation.submissions.get()
    told = {plan.organization.code: plan.raw for plan in submission.plans.select_related("organization")}
    assert told["temirtau-school-20"] == "ноябрь 2023 г."
    assert told["temirtau-college"] == "2023 жылғы желтоқсан"
    chair.goto(reverse("campaigns:submitted_schedule", args=[submission.pk]))
    look_at(chair, "schedule-submitted-groups")
    campaign = Campaign.objects.get(schedule_requirement=obligation.requirement)
    chair.goto(reverse("campaigns:primaries", args=[campaign.pk, "karaganda"]))
    look_at(chair, "campaign-primaries")


def test_the_campaign_along_time(visit: Any, look_at: Any, width: int, screenshot: Any) -> None:
    staff = visit("staff")
    campaign = Campaign.objects.get(is_fictional=False)
    staff.goto(campaign.get_absolute_url() + AS_OF)
    drawing = staff.locator("[data-test=timeline] svg[role=group]").locator("visible=true")
    expect(drawing).to_have_count(1)
    bar = drawing.locator("a[aria-label*='II']").first
    bar.focus()
    box = bar.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    staff.keyboard.press("Enter")
    expect(staff).to_have_url(re.compile("/organizations/"))
    look_at(staff, "timeline-organization")
    staff.goto(campaign.get_absolute_url() + AS_OF)
    staff.locator("[data-test=timeline-list] summary").click()
    said = staff.locator("[data-test=timeline-list] li")
    links = drawing.locator("a").count()
    assert said.count() >= links
    look_at(staff, "timeline")
    staff.emulate_media(media="print")
    screenshot(staff, "timeline-print")
    fictional = Campaign.objects.get(is_fictional=True)
    staff.emulate_media(media="screen")
    staff.goto(reverse("campaigns:plans", args=[fictional.pk, "karaganda"]))
    look_at(staff, "timeline-branches")
