"""Reporting rates: what came of what was expected, per organization, with a real total."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from tests.world import TODAY, World, at, make_organization, make_requirement

PAGE = "/reporting/rates/"
QUERIES = 10
JULY = date(2023, 7, 10)


def table(capsysbinary: Any, *words: str) -> dict[str, Any]:
    call_command("table", "reporting_rates", *words)
    return json.loads(capsysbinary.readouterr().out)


def row_of(answer: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in answer["rows"] if row["organization_code"] == code)


@pytest.fixture
def busy(world: World) -> World:
    """Karaganda owes four: in time, late, missing, exempt. Akmola owes one more that is not due, and one missing."""
    for code in ("late", "missing", "exempt"):
        make_requirement(code, audience_levels=["branch"]).audience.add(world.karaganda)
    make_requirement("future", due_on=date(2023, 12, 1), audience_levels=["branch"]).audience.add(world.akmola)
    from reporting.models import Obligation, Requirement

    for requirement in Requirement.objects.filter(opened_at=None):
        requirement.open(by=world.saule, at=at(JULY), until=TODAY)
    owed = {one.requirement.code: one for one in Obligation.objects.filter(organization=world.karaganda)}
    owed["schedule"].submit(by=world.aigul, at=at(JULY), received_on=JULY)
    owed["late"].submit(by=world.aigul, at=at(date(2023, 9, 3)), received_on=date(2023, 9, 3))
    owed["exempt"].exempt(by=world.saule, at=at(JULY), decided_on=JULY, reason="Учреждена недавно")
    return world


def test_numbers_and_rates(busy: World, capsysbinary: Any) -> None:
    answer = table(capsysbinary)
    row = row_of(answer, "karaganda")
    counts = {name: row[name] for name in ("on_time", "late", "received", "missing", "returned", "exempt", "not_due")}
    assert counts == {
        "on_time": 1, "late": 1, "received": 0, "missing": 1, "returned": 0, "exempt": 1, "not_due": 0
    }  # fmt: skip
    assert row["expected"] == 3
    assert row["rate"] == pytest.approx(2 / 3)
    assert row["rate_on_time"] == pytest.approx(1 / 3)


def test_where_nothing_is_expected_there_is_no_rate_and_zero_is_zero(world: World, capsysbinary: Any) -> None:
    row = row_of(table(capsysbinary, "--as-of", "2023-09-01"), "karaganda")
    assert (row["expected"], row["rate"], row["rate_on_time"]) == (0, None, None)
    row = row_of(table(capsysbinary), "karaganda")
    assert (row["expected"], row["rate"], row["rate_on_time"]) == (1, 0, 0)


def test_a_returned_one_is_expected_and_not_received(world: World, capsysbinary: Any) -> None:
    world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    world.obligation.return_(by=world.saule, at=at(JULY), returned_on=JULY, correct_by=TODAY, reason="x")
    row = row_of(table(capsysbinary), "karaganda")
    assert (row["returned"], row["expected"], row["rate"]) == (1, 1, 0)


def test_what_came_on_an_unknown_day_is_received_and_not_in_time(world: World, capsysbinary: Any) -> None:
    world.obligation.submit(by=world.saule, at=at(TODAY), received_on=TODAY, day_stated=False, channel="unknown")
    row = row_of(table(capsysbinary), "karaganda")
    assert (row["received"], row["rate"], row["rate_on_time"]) == (1, 1, 0)


def test_the_total_is_of_obligations(busy: World, capsysbinary: Any) -> None:
    totals = table(capsysbinary)["totals"]
    assert (totals["expected"], totals["on_time"], totals["not_due"]) == (4, 1, 1)
    assert totals["rate"] == pytest.approx(2 / 4)


def test_with_all_below_each_obligation_counts_once_in_the_total(world: World, capsysbinary: Any) -> None:
    branches = make_requirement("branches", audience_levels=["branch", "primary"])
    branches.open(by=world.saule, at=at(JULY), until=TODAY)
    own = table(capsysbinary, "level=all")
    below = table(capsysbinary, "level=all", "scope=below")
    assert row_of(own, "karaganda")["expected"] == 1
    assert row_of(below, "karaganda")["expected"] == 3
    assert row_of(below, "temirtau")["expected"] == 2
    assert row_of(below, "union")["expected"] == below["totals"]["expected"] == own["totals"]["expected"] == 4


def test_the_total_leaves_out_what_lies_outside_the_chosen_subtrees(world: World, capsysbinary: Any) -> None:
    assert table(capsysbinary, "scope=below", "organization=karaganda")["totals"]["expected"] == 1


def test_filters_of_requirement_and_year(busy: World, capsysbinary: Any) -> None:
    assert table(capsysbinary, "requirement=late")["totals"]["expected"] == 1
    assert table(capsysbinary, "year=2022")["totals"]["expected"] == 0


def test_the_page_shows_the_same_and_its_numbers_lead_to_the_list(
    busy: World, signed_in: Any, capsysbinary: Any
) -> None:
    client = signed_in(busy.saule)
    assert json.loads(client.get(PAGE + "?as=json").content) == table(capsysbinary)
    page = client.get(PAGE).content.decode()
    assert "/reporting/?level=all&amp;organization=karaganda&amp;status=missing" in page
    assert "66,7" in page


def test_sorting_puts_no_data_last_both_ways(world: World, signed_in: Any) -> None:
    make_organization("abai", "member", world.union, "Область Абай")
    world.foreign.submit(by=world.erlan, at=at(JULY), received_on=JULY)
    client = signed_in(world.saule)

    def order(query: str) -> list[str]:
        return [row["organization"].code for row in client.get(PAGE + query).context["table"].rows]

    assert order("?sort=rate") == ["karaganda", "akmola", "abai"]
    assert order("?sort=-rate") == ["akmola", "karaganda", "abai"]
    assert order("?sort=organization") == ["akmola", "karaganda", "abai"]


def test_who_may_see_it(world: World, signed_in: Any) -> None:
    assert signed_in(world.leila).get(PAGE).status_code == 200
    assert signed_in(world.aigul).get(PAGE).status_code == 403


@pytest.mark.parametrize("number", [0, 60])
def test_as_many_queries_for_sixty_organizations_as_for_two(
    world: World, signed_in: Any, number: int, django_assert_num_queries: Any
) -> None:
    for index in range(number):
        make_organization(f"m{index}", "member", world.union, f"Членская {index}")
    world.requirement.open_obligations(until=TODAY)
    client = signed_in(world.saule)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE + "?scope=below")
