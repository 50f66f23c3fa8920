"""A year is locked while a report is on its way: it is in before the lock, or it is refused.

The control takes the waiting away and sees a report come into a locked year, so that the test above it can fail.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from membership.models import LockedYear, years
from reporting.models import Obligation, Submission
from tests.membership_world import membership_requirement, obligation_of
from tests.world import NOON, TODAY, World

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2023


@pytest.fixture
def owed(world: World) -> Obligation:
    membership_requirement(world)
    return obligation_of(world.karaganda, YEAR)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once the hand-in has heard that the year is open; between that and writing there is time enough to lock it."""
    told, refuse = threading.Event(), LockedYear.refuse

    def refuse_and_wait(year: int) -> None:
        refuse(year)
        told.set()
        time.sleep(0.3)

    monkeypatch.setattr(LockedYear, "refuse", refuse_and_wait)
    return told


def counted(world: World, owed: Obligation, asked: threading.Event) -> tuple[int, int]:
    """Hand-ins when the year was just locked, and when both were through."""

    def hand_in() -> Any:
        try:
            return owed.submit(by=world.saule, at=NOON, received_on=TODAY, channel="paper")
        except ValidationError as refusal:
            return refusal
        finally:
            connections.close_all()

    def lock() -> int:
        assert asked.wait(timeout=30)
        try:
            LockedYear.lock(YEAR, on=TODAY, reason="Утверждено", by=world.saule, at=NOON)
            return Submission.objects.count()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        begun, locked = pool.submit(hand_in), pool.submit(lock)
        begun.result(timeout=30)
        return locked.result(timeout=30), Submission.objects.count()


def test_no_report_comes_after_the_lock(world: World, owed: Obligation, asked: threading.Event) -> None:
    assert counted(world, owed, asked) == (1, 1)


def test_who_comes_after_the_lock_is_refused(world: World, owed: Obligation) -> None:
    LockedYear.lock(YEAR, on=TODAY, reason="Утверждено", by=world.saule, at=NOON)
    with pytest.raises(ValidationError, match="Утверждено"):
        owed.submit(by=world.saule, at=NOON, received_on=TODAY, channel="paper")


def test_without_the_waiting_one_does(
    world: World, owed: Obligation, asked: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite a transaction takes the only write lock when it begins: there it must not happen even then."""
    monkeypatch.setattr(years, "_wait_for_those_under_way", lambda year: None)
    assert counted(world, owed, asked) == ((0, 1) if connection.vendor == "postgresql" else (1, 1))
