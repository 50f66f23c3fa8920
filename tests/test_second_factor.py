"""The second factor: asked of the apparatus and of whoever set one up, not in the demonstration."""

import base64
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from tests.world import NOON, World

PAGE = "/accounts/second-factor/"
PROFILE = "/accounts/profile/"
KEY = "0123456789abcdef0123456789abcdef01234567"


def password_only(user: User) -> Client:
    client = Client()
    answer = client.post("/accounts/sign-in/", {"username": user.email, "password": "a long password"})
    assert answer.status_code == 302
    return client


def token(key: str = KEY) -> str:
    return f"{totp(bytes.fromhex(key)):06d}"


def device_of(user: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, key=KEY, name="app")


@pytest.mark.parametrize("name", ["saule", "asan"])
def test_the_apparatus_is_asked_before_anything_else(world: World, name: str) -> None:
    client = password_only(getattr(world, name))
    assert client.get("/organizations/?q=x").url == f"{PAGE}?next=%2Forganizations%2F%3Fq%3Dx"
    assert client.get(PROFILE).url.startswith(PAGE)
    assert client.post("/accounts/password/", {}).url == PAGE
    assert client.get("/admin/").url.startswith(PAGE)


@pytest.mark.parametrize("name", ["aigul", "leila", "gulnara"])
def test_others_are_not_asked(world: World, name: str) -> None:
    assert password_only(getattr(world, name)).get(PROFILE).status_code == 200


@override_settings(DEMO=True)
def test_the_demonstration_does_not_ask(world: World) -> None:
    assert password_only(world.saule).get(PROFILE).status_code == 200


def test_it_is_set_up_with_the_first_code(world: World) -> None:
    client = password_only(world.saule)
    page = client.get(f"{PAGE}?next={PROFILE}").content.decode()
    assert not TOTPDevice.objects.exists(), "looking makes no device"
    sealed = re.search(r'name="sealed_key" value="([^"]+)"', page)[1]
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]
    key = base64.b32decode(shown.replace(" ", "")).hex()
    answer = client.post(PAGE, {"token": token(key), "sealed_key": sealed, "next": PROFILE})
    assert answer.url == PROFILE
    assert client.get(PROFILE).status_code == 200
    assert TOTPDevice.objects.get().user == world.saule


def test_a_wrong_first_code_keeps_the_same_picture(world: World) -> None:
    client = password_only(world.saule)
    page = client.get(PAGE)
    wrong = client.post(PAGE, {"token": "000000", "sealed_key": page.context["sealed_key"]})
    assert wrong.context["key_in_words"] == page.context["key_in_words"]
    assert not TOTPDevice.objects.exists()


def test_the_key_of_another_is_not_taken(world: World) -> None:
    sealed = password_only(world.asan).get(PAGE).context["sealed_key"]
    client = password_only(world.saule)
    page = client.post(PAGE, {"token": "000000", "sealed_key": sealed})
    assert page.context["sealed_key"] != sealed


def test_the_picture_needs_no_style_and_names_nobody(world: World) -> None:
    picture = password_only(world.saule).get(PAGE).context["picture"]
    assert picture.startswith("<svg")
    assert "style=" not in picture
    assert "saule" not in picture


def test_the_code_of_the_app_lets_in(world: World) -> None:
    device_of(world.saule)
    client = password_only(world.saule)
    assert client.get(PROFILE).url.startswith(PAGE)
    assert client.post(PAGE, {"token": "12345"}).status_code == 200
    code = token()
    assert client.post(PAGE, {"token": f"{code[:3]} {code[3:]}"}).url == "/"
    assert client.get(PROFILE).status_code == 200


def test_a_code_works_once(world: World) -> None:
    device_of(world.saule)
    assert password_only(world.saule).post(PAGE, {"token": token()}).status_code == 302
    assert password_only(world.saule).post(PAGE, {"token": token()}).status_code == 200


def test_guessing_is_slowed_down(world: World) -> None:
    device_of(world.saule)
    client = password_only(world.saule)
    wrong = "000000" if token() != "000000" else "111111"
    client.post(PAGE, {"token": wrong})
    assert client.post(PAGE, {"token": token()}).status_code == 200, "right, but too soon after a wrong one"
    with time_machine.travel(NOON + timedelta(seconds=5), tick=False):
        assert client.post(PAGE, {"token": token()}).status_code == 302


def test_a_chair_who_set_it_up_is_asked_too(world: World) -> None:
    device_of(world.aigul)
    client = password_only(world.aigul)
    assert client.get(PROFILE).url.startswith(PAGE)
    client.post(PAGE, {"token": token()})
    assert client.get(PROFILE).status_code == 200


def test_it_is_switched_off_only_after_it_was_shown(world: World, signed_in: Any) -> None:
    assert password_only(world.aigul).post("/accounts/second-factor/off/").status_code == 403
    client = signed_in(world.aigul)
    assert client.post("/accounts/second-factor/off/").url == PROFILE
    assert not TOTPDevice.objects.exists()


def test_it_leads_to_no_other_site(world: World) -> None:
    device_of(world.saule)
    answer = password_only(world.saule).post(PAGE, {"token": token(), "next": "//elsewhere.example/"})
    assert answer.url == "/"


def test_signing_out_and_the_language_stay_open(world: World) -> None:
    client = password_only(world.saule)
    assert client.post("/accounts/language/", {"language": "kk", "next": PAGE}).url == PAGE
    assert client.post("/accounts/sign-out/").url == "/accounts/sign-in/"
