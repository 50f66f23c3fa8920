"""Ten issues at once: numbers in a row, each given once, and one document from one draft.

The control takes the lock off the counter and sees the same number given twice.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, connections

from letters import kinds
from letters.issuing import fingerprint, issue, material_of
from letters.models import LetterCounter, OfficialLetter
from tests.letters_world import kind
from tests.world import NOON, TODAY

pytestmark = pytest.mark.django_db(transaction=True)

TEN = 10


@pytest.fixture(autouse=True)
def light_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._kinds, "telephones", kind(annexes=()))


@pytest.fixture
def slow_counter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading the counter and writing it there is time enough for everybody to read."""
    locked = LetterCounter._locked.__func__

    def look_and_wait(cls, *args):
        found = locked(cls, *args)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(LetterCounter, "_locked", classmethod(look_and_wait))


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        LetterCounter, "_locked", classmethod(lambda cls, kind, year: cls.objects.get(kind=kind, year=year))
    )


def drafts(world, number: int) -> list[OfficialLetter]:
    return [
        OfficialLetter.objects.create(
            kind="telephones", organization=world.union, as_of=TODAY, made_by=world.saule, made_at=NOON
        )
        for _ in range(number)
    ]


def at_once(world, letters: list[OfficialLetter]) -> list[object]:
    seen = [fingerprint(one, material_of(one, world.saule)) for one in letters]
    start = threading.Barrier(len(letters))

    def one(number: int) -> object:
        start.wait(timeout=30)
        try:
            return issue(letters[number], by=world.saule, at=NOON, today=TODAY, seen=seen[number], with_gaps=True)
        except (IntegrityError, OperationalError, ValidationError) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(letters)) as pool:
        return list(pool.map(one, range(len(letters))))


def test_ten_letters_at_once_get_ten_numbers_in_a_row(world, slow_counter) -> None:
    LetterCounter.objects.create(kind="telephones", year=TODAY.year)
    answers = at_once(world, drafts(world, TEN))
    assert sorted(one.number for one in answers) == list(range(1, TEN + 1)), answers
    assert LetterCounter.objects.get().last == TEN


def test_the_first_ten_of_a_year_make_one_counter(world) -> None:
    answers = at_once(world, drafts(world, TEN))
    assert sorted(one.number for one in answers) == list(range(1, TEN + 1)), answers


def test_one_draft_ten_times_at_once_is_one_document(world, slow_counter) -> None:
    (draft,) = drafts(world, 1)
    answers = at_once(world, [draft] * TEN)
    assert {one.number for one in answers} == {1}, answers
    assert draft.files.count() == 2
    assert LetterCounter.objects.get().last == 1


def test_without_the_lock_the_same_number_is_given_twice(world, slow_counter, without_lock, monkeypatch) -> None:
    """What the lock is for: the unique constraint then refuses those who come second. On SQLite a transaction takes
    the only write lock when it begins, so the race must not appear even then."""
    LetterCounter.objects.create(kind="telephones", year=TODAY.year)
    looked = LetterCounter._locked.__func__

    def look_and_wait(cls, *args):
        found = looked(cls, *args)
        time.sleep(0.1)
        return found

    monkeypatch.setattr(LetterCounter, "_locked", classmethod(look_and_wait))
    answers = at_once(world, drafts(world, TEN))
    refused = [one for one in answers if isinstance(one, IntegrityError)]
    assert not refused if connection.vendor == "sqlite" else refused
