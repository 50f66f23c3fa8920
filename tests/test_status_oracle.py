"""The SQL of the status agrees with the oracle: on all small combinations of facts, and on random histories of verbs."""

import contextlib
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import User
from organizations.models import Organization
from reporting.models import Exemption, Obligation, Postponement, Requirement, Submission
from tests.oracle import HandIn, History, history_of
from tests.world import World, at, make_requirement

START = date(2023, 9, 1)
DAYS = [START + timedelta(days=n) for n in range(-1, 7)]


def day(number: int | None) -> date | None:
    return None if number is None else START + timedelta(days=number)


def small_hand_ins() -> list[list[HandIn]]:
    """None; one that stands, was returned or voided; and a second round after a return or a void."""
    first_rounds = [
        HandIn(1, day(received), stated, day(returned), day(voided))
        for received, stated, returned, voided in product((1, 2), (True, False), (None, 3), (None, 3, 4))
    ]
    second_rounds = [HandIn(2, day(4), stated, day(returned)) for stated, returned in product((True, False), (None, 5))]
    with_second = [[f, s] for f, s in product(first_rounds, second_rounds) if f.returned or f.voided]
    return [[], *([f] for f in first_rounds), *with_second]


def small_histories() -> list[History]:
    postponements = [
        [],
        [(day(1), day(3))],
        [(day(3), day(4))],
        [(day(1), day(2)), (day(3), day(5))],
        [(day(2), day(5)), (day(2), day(3))],
    ]
    exemptions = [[], [(day(2), None)], [(day(1), day(3))], [(day(1), day(2)), (day(4), None)]]
    return [
        History(START, day(due), hand_ins, postponed, exempted)
        for due, hand_ins, postponed, exempted in product((0, 1, 2), small_hand_ins(), postponements, exemptions)
    ]


def enter(histories: list[History], requirement: Requirement, organization: Organization, by: User) -> list[Obligation]:
    """Straight into the tables: the verbs would refuse some of these, and the SQL must not depend on that."""
    said = {"decided_by": by, "decided_at": at(START), "reason": "x"}
    obligations = Obligation.objects.bulk_create(
        Obligation(
            requirement=requirement, organization=organization, key=str(n), arose_on=h.arose, original_due_on=h.due
        )
        for n, h in enumerate(histories)
    )
    pairs = list(zip(obligations, histories, strict=True))
    Submission.objects.bulk_create(
        Submission(
            obligation=o, round=s.round, received_on=s.received, day_stated=s.stated, channel="paper", submitted_by=by, submitted_at=at(START),
            returned_on=s.returned, returned_by=by if s.returned else None, returned_at=at(START) if s.returned else None,
            return_reason="x", correct_by=s.returned, voided_on=s.voided, voided_by=by if s.voided else None,
            voided_at=at(START) if s.voided else None, void_reason="x",
        )
        for o, h in pairs for s in h.hand_ins
    )  # fmt: skip
    Postponement.objects.bulk_create(
        Postponement(obligation=o, decided_on=decided, due_on=due, **said)
        for o, h in pairs
        for decided, due in h.postponed
    )
    Exemption.objects.bulk_create(
        Exemption(
            obligation=o, decided_on=decided, revoked_on=revoked, revoked_by=by if revoked else None,
            revoked_at=at(START) if revoked else None, revoke_reason="x" if revoked else "", **said,
        )
        for o, h in pairs for decided, revoked in h.exempted
    )  # fmt: skip
    return obligations


def test_the_sql_agrees_on_all_small_combinations(world: World) -> None:
    requirement = make_requirement("oracle")
    histories = small_histories()
    obligations = enter(histories, requirement, world.karaganda, world.saule)
    seen = set()
    for as_of in DAYS:
        computed = dict(
            Obligation.objects.filter(requirement=requirement).with_status(as_of).values_list("pk", "status")
        )
        for obligation, history in zip(obligations, histories, strict=True):
            assert computed.get(obligation.pk) == history.status(as_of), (as_of, history)
        seen |= set(computed.values())
    assert seen == {"not_due", "on_time", "late", "received", "missing", "returned", "exempt"}


steps = st.tuples(
    st.sampled_from(["submit", "submit_unstated", "return", "accept", "void", "exempt", "revoke", "postpone"]),
    st.integers(0, 6),
    st.integers(0, 8),
)


def act(obligation: Obligation, step: tuple[str, int, int], by: User) -> None:
    """One verb on one day; `other` is the second day the verb takes, if it takes one."""
    verb, on, other = step[0], day(step[1]), day(step[2])
    who = {"by": by, "at": at(day(9))}
    if verb.startswith("submit"):
        obligation.submit(**who, received_on=on, channel="paper", day_stated=verb == "submit")
    elif verb == "return":
        obligation.return_(**who, returned_on=on, correct_by=other, reason="x")
    elif verb == "accept":
        obligation.accept(**who, accepted_on=on)
    elif verb == "void" and (last := obligation.submissions.order_by("round").last()):
        obligation.void(last, **who, voided_on=on, reason="x")
    elif verb == "exempt":
        obligation.exempt(**who, decided_on=on, reason="x")
    elif verb == "revoke":
        obligation.revoke_exemption(**who, revoked_on=on, new_due_on=other, reason="x")
    elif verb == "postpone":
        obligation.postpone(**who, decided_on=on, new_due_on=other, reason="x")


@pytest.mark.usefixtures("world")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=st.integers(0, 4), history=st.lists(steps, max_size=9))
def test_the_sql_agrees_on_random_histories(due: int, history: list[tuple[str, int, int]]) -> None:
    by = User.objects.get(email="saule@example.kz")
    with transaction.atomic():
        obligation = Obligation.objects.create(
            requirement=Requirement.objects.get(code="schedule"),
            organization=Organization.objects.get(code="karaganda"),
            key="random",
            arose_on=START,
            original_due_on=day(due),
        )
        for step in history:
            with contextlib.suppress(ValidationError):  # a refusal leaves everything as it was
                act(obligation, step, by)
        told = history_of(obligation)
        for as_of in [*DAYS, day(9)]:
            row = Obligation.objects.filter(pk=obligation.pk).with_status(as_of).first()
            assert (row.status if row else None) == told.status(as_of), (as_of, told)
        transaction.set_rollback(True)
