"""Corrections by administrators: a reason is asked, history kept, nobody overwrites anybody, nothing is deleted."""

from typing import Any

import pytest
from django.urls import reverse

from organizations.models import Person
from tests.world import World

REASON = "Опечатка в фамилии"


@pytest.fixture
def person(world: World) -> Person:
    return world.aigul.person


@pytest.fixture
def address(person: Person) -> str:
    return reverse("admin:organizations_person_change", args=[person.pk])


def form_of(answer: Any) -> dict[str, Any]:
    form = answer.context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields}


def test_a_correction_keeps_who_what_and_why(world: World, person: Person, address: str, signed_in: Any) -> None:
    client = signed_in(world.asan)
    data = form_of(client.get(address)) | {"name_ru": "Жүнісова Айгуль", "change_reason": REASON}
    assert client.post(address, data).status_code == 302
    person.refresh_from_db()
    assert person.name_ru == "Жүнісова Айгуль"
    before, after = person.history.order_by("history_id")
    assert (after.history_user, after.history_change_reason) == (world.asan, REASON)
    assert (before.name_ru, after.name_ru) == ("Жунусова Айгуль", "Жүнісова Айгуль")


def test_without_a_reason_nothing_is_corrected(world: World, person: Person, address: str, signed_in: Any) -> None:
    client = signed_in(world.asan)
    answer = client.post(address, form_of(client.get(address)) | {"name_ru": "Другая", "change_reason": ""})
    assert "change_reason" in answer.context["adminform"].form.errors
    person.refresh_from_db()
    assert person.name_ru == "Жунусова Айгуль"


def test_the_second_of_two_sees_both_sides(world: World, person: Person, address: str, signed_in: Any) -> None:
    client = signed_in(world.asan)
    mine = form_of(client.get(address)) | {"phone": "+7 701 111 11 11", "change_reason": REASON}
    person.phone = "+7 702 222 22 22"
    person.save()
    answer = client.post(address, mine)
    text = answer.content.decode()
    assert "+7 701 111 11 11" in text
    assert "+7 702 222 22 22" in text
    person.refresh_from_db()
    assert person.phone == "+7 702 222 22 22"
    again = form_of(answer) | {"change_reason": REASON}
    assert client.post(address, again).status_code == 302
    person.refresh_from_db()
    assert person.phone == "+7 701 111 11 11"


def test_an_old_version_is_not_written_over_the_new_one(world: World, person: Person, signed_in: Any) -> None:
    person.phone = "+7 702 222 22 22"
    person.save()
    old = person.history.earliest()
    address = reverse("admin:organizations_person_simple_history", args=[person.pk, old.pk])
    client = signed_in(world.asan)
    assert client.get(address).status_code == 200
    assert client.post(address, {"name_ru": "x", "change_reason": REASON}).status_code == 403
    person.refresh_from_db()
    assert person.phone == "+7 702 222 22 22"


def test_nothing_is_deleted(world: World, person: Person, signed_in: Any) -> None:
    address = reverse("admin:organizations_person_delete", args=[person.pk])
    assert signed_in(world.asan).post(address, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", ["saule", "leila", "aigul"])
def test_only_administrators_correct(world: World, address: str, signed_in: Any, name: str) -> None:
    assert signed_in(getattr(world, name)).get(address, follow=True).status_code == 403


def test_an_organization_is_found_in_either_alphabet(world: World, signed_in: Any) -> None:
    address = reverse("admin:organizations_organization_changelist")
    text = signed_in(world.asan).get(address, {"q": "караганды"}).content.decode()
    assert "Карагандинская область" in text
    assert "Акмолинская область" not in text


def test_every_model_of_the_registry_has_a_page(world: World, signed_in: Any) -> None:
    client = signed_in(world.asan)
    for model in ("organization", "person", "appointment", "region", "placement", "formername", "alias"):
        assert client.get(reverse(f"admin:organizations_{model}_changelist")).status_code == 200
    for model in ("user", "onetimekey"):
        assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
