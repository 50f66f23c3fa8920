"""Offices and the reserve: entered by staff, average ages reckoned on a day, seen within one's own tree."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from documents.registry import WHOLE_UNION
from organizations import personnel_table
from organizations.models import Appointment, ConsultativeBody, Person, ReserveEntry
from organizations.personnel import average_age
from tests.world import TODAY, World

SignIn = Callable[..., Client]
RESERVE = {
    "position": "chair", "name_ru": "Сейтова Алия", "birth_year": "1990", "on": "01.06.2023",
    "basis": "Постановление Президиума № 4 от 01.06.2023",
}  # fmt: skip


def send(client: Client, name: str, data: dict[str, str], argument: Any) -> Any:
    return client.post(reverse(f"organizations:{name}", args=[argument]), data)


def rows(user: Any = WHOLE_UNION, day: date = TODAY, **filters: str) -> dict[str, Any]:
    table = personnel_table.build(user=user, as_of=day, filters=filters)
    return {row.organization.code: row for row in table.rows}


def reserve(world: World, birth_year: int | None, on: date = date(2023, 6, 1), name: str = "Резерв") -> ReserveEntry:
    person = Person.objects.create(name_ru=name, birth_year=birth_year)
    return ReserveEntry.objects.create(
        person=person, organization=world.karaganda, position="chair", approved_on=on, approved_by="Президиум"
    )


@given(st.lists(st.one_of(st.none(), st.integers(1930, 2005)), max_size=12))
def test_the_average_is_that_of_the_known_years(years: list[int | None]) -> None:
    people = [Person(pk=number, birth_year=year) for number, year in enumerate(years)]
    known = [2023 - year for year in years if year]
    found = average_age([*people, *people], TODAY)
    if not known:
        assert found is None
    else:
        assert abs(found * len(known) - sum(known)) * 20 <= len(known), "each person once, half a tenth at most"


def test_half_a_tenth_is_rounded_up() -> None:
    people = [Person(pk=number, birth_year=1983 - (number == 0)) for number in range(20)]
    assert average_age(people, TODAY) == Decimal("40.1")


@pytest.mark.django_db
def test_staff_approve_for_the_reserve_and_remove_with_a_reason(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    assert send(client, "reserve_add", RESERVE, "karaganda").status_code == 302
    entry = ReserveEntry.objects.get()
    assert (entry.person.name_ru, entry.person.birth_year, entry.position) == ("Сейтова Алия", 1990, "chair")
    assert (entry.approved_on, entry.approved_by) == (date(2023, 6, 1), RESERVE["basis"])
    assert entry.history.get().history_user == world.saule
    assert len(rows()["karaganda"].reserve) == 1
    wrong = {"on": "01.05.2023", "reason": "ушла"}
    assert send(client, "reserve_remove", wrong, entry.pk).status_code == 200, "before it was approved"
    assert send(client, "reserve_remove", {"on": "01.09.2023", "reason": "Избрана"}, entry.pk).status_code == 302
    assert rows()["karaganda"].reserve == []
    assert len(rows(day=date(2023, 8, 31))["karaganda"].reserve) == 1


@pytest.mark.django_db
def test_nobody_stands_twice_for_the_same_position(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    send(client, "reserve_add", RESERVE, "karaganda")
    same = str(ReserveEntry.objects.get().person.pk)
    answer = send(client, "reserve_add", {**RESERVE, "same": same}, "karaganda")
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert ReserveEntry.objects.count() == 1


@pytest.mark.django_db
def test_ages_are_those_of_the_day(world: World) -> None:
    Person.objects.filter(user=world.aigul).update(birth_year=1973)
    reserve(world, 1993)
    reserve(world, 1986, name="Другой")
    reserve(world, None, name="Без года")
    row = rows()["karaganda"]
    assert (row.chair_age, row.office_age, row.reserve_age) == (50, Decimal("50.0"), Decimal("33.5"))
    assert rows(day=date(2033, 9, 4))["karaganda"].reserve_age == Decimal("43.5")
    assert rows(day=date(2023, 5, 31))["karaganda"].reserve_age is None
    totals = personnel_table.build(user=WHOLE_UNION, as_of=TODAY, filters={}).sums
    assert (totals["reserve"], totals["reserve_age"]) == (3, Decimal("33.5"))


@pytest.mark.django_db
def test_a_chair_of_the_reserve_is_said_to_be_one(world: World, signed_in: SignIn) -> None:
    given_ = {
        "name_ru": "Новый Марат", "on": "01.09.2023", "reason": "срок", "is_full_time": "true", "from_reserve": "true",
    }  # fmt: skip
    assert send(signed_in(world.saule), "replace_chair", given_, "karaganda").status_code == 302
    office = Appointment.objects.get(organization=world.karaganda, position="chair", ended_on=None)
    assert (office.is_full_time, office.from_reserve) == (True, True)
    row = rows()["karaganda"]
    assert (row.full_time, row.from_reserve) == (1, 1)


@pytest.mark.django_db
def test_bodies_that_advise_have_a_head_and_an_end(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    nameless = {"kind": "other", "on": "01.02.2023"}
    assert send(client, "consultative_add", nameless, "karaganda").status_code == 200, "another one needs a name"
    council = {"kind": "youth", "name_ru": "Молодой Ерлан", "on": "01.02.2023"}
    assert send(client, "consultative_add", council, "karaganda").status_code == 302
    body = ConsultativeBody.objects.get()
    assert body.head.name_ru == "Молодой Ерлан"
    assert "Молодой Ерлан" in client.get(world.karaganda.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError):
        body.end(on=date(2023, 1, 31), reason="рано", by=world.saule)
    assert send(client, "consultative_end", {"on": "01.09.2023", "reason": "распущен"}, body.pk).status_code == 302
    assert rows()["karaganda"].bodies == []


@pytest.mark.django_db
def test_everybody_sees_the_own_tree_only(world: World) -> None:
    reserve(world, 1990)
    assert set(rows(world.erlan)) == {"akmola"}
    assert {"karaganda", "temirtau"} <= set(rows(world.aigul))
    assert "karaganda" not in rows(world.bolat)
    assert set(rows(world.leila)) == {"karaganda", "akmola"}, "who sees the union begins with its members"


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_organizations(world: World, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(5):
        assert len(rows(q="", level="", parent="")) >= 4
