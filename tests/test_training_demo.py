"""The training of the demonstration: fictional, adds up, says why where it looks strange, and fills every page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from documents.registry import WHOLE_UNION, build
from overview.demonstration.training import FEWEST_OF_2022, MANY_CHAIRS
from reporting.models import Submission
from tests.demonstration import standing
from training import checks
from training.answers import answers_of, as_checked
from training.models import TrainingReport
from training.models.asked import KIND
from training.task import Questions

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 22)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker, LATER):
        yield


def test_every_report_would_be_taken_online() -> None:
    wrong, warned = [], set()
    for one in TrainingReport.objects.select_related("organization"):
        questions = Questions(one.organization, one.period, LATER)
        failures = checks.run(as_checked(answers_of(one), questions.categories), questions.known)
        warned |= {failure.code for failure in failures}
        if checks.errors(failures) or (any(failure.asks for failure in failures) and not one.explanation):
            wrong.append((one.organization.code, one.period.slug, [failure.text for failure in failures]))
    assert wrong == []
    assert {"chairs", "involved", "under_norm_budget_share", "other_day"} <= warned


def test_years_stand_side_by_side_and_the_last_of_2022_are_those_of_the_documents() -> None:
    years = build("training_years", user=WHOLE_UNION, as_of=LATER, filters={"year": "2025", "part": "year"})
    assert all(years.sums[f"trained_{year}"] > 1000 for year in (2022, 2023, 2024, 2025))
    ranking = build("training_ranking", user=WHOLE_UNION, as_of=LATER, filters={"year": "2022", "part": "year"})
    told = [row["organization_code"] for row in ranking.records() if row["rank"]]
    assert set(told[-3:]) == FEWEST_OF_2022
    assert MANY_CHAIRS in told


def test_what_came_by_messenger_waits_for_its_figures() -> None:
    waiting = Submission.objects.filter(obligation__requirement__kind=KIND, training_report=None, voided_on=None)
    assert set(waiting.values_list("channel", flat=True)) == {"messenger"}


def test_the_pages_open_on_the_year_that_is_asked_about() -> None:
    table = build("training", user=WHOLE_UNION, as_of=LATER, filters={})
    rows = list(table.records())
    assert {row["period"] for row in rows} == {"2025"}
    assert sum(row["trained_total"] is not None for row in rows) > 8
    assert {True, False} <= {row["meets_norm"] for row in rows}
