"""The report on credentials against a count by hand, and its shares against fractions."""

import math
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from campaigns.credentials import age_group, credentials
from campaigns.models import Delegate
from documents import registry
from documents.registry import WHOLE_UNION
from tests.matrix import campaign_of
from tests.test_delegates import HELD, elect, hold
from tests.world import NOON, TODAY, World, at

CONGRESS = date(2024, 10, 1)
EDUCATIONS = ["", "secondary", "vocational", "higher", "degree"]


@st.composite
def delegates(draw: Any) -> list[Delegate]:
    people = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["", "female", "male"]),
                st.none() | st.integers(1930, 2006),
                st.sampled_from(EDUCATIONS),
                st.sampled_from([None, True, False]),
                st.sampled_from([None, True, False]),
            ),
            max_size=40,
        )
    )
    return [
        Delegate(
            sex=sex, birth_year=year, education=education, first_time=first, attended=attended,
            attended_on=None if attended is None else CONGRESS,
        )
        for sex, year, education, first, attended in people
    ]  # fmt: skip


@given(delegates())
def test_every_section_counts_everybody_once(people: list[Delegate]) -> None:
    lines = credentials(people, congress_year=2024, as_of=CONGRESS)
    marked = any(one.attended is not None for one in people)
    for section in ("all", "sex", "age", "education", "first_time"):
        own = [line for line in lines if line.section == section]
        assert sum(line.elected for line in own) == len(people)
        if marked:
            assert sum(line.present or 0 for line in own) == sum(one.attended is True for one in people)
        else:
            assert {line.present for line in own} == {None}, "nobody knows before attendance is marked"


@given(delegates())
def test_groups_and_shares_agree_with_a_count_by_hand(people: list[Delegate]) -> None:
    lines = {(line.section, line.group): line for line in credentials(people, congress_year=2024, as_of=CONGRESS)}
    by_sex = Counter(one.sex or "not_stated" for one in people)
    by_education = Counter(one.education or "not_stated" for one in people)
    for section, counted in (("sex", by_sex), ("education", by_education)):
        for group, number in counted.items():
            line = lines[section, group]
            assert line.elected == number
            tenths = math.floor(Fraction(1000 * number, len(people)) + Fraction(1, 2))
            assert line.elected_share == Decimal(tenths) / 1000
    young = sum(one.birth_year is not None and one.birth_year >= 2024 - 35 for one in people)
    assert lines["age", "to_35"].elected == young


@pytest.mark.parametrize(
    ("year", "group"),
    [(1989, "to_35"), (1988, "36_to_50"), (1974, "36_to_50"), (1973, "51_to_60"), (1964, "51_to_60"),
     (1963, "over_60"), (2006, "to_35"), (None, "not_stated")],
)  # fmt: skip
def test_ages_at_the_edges(year: int | None, group: str) -> None:
    assert age_group(year, 2024) == group


def test_the_report_of_a_day(world: World, signed_in: Any) -> None:
    campaign = campaign_of(world, world.requirement)
    conference = hold(campaign, world.karaganda, world)
    one = elect(world, conference, sex="female", education="higher", first_time=True, birth_year=1990)
    other = elect(world, conference, "Петренко Игорь", sex="male", birth_year=1960)
    elect(world, conference, "Запасной Пётр", is_substitute=True, sex="male")
    one.mark(attended=True, on=CONGRESS, by=world.saule, at=at(CONGRESS))
    other.mark(attended=False, on=CONGRESS, by=world.saule, at=at(CONGRESS))

    def report(as_of: date) -> dict[tuple[str, str], tuple[Any, ...]]:
        built = registry.build("credentials", user=WHOLE_UNION, as_of=as_of, filters={"campaign": str(campaign.pk)})
        keys = ("elected", "elected_share", "present", "present_share")
        return {(row["section"], row["group"]): tuple(row[key] for key in keys) for row in built.records()}

    said = report(CONGRESS)
    assert said["all", "all"] == (2, 1, 1, 1)
    assert said["sex", "female"] == (1, Decimal("0.5"), 1, 1)
    assert said["sex", "male"] == (1, Decimal("0.5"), 0, 0)
    assert said["age", "to_35"][:1] == (1,)
    assert said["first_time", "not_stated"][:1] == (1,)
    assert report(TODAY)["all", "all"] == (2, 1, None, None), "on an earlier day nobody had come yet"
    assert report(date(2023, 7, 9))["all", "all"] == (0, None, None, None)
    moved = campaign.congress_dates.get()
    moved.first_day = moved.last_day = date(2026, 1, 10)
    moved.save()
    assert report(CONGRESS)["age", "36_to_50"][:1] == (1,), "ages follow the congress"


def test_a_chair_reads_of_the_own_delegates(world: World, signed_in: Any) -> None:
    campaign = campaign_of(world, world.requirement)
    elect(world, hold(campaign, world.karaganda, world))
    elect(world, hold(campaign, world.akmola, world), "Чужая Анна", by=world.erlan)
    address = reverse("campaigns:credentials", args=[campaign.pk])

    def elected(client: Client) -> int:
        return client.get(address, {"as": "json"}).json()["rows"][0]["elected"]

    assert elected(signed_in(world.saule)) == 2
    assert elected(signed_in(world.aigul)) == 1
    assert signed_in(world.saule).get(address, {"as_of": "09.07.2023"}).status_code == 200
    assert NOON.date() > HELD
