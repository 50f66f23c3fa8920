"""The leadership's page: its numbers, the lists behind them, the map, the week, the years; who may look."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from organizations.access import Position
from organizations.models import Organization
from overview.leadership import Screen
from reporting.models import Obligation
from tests.leading import led, walked
from tests.matrix import Sample
from tests.world import NOON, TODAY, World, appoint, at, make_organization, make_requirement, make_user

PAGE = "/leadership/"
SignIn = Callable[[User], Client]


@pytest.fixture
def sample(world: World) -> Sample:
    return led(world)


def shown(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def screen_of(user: Any, as_of: date = TODAY, **words: str) -> Screen:
    return Screen.from_words(words, user=user, as_of=as_of)


def owed_by_members(as_of: date = TODAY) -> list[Obligation]:
    return list(Obligation.objects.with_status(as_of).filter(organization__level="member"))


# --- Who may look -----------------------------------------------------------------------------------------------------


def test_it_is_the_home_of_the_leadership_and_the_board_has_an_address(world: World, signed_in: SignIn) -> None:
    leila = signed_in(world.leila)
    assert leila.get("/").headers["Location"] == PAGE
    assert leila.get("/board/").templates[0].name == "reporting/board.html"
    lines = [(str(one["title"]), one["url"]) for one in leila.get(PAGE).context["navigation"]]
    assert lines[:2] == [("Одной страницей", PAGE), ("Состояние отчетности", "/board/")]
    assert "/" not in [url for _title, url in lines]
    staff = signed_in(world.saule).get("/")
    assert staff.templates[0].name == "reporting/board.html"
    assert (PAGE, "/board/") not in [one["url"] for one in staff.context["navigation"]]


@pytest.mark.parametrize("page", ["", "regions/", "years/"])
def test_chairs_do_not_see_it(world: World, signed_in: SignIn, page: str) -> None:
    assert signed_in(world.aigul).get(f"{PAGE}{page}").status_code == 403
    assert signed_in(world.gulnara).get(f"{PAGE}{page}").status_code == 200


# --- Numbers and their lists ------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    "query", ["", "?year=2022&level=all", "?due_from=2022-06-01&due_to=2023-08-31&as_of=2023-08-31"]
)
def test_every_number_is_that_of_the_list_behind_it(sample: Sample, signed_in: SignIn, query: str) -> None:
    links, differing = walked(signed_in(sample.world.leila), f"{PAGE}{query}")
    assert links > 40
    assert differing == []


def test_headline_figures_are_those_of_the_status_of_each(sample: Sample) -> None:
    expected = Counter(one.status for one in owed_by_members() if one.due_on.year == TODAY.year)
    totals = screen_of(sample.world.saule).totals
    assert {name: totals[name] for name in expected} == dict(expected)
    parts = ("on_time", "late", "received", "missing", "returned")
    assert totals["expected"] == sum(totals[name] for name in parts) > 0
    assert all(totals[name] for name in parts)


def test_every_breakdown_sums_up_to_the_headline(sample: Sample) -> None:
    screen = screen_of(sample.world.saule)
    for rows in (screen.requirements, screen.regions):
        for key in ("expected", "on_time", "late", "received", "missing", "returned", "not_due", "exempt"):
            assert sum(row[key] for row in rows) == screen.totals[key]
    assert next(row for row in screen.years if row["year"] == TODAY.year)["expected"] == screen.totals["expected"]


def test_all_regions_stand_on_the_map_also_without_data(sample: Sample, signed_in: SignIn) -> None:
    page = signed_in(sample.world.leila).get(PAGE)
    tiles = page.context["charts"]["regions"]["chart"].tiles.tiles
    assert len(tiles) == 20
    rows = {row["region"].iso: row for row in screen_of(sample.world.leila).regions if row["region"]}
    untold = [tile for tile in tiles if tile.share is None]
    assert len(untold) == sum(not row["expected"] for row in rows.values()) > 0
    assert all(tile.url == "" and tile.label == "нет данных" for tile in untold)
    twin = page.context["charts"]["regions"]["twin"]
    assert {tile.url for tile in tiles if tile.url} == {
        next(column for column in twin.columns if column.key == "rate").href(row)
        for row in rows.values()
        if row["expected"]
    }


def test_who_has_handed_in_the_least_stands_first(sample: Sample) -> None:
    worst = screen_of(sample.world.saule).worst
    assert 0 < len(worst) <= 10
    assert [row["rate"] for row in worst] == sorted(row["rate"] for row in worst)
    assert all(row["missing"] + row["returned"] + row["late"] for row in worst)


def test_a_share_in_time_of_each_year(sample: Sample) -> None:
    rows = {row["year"]: row for row in screen_of(sample.world.saule).years}
    assert max(rows) == TODAY.year
    for year, row in rows.items():
        owed = Counter(one.status for one in owed_by_members() if one.due_on.year == year)
        assert row["expected"] == sum(owed[name] for name in ("on_time", "late", "received", "missing", "returned"))
        assert row["on_time"] == owed["on_time"]


def test_requirements_without_a_number_are_not_shown_and_nothing_is_divided_by_zero(
    world: World, signed_in: SignIn
) -> None:
    page = shown(signed_in(world.leila), f"{PAGE}?year=2005")
    assert "На этот период ничего не запрошено." in page
    Obligation.objects.all().delete()
    assert "нет данных" in shown(signed_in(world.leila))


# --- The last seven days ----------------------------------------------------------------------------------------------

SINCE = TODAY - timedelta(days=7)
WEEK = {
    "came on the first day": ("on_time", SINCE + timedelta(days=1), True),
    "came a day before": ("on_time", SINCE, False),
    "came today": ("late", TODAY, True),
}


def owe(world: World, code: str, due_on: date, asked_on: date = date(2023, 6, 1)) -> Obligation:
    requirement = make_requirement(code, due_on=due_on, asked_on=asked_on)
    requirement.audience.add(world.karaganda)
    requirement.open(by=world.saule, at=at(asked_on), until=TODAY)
    return Obligation.objects.get(requirement=requirement, organization=world.karaganda)


@pytest.mark.parametrize("case", WEEK)
def test_what_came_in_after_the_day_has_changed(world: World, case: str) -> None:
    status, received_on, is_there = WEEK[case]
    owed = owe(world, "asked", TODAY if status == "on_time" else date(2023, 8, 20))
    before = screen_of(world.saule).changes
    owed.submit(by=world.saule, at=NOON, received_on=received_on)
    now = screen_of(world.saule).changes
    assert now[status] - before[status] == is_there


@pytest.mark.parametrize(("due_on", "fell"), [(SINCE, 1), (SINCE - timedelta(days=1), 0), (TODAY, 0)])
def test_what_fell_overdue(world: World, due_on: date, fell: int) -> None:
    before = screen_of(world.saule).changes["missing"]
    owe(world, "asked", due_on)
    assert screen_of(world.saule).changes["missing"] - before == fell


def test_a_return_an_exemption_and_a_new_request(world: World) -> None:
    returned, freed, long_free = (owe(world, code, date(2023, 12, 1)) for code in ("returned", "freed", "long_free"))
    returned.submit(by=world.saule, at=NOON, received_on=SINCE - timedelta(days=3))
    returned.return_(by=world.saule, at=NOON, returned_on=TODAY, correct_by=TODAY, reason="x", remarks=[("", "x")])
    freed.exempt(by=world.saule, at=NOON, decided_on=TODAY, reason="x")
    long_free.exempt(by=world.saule, at=NOON, decided_on=SINCE, reason="x")
    owe(world, "new", date(2023, 12, 1), asked_on=TODAY)
    changes = screen_of(world.saule).changes
    assert (changes["returned"], changes["exempt"], changes["not_due"]) == (1, 1, 1)


def test_the_week_is_whose_status_was_another_seven_days_before(sample: Sample) -> None:
    """Of what was in neither state on both days: the status alone tells, for all but what was handed in again."""
    for as_of in (TODAY, date(2023, 8, 31), date(2022, 9, 22)):
        before = {one.pk: one.status for one in owed_by_members(as_of - timedelta(days=7))}
        now = Counter(one.status for one in owed_by_members(as_of) if before.get(one.pk) != one.status)
        changes = screen_of(sample.world.saule, as_of).changes
        assert {name: number for name, number in changes.items() if number} == dict(now)


# --- Other rooms ------------------------------------------------------------------------------------------------------


def test_a_sum_that_lacks_somebody_is_not_compared(sample: Sample, signed_in: SignIn) -> None:
    told = signed_in(sample.world.leila).get(PAGE).context["membership"]
    assert told["without"] == 3
    assert [row["change"] for row in told["rows"]] == ["", "", "", ""]
    assert told["change"] == "+6"
    Organization.objects.filter(code__in=["region-27", "region-31", "region-33"]).update(closed_on=date(2021, 1, 1))
    whole = signed_in(sample.world.leila).get(PAGE).context["membership"]
    assert [row["change"] for row in whole["rows"]] == ["0", "+6", "+6", "+0,1"]


def test_progress_of_the_campaign_by_level(sample: Sample, signed_in: SignIn) -> None:
    levels = signed_in(sample.world.leila).get(PAGE).context["campaign"]["levels"]
    members = Organization.objects.active_on(TODAY).filter(level="member").count()
    assert [(one["held"], one["total"]) for one in levels] == [(1, members), (None, 1), (3, 7)]


def test_an_empty_union(db: None, signed_in: SignIn) -> None:
    root = make_organization("union", "union", None, "Профсоюз")
    leader = make_user("leader")
    appoint(leader, root, Position.LEADERSHIP, "Ахметова Лейла")
    page = shown(signed_in(leader))
    assert "На этот период ничего не запрошено." in page
    assert 'data-test="campaign"' not in page


# --- Addresses and files ----------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_marked_on_the_page_and_refused_for_a_file(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.leila)
    assert "field__error" in shown(client, f"{PAGE}?year=x")
    assert client.get(f"{PAGE}?year=x&as=xlsx").status_code == 400
    assert client.get(f"{PAGE}?yaer=2023&as=xlsx").status_code == 400


@pytest.mark.parametrize("name", ["leadership", "leadership_regions", "leadership_years"])
def test_page_and_command_tell_the_same(sample: Sample, signed_in: SignIn, capsysbinary: Any, name: str) -> None:
    call_command("table", name, "year=2022", "level=all", "--as-of", "2023-09-01", "--user", "leila@example.kz")
    told = json.loads(capsysbinary.readouterr().out)
    path = PAGE if name == "leadership" else f"{PAGE}{name.removeprefix('leadership_')}/"
    page = signed_in(sample.world.leila).get(f"{path}?year=2022&level=all&as_of=2023-09-01&as=json")
    assert json.loads(page.content) == told
    assert told["rows"]


@pytest.mark.parametrize("form", ["xlsx", "docx", "csv"])
def test_files(sample: Sample, signed_in: SignIn, form: str) -> None:
    for page in ("", "regions/", "years/"):
        answer = signed_in(sample.world.leila).get(f"{PAGE}{page}?as={form}")
        assert answer.status_code == 200
        assert len(answer.content) > 200
