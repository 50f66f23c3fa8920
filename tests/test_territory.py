"""Changes of territory, withdrawals and what nobody covers: recorded by staff, read by those concerned."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.registry import WHOLE_UNION
from membership import territory_tables as tables
from membership.models import TerritoryEvent, UncoveredTerritory
from tests.membership_world import make_report, membership_requirement
from tests.world import TODAY, World

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db

EVENT = {
    "kind": "transfer", "on": "01.06.2023", "origin": "karaganda", "target": "akmola", "reason": "territory",
    "members_total": "120", "members_employed": "100", "primaries": "3", "source": "Постановление № 3",
}  # fmt: skip
WITHDRAWAL = {
    "on": "01.06.2023", "origin": "school-1", "reason": "other_union", "destination": "Отраслевой союз",
    "members_total": "40", "members_employed": "38", "primaries": "1", "source": "Заявление",
}  # fmt: skip
UNCOVERED = {"organization": "karaganda", "name_ru": "Шахтинск", "since": "01.02.2023", "source": "Отчёт"}


def send(client: Client, name: str, given: dict[str, str], *args: Any) -> Any:
    return client.post(reverse(f"membership:{name}", args=args), given)


def codes(build: Callable[..., Any], user: Any, day: date = TODAY, **filters: str) -> list[str]:
    table = build(user=user, as_of=day, filters=filters)
    return [row.origin.code if hasattr(row, "origin") else row.organization.code for row in table.rows]


def test_staff_record_a_transfer_with_the_members_it_carried(world: World, signed_in: SignIn) -> None:
    assert send(signed_in(world.saule), "record_event", EVENT).status_code == 302
    event = TerritoryEvent.objects.get()
    assert (event.kind, event.origin, event.target) == ("transfer", world.karaganda, world.akmola)
    assert (event.members_total, event.members_employed, event.primaries) == (120, 100, 3)
    assert (event.recorded_by, event.history.get().history_user) == (world.saule, world.saule)
    assert codes(tables.build_territory, WHOLE_UNION) == ["karaganda"]
    assert codes(tables.build_territory, WHOLE_UNION, date(2023, 5, 31)) == [], "not yet on that day"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": "05.09.2023"}, "on"),
        ({"target": "karaganda"}, "target"),
        ({"target": "nowhere"}, "target"),
        ({"members_employed": "121"}, "members_employed"),
        ({"members_total": "-1"}, "members_total"),
        ({"members_total": "1,5"}, "members_total"),
        ({"members_total": "99999999999"}, "members_total"),
        ({"kind": "withdrawal"}, "kind"),
        ({"source": ""}, "source"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    world: World, signed_in: SignIn, wrong: dict[str, str], field: str
) -> None:
    answer = send(signed_in(world.saule), "record_event", {**EVENT, **wrong})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not TerritoryEvent.objects.exists()


def test_a_withdrawal_leads_out_of_the_union(world: World, signed_in: SignIn) -> None:
    assert send(signed_in(world.saule), "record_withdrawal", WITHDRAWAL).status_code == 302
    event = TerritoryEvent.objects.get()
    assert (event.kind, event.target, event.destination) == ("withdrawal", None, "Отраслевой союз")
    table = tables.build_withdrawals(user=WHOLE_UNION, as_of=TODAY, filters={})
    assert [row.members_total for row in table.rows] == [40]
    assert codes(tables.build_territory, WHOLE_UNION) == []


def test_both_sides_read_of_it_and_nobody_else(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    send(client, "record_event", EVENT)
    send(client, "record_withdrawal", WITHDRAWAL)
    assert codes(tables.build_territory, world.aigul) == codes(tables.build_territory, world.erlan) == ["karaganda"]
    assert codes(tables.build_territory, world.bolat) == []
    assert codes(tables.build_withdrawals, world.bolat) == ["school-1"]
    assert codes(tables.build_withdrawals, world.erlan) == []
    assert codes(tables.build_withdrawals, WHOLE_UNION, organization="akmola") == []


def test_a_territory_stands_until_it_is_covered_again(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    assert send(client, "record_uncovered", UNCOVERED).status_code == 302
    territory = UncoveredTerritory.objects.get()
    assert codes(tables.build_uncovered, world.aigul) == ["karaganda"]
    assert codes(tables.build_uncovered, world.erlan) == []
    assert send(client, "cover", {"covered_on": "01.01.2023"}, territory.pk).status_code == 200, "before it was left"
    assert send(client, "cover", {"covered_on": "01.09.2023"}, territory.pk).status_code == 302
    assert codes(tables.build_uncovered, WHOLE_UNION) == []
    assert codes(tables.build_uncovered, WHOLE_UNION, date(2023, 8, 31)) == ["karaganda"]


def test_institutions_by_ownership_come_from_the_reports(world: World) -> None:
    membership_requirement(world)
    told = {"institutions_with_union": 7, "institutions_without_state": 2, "institutions_without_private": 5}
    make_report(world.karaganda, 2023, **told)
    make_report(world.akmola, 2023)
    table = tables.build_institutions(user=WHOLE_UNION, as_of=TODAY, filters={})
    assert [(row.organization.code, row.figures["institutions_without_private"]) for row in table.rows] == [
        ("karaganda", 5)
    ]


def test_the_page_of_the_organization_tells_of_it(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    send(client, "record_event", EVENT)
    send(client, "record_uncovered", UNCOVERED)
    page = client.get(world.karaganda.get_absolute_url()).content.decode()
    assert "Шахтинск" in page
    assert "Постановление № 3" in page
    early = client.get(world.karaganda.get_absolute_url(), {"as_of": "2023-01-31"}).content.decode()
    assert "Шахтинск" not in early
