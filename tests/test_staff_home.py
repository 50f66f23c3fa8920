"""The staff's home: what needs attention is a number, its first rows, and a list as long as the number says."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from mail.models import Letter
from organizations.access import Position
from organizations.models import Appointment
from reporting.models import Call, Obligation
from tests import inspections_world
from tests.world import NOON, TODAY, World, at, make_requirement

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/attention/"
CONCERN = re.compile(r'data-test="concern" data-concern="(\w+)" data-number="(\d+)"')
ON_BOARD = re.compile(r'data-concern="(\w+)" data-number="(\d+)"')


def numbers(client: Client, query: str = "") -> dict[str, int]:
    return {name: int(n) for name, n in CONCERN.findall(client.get(PAGE + query).content.decode())}


def lengths(client: Client, query: str = "") -> dict[str, int]:
    """Of the lists that the numbers lead to."""
    concerns = client.get(PAGE + query).context["concerns"]
    return {one.name: client.get(one.url).context["page"].paginator.count for one, _number, _lines in concerns}


def owed(world: World, code: str, due_on: date) -> Obligation:
    requirement = make_requirement(code, due_on=due_on)
    requirement.open(by=world.saule, at=at(date(2023, 7, 1)), until=TODAY)
    return Obligation.objects.get(requirement=requirement, organization=world.karaganda)


@pytest.fixture
def busy(world: World) -> World:
    """Something of everything around 4 September 2023."""
    who = {"by": world.saule, "at": NOON}
    for code, days in (("today", 0), ("last", 6), ("after", 7)):
        owed(world, code, TODAY + timedelta(days=days))
    for code, days in (("came_today", 0), ("came_yesterday", 1), ("came_before", 2)):
        owed(world, code, TODAY).submit(received_on=TODAY - timedelta(days=days), **who)
    accepted = owed(world, "accepted", TODAY)
    accepted.submit(received_on=TODAY, **who)
    accepted.accept(accepted_on=TODAY, **who)
    returned = owed(world, "returned", TODAY)
    returned.submit(received_on=date(2023, 8, 1), **who)
    returned.return_(returned_on=date(2023, 8, 2), correct_by=TODAY, reason="Нет дат", remarks=[("", "Нет")], **who)
    moved = owed(world, "moved", date(2023, 8, 30))
    moved.postpone(decided_on=date(2023, 8, 1), new_due_on=TODAY + timedelta(days=3), reason="Раньше", **who)
    Call.record(world.obligation, called_on=date(2023, 9, 2), promised_by=date(2023, 9, 3), **who)
    Call.record(world.foreign, called_on=TODAY, promised_by=TODAY, **who)
    told = {"to": "x@example.kz", "subject": "До 1 сентября", "text": "x", "queued_at": NOON}
    Letter.objects.create(**told, failed_at=NOON, last_error="550")
    Letter.objects.create(**told, handed_at=NOON - timedelta(hours=1), last_error="silence")
    Letter.objects.create(**told, sent_at=NOON)
    Letter.objects.create(**told, last_error="later")
    Appointment.objects.filter(organization=world.akmola, position=Position.CHAIR).update(ended_on=TODAY)
    inspections_world.planned(world)
    inspections_world.written(world)
    return world


def test_each_number_counts_what_it_says(busy: World, signed_in: SignIn) -> None:
    assert numbers(signed_in(busy.saule)) == {
        # Of Karaganda: today, the last day, the one moved forward; of Akmola the same without the moved one, whose day
        # was not moved, and what Karaganda has handed in and Akmola owes by today.
        "due": 3 + 2 + 5,
        "promised": 1,
        "returned": 1,
        "came_in": 3,
        "under_review": 3,
        "letters": 2,
        "unreachable": 1,
        "inspections_overdue": 1,
        "inspections_unsigned": 1,
    }


@pytest.mark.parametrize("query", ["", "?as_of=2023-09-03", "?as_of=2023-08-20", "?as_of=2023-09-20"])
def test_the_list_behind_is_as_long_as_the_number(busy: World, signed_in: SignIn, query: str) -> None:
    client = signed_in(busy.saule)
    found = numbers(client, query)
    assert lengths(client, query) == found
    assert sum(found.values())


def test_another_day_tells_of_that_day_and_leaves_out_what_is_known_only_now(busy: World, signed_in: SignIn) -> None:
    client = signed_in(busy.saule)
    then = numbers(client, "?as_of=2023-09-03")
    assert (then["came_in"], then["promised"], then["returned"]) == (2, 0, 1)
    assert set(then) == {
        "due", "promised", "returned", "came_in", "inspections_overdue", "inspections_unsigned",
    }  # fmt: skip
    assert "письма и контакты показаны только на сегодня" in client.get(PAGE + "?as_of=2023-09-03").content.decode()


def test_the_promise_is_broken_on_the_day_after_it_and_kept_by_what_comes(busy: World, signed_in: SignIn) -> None:
    client = signed_in(busy.saule)
    busy.obligation.submit(received_on=TODAY, by=busy.saule, at=NOON)
    assert numbers(client)["promised"] == 0
    assert numbers(client, "?as_of=2023-09-05")["promised"] == 1  # Akmola's, of today.


def test_five_rows_stand_under_a_number_with_whom_to_call(busy: World, signed_in: SignIn) -> None:
    answer = signed_in(busy.saule).get(PAGE)
    lines = {one.name: lines for one, _number, lines in answer.context["concerns"]}
    assert len(lines["due"]) == 5
    assert [line.title for line in lines["promised"]] == ["Карагандинская область"]
    page = answer.content.decode()
    assert "tel:+77015550400" in page
    assert "Показать все: 10" in page


def test_what_is_empty_says_so_calmly(world: World, signed_in: SignIn) -> None:
    page = signed_in(world.saule).get(PAGE).content.decode()
    assert page.count("concern--calm") == 9
    assert "Все обещания пока выполнены." in page


def test_the_board_opens_with_the_same_numbers(busy: World, signed_in: SignIn) -> None:
    client = signed_in(busy.saule)
    page = client.get("/").content.decode()
    assert 'data-test="status-board"' in page
    on_board = {name: int(n) for name, n in ON_BOARD.findall(page)}
    assert set(on_board) == {"due", "promised", "letters", "returned", "came_in"}
    assert on_board.items() <= numbers(client).items()
    assert f'href="{PAGE}"' in page
    assert not ON_BOARD.findall(client.get("/?status=missing").content.decode())


def test_who_only_reads_sees_the_page_and_not_the_line(busy: World, signed_in: SignIn) -> None:
    assert not ON_BOARD.findall(signed_in(busy.gulnara).get("/").content.decode())
    assert numbers(signed_in(busy.gulnara)) == numbers(signed_in(busy.saule))
    assert signed_in(busy.aigul).get(PAGE).status_code == 403


def test_letters_are_decided_on_their_list(busy: World, signed_in: SignIn) -> None:
    client = signed_in(busy.saule)
    listed = client.get("/reporting/reminders/undelivered/")
    letter = Letter.objects.get(failed_at__isnull=False)
    assert f'formaction="/reporting/reminders/letters/{letter.pk}/again/"' in listed.content.decode()
    back = {"next": "/reporting/reminders/undelivered/"}
    assert client.post(f"/reporting/reminders/letters/{letter.pk}/again/", back)["Location"] == back["next"]
    assert numbers(client)["letters"] == 1
    away = {"next": "https://evil.example/"}
    assert client.post(f"/reporting/reminders/letters/{letter.pk}/again/", away)["Location"] == "/reporting/reminders/"


def test_names_are_text(busy: World, signed_in: SignIn) -> None:
    busy.karaganda.short_ru = "<b>жирно</b>"
    busy.karaganda.save()
    Letter.objects.update(subject="<i>курсив</i>")
    page: Any = signed_in(busy.saule).get(PAGE).content.decode()
    assert "<b>жирно" not in page
    assert "<i>курсив" not in page
