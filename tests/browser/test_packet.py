"""A packet handed in from a phone whose connection drops half-way; without scripts; and too many photographs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

from campaigns import packet_files, packet_form
from campaigns.models import Conference
from reporting.models import Obligation
from tests.made_files import phone_heic, photograph
from tests.packets import packet_campaign
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
on_a_phone = pytest.mark.parametrize("width", [320])
in_kazakh = pytest.mark.parametrize("language", ["kk"])


@pytest.fixture
def obligation(world: World) -> Obligation:
    """Of a conference three days ago, by the clock of the browser."""
    conference = Conference.record(
        campaign=packet_campaign(world), organization=world.karaganda, source="письмо", by=world.saule,
        held_on=timezone.localdate() - timedelta(days=3), at=timezone.now(),
    )  # fmt: skip
    return conference.obligations().get()


@pytest.fixture
def chair(world: World, obligation: Obligation, live_server: Any, visit_as: Callable[..., Page]) -> Page:
    page = visit_as(world.aigul)
    page.goto(obligation.fill_url)
    return page


def picture(number: int, name: str = "") -> dict[str, Any]:
    content = photograph(300, 420, comment=str(number).encode())
    return {"name": name or f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": content}


def choose(page: Page, part: str, *files: dict[str, Any]) -> None:
    page.locator(f"#id_files_{part}").set_input_files(list(files))


def state(page: Page, name: str) -> None:
    expect(page.locator("[data-packet-state]")).to_have_attribute("data-state", name)


def files_of(page: Page, part: str) -> Any:
    return page.locator(f"[data-part={part}] [data-test=packet-file]")


class Drop:
    """The first file arrives; the second arrives, but its answer is lost; then there is no connection."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, route: Route) -> None:
        self.asked += 1
        if self.asked == 1:
            route.continue_()
            return
        if self.asked == 2:
            route.fetch()
        route.abort("internetdisconnected")


@on_a_phone
def test_the_connection_drops_half_way(
    chair: Page, obligation: Obligation, world: World, visit_as: Any, look_at: Any
) -> None:
    look_at(chair, "packet-empty")
    chair.context.route("**/packet/files/", Drop())
    heic = {"name": "IMG_9.heic", "mimeType": "image/heic", "buffer": phone_heic()}
    choose(chair, "minutes", *(picture(number) for number in range(4)), heic)
    state(chair, "lost")
    expect(files_of(chair, "minutes")).to_have_count(1)
    expect(chair.locator("[data-part=minutes] [data-packet-waiting]")).to_contain_text("4")
    chair.locator("#id_number_minutes").fill("5")
    chair.locator("[data-test=to-check]").click()
    state(chair, "wait")
    look_at(chair, "packet-no-connection")

    # The page is left and opened again; what had not arrived was kept on the phone.
    expect(chair.locator("[data-draft-state]")).to_have_attribute("data-state", "saved")
    chair.context.unroute("**/packet/files/")
    chair.goto("about:blank")
    chair.goto(obligation.fill_url)
    state(chair, "all-sent")
    expect(files_of(chair, "minutes")).to_have_count(5)
    expect(chair.locator("#id_number_minutes")).to_have_value("5")
    assert [file.name for file in obligation.packet_files.current()] == [
        "IMG_0.jpg", "IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg", "IMG_9.heic",
    ]  # fmt: skip

    chair.context.set_offline(True)
    choose(chair, "bodies", picture(10))
    state(chair, "lost")
    chair.context.set_offline(False)
    state(chair, "all-sent")
    chair.locator("#id_day_minutes").fill(f"{timezone.localdate():%d.%m.%Y}")
    look_at(chair, "packet-form")
    _hand_in(chair, look_at)

    document = obligation.submissions.get().packet_documents.get(part__code="minutes")
    with document.bound.file.open() as bound:
        assert len(PdfReader(bound, strict=True).pages) == 5
    staff = visit_as(world.saule)
    staff.goto(f"/campaigns/submissions/{document.submission_id}/packet/")
    expect(staff.locator("[data-test=packet-state] [data-status=incomplete]")).to_be_visible()
    look_at(staff, "packet")
    with staff.expect_download() as download:
        staff.locator("[data-test=bound]").first.click()
    assert download.value.suggested_filename.endswith(".pdf")


