"""How letters leave: taken by one worker, handed over once, and what is said of them afterwards.

Any number of workers at once. A conditional update takes a letter, so that two never have the same one; what a worker
took and did not hand over before it died is free again after `LEASE`.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F

from mail.looks import Verdict, look_at
from mail.models import Letter

# A refusal that calls itself temporary (4xx) is tried for a day and a half, one that calls itself final (5xx) three
# times in an hour: mail servers say 550 on a bad day, too. RFC 5321, 4.2.1 and 4.5.4.1.
PAUSES = [timedelta(minutes=minutes) for minutes in (15, 30, 60, 120, 240, 480, 480, 480)]
MOST_FINAL_REFUSALS = 3
FINAL = 500
LONGEST_ERROR = 500
# Servers hang up on those who say too much at once.
LETTERS_A_CONNECTION = 50

Clock = Callable[[], datetime]


class ServerDown(Exception):
    """No conversation came about: the fault of no letter, and no use in trying the next."""


@dataclass
class Run:
    """What one worker did; `down`: why the mail server could not be reached."""

    done: Counter[str] = field(default_factory=Counter)
    down: str = ""


def run(clock: Clock) -> Run:
    """Hand over what waits."""
    told, connection = Run(), get_connection()
    try:
        while letter := claim(clock()):
            told.done[_deliver(letter, connection, clock)] += 1
            if told.done.total() % LETTERS_A_CONNECTION == 0:
                _hang_up(connection)
    except ServerDown as error:
        told.down = str(error)
    finally:
        _hang_up(connection)
    return told


def claim(at: datetime) -> Letter | None:
    """The next letter, for this worker alone."""
    free = Letter.objects.free(at)
    for pk in free.order_by("queued_at", "pk").values_list("pk", flat=True)[:50]:
        if free.filter(pk=pk).update(claimed_at=at, attempts=F("attempts") + 1):
            return Letter.objects.get(pk=pk)
    return None


def _deliver(letter: Letter, connection: Any, clock: Clock) -> str:
    verdict = look_at(letter, clock())
    if verdict is Verdict.HOLD:
        _release(letter, next_try_at=clock() + PAUSES[0])
        return "held"
    if verdict is Verdict.WITHDRAW:
        letter.withdrawn_at = clock()
        letter.save(update_fields=["withdrawn_at", "last_error"])
        return "withdrawn"
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        _release(letter, last_error=_in_words(error))
        raise ServerDown(_in_words(error)) from error
    if not _mark_handed(letter, clock()):
        return "taken by another"
    return _hand_over(letter, connection, clock)


def _release(letter: Letter, **facts: Any) -> None:
    """As if it had not been taken: the attempt does not count."""
    Letter.objects.filter(pk=letter.pk).update(claimed_at=None, attempts=F("attempts") - 1, **facts)


def _mark_handed(letter: Letter, at: datetime) -> bool:
    """Whether it is still ours to hand over; from here on it is in doubt until the server has spoken."""
    ours = Letter.objects.unsettled().filter(pk=letter.pk, claimed_at=letter.claimed_at, handed_at=None)
    return bool(ours.update(handed_at=at, last_error=""))


def _hand_over(letter: Letter, connection: Any, clock: Clock) -> str:
    try:
        if not connection.send_messages([message_of(letter, connection)]):
            return _refused(letter, FINAL, "No address", clock())
    except SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return _refused(letter, code, _answer(code, words), clock())
    except SMTPResponseException as error:
        return _refused(letter, error.smtp_code, _answer(error.smtp_code, error.smtp_error), clock())
    except (SMTPException, OSError) as error:
        # A backend that is not ours cannot tell: then silence is doubt.
        in_doubt = getattr(getattr(connection, "connection", None), "in_doubt", True)
        _hang_up(connection)
        return _doubted(letter, error) if in_doubt else _refused(letter, 0, _in_words(error), clock())
    except (ValueError, UnicodeError) as error:  # an address or a head no mail can carry
        return _refused(letter, FINAL, _in_words(error), clock())
    letter.sent_at = clock()
    letter.save(update_fields=["sent_at"])
    return "sent"


def message_of(letter: Letter, connection: Any = None) -> EmailMultiAlternatives:
    """With a number that stays the same however often it is handed over: programs that read mail show it once."""
    headers = {"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], headers=headers, connection=connection
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def message_id(letter: Letter) -> str:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<letter-{letter.pk}.{int(letter.queued_at.timestamp())}@{host}>"


def _refused(letter: Letter, code: int, words: str, at: datetime) -> str:
    """The server has not taken it: tried again later, or given up."""
    most = MOST_FINAL_REFUSALS if code >= FINAL else len(PAUSES)
    letter.handed_at, letter.last_error = None, words
    if letter.attempts >= most:
        letter.failed_at = at
    else:
        letter.next_try_at = at + PAUSES[letter.attempts - 1]
    letter.claimed_at = None
    letter.save(update_fields=["handed_at", "last_error", "failed_at", "next_try_at", "claimed_at"])
    return "failed" if letter.failed_at else "refused"


def _doubted(letter: Letter, error: Exception) -> str:
    letter.last_error = _in_words(error)
    letter.save(update_fields=["last_error"])
    return "in doubt"


def _hang_up(connection: Any) -> None:
    try:
        connection.close()
    except (SMTPException, OSError):
        connection.connection = None


def _answer(code: int, words: Any) -> str:
    said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return f"{code} {said}"[:LONGEST_ERROR]


def _in_words(error: Exception) -> str:
    """On one line, without what might be a password in an address."""
    said = re.sub(r"//[^/\s]*@", "//…@", " ".join(str(error).split()))
    return f"{type(error).__name__}: {said}"[:LONGEST_ERROR]


# --- What people decide -----------------------------------------------------------------------------


def send_again(letter: Letter, *, by: str, at: datetime) -> bool:
    """Of one that failed or is in doubt; False where somebody has decided already."""
    fresh = {"handed_at": None, "failed_at": None, "claimed_at": None, "next_try_at": None, "attempts": 0}
    return _decide(letter, Letter.Decision.AGAIN, by, at, **fresh, last_error="")


def has_arrived(letter: Letter, *, by: str, at: datetime) -> bool:
    return _decide(letter, Letter.Decision.ARRIVED, by, at, sent_at=at, failed_at=None)


def has_bounced(letter: Letter, *, by: str, at: datetime, why: str) -> bool:
    """A mail server further on sent it back: what was sent has failed after all."""
    sent = Letter.objects.filter(pk=letter.pk, sent_at__isnull=False)
    decided = {"decision": Letter.Decision.BOUNCED, "decided_by": by, "decided_at": at}
    return bool(sent.update(**decided, sent_at=None, handed_at=None, failed_at=at, last_error=why[:LONGEST_ERROR]))


def _decide(letter: Letter, decision: str, by: str, at: datetime, **facts: Any) -> bool:
    open_still = Letter.objects.failed().filter(pk=letter.pk) | Letter.objects.uncertain(at).filter(pk=letter.pk)
    return bool(open_still.update(decision=decision, decided_by=by, decided_at=at, **facts))
