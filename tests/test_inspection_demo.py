"""The inspections of the demonstration: one of each state, and a recommendation of each fate."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from documents.registry import WHOLE_UNION, build
from inspections.models import FindingFigure, FollowUp, Inspection
from overview.demonstration.inspections import FORGOTTEN, INSPECTED, TO_INSPECT
from tests.demonstration import standing

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 22)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker, LATER):
        yield


def told(name: str, **filters: str) -> list[dict[str, Any]]:
    return list(build(name, user=WHOLE_UNION, as_of=LATER, filters=filters).records())


def test_every_inspection_is_fictional_and_each_stands_elsewhere() -> None:
    assert not Inspection.objects.filter(is_fictional=False).exists()
    states = {(row["organization_code"], row["kind"]): row["state"] for row in told("inspections")}
    assert states == {
        (INSPECTED, "comprehensive"): "handed_over",
        (INSPECTED, "follow_up"): "under_way",
        (TO_INSPECT, "thematic"): "planned",
        (FORGOTTEN, "thematic"): "overdue",
    }


def test_recommendations_have_every_fate() -> None:
    fates = {row["number"]: (row["status"], row["due_named"]) for row in told("recommendations")}
    assert fates == {
        1: ("on_time", True), 2: ("late", True), 3: ("missing", True), 4: ("not_due", True), 5: ("on_time", False),
    }  # fmt: skip


def test_the_report_holds_figures_and_the_follow_up_what_is_open() -> None:
    report = Inspection.objects.get(kind="comprehensive")
    sections = FindingFigure.objects.filter(finding__inspection=report).values_list("finding__section__code", flat=True)
    assert {"membership", "training", "structure"} <= set(sections)
    judged = FollowUp.objects.order_by("recommendation__number").values_list("recommendation__number", "outcome")
    assert list(judged) == [(2, "partly"), (3, ""), (4, "")]
