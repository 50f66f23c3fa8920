"""The first person of an empty registry is let in by a command, and by nobody twice."""

import io
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from accounts.models import User
from organizations.models import Organization, Person
from tests.world import NOON, World


def link(*args: Any) -> str:
    out = io.StringIO()
    call_command("first_administrator", *args, stdout=out)
    return re.search(r"http://127\.0\.0\.1:8000(\S+)", out.getvalue())[1]


@override_settings(DEMO=True)  # no second factor is asked then
def test_the_first_administrator_comes_in(db: None) -> None:
    address = link("Admin@Example.kz", "--name", "Серіков Асан")
    client = Client()
    client.post(address, {"password": "entirely new words", "again": "entirely new words"})
    assert client.get("/admin/").status_code == 200
    assert client.get("/organizations/new/").status_code == 200
    assert Person.objects.get().name_ru == "Серіков Асан"
    assert Organization.objects.get().level == "union"


def test_a_lost_link_is_replaced(db: None) -> None:
    first, second = link("admin@example.kz"), link("admin@example.kz")
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    assert (User.objects.count(), Person.objects.count(), Organization.objects.count()) == (1, 1, 1)


def test_where_an_administrator_works_nobody_gets_in_this_way(world: World) -> None:
    User.objects.filter(pk=world.asan.pk).update(last_login=NOON)
    with pytest.raises(CommandError, match="An administrator is in office"):
        link("intruder@example.kz")
    assert not User.objects.filter(email="intruder@example.kz").exists()


def test_an_address_is_checked(db: None) -> None:
    with pytest.raises(CommandError, match="no e-mail"):
        link("admin")
