"""The outbox against a mail server that refuses, hangs up and falls silent: nothing twice, nothing lost unseen."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from mail import looks, outbox
from mail.looks import Verdict
from mail.models import LEASE, Letter, post
from tests import post_office
from tests.post_office import PostOffice
from tests.world import NOON

HALF_A_SECOND = 0.5


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice(patience=1)
    settings.EMAIL_BACKEND = "mail.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = HALF_A_SECOND
    yield office
    office.close()


def letter(to: str = "aigul@example.kz", subject: str = "До 30 ноября") -> Letter:
    return post(to=to, subject=subject, text="Текст письма\n.с точкой", html="<p>Текст</p>", at=NOON)


def run(at: datetime = NOON) -> dict[str, int]:
    return dict(outbox.run(lambda: at).done)


def again(one: Letter) -> Letter:
    return Letter.objects.get(pk=one.pk)


def subjects(office: PostOffice) -> list[str]:
    return [message["Subject"] for message in office.taken]


# --- When all is well -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_waits_is_sent_once_with_a_number_that_stays(office: PostOffice, settings: Any) -> None:
    settings.SITE_URL = "https://reports.example.kz"
    one = letter()
    assert run() == {"sent": 1}
    assert run() == {}
    (message,) = office.taken
    assert message["To"] == "aigul@example.kz"
    assert message["Message-ID"] == outbox.message_id(one)
    assert message["Message-ID"].endswith("@reports.example.kz>")
    assert {part.get_content_type() for part in message.iter_parts()} == {"text/plain", "text/html"}
    body = message.get_body(("plain",))
    assert body is not None
    assert ".с точкой" in body.get_content()
    assert again(one).sent_at == NOON


@pytest.mark.django_db
def test_the_command_says_what_it_did(office: PostOffice, capsys: Any) -> None:
    letter()
    call_command("send_outbox")
    assert "1 sent" in capsys.readouterr().out


# --- A server that says no ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_later_means_later_and_not_for_ever(office: PostOffice) -> None:
    office.mood = lambda recipient, attempt: post_office.BUSY
    one, at = letter(), NOON
    for attempt in range(1, len(outbox.PAUSES)):
        assert run(at) == {"refused": 1}
        assert again(one).attempts == attempt
        assert run(at + timedelta(minutes=14)) == {}
        at = again(one).next_try_at or at
    assert run(at) == {"failed": 1}
    assert run(at + timedelta(days=30)) == {}
    assert list(Letter.objects.failed()) == [one]
    assert "451" in again(one).last_error


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_fails_soon_and_delays_nobody(office: PostOffice) -> None:
    office.mood = lambda recipient, attempt: post_office.REFUSE if recipient == "wrong@example.kz" else post_office.TAKE
    wrong, right = letter("wrong@example.kz"), letter("right@example.kz")
    assert run() == {"refused": 1, "sent": 1}
    for _ in range(outbox.MOST_FINAL_REFUSALS - 1):
        run(again(wrong).next_try_at or NOON)
    assert again(wrong).failed_at
    assert "550 no such person" in again(wrong).last_error
    assert office.attempts["wrong@example.kz"] == outbox.MOST_FINAL_REFUSALS
    assert office.attempts["right@example.kz"] == 1
    assert again(right).sent_at


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["a\nBcc: b@example.kz", ""])
def test_what_is_no_address_fails_without_stopping_the_rest(office: PostOffice, to: str) -> None:
    bad, good = letter(to), letter()
    run()
    assert not again(bad).sent_at
    assert again(bad).last_error
    assert again(good).sent_at
    assert all(message["Bcc"] is None for message in office.taken)


@pytest.mark.django_db
def test_hung_up_before_the_letter_is_no_doubt(office: PostOffice) -> None:
    """It is tried again by itself, because the letter was never read to the server."""
    office.mood = lambda recipient, attempt: post_office.HANG_UP if attempt == 1 else post_office.TAKE
    one = letter()
    assert run() == {"refused": 1}
    assert not Letter.objects.uncertain(NOON).exists()
    assert run(NOON + timedelta(minutes=15)) == {"sent": 1}
    assert len(office.taken) == 1
    assert again(one).sent_at


@pytest.mark.django_db
def test_a_dead_server_costs_no_attempt_and_is_tried_once_a_run(office: PostOffice, capsys: Any) -> None:
    office.close()
    many = [letter(f"{n}@example.kz") for n in range(5)]
    told = outbox.run(lambda: NOON)
    assert "Refused" in told.down
    assert not told.done
    assert [again(one).attempts for one in many] == [0] * 5
    assert [bool(again(one).last_error) for one in many] == [True, False, False, False, False]
    call_command("send_outbox")
    assert "cannot be reached" in capsys.readouterr().err


@pytest.mark.django_db
def test_back_from_the_dead(office: PostOffice, settings: Any) -> None:
    settings.EMAIL_PORT, there = 1, settings.EMAIL_PORT
    one = letter()
    run()
    settings.EMAIL_PORT = there
    assert run(NOON + timedelta(minutes=1)) == {"sent": 1}
    assert again(one).last_error == ""


# --- A server that says nothing ---------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("mood", [post_office.FALL_SILENT, post_office.LOSE])
def test_silence_after_the_letter_leaves_it_in_doubt(office: PostOffice, mood: str) -> None:
    """Neither sent again by itself, which might be twice, nor forgotten."""
    office.mood = lambda recipient, attempt: mood
    one, other = letter(), letter("bolat@example.kz")
    assert run() == {"in doubt": 2}
    for hours in (1, 24, 24 * 30):
        assert run(NOON + timedelta(hours=hours)) == {}
    assert set(Letter.objects.uncertain(NOON)) == {one, other}
    assert "timed out" in again(one).last_error
    assert len(office.taken) == (2 if mood == post_office.FALL_SILENT else 0)


@pytest.mark.django_db
def test_people_decide_what_is_in_doubt(office: PostOffice) -> None:
    office.mood = lambda recipient, attempt: post_office.LOSE if attempt == 1 else post_office.TAKE
    lost, there = letter(), letter("bolat@example.kz")
    run()
    assert outbox.send_again(lost, by="Омарова Сауле", at=NOON)
    assert outbox.has_arrived(there, by="Омарова Сауле", at=NOON)
    assert not outbox.send_again(there, by="Другой", at=NOON)
    assert not outbox.has_arrived(lost, by="Другой", at=NOON)
    assert run() == {"sent": 1}
    assert [message["To"] for message in office.taken] == ["aigul@example.kz"]
    assert again(there).decided_by == "Омарова Сауле"
    assert not Letter.objects.uncertain(NOON).exists()


@pytest.mark.django_db
def test_what_came_back_has_failed(office: PostOffice) -> None:
    one = letter()
    assert not outbox.has_bounced(one, by="Омарова Сауле", at=NOON, why="ящик переполнен")
    run()
    assert outbox.has_bounced(one, by="Омарова Сауле", at=NOON, why="ящик переполнен")
    assert list(Letter.objects.failed()) == [one]
    assert outbox.send_again(one, by="Омарова Сауле", at=NOON)
    assert run() == {"sent": 1}


# --- Workers that die, and many at once --------------------------------------------------------------------


class Killed(BaseException):
    """As if the process ended there."""


@pytest.mark.django_db
def test_killed_between_taking_and_handing_over(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*args: Any) -> bool:
        raise Killed

    one = letter()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_mark_handed", die)
        with pytest.raises(Killed):
            run()
    assert run(NOON + timedelta(minutes=1)) == {}
    assert run(NOON + LEASE + timedelta(seconds=1)) == {"sent": 1}
    assert len(office.taken) == 1
    assert again(one).sent_at


@pytest.mark.django_db
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_in_the_conversation_is_in_doubt(office: PostOffice, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """Whether the server had it or not: the books cannot know, so people are asked."""
    from mail import smtp

    sent = smtp.Backend.send_messages

    def die(self: Any, messages: Any) -> int:
        if when == "after":
            sent(self, messages)
        raise Killed

    one = letter()
    with monkeypatch.context() as patch:
        patch.setattr(smtp.Backend, "send_messages", die)
        with pytest.raises(Killed):
            run()
    later = NOON + LEASE + timedelta(seconds=1)
    assert not Letter.objects.uncertain(NOON).exists(), "somebody may still be at work on it"
    assert run(later) == {}
    assert list(Letter.objects.uncertain(later)) == [one]
    assert len(office.taken) == (when == "after")


@pytest.mark.django_db
def test_the_clock_set_back_an_hour_sends_nothing_twice(office: PostOffice) -> None:
    letter()
    assert run() == {"sent": 1}
    letter("bolat@example.kz")
    assert run(NOON - timedelta(hours=1)) == {"sent": 1}
    assert run(NOON) == {}
    assert len(office.taken) == 2


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_letter_once(office: PostOffice) -> None:
    for number in range(40):
        letter(f"{number}@example.kz", f"письмо {number}")
    start = threading.Barrier(4)

    def work() -> None:
        start.wait(timeout=30)
        try:
            outbox.run(lambda: NOON)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
    assert sorted(subjects(office)) == sorted(f"письмо {number}" for number in range(40))
    assert Letter.objects.exclude(sent_at=None).count() == 40


# --- The last look ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", list(Verdict))
def test_whoever_wrote_it_looks_at_it_last(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    monkeypatch.setitem(looks._looks, "test", lambda letter, at: verdict)
    one = letter()
    Letter.objects.update(purpose="test")
    run()
    assert len(office.taken) == (verdict is Verdict.SEND)
    assert bool(again(one).withdrawn_at) == (verdict is Verdict.WITHDRAW)
    if verdict is Verdict.HOLD:
        assert again(one).attempts == 0
        monkeypatch.setitem(looks._looks, "test", lambda letter, at: Verdict.SEND)
        assert run(NOON + timedelta(minutes=1)) == {}
        assert run(NOON + timedelta(minutes=15)) == {"sent": 1}
