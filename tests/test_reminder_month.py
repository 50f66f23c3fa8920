"""A month of the demonstration, message by message: two workers, a mail server that fails, people who hand in late,
are returned, exempt, postponed, replaced; a closed body, a timer that does not run, a stop, a clock set back.

What arrives is what tests/reminder_oracle.py expects, each message once.
"""

import random
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from accounts.models import User
from decrees.models import Decree
from documents.dates import weekday_day
from mail import outbox
from mail.models import Letter
from organizations.models import Appointment, Organization, Person
from organizations.models.people import replace_chair
from reporting import reminding
from reporting.models import Obligation, ReminderStop, Submission
from tests import post_office
from tests.demonstration import build
from tests.post_office import PostOffice
from tests.reminder_oracle import Mornings, Told
from tests.world import TODAY, at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

DAYS = 30
NO_TIMER, STOPPED, CLOCK_SET_BACK = {5, 6, 13}, {17, 18}, {10}
SILENT, LOST = {20, 41}, {33}  # of all conversations
IN_FULL = 50
LINK = re.compile(r"^\s*http://127\.0\.0\.1:8000(/\S+)$", re.M)


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice(mood=failing(), patience=1)
    settings.EMAIL_BACKEND = "mail.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_TIMEOUT = 0.7
    yield office
    office.close()


def failing() -> Callable[[str, int], str]:
    """One in eight conversations is put off, one in twelve breaks off; three end in silence."""
    chance, numbers = random.Random(5), iter(range(10_000))

    def mood(recipient: str, attempt: int) -> str:
        number = next(numbers)
        if number in SILENT:
            return post_office.FALL_SILENT
        if number in LOST:
            return post_office.LOSE
        throw = chance.random()
        return post_office.BUSY if throw < 1 / 8 else post_office.HANG_UP if throw < 5 / 24 else post_office.TAKE

    return mood


def both(work: Callable[[], Any]) -> None:
    """Two workers at once."""
    failures: list[BaseException] = []

    def one() -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=one) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
    assert failures == []


def send_at(clock: datetime) -> None:
    both(lambda: outbox.run(lambda: clock))


class Month:
    """People of the demonstration, doing what people do."""

    def __init__(self, office: PostOffice) -> None:
        self.office, self.chance = office, random.Random(11)
        self.staff = User.objects.get(email="staff@demo.example")
        self.mornings = Mornings()
        self.written: dict[str, set[Told]] = {}
        # Every decision, also where a letter needed two.
        self.decided: Counter[str] = Counter()

    def prepare(self) -> None:
        """A controller is named, one chair holds two offices, and one branch may be closed."""
        leader = Person.objects.get(user__email="leader@demo.example")
        for decree in Decree.objects.all():
            decree.controllers.add(leader)
        branch = Organization.objects.filter(level="branch", obligations__isnull=False).order_by("pk").first()
        assert branch
        assert branch.parent
        above = Appointment.objects.get(organization=branch.parent, position="chair", ended_on=None)
        replace_chair(branch, above.person, on=TODAY, reason="выборы", by=self.staff)

    def deeds(self, day: date, number: int) -> None:
        owed = list(Obligation.objects.filter(arose_on__lte=day).order_by("pk"))
        author = {"by": self.staff, "at": at(day, 9)}
        for _ in range(number):
            one, throw = self.chance.choice(owed), self.chance.randrange(6)
            with suppress(ValidationError):
                if throw <= 1:
                    one.submit(received_on=day, channel=Submission.Channel.PAPER, **author)
                elif throw == 2:
                    by = day + timedelta(days=self.chance.randrange(8))
                    one.return_(returned_on=day, correct_by=by, reason="Нет подписи", **author)
                elif throw == 3:
                    one.exempt(decided_on=day, reason="Болезнь", **author)
                elif throw == 4:
                    due = day + timedelta(days=self.chance.randrange(20))
                    one.postpone(decided_on=day, new_due_on=due, reason="По просьбе", **author)
                else:
                    one.accept(accepted_on=day, **author)

    def replace_a_chair(self, day: date) -> None:
        """Of a member organization that is written to today: between writing and sending."""
        office = Appointment.objects.filter(
            position="chair", organization__level="member", ended_on=None, person__user__email__in=self.written
        ).order_by("pk").first()  # fmt: skip
        if office:
            newcomer = Person.objects.create(name_ru=f"Новый {day:%d.%m}", email=f"new-{day:%d%m}@demo.example")
            replace_chair(office.organization, newcomer, on=day, reason="выборы", by=self.staff)

    def close_a_branch(self, day: date) -> None:
        branches = Organization.objects.filter(level="branch", obligations__isnull=False, closed_on=None, children=None)
        branch = branches.distinct().order_by("-pk").first()
        assert branch
        branch.close(on=day, by=self.staff, reason="Присоединён")

    def morning(self, day: date) -> None:
        self.written = self.mornings.expected(day)
        both(lambda: reminding.remind(day, at=at(day, 8)))

    def until_all_have_left(self, day: date) -> None:
        clock = at(day, 10)
        for _ in range(40):
            send_at(clock)
            self._decide(clock)
            waiting = Letter.objects.unsettled().filter(handed_at=None)
            if not waiting.exists():
                return
            later = [one for one in waiting.values_list("next_try_at", flat=True) if one]
            clock = max(min(later, default=clock), clock + timedelta(minutes=1))
            assert timezone.localdate(clock) == day, "the mail server is too bad for one day"
        pytest.fail("letters are left")

    def _decide(self, clock: datetime) -> None:
        """Somebody asks by telephone whether what is in doubt has arrived."""
        numbers = {message["Message-ID"] for message in self.office.taken}
        for letter in Letter.objects.uncertain(clock):
            decide = outbox.has_arrived if outbox.message_id(letter) in numbers else outbox.send_again
            assert decide(letter, by="Омарова Сауле", at=clock)
            self.decided[decide.__name__] += 1


