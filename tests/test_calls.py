"""Calls: one tap, promises kept and broken, slips taken back; the last call wherever somebody is about to call."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from reporting.calls import broken_promises, last_call_of, promised_day
from reporting.models import Call
from tests.world import NOON, TODAY, World, at, make_requirement

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def called(world: World, **said: object) -> str:
    return f"/reporting/obligations/{world.obligation.pk}/called/"


def call(world: World, **facts: object) -> Call:
    return Call.record(world.obligation, **{"by": world.saule, "at": NOON, "called_on": TODAY, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "friday"),
    [(date(2023, 9, 4), date(2023, 9, 8)), (date(2023, 9, 7), date(2023, 9, 8)), (date(2023, 9, 8), date(2023, 9, 15)),
     (date(2023, 9, 9), date(2023, 9, 15)), (date(2023, 9, 10), date(2023, 9, 15))],
)  # fmt: skip
def test_friday_is_the_next_one(today: date, friday: date) -> None:
    assert promised_day("friday", today) == friday
    assert promised_day("tomorrow", today) == today + timedelta(days=1)
    assert promised_day("nothing", today) is None


def test_in_one_tap_from_the_list(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    page = client.get("/reporting/?overdue=yes").content.decode()
    assert f'formaction="{called(world)}" name="promise" value="friday"' in page
    answer = client.post(called(world), {"promise": "friday", "next": "/reporting/?overdue=yes"}, follow=True)
    assert answer.redirect_chain[0][0] == "/reporting/?overdue=yes"
    assert "пятница, 8 сентября 2023 г." in answer.content.decode()
    made = Call.objects.get()
    assert (made.called_on, made.promised_by, made.by) == (TODAY, date(2023, 9, 8), world.saule)


def test_from_the_board_it_is_about_everything_overdue(world: World, signed_in: SignIn) -> None:
    make_requirement("also", due_on=YESTERDAY).open(by=world.saule, at=NOON, until=TODAY)
    make_requirement("later", due_on=TOMORROW).open(by=world.saule, at=NOON, until=TODAY)
    client = signed_in(world.saule)
    address = "/reporting/organizations/karaganda/called/"
    assert address in client.get("/").content.decode()
    assert client.post(address, {"promise": "tomorrow"}).status_code == 302
    assert sorted(Call.objects.values_list("obligation__requirement__code", flat=True)) == ["also", "schedule"]


def test_with_what_was_said(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    said = {
        "called_on": "3.9.2023",
        "promised_by": "10 сентября 2023",
        "note": "В отпуске",
        "spoken_to": world.aigul.person.pk,
    }
    assert client.post(called(world), said).status_code == 302
    made = Call.objects.get()
    assert (made.called_on, made.promised_by, made.note) == (YESTERDAY, date(2023, 9, 10), "В отпуске")
    assert made.spoken_to == world.aigul.person


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"called_on": "05.09.2023"}, "еще не наступил"),
        ({"called_on": "01.01.2020"}, "ничего не требовалось"),
        ({"called_on": "04.09.2023", "promised_by": "03.09.2023"}, "раньше звонка"),
        ({"called_on": "04.09.2023", "promised_by": "04.09.2062"}, "больше года"),
        ({"called_on": "31.02.2023"}, "31.02.2023"),
        ({"called_on": "04.09.2023", "spoken_to": "999999"}, ""),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    world: World, signed_in: SignIn, said: dict[str, str], word: str
) -> None:
    answer = signed_in(world.saule).post(called(world), said)
    assert answer.status_code == 200
    assert word in answer.content.decode()
    assert not Call.objects.exists()


def test_somebody_elses_chair_was_not_spoken_to(world: World, signed_in: SignIn) -> None:
    said = {"called_on": "04.09.2023", "spoken_to": world.erlan.person.pk}
    assert signed_in(world.saule).post(called(world), said).status_code == 200
    assert not Call.objects.exists()


@pytest.mark.parametrize("promise", ["", "never", "friday\x00", "<script>"])
def test_another_promise_than_the_buttons(world: World, signed_in: SignIn, promise: str) -> None:
    assert signed_in(world.saule).post(called(world), {"promise": promise}).status_code == 400
    assert not Call.objects.exists()


def test_two_taps_are_one_call(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    for _ in range(2):
        client.post(called(world), {"promise": "friday"})
    assert Call.objects.count() == 1
    client.post(called(world), {"promise": "tomorrow"})
    assert Call.objects.count() == 2


def test_of_what_was_not_asked_yet_no_call_is_noted(world: World, signed_in: SignIn) -> None:
    type(world.obligation).objects.filter(pk=world.obligation.pk).update(
        arose_on=TOMORROW, original_due_on=TOMORROW + timedelta(days=9)
    )
    answer = signed_in(world.saule).post(called(world), {"promise": "friday"}, follow=True)
    assert "ничего не требовалось" in answer.content.decode()
    assert not Call.objects.exists()


def test_nothing_overdue_no_call(world: World, signed_in: SignIn) -> None:
    world.obligation.exempt(by=world.saule, at=NOON, decided_on=TODAY, reason="Болезнь")
    answer = signed_in(world.saule).post(
        "/reporting/organizations/karaganda/called/", {"promise": "friday"}, follow=True
    )
    assert "не отмечен" in answer.content.decode()
    assert not Call.objects.exists()


# --- Promises ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("promised", "broken"), [(YESTERDAY, True), (TODAY, False), (TOMORROW, False), (None, False)])
def test_the_promised_day_itself_is_in_time(world: World, promised: date | None, broken: bool) -> None:
    call(world, called_on=YESTERDAY, promised_by=promised)
    assert broken_promises(world.saule, TODAY).exists() is broken


def test_a_promise_ends_with_the_hand_in_and_with_the_next_call(world: World) -> None:
    call(world, called_on=YESTERDAY, promised_by=YESTERDAY)
    second = call(world, promised_by=TOMORROW)
    assert not broken_promises(world.saule, TODAY).exists()
    second.take_back(by=world.saule, at=NOON)
    assert broken_promises(world.saule, TODAY).exists()
    world.obligation.submit(by=world.aigul, at=NOON, received_on=TODAY, text="Готово")
    assert not broken_promises(world.saule, TODAY).exists()


def test_of_a_closed_body_nobody_waits_for_a_promise(world: World) -> None:
    call(world, called_on=YESTERDAY, promised_by=YESTERDAY)
    for body in (world.school, world.temirtau, world.karaganda):
        body.close(on=TODAY, by=world.saule, reason="Закрыта")
    assert not broken_promises(world.saule, TODAY).exists()


def test_the_list_of_broken_promises(world: World, signed_in: SignIn) -> None:
    call(world, called_on=YESTERDAY, promised_by=YESTERDAY)
    page = signed_in(world.saule).get("/reporting/reminders/promises/").content.decode()
    assert "Карагандинская область" in page
    assert "Акмолинская область" not in page
    assert world.aigul.person.phone in page
    rows = signed_in(world.leila).get("/reporting/reminders/promises/?as=json").json()["rows"]
    assert [(row["organization_code"], row["promised_by"]) for row in rows] == [("karaganda", "2023-09-03")]


# --- Where it is seen ------------------------------------------------------------------------------------------


def test_the_last_call_stands_where_somebody_is_about_to_call(world: World, signed_in: SignIn) -> None:
    call(world, called_on=YESTERDAY, promised_by=YESTERDAY, note="первый")
    call(world, promised_by=TOMORROW, note="тайна аппарата")
    client = signed_in(world.saule)
    for address in ("/", "/reporting/", world.obligation.get_absolute_url(), "/organizations/karaganda/"):
        assert (
            "05.09.2023" in client.get(address).content.decode()
            or "5 сентября 2023" in client.get(address).content.decode()
        ), address
    assert "тайна аппарата" in client.get(world.obligation.get_absolute_url()).content.decode()
    found = last_call_of(world.saule, world.karaganda, TODAY)
    assert found
    assert found.promised_by == TOMORROW


def test_chairs_do_not_read_the_notes_of_the_apparatus(world: World, signed_in: SignIn) -> None:
    call(world, promised_by=TOMORROW, note="тайна аппарата")
    client = signed_in(world.aigul)
    for address in ("/", world.obligation.get_absolute_url(), "/organizations/karaganda/"):
        assert "тайна аппарата" not in client.get(address).content.decode()
        assert "Последний звонок" not in client.get(address).content.decode()
    assert last_call_of(world.aigul, world.karaganda, TODAY) is None


def test_a_day_before_knows_no_later_call(world: World, signed_in: SignIn) -> None:
    call(world, promised_by=TOMORROW)
    page = signed_in(world.saule).get("/reporting/?as_of=2023-09-03").content.decode()
    assert "05.09.2023" not in page


def test_a_slip_is_taken_back_once(world: World, signed_in: SignIn) -> None:
    slip = call(world, promised_by=TOMORROW)
    client = signed_in(world.saule)
    client.post(f"/reporting/calls/{slip.pk}/take-back/")
    slip.refresh_from_db()
    assert slip.taken_back_by == world.saule
    with pytest.raises(ValidationError):
        slip.take_back(by=world.saule, at=at(TODAY))
    assert "уже отменен" in client.post(f"/reporting/calls/{slip.pk}/take-back/", follow=True).content.decode()
    assert "обещано" not in client.get(world.obligation.get_absolute_url()).content.decode().partition("Последний")[2]
