"""The tree and its history: placed, moved, renamed, suspended, closed, succeeded; and the staff's forms for it."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from organizations.models import Organization, SocialChannel
from tests.world import TODAY, World, make_organization, make_user

DAY = date(2023, 9, 1)


def fields(answer: Any, name: str = "form") -> dict[str, Any]:
    form = answer.context[name]
    return {form.add_prefix(field): value for field in form.fields if (value := form[field].value()) is not None}


def existing(day: date) -> set[str]:
    return set(Organization.objects.existing_on(day).values_list("code", flat=True))


# --- Verbs --------------------------------------------------------------------------------------


def test_a_body_moves_with_all_below(world: World) -> None:
    world.temirtau.move(world.akmola, from_day=DAY, by=world.saule, reason="постановление")
    school = Organization.objects.get(pk=world.school.pk)
    akmola = Organization.objects.get(pk=world.akmola.pk)
    assert school.path.startswith(akmola.path)
    before, after = world.temirtau.placements.order_by("pk")
    assert (before.parent, before.to_day, after.parent, after.from_day) == (world.karaganda, DAY, world.akmola, DAY)
    latest = world.temirtau.history.order_by("history_id").last()
    assert (latest.history_user, latest.history_change_reason) == (world.saule, "постановление")


def test_the_scope_moves_along(world: World, signed_in: Any) -> None:
    world.temirtau.move(world.akmola, from_day=DAY, by=world.saule, reason="x")
    assert signed_in(world.aigul).get("/organizations/temirtau/").status_code == 404
    assert signed_in(world.erlan).get("/organizations/temirtau/").status_code == 200


@pytest.mark.parametrize(
    ("code", "to"),
    [("temirtau", "school-1"), ("karaganda", "akmola"), ("temirtau", "karaganda"), ("temirtau", "temirtau")],
)
def test_a_move_that_makes_no_tree_is_refused(world: World, code: str, to: str) -> None:
    body, parent = Organization.objects.get(code=code), Organization.objects.get(code=to)
    with pytest.raises(ValidationError):
        body.move(parent, from_day=DAY, by=world.saule, reason="x")
    body.refresh_from_db()
    assert body.placements.filter(to_day=None).count() == 1


def test_names_are_kept_with_their_days(world: World) -> None:
    world.temirtau.rename(from_day=DAY, by=world.saule, short_ru="Новый", legal_name_ru="Новый филиал")
    assert world.temirtau.names_on(date(2023, 8, 31)).name == "Темиртау"
    assert world.temirtau.names_on(DAY).name == "Новый"
    with pytest.raises(ValidationError):
        world.temirtau.rename(from_day=DAY, by=world.saule, short_ru="Третий")


def test_a_suspended_body_stands_in_no_report(world: World) -> None:
    world.temirtau.suspend(on=DAY, by=world.saule, reason="x")
    active = Organization.objects.active_on
    assert not active(DAY).filter(code="temirtau").exists()
    assert active(date(2023, 8, 31)).filter(code="temirtau").exists()
    world.temirtau.resume(on=TODAY, by=world.saule, reason="y")
    assert active(TODAY).filter(code="temirtau").exists()
    assert not active(date(2023, 9, 3)).filter(code="temirtau").exists()


def test_a_closed_body_existed_until_that_day(world: World) -> None:
    world.school.close(on=DAY, by=world.saule, reason="x", successor=world.temirtau)
    assert "school-1" in existing(date(2023, 8, 31))
    assert "school-1" not in existing(DAY)
    world.temirtau.refresh_from_db()
    assert world.temirtau.predecessor == world.school


def test_a_body_with_others_below_is_not_closed(world: World) -> None:
    with pytest.raises(ValidationError):
        world.temirtau.close(on=DAY, by=world.saule, reason="x")
    world.temirtau.refresh_from_db()
    assert world.temirtau.closed_on is None


def test_people_of_a_closed_body_leave_office(world: World, signed_in: Any) -> None:
    world.school.close(on=DAY, by=world.saule, reason="x")
    world.temirtau.close(on=DAY, by=world.saule, reason="x")
    assert world.temirtau.appointments.get().ended_on == DAY
    assert signed_in(world.bolat).get("/organizations/temirtau/").status_code == 404


# --- Pages: who may -----------------------------------------------------------------------------

STAFF_PAGES = ["edit", "move", "rename", "suspend", "resume", "close", "aliases", "appoint", "chair"]


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_staff_may(world: World, signed_in: Any, page: str) -> None:
    assert signed_in(world.saule).get(f"/organizations/temirtau/{page}/").status_code == 200


@pytest.mark.parametrize("page", STAFF_PAGES)
@pytest.mark.parametrize("name", ["aigul", "bolat", "dana", "leila", "gulnara"])
def test_who_sees_may_not_change(world: World, signed_in: Any, name: str, page: str) -> None:
    client = signed_in(getattr(world, name))
    assert client.get(f"/organizations/temirtau/{page}/").status_code == 403
    assert client.post(f"/organizations/temirtau/{page}/", {}).status_code == 403


@pytest.mark.parametrize("page", [*STAFF_PAGES, "contacts"])
def test_a_stranger_finds_nothing(world: World, signed_in: Any, page: str) -> None:
    client = signed_in(world.erlan)
    assert client.get(f"/organizations/temirtau/{page}/").status_code == 404
    assert client.post(f"/organizations/temirtau/{page}/", {}).status_code == 404


@pytest.mark.parametrize("name", ["aigul", "leila", "gulnara", "dana"])
def test_only_staff_enter_new_bodies(world: World, signed_in: Any, name: str) -> None:
    assert signed_in(getattr(world, name)).get("/organizations/new/").status_code == 403


# --- Pages: what they do ------------------------------------------------------------------------


def new_body(**more: Any) -> dict[str, Any]:
    return {
        "code": "balkhash", "level": "branch", "parent": "караганд обл", "kind": "city", "legal_kind": "branch",
        "short_ru": "Балхаш", "legal_name_ru": "Балхашский филиал", "from_day": "01.09.2023", **more,
    }  # fmt: skip


def test_a_new_body_is_entered(world: World, signed_in: Any) -> None:
    answer = signed_in(world.saule).post("/organizations/new/", new_body())
    assert answer.url == "/organizations/balkhash/"
    body = Organization.objects.get(code="balkhash")
    assert (body.parent, body.placements.get().from_day) == (world.karaganda, DAY)
    assert body.history.get().history_user == world.saule


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"code": "temirtau"}, "code"),
        ({"code": "new"}, "code"),
        ({"parent": "область"}, "parent"),  # several fit
        ({"parent": "марс"}, "parent"),
        ({"level": "member"}, "parent"),
        ({"level": "union"}, "level"),
        ({"bin": "100140000004"}, "bin"),
        ({"founded_on": "05.09.2023"}, "founded_on"),
        ({"from_day": "31.02.2023"}, "from_day"),
        ({"short_ru": ""}, "short_ru"),
    ],
)
def test_a_wrong_entry_is_kept_and_explained(world: World, signed_in: Any, more: dict[str, str], field: str) -> None:
    answer = signed_in(world.saule).post("/organizations/new/", new_body(**more))
    assert field in answer.context["form"].errors
    assert "Балхашский филиал" in answer.content.decode()
    assert not Organization.objects.filter(code="balkhash").exists()


def test_several_that_fit_are_named(world: World, signed_in: Any) -> None:
    answer = signed_in(world.saule).post("/organizations/new/", new_body(parent="область"))
    assert "karaganda" in str(answer.context["form"].errors["parent"])
    assert "akmola" in str(answer.context["form"].errors["parent"])


def test_the_passport_is_corrected_with_a_reason(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    page = "/organizations/temirtau/edit/"
    data = fields(client.get(page)) | {"bin": "100140000003", "reason": "справка о регистрации"}
    assert client.post(page, data).url == "/organizations/temirtau/"
    world.temirtau.refresh_from_db()
    assert world.temirtau.bin == "100140000003"
    latest = world.temirtau.history.order_by("history_id").last()
    assert (latest.history_user, latest.history_change_reason) == (world.saule, "справка о регистрации")


def test_an_empty_bin_is_no_bin_twice(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    for code in ("temirtau", "karaganda"):
        page = f"/organizations/{code}/edit/"
        assert client.post(page, fields(client.get(page)) | {"bin": ""}).status_code == 302


def test_the_second_of_two_editors_sees_both_sides(world: World, signed_in: Any) -> None:
    page = "/organizations/temirtau/edit/"
    mine, theirs = signed_in(world.saule), signed_in(world.asan)
    data = fields(mine.get(page))
    theirs.post(page, fields(theirs.get(page)) | {"short_ru": "Их имя"})
    answer = mine.post(page, data | {"short_ru": "Моё имя"})
    text = answer.content.decode()
    assert 'class="conflict__differs"' in text
    assert "Их имя" in text
    assert "Моё имя" in text
    world.temirtau.refresh_from_db()
    assert world.temirtau.short_ru == "Их имя"
    assert mine.post(page, fields(answer)).status_code == 302
    world.temirtau.refresh_from_db()
    assert world.temirtau.short_ru == "Моё имя"


def test_a_move_by_the_form(world: World, signed_in: Any) -> None:
    data = {"parent": "akmola", "on": "01.09.2023", "reason": "постановление № 5"}
    assert signed_in(world.saule).post("/organizations/temirtau/move/", data).status_code == 302
    world.temirtau.refresh_from_db()
    assert world.temirtau.parent == world.akmola


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"on": "05.09.2023"}, "on"),
        ({"reason": ""}, "reason"),
        ({"parent": "karaganda"}, "parent"),
        ({"parent": "school-1"}, "parent"),
    ],
)
def test_a_refused_move_says_where(world: World, signed_in: Any, more: dict[str, str], field: str) -> None:
    data = {"parent": "akmola", "on": "01.09.2023", "reason": "x", **more}
    answer = signed_in(world.saule).post("/organizations/temirtau/move/", data)
    assert field in answer.context["form"].errors


def test_a_renaming_by_the_form(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    page = "/organizations/temirtau/rename/"
    data = fields(client.get(page)) | {"short_ru": "Город Темиртау", "on": "01.09.2023", "reason": "x"}
    assert client.post(page, data).status_code == 302
    assert world.temirtau.former_names.get().short_ru == "Темиртау"


def test_suspending_resuming_and_closing_by_the_form(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    for page, day in (("suspend", "01.09.2023"), ("resume", "02.09.2023"), ("close", "03.09.2023")):
        data = {"on": day, "reason": "x", "successor": ""}
        assert client.post(f"/organizations/school-1/{page}/", data).status_code == 302, page
    world.school.refresh_from_db()
    assert (world.school.suspended_on, world.school.resumed_on, world.school.closed_on) == (
        DAY,
        date(2023, 9, 2),
        date(2023, 9, 3),
    )
    assert client.post("/organizations/school-1/close/", {"on": "03.09.2023", "reason": "x"}).status_code == 200


def test_other_spellings_come_and_go(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    for _ in range(2):
        client.post("/organizations/temirtau/aliases/", {"name": "Магнитка"})
    alias = world.temirtau.aliases.get()
    assert world.temirtau in Organization.objects.found_by("магнитка")
    foreign = world.akmola.aliases.create(name="Чужое")
    assert client.post(f"/organizations/temirtau/aliases/{foreign.pk}/remove/").status_code == 404
    client.post(f"/organizations/temirtau/aliases/{alias.pk}/remove/")
    assert world.temirtau not in Organization.objects.found_by("магнитка")


# --- Contacts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["saule", "aigul", "dana", "bolat"])
def test_whoever_fills_in_keeps_the_contacts(world: World, signed_in: Any, name: str) -> None:
    client = signed_in(getattr(world, name))
    page = "/organizations/temirtau/contacts/"
    answer = client.get(page)
    data = fields(answer) | {
        "phone": "+7 7213 91 00 00",
        "site": "temirtau.example.kz",
        "social_channels-TOTAL_FORMS": "1",
        "social_channels-INITIAL_FORMS": "0",
        "social_channels-0-kind": "telegram",
        "social_channels-0-address": "@temirtau",
    }
    assert client.post(page, data).url == "/organizations/temirtau/"
    world.temirtau.refresh_from_db()
    assert (world.temirtau.phone, world.temirtau.site) == ("+7 7213 91 00 00", "https://temirtau.example.kz")
    assert world.temirtau.contacts_confirmed_on == TODAY
    assert SocialChannel.objects.get().confirmed_on == TODAY
    assert world.temirtau.history.order_by("history_id").last().history_user == getattr(world, name)


@pytest.mark.parametrize("name", ["leila", "gulnara"])
def test_who_only_reads_keeps_no_contacts(world: World, signed_in: Any, name: str) -> None:
    client = signed_in(getattr(world, name))
    assert client.get("/organizations/temirtau/contacts/").status_code == 403


def test_a_chair_keeps_no_contacts_above(world: World, signed_in: Any) -> None:
    assert signed_in(world.bolat).get("/organizations/karaganda/contacts/").status_code == 404


@pytest.mark.parametrize("phone", ["спросить вахту", "1", "+7 701 111 11 11, +7 702 222 22 22"])
def test_one_number_that_dials(world: World, signed_in: Any, phone: str) -> None:
    client = signed_in(world.saule)
    page = "/organizations/temirtau/contacts/"
    data = fields(client.get(page)) | {
        "phone": phone,
        "social_channels-TOTAL_FORMS": "0",
        "social_channels-INITIAL_FORMS": "0",
    }
    assert "phone" in client.post(page, data).context["form"].errors


def test_the_new_page_is_not_hidden_by_a_code(world: World, signed_in: Any) -> None:
    make_organization("hidden", "branch", world.karaganda, "Скрытый")
    assert signed_in(world.saule).get("/organizations/new/").status_code == 200
    assert signed_in(make_user("nobody")).get("/organizations/new/").status_code == 403
