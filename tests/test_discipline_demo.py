"""For 2022 the matrix of the demonstration says of every organization what the information on decrees says."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from documents import registry
from documents.registry import WHOLE_UNION
from organizations.models import Organization
from overview.models import Evidence
from tests.demonstration import STATED, standing

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 22)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker, LATER):
        yield


def stated() -> dict[str, dict[str, str]]:
    with STATED.open(encoding="utf-8", newline="") as table:
        return {row.pop("code"): row for row in csv.DictReader(table)}


@pytest.mark.parametrize(
    "filters", [{"year": "2022"}, {"period": "2022"}, {"first": "2022-01-01", "last": "2022-12-31"}]
)
def test_the_matrix_of_2022_is_that_of_the_document(filters: dict[str, str]) -> None:
    table = registry.build("discipline", user=WHOLE_UNION, as_of=LATER, filters=filters)
    found = {row["organization_code"]: row for row in table.records()}
    named = stated()
    keys = list(next(iter(named.values())))
    assert [one.key for one in table.columns][2:] == [*keys, "count"]
    assert set(found) == set(Organization.objects.filter(level="member").values_list("code", flat=True))
    none = dict.fromkeys(keys, "")
    for code, row in found.items():
        expected = {key: int(bool(value)) for key, value in named.get(code, none).items()}
        assert {key: row[key] for key in keys} == expected, code
        assert row["count"] == sum(expected.values())


def test_figures_that_are_there_are_computed_and_not_entered_once_more() -> None:
    entered = set(Evidence.objects.values_list("direction__code", flat=True))
    assert {"employed_members_change", "member_base_not_handed_over"}.isdisjoint(entered)
    assert Evidence.objects.count() == sum(
        bool(value) for row in stated().values() for key, value in row.items() if key in entered
    )


def test_the_command_prints_it() -> None:
    said = StringIO()
    call_command("table", "discipline", "year=2022", as_of=LATER.isoformat(), format="csv", stdout=said)
    lines = list(csv.reader(StringIO(said.getvalue().lstrip("\ufeff")), delimiter=";"))
    assert len(lines) > 20


def test_the_direction_goes_on_by_figures() -> None:
    table = registry.build("discipline", user=WHOLE_UNION, as_of=LATER, filters={"year": "2025"})
    keys = [one.key for one in table.columns]
    assert "fewest_publications" in keys
    assert sum(row["fewest_publications"] for row in table.records()) == 5
