"""The list of obligations: one row each, every key of the contract, in the scope of the reader."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from organizations.access import Position
from organizations.models.people import replace_chair
from tests.world import TODAY, World, appoint, at, make_organization, make_requirement

LIST = "/reporting/"
KEYS = {
    "organization_code", "organization", "requirement", "requirement_title", "key", "basis", "arose_on", "opens_on",
    "due_on", "original_due_on", "first_received_on", "last_received_on", "accepted_on", "status", "days_late",
    "days_left", "rounds", "reminders", "chair", "phone",
}  # fmt: skip
QUERIES = 11
JULY = date(2023, 7, 10)


def table(capsysbinary: Any, *words: str) -> list[dict[str, Any]]:
    call_command("table", "obligations", *words)
    return json.loads(capsysbinary.readouterr().out)["rows"]


def organizations(client: Client, query: str) -> list[str]:
    return [row.organization.code for row in client.get(LIST + query).context["table"].rows]


def test_every_key_of_the_contract(world: World, capsysbinary: Any) -> None:
    rows = table(capsysbinary, "organization=karaganda")
    assert [set(row) for row in rows] == [KEYS]
    assert rows[0] == {
        "organization_code": "karaganda",
        "organization": "Карагандинская область",
        "requirement": "schedule",
        "requirement_title": "График конференций",
        "key": None,
        "basis": world.item.citation,
        "arose_on": "2023-06-24",
        "opens_on": None,
        "due_on": "2023-09-01",
        "original_due_on": "2023-09-01",
        "first_received_on": None,
        "last_received_on": None,
        "accepted_on": None,
        "status": "missing",
        "days_late": 3,
        "days_left": None,
        "rounds": 0,
        "reminders": 0,
        "chair": "Жунусова Айгуль",
        "phone": "+7 701 555 04 00",
    }


def test_a_row_follows_its_hand_ins(world: World, capsysbinary: Any) -> None:
    obligation = world.obligation
    obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    obligation.return_(
        by=world.saule, at=at(JULY, 14), returned_on=JULY, correct_by=date(2023, 7, 17), reason="Нет протокола"
    )
    obligation.submit(by=world.aigul, at=at(date(2023, 7, 12)), received_on=date(2023, 7, 12))
    obligation.accept(by=world.saule, at=at(date(2023, 7, 13)), accepted_on=date(2023, 7, 13))
    (row,) = table(capsysbinary, "organization=karaganda")
    assert (row["status"], row["rounds"]) == ("on_time", 2)
    assert (row["first_received_on"], row["last_received_on"]) == ("2023-07-10", "2023-07-12")
    assert row["accepted_on"] == "2023-07-13"
    (row,) = table(capsysbinary, "organization=karaganda", "--as-of", "2023-07-11")
    assert (row["status"], row["rounds"], row["days_left"]) == ("returned", 1, 6)


def test_the_chair_is_of_the_day_asked_about(world: World, capsysbinary: Any) -> None:
    successor = appoint(None, world.temirtau, Position.DEPUTY, "Новая Анна").person
    replace_chair(world.karaganda, successor, on=date(2023, 9, 3), reason="Выборы")
    assert table(capsysbinary, "organization=karaganda")[0]["chair"] == "Новая Анна"
    earlier = table(capsysbinary, "organization=karaganda", "--as-of", "2023-09-02")
    assert earlier[0]["chair"] == "Жунусова Айгуль"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("", {"karaganda", "akmola"}),
        ("status=on_time", {"akmola"}),
        ("overdue=yes", {"karaganda"}),
        ("requirement=schedule", {"karaganda", "akmola"}),
        ("level=branch", set()),
        ("level=member", {"karaganda", "akmola"}),
        ("region=KZ-35", {"karaganda"}),
        ("parent=union", {"karaganda", "akmola"}),
        ("parent=karaganda", set()),
        ("q=жунусова", {"karaganda"}),
        ("year=2023", {"karaganda", "akmola"}),
        ("year=2022", set()),
        ("due_from=01.09.2023 due_to=2023-09-01", {"karaganda", "akmola"}),
        ("due_from=02.09.2023", set()),
    ],
)
def test_filters(world: World, capsysbinary: Any, filters: str, found: set[str]) -> None:
    world.foreign.submit(by=world.erlan, at=at(JULY), received_on=JULY)
    assert {row["organization_code"] for row in table(capsysbinary, *filters.split())} == found


def test_a_returned_one_is_overdue_only_past_its_correct_by_day(world: World, capsysbinary: Any) -> None:
    world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    world.obligation.return_(
        by=world.saule, at=at(date(2023, 9, 1)), returned_on=date(2023, 9, 1), correct_by=TODAY, reason="x"
    )
    overdue = [row["organization_code"] for row in table(capsysbinary, "overdue=yes")]
    assert overdue == ["akmola"]
    tomorrow = table(capsysbinary, "overdue=yes", "--as-of", "2023-09-05")
    assert {row["organization_code"] for row in tomorrow} == {"akmola", "karaganda"}


def test_what_waits_to_be_looked_at_can_be_found(world: World, capsysbinary: Any) -> None:
    world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    assert len(table(capsysbinary, "status=under_review")) == 1
    world.obligation.accept(by=world.saule, at=at(TODAY), accepted_on=TODAY)
    assert not table(capsysbinary, "status=under_review")
    assert len(table(capsysbinary, "status=accepted")) == 1


@pytest.mark.parametrize("word", ["status=lost", "requirement=nothing", "parent=nowhere", "due_from=31.02.2023", "x=1"])
def test_a_wrong_filter_is_refused(world: World, word: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("table", "obligations", word)
    assert word.split("=")[0] in str(refusal.value)


def test_page_and_file_give_the_same_rows(world: World, signed_in: Any, capsysbinary: Any) -> None:
    client = signed_in(world.saule)
    page = json.loads(client.get(LIST + "?as=json&status=missing").content)["rows"]
    assert page == table(capsysbinary, "status=missing", "--user", world.saule.email)


def test_rows_say_what_they_are(world: World, signed_in: Any) -> None:
    page = signed_in(world.saule).get(LIST).content.decode()
    expected = (
        'data-test="obligation-row" data-status="missing" data-organization="karaganda" data-requirement="schedule"'
    )
    assert expected in page


def test_sorting_by_a_column_both_ways(world: World, signed_in: Any) -> None:
    world.foreign.submit(by=world.erlan, at=at(JULY), received_on=JULY)
    client = signed_in(world.saule)
    assert organizations(client, "?sort=organization") == ["akmola", "karaganda"]
    assert organizations(client, "?sort=-organization") == ["karaganda", "akmola"]
    assert organizations(client, "?sort=status") == ["karaganda", "akmola"]
    assert organizations(client, "?sort=-status") == ["akmola", "karaganda"]
    assert organizations(client, "?sort=nonsense") == organizations(client, "")


@pytest.mark.parametrize("name", ["requirement_title", "due_on", "first_received_on", "accepted_on", "rounds"])
def test_every_sort_that_is_offered_works(world: World, signed_in: Any, name: str) -> None:
    client = signed_in(world.saule)
    assert len(organizations(client, f"?sort={name}")) == len(organizations(client, f"?sort=-{name}")) == 2


def test_pages_have_the_length_asked_for(world: World, signed_in: Any) -> None:
    for number in range(55):
        make_organization(f"m{number}", "member", world.union, f"Членская {number}")
    world.requirement.open_obligations(until=TODAY)
    client = signed_in(world.saule)
    assert len(organizations(client, "?per_page=50")) == 50
    assert len(organizations(client, "?per_page=50&page=2")) == 7
    assert len(organizations(client, "?per_page=7")) == 57


def test_who_may_see_it(world: World, signed_in: Any) -> None:
    for reader in (world.saule, world.leila, world.gulnara, world.asan):
        assert signed_in(reader).get(LIST).status_code == 200
    for chair in (world.aigul, world.dana):
        assert signed_in(chair).get(LIST).status_code == 403


def test_what_is_asked_elsewhere_is_not_told_to_a_chair(world: World, capsysbinary: Any) -> None:
    rows = table(capsysbinary, "--user", world.erlan.email)
    assert {row["organization_code"] for row in rows} == {"akmola"}


@pytest.mark.parametrize("number", [0, 60])
def test_as_many_queries_for_sixty_organizations_as_for_two(
    world: World, signed_in: Any, number: int, django_assert_num_queries: Any
) -> None:
    for index in range(number):
        make_organization(f"m{index}", "member", world.union, f"Членская {index}")
    world.requirement.open_obligations(until=TODAY)
    make_requirement("other").open(by=world.saule, at=at(TODAY), until=TODAY)
    client = signed_in(world.saule)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)
