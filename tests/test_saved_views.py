"""Views of one's own: the filters of a list under a name, opened with, shared, and honest about what has gone."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from overview.models import MOST_VIEWS, SavedView
from tests.world import NOON, World, make_requirement

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NEW, ALL = "/views/new/", "/views/"
LIST = "/reporting/"


def save(client: Client, query: str = "status=missing", **fields: Any) -> Any:
    return client.post(NEW, {"page": "board", "query": query, "name": "Просроченные", **fields})


def made(owner: User, query: str = "status=missing", **fields: Any) -> SavedView:
    fields = {"page": "board", "name": "Просроченные", **fields}
    return SavedView.objects.create(owner=owner, query=query, saved_at=NOON, **fields)


def errors(answer: Any) -> str:
    assert answer.status_code == 200
    page: str = answer.content.decode()
    assert 'data-test="error-summary"' in page
    return page


def asked(address: str) -> dict[str, list[str]]:
    return {name: values for name, values in parse_qs(urlsplit(address).query).items() if name != "view"}


# --- Saving -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "address"), [("board", "/"), ("obligations", LIST)])
def test_what_is_saved_opens_the_same_list(world: World, signed_in: SignIn, page: str, address: str) -> None:
    client = signed_in(world.saule)
    shown = client.get(f"{address}?status=missing&level=all&region=KZ-35&as_of=2023-09-03&page=2")
    link = next(
        part.split('"')[0].replace("&amp;", "&")
        for part in shown.content.decode().split('href="')
        if part.startswith(NEW)
    )
    form = client.get(link)
    said = form.content.decode()
    assert "Статус: Не представлено" in said
    assert "Регион: Карагандинская область" in said
    sent = {name: form.context["form"][name].value() for name in ("page", "query")}
    answer = client.post(NEW, {**sent, "name": "  Моя   область ", "is_shared": "on"})
    view = SavedView.objects.get()
    assert (view.page, view.name, view.owner, view.is_shared, view.is_default) == (
        page, "Моя область", world.saule, True, False,
    )  # fmt: skip
    assert asked(answer["Location"]) == {"status": ["missing"], "level": ["all"], "region": ["KZ-35"]}
    opened = client.get(answer["Location"])
    assert "Вид «Моя область» сохранен" in opened.content.decode()
    assert [one["current"] for one in opened.context["views"]] == [True]


def test_there_is_nothing_to_save_where_nothing_is_chosen_or_it_is_saved(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    assert not client.get("/").context["save_view_url"]
    assert client.get("/?status=missing").context["save_view_url"]
    made(world.saule)
    assert not client.get("/?status=missing").context["save_view_url"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Назовите вид."),
        ({"name": "   "}, "Назовите вид."),
        ({"name": "я" * 81}, "больше 80 знаков"),
        ({"name": "ПРОСРОЧЕННЫЕ"}, "Вид «Просроченные» у вас уже есть"),
        ({"query": "wiped=all"}, "На этой странице нет фильтра «wiped»"),
        ({"query": "requirement=nothing"}, "Фильтр «Требование» сохранить нельзя"),
        ({"query": "organization=nowhere"}, "Фильтр «Организация» сохранить нельзя"),
        ({"query": "due_from=вчера"}, "Фильтр «Срок с» сохранить нельзя"),
        ({"query": "status="}, "Сначала выберите фильтр"),
        ({"query": "x" * 1001}, ""),
        ({"query": ""}, ""),
        ({"page": "users"}, ""),
        ({"received": "1", "query": "received_from=1.9.2023"}, "нет фильтра «received_from»"),
    ],
)
def test_what_cannot_be_saved_is_said_and_stays_as_typed(
    world: World, signed_in: SignIn, fields: dict[str, str], sentence: str
) -> None:
    made(world.saule, "overdue=yes")
    page = errors(save(signed_in(world.saule), **{"name": "Новый", **fields}))
    assert sentence in page
    assert f'value="{fields.get("name", "Новый")}"' in page
    assert SavedView.objects.count() == 1


def test_a_taken_name_may_be_replaced(world: World, signed_in: SignIn) -> None:
    made(world.saule, "overdue=yes")
    client = signed_in(world.saule)
    assert 'name="replace"' in errors(save(client))
    assert save(client, replace="on").status_code == 302
    assert SavedView.objects.get().query == "status=missing"


def test_names_are_taken_by_their_owner_and_page_only(world: World, signed_in: SignIn) -> None:
    made(world.asan)
    made(world.saule, page="obligations")
    assert save(signed_in(world.saule)).status_code == 302


def test_there_are_not_too_many(world: World, signed_in: SignIn) -> None:
    for n in range(MOST_VIEWS):
        made(world.saule, name=f"Вид {n}")
    assert str(MOST_VIEWS) in errors(save(signed_in(world.saule)))
    assert save(signed_in(world.saule), name="вид 3", replace="on").status_code == 302


def test_the_database_holds_one_name_and_one_default(world: World) -> None:
    made(world.saule, is_default=True)
    for fields in ({}, {"name": "Другой", "is_default": True}, {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            made(world.saule, **fields)


# --- Opening ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "address"), [("board", "/"), ("obligations", LIST)])
def test_the_default_opens_the_page_and_nothing_else(world: World, signed_in: SignIn, page: str, address: str) -> None:
    view = made(world.saule, "status=missing&region=KZ-35", page=page, is_default=True)
    client = signed_in(world.saule)
    answer = client.get(address)
    assert answer["Location"] == f"{address}?view={view.pk}&status=missing&region=KZ-35"
    opened = client.get(answer["Location"])
    assert opened.status_code == 200
    # The whole list is one click away, and stays the whole list.
    whole = opened.context["whole_url"]
    assert client.get(whole).status_code == 200
    assert client.get(whole).context["whole_is_current"]
    assert client.get(opened.context["reset_url"]).status_code == 200
    assert {client.get(one["remove_url"]).status_code for one in opened.context["active"]} == {200}
    # Scripts and others are not sent on.
    assert len(json.loads(client.get(f"{address}?as=json").content)["rows"]) == 2
    assert signed_in(world.asan).get(address).status_code == 200


def test_the_line_of_what_needs_attention_stands_over_the_default_view(world: World, signed_in: SignIn) -> None:
    made(world.saule, is_default=True)
    opened = signed_in(world.saule).get("/", follow=True)
    assert 'data-test="attention"' in opened.content.decode()
    assert 'data-test="status-board"' in opened.content.decode()


def test_of_two_defaults_the_later_one_is(world: World, signed_in: SignIn) -> None:
    first, other = made(world.saule, is_default=True), made(world.asan, is_default=True)
    save(signed_in(world.saule), name="Второй", is_default="on")
    assert [SavedView.objects.get(pk=one.pk).is_default for one in (first, other)] == [False, True]
    assert SavedView.objects.get(name="Второй").is_default


def test_a_view_says_what_is_no_longer_there(world: World, signed_in: SignIn) -> None:
    gone = make_requirement("gone", title_ru="Бывшее")
    client = signed_in(world.saule)
    assert save(client, "requirement=gone&region=KZ-35&organization=akmola").status_code == 302
    view = SavedView.objects.get()
    assert not client.get(f"/?view={view.pk}&{view.query}").context["view_gone"]
    gone.delete()
    answer = client.get(f"/?view={view.pk}&{view.query}")
    sentence = answer.context["view_gone"]
    assert "Просроченные" in sentence
    assert "Требование: gone" in sentence
    assert "Регион" not in sentence
    assert sentence in answer.content.decode()
    assert "больше нет" in client.get(ALL).content.decode()


def test_a_filter_that_a_later_version_dropped_is_said_too(world: World, signed_in: SignIn) -> None:
    view = made(world.saule, urlencode({"mood": "good", "status": "missing"}))
    answer = signed_in(world.saule).get(f"/?view={view.pk}&{view.query}")
    assert "mood: good" in answer.context["view_gone"]


def test_a_bookmark_of_a_deleted_view_still_shows_its_list(world: World, signed_in: SignIn) -> None:
    assert signed_in(world.saule).get("/?view=4711&status=missing").status_code == 200
    assert signed_in(world.saule).get("/?view=x&status=missing").status_code == 200


# --- Whose --------------------------------------------------------------------------------------------------------------


def test_another_person_sees_what_is_shared_and_changes_nothing(world: World, signed_in: SignIn) -> None:
    private, shared = made(world.saule), made(world.saule, name="Общий", is_shared=True, is_default=True)
    client = signed_in(world.asan)
    assert [one["title"] for one in client.get("/").context["views"]] == ["Общий"]
    page = client.get(ALL).content.decode()
    assert "Общий" in page
    assert "Омарова Сауле" in page
    assert "Просроченные" not in page
    for view in (private, shared):
        for name in ("saved_view_edit", "saved_view_delete"):
            address = reverse(f"overview:{name}", args=[view.pk])
            assert client.post(address, {"name": "Чужой"}).status_code == 404
    assert client.get(reverse("overview:saved_view_edit", args=[shared.pk])).status_code == 404
    assert set(SavedView.objects.values_list("name", flat=True)) == {"Просроченные", "Общий"}


def test_the_owner_cannot_be_forged(world: World, signed_in: SignIn) -> None:
    save(signed_in(world.asan), owner=str(world.saule.pk), owner_id=str(world.saule.pk))
    assert SavedView.objects.get().owner == world.asan


def test_chairs_have_no_views(world: World, signed_in: SignIn) -> None:
    made(world.saule, is_shared=True)
    client = signed_in(world.aigul)
    assert {client.get(address).status_code for address in (NEW, ALL)} == {403}
    assert save(client).status_code == 403


def test_one_is_renamed_shared_and_deleted(world: World, signed_in: SignIn) -> None:
    view, client = made(world.saule), signed_in(world.saule)
    edit = reverse("overview:saved_view_edit", args=[view.pk])
    assert client.post(edit, {"name": "Должники", "is_shared": "on", "is_default": "on"})["Location"] == ALL
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.is_default, view.query) == ("Должники", True, True, "status=missing")
    assert "Назовите вид." in errors(client.post(edit, {"name": ""}))
    made(world.saule, name="Занятое")
    assert "уже есть" in errors(client.post(edit, {"name": "занятое"}))
    client.post(reverse("overview:saved_view_delete", args=[view.pk]))
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_names_and_values_are_text(world: World, signed_in: SignIn) -> None:
    made(world.saule, urlencode({"q": "<b>x</b>"}), name="<i>вид</i>", is_default=True)
    client = signed_in(world.saule)
    for address in ("/", ALL):
        page = client.get(address, follow=True).content.decode()
        assert "<i>вид" not in page
        assert "<b>x" not in page


def test_as_many_questions_for_many_views_as_for_few(world: World, signed_in: SignIn) -> None:
    client, asked_for = signed_in(world.saule), []
    numbers = iter(range(MOST_VIEWS))
    for more in (2, 20):
        for _, n in zip(range(more), numbers, strict=False):
            made(world.saule, f"status=missing&organization=karaganda&q={n}", name=f"Вид {n}")
            made(world.asan, "requirement=schedule", name=f"Вид {n}", page="obligations", is_shared=True)
        counted = []
        for address in ("/?status=missing", LIST + "?status=missing", ALL):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counted.append(len(captured))
        asked_for.append(counted)
    assert asked_for[0] == asked_for[1]
