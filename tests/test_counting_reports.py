"""What is kept beside a report says what its hand-ins say, whatever was done to them and however."""

import contextlib
from datetime import date
from importlib import import_module
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import User
from membership.books import NOT_TOLD, by_facts, restate
from membership.models import MembershipReport
from organizations.models import Organization
from reporting.models import Obligation, Requirement, Submission
from reporting.models.inserting import insert
from tests.oracle import HandIn, History
from tests.test_status_oracle import DAYS, START, act, day, enter, steps
from tests.world import World, make_requirement

COLUMNS = ("books_counts", "books_until")


def hand_ins() -> list[list[HandIn]]:
    """One, or two rounds in every order of their days, also in those that no verb would make."""
    one = [HandIn(1, day(2), True, day(back), day(gone)) for back, gone in product((None, 3, 5), (None, 2, 4))]
    other = [
        HandIn(2, day(came), True, day(back), day(gone))
        for came, back, gone in product((1, 2, 4), (None, 4, 5), (None, 4, 6))
    ]
    # One stands at most: the database holds to it.
    both = [
        [first, second]
        for first, second in product(one, other)
        if first.returned or first.voided or second.returned or second.voided
    ]
    return [*([first] for first in one), *both]


def counts(history: list[HandIn], place: int, on: date) -> bool:
    """In plain words: the last that was live on the day, and not given back by then."""
    live = [
        n for n, one in enumerate(history) if one.received <= on and not (one.voided is not None and one.voided <= on)
    ]
    return bool(live) and live[-1] == place and not (history[place].returned and history[place].returned <= on)


def report_of(submission: Submission) -> MembershipReport:
    return MembershipReport(
        submission=submission, organization=submission.obligation.organization, year=2023, state_on=date(2023, 1, 1)
    )


@pytest.fixture
def histories(world: World) -> list[list[HandIn]]:
    """With a report for each hand-in, put in beside the model: not told yet."""
    found = hand_ins()
    asked = [History(START, day(0), history, [], []) for history in found]
    enter(asked, make_requirement("counting"), world.karaganda, world.saule)
    insert(report_of(one) for one in Submission.objects.select_related("obligation__organization"))
    return found


def told() -> list[tuple[int, bool, date]]:
    return list(MembershipReport.objects.order_by("pk").values_list("pk", *COLUMNS))


def found(histories: list[list[HandIn]], on: date) -> set[tuple[int, int]]:
    """Which history and which of its rounds counts."""
    current = MembershipReport.objects.current_on(on).values_list("submission__obligation__key", "submission__round")
    return {(int(key), number - 1) for key, number in current}


def test_a_day_reads_the_same_with_the_columns_and_without(histories: list[list[HandIn]]) -> None:
    expected = {
        on: {(n, place) for n, some in enumerate(histories) for place in range(len(some)) if counts(some, place, on)}
        for on in DAYS
    }
    assert {until for _pk, _counts, until in told()} == {NOT_TOLD}
    assert {on: found(histories, on) for on in DAYS} == expected
    restate(list(Obligation.objects.values_list("pk", flat=True)))
    assert len({until for _pk, _counts, until in told()}) > 3
    assert {on: found(histories, on) for on in DAYS} == expected


def test_the_upgrade_tells_what_restating_does(histories: list[list[HandIn]]) -> None:
    restate(list(Obligation.objects.values_list("pk", flat=True)))
    as_said = told()
    MembershipReport.objects.update(books_counts=False, books_until=NOT_TOLD)
    with connection.cursor() as cursor:
        cursor.execute(import_module("membership.migrations.0004_which_report_counts").TELL)
    assert len(as_said) > len(histories)
    assert told() == as_said


@pytest.mark.usefixtures("world")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(steps, max_size=9), way=st.sampled_from(["verbs", "changed", "taken away"]))
def test_whatever_is_done_to_a_hand_in_is_told(history: list[tuple[str, int, int]], way: str) -> None:
    by = User.objects.get(email="saule@example.kz")
    with transaction.atomic():
        obligation = Obligation.objects.create(
            requirement=Requirement.objects.get(code="schedule"),
            organization=Organization.objects.get(code="karaganda"),
            key="random",
            arose_on=START,
            original_due_on=day(2),
        )
        for step in history:
            with contextlib.suppress(ValidationError), transaction.atomic():
                act(obligation, step, by)
            for one in obligation.submissions.filter(membership_report=None):
                report_of(one).save()
        if way == "changed":
            Submission.objects.filter(obligation=obligation).update(received_on=START)
        elif way == "taken away" and (last := obligation.submissions.order_by("round").last()):
            last.membership_report.delete()
            last.delete()
        reports = MembershipReport.objects.filter(submission__obligation=obligation)
        assert all(one.books_until != NOT_TOLD for one in reports)
        for on in DAYS:
            assert set(reports.current_on(on)) == set(reports.filter(by_facts(on)))
        transaction.set_rollback(True)
