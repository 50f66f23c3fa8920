"""Several enter delegates at once: the quota is not exceeded, nobody is entered twice.

The control takes the lock away and sees the race appear, so that the test above it is known to be able to fail.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections

from campaigns.models import Conference, Delegate, congress
from tests.matrix import campaign_of
from tests.test_delegates import count, decide, elect, hold
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


@pytest.fixture
def conference(world: World) -> Conference:
    """Of an organization with two places."""
    campaign = campaign_of(world, world.requirement)
    decide(world, campaign)
    count(world, campaign, world.karaganda, 10_000)
    return hold(campaign, world.karaganda, world)


@pytest.fixture
def slow_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between counting the places and taking one there is time enough for everybody to count."""
    look = Delegate._check_quota

    def look_and_wait(self: Delegate, *args: Any) -> None:
        look(self, *args)
        time.sleep(0.1)

    monkeypatch.setattr(Delegate, "_check_quota", look_and_wait)


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """`act(number)` by many, started together; a refusal is an answer, too."""
    start = threading.Barrier(MANY)

    def one(number: int) -> Any:
        start.wait(timeout=30)
        try:
            return act(number)
        except (IntegrityError, ValidationError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def test_no_more_than_the_quota(world: World, conference: Conference, slow_check: None) -> None:
    answers = at_once(lambda n: elect(world, conference, f"Делегат {n}"))
    assert Delegate.objects.count() == 2
    assert sum(isinstance(answer, ValidationError) for answer in answers) == MANY - 2


def test_nobody_is_entered_twice(world: World, conference: Conference, slow_check: None) -> None:
    at_once(lambda n: elect(world, conference))
    assert Delegate.objects.count() == 1


def test_without_the_lock_the_race_appears(
    world: World, conference: Conference, slow_check: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite a transaction takes the only write lock when it begins: there it must not appear even then."""
    monkeypatch.setattr(congress, "one_writer", lambda campaign: None)
    at_once(lambda n: elect(world, conference, f"Делегат {n}"))
    assert (Delegate.objects.count() > 2) is (connection.vendor == "postgresql")
