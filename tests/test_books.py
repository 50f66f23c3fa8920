"""What is kept beside an obligation says what its facts say, whatever was done to them and however."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from reporting.books import COLUMNS, NOTHING_YET, restate
from reporting.models import Obligation, Submission
from tests.test_large_lists import tangled  # noqa: F401 -- a fixture
from tests.test_status_oracle import DAYS, enter, small_histories
from tests.world import TODAY, World, at, make_requirement

COMPUTED = {
    "status", "due_on", "first_received_on", "first_due_on", "day_stated", "last_received_on", "rounds", "returned_on",
    "accepted_on",
}  # fmt: skip
EMPTY: dict[str, Any] = {
    field.name: field.get_default() for field in Obligation._meta.concrete_fields if field.name in COLUMNS
}


def told(obligations: Any = None) -> list[tuple[Any, ...]]:
    found = Obligation.objects.all() if obligations is None else obligations
    return list(found.order_by("pk").values_list("pk", *COLUMNS))


def rows(as_of: date, **today: date) -> list[dict[str, Any]]:
    """What a day says; the day to correct by means something only where a return stands."""
    found = []
    for row in Obligation.objects.with_status(as_of, **today).order_by("pk").values("pk", "correct_by", *COMPUTED):
        found.append(row | {"correct_by": row["correct_by"] if row["status"] == "returned" else None})
    return found


def never_told() -> None:
    """As if something were recorded of the last of all days: no day may use the columns then."""
    Obligation.objects.update(books_until=date.max)


@pytest.mark.usefixtures("tangled")
def test_a_day_reads_the_same_with_and_without_the_columns() -> None:
    days = [TODAY - timedelta(days=n) for n in (0, 5, 15, 30, 60)]
    with_them = [rows(day) for day in days]
    last = max(Obligation.objects.values_list("books_until", flat=True))
    shorter = rows(last, today=last)
    assert shorter == rows(last)
    assert {row["status"] for row in shorter} >= {"missing", "exempt"}
    never_told()
    assert [rows(day) for day in days] == with_them
    assert rows(last) == shorter


def test_histories_no_verb_would_make_read_the_same_too(world: World) -> None:
    enter(small_histories(), make_requirement("books"), world.karaganda, world.saule)
    with_them = [rows(day) for day in DAYS]
    never_told()
    assert [rows(day) for day in DAYS] == with_them


@pytest.mark.usefixtures("tangled")
def test_the_upgrade_tells_what_restating_does() -> None:
    as_said = told()
    assert len({row[1] for row in as_said}) > 5
    Obligation.objects.update(**EMPTY)
    assert told() != as_said
    with connection.cursor() as cursor:
        cursor.execute(import_module("reporting.migrations.0003_books_said_shorter").TELL)
    assert told() == as_said
    Obligation.objects.update(**EMPTY)
    restate(Obligation.objects.values_list("pk", flat=True))
    assert told() == as_said


def test_nothing_recorded_holds_on_every_day(world: World) -> None:
    assert Obligation.objects.get(pk=world.obligation.pk).books_until == NOTHING_YET


def test_an_obligation_saved_by_who_read_it_earlier_forgets_nothing(world: World) -> None:
    read_earlier = Obligation.objects.get(pk=world.obligation.pk)
    world.obligation.submit(by=world.saule, at=at(TODAY), received_on=TODAY, channel="paper")
    read_earlier.opens_on = date(2023, 7, 1)
    read_earlier.save()
    row = Obligation.objects.with_status(TODAY).get(pk=world.obligation.pk)
    assert (row.status, row.opens_on) == ("late", date(2023, 7, 1))


@pytest.fixture
def handed_in(world: World) -> Submission:
    return world.obligation.submit(by=world.saule, at=at(TODAY), received_on=TODAY, channel="paper")


@pytest.mark.parametrize("way", ["one", "many"])
def test_a_fact_changed_or_taken_away_is_told(handed_in: Submission, way: str) -> None:
    obligation, earlier = Obligation.objects.filter(pk=handed_in.obligation_id), date(2023, 8, 1)
    if way == "one":
        handed_in.received_on = earlier
        handed_in.save()
    else:
        Submission.objects.filter(pk=handed_in.pk).update(received_on=earlier)
    assert obligation.get().books_first_received_on == earlier
    if way == "one":
        handed_in.delete()
    else:
        Submission.objects.all().delete()
    assert obligation.with_status(TODAY).get().status == "missing"
    assert told(obligation) == [(handed_in.obligation_id, *(EMPTY[name] for name in COLUMNS))]
