"""One search box: by name, alias, code, chair or telephone, in either alphabet; and the list behind it."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from documents.registry import BadFilter
from organizations import tables
from organizations.models import Alias, Organization
from tests.world import TODAY, World, make_organization

LIST = "/organizations/"


@pytest.fixture
def union(world: World) -> World:
    ulytau = make_organization("ulytau", "member", world.union, "область Ұлытау", short_kk="Ұлытау облысы")
    make_organization("qorgau", "primary", ulytau, "«Қорғау» орталығы")
    Alias.objects.create(organization=world.temirtau, name="Горком Магнитки")
    return world


def found(client: Any, **query: str) -> set[str]:
    answer = client.get(LIST, {**query, "as": "json"})
    assert answer.status_code == 200
    return {row["organization_code"] for row in json.loads(answer.content)["rows"]}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("улытау", "ulytau"),
        ("Ұлытау", "ulytau"),
        ("ҰЛЫТАУ", "ulytau"),
        ("коргау", "qorgau"),
        ("Kopгay", "qorgau"),  # with Latin look-alikes
        ("қорғау орт", "qorgau"),
        ("магнитки", "temirtau"),
        ("school-1", "school-1"),
        ("Ибраев", "temirtau"),
        ("болат ибраев", "temirtau"),
        ("темиртау", "temirtau"),
    ],
)
def test_people_find_what_they_mean(union: World, signed_in: Any, query: str, code: str) -> None:
    assert code in found(signed_in(union.saule), q=query)


@pytest.mark.parametrize("written", ["{0}", "8{1}", "+7 ({2}) {3}"])
def test_a_telephone_is_found_however_it_is_written(union: World, signed_in: Any, written: str) -> None:
    phone = union.bolat.person.phone
    digits = "".join(filter(str.isdigit, phone))[1:]
    query = written.format(phone, digits, digits[:3], digits[3:])
    assert found(signed_in(union.saule), q=query) == {"temirtau"}


def test_all_words_must_be_found(union: World, signed_in: Any) -> None:
    assert found(signed_in(union.saule), q="карагандинская область") == {"karaganda"}
    assert found(signed_in(union.saule), q="карагандинская школа") == set()


@pytest.mark.parametrize("query", ["%", "_", "'", '"', "\\", "x' OR 1=1 --"])
def test_signs_of_the_database_mean_nothing(union: World, signed_in: Any, query: str) -> None:
    answer = signed_in(union.saule).get(LIST, {"q": query})
    assert answer.status_code == 200


def test_a_former_chair_is_no_longer_found(union: World, signed_in: Any) -> None:
    union.temirtau.appointments.get().end(on=TODAY, reason="срок")
    assert found(signed_in(union.saule), q="Ибраев") == set()


def test_a_new_name_and_the_old_one_are_found(union: World, signed_in: Any) -> None:
    union.temirtau.rename(from_day=date(2023, 9, 1), short_ru="Новое имя")
    for query in ("новое имя", "темиртау"):
        assert "temirtau" in found(signed_in(union.saule), q=query)


def test_one_find_is_a_list_too(union: World, signed_in: Any) -> None:
    page = signed_in(union.saule).get(LIST, {"q": "магнитки"})
    assert page.status_code == 200
    assert page.context["count"] == 1


# --- Who sees what ------------------------------------------------------------------------------


def test_a_chair_finds_the_own_bodies_only(union: World, signed_in: Any) -> None:
    client = signed_in(union.aigul)
    assert found(client) == {"karaganda", "temirtau", "school-1"}
    assert found(client, q="акмолинская") == set()
    assert found(signed_in(union.bolat)) == {"temirtau", "school-1"}


@pytest.mark.parametrize("name", ["leila", "gulnara", "dana"])
def test_who_only_reads_may_list(union: World, signed_in: Any, name: str) -> None:
    assert signed_in(getattr(union, name)).get(LIST).status_code == 200


def test_without_an_office_there_is_nothing(union: World, signed_in: Any) -> None:
    from tests.world import make_user

    assert signed_in(make_user("nobody")).get(LIST).status_code == 403


# --- Filters ------------------------------------------------------------------------------------


def test_by_level_region_and_place(union: World, signed_in: Any) -> None:
    client = signed_in(union.saule)
    assert found(client, level="branch") == {"temirtau"}
    assert found(client, region="KZ-35") == {"karaganda", "temirtau", "school-1"}
    assert found(client, parent="karaganda") == {"temirtau", "school-1"}
    assert found(client, parent="karaganda", level="primary") == {"school-1"}


def test_by_state(union: World, signed_in: Any) -> None:
    client = signed_in(union.saule)
    union.school.close(on=date(2023, 9, 1), by=union.saule, reason="слияние")
    union.temirtau.suspend(on=date(2023, 9, 1), by=union.saule, reason="решение")
    assert "school-1" not in found(client)
    assert found(client, state="closed") == {"school-1"}
    assert found(client, state="suspended") == {"temirtau"}
    assert {"school-1", "temirtau", "karaganda"} <= found(client, state="all")
    assert "school-1" in found(client, as_of="2023-08-31")


def test_who_cannot_be_reached(union: World, signed_in: Any) -> None:
    client = signed_in(union.saule)
    assert found(client, reachable="no") == {"school-1", "ulytau", "qorgau"}
    bolat = union.bolat.person
    bolat.phone = ""
    bolat.save()
    assert "temirtau" in found(client, reachable="no")
    bolat.email = "bolat@example.kz"
    bolat.save()
    assert "temirtau" in found(client, reachable="yes")


def test_a_filter_that_does_not_fit_is_left_out(union: World, signed_in: Any) -> None:
    assert len(found(signed_in(union.saule), level="nonsense", region="KZ-99")) == Organization.objects.count()


def test_scripts_are_told_about_a_misspelt_filter(union: World) -> None:
    for wrong in ({"colour": "red"}, {"level": "nonsense"}, {"parent": "nowhere"}, {"state": "x"}, {"reachable": "x"}):
        with pytest.raises(BadFilter):
            tables.build(user=union.saule, as_of=TODAY, filters=wrong)


def test_the_command_gives_the_same_rows(union: World, signed_in: Any, tmp_path: Any) -> None:
    file = tmp_path / "out.json"
    call_command(
        "table", "organizations", "level=member", "--as-of", "2023-09-04", "--user", "saule@example.kz", output=file
    )
    rows = json.loads(file.read_text())["rows"]
    answer = signed_in(union.saule).get(LIST, {"level": "member", "as": "json", "as_of": "2023-09-04"})
    assert rows == json.loads(answer.content)["rows"]
    first = next(row for row in rows if row["organization_code"] == "karaganda")
    assert (first["chair"], first["level"], first["reachable"]) == ("Жунусова Айгуль", "member", True)


# --- The page -----------------------------------------------------------------------------------


def test_the_chair_stands_beside_with_a_number_that_dials(union: World, signed_in: Any) -> None:
    text = signed_in(union.saule).get(LIST, {"q": "temirtau"}).content.decode()
    assert "Ибраев Болат" in text
    assert f'href="tel:{union.bolat.person.phone.replace(" ", "")}"' in text


def test_nothing_found_offers_to_reset(union: World, signed_in: Any) -> None:
    page = signed_in(union.saule).get(LIST, {"q": "такого нет"})
    assert page.context["count"] == 0
    assert 'class="empty empty--nothing_found"' in page.content.decode()


def test_only_staff_are_offered_to_add(union: World, signed_in: Any) -> None:
    assert "/organizations/new/" in signed_in(union.saule).get(LIST).content.decode()
    for name in ("leila", "aigul", "gulnara"):
        assert "/organizations/new/" not in signed_in(getattr(union, name)).get(LIST).content.decode()


@pytest.mark.parametrize("sort", ["organization", "-organization", "chair", "-contacts_confirmed_on", "nonsense"])
def test_sorting(union: World, signed_in: Any, sort: str) -> None:
    assert signed_in(union.saule).get(LIST, {"sort": sort}).status_code == 200


def test_as_many_queries_for_many_bodies_as_for_few(
    union: World, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(union.saule)
    with django_assert_max_num_queries(15) as few:
        client.get(LIST)
    for number in range(60):
        make_organization(f"p-{number}", "primary", union.temirtau, f"Школа {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)
