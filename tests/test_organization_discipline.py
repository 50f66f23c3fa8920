"""How an organization kept its due days: year by year, the same for its chair and the apparatus, each number with its list."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from overview.discipline import Discipline
from reporting.models import Obligation
from tests.world import NOON, TODAY, World, at, make_requirement

PAGE = "/organizations/karaganda/discipline/"
LIST = "/organizations/karaganda/obligations/"
MOST = 15
SignIn = Callable[[User], Client]


def owe(world: World, code: str, due_on: date) -> Obligation:
    requirement = make_requirement(code, due_on=due_on, asked_on=due_on.replace(month=1, day=10))
    requirement.audience.add(world.karaganda)
    requirement.open(by=world.saule, at=at(requirement.asked_on), until=TODAY)
    return Obligation.objects.get(requirement=requirement, organization=world.karaganda)


@pytest.fixture
def years(world: World) -> World:
    """2021: one in time, one 40 days late after a return. 2022: one returned twice and 5 days late. 2023: the schedule,
    due on 1 September, missing; one returned, to be corrected by 1 August; one ahead."""
    who = {"by": world.saule, "at": NOON}
    owe(world, "in_time", date(2021, 5, 20)).submit(received_on=date(2021, 5, 20), **who)
    late = owe(world, "late", date(2021, 6, 20))
    late.submit(received_on=date(2021, 7, 30), **who)
    returned(late, date(2021, 8, 1), **who)
    late.submit(received_on=date(2021, 8, 2), **who)
    twice = owe(world, "twice", date(2022, 3, 10))
    for day in (15, 17):
        twice.submit(received_on=date(2022, 3, day), **who)
        returned(twice, date(2022, 3, day), **who)
    twice.submit(received_on=date(2022, 3, 20), **who)
    again = owe(world, "again", date(2023, 7, 10))
    again.submit(received_on=date(2023, 7, 10), **who)
    returned(again, date(2023, 7, 12), correct_by=date(2023, 8, 1), **who)
    owe(world, "ahead", date(2023, 12, 1))
    return world


def returned(owed: Obligation, day: date, correct_by: date | None = None, **who: Any) -> None:
    owed.return_(returned_on=day, correct_by=correct_by or day, reason="x", remarks=[("", "x")], **who)


def rows_of(client: Client, query: str = "") -> dict[int, dict[str, Any]]:
    table = client.get(f"{PAGE}?as=json{query}").json()
    return {row["year"]: row for row in table["rows"]}


def test_the_figures_of_each_year(years: World, signed_in: SignIn) -> None:
    rows = rows_of(signed_in(years.saule))
    keys = ("expected", "on_time", "late", "missing", "returned", "rate_on_time", "longest", "returns", "owed")
    assert {year: tuple(row[key] for key in keys) for year, row in rows.items()} == {
        2021: (2, 1, 1, 0, 0, 0.5, 40, 1, 0),
        2022: (1, 0, 1, 0, 0, 0.0, 5, 2, 0),
        2023: (2, 0, 0, 1, 1, 0.0, 34, 1, 3),
    }


def test_as_of_an_earlier_day(years: World, signed_in: SignIn) -> None:
    rows = rows_of(signed_in(years.saule), "&as_of=2021-07-31")
    assert list(rows) == [2021]
    assert (rows[2021]["late"], rows[2021]["returns"], rows[2021]["longest"]) == (1, 0, 40)
    rows = rows_of(signed_in(years.saule), "&as_of=2022-03-15")
    assert (rows[2022]["returned"], rows[2022]["returns"], rows[2022]["owed"]) == (1, 1, 1)


def test_the_chair_sees_the_same_figures_as_the_staff(years: World, signed_in: SignIn) -> None:
    staff, chair, assistant = (signed_in(one) for one in (years.saule, years.aigul, years.dana))
    for address in (PAGE, LIST, f"{LIST}?year=2021&status=late", f"{PAGE}?as_of=2022-03-15"):
        files = [
            one.get(f"{address}{'&' if '?' in address else '?'}as=json").content for one in (staff, chair, assistant)
        ]
        assert files[0] == files[1] == files[2]
    assert chair.get(PAGE).status_code == chair.get(LIST).status_code == 200


@pytest.mark.parametrize("name", ["erlan", "bolat"])
def test_to_others_it_does_not_exist(years: World, signed_in: SignIn, name: str) -> None:
    for address in (PAGE, LIST):
        assert signed_in(getattr(years, name)).get(address).status_code == 404


@pytest.mark.parametrize("query", ["", "?as_of=2023-08-31", "?as_of=2022-03-15"])
def test_every_number_is_that_of_the_list_behind_it(years: World, signed_in: SignIn, query: str) -> None:
    client = signed_in(years.aigul)
    discipline = client.get(f"{PAGE}{query}").context["discipline"]
    table, checked = discipline.table(), 0
    for row in table.items:
        for column in table.columns:
            value = column.value_of(row)
            if not column.href or not value or column.kind != "integer":
                continue
            href = column.href(row)
            if column.key == "longest":
                assert client.get(href).status_code == 200
                number = int(href.split("/obligations/")[1].split("/")[0])
                assert Obligation.objects.with_status(discipline.as_of).get(pk=number).days_late == value
            else:
                told = client.get(f"{href}&as=json").json()
                assert (told["totals"]["returns"] if column.key == "returns" else len(told["rows"])) == value, href
            checked += 1
    assert checked >= 6


def test_the_page_of_the_organization_shows_it(years: World, signed_in: SignIn) -> None:
    page = signed_in(years.aigul).get("/organizations/karaganda/")
    assert page.context["dossier"].discipline.totals["expected"] == 5
    text = page.content.decode()
    assert f'href="{LIST}?year=2021&amp;status=late"' in text
    assert f'href="{PAGE}"' in text
    assert 'data-test="discipline"' not in signed_in(years.saule).get("/organizations/temirtau/").content.decode()


def test_of_a_closed_body_everything_stays(years: World, signed_in: SignIn) -> None:
    years.karaganda.closed_on = date(2023, 8, 1)
    years.karaganda.save()
    assert rows_of(signed_in(years.saule))[2021]["expected"] == 2
    assert len(signed_in(years.saule).get(f"{LIST}?as=json").json()["rows"]) == 6


def test_a_return_that_was_voided_is_none(years: World) -> None:
    owed = Obligation.objects.get(requirement__code="again")
    owed.void(owed.submissions.get(), by=years.saule, at=NOON, voided_on=TODAY, reason="x")
    kept = Discipline(years.karaganda, years.saule, TODAY)
    assert {row["year"]: row["returns"] for row in kept.rows}[2023] == 0


def test_page_and_command_tell_the_same(years: World, signed_in: SignIn, capsysbinary: Any) -> None:
    call_command("table", "organization_discipline", "organization=karaganda", "--user", "aigul@example.kz")
    told = json.loads(capsysbinary.readouterr().out)
    assert told == signed_in(years.aigul).get(f"{PAGE}?as=json").json()


@pytest.mark.parametrize("form", ["xlsx", "docx", "csv"])
def test_files(years: World, signed_in: SignIn, form: str) -> None:
    for address in (PAGE, LIST):
        assert signed_in(years.aigul).get(f"{address}?as={form}").status_code == 200


def test_questions_do_not_grow_with_what_was_asked(years: World, signed_in: SignIn) -> None:
    client, asked = signed_in(years.aigul), []
    for number in range(2):
        for more in range(8 * number):
            owe(years, f"more-{more}", date(2022, 5, 1 + more)).submit(by=years.saule, at=NOON, received_on=TODAY)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == client.get(LIST).status_code == 200
        asked.append(len(captured.captured_queries))
    assert asked[0] == asked[1] <= 2 * MOST
