"""Doors without a password: the link by mail and the code by telephone, each once, each for its time."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import OneTimeKey, User
from tests.world import NOON, World

NEW = {"password": "entirely new words", "again": "entirely new words"}
CODE = "/accounts/sign-in/code/"


@pytest.fixture
def newcomer(world: World) -> User:
    return User.objects.create_user("new@example.kz", None, language="kk")


@pytest.fixture
def link(world: World, newcomer: User) -> str:
    secret = OneTimeKey.issue(newcomer, OneTimeKey.Kind.LINK, by=world.saule, at=NOON)
    return reverse("accounts:invitation", args=[secret])


@pytest.fixture
def code(world: World, newcomer: User) -> str:
    return OneTimeKey.issue(newcomer, OneTimeKey.Kind.CODE, by=world.saule, at=NOON)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def enter_code(client: Client, code: str, email: str = "new@example.kz") -> Any:
    return client.post(CODE, {"username": email, "code": code})


# --- The link -----------------------------------------------------------------------------------


def test_looking_at_the_link_spends_nothing(link: str, client: Client) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert not is_in(client)
    assert OneTimeKey.objects.get().used_at is None


def test_a_password_is_chosen_and_the_person_is_in(link: str, newcomer: User, client: Client) -> None:
    answer = client.post(link, NEW)
    assert (answer.status_code, answer.url) == (302, "/")
    assert is_in(client)
    newcomer.refresh_from_db()
    assert newcomer.check_password("entirely new words")


def test_the_link_works_once(link: str, client: Client) -> None:
    client.post(link, NEW)
    again = Client()
    assert again.get(link).status_code == 410
    assert again.post(link, NEW).status_code == 410
    assert not is_in(again)


def test_a_weak_password_does_not_spend_the_link(link: str, client: Client) -> None:
    assert client.post(link, {"password": "short", "again": "short"}).status_code == 200
    assert client.post(link, NEW).status_code == 302


def test_the_link_lives_72_hours(link: str, client: Client) -> None:
    with time_machine.travel(NOON + timedelta(hours=71, minutes=59), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(NOON + timedelta(hours=72), tick=False):
        assert client.get(link).status_code == 410
        assert client.post(link, NEW).status_code == 410


def test_a_newer_link_ends_the_older(world: World, link: str, newcomer: User, client: Client) -> None:
    OneTimeKey.issue(newcomer, OneTimeKey.Kind.LINK, by=world.saule, at=NOON)
    assert client.get(link).status_code == 410


def test_a_disabled_user_is_not_let_in(link: str, newcomer: User, client: Client) -> None:
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert client.post(link, NEW).status_code == 410


def test_the_secret_is_kept_nowhere(link: str) -> None:
    secret = link.rstrip("/").split("/")[-1]
    assert secret not in str(OneTimeKey.objects.values_list().get())


# --- The code -----------------------------------------------------------------------------------


def test_the_code_lets_in_once(code: str, client: Client) -> None:
    assert enter_code(client, code).status_code == 302
    assert is_in(client)
    again = Client()
    assert enter_code(again, code).status_code == 200
    assert not is_in(again)


def test_the_code_may_be_typed_in_groups(code: str, client: Client) -> None:
    enter_code(client, f"{code[:4]} {code[4:]}", " New@Example.kz")
    assert is_in(client)


def test_the_code_lives_30_minutes(code: str, client: Client) -> None:
    with time_machine.travel(NOON + timedelta(minutes=30), tick=False):
        enter_code(client, code)
        assert not is_in(client)
    with time_machine.travel(NOON + timedelta(minutes=29), tick=False):
        enter_code(client, code)
        assert is_in(client)


def test_the_code_of_one_is_no_code_of_another(code: str, client: Client) -> None:
    enter_code(client, code, "aigul@example.kz")
    assert not is_in(client)


def test_five_wrong_attempts_spend_the_code(code: str, client: Client) -> None:
    wrong = "00000000" if code != "00000000" else "11111111"
    for _ in range(5):
        enter_code(client, wrong)
    enter_code(client, code)
    assert not is_in(client)


def test_four_wrong_attempts_do_not(code: str, client: Client) -> None:
    wrong = "00000000" if code != "00000000" else "11111111"
    for _ in range(4):
        enter_code(client, wrong)
    enter_code(client, code)
    assert is_in(client)


def test_guessing_codes_locks_the_account(world: World, newcomer: User, client: Client) -> None:
    answers = [enter_code(client, f"{number:08d}").status_code for number in range(10)]
    assert answers == [200] * 9 + [429]
    code = OneTimeKey.issue(newcomer, OneTimeKey.Kind.CODE, by=world.saule, at=NOON)
    assert enter_code(client, code).status_code == 429
    assert not is_in(client)


def test_the_answer_tells_nobody_which_addresses_are_known(code: str, client: Client) -> None:
    known = enter_code(client, "0").context["form"].non_field_errors()
    unknown = enter_code(client, "0", "nobody@example.kz").context["form"].non_field_errors()
    assert known == unknown
    assert known


def test_who_came_by_code_chooses_a_password_without_an_old_one(code: str, client: Client, newcomer: User) -> None:
    enter_code(client, code)
    assert client.post("/accounts/password/", NEW).status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.check_password("entirely new words")
