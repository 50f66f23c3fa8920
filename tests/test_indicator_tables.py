"""One form by organization, three years side by side, the ranking: figures against plain sums, dashes apart from zeros."""

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
from indicators.models import ActivityForm
from reporting.periods import Period
from tests.indicator_world import asked_for, count, make_form, obligation_of, tell
from tests.world import NOON, TODAY, World, make_organization

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
H1, BEFORE, EARLIER = Period(2023, "h1"), Period(2022, "h1"), Period(2021, "h1")


@pytest.fixture
def form(world: World) -> ActivityForm:
    form = make_form(world)
    asked_for(world, form, first_year=2021)
    return form


def rows(
    name: str, form: ActivityForm, *, user: Any = WHOLE_UNION, as_of: date = TODAY, **filters: str
) -> dict[str, Any]:
    table = build(name, user=user, as_of=as_of, filters={"form": form.code, **filters})
    key = "code" if name == "activity_years" else "organization_code"
    return {row[key]: row for row in table.records()}


def test_every_organization_stands_in_the_table_with_or_without_figures(world: World, form: ActivityForm) -> None:
    tell(world.karaganda, form, H1, found=5, eliminated=0, handed_over=1, on_day="2023-06-30", about=("found",))
    found = rows("activity", form)
    assert set(found) == {"karaganda", "akmola"}
    ours, theirs = found["karaganda"], found["akmola"]
    assert (ours["found"], ours["eliminated"], ours["injured"], ours["share"]) == (5, 0, None, 0)
    assert (ours["handed_over"], ours["on_day"], ours["approximate"]) == (True, date(2023, 6, 30), "found, share")
    assert (theirs["found"], theirs["eliminated"], theirs["status"]) == (None, None, "missing")
    assert ours["status"] == "on_time"


def test_sums_are_of_counts_and_not_of_shares(world: World, form: ActivityForm) -> None:
    tell(world.karaganda, form, H1, found=8, eliminated=2, money=Decimal("10.50"))
    tell(world.akmola, form, H1, found=2, eliminated=2)
    table = build("activity", user=WHOLE_UNION, as_of=TODAY, filters={"form": form.code})
    assert table.sums["found"] == 10
    assert table.sums["money"] == Decimal("10.50")
    assert "share" not in table.sums
    years = rows("activity_years", form)
    assert years["share"]["this_year"] == Decimal("40.0")  # of the whole, not the mean of 25 and 100


def test_three_years_side_by_side_with_their_change(world: World, form: ActivityForm) -> None:
    for period, found, inspectors in ((EARLIER, 10, 3), (BEFORE, 0, 3), (H1, 4, None)):
        figures = {"found": found, "eliminated": 0}
        tell(world.karaganda, form, period, **figures, **({"inspectors": inspectors} if inspectors else {}))
    found = rows("activity_years", form, organization="karaganda")
    row = found["found"]
    assert [row[key] for key in ("year_before_last", "last_year", "this_year")] == [10, 0, 4]
    assert (row["change"], row["change_percent"]) == (4, None)  # never of zero
    assert (row["change_before"], row["change_before_percent"]) == (-10, Decimal(-100))
    level = found["inspectors"]
    assert [level[key] for key in ("last_year", "this_year", "change")] == [3, None, None]
    assert found["share"]["this_year"] == 0
    assert found["share"]["last_year"] is None  # of zero violations no share is eliminated


def test_a_share_changes_in_points(world: World, form: ActivityForm) -> None:
    tell(world.karaganda, form, BEFORE, found=10, eliminated=1)
    tell(world.karaganda, form, H1, found=8, eliminated=2)
    row = rows("activity_years", form, organization="karaganda")["share"]
    assert (row["change"], row["change_percent"]) == (Decimal("15.0"), None)


def test_a_half_year_is_compared_with_that_half_year_only(world: World, form: ActivityForm) -> None:
    tell(world.karaganda, form, Period(2022, "h2"), found=100)
    tell(world.karaganda, form, H1, found=4)
    row = rows("activity_years", form, organization="karaganda", year="2023", part="h1")["found"]
    assert [row[key] for key in ("year_before_last", "last_year", "this_year")] == [None, None, 4]


def test_a_year_is_reckoned_from_its_halves(world: World, form: ActivityForm) -> None:
    """A flow where both are told; of a level the last counts."""
    tell(world.karaganda, form, BEFORE, found=10, inspectors=3, eliminated=5)
    tell(world.karaganda, form, Period(2022, "h2"), found=30, inspectors=4)
    tell(world.akmola, form, BEFORE, found=7)
    found = rows("activity", form, year="2022", part="year")
    assert (found["karaganda"]["found"], found["karaganda"]["inspectors"]) == (40, 4)
    assert found["karaganda"]["eliminated"] is None
    assert found["akmola"]["found"] is None
    union = rows("activity_years", form, year="2022", part="year")
    assert union["found"]["this_year"] == 40
    with pytest.raises(BadFilter, match="part"):
        rows("activity", form, part="q1")


def test_the_ranking_puts_no_data_last_and_shares_places(world: World, form: ActivityForm) -> None:
    make_organization("zhambyl", "member", world.union, "Жамбыл")
    tell(world.karaganda, form, BEFORE, found=4)
    tell(world.karaganda, form, H1, found=6)
    tell(world.akmola, form, H1, found=0)
    found = rows("activity_ranking", form, indicator="found")
    assert list(found) == ["karaganda", "akmola", "zhambyl"]
    assert [row["rank"] for row in found.values()] == [1, 2, None]
    assert found["karaganda"]["change_percent"] == 50


