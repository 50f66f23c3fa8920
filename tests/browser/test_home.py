"""The staff's home in a real browser: what needs attention, saved views, columns, and single keys of the keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from mail.models import Letter
from overview.models import SavedView
from tests.browser.test_staff import one_screen
from tests.demonstration import build

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/reporting/?level=member&year=2023"


@pytest.fixture
def staff(live_server: Any, visit_as: Callable[..., Page]) -> Page:
    build()
    return visit_as(User.objects.get(email="staff@demo.example"))


def focused_row(page: Page) -> int:
    """The place of the row in which the focus stands; -1 outside of all."""
    place: int = page.evaluate(
        "[...document.querySelectorAll('main tbody tr, main [data-row]')].indexOf("
        "document.activeElement.closest('main tbody tr, main [data-row]'))"
    )
    return place


def press(page: Page, key: str, code: str, *, shift: bool = False) -> None:
    """A key of a keyboard with other letters on it, as the browser gets it."""
    session = page.context.new_cdp_session(page)
    event = {"key": key, "code": code, "text": key, "modifiers": 8 if shift else 0}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **event})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    session.detach()


def dialog_of(page: Page) -> Locator:
    return page.locator("dialog[data-keys]")


@pytest.mark.everywhere
def test_pages_of_the_home(staff: Page, look_at: Any) -> None:
    Letter.objects.create(
        to="a.very.long.address.of.somebody@example.kz", subject="До 30 ноября: статистический отчет", text="x",
        queued_at=timezone.now(), failed_at=timezone.now(), last_error="550 5.1.1 no such mailbox here",
    )  # fmt: skip
    staff.goto("/")
    look_at(staff, "home")
    staff.locator("[data-test=attention] a").first.click()
    expect(staff.locator("[data-test=concern]")).to_have_count(9)
    look_at(staff, "attention")
    staff.goto(reverse("overview:attention") + "?as_of=2023-09-04")
    look_at(staff, "attention-as-of")
    staff.goto(reverse("reporting:undelivered"))
    look_at(staff, "undelivered")


def test_a_view_is_saved_opened_and_managed(staff: Page, look_at: Any) -> None:
    staff.goto("/?status=missing&level=all&year=2023")
    staff.locator("[data-test=save-view]").click()
    staff.locator("[data-test=submit]").click()
    expect(staff.locator("[data-test=error-summary]")).to_be_visible()
    look_at(staff, "view-new-error")
    staff.locator("[name=name]").fill("Не представили в 2023 году")
    staff.locator("[name=is_default]").check()
    staff.locator("[data-test=submit]").click()
    expect(staff.locator(".views__link[aria-current]")).to_have_text("Не представили в 2023 году")
    look_at(staff, "board-with-view")
    staff.goto("/")
    expect(staff).to_have_url(re.compile(r"view=\d+&status=missing"))
    staff.goto(reverse("overview:saved_views"))
    expect(staff.locator("[data-test=saved-view]")).to_have_count(1)
    look_at(staff, "views")
    SavedView.objects.update(query="status=missing&requirement=gone")
    staff.goto("/")
    expect(staff.locator(".notice--warning")).to_be_visible()
    look_at(staff, "view-gone")


def test_columns_are_chosen(staff: Page, look_at: Any) -> None:
    staff.goto(LIST)
    staff.locator("[data-test=columns] summary").click()
    look_at(staff, "columns")
    staff.locator("[name=column][value=basis]").check()
    staff.locator("[name=column][value=rounds]").uncheck()
    staff.locator("[data-test=columns-save]").click()
    expect(staff.locator("[data-test=export-xlsx-shown]")).to_be_visible()
    look_at(staff, "columns-chosen")
    staff.locator("[data-test=columns] summary").click()
    staff.locator("[data-test=columns-usual]").click()
    expect(staff.locator("[data-test=export-xlsx-shown]")).to_have_count(0)


@one_screen
def test_columns_and_views_work_without_scripts(live_server: Any, visit_as: Callable[..., Page]) -> None:
    build()
    page = visit_as(User.objects.get(email="staff@demo.example"), java_script_enabled=False)
    page.goto("/?year=2023")
    heads = page.locator("[data-test=status-board] thead th")
    before = heads.count()
    page.locator("[data-test=columns] summary").click()
    page.locator("[name=column]").first.uncheck()
    page.locator("[data-test=columns-save]").click()
    expect(heads).to_have_count(before - 1)
    page.locator("[data-test=save-view]").click()
    page.locator("[name=name]").fill("Год")
    page.locator("[data-test=submit]").click()
    expect(page.locator(".views__link[aria-current]")).to_have_text("Год")
    expect(page.locator("[data-keys-help]")).to_be_hidden()


@one_screen
def test_rows_by_keys(staff: Page) -> None:
    for address in ("/?year=2023", LIST, "/attention/", "/organizations/"):
        staff.goto(address)
        assert focused_row(staff) == -1
        staff.keyboard.press("j")
        first = focused_row(staff)
        assert first >= 0
        staff.keyboard.press("j")
        assert focused_row(staff) > first
        staff.keyboard.press("k")
        staff.keyboard.press("k")
        assert focused_row(staff) == first, "above the first there is none"
        target = staff.evaluate("document.activeElement.href")
        staff.keyboard.press("Enter")
        expect(staff).to_have_url(target)
        if address == LIST:
            assert "/reporting/obligations/" in target, "the obligation opens, not its organization"


# Sign and place: of an English, a Russian or Kazakh, and another Latin keyboard.
LAYOUTS = [(("j", "KeyJ"), ("k", "KeyK")), (("о", "KeyJ"), ("л", "KeyK")), (("j", "KeyC"), ("k", "KeyV"))]
SEARCHING = [("/", "Slash", False), (".", "Slash", False), ("№", "Slash", False), ("/", "Backslash", True)]
HELPING = [("?", "Slash"), (",", "Slash"), ("?", "Digit7")]


@one_screen
def test_rows_in_any_layout(staff: Page) -> None:
    for down, up in LAYOUTS:
        staff.goto(LIST)
        press(staff, *down)
        press(staff, *down)
        assert focused_row(staff) == 1
        press(staff, *up)
        assert focused_row(staff) == 0
    press(staff, "c", "KeyJ")
    assert focused_row(staff) == 0, "on another Latin layout that is another letter"


@one_screen
def test_search_by_a_key(staff: Page) -> None:
    field = staff.locator("#site-search")
    for key, code, shift in SEARCHING:
        staff.goto(LIST)
        press(staff, key, code, shift=shift)
        expect(field).to_be_focused()
        expect(field).to_have_value("")
    # Typed there, keys are letters again.
    staff.keyboard.type("j/?k")
    expect(field).to_have_value("j/?k")
    expect(dialog_of(staff)).to_be_hidden()


@one_screen
def test_help_by_a_key(staff: Page) -> None:
    staff.goto(LIST)
    for key, code in HELPING:
        press(staff, key, code, shift=True)
        expect(dialog_of(staff)).to_be_visible()
        staff.keyboard.press("j")
        assert focused_row(staff) == -1, "behind the dialog nothing moves"
        staff.keyboard.press("Escape")
        expect(dialog_of(staff)).to_be_hidden()


@one_screen
def test_where_keys_do_nothing(staff: Page) -> None:
    staff.goto(LIST)
    for keys in ("Control+j", "Alt+j", "Shift+J", "x", "Control+/"):
        staff.keyboard.press(keys)
        assert focused_row(staff) == -1
        expect(staff.locator("#site-search")).not_to_be_focused()
    for field in ("#filter-q", "#filter-status", "[data-board-row] >> nth=0"):
        staff.locator(field).focus()
        for key in ("j", "/", "?"):
            staff.keyboard.press(key)
            expect(staff.locator(field)).to_be_focused()
    expect(dialog_of(staff)).to_be_hidden()


def test_the_list_of_keys(staff: Page, look_at: Any) -> None:
    staff.goto("/attention/")
    staff.locator("[data-keys-help]").click()
    expect(dialog_of(staff)).to_be_visible()
    look_at(staff, "keys")
    dialog_of(staff).locator("a").click()
    look_at(staff, "profile")
    staff.locator("[data-test=keys]").click()
    staff.goto(LIST)
    staff.keyboard.press("j")
    assert focused_row(staff) == -1
    expect(staff.locator("[data-keys-help]")).to_have_count(0)


@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("language", ["ru"])
def test_on_a_phone_the_search_opens_its_menu(staff: Page, width: int, language: str) -> None:
    staff.goto("/")
    staff.keyboard.press("/")
    expect(staff.locator("#site-search")).to_be_focused()
