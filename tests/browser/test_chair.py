"""A chair hands in: on a phone and at a desk, in both languages, with a bad connection, with two hands at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from reporting.models import Draft, Obligation, Submission
from tests.answering import url
from tests.made_files import png
from tests.world import World, make_requirement

pytestmark = pytest.mark.django_db(transaction=True)

ONE_SCREEN = [pytest.mark.parametrize("width", [320]), pytest.mark.parametrize("language", ["kk"])]
WHAT_RU = "Информация о ходе отчётов и выборов: сколько конференций проведено, какие трудности."
WHAT_KK = "Есептер мен сайлаулар барысы туралы ақпарат: неше конференция өтті, қандай қиындықтар бар."


def one_screen(test: Callable[..., None]) -> Callable[..., None]:
    """What does not depend on the width and the language is tried on the smallest screen."""
    for mark in ONE_SCREEN:
        test = mark(test)
    return test


@pytest.fixture
def obligation(world: World) -> Obligation:
    """Due in five days of the browser's own calendar."""
    today, now = timezone.localdate(), timezone.now()
    requirement = make_requirement(
        "progress_information",
        title_ru="Информация о ходе отчётов и выборов",
        title_kk="Есептер мен сайлаулар барысы туралы ақпарат",
        what_ru=WHAT_RU,
        what_kk=WHAT_KK,
        asked_on=today - timedelta(days=30),
        due_on=today + timedelta(days=5),
        allows_nothing=True,
    )
    requirement.open(by=world.saule, at=now, until=today)
    return Obligation.objects.get(requirement=requirement, organization=world.karaganda)


def state(page: Page) -> Any:
    return page.locator("[data-draft-state]")


def write(page: Page, obligation: Obligation, text: str) -> None:
    """Typed, and kept by the server."""
    page.goto(url(obligation, "answer"))
    page.locator("#id_text").fill(text)
    expect(state(page)).to_have_attribute("data-state", "saved")


def give_back(world: World, obligation: Obligation) -> None:
    today, now = timezone.localdate(), timezone.now()
    obligation.submit(by=world.aigul, at=now, received_on=today, text="Проведена одна конференция.")
    obligation.return_(
        by=world.saule,
        at=now,
        returned_on=today,
        correct_by=today + timedelta(days=7),
        reason="Ответ неполный.",
        remarks=[("text", "Не указано, сколько делегатов избрано."), ("", "Приложите протокол.")],
    )


# --- The whole way ------------------------------------------------------------------------------------


def test_from_the_list_to_the_receipt(world: World, obligation: Obligation, visit_as: Any, look_at: Any) -> None:
    page = visit_as(world.aigul)
    page.goto("/")
    look_at(page, "chair-tasks")
    page.locator('[data-test="task"][data-requirement="progress_information"] a').click()
    look_at(page, "chair-answer")

    page.locator("#id_text").fill("Проведены две конференции.\nТрудностей нет.")
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert Draft.of(obligation).data["text"].startswith("Проведены две")
    page.locator("#id_files").set_input_files({"name": "Протокол № 5.png", "mimeType": "image/png", "buffer": png()})
    page.locator("#files .button").click()
    expect(page.locator('[data-test="draft-files"]')).to_contain_text("Протокол № 5.png")
    look_at(page, "chair-answer-filled")

    page.locator('[data-test="to-check"]').click()
    expect(page.locator('[data-test="check-answers"]')).to_contain_text("Трудностей нет.")
    look_at(page, "chair-check")
    page.locator('[data-test="submit"]').click()
    submission = Submission.objects.get()
    expect(page.locator('[data-test="receipt"]')).to_contain_text(submission.receipt_number)
    look_at(page, "chair-receipt")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []

    page.goto("/")
    expect(page.locator('[data-test="handed-in"]')).to_contain_text(submission.receipt_number)
    page.go_back()
    page.goto(url(obligation, "answer"))
    expect(page.locator("main")).to_contain_text(submission.receipt_number)
    look_at(page, "chair-second")


