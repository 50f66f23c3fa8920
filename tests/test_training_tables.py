"""Training by organization and category, the ranking, the budget against the norm, the years: figures against plain sums."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.registry import WHOLE_UNION, BadFilter, build
from reporting.measures import Span, all_measures
from reporting.periods import Period
from tests.membership_world import make_report, membership_requirement
from tests.training_world import Y2022, obligation_of, tell, training_asked
from tests.world import NOON, TODAY, World, make_organization

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
Y2021, Y2020 = Period(2021), Period(2020)


@pytest.fixture
def world(world: World) -> World:
    training_asked(world)
    membership_requirement(world)
    return world


def rows(name: str = "training", *, user: Any = WHOLE_UNION, as_of: date = TODAY, **filters: str) -> dict[str, Any]:
    table = build(name, user=user, as_of=as_of, filters=filters)
    return {row["organization_code"]: row for row in table.records()}


def test_every_organization_stands_in_the_table_with_or_without_figures(world: World) -> None:
    make_report(world.karaganda, 2023, employed=980)
    tell(
        world.karaganda, Y2022, members=90, chairs=0, audit=None, events_seminar=3, events_forum=0,
        budget_share=Decimal("9.5"), schools_count=0,
    )  # fmt: skip
    found = rows()
    assert set(found) == {"karaganda", "akmola"}
    ours, theirs = found["karaganda"], found["akmola"]
    assert (ours["period"], ours["status"], ours["trained_total"]) == ("2022", "on_time", 90)
    assert (ours["trained_members"], ours["trained_chairs"], ours["trained_audit"]) == (90, 0, None)
    assert (ours["share_of_members"], ours["members_on"]) == (Decimal("9.0"), date(2023, 1, 1))
    assert (ours["events"], ours["schools_count"]) == (3, 0)
    assert (ours["budget_share"], ours["meets_norm"]) == (Decimal("9.5"), False)
    assert (theirs["trained_total"], theirs["share_of_members"], theirs["meets_norm"]) == (None, None, None)
    assert theirs["status"] == "missing"


def test_the_share_says_which_day_it_was_reckoned_with(world: World) -> None:
    make_report(world.karaganda, 2022, employed=80)  # 100 members
    tell(world.karaganda, Y2022, members=50)
    found = rows()["karaganda"]
    assert (found["share_of_members"], found["members_on"]) == (Decimal("50.0"), date(2022, 1, 1))
    note = str(build("training", user=WHOLE_UNION, as_of=TODAY, filters={}).note)
    assert "01.01.2023" in note
    assert "01.01.2022" in note
    make_report(world.karaganda, 2023, employed=180)  # 200 members
    found = rows()["karaganda"]
    assert (found["share_of_members"], found["members_on"]) == (Decimal("25.0"), date(2023, 1, 1))


def test_sums_are_of_counts_and_the_share_of_the_whole_is_of_sums(world: World) -> None:
    make_report(world.karaganda, 2023, employed=880)  # 900
    make_report(world.akmola, 2023, employed=80)  # 100
    tell(world.karaganda, Y2022, members=90, chairs=10)
    tell(world.akmola, Y2022, members=100)
    table = build("training", user=WHOLE_UNION, as_of=TODAY, filters={})
    assert (table.sums["trained_total"], table.sums["trained_members"], table.sums["trained_chairs"]) == (200, 190, 10)
    assert "share_of_members" not in table.sums
    years = build("training_years", user=WHOLE_UNION, as_of=TODAY, filters={})
    assert years.sums["share_2022"] == Decimal("20.0")  # not the mean of 11 and 100


def test_the_ranking_is_by_coverage_and_not_by_number(world: World) -> None:
    make_organization("zhambyl", "member", world.union, "Жамбыл")
    make_report(world.karaganda, 2023, employed=980)
    make_report(world.akmola, 2023, employed=80)
    tell(world.karaganda, Y2022, members=100)
    tell(world.akmola, Y2022, members=50)
    found = rows("training_ranking")
    assert list(found) == ["akmola", "karaganda", "zhambyl"]
    assert [row["rank"] for row in found.values()] == [1, 2, None]


def test_organizations_are_measured_by_the_latest_period_within_a_span(world: World) -> None:
    make_report(world.karaganda, 2023, employed=980)
    tell(world.karaganda, Y2022, members=90)
    coverage = all_measures()["training.share_of_members"]
    within = Span(date(2021, 1, 1), date(2022, 12, 31), TODAY)
    assert coverage.values(within, WHOLE_UNION) == {world.karaganda.pk: Decimal("9.0")}
    assert coverage.values(Span(date(2022, 1, 1), date(2022, 6, 30), TODAY), WHOLE_UNION) == {}
    assert "organization=karaganda" in coverage.behind(within, world.karaganda)


def test_equal_shares_share_a_place(world: World) -> None:
    other = make_organization("zhambyl", "member", world.union, "Жамбыл")
    for body, trained in ((world.karaganda, 10), (world.akmola, 10), (other, 5)):
        make_report(body, 2023, employed=80)
        tell(body, Y2022, members=trained)
    assert [row["rank"] for row in rows("training_ranking").values()] == [1, 1, 3]


def test_the_budget_is_held_against_the_norm_of_its_year(world: World) -> None:
    tell(world.karaganda, Y2022, members=1, budget_plan=Decimal(12), budget_share=Decimal(8))
    tell(world.akmola, Y2022, members=1, budget_share=Decimal(10))
    found = rows("training_budget")
    assert list(found) == ["karaganda", "akmola"]
    ours, theirs = found["karaganda"], found["akmola"]
    assert (ours["budget_plan"], ours["against_norm"], ours["meets_norm"]) == (12, -2, False)
    assert (theirs["budget_plan"], theirs["against_norm"], theirs["meets_norm"]) == (None, 0, True)


def test_the_years_set_the_same_part_side_by_side(world: World) -> None:
    training_asked(world, "h1", first=2023, last=2023)
    for period, trained in ((Y2020, 10), (Y2021, 0), (Y2022, 30)):
        tell(world.karaganda, period, members=trained)
    tell(world.karaganda, Period(2023, "h1"), members=7)
    ours = rows("training_years", year="2022", part="year")["karaganda"]
    assert [ours[f"trained_{year}"] for year in (2018, 2020, 2021, 2022)] == [None, 10, 0, 30]
    assert rows("training_years")["karaganda"]["trained_2022"] is None, "a half-year is not compared with a year"
    assert rows()["karaganda"]["period"] == "2023-h1"
    with pytest.raises(BadFilter, match="part"):
        rows(part="q1")


def test_what_was_returned_counts_for_nothing_and_what_came_later_not_yet(world: World) -> None:
    made = tell(world.karaganda, Y2022, members=5, received_on=date(2023, 1, 10))
    filters = {"year": "2022", "part": "year"}
    assert rows(as_of=date(2023, 1, 9))["karaganda"]["trained_total"] is None
    made.submission.obligation.return_(
        by=world.saule, at=NOON, returned_on=date(2023, 2, 1), correct_by=TODAY, reason="Не сходится"
    )
    assert rows(as_of=date(2023, 1, 31))["karaganda"]["trained_total"] == 5
    assert rows(**{**filters, "year": "2022"})["karaganda"]["trained_total"] is None
    tell(world.karaganda, Y2022, members=6, received_on=date(2023, 2, 2))
    assert rows()["karaganda"]["trained_total"] == 6


def test_a_chair_sees_the_own_bodies_only(world: World, signed_in: SignIn) -> None:
    tell(world.akmola, Y2022, members=5)
    tell(world.karaganda, Y2022, members=1)
    for name in ("training", "training_ranking", "training_budget", "training_years"):
        assert set(rows(name, user=world.aigul)) == {"karaganda"}
    assert "Акмолинская" not in signed_in(world.aigul).get("/training/?level=all").content.decode()


def test_it_is_sorted_by_a_figure_with_no_data_last(world: World, signed_in: SignIn) -> None:
    make_organization("zhambyl", "member", world.union, "Жамбыл")
    tell(world.karaganda, Y2022, members=5)
    tell(world.akmola, Y2022, members=9)
    for sort, expected in (("trained_total", ["karaganda", "akmola"]), ("-trained_total", ["akmola", "karaganda"])):
        page = signed_in(world.saule).get(f"/training/?sort={sort}&as=json")
        assert [row["organization_code"] for row in json.loads(page.content)["rows"]] == [*expected, "zhambyl"]


@pytest.mark.parametrize("where", ["", "years/", "ranking/", "budget/"])
@pytest.mark.parametrize("as_", ["json", "csv", "xlsx", "docx"])
def test_the_pages_and_their_files_are_there(where: str, as_: str, world: World, signed_in: SignIn) -> None:
    for body in (world.karaganda, world.akmola):
        make_report(body, 2023, employed=80)
        tell(body, Y2022, members=41, budget_share=Decimal(11))
    client = signed_in(world.saule)
    assert client.get(f"/training/{where}").status_code == 200
    answer = client.get(f"/training/{where}?as={as_}")
    assert answer.status_code == 200
    if as_ == "json":
        assert {row["organization_code"] for row in json.loads(answer.content)["rows"]} == {"karaganda", "akmola"}


def test_the_command_prints_the_same_table(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    tell(world.karaganda, Y2022, members=5)
    call_command("table", "training", "year=2022", "part=year", "--as-of", "2023-09-04")
    said = json.loads(capsys.readouterr().out)
    assert {row["organization_code"]: row["trained_total"] for row in said["rows"]} == {"akmola": None, "karaganda": 5}


MOST = 15


@pytest.mark.parametrize("where", ["", "years/", "ranking/", "budget/"])
def test_pages_ask_as_often_for_many_as_for_few(where: str, world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    numbers = []
    for n in (3, 12):
        for place in range(n):
            body = make_organization(f"m-{n}-{place}", "member", world.union, f"Область {n} {place}")
            make_report(body, 2023, employed=80)
            for period in (Y2021, Y2022):
                tell(body, period, members=place, chairs=1, events_seminar=1)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/training/{where}").status_code == 200
        numbers.append(len(captured.captured_queries))
    assert numbers[0] == numbers[1]
    assert numbers[1] <= MOST


def test_the_entry_page_asks_little(world: World, signed_in: SignIn) -> None:
    tell(world.karaganda, Y2021, members=1)
    client, owed = signed_in(world.aigul), obligation_of(world.karaganda, Y2022)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/training/fill/{owed.pk}/").status_code == 200
    # One for its hand-ins, one for its events.
    assert len(captured.captured_queries) <= MOST + 2