def compare(messages: list[Any], expected: dict[str, set[Told]], day: date) -> None:
    told: dict[str, list[str]] = defaultdict(list)
    for message in messages:
        told[message["To"]].append(message.get_body(("plain",)).get_content().replace("\r\n", "\n"))
    assert {to: len(texts) for to, texts in told.items()} == dict.fromkeys(expected, 1), day
    for to, (text,) in told.items():
        language = "kk" if "Барлық есептеріңіз" in text else "ru"
        links = Counter(LINK.findall(text))
        lines = expected[to]
        assert max(links.values()) == 1, (day, to)
        assert len(links) == min(len(lines), IN_FULL), (day, to)
        assert set(links) <= {line.url for line in lines}, (day, to)
        for line in lines:
            if line.url in links:
                assert weekday_day(line.until, language) in text, (day, to, line)


def test_a_month_message_by_message(office: PostOffice) -> None:
    build(TODAY)
    month = Month(office)
    month.prepare()
    arrived, mornings = 0, 0
    for number in range(DAYS):
        day = TODAY + timedelta(days=number)
        month.deeds(day, 6)
        if number in STOPPED and not ReminderStop.in_force():
            ReminderStop.stop(by=month.staff, at=at(day, 7), reason="Праздник")
        if number not in STOPPED and ReminderStop.in_force():
            ReminderStop.resume(by=month.staff, at=at(day, 7))
        if number in NO_TIMER:
            continue
        if number in STOPPED:
            reminding.remind(day, at=at(day, 8))
            expected: dict[str, set[Told]] = {}
        else:
            month.morning(day)
            if number in CLOCK_SET_BACK:
                reminding.remind(day - timedelta(days=1), at=at(day, 7))
            month.deeds(day, 3)
            if number in {3, 24}:
                month.replace_a_chair(day)
            if number == 8:
                month.close_a_branch(day)
            expected = month.mornings.leaves(day, month.written)
        month.until_all_have_left(day)
        compare(office.taken[arrived:], expected, day)
        arrived, mornings = len(office.taken), mornings + bool(expected)
    numbers = Counter(message["Message-ID"] for message in office.taken)
    assert max(numbers.values()) == 1
    assert arrived > 100
    assert mornings > 20
    assert month.decided == {"has_arrived": len(SILENT), "send_again": len(LOST)}
    assert Letter.objects.filter(withdrawn_at__isnull=False).exists()
    assert not Letter.objects.filter(withdrawn_at=None, sent_at=None).exists()