def test_what_was_returned_counts_for_nothing_and_what_came_later_not_yet(world: World, form: ActivityForm) -> None:
    made = tell(world.karaganda, form, H1, found=5, received_on=date(2023, 7, 10))
    assert rows("activity", form, as_of=date(2023, 7, 9), year="2023", part="h1")["karaganda"]["found"] is None
    made.submission.obligation.return_(
        by=world.saule, at=NOON, returned_on=date(2023, 8, 1), correct_by=TODAY, reason="Не сходится"
    )
    assert rows("activity", form, as_of=date(2023, 7, 31))["karaganda"]["found"] == 5
    assert rows("activity", form, year="2023", part="h1")["karaganda"]["found"] is None
    tell(world.karaganda, form, H1, found=6, received_on=date(2023, 8, 2))
    assert rows("activity", form)["karaganda"]["found"] == 6


def test_the_sums_of_the_database_are_the_plain_sums(world: World, form: ActivityForm) -> None:
    """Also with digits after the comma, which SQLite keeps as floats."""
    bodies = [make_organization(f"m-{n}", "member", world.union, f"Область {n}") for n in range(7)]
    for one in form.asked.all():
        one.requirement.open_obligations(until=TODAY, by=world.saule)
    told = [Decimal(n * n) + Decimal("0.07") * n for n in range(7)]
    for body, number in zip(bodies, told, strict=True):
        obligation_like(body, form, H1)
        tell(body, form, H1, found=1, money=number)
    found = rows("activity_years", form)
    assert found["money"]["this_year"] == sum(told)
    assert found["found"]["this_year"] == 7


def obligation_like(body: Any, form: ActivityForm, period: Period) -> None:
    """New bodies were not there when the year was asked."""
    asked = form.asked.get(part=period.part)
    like = asked.requirement.obligations.filter(key=str(period.year - asked.shift)).first()
    body.obligations.get_or_create(
        requirement=asked.requirement, key=like.key,
        defaults={"arose_on": like.arose_on, "original_due_on": like.original_due_on},
    )  # fmt: skip


def test_the_apparatus_counts_about_organizations(world: World) -> None:
    form = make_form(world, "counted", entered_by="apparatus")
    count(world.karaganda, form, H1, day=date(2023, 7, 5), found=3)
    count(world.karaganda, form, H1, found=4)
    assert rows("activity", form)["karaganda"]["found"] == 4
    assert rows("activity", form, as_of=date(2023, 7, 5))["karaganda"]["found"] == 3
    assert form.reports.count() == 2


def test_a_chair_sees_the_own_bodies_only(world: World, form: ActivityForm, signed_in: SignIn) -> None:
    tell(world.akmola, form, H1, found=5)
    tell(world.karaganda, form, H1, found=1)
    assert set(rows("activity", form, user=world.aigul)) == {"karaganda"}
    assert set(rows("activity_ranking", form, user=world.aigul)) == {"karaganda"}
    assert rows("activity_years", form, user=world.aigul)["found"]["this_year"] == 1
    page = signed_in(world.aigul).get(f"/indicators/{form.code}/?level=all").content.decode()
    assert "Акмолинская" not in page


@pytest.mark.parametrize("where", ["", "years/", "ranking/"])
@pytest.mark.parametrize("as_", ["json", "csv", "xlsx", "docx"])
def test_the_page_and_its_files_say_the_same(
    where: str, as_: str, world: World, form: ActivityForm, signed_in: SignIn
) -> None:
    tell(world.karaganda, form, H1, found=5, about=("found",))
    client = signed_in(world.saule)
    assert "≈\u00a05" in client.get(f"/indicators/{form.code}/{where}").content.decode()
    answer = client.get(f"/indicators/{form.code}/{where}?as={as_}")
    assert answer.status_code == 200
    if as_ == "json":
        said = json.loads(answer.content)["rows"]
        assert 5 in [row.get("found", row.get("this_year")) for row in said]


def test_the_command_prints_the_same_table(
    world: World, form: ActivityForm, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(world.karaganda, form, H1, found=5)
    call_command("table", "activity", f"form={form.code}", "year=2023", "part=h1", "--as-of", "2023-09-04")
    said = json.loads(capsys.readouterr().out)
    assert {row["organization_code"]: row["found"] for row in said["rows"]} == {"akmola": None, "karaganda": 5}
    with pytest.raises(BadFilter, match="legal_work"):
        build("activity", user=WHOLE_UNION, as_of=TODAY, filters={"form": "nothing"})


MOST = 15


@pytest.mark.parametrize("where", ["", "years/", "ranking/", "definition/"])
def test_pages_ask_as_often_for_many_as_for_few(
    where: str, world: World, form: ActivityForm, signed_in: SignIn
) -> None:
    client = signed_in(world.saule)
    numbers = []
    for n in (3, 12):
        for place in range(n):
            body = make_organization(f"m-{n}-{place}", "member", world.union, f"Область {n} {place}")
            for period in (BEFORE, H1):
                obligation_like(body, form, period)
                tell(body, form, period, found=place, eliminated=0, injured=1, light=1)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/indicators/{form.code}/{where}").status_code == 200
        numbers.append(len(captured.captured_queries))
    assert numbers[0] == numbers[1]
    assert numbers[1] <= MOST


def test_the_entry_page_asks_little(world: World, form: ActivityForm, signed_in: SignIn) -> None:
    tell(world.karaganda, form, BEFORE, found=1)
    client, owed = signed_in(world.aigul), obligation_of(world.karaganda, form, H1)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/indicators/fill/{owed.pk}/").status_code == 200
    assert len(captured.captured_queries) <= MOST
