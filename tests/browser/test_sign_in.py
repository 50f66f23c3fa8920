"""Coming in, in a real browser: password, code, invitation, second factor, language."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from accounts.models import OneTimeKey, User
from organizations.access import Position
from organizations.models import Appointment, Person
from tests.world import World

PASSWORD = "a long password"


@pytest.fixture
def visitor(new_context: Callable[..., Any]) -> Page:
    return new_context().new_page()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/sign-in/")
    page.fill("#id_username", email)
    page.fill("#id_password", password)
    page.click("[data-test=submit]")


def test_signing_in(transactional_db: None, world: World, visitor: Page, look_at: Any) -> None:
    visitor.goto("/accounts/profile/")
    look_at(visitor, "sign-in")
    visitor.click("[data-test=submit]")
    expect(visitor.locator("[data-test=error-summary]")).to_be_focused()
    visitor.fill("#id_username", "aigul@example.kz")
    visitor.fill("#id_password", "wrong")
    visitor.click("[data-test=submit]")
    expect(visitor.locator("[data-test=error-summary]")).to_be_visible()
    expect(visitor.locator("#id_username")).to_have_value("aigul@example.kz")
    look_at(visitor, "sign-in-wrong")
    visitor.fill("#id_password", PASSWORD)
    visitor.click("[data-test=submit]")
    visitor.wait_for_url("**/accounts/profile/")
    look_at(visitor, "profile")
    visitor.goto("/accounts/password/")
    look_at(visitor, "password-change")


def test_the_demonstration(transactional_db: None, world: World, visitor: Page, look_at: Any) -> None:
    for code, organization in (("karaganda", world.karaganda), ("akmola", world.akmola), ("panfilov", world.temirtau)):
        user = User.objects.create_user(f"{code}@demo.example", "demo")
        Appointment.objects.filter(organization=organization, position=Position.CHAIR).delete()
        person = Person.objects.create(name_ru="Вымышленный Человек", user=user)
        Appointment.objects.create(person=person, organization=organization, position=Position.CHAIR)
    for position in ("staff", "leadership", "administrator"):
        user = User.objects.create_user(f"{position}@demo.example", "demo")
        person = Person.objects.create(name_ru="Вымышленный Человек", user=user)
        Appointment.objects.create(person=person, organization=world.union, position=position)
    with override_settings(DEMO=True):
        visitor.goto("/accounts/sign-in/")
        for summary in visitor.locator("[data-test=demo-people] summary").all():
            if not summary.evaluate("node => node.parentElement.open"):
                summary.click()
        look_at(visitor, "sign-in-demonstration")
        visitor.get_by_role("button", name="karaganda@demo.example").click()
        expect(visitor.locator(".user")).to_be_attached()


@pytest.mark.parametrize("width", [320])
def test_the_language_stays_with_the_page(transactional_db: None, world: World, visitor: Page, language: str) -> None:
    visitor.goto("/accounts/password/reset/")
    visitor.click("[data-test=language-toggle] button")
    expect(visitor.locator("html")).to_have_attribute("lang", {"ru": "kk", "kk": "ru"}[language])
    assert visitor.url.endswith("/accounts/password/reset/")


def test_a_forgotten_password(transactional_db: None, world: World, visitor: Page, look_at: Any) -> None:
    visitor.goto("/accounts/password/reset/")
    look_at(visitor, "password-reset")
    visitor.fill("#id_email", "aigul@example.kz")
    visitor.click("[data-test=submit]")
    look_at(visitor, "password-reset-sent")


def test_an_invitation(transactional_db: None, world: World, visitor: Page, look_at: Any) -> None:
    newcomer = User.objects.create_user("new@example.kz", None)
    secret = OneTimeKey.issue(newcomer, OneTimeKey.Kind.LINK, by=world.saule, at=timezone.now())
    visitor.goto(f"/accounts/invitation/{secret}/")
    look_at(visitor, "invitation")
    visitor.fill("#id_password", "entirely new words")
    visitor.fill("#id_again", "entirely new words")
    visitor.click("[data-test=submit]")
    expect(visitor.locator(".user")).to_be_attached()
    visitor.goto(f"/accounts/invitation/{secret}/")
    look_at(visitor, "invitation-gone")


def test_a_code_by_telephone(transactional_db: None, world: World, visitor: Page, look_at: Any) -> None:
    code = OneTimeKey.issue(world.aigul, OneTimeKey.Kind.CODE, by=world.saule, at=timezone.now())
    visitor.goto("/accounts/sign-in/code/")
    look_at(visitor, "sign-in-code")
    visitor.fill("#id_username", "aigul@example.kz")
    visitor.fill("#id_code", f"{code[:4]} {code[4:]}")
    visitor.click("[data-test=submit]")
    expect(visitor.locator(".user")).to_be_attached()


def test_the_second_factor(transactional_db: None, world: World, visitor: Page, look_at: Any) -> None:
    sign_in(visitor, "saule@example.kz")
    visitor.wait_for_url("**/accounts/second-factor/**")
    look_at(visitor, "second-factor-set-up")
    key = base64.b32decode(visitor.locator("code").inner_text().replace(" ", ""))
    visitor.fill("#id_token", f"{totp(key):06d}")
    visitor.click("[data-test=submit]")
    visitor.wait_for_url("**/")
    visitor.context.clear_cookies(name="session")
    sign_in(visitor, "saule@example.kz")
    visitor.wait_for_url("**/accounts/second-factor/**")
    look_at(visitor, "second-factor")


@pytest.mark.parametrize("width", [320])
def test_the_lock(transactional_db: None, world: World, visitor: Page, look_at: Any) -> None:
    for _ in range(10):
        sign_in(visitor, "aigul@example.kz", "wrong")
    look_at(visitor, "locked-out")
