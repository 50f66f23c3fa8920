"""What makes lists of hundreds of thousands quick says the same as going through them one by one."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from reporting.models import Obligation
from reporting.querysets import due_between
from reporting.views import filtering
from tests.oracle import history_of
from tests.test_bulk_verbs import FIRST, obligations, said, say
from tests.world import TODAY, World, at, make_requirement


@pytest.fixture
def tangled(world: World) -> list[Obligation]:
    """Obligations to which anything has happened, due days moved here and there."""
    chance = random.Random(7)
    made = obligations(world, "tangled", 60)
    for one in made:
        for _verb in range(5):
            say(one, **said(world, chance))
    return made


@pytest.mark.parametrize("as_of", [TODAY, FIRST + timedelta(days=30)])
def test_due_between_is_what_the_due_day_says(as_of: date, tangled: list[Obligation]) -> None:
    spans = [(None, date(2023, 8, 1)), (date(2023, 8, 1), date(2023, 8, 1)), (date(2023, 8, 2), None), (None, None)]
    spans += [(date(2023, 7, day), date(2023, 8, day)) for day in (5, 15, 25)]
    everybody = list(Obligation.objects.with_status(as_of))
    assert len({one.due_on for one in everybody}) > 3, "due days were moved"
    for first, last in spans:
        expected = {one.pk for one in everybody if (first or date.min) <= one.due_on <= (last or date.max)}
        found = Obligation.objects.with_status(as_of).filter(due_between(as_of, first, last))
        assert set(found.values_list("pk", flat=True)) == expected
        assert {
            one.pk for one in everybody if (first or date.min) <= history_of(one).due_at(as_of) <= (last or date.max)
        } == expected


@pytest.mark.parametrize("as_of", [TODAY, FIRST + timedelta(days=30)])
def test_the_tally_is_a_count_of_the_rows(as_of: date, tangled: list[Obligation]) -> None:
    told = Obligation.objects.with_status(as_of)
    for by, part in (("requirement", "requirement_id"), ("organization", "organization_id"), ("key", "key")):
        numbers = Counter((getattr(one, part), one.status) for one in told)
        overdue = Counter((getattr(one, part), one.status) for one in told.overdue())
        assert {(t.part, t.status): t.number for t in told.tallied(by)} == numbers
        assert {(t.part, t.status): t.overdue for t in told.tallied(by) if t.overdue} == overdue
        bodies = {(getattr(one, part), one.organization_id) for one in told}
        assert told.tallied(by, bodies=True).bodies == Counter(part for part, _body in bodies)
    assert len({one.status for one in told}) > 2
    assert Obligation.objects.none().with_status(as_of).tallied("key") == []


# --- The year a page opens on -------------------------------------------------------------------------


@pytest.fixture
def two_years(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than fits side by side."""
    monkeypatch.setattr(filtering, "SIDE_BY_SIDE", 1)
    long_ago = make_requirement("old", asked_on=date(2020, 1, 1), due_on=date(2022, 9, 3))
    long_ago.open(by=world.saule, at=at(TODAY), until=TODAY)


def asked(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("/", False),
        ("/?level=all", False),
        ("/?due_from=", True),
        ("/?due_from=01.01.2020", True),
        ("/?year=2022", True),
        ("/?as_of=2023-09-03", True),  # to the day a year after it was due
        ("/reporting/", False),
        ("/reporting/?due_from=", True),
        ("/reporting/?organization=karaganda", True),
        ("/reporting/?overdue=yes", True),
    ],
)
def test_a_page_opens_on_the_last_year(
    address: str, seen: bool, two_years: None, world: World, signed_in: Callable[[User], Client]
) -> None:
    page = asked(signed_in(world.saule), address)
    assert ('data-requirement="old"' in page) is seen
    assert 'data-requirement="schedule"' in page or "2022" in address


def test_few_requirements_stand_side_by_side_however_old(
    two_years: None, world: World, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtering, "SIDE_BY_SIDE", 2)
    for address in ("/", "/reporting/"):
        assert 'data-requirement="old"' in asked(signed_in(world.saule), address)


def test_nothing_is_forgotten_because_it_is_old(
    two_years: None, world: World, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(world.saule)
    for address in ("/", "/reporting/"):
        page = client.get(address)
        shown = client.get(page.context["older_url"]).content.decode()
        assert 'data-requirement="old"' in shown
        assert 'data-requirement="schedule"' not in shown
    for one in Obligation.objects.filter(requirement__code="old"):
        one.submit(received_on=TODAY, by=world.saule, at=at(TODAY))
    assert "older_url" not in client.get("/").context


def test_a_file_without_filters_holds_everything(
    two_years: None, world: World, signed_in: Callable[[User], Client]
) -> None:
    for address in ("/", "/reporting/"):
        assert "old" in asked(signed_in(world.saule), f"{address}?as=csv")


def test_what_the_page_takes_for_granted_is_said_and_can_be_taken_away(
    two_years: None, world: World, signed_in: Callable[[User], Client]
) -> None:
    page = asked(signed_in(world.saule), "/")
    assert "04.09.2022" in page
    assert 'href="?due_from="' in page or "due_from=&amp;" in page or 'due_from="' in page
    assert "due_from=04.09.2022&amp;as=xlsx" in page, "the file is what is shown"