@one_screen
def test_the_whole_way_without_scripts(world: World, obligation: Obligation, visit_as: Any) -> None:
    page = visit_as(world.aigul, java_script_enabled=False)
    page.goto(url(obligation, "answer"))
    page.locator("#id_text").fill("Без скриптов")
    page.locator("#id_files").set_input_files({"name": "скан.png", "mimeType": "image/png", "buffer": png()})
    page.locator("#files .button").click()
    page.locator('[data-test="draft-files"] button').click()
    expect(page.locator('[data-test="draft-files"]')).to_have_count(0)
    expect(page.locator("#id_text")).to_have_value("Без скриптов")
    page.locator('[data-test="save"]').click()
    page.goto(url(obligation, "answer"))
    page.locator('[data-test="to-check"]').click()
    page.locator('[data-test="submit"]').click()
    expect(page.locator('[data-test="receipt"]')).to_be_visible()
    assert Submission.objects.get().text == "Без скриптов"


@one_screen
def test_a_key_pressed_in_a_box_saves_and_takes_no_file_away(
    world: World, obligation: Obligation, visit_as: Any
) -> None:
    page = visit_as(world.aigul)
    page.goto(url(obligation, "answer"))
    page.locator("#id_files").set_input_files({"name": "скан.png", "mimeType": "image/png", "buffer": png()})
    page.locator("#files .button").click()
    page.locator("#id_nothing_to_report").press("Enter")
    page.wait_for_url("**/")
    assert Draft.of(obligation).files.count() == 1


# --- Other faces of the pages -------------------------------------------------------------------------


def test_an_empty_answer_is_marked(world: World, obligation: Obligation, visit_as: Any, look_at: Any) -> None:
    page = visit_as(world.aigul)
    page.goto(url(obligation, "answer"))
    page.locator("#id_files").set_input_files({"name": "вирус.exe", "mimeType": "image/png", "buffer": b"MZ"})
    page.locator('[data-test="to-check"]').click()
    expect(page.locator('[data-test="error-summary"]')).to_be_focused()
    assert page.title().startswith(("Ошибка", "Қате", "Error"))
    look_at(page, "chair-answer-errors")


def test_a_returned_one_shows_what_to_correct(
    world: World, obligation: Obligation, visit_as: Any, look_at: Any
) -> None:
    give_back(world, obligation)
    page = visit_as(world.aigul)
    page.goto("/")
    look_at(page, "chair-tasks-returned")
    page.goto(url(obligation, "answer"))
    expect(page.locator("#id_text")).to_have_value("Проведена одна конференция.")
    look_at(page, "chair-correction")
    page.locator("#id_text").fill("Проведена одна конференция, избрано 40 делегатов.")
    page.locator('[data-test="to-check"]').click()
    expect(page.locator('[data-test="check-answers"]')).to_contain_text("Проведена одна конференция.")
    look_at(page, "chair-check-correction")


def test_who_owes_nothing_is_thanked(world: World, obligation: Obligation, visit_as: Any, look_at: Any) -> None:
    today, now = timezone.localdate(), timezone.now()
    for one in Obligation.objects.filter(organization=world.karaganda):
        one.submit(by=world.aigul, at=now, received_on=today, text="Готово")
    page = visit_as(world.aigul)
    page.goto("/")
    expect(page.locator(".empty--all_done a[href^='tel:']")).to_be_visible()
    look_at(page, "chair-owes-nothing")


def test_an_assistant_is_told_whom_to_ask(world: World, obligation: Obligation, visit_as: Any, look_at: Any) -> None:
    page = visit_as(world.dana)
    write(page, obligation, "Готово")
    page.locator('[data-test="to-check"]').click()
    expect(page.locator('[data-test="ask-chair"]')).to_contain_text("Жунусова Айгуль")
    expect(page.locator('[data-test="submit"]')).to_have_count(0)
    look_at(page, "assistant-check")


# --- A bad connection ---------------------------------------------------------------------------------


def test_a_dropped_connection_keeps_what_was_typed(
    world: World, obligation: Obligation, visit_as: Any, look_at: Any
) -> None:
    page = visit_as(world.aigul)
    write(page, obligation, "До обрыва")
    page.context.set_offline(True)
    page.locator("#id_text").fill("До обрыва и после")
    expect(state(page)).to_have_attribute("data-state", "offline")
    look_at(page, "chair-offline")
    page.context.set_offline(False)
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert Draft.of(obligation).data["text"] == "До обрыва и после"