def _hand_in(chair: Page, look_at: Any) -> None:
    """What is lacking is said by name and confirmed."""
    chair.locator("[data-test=to-check]").click()
    expect(chair.locator("[data-test=lacking] li")).to_have_count(7)
    look_at(chair, "packet-check")
    chair.locator("[data-test=submit]").click()
    expect(chair.locator(".error-summary")).to_be_focused()
    chair.locator("#id_rest_follows").check()
    chair.locator("[data-test=submit]").click()
    expect(chair.locator("[data-test=receipt]")).to_be_visible()


@on_a_phone
@in_kazakh
def test_what_is_lacking_follows(chair: Page, obligation: Obligation, look_at: Any) -> None:
    choose(chair, "minutes", picture(1))
    state(chair, "all-sent")
    chair.locator("[data-test=to-check]").click()
    chair.locator("#id_rest_follows").check()
    chair.locator("[data-test=submit]").click()
    chair.goto(obligation.fill_url)
    chair.locator("[data-test=send-rest]").click()
    choose(chair, "counting", picture(2))
    state(chair, "all-sent")
    chair.locator("#id_number_minutes").fill("5")
    look_at(chair, "packet-rest")
    chair.locator("[data-test=submit]").click()
    expect(chair.locator(".messages")).to_be_visible()
    told = obligation.submissions.get().packet_documents.values_list("part__code", "number")
    assert set(told) == {("minutes", "5"), ("counting", "")}


@on_a_phone
@in_kazakh
def test_order_and_taking_away_by_buttons(chair: Page, obligation: Obligation) -> None:
    choose(chair, "minutes", picture(1), picture(2), picture(3))
    state(chair, "all-sent")
    last = files_of(chair, "minutes").nth(2)
    last.locator("button[value=up]").click()
    expect(files_of(chair, "minutes").nth(1)).to_contain_text("IMG_3.jpg")
    files_of(chair, "minutes").first.locator("button:not([name])").click()
    expect(files_of(chair, "minutes")).to_have_count(2)
    assert [file.name for file in obligation.packet_files.current()] == ["IMG_3.jpg", "IMG_2.jpg"]


@on_a_phone
@in_kazakh
def test_two_hundred_photographs_and_a_renamed_file(
    chair: Page, obligation: Obligation, look_at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is made small, so that the test is quick; the server alone knows it."""
    for module in (packet_files, packet_form):
        monkeypatch.setattr(module, "MOST_IN_PART", 3)
    chair.reload()
    choose(chair, "minutes", *(picture(number) for number in range(200)))
    state(chair, "all-sent")
    expect(files_of(chair, "minutes")).to_have_count(3)
    expect(chair.locator("[data-part=minutes] [data-packet-refusals]")).to_contain_text("197")
    choose(chair, "bodies", {"name": "тізім.pdf", "mimeType": "application/pdf", "buffer": photograph()}, picture(300))
    expect(files_of(chair, "bodies")).to_have_count(1)
    expect(chair.locator("[data-part=bodies] [data-packet-refusals]")).to_contain_text("тізім.pdf")
    assert obligation.packet_files.count() == 4
    look_at(chair, "packet-refused")


@on_a_phone
@in_kazakh
def test_who_was_signed_out_is_told_and_loses_nothing(chair: Page, obligation: Obligation, look_at: Any) -> None:
    cookies = chair.context.cookies()
    chair.context.clear_cookies()
    choose(chair, "minutes", picture(1))
    state(chair, "signed-out")
    expect(chair.locator("[data-packet-state] a")).to_be_visible()
    chair.context.add_cookies(cookies)
    chair.locator("[data-packet-state] a").click()
    state(chair, "all-sent")
    assert obligation.packet_files.count() == 1


@on_a_phone
@in_kazakh
def test_without_scripts(
    world: World, obligation: Obligation, live_server: Any, visit_as: Callable[..., Page], look_at: Any
) -> None:
    page = visit_as(world.aigul, java_script_enabled=False)
    page.goto(obligation.fill_url)
    choose(page, "minutes", picture(1))
    page.locator("#id_number_minutes").fill("5")
    page.locator("[data-part=minutes] [data-packet-add]").click()
    expect(files_of(page, "minutes")).to_have_count(1)
    expect(page.locator("#id_number_minutes")).to_have_value("5")
    choose(page, "bodies", picture(2))
    page.locator("[data-test=to-check]").click()
    page.locator("#id_rest_follows").check()
    page.locator("[data-test=submit]").click()
    expect(page.locator("[data-test=receipt]")).to_be_visible()
    assert obligation.submissions.get().packet_documents.count() == 2
