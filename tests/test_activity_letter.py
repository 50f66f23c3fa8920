"""The part of the information on decrees that tells of activity: sums of the organizations, form by form."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from documents.registry import WHOLE_UNION
from letters.facts import Figure, Listing, Row
from letters.kinds import Asking
from reporting.execution import KIND as EXECUTION
from reporting.periods import Period
from tests.indicator_world import H1, asked_for, count, make_form, tell
from tests.letter_files import written
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
H2_BEFORE = Period(2022, "h2")


def asking(first: str, last: str, day: date = TODAY) -> Asking:
    return Asking(user=WHOLE_UNION, as_of=day, asked={"first": first, "last": last}, organization=None)


def forms_in(asked: Asking) -> dict[str, Row]:
    listing: Any = EXECUTION.facts(asked)["activity"]
    assert isinstance(listing["forms"], Listing)
    return {row.key: row for row in listing["forms"].rows}


def figures_of(row: Row) -> dict[str, Any]:
    listing: Any = row.values["figures"]
    return {one.key: one.values["value"].value for one in listing.rows}


@pytest.fixture
def told(world: World) -> World:
    form = make_form(world)
    asked_for(world, form)
    tell(world.karaganda, form, H2_BEFORE, found=100)
    tell(world.karaganda, form, H1, found=5, eliminated=3, injured=3, light=2, severe=1, money=10.5, inspectors=2)
    tell(world.akmola, form, H1, found=7, money=0.25)
    count(world.akmola, make_form(world, "counted", entered_by="apparatus"), H1, day=TODAY, found=4)
    return world


def test_sums_are_those_of_the_organizations(told: World) -> None:
    forms = forms_in(asking("2023-01-01", "2023-06-30"))
    assert set(forms) >= {"work", "counted"}
    assert figures_of(forms["work"]) == {
        "found": 12, "eliminated": 3, "injured": 3, "light": 2, "severe": 1, "inspectors": 2,
        "money": Decimal("10.75"),
    }  # fmt: skip
    number: Any = forms["work"].values["told"]
    assert isinstance(number, Figure)
    assert number.value == 2
    assert figures_of(forms["counted"])["found"] == 4


def test_only_periods_that_lie_within_the_days_count(told: World) -> None:
    assert "work" not in forms_in(asking("2023-02-01", "2023-06-30"))
    assert figures_of(forms_in(asking("2022-07-01", "2023-06-30"))["work"])["found"] == 105


def test_what_came_after_the_day_of_the_letter_is_not_told(told: World) -> None:
    assert "work" not in forms_in(asking("2023-01-01", "2023-06-30", date(2023, 6, 30)))


def test_a_sum_of_what_was_told_approximately_is_told_so(world: World) -> None:
    form = make_form(world)
    asked_for(world, form)
    tell(world.karaganda, form, H1, found=1200, about=("found",))
    tell(world.akmola, form, H1, found=34)
    assert figures_of(forms_in(asking("2023-01-01", "2023-06-30"))["work"])["found"] == "≈\u00a01\u00a0234"


def test_it_stands_in_the_letter_in_both_languages(told: World) -> None:
    asked = asking("2023-01-01", "2023-06-30")
    russian, kazakh = (written(EXECUTION, asked, language).text for language in ("ru", "kk"))
    assert "Работа (представили сведения организаций: 2): Выявлено нарушений – 12" in russian
    assert "Жұмыс (мәлімет ұсынған ұйымдар: 2): Выявлено нарушений қаз – 12" in kazakh
    nothing = written(EXECUTION, asking("2021-01-01", "2021-06-30"), "ru").text
    assert "Показатели деятельности" not in nothing
