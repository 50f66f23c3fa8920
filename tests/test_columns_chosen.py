"""Columns of a table as a person wants them: remembered on the server, the same in the file, and not in others' files."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from tests.world import TODAY, World, at, make_requirement

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST, CHOOSE = "/reporting/", "/accounts/columns/{}/"
USUAL = ["organization", "requirement_title", "due_on", "status", "chair", "first_received_on", "accepted_on", "rounds"]


def choose(client: Client, table: str = "obligations", **fields: Any) -> Any:
    return client.post(CHOOSE.format(table), {"next": LIST, **fields})


def shown(client: Client, address: str = LIST) -> list[str]:
    return [column.key for column in client.get(address).context["table"].shown]


def offered(client: Client, address: str = LIST) -> list[str]:
    return [one["key"] for one in client.get(address).context["columns"]]


@pytest.fixture
def two(world: World) -> World:
    """A second requirement, so that the board has two columns."""
    make_requirement("training", title_ru="Обучение").open(by=world.saule, at=at(TODAY), until=TODAY)
    return world


# --- The list of obligations ------------------------------------------------------------------------------------------


def test_chosen_columns_are_shown_and_remembered(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    assert shown(client) == USUAL
    answer = choose(client, offered=offered(client), column=["due_on", "status", "days_late", "key"])
    assert answer["Location"] == LIST
    assert shown(client) == ["organization", "key", "due_on", "status", "days_late"]
    assert shown(signed_in(world.saule)) == shown(client), "another browser of the same person"
    assert shown(signed_in(world.asan)) == USUAL, "another person"


def test_all_usual_columns_again(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    assert "Показать снова все обычные" not in client.get(LIST).content.decode()
    choose(client, offered=offered(client), column="key")
    assert "Показать снова все обычные" in client.get(LIST).content.decode()
    choose(client, usual="yes", offered=offered(client), column="key")
    assert shown(client) == USUAL
    world.saule.refresh_from_db()
    assert world.saule.columns == {}


def test_a_column_that_comes_later_is_shown_as_usual_and_one_that_went_is_forgotten(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.saule)
    choose(client, offered=["due_on", "mood"], column=["mood"])
    assert shown(client) == [key for key in USUAL if key != "due_on"]
    world.saule.columns = {"obligations": {"due_on": True, "gone": True}}
    world.saule.save()
    assert shown(client) == USUAL


@pytest.mark.parametrize("stored", [[], "x", {"obligations": []}, {"obligations": "due_on"}, {"board": 1}])
def test_what_is_not_a_choice_is_none(world: World, signed_in: SignIn, stored: Any) -> None:
    User.objects.filter(pk=world.saule.pk).update(
        columns=stored if isinstance(stored, dict) else {"obligations": stored}
    )
    assert shown(signed_in(world.saule)) == USUAL


def test_one_column_at_least(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    choose(client, offered=offered(client))
    assert "Выберите хотя бы один столбец." in client.get(LIST).content.decode()
    assert shown(client) == USUAL


def test_forged_choices_store_nothing(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    assert choose(client, "nothing", offered="a", column="a").status_code == 404
    choose(client, offered=["<b>", "x" * 81, "due_on"], column=["<b>", "due_on", "not_offered"])
    world.saule.refresh_from_db()
    assert world.saule.columns == {"obligations": {"due_on": True}}
    choose(client, offered=[f"key_{n}" for n in range(3000)], column="key_1")
    world.saule.refresh_from_db()
    assert len(json.dumps(world.saule.columns)) < 20_000
    away = client.post(CHOOSE.format("obligations"), {"next": "https://evil.example/", "usual": "yes"})
    assert away["Location"] == "/"


# --- Files --------------------------------------------------------------------------------------------------------------


def test_files_for_scripts_stay_whole(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    before = client.get(LIST + "?as=json").content
    choose(client, offered=offered(client), column="due_on")
    assert client.get(LIST + "?as=json").content == before
    assert "days_late" in client.get(LIST + "?as=csv").content.decode()


def test_the_file_of_the_page_has_its_columns(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    assert not client.get(LIST).context["columns_changed"]
    choose(client, offered=offered(client), column=["due_on", "key"])
    page = client.get(LIST).content.decode()
    assert 'data-test="export-xlsx"' in page
    assert "as=xlsx&amp;columns=shown" in page
    record = client.get(LIST + "?as=json&columns=shown").json()["rows"][0]
    assert list(record) == ["organization", "key", "due_on"]
    book = load_workbook(io.BytesIO(client.get(LIST + "?as=xlsx&columns=shown").content))
    keys = next(row for row in book.active.iter_rows(values_only=True) if "organization" in row)
    assert keys == ("organization", "key", "due_on")
    for form in ("csv", "docx"):
        assert client.get(f"{LIST}?as={form}&columns=shown").status_code == 200


# --- The board ------------------------------------------------------------------------------------------------------------


def codes(client: Client, address: str = "/") -> list[str]:
    return [head["requirement"].code for head in client.get(address).context["heads"]()]


def test_requirements_of_the_board_are_chosen_and_still_count(two: World, signed_in: SignIn) -> None:
    client = signed_in(two.saule)
    assert set(codes(client)) == set(offered(client, "/")) == {"schedule", "training"}
    totals = client.get("/").context["table"].totals["obligations"]
    choose(client, "board", offered=offered(client, "/"), column="training")
    assert codes(client) == ["training"]
    answer = client.get("/")
    page = answer.content.decode()
    assert 'data-requirement="training"' in page
    assert 'data-requirement="schedule"' not in page
    assert answer.context["table"].totals["obligations"] == totals
    assert answer.context["table"].totals["overdue"] == 4, "what is hidden is owed all the same"
    record = client.get("/?as=json&columns=shown").json()["rows"][0]
    assert list(record) == ["organization", "overdue", "training"]
    assert "schedule" in client.get("/?as=json").json()["rows"][0]


def test_a_requirement_that_is_asked_for_is_shown(two: World, signed_in: SignIn) -> None:
    client = signed_in(two.saule)
    choose(client, "board", offered=offered(client, "/"), column="training")
    assert codes(client, "/?requirement=schedule") == ["schedule"] == [*set(codes(client, "/?requirement=schedule"))]
    assert "schedule" in client.get("/?requirement=schedule&as=json&columns=shown").json()["rows"][0]


def test_a_board_is_never_without_columns(two: World, signed_in: SignIn) -> None:
    two.saule.columns = {"board": {"training": False, "schedule": False}}
    two.saule.save()
    assert len(codes(signed_in(two.saule))) == 2


def test_what_one_filter_hides_another_choice_keeps(two: World, signed_in: SignIn) -> None:
    client = signed_in(two.saule)
    choose(client, "board", offered=offered(client, "/"), column="training")
    choose(client, "board", offered=["training"], column="training")
    two.saule.refresh_from_db()
    assert two.saule.columns["board"] == {"training": True, "schedule": False}


def test_the_choice_costs_no_question(two: World, signed_in: SignIn) -> None:
    client, numbers = signed_in(two.saule), []
    for _ in range(2):
        counted = []
        for address in ("/?level=all", LIST + "?level=all"):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counted.append(len(captured))
        numbers.append(counted)
        choose(client, offered=offered(client), column=["due_on", "basis"])
        choose(client, "board", offered=offered(client, "/"), column="training")
        client.get("/")  # messages are told once
        client.get(LIST)
    assert numbers[0] == numbers[1]


# --- Keys ---------------------------------------------------------------------------------------------------------------


def test_keys_are_switched_off_and_on_for_the_person(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.aigul)
    assert "js/keys" in client.get("/").content.decode()
    assert client.post("/accounts/keys/", {"keys": "off"})["Location"] == "/accounts/profile/"
    for one in (client, signed_in(world.aigul)):
        page = one.get("/").content.decode()
        assert "js/keys" not in page
        assert "data-keys" not in page
    client.post("/accounts/keys/", {"keys": "on", "next": "/"})
    assert "js/keys" in client.get("/").content.decode()
    assert "js/keys" not in Client().get("/accounts/sign-in/").content.decode()
