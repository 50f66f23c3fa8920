"""The pages of reminders: the switch, letters in doubt and given up, bodies no letter reaches, reminding by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from mail import outbox
from mail.models import Letter, post
from organizations.access import Position
from organizations.models import Appointment, Person
from reporting import reminding
from reporting.models import Reminder, ReminderStop, Requirement
from reporting.tables.unreachable import unreachable, why
from reporting.views.reminders import MOST_LETTERS
from tests.world import NOON, TODAY, World, appoint, make_organization, make_requirement

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE, BY_HAND = "/reporting/reminders/", "/reporting/reminders/by-hand/"


# --- The ladder of a requirement ----------------------------------------------------------------------------------


def form_of(client: Client, requirement: Requirement) -> dict[str, Any]:
    form = client.get(f"/reporting/requirements/{requirement.pk}/edit/").context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, False)}


def test_the_ladder_is_changed_in_the_form(world: World, signed_in: SignIn) -> None:
    client, address = signed_in(world.saule), f"/reporting/requirements/{world.requirement.pk}/edit/"
    data = form_of(client, world.requirement)
    assert data["reminder_days"] == "−14, −7, −3, −1, 0, +1, +3"
    assert client.post(address, {**data, "reminder_days": "3; -10, 0", "reminders_weekly": ""}).status_code == 302
    changed = Requirement.objects.get(pk=world.requirement.pk)
    assert changed.reminder_days == [-10, 0, 3]
    assert not changed.reminders_weekly
    assert "−10, 0, +3" in client.get(world.requirement.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("ladder", "word"), [("-7, 0, -7", "дважды"), ("1.5", "не целое"), ("500", "слишком далеко"), ("", "хотя бы один")]
)
def test_what_is_no_ladder_is_said_beside_the_field(world: World, signed_in: SignIn, ladder: str, word: str) -> None:
    client, address = signed_in(world.saule), f"/reporting/requirements/{world.requirement.pk}/edit/"
    answer = client.post(address, {**form_of(client, world.requirement), "reminder_days": ladder})
    assert answer.status_code == 200
    assert word in answer.content.decode()
    assert f'value="{ladder}"' in answer.content.decode() or not ladder
    assert Requirement.objects.get(pk=world.requirement.pk).reminder_days == world.requirement.reminder_days


def test_switched_off_it_needs_no_ladder(world: World, signed_in: SignIn) -> None:
    client, address = signed_in(world.saule), f"/reporting/requirements/{world.requirement.pk}/edit/"
    data = form_of(client, world.requirement) | {"reminder_days": ""}
    del data["reminders_on"]
    assert client.post(address, data).status_code == 302
    changed = Requirement.objects.get(pk=world.requirement.pk)
    assert not changed.reminders_on
    assert changed.reminder_days == world.requirement.reminder_days
    assert reminding.remind(TODAY, at=NOON).letters == 0


# --- The switch ---------------------------------------------------------------------------------------------------


def test_stopped_with_a_reason_and_let_run_again(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    assert client.post(f"{PAGE}stop/", {"reason": ""}).status_code == 200
    client.post(f"{PAGE}stop/", {"reason": "Ошибка в адресах"})
    page = signed_in(world.leila).get(PAGE).content.decode()
    assert "Ошибка в адресах" in page
    assert "Омарова Сауле" in page
    assert "уже остановлены" in client.post(f"{PAGE}stop/", {"reason": "ещё раз"}).content.decode()
    client.post(f"{PAGE}resume/")
    assert ReminderStop.in_force() is None
    assert "не остановлены" in client.post(f"{PAGE}resume/", follow=True).content.decode()
    kept = ReminderStop.objects.get()
    assert (kept.stopped_by, kept.resumed_by) == (world.saule, world.saule)


# --- Letters ------------------------------------------------------------------------------------------------------


def letter(**facts: Any) -> Letter:
    one = post(to="wrong@example.kz", subject="Тема", text="тайная ссылка", html="", at=NOON)
    Letter.objects.filter(pk=one.pk).update(**facts)
    return one


FAILED = {"failed_at": NOON, "last_error": "550 no such person", "attempts": 3}
DOUBTED = {"handed_at": NOON, "claimed_at": NOON, "last_error": "TimeoutError", "attempts": 1}


@pytest.mark.parametrize("facts", [FAILED, DOUBTED])
def test_letters_that_need_somebody_are_listed_without_their_text(
    world: World, signed_in: SignIn, facts: dict[str, Any]
) -> None:
    letter(**facts)
    page = signed_in(world.saule).get(PAGE).content.decode()
    assert "wrong@example.kz" in page
    assert facts["last_error"] in page
    assert "тайная ссылка" not in page
    assert "/reminders/letters/" in page
    assert "/reminders/letters/" not in signed_in(world.leila).get(PAGE).content.decode(), (
        "who only reads has no buttons"
    )


def test_the_number_is_of_all_letters_however_few_are_shown(world: World, signed_in: SignIn) -> None:
    Letter.objects.bulk_create(Letter(to="wrong@example.kz", queued_at=NOON, **FAILED) for _ in range(MOST_LETTERS + 1))
    page = signed_in(world.saule).get(PAGE).content.decode()
    assert page.count('data-test="letter"') == MOST_LETTERS
    assert f'<span class="figure__value">{MOST_LETTERS + 1}</span>' in page


@pytest.mark.parametrize(
    ("facts", "decision", "sent"), [(FAILED, "again", 1), (DOUBTED, "again", 1), (DOUBTED, "arrived", 0)]
)
def test_decided_once(world: World, signed_in: SignIn, facts: dict[str, Any], decision: str, sent: int) -> None:
    one, client = letter(**facts), signed_in(world.saule)
    client.post(f"{PAGE}letters/{one.pk}/{decision}/")
    outbox.run(lambda: NOON)
    assert len(mail.outbox) == sent
    decided = Letter.objects.get(pk=one.pk)
    assert decided.sent_at
    assert decided.decided_by == "Омарова Сауле"
    assert "решать уже нечего" in client.post(f"{PAGE}letters/{one.pk}/again/", follow=True).content.decode()
    outbox.run(lambda: NOON)
    assert len(mail.outbox) == sent


def test_a_letter_that_came_back(world: World, signed_in: SignIn) -> None:
    one = letter(sent_at=NOON, handed_at=NOON, claimed_at=NOON)
    found = signed_in(world.saule).get(PAGE, {"returned": "Wrong@example.kz"}).content.decode()
    assert f"{PAGE}letters/{one.pk}/bounced/" in found
    assert "Тема" not in signed_in(world.leila).get(PAGE, {"returned": "wrong@example.kz"}).content.decode()
    signed_in(world.saule).post(f"{PAGE}letters/{one.pk}/bounced/")
    assert list(Letter.objects.failed()) == [one]
    assert signed_in(world.saule).post(f"{PAGE}letters/{one.pk}/burned/").status_code == 404


# --- Whom no letter reaches ------------------------------------------------------------------------------------------


def test_bodies_no_letter_reaches(world: World, signed_in: SignIn) -> None:
    """One has a telephone only, one nothing, one no chair; one has an address, one owes nothing."""
    for code, phone, email in (("phone", "+7 701 000 00 01", ""), ("nothing", "", ""), ("mail", "", "a@example.kz")):
        body = make_organization(code, "member", world.union, f"Область {code}")
        appoint(None, body, Position.CHAIR, f"Председатель {code}")
        Person.objects.filter(appointments__organization=body).update(phone=phone, email=email)
    make_organization("empty", "member", world.union, "Область без председателя")
    make_organization("idle", "branch", world.karaganda, "Ничего не должен")
    world.requirement.open_obligations(until=TODAY)
    found = {one.code: why(one) for one in unreachable(world.saule, TODAY)}
    assert found == {"phone": "phone_only", "nothing": "nothing", "empty": "no_chair"}
    world.erlan.is_active = False
    world.erlan.save()
    assert "akmola" in {one.code for one in unreachable(world.saule, TODAY)}
    rows = signed_in(world.saule).get(f"{PAGE}unreachable/?as=json").json()["rows"]
    assert {row["organization_code"] for row in rows} == {"phone", "nothing", "empty", "akmola"}
    assert reminding.remind(TODAY, at=NOON).letters > 0
    assert set(Letter.objects.values_list("to", flat=True)) == {"aigul@example.kz", "a@example.kz"}


@pytest.mark.parametrize(("addresses", "is_reached"), [(("", "a@example.kz"), True), (("a@example.kz", ""), False)])
def test_of_two_chairs_at_once_the_latest_counts(world: World, addresses: tuple[str, str], is_reached: bool) -> None:
    """One whose last day is known, and the one who took office meanwhile."""
    body = make_organization("two", "member", world.union, "Область двух председателей")
    for n, address in enumerate(addresses):
        person = Person.objects.create(name_ru=f"Председатель {n}", email=address)
        Appointment.objects.create(
            person=person, organization=body, position=Position.CHAIR, from_day=TODAY - timedelta(days=20 - n),
            ended_on=None if n else TODAY + timedelta(days=5),
        )  # fmt: skip
    world.requirement.open_obligations(until=TODAY)
    assert ("two" not in {one.code for one in unreachable(world.saule, TODAY)}) is is_reached


def test_an_address_from_which_letters_come_back_reaches_nobody(world: World) -> None:
    """Until a later letter is taken there, or the address is put right."""

    def found() -> dict[str, str]:
        return {one.code: why(one) for one in unreachable(world.saule, TODAY)}

    world.requirement.open_obligations(until=TODAY)
    before = found()
    address = {"to": "aigul@example.kz", "subject": "x", "text": "x"}
    came_back = Letter.objects.create(**address, queued_at=NOON, sent_at=NOON)
    assert found() == before
    assert outbox.has_bounced(came_back, by="Омарова Сауле", at=NOON, why="ящик переполнен")
    assert found() == {**before, "karaganda": "turned_back"}
    Letter.objects.create(**address, queued_at=NOON + timedelta(hours=1), sent_at=NOON + timedelta(hours=1))
    assert found() == before
    came_back.delete()
    Letter.objects.create(**address, queued_at=NOON + timedelta(days=1), failed_at=NOON + timedelta(days=1))
    assert found() == {**before, "karaganda": "turned_back"}
    world.aigul.email = "other@example.kz"
    world.aigul.save()
    assert found() == before


# --- By hand --------------------------------------------------------------------------------------------------------


def chosen(client: Client, **data: Any) -> Any:
    return client.post(BY_HAND, {"step": "choose", **data})


def test_from_the_board_read_then_sent(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    assert f'formaction="{BY_HAND}"' in client.get("/").content.decode()
    page = chosen(client, organization=["karaganda", "akmola"])
    text = page.content.decode()
    for said in ("aigul@example.kz", "erlan@example.kz", "Не представлено в срок", "График конференций"):
        assert said in text
    assert not Letter.objects.exists()
    sent = {"step": "send", "obligation": [world.obligation.pk, world.foreign.pk], "seen": _seen(page), "next": "/"}
    assert client.post(BY_HAND, sent).url == "/"
    assert set(Letter.objects.values_list("to", flat=True)) == {"aigul@example.kz", "erlan@example.kz"}
    assert {one.by for one in Reminder.objects.all()} == {world.saule}
    again = client.post(BY_HAND, sent, follow=True).content.decode()
    assert Letter.objects.count() == 2
    assert "сегодня уже напоминали" in again
    outbox.run(lambda: NOON)
    assert len(mail.outbox) == 2
    assert mail.outbox[0].subject in text.replace("&quot;", '"')


def _seen(page: Any) -> list[str]:
    return [one["told"].mark for one in page.context["letters"]]


def test_what_has_changed_since_is_read_again(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    page = chosen(client, obligation=[world.obligation.pk, world.foreign.pk])
    world.obligation.submit(by=world.aigul, at=NOON, received_on=TODAY, text="Готово")
    sent = {"step": "send", "obligation": [world.obligation.pk, world.foreign.pk], "seen": _seen(page)}
    assert "что-то изменилось" in client.post(BY_HAND, sent).content.decode()
    assert not Letter.objects.exists()


def test_by_messenger_in_both_languages_and_noted(world: World, signed_in: SignIn) -> None:
    world.aigul.language = "kk"
    world.aigul.save()
    client = signed_in(world.saule)
    (shown,) = chosen(client, obligation=[world.obligation.pk]).context["letters"]
    assert [one["language"] for one in shown["messages"]] == ["kk", "ru"]
    kazakh, russian = (one["text"] for one in shown["messages"])
    assert "Конференциялар кестесі" in kazakh
    assert "График конференций" in russian
    for text in (kazakh, russian):
        assert world.obligation.fill_url in text
        assert world.saule.person.phone in text
    note = {"step": "messenger", "obligation": [world.obligation.pk], "person": world.aigul.person.pk}
    assert "Жунусова Айгуль" in client.post(BY_HAND, note).content.decode()
    noted = Reminder.objects.get()
    assert (noted.channel, noted.letter, noted.by) == ("messenger", None, world.saule)
    assert "уже отмечено" in client.post(BY_HAND, note).content.decode()
    history = client.get(world.obligation.get_absolute_url()).content.decode()
    assert "мессенджере" in history


def test_while_stopped_nothing_is_sent_by_hand(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    page = chosen(client, obligation=[world.obligation.pk])
    ReminderStop.stop(by=world.asan, at=NOON, reason="Праздник")
    sent = {"step": "send", "obligation": [world.obligation.pk], "seen": _seen(page)}
    assert "остановлены" in client.post(BY_HAND, sent).content.decode()
    assert not Letter.objects.exists()


def test_what_nobody_can_be_reminded_of_is_said(world: World, signed_in: SignIn) -> None:
    world.obligation.submit(by=world.aigul, at=NOON, received_on=TODAY, text="Готово")
    world.erlan.person.appointments.get().end(on=TODAY, reason="Уволен")
    page = chosen(signed_in(world.saule), obligation=[world.obligation.pk, world.foreign.pk])
    text = page.content.decode()
    assert page.context["letters"] == []
    assert "Нет председателя" in text
    assert "ничего не требуется" in text


def test_a_foreign_row_is_invisible(world: World, signed_in: SignIn) -> None:
    assert chosen(signed_in(world.saule), obligation=["999999"]).status_code == 404
    assert chosen(signed_in(world.saule), obligation=["x"]).status_code == 400
    assert chosen(signed_in(world.saule), organization=["nobody"]).status_code == 404


# --- Where reminders are seen ----------------------------------------------------------------------------------------


def test_reminders_stand_in_the_history_and_are_counted(world: World, signed_in: SignIn) -> None:
    for day in (-7, -3, 0):
        reminding.remind(date(2023, 9, 1) + timedelta(days=day), at=NOON)
    client = signed_in(world.saule)
    rows = client.get("/reporting/?as=json&organization=karaganda").json()["rows"]
    assert [row["reminders"] for row in rows] == [3]
    earlier = client.get("/reporting/?as=json&organization=karaganda&as_of=2023-08-29").json()["rows"]
    assert [row["reminders"] for row in earlier] == [2]
    for reader in (world.saule, world.aigul):
        page = signed_in(reader).get(world.obligation.get_absolute_url()).content.decode()
        assert page.count("Напоминание, Жунусова Айгуль") == 3
    assert signed_in(world.saule).get(f"{PAGE}?as=json").json()["rows"][0]["organization_code"] in {
        "karaganda",
        "akmola",
    }


def test_what_was_left_out_is_not_counted(world: World, signed_in: SignIn) -> None:
    reminding.remind(TODAY, at=NOON)
    world.obligation.exempt(by=world.saule, at=NOON, decided_on=TODAY, reason="Болезнь")
    outbox.run(lambda: NOON)
    rows = signed_in(world.saule).get("/reporting/?as=json&organization=karaganda").json()["rows"]
    assert [row["reminders"] for row in rows] == [0]


def test_many_letters_of_one_table_ask_as_often_as_few(
    world: World, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        body = make_organization(f"m-{number}", "member", world.union, f"Область {number}")
        appoint(None, body, Position.CHAIR, f"Председатель {number}")
    Person.objects.filter(email="").update(email="a@example.kz")
    make_requirement("more").open(by=world.saule, at=NOON, until=TODAY)
    world.requirement.open_obligations(until=TODAY)
    reminding.remind(TODAY, at=NOON)
    client = signed_in(world.saule)
    for address in (PAGE, f"{PAGE}unreachable/", "/reporting/reminders/promises/"):
        with django_assert_max_num_queries(15):
            client.get(address)
