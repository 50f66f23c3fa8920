"""The status board: every active organization, the gravest status of each cell, totals over all that is selected."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from organizations.access import Position
from organizations.models import Appointment
from tests.world import TODAY, World, appoint, at, make_organization, make_requirement

HOME = "/"
# One of the page asks what needs attention, one which views are saved; a file needs neither.
QUERIES, QUERIES_OF_A_FILE = 13, 10


def table(capsysbinary: Any, *words: str) -> dict[str, Any]:
    call_command("table", "board", *words)
    return json.loads(capsysbinary.readouterr().out)


def row_of(answer: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in answer["rows"] if row["organization_code"] == code)


def cells(client: Client, query: str = "") -> dict[tuple[str, str], str]:
    board = client.get(HOME + query).context["table"]
    return {(row.organization.code, cell.requirement.code): cell.status for row in board.rows for cell in row.cells}


def test_staff_see_every_member_organization_with_its_status(world: World, signed_in: Any) -> None:
    world.foreign.submit(by=world.erlan, at=at(date(2023, 8, 30)), received_on=date(2023, 8, 30))
    answer = signed_in(world.saule).get(HOME)
    assert cells(signed_in(world.saule)) == {("karaganda", "schedule"): "missing", ("akmola", "schedule"): "on_time"}
    page = answer.content.decode()
    assert 'data-test="status-board"' in page
    assert 'data-status="missing" data-organization="karaganda" data-requirement="schedule"' in page
    assert f'href="{world.obligation.get_absolute_url()}"' in page


def test_the_chair_and_a_number_that_dials_stand_beside_what_is_overdue(world: World, signed_in: Any) -> None:
    world.foreign.submit(by=world.erlan, at=at(date(2023, 8, 30)), received_on=date(2023, 8, 30))
    page = signed_in(world.saule).get(HOME).content.decode()
    assert "Жунусова Айгуль" in page
    assert "tel:+77015550400" in page
    assert "Токтаров Ерлан" not in page


def test_a_body_with_nobody_to_call_is_flagged(world: World, signed_in: Any) -> None:
    Appointment.objects.filter(organization=world.karaganda, position=Position.CHAIR).update(ended_on=TODAY)
    assert "chair--none" in signed_in(world.saule).get(HOME).content.decode()


def test_of_several_the_gravest_is_shown_with_their_number(world: World, signed_in: Any) -> None:
    results = make_requirement("conference_results", due_kind="after_event", due_on=None, offset=1, unit="months")
    results.open(by=world.saule, at=at(TODAY), until=TODAY)
    for key, day in (("conference:1", date(2023, 7, 1)), ("conference:2", date(2023, 8, 20))):
        results.oblige(world.karaganda, key=key, event_on=day, by=world.saule)
    page = signed_in(world.saule).get(HOME)
    assert cells(signed_in(world.saule))["karaganda", "conference_results"] == "missing"
    assert "organization=karaganda&amp;requirement=conference_results" in page.content.decode()
    assert "×2" in page.content.decode()


def test_an_organization_without_an_obligation_is_no_data_and_not_absent(world: World, signed_in: Any) -> None:
    late = make_organization("abai", "member", world.union, "Область Абай")
    assert cells(signed_in(world.saule))[late.code, "schedule"] == "no_data"


def test_as_of_shows_the_day_asked_about(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    assert cells(client, "?as_of=01.09.2023")["karaganda", "schedule"] == "not_due"
    assert cells(client, "?as_of=2023-09-02")["karaganda", "schedule"] == "missing"
    assert (
        f"{world.obligation.get_absolute_url()}?as_of=2023-09-01" in client.get("/?as_of=01.09.2023").content.decode()
    )


def test_the_command_gives_the_contract(world: World, capsysbinary: Any) -> None:
    answer = table(capsysbinary)
    assert (answer["name"], answer["as_of"]) == ("board", "2023-09-04")
    row = row_of(answer, "karaganda")
    assert (row["organization"], row["schedule"], row["schedule_count"]) == ("Карагандинская область", "missing", 1)
    assert (row["chair"], row["phone"], row["overdue"]) == ("Жунусова Айгуль", "+7 701 555 04 00", 1)
    assert answer["totals"]["schedule"] == {"missing": 2}
    assert answer["totals"]["schedule_count"] == 2


def test_page_and_command_give_the_same(world: World, signed_in: Any, capsysbinary: Any) -> None:
    page = json.loads(signed_in(world.saule).get("/?as=json&level=all").content)
    assert page == table(capsysbinary, "level=all", "--user", world.saule.email)


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ("", {"karaganda", "akmola"}),
        ("level=all", {"union", "karaganda", "akmola", "temirtau", "school-1"}),
        ("level=branch", {"temirtau"}),
        ("parent=karaganda", {"temirtau", "school-1"}),
        ("parent=karaganda level=branch", {"temirtau"}),
        ("organization=school-1", {"school-1"}),
        ("region=KZ-35", {"karaganda"}),
        ("q=токтаров", {"akmola"}),
        ("q=ибраев", {"temirtau"}),
        ("status=missing", {"karaganda"}),
        ("status=on_time", {"akmola"}),
        ("status=under_review", {"akmola"}),
        ("status=accepted", set()),
        ("status=no_data level=all", {"union", "temirtau", "school-1"}),
        ("overdue=yes", {"karaganda"}),
        ("year=2023", {"karaganda", "akmola"}),
    ],
)
def test_filters_choose_rows(world: World, capsysbinary: Any, filters: str, codes: set[str]) -> None:
    world.foreign.submit(by=world.erlan, at=at(date(2023, 8, 30)), received_on=date(2023, 8, 30))
    assert {row["organization_code"] for row in table(capsysbinary, *filters.split())["rows"]} == codes


def test_a_period_leaves_out_the_columns_of_other_years(world: World, capsysbinary: Any) -> None:
    assert "schedule" in row_of(table(capsysbinary, "year=2023"), "karaganda")
    assert "schedule" not in row_of(table(capsysbinary, "year=2024"), "karaganda")


@pytest.mark.parametrize("word", ["requirment=schedule", "level=planet", "organization=nowhere", "overdue=no"])
def test_a_misspelt_filter_is_refused_in_the_command_and_in_a_file(world: World, signed_in: Any, word: str) -> None:
    with pytest.raises(CommandError):
        call_command("table", "board", word)
    client = signed_in(world.saule)
    assert client.get(f"/?as=json&{word}").status_code == 400
    assert client.get(f"/?{word}").status_code == 200


def test_totals_are_over_everything_selected_not_over_the_page(world: World, signed_in: Any) -> None:
    for number in range(60):
        make_organization(f"m{number}", "member", world.union, f"Членская {number}")
    answer = signed_in(world.saule).get("/?per_page=50")
    assert len(answer.context["table"].rows) == 50
    assert answer.context["table"].totals["schedule"] == {"missing": 2, "no_data": 60}


def test_a_closed_or_suspended_organization_is_on_the_board_until_that_day(world: World, capsysbinary: Any) -> None:
    world.akmola.suspended_on = date(2023, 9, 3)
    world.akmola.save()
    assert {row["organization_code"] for row in table(capsysbinary)["rows"]} == {"karaganda"}
    assert len(table(capsysbinary, "--as-of", "2023-09-02")["rows"]) == 2


def test_the_command_keeps_the_scope_of_the_person(world: World, capsysbinary: Any) -> None:
    answer = table(capsysbinary, "level=all", "--user", world.aigul.email)
    assert {row["organization_code"] for row in answer["rows"]} == {"karaganda", "temirtau", "school-1"}


def test_the_home_of_each_person(world: World, signed_in: Any) -> None:
    def template(user: Any) -> str:
        return signed_in(user).get(HOME).templates[0].name

    assert template(world.saule) == template(world.gulnara) == "reporting/board.html"
    assert template(world.aigul) == template(world.dana) == "reporting/tasks.html"
    Appointment.objects.filter(person__user=world.erlan).update(ended_on=TODAY)
    page = signed_in(world.erlan).get(HOME)
    assert page.templates[0].name == "overview/no_office.html"
    assert world.union.phone in page.content.decode()


def test_only_those_who_may_act_are_offered_actions(world: World, signed_in: Any) -> None:
    assert "data-board-action" in signed_in(world.saule).get(HOME).content.decode()
    assert "data-board-action" not in signed_in(world.leila).get("/board/").content.decode()


def test_names_are_text_in_the_page_and_in_files(world: World, signed_in: Any) -> None:
    world.karaganda.short_ru = "=1+1<b>жирно</b>"
    world.karaganda.save()
    client = signed_in(world.saule)
    assert "<b>жирно</b>" not in client.get(HOME).content.decode()
    for form in ("xlsx", "csv", "docx"):
        assert client.get(f"/?as={form}").status_code == 200


@pytest.mark.parametrize("number", [0, 60])
def test_as_many_queries_for_sixty_organizations_as_for_two(
    world: World, signed_in: Any, number: int, django_assert_num_queries: Any
) -> None:
    for index in range(number):
        one = make_organization(f"m{index}", "member", world.union, f"Членская {index}")
        appoint(None, one, Position.CHAIR, f"Председатель {index}")
    world.requirement.open_obligations(until=TODAY)
    client = signed_in(world.saule)
    with django_assert_num_queries(QUERIES):
        client.get(HOME)
    with django_assert_num_queries(QUERIES_OF_A_FILE):
        client.get("/?as=xlsx")
