"""Reminders on the named world: one digest per person, once, only what is theirs, and only while it is owed."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connections

from mail import outbox
from mail.models import Letter
from organizations.access import Position
from organizations.models import Person
from organizations.models.people import replace_chair
from reporting import reminding
from reporting.models import Obligation, Reminder, ReminderStop
from tests.world import NOON, TODAY, World, appoint, at, make_organization, make_requirement, make_user

pytestmark = pytest.mark.django_db
DUE = date(2023, 9, 1)


def days(number: int) -> date:
    """So many days after the due day of what everybody owes."""
    return DUE + timedelta(days=number)


def remind(day: date) -> list[str]:
    """Whom the run of that day writes to."""
    before = set(Letter.objects.values_list("pk", flat=True))
    reminding.remind(day, at=at(day))
    return sorted(Letter.objects.exclude(pk__in=before).values_list("to", flat=True))


def send(day: date, hour: int = 13) -> list[str]:
    """What leaves on that day, to whom."""
    from django.core import mail

    before = len(mail.outbox)
    outbox.run(lambda: at(day, hour))
    return sorted(message.to[0] for message in mail.outbox[before:])


def letter_to(name: str) -> Letter:
    return Letter.objects.filter(to=f"{name}@example.kz").latest("pk")


CHAIRS = ["aigul@example.kz", "erlan@example.kz"]


# --- When and to whom ------------------------------------------------------------------------------------


def test_each_stage_once(world: World) -> None:
    """Every day of two months: letters on the days of the ladder alone."""
    told = {day: len(remind(days(day))) for day in range(-20, 30)}
    assert [day for day, number in told.items() if number] == [-14, -7, -3, -1, 0, 1, 3, 10, 17, 24]


def test_the_later_the_more_people(world: World) -> None:
    owed = world.requirement
    owed.audience_levels = ["branch"]
    owed.save()
    owed.open_obligations(until=TODAY)
    Obligation.objects.exclude(organization=world.temirtau).delete()
    who = {day: remind(days(day)) for day in (-1, 0, 1, 3, 10, 17)}
    assert who[-1] == who[0] == ["bolat@example.kz"]
    assert who[1] == who[3] == ["aigul@example.kz", "bolat@example.kz"]
    assert who[10] == ["aigul@example.kz", "bolat@example.kz", "saule@example.kz"]
    assert who[17] == ["aigul@example.kz", "bolat@example.kz", "gulnara@example.kz", "saule@example.kz"]


def test_a_controller_who_left_is_not_told(world: World) -> None:
    world.gulnara.person.appointments.get().end(on=days(5), reason="Уволена")
    assert "gulnara@example.kz" not in remind(days(17))


def test_only_what_is_theirs(world: World) -> None:
    remind(days(-3))
    assert "Карагандинская" in letter_to("aigul").text
    assert "Акмолинская" not in letter_to("aigul").text + letter_to("aigul").html
    assert "Карагандинская" not in letter_to("erlan").text + letter_to("erlan").html


def test_a_person_with_two_roles_gets_one_digest_with_each_line_once(world: World) -> None:
    """Bolat chairs a branch and its school, and is asked for both; as chair of the branch he stands above the school."""
    owed = world.requirement
    owed.audience_levels = ["branch", "primary"]
    owed.save()
    owed.open_obligations(until=TODAY)
    from organizations.models import Appointment

    Appointment.objects.create(person=world.bolat.person, organization=world.school, position=Position.CHAIR)
    remind(days(1))
    letter = letter_to("bolat")
    assert Letter.objects.filter(to="bolat@example.kz").count() == 1
    assert letter.text.count("Организация: Школа № 1") == 1
    assert letter.text.count("Организация: Темиртау") == 1
    assert letter.reminders.count() == 2


def test_missed_days_are_caught_up_once(world: World) -> None:
    remind(days(-14))
    assert remind(days(-2)) == CHAIRS  # -7 and -3 fell while the timer did not run
    assert set(Reminder.objects.exclude(stage=-14).values_list("stage", "day")) == {(-3, days(-3))}
    assert remind(days(-2)) == remind(days(-3)) == []
    assert remind(days(-1)) == CHAIRS


def test_another_day_afterwards_or_before_is_no_double(world: World) -> None:
    """`--on` of another day, a clock set back: the stage told stays told, and so do those before it."""
    assert remind(days(0)) == CHAIRS
    for back in range(1, 15):
        assert remind(days(-back)) == []
    assert remind(days(0)) == []


def test_a_newcomer_learns_what_is_owed(world: World) -> None:
    remind(days(-3))
    newcomer = Person.objects.create(name_ru="Новый Председатель", email="new@example.kz")
    replace_chair(world.karaganda, newcomer, on=days(-2), reason="выборы")
    assert remind(days(-2)) == ["new@example.kz"]


def test_one_digest_a_day(world: World) -> None:
    """What comes up in the meantime is told tomorrow."""
    assert remind(days(-3)) == CHAIRS
    more = make_requirement("more", due_on=days(-3))
    more.open(by=world.saule, at=at(days(-3)), until=TODAY)
    assert remind(days(-3)) == []
    assert remind(days(-2)) == CHAIRS


# --- What stops it -----------------------------------------------------------------------------------------


def hand_in(world: World) -> None:
    world.obligation.submit(by=world.aigul, at=at(days(-3)), received_on=days(-3), text="Готово")


def hand_in_and_accept(world: World) -> None:
    hand_in(world)
    world.obligation.accept(by=world.saule, at=at(days(-3)), accepted_on=days(-3))


def exempt(world: World) -> None:
    world.obligation.exempt(by=world.saule, at=at(days(-3)), decided_on=days(-3), reason="Учреждена недавно")


def close(world: World) -> None:
    world.school.close(on=days(-3), by=world.saule, reason="Закрыта")
    world.temirtau.close(on=days(-3), by=world.saule, reason="Закрыта")
    world.karaganda.close(on=days(-3), by=world.saule, reason="Закрыта")


def suspend(world: World) -> None:
    world.karaganda.suspend(on=days(-3), by=world.saule, reason="Нет председателя")


def switch_off(world: World) -> None:
    Obligation.objects.get(pk=world.obligation.pk).requirement.__class__.objects.update(reminders_on=False)


ENDS = [hand_in, hand_in_and_accept, exempt, close, suspend]


@pytest.mark.parametrize("end", ENDS)
def test_it_stops_by_itself(world: World, end: Callable[[World], None]) -> None:
    remind(days(-7))
    end(world)
    later = [remind(days(day)) for day in (-3, -1, 0, 1, 3, 10)]
    assert not any("aigul@example.kz" in who for who in later)
    assert all("erlan@example.kz" in who for who in later)


@pytest.mark.parametrize("end", ENDS)
def test_it_stops_between_writing_and_sending_too(world: World, end: Callable[[World], None]) -> None:
    remind(days(-3))
    end(world)
    assert send(days(-3)) == ["erlan@example.kz"]
    withdrawn = letter_to("aigul")
    assert withdrawn.withdrawn_at
    assert not withdrawn.sent_at
    assert withdrawn.reminders.filter(dropped_at=None).count() == 0
    assert send(days(5)) == []


def test_a_requirement_may_have_none(world: World) -> None:
    switch_off(world)
    assert remind(days(0)) == []


def test_a_chair_replaced_between_writing_and_sending(world: World) -> None:
    remind(days(-3))
    newcomer = Person.objects.create(name_ru="Новый Председатель", email="new@example.kz")
    replace_chair(world.karaganda, newcomer, on=days(-3), reason="выборы")
    assert send(days(-3)) == ["erlan@example.kz"]
    assert letter_to("aigul").withdrawn_at
    assert remind(days(-2)) == ["new@example.kz"]
    assert send(days(-2)) == ["new@example.kz"]


def test_an_address_mended_before_sending_is_the_one_written_to(world: World) -> None:
    remind(days(-3))
    world.aigul.email = "right@example.kz"
    world.aigul.save()
    assert "right@example.kz" in send(days(-3))


def test_the_due_day_moved_after_the_first_reminder(world: World) -> None:
    """What waits about the old day does not leave; the ladder begins anew at the new day."""
    remind(days(-7))
    send(days(-7))
    remind(days(-3))
    decided = {"by": world.saule, "at": at(days(-3)), "decided_on": days(-3), "reason": "Болезнь"}
    world.obligation.postpone(new_due_on=days(20), **decided)
    assert send(days(-3)) == ["erlan@example.kz"]
    fallen = [day for day in range(-2, 24) if "aigul@example.kz" in remind(days(day))]
    assert fallen == [20 - 14, 20 - 7, 20 - 3, 20 - 1, 20, 21, 23]


def test_returned_is_reminded_by_its_day_to_correct(world: World) -> None:
    hand_in(world)
    world.obligation.return_(
        by=world.saule, at=at(days(-1)), returned_on=days(-1), correct_by=days(6), reason="Нет дат"
    )
    fallen = [day for day in range(-1, 12) if "aigul@example.kz" in remind(days(day))]
    assert fallen == [6 - 7, 6 - 3, 6 - 1, 6, 7, 9]
    assert "Возвращено" in letter_to("aigul").subject or "справить" in letter_to("aigul").subject


def test_part_of_a_digest_is_left_out(world: World) -> None:
    more = make_requirement("more", title_ru="Другой отчёт")
    more.open(by=world.saule, at=at(days(-20)), until=TODAY)
    remind(days(-3))
    hand_in(world)
    send(days(-3))
    text = letter_to("aigul").text
    assert "Другой отчёт" in text
    assert "График конференций" not in text


def test_after_days_without_a_mail_server_one_letter_leaves(world: World) -> None:
    """And says what holds on the day it leaves."""
    remind(days(-3))
    remind(days(-1))
    assert send(days(-1)) == CHAIRS
    assert Letter.objects.filter(withdrawn_at__isnull=False).count() == 2
    remind(days(0))
    assert send(days(2)) == CHAIRS
    assert "просрочка: 2" in letter_to("aigul").text


# --- The switch --------------------------------------------------------------------------------------------


def test_stopped_by_hand(world: World) -> None:
    remind(days(-3))
    ReminderStop.stop(by=world.saule, at=at(days(-3)), reason="Ошибка в адресах")
    assert send(days(-3)) == []
    assert remind(days(-1)) == []
    ReminderStop.resume(by=world.asan, at=at(days(0)))
    assert remind(days(0)) == CHAIRS
    assert send(days(0)) == CHAIRS
    assert letter_to("aigul").reminders.get().stage == 0


def test_switched_off_by_the_settings(world: World, settings: Any) -> None:
    settings.REMINDERS = False
    assert remind(days(0)) == []


# --- The letter --------------------------------------------------------------------------------------------


def test_who_what_until_when_why_state_link_and_whom_to_call(world: World, settings: Any) -> None:
    settings.SITE_URL = "https://reports.example.kz"
    remind(days(1))
    letter = letter_to("aigul")
    saule = world.saule.person
    assert letter.subject.startswith("Не представлено")
    assert "График конференций" in letter.subject
    for body in (letter.text, letter.html):
        for said in (
            "Жунусова Айгуль", "График конференций", "Карагандинская область", "пятница, 1 сентября 2023 г.",
            world.item.citation, "просрочка: 1", f"https://reports.example.kz{world.obligation.fill_url}",
            f"{saule.name}, {saule.phone}",
        ):  # fmt: skip
            assert said in body, said


def test_in_the_language_of_its_reader(world: World) -> None:
    world.aigul.language = "kk"
    world.aigul.save()
    remind(days(-1))
    assert "Конференциялар кестесі" in letter_to("aigul").text
    assert "2023 ж. 1 қыркүйек, жұма" in letter_to("aigul").text
    assert '<html lang="kk">' in letter_to("aigul").html
    assert "График конференций" in letter_to("erlan").text


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "{{ 7|add:7 }}{% load i18n %}", "a\r\nBcc: x@y.kz"])
def test_names_are_text(world: World, payload: str) -> None:
    """A broken tag of a template, markup, another head: in the names of bodies, people, requirements."""
    type(world.karaganda).objects.filter(pk=world.karaganda.pk).update(short_ru=payload)
    type(world.requirement).objects.update(title_ru=payload)
    Person.objects.update(name_ru=payload)
    remind(days(-1))
    letter = letter_to("aigul")
    assert "<script>" not in letter.html
    assert "14" not in letter.subject
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    if "\n" not in payload:
        assert payload in letter.text
    assert "aigul@example.kz" in send(days(-1))


def test_a_long_digest_says_how_many_more(world: World) -> None:
    world.requirement.audience_levels = ["branch"]
    world.requirement.save()
    for number in range(60):
        body = make_organization(f"b-{number}", "branch", world.karaganda, f"Филиал {number}")
        appoint(None, body, Position.CHAIR, f"Председатель {number}")
    world.requirement.open_obligations(until=TODAY)
    remind(days(1))
    letter = letter_to("aigul")
    assert letter.reminders.count() == 62
    assert letter.text.count("Организация:") == 50
    assert "12" in letter.text


# --- The command -----------------------------------------------------------------------------------------


def test_the_command(world: World, capsys: Any) -> None:
    call_command("send_reminders", "--on", "2023-09-04", "--dry-run")
    assert not Reminder.objects.exists()
    assert not Letter.objects.exists()
    assert "2 digests would be written" in capsys.readouterr().out
    call_command("send_reminders", "--on", "2023-09-04")
    assert "2 digests, 2 reminders" in capsys.readouterr().out
    call_command("send_reminders")
    assert "0 digests, 0 reminders" in capsys.readouterr().out
    assert set(Letter.objects.values_list("to", flat=True)) == set(CHAIRS)


def test_the_local_day_counts(world: World) -> None:
    """At a quarter past midnight in Almaty it is still yesterday in UTC."""
    with time_machine.travel(at(days(0), 0) + timedelta(minutes=15), tick=False):
        call_command("send_reminders")
    assert set(Reminder.objects.values_list("stage", flat=True)) == {0}


def test_what_is_no_day_is_refused(world: World) -> None:
    with pytest.raises(CommandError, match="2023-09-04"):
        call_command("send_reminders", "--on", "завтра")


# --- Two workers, and one that dies ------------------------------------------------------------------------


class Killed(BaseException):
    """As if the process ended there."""


@pytest.mark.parametrize("where", ["enclose", "write_into"])
def test_killed_while_claiming(world: World, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Claims and letters stand together or not at all."""

    def die(*args: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(reminding, where, die)
        with pytest.raises(Killed):
            remind(days(0))
    assert not Reminder.objects.exists()
    assert not Letter.objects.exists()
    assert remind(days(0)) == CHAIRS


def test_killed_after_claiming(world: World) -> None:
    """What was claimed is in the outbox already, and leaves whenever somebody sends."""
    remind(days(0))
    assert remind(days(0)) == []
    assert send(days(0)) == CHAIRS


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [True, False])
def test_four_workers_at_once(world: World, monkeypatch: pytest.MonkeyPatch, locked: bool) -> None:
    """With the lock on people, and by the constraint alone."""
    if not locked:
        monkeypatch.setattr(reminding, "_not_told_on", lambda day, persons: persons)
    for number in range(30):
        body = make_organization(f"m-{number}", "member", world.union, f"Область {number}")
        appoint(make_user(f"chair-{number}"), body, Position.CHAIR, f"Председатель {number}")
    world.requirement.open_obligations(until=TODAY)
    start, failures = threading.Barrier(4), []

    def work() -> None:
        start.wait(timeout=30)
        try:
            reminding.remind(days(0), at=NOON)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
    assert failures == []
    assert Letter.objects.count() == Reminder.objects.count() == 32
    assert Letter.objects.values("to").distinct().count() == 32