@one_screen
def test_typed_offline_and_closed_it_is_offered_again(
    world: World, obligation: Obligation, visit_as: Any, look_at: Any
) -> None:
    page = visit_as(world.aigul)
    write(page, obligation, "До обрыва")
    page.context.set_offline(True)
    page.locator("#id_text").fill("Только в телефоне")
    expect(state(page)).to_have_attribute("data-state", "offline")
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(url(obligation, "answer"))
    expect(again.locator("#id_text")).to_have_value("До обрыва")
    look_at(again, "chair-restore")
    state(again).locator("button").first.click()
    expect(again.locator("#id_text")).to_have_value("Только в телефоне")
    expect(state(again)).to_have_attribute("data-state", "saved")
    assert Draft.of(obligation).data["text"] == "Только в телефоне"


@one_screen
def test_signed_out_while_typing_everything_is_there_after_signing_in(
    world: World, obligation: Obligation, visit_as: Any, look_at: Any
) -> None:
    page = visit_as(world.aigul)
    write(page, obligation, "До выхода")
    cookies = page.context.cookies()
    Session.objects.all().delete()
    page.locator("#id_text").fill("После выхода")
    expect(state(page)).to_have_attribute("data-state", "expired")
    look_at(page, "chair-signed-out")
    state(page).locator("a").click()
    expect(page).to_have_url(re.compile(r"/accounts/sign-in/\?next="))
    # Signed in again, by another session of the same browser.
    fresh = visit_as(world.aigul).context.cookies()
    page.context.add_cookies([one for one in fresh if one["name"] == "session"])
    assert cookies
    page.goto(url(obligation, "answer"))
    state(page).locator("button").first.click()
    expect(page.locator("#id_text")).to_have_value("После выхода")
    expect(state(page)).to_have_attribute("data-state", "saved")
    assert Draft.of(obligation).data["text"] == "После выхода"


@one_screen
def test_pressed_while_a_save_is_on_its_way_it_meets_no_conflict_with_itself(
    world: World, obligation: Obligation, visit_as: Any
) -> None:
    page = visit_as(world.aigul)
    page.goto(url(obligation, "answer"))

    def slowly(route: Any) -> None:
        answer = route.fetch()
        page.wait_for_timeout(1500)
        route.fulfill(response=answer)

    page.route("**/draft/", slowly)
    with page.expect_request("**/draft/"):
        page.locator("#id_text").fill("первое")
    page.locator("#id_text").fill("первое и второе")
    page.locator('[data-test="to-check"]').click()
    expect(page.locator('[data-test="check-answers"]')).to_contain_text("первое и второе")


# --- Two hands at once --------------------------------------------------------------------------------


def test_two_at_once_see_both_versions(world: World, obligation: Obligation, visit_as: Any, look_at: Any) -> None:
    aigul, dana = visit_as(world.aigul), visit_as(world.dana)
    dana.goto(url(obligation, "answer"))
    write(aigul, obligation, "Айгуль: две конференции.")
    dana.locator("#id_text").fill("Дана: три конференции.")
    expect(state(dana)).to_have_attribute("data-state", "conflict")
    state(dana).locator("a").click()
    expect(dana.locator('[data-test="conflict"]')).to_contain_text("Айгуль: две конференции.")
    expect(dana.locator('[data-test="conflict"]')).to_contain_text("Дана: три конференции.")
    look_at(dana, "chair-conflict")
    dana.locator('[data-test="keep-mine"]').click()
    expect(dana.locator("#id_text")).to_have_value("Дана: три конференции.")
    assert Draft.of(obligation).data["text"] == "Дана: три конференции."


@one_screen
def test_who_gives_way_is_not_offered_the_old_text_again(world: World, obligation: Obligation, visit_as: Any) -> None:
    aigul, dana = visit_as(world.aigul), visit_as(world.dana)
    dana.goto(url(obligation, "answer"))
    write(aigul, obligation, "Айгуль: две конференции.")
    dana.locator("#id_text").fill("Дана: три конференции.")
    expect(state(dana)).to_have_attribute("data-state", "conflict")
    state(dana).locator("a").click()
    dana.locator('[data-test="keep-theirs"]').click()
    expect(dana.locator("#id_text")).to_have_value("Айгуль: две конференции.")
    expect(state(dana)).not_to_have_attribute("data-state", "restore")
    assert "fresh" not in dana.url
