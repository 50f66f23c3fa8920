"""Signing in: one answer for all who may not, a lock that opens by itself, languages that stay, doors that stay shut."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from mail.models import Letter
from organizations.access import Position
from organizations.models import Appointment, Person
from tests.world import NOON, World, make_user

SIGN_IN = "/accounts/sign-in/"
PASSWORD = "a long password"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"username": email, "password": password, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- In and out ---------------------------------------------------------------------------------


def test_a_person_signs_in_and_out(world: World, client: Client) -> None:
    answer = sign_in(client, "aigul@example.kz")
    assert (answer.status_code, answer.url) == (302, "/")
    assert is_in(client)
    assert client.post("/accounts/sign-out/").url == SIGN_IN
    assert not is_in(client)


def test_the_address_may_be_written_with_capitals_and_spaces(world: World, client: Client) -> None:
    sign_in(client, " Aigul@Example.KZ ")
    assert is_in(client)


def test_a_get_signs_nobody_out(world: World, signed_in: Any) -> None:
    client = signed_in(world.aigul)
    assert client.get("/accounts/sign-out/").status_code == 405
    assert is_in(client)


def test_a_stranger_is_led_to_sign_in_and_back(world: World, client: Client) -> None:
    answer = client.get("/accounts/profile/")
    assert answer.url == f"{SIGN_IN}?next=/accounts/profile/"
    page = client.get(answer.url)
    assert 'name="next" value="/accounts/profile/"' in page.content.decode()
    assert sign_in(client, "aigul@example.kz", next="/accounts/profile/").url == "/accounts/profile/"


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\elsewhere.example"]
)
def test_nobody_is_led_to_another_site(world: World, client: Client, address: str) -> None:
    assert sign_in(client, "aigul@example.kz", next=address).url == "/"


def test_who_is_in_is_not_asked_again(world: World, signed_in: Any) -> None:
    answer = signed_in(world.aigul).get(SIGN_IN, {"next": "/accounts/profile/"})
    assert (answer.status_code, answer.url) == (302, "/accounts/profile/")


# --- One answer ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("aigul@example.kz", "a wrong password"),
        ("nobody@example.kz", PASSWORD),
        ("disabled@example.kz", PASSWORD),
    ],
)
def test_all_who_may_not_get_the_same_answer(world: World, client: Client, email: str, password: str) -> None:
    answer = sign_in(client, email, password)
    assert answer.status_code == 200
    assert not is_in(client)
    text = re.sub(r'value="[^"]*"', "", answer.content.decode())
    expected = re.sub(r'value="[^"]*"', "", sign_in(Client(), "another@example.kz", "x").content.decode())
    assert text == expected


def test_a_disabled_user_is_out_at_once(world: World, signed_in: Any) -> None:
    client = signed_in(world.aigul)
    assert client.get("/accounts/profile/").status_code == 200
    User.objects.filter(pk=world.aigul.pk).update(is_active=False)
    assert client.get("/accounts/profile/").url.startswith(SIGN_IN)


# --- The lock -----------------------------------------------------------------------------------


def fail(client: Client, times: int, email: str = "aigul@example.kz") -> Any:
    return [sign_in(client, email, "wrong") for _ in range(times)][-1]


def test_ten_failures_lock_and_the_lock_opens_by_itself(world: World, client: Client) -> None:
    assert fail(client, 9).status_code == 200
    locked = fail(client, 1)
    assert locked.status_code == 429
    assert "10 " in locked.content.decode()
    assert sign_in(client, "aigul@example.kz").status_code == 429
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        assert sign_in(client, "aigul@example.kz").status_code == 302


def test_nine_failures_do_not_lock(world: World, client: Client) -> None:
    fail(client, 9)
    assert sign_in(client, "aigul@example.kz").status_code == 302


def test_capitals_are_no_way_around_the_lock(world: World, client: Client) -> None:
    fail(client, 5)
    assert fail(client, 5, "AIGUL@example.kz").status_code == 429


def test_an_unknown_address_is_locked_alike(world: World, client: Client) -> None:
    assert fail(client, 10, "nobody@example.kz").status_code == 429


def test_one_lock_does_not_hold_for_another_account(world: World, client: Client) -> None:
    fail(client, 10)
    assert sign_in(client, "erlan@example.kz").status_code == 302


# --- Language -----------------------------------------------------------------------------------


def test_the_language_is_kept_by_browser_and_person(world: World, signed_in: Any) -> None:
    client = signed_in(world.aigul)
    answer = client.post("/accounts/language/", {"language": "kk", "next": "/accounts/profile/?x=1"})
    assert answer.url == "/accounts/profile/?x=1"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "kk"
    assert User.objects.get(pk=world.aigul.pk).language == "kk"
    assert '<html lang="kk">' in client.get("/accounts/profile/").content.decode()


def test_a_visitor_chooses_a_language_too(db: None, client: Client) -> None:
    client.post("/accounts/language/", {"language": "kk", "next": SIGN_IN})
    assert '<html lang="kk">' in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize("language", ["", "de", "../kk"])
def test_another_language_is_refused(world: World, client: Client, language: str) -> None:
    assert client.post("/accounts/language/", {"language": language, "next": "/"}).status_code == 400


def test_the_language_form_leads_to_no_other_site(world: World, client: Client) -> None:
    assert client.post("/accounts/language/", {"language": "kk", "next": "//elsewhere.example/"}).url == "/"


def test_at_sign_in_pages_follow_the_person(world: World, client: Client) -> None:
    make_user("kazakh", language="kk")
    assert sign_in(client, "kazakh@example.kz").cookies[settings.LANGUAGE_COOKIE_NAME].value == "kk"


def test_a_language_chosen_in_this_browser_stays(world: World, client: Client) -> None:
    make_user("kazakh", language="kk")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    assert settings.LANGUAGE_COOKIE_NAME not in sign_in(client, "kazakh@example.kz").cookies


# --- Passwords ----------------------------------------------------------------------------------


def reset_link(email: str) -> str:
    text = Letter.objects.get(to=email).text
    return re.search(rf"{settings.SITE_URL}(/\S+)", text)[1]


def test_a_forgotten_password_is_replaced_by_a_letter(world: World, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "Aigul@example.kz"}, headers={"host": "localhost"})
    letter = Letter.objects.get()
    assert letter.to == "aigul@example.kz"
    assert f'href="{settings.SITE_URL}/' in letter.html, "the host of the request is not trusted"
    link = reset_link("aigul@example.kz")
    assert client.get(link).status_code == 200
    answer = client.post(link, {"password": "entirely new words", "again": "entirely new words"})
    assert answer.url == SIGN_IN
    assert sign_in(client, "aigul@example.kz").status_code == 200
    assert sign_in(client, "aigul@example.kz", "entirely new words").status_code == 302
    assert client.get(link).status_code == 410, "the link works once"


@pytest.mark.parametrize("email", ["nobody@example.kz", "disabled@example.kz"])
def test_the_answer_is_the_same_where_no_letter_goes_out(world: World, client: Client, email: str) -> None:
    known = client.post("/accounts/password/reset/", {"email": "aigul@example.kz"})
    unknown = client.post("/accounts/password/reset/", {"email": email})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Letter.objects.count() == 1


def test_pressing_again_at_once_sends_one_letter(world: World, client: Client) -> None:
    for _ in range(3):
        client.post("/accounts/password/reset/", {"email": "aigul@example.kz"})
    assert Letter.objects.count() == 1
    with time_machine.travel(NOON + timedelta(minutes=6), tick=False):
        client.post("/accounts/password/reset/", {"email": "aigul@example.kz"})
    assert Letter.objects.count() == 2


def test_a_link_of_a_letter_ends_after_72_hours(world: World, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "aigul@example.kz"})
    link = reset_link("aigul@example.kz")
    with time_machine.travel(NOON + timedelta(hours=71), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(NOON + timedelta(hours=73), tick=False):
        assert client.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "aaaaaa-0123456789abcdef0123456789abcdef"])
@pytest.mark.parametrize("uid", ["x", "MQ", "AAAA____", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_made_up_link_is_gone(world: World, client: Client, uid: str, token: str) -> None:
    assert client.get(reverse("accounts:password_reset_confirm", args=[uid, token])).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("short", "short", "password"),
        ("1234567890", "1234567890", "password"),
        ("aigul@example", "aigul@example", "password"),
        ("password1234", "password1234", "password"),
        ("entirely new words", "entirely other words", "again"),
        ("", "", "password"),
    ],
)
def test_a_weak_password_is_refused(world: World, signed_in: Any, password: str, again: str, field: str) -> None:
    client = signed_in(world.aigul)
    answer = client.post("/accounts/password/", {"present": PASSWORD, "password": password, "again": again})
    assert field in answer.context["form"].errors
    assert User.objects.get(pk=world.aigul.pk).check_password(PASSWORD)


def test_a_changed_password_ends_the_other_sessions(world: World, signed_in: Any) -> None:
    here, there = signed_in(world.aigul), signed_in(world.aigul)
    new = {"present": PASSWORD, "password": "entirely new words", "again": "entirely new words"}
    assert here.post("/accounts/password/", new).url == "/accounts/profile/"
    assert here.get("/accounts/profile/").status_code == 200
    assert there.get("/accounts/profile/").url.startswith(SIGN_IN)


def test_the_present_password_is_asked(world: World, signed_in: Any) -> None:
    new = {"present": "not it at all", "password": "entirely new words", "again": "entirely new words"}
    assert "present" in signed_in(world.aigul).post("/accounts/password/", new).context["form"].errors


# --- The demonstration --------------------------------------------------------------------------


@pytest.fixture
def demo_chair(world: World) -> User:
    user = User.objects.create_user("karaganda@demo.example", "demo")
    person = Person.objects.create(name_ru="Вымышленный Человек", user=user)
    Appointment.objects.filter(organization=world.karaganda, position=Position.CHAIR).update(ended_on=NOON.date())
    Appointment.objects.create(person=person, organization=world.karaganda, position=Position.CHAIR)
    return user


@override_settings(DEMO=True)
def test_the_demonstration_shows_whom_one_may_be(demo_chair: User, client: Client) -> None:
    text = client.get(SIGN_IN).content.decode()
    assert "karaganda@demo.example" in text
    assert "Карагандинская область" in text
    assert "aigul@example.kz" not in text, "real addresses are nobody's business"
    assert sign_in(client, "karaganda@demo.example", "demo").status_code == 302


def test_without_the_demonstration_nobody_is_shown(demo_chair: User, client: Client) -> None:
    assert "demo.example" not in client.get(SIGN_IN).content.decode()


# --- What the browser keeps ---------------------------------------------------------------------


@pytest.mark.parametrize("path", [SIGN_IN, "/accounts/sign-in/code/", "/accounts/password/reset/"])
def test_pages_with_passwords_are_kept_by_no_cache(db: None, client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", [SIGN_IN, "/accounts/sign-in/code/", "/accounts/password/reset/"])
def test_looking_writes_nothing(world: World, client: Client, path: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert not [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
