"""The same button ten times at once asks once, writes once; the same form sent ten times is one request."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from mail.models import Letter
from reporting.models import InformationRequest, Obligation, Reminder
from tests.test_requests import NEW, SignIn, filled, page, prepare
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
TEN = 10


@pytest.fixture
def staff(world: World, signed_in: SignIn) -> Client:
    client = signed_in(world.saule)
    client.raise_request_exception = False
    return client


def at_once(act: Callable[[], Any]) -> list[int]:
    """The status of each answer."""
    start = threading.Barrier(TEN)

    def one(_number: int) -> int:
        start.wait(timeout=30)
        try:
            status: int = act().status_code
            return status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TEN) as threads:
        return list(threads.map(one, range(TEN)))


def pressed(staff: Client, asked: InformationRequest) -> Callable[[], Any]:
    seen = staff.get(page(asked, "preview")).context["seen"]
    return lambda: copy_of(staff).post(page(asked, "ask"), {"seen": seen})


def copy_of(client: Client) -> Client:
    """Each thread its own, in the same session."""
    other = Client(raise_request_exception=False)
    other.cookies = client.cookies
    return other


def test_asked_ten_times_at_once_is_asked_once(staff: Client) -> None:
    asked = prepare(staff)
    assert at_once(pressed(staff, asked)) == [302] * TEN
    assert Obligation.objects.filter(requirement=asked.requirement).count() == 2
    assert Letter.objects.count() == 2
    assert Reminder.objects.filter(channel="asked").count() == 2


def test_the_form_sent_ten_times_at_once_is_one_request(staff: Client) -> None:
    sent = filled()
    assert at_once(lambda: copy_of(staff).post(NEW, sent)) == [302] * TEN
    assert InformationRequest.objects.count() == 1


def test_without_the_lock_the_race_appears(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite a transaction takes the only write lock when it begins: there it must not appear even then."""
    asked = prepare(staff)
    press = pressed(staff, asked)
    monkeypatch.setattr(InformationRequest, "_lock", lambda self: None)
    look = InformationRequest.seen

    def look_and_wait(self: InformationRequest, today: Any) -> str:
        seen = look(self, today)
        time.sleep(0.2)
        return seen

    monkeypatch.setattr(InformationRequest, "seen", look_and_wait)
    answers = at_once(press)
    assert Obligation.objects.filter(requirement=asked.requirement).count() == 2
    if connection.vendor == "postgresql":
        # The database refuses what the lock would have spared.
        assert 500 in answers
