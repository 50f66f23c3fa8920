"""People: who is in office when, the chair who is replaced, and the doors staff open for them."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import OneTimeKey, User
from mail.models import Letter
from organizations.access import Position
from organizations.models import Appointment, Organization, Person
from organizations.models.people import replace_chair
from reporting.models import Draft
from tests.world import NOON, TODAY, World, appoint

CHAIR = "/organizations/karaganda/chair/"
NEW_CHAIR = {"name_ru": "Нурланов Серик", "phone": "+7 701 000 00 01", "email": "serik@example.kz", "on": "01.09.2023",
             "reason": "истёк срок"}  # fmt: skip


def chair_of(organization: Organization, day: date = TODAY) -> str:
    office = organization.appointments.chairs_on(day).first()
    return office.person.name_ru if office else ""


# --- Offices ------------------------------------------------------------------------------------


def test_a_new_chair_takes_over(world: World, signed_in: Any) -> None:
    draft = Draft.objects.create(obligation=world.obligation, data={"text": "x"}, saved_by=world.aigul, saved_at=NOON)
    assert signed_in(world.saule).post(CHAIR, NEW_CHAIR).url == "/organizations/karaganda/"
    assert chair_of(world.karaganda) == "Нурланов Серик"
    assert chair_of(world.karaganda, date(2023, 8, 31)) == "Жунусова Айгуль"
    ended = Appointment.objects.get(person__user=world.aigul)
    assert (ended.ended_on, ended.end_reason) == (date(2023, 9, 1), "истёк срок")
    assert ended.history.order_by("history_id").last().history_user == world.saule
    draft.refresh_from_db()
    assert draft.obligation.organization == world.karaganda, "drafts and duties belong to the organization"


def test_the_old_chair_is_out_and_the_new_one_is_in(world: World, signed_in: Any) -> None:
    old = signed_in(world.aigul)
    assert old.get("/organizations/karaganda/").status_code == 200
    signed_in(world.saule).post(CHAIR, NEW_CHAIR)
    assert old.get("/organizations/karaganda/").status_code in (403, 404)


def test_what_the_old_chair_signed_keeps_the_name(world: World) -> None:
    hand_in = world.obligation.submit(
        by=world.aigul, at=NOON, received_on=TODAY, signed_by=world.aigul.person, text="x"
    )
    new = Person.objects.create(name_ru="Нурланов Серик")
    replace_chair(world.karaganda, new, on=TODAY, reason="x", by=world.saule)
    hand_in.refresh_from_db()
    assert (hand_in.submitted_by, hand_in.signed_by) == (world.aigul, world.aigul.person)


def test_two_chairs_at_a_time_are_impossible(world: World) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        appoint(None, world.karaganda, Position.CHAIR, "Второй Председатель")


def test_a_known_person_is_asked_about_and_not_doubled(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    known = {**NEW_CHAIR, "name_ru": "ибраев  болат", "phone": "", "email": ""}
    asked = client.post(CHAIR, known)
    assert "same" in asked.context["form"].errors
    bolat = Person.objects.get(user=world.bolat)
    assert client.post(CHAIR, known | {"same": str(bolat.pk)}).status_code == 302
    assert chair_of(world.karaganda) == "Ибраев Болат"
    assert Person.objects.filter(name_ru__icontains="болат").count() == 1


def test_a_namesake_is_somebody_else(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    data = {**NEW_CHAIR, "name_ru": "Ибраев Болат", "same": "new"}
    assert client.post(CHAIR, data).status_code == 302
    assert Person.objects.filter(name_ru="Ибраев Болат").count() == 2


@pytest.mark.parametrize("field", ["phone", "email"])
def test_the_same_number_or_address_is_noticed(world: World, signed_in: Any, field: str) -> None:
    bolat = Person.objects.get(user=world.bolat)
    bolat.email = "bolat@example.kz"
    bolat.save()
    data = {
        **NEW_CHAIR,
        "phone": "",
        "email": "",
        field: {"phone": f"8{bolat.phone[2:]}", "email": "BOLAT@example.kz"}[field],
    }
    assert "same" in signed_in(world.saule).post(CHAIR, data).context["form"].errors


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"on": "05.09.2023"}, "on"),
        ({"on": "01.01.2019"}, "on"),
        ({"name_ru": ""}, "name_ru"),
        ({"term_end": "01.09.2023"}, "term_end"),
    ],
)
def test_a_refused_chair_says_where(world: World, signed_in: Any, more: dict[str, str], field: str) -> None:
    answer = signed_in(world.saule).post(CHAIR, {**NEW_CHAIR, **more})
    assert field in answer.context["form"].errors
    assert chair_of(world.karaganda) == "Жунусова Айгуль"


def test_an_assistant_is_appointed_and_leaves(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    data = {**NEW_CHAIR, "position": "assistant", "name_ru": "Новая Помощница"}
    assert client.post("/organizations/temirtau/appoint/", data).status_code == 302
    office = Appointment.objects.get(person__name_ru="Новая Помощница")
    assert office.history.get().history_user == world.saule
    end = {"on": "02.09.2023", "reason": "по желанию"}
    assert client.post(f"/organizations/appointments/{office.pk}/end/", end).status_code == 302
    office.refresh_from_db()
    assert office.ended_on == date(2023, 9, 2)
    assert client.post(f"/organizations/appointments/{office.pk}/end/", end).status_code == 200, "once"


def test_into_the_apparatus_only_administrators_appoint(world: World, signed_in: Any) -> None:
    page = "/organizations/union/appoint/"
    data = {**NEW_CHAIR, "position": "administrator"}
    assert signed_in(world.saule).post(page, data).status_code == 403
    assert signed_in(world.asan).post(page, data).status_code == 302
    assert "position" in signed_in(world.asan).post("/organizations/temirtau/appoint/", data).context["form"].errors


@pytest.mark.parametrize("page", ["appoint", "chair"])
def test_into_the_offices_of_the_union_only_administrators_put_people(world: World, signed_in: Any, page: str) -> None:
    """Whoever holds one sees the whole union, so a chair with an account would at once."""
    data = {**NEW_CHAIR, "position": "assistant"}
    assert signed_in(world.saule).get(f"/organizations/union/{page}/").status_code == 403
    assert signed_in(world.saule).post(f"/organizations/union/{page}/", data).status_code == 403
    assert signed_in(world.asan).post(f"/organizations/union/{page}/", data).status_code == 302


def test_zero_characters_are_refused_not_looked_for(world: World, signed_in: Any) -> None:
    data = {**NEW_CHAIR, "name_ru": "\0", "email": "\0"}
    answer = signed_in(world.saule).post("/organizations/karaganda/chair/", data)
    assert {"name_ru", "email"} <= set(answer.context["form"].errors)
    moved = signed_in(world.saule).post("/organizations/karaganda/move/", {"parent": "\0", "on": "01.09.2023"})
    assert "parent" in moved.context["form"].errors


def test_staff_end_no_office_of_the_apparatus(world: World, signed_in: Any) -> None:
    office = Appointment.objects.get(person__user=world.asan)
    end = {"on": "02.09.2023", "reason": "x"}
    assert signed_in(world.saule).post(f"/organizations/appointments/{office.pk}/end/", end).status_code == 403


def test_an_appointment_cannot_end_before_it_began(world: World) -> None:
    with pytest.raises(ValidationError):
        world.temirtau.appointments.get().end(on=date(2019, 12, 31), reason="x")


# --- Pages: who may -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aigul", "leila", "gulnara", "dana"])
def test_others_keep_no_people(world: World, signed_in: Any, name: str) -> None:
    client = signed_in(getattr(world, name))
    person = Person.objects.get(user=world.bolat)
    assert client.get(f"/organizations/people/{person.pk}/").status_code == 403
    for verb in ("invite", "code", "sign-in"):
        assert client.post(f"/organizations/people/{person.pk}/{verb}/").status_code == 403
    assert not Letter.objects.exists()
    assert not OneTimeKey.objects.exists()


def test_a_stranger_finds_no_person(world: World, signed_in: Any) -> None:
    person = Person.objects.get(user=world.bolat)
    assert signed_in(world.erlan).get(f"/organizations/people/{person.pk}/").status_code == 404


def test_a_person_is_corrected(world: World, signed_in: Any) -> None:
    person = Person.objects.get(user=world.bolat)
    client = signed_in(world.saule)
    page = f"/organizations/people/{person.pk}/edit/"
    form = client.get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert client.post(page, data | {"phone": "+7 701 999 99 99", "birth_year": "1970"}).status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.birth_year) == ("+7 701 999 99 99", 1970)
    assert world.temirtau in Organization.objects.found_by("7019999999")


# --- Letting in ---------------------------------------------------------------------------------


@pytest.fixture
def newcomer(world: World) -> Person:
    office = appoint(None, world.akmola, Position.ASSISTANT, "Новый Человек")
    office.person.email = "New@Example.kz"
    office.person.save()
    return office.person


def test_an_invitation_makes_an_account_and_a_letter(world: World, newcomer: Person, signed_in: Any) -> None:
    signed_in(world.saule).post(f"/organizations/people/{newcomer.pk}/invite/", {"language": "kk"})
    newcomer.refresh_from_db()
    user = newcomer.user
    assert (user.email, user.language, user.has_usable_password()) == ("new@example.kz", "kk", False)
    letter = Letter.objects.get(to="new@example.kz")
    assert "Ақмола облысы" in letter.text, "in the language of the reader"
    link = re.search(r"http://127\.0\.0\.1:8000(/accounts/invitation/\S+)", letter.text)[1]
    person = Client()
    words = {"password": "entirely new words", "again": "entirely new words"}
    assert person.post(link, words).status_code == 302
    assert person.get("/organizations/akmola/").status_code == 200


def test_a_one_time_code_is_shown_once(world: World, newcomer: Person, signed_in: Any) -> None:
    client = signed_in(world.saule)
    answer = client.post(f"/organizations/people/{newcomer.pk}/code/", {})
    assert "no-store" in answer["Cache-Control"]
    code = answer.context["code"]
    assert code not in client.get(f"/organizations/people/{newcomer.pk}/").content.decode()
    person = Client()
    person.post("/accounts/sign-in/code/", {"username": "new@example.kz", "code": code})
    assert "_auth_user_id" in person.session


def test_without_an_address_nobody_is_invited(world: World, newcomer: Person, signed_in: Any) -> None:
    Person.objects.filter(pk=newcomer.pk).update(email="")
    signed_in(world.saule).post(f"/organizations/people/{newcomer.pk}/invite/", {})
    assert not Letter.objects.exists()
    assert not User.objects.filter(email="").exists()


def test_the_address_of_somebody_else_is_refused(world: World, newcomer: Person, signed_in: Any) -> None:
    Person.objects.filter(pk=newcomer.pk).update(email="Aigul@example.kz")
    signed_in(world.saule).post(f"/organizations/people/{newcomer.pk}/invite/", {})
    newcomer.refresh_from_db()
    assert newcomer.user is None
    assert not Letter.objects.exists()


@pytest.mark.parametrize("verb", ["invite", "code", "sign-in"])
@pytest.mark.parametrize("name", ["asan", "leila", "saule"])
def test_staff_open_no_door_to_the_apparatus(world: World, signed_in: Any, name: str, verb: str) -> None:
    person = Person.objects.get(user=getattr(world, name))
    assert signed_in(world.saule).post(f"/organizations/people/{person.pk}/{verb}/").status_code == 403
    assert not OneTimeKey.objects.exists()


def test_an_administrator_does(world: World, signed_in: Any) -> None:
    person = Person.objects.get(user=world.saule)
    assert signed_in(world.asan).post(f"/organizations/people/{person.pk}/code/").status_code == 200


def test_forbidden_to_sign_in_is_out_at_once(world: World, signed_in: Any) -> None:
    person, chair, staff = Person.objects.get(user=world.bolat), signed_in(world.bolat), signed_in(world.saule)
    assert chair.get("/organizations/temirtau/").status_code == 200
    staff.post(f"/organizations/people/{person.pk}/sign-in/", {"on": "no"})
    assert chair.get("/organizations/temirtau/").status_code == 302
    staff.post(f"/organizations/people/{person.pk}/invite/", {})
    assert not Letter.objects.exists()
    staff.post(f"/organizations/people/{person.pk}/sign-in/", {"on": "yes"})
    assert User.objects.get(pk=world.bolat.pk).is_active


def test_the_last_administrator_does_not_lock_themselves_out(world: World, signed_in: Any) -> None:
    person = Person.objects.get(user=world.asan)
    assert signed_in(world.asan).post(f"/organizations/people/{person.pk}/sign-in/", {"on": "no"}).status_code == 403
