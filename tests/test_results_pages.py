"""Figures of the union from what was handed in: by level, traceable to the hand-ins, as of a day, within the scope."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign
from tests.results_of import handed_in, hold, make_campaign
from tests.world import World, make_organization

SignIn = Callable[..., Client]
AUGUST = date(2023, 8, 31)


@pytest.fixture
def campaign(world: World) -> Campaign:
    """Karaganda states its branches (of which one handed in), Akmola handed in for itself; two members in all."""
    campaign = make_campaign(world)
    own = {"delegates_elected": 100, "delegates_present": 85, "body_size": 30, "body_women": 20, "body_youth": 5}
    first = {"organizations_total": 4, "organizations_held": 3, "chairs_replaced": 2, "chairs_from_reserve": 1, "body_size": 40,
             "body_women": 31, "explanation": "Два филиала – на бумаге"}  # fmt: skip
    handed_in(
        hold(campaign, world.karaganda, world), world,
        {**own, "chair_replaced": True, "chair_from_reserve": False, "assessment": "satisfactory"}, {"branch": first},
    )  # fmt: skip
    handed_in(hold(campaign, world.akmola, world), world, {**own, "chair_replaced": False, "assessment": "none"})
    handed_in(hold(campaign, world.temirtau, world), world, {"body_size": 9, "body_women": 7, "chair_replaced": True})
    return campaign


def look(client: Client, campaign: Campaign, *more: str, **query: str) -> HttpResponse:
    name = "campaigns:results_of" if more else "campaigns:results"
    return client.get(reverse(name, args=[campaign.pk, *more]), query)


def shares(answer: HttpResponse) -> dict[str, list[str]]:
    return {row["code"]: [cell.get("value", "") for cell in row["cells"]] for row in answer.context["shares"]}


def records(answer: HttpResponse) -> dict[tuple[str, str], dict]:
    return {(row["organization_code"], row["level"]): row for row in answer.context["table"].records()}


def test_figures_of_the_union_by_level_and_in_all(campaign: Campaign, world: World, signed_in: SignIn) -> None:
    answer = look(signed_in(world.leila), campaign)
    held = [(one["level"], re.findall(r"\d+", one["value"])) for one in answer.context["held"]]
    assert [(level, sorted(numbers)) for level, numbers in held] == [
        ("member", ["2", "2"]), ("branch", ["3", "4"]), ("primary", ["0", "1"]),
    ]  # fmt: skip
    found = shares(answer)
    assert found["delegates_turnout"] == ["85,0\xa0%", "", "", "85,0\xa0%"]
    assert found["turnover"] == ["50,0\xa0%", "66,7\xa0%", "", "60,0\xa0%"]  # 1 of 2, 2 of 3, 3 of 5
    assert found["reserve_share"] == ["0,0\xa0%", "50,0\xa0%", "", "33,3\xa0%"]
    assert found["women_share"] == ["66,7\xa0%", "77,5\xa0%", "", "71,0\xa0%"]  # 40 of 60, 31 of 40, 71 of 100
    assert found["turnout"] == ["", "", "", ""]  # nobody held a meeting: a dash, not zero
    assert found["quorum_share"][0] == "100,0\xa0%"


def test_every_member_organization_has_its_row_of_each_level(
    campaign: Campaign, world: World, signed_in: SignIn
) -> None:
    rows = records(look(signed_in(world.saule), campaign))
    sources = {key: row["source"] for key, row in rows.items()}
    assert sources == {
        ("karaganda", "member"): "own", ("karaganda", "branch"): "stated", ("karaganda", "primary"): None,
        ("akmola", "member"): "own", ("akmola", "branch"): None, ("akmola", "primary"): None,
    }  # fmt: skip
    assert rows["karaganda", "branch"]["differences"] == 5  # total, held, replaced, size, women
    assert rows["karaganda", "member"]["differences"] is None


def test_a_level_alone_has_its_own_foot(campaign: Campaign, world: World, signed_in: SignIn) -> None:
    answer = look(signed_in(world.saule), campaign, level="branch")
    assert {level for _code, level in records(answer)} == {"branch"}
    assert answer.context["table"].sums["organizations_held"] == 3
    assert answer.context["table"].sums["turnover"] == pytest.approx(2 / 3)


def test_a_figure_leads_to_the_hand_in(campaign: Campaign, world: World, signed_in: SignIn) -> None:
    staff = signed_in(world.saule)
    page = look(staff, campaign).content.decode()
    submission = world.karaganda.conferences.get().results.get().submission
    address = reverse("campaigns:submitted_results", args=[submission.pk])
    assert address in page
    shown = staff.get(address).content.decode()
    assert "Два филиала – на бумаге" in shown
    assert reverse("campaigns:results_of", args=[campaign.pk, "karaganda"]) in shown


def test_an_organization_stated_beside_summed_and_who_the_sum_is_of(
    campaign: Campaign, world: World, signed_in: SignIn
) -> None:
    answer = look(signed_in(world.aigul), campaign, "karaganda")
    branch, primary = answer.context["levels"]
    figures = {str(one["title"]): (one["stated"], one["summed"], one["difference"]) for one in branch["figures"]}
    assert ("31", "7", "+24") in figures.values()
    assert ("4", "1", "+3") in figures.values()
    assert primary["row"].source == ""
    assert set(records(answer)) == {("temirtau", "branch"), ("temirtau", "primary")}
    assert records(answer)["temirtau", "branch"]["body_women"] == 7


def test_before_the_day_nothing_had_come(campaign: Campaign, world: World, signed_in: SignIn) -> None:
    answer = look(signed_in(world.saule), campaign, as_of=AUGUST.isoformat())
    assert not answer.context["any_data"]
    assert {row["organizations_held"] for row in records(answer).values()} == {None}
    assert records(answer)["karaganda", "member"]["organizations_total"] == 1


def test_a_chair_sees_the_own_rows_only(campaign: Campaign, world: World, signed_in: SignIn) -> None:
    assert {code for code, _level in records(look(signed_in(world.aigul), campaign))} == {"karaganda"}
    assert set(records(look(signed_in(world.bolat), campaign))) == {("temirtau", "branch"), ("temirtau", "primary")}
    assert look(signed_in(world.erlan), campaign, "karaganda").status_code == 404
    shown = look(signed_in(world.erlan), campaign)
    assert shares(shown)["delegates_turnout"][0] == "85,0\xa0%"
    assert {code for code, _level in records(shown)} == {"akmola"}


@pytest.mark.parametrize("format", ["json", "csv", "xlsx", "docx"])
def test_the_table_is_exported(campaign: Campaign, world: World, signed_in: SignIn, format: str) -> None:
    assert look(signed_in(world.saule), campaign, **{"as": format}).status_code == 200


def test_as_many_queries_for_many_as_for_few(campaign: Campaign, world: World, signed_in: SignIn) -> None:
    staff = signed_in(world.saule)
    addresses = [
        reverse("campaigns:results", args=[campaign.pk]),
        reverse("campaigns:results_of", args=[campaign.pk, "karaganda"]),
    ]
    asked = []
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            branch = make_organization(f"branch-{number}", "branch", world.karaganda, f"Филиал {number}")
            member = make_organization(f"member-{number}", "member", world.union, f"Область {number}")
            for one in (branch, member):
                below = {"primary": {"organizations_total": 3}}
                handed_in(hold(campaign, one, world), world, {"publications": number}, below)
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                assert staff.get(address).status_code == 200
            counts.append(len(captured.captured_queries))
        asked.append(counts)
    assert asked[0] == asked[1]
    assert max(asked[1]) <= 15
