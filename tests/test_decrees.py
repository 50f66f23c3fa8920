"""Pages of decrees: who reads, who writes, who marks; the path from a new decree to what its items ask."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from decrees.models import Decree, DecreeItem, DecreeLink
from organizations.access import Position
from tests.world import TODAY, World, appoint, at, make_user

PDF = b"%PDF-1.4\n%%EOF\n"
NEW = {
    "body": "executive",
    "number": "7",
    "adopted_on": "1 сентября 2023",
    "title_ru": "О правовой работе",
    "title_kk": "Құқықтық жұмыс туралы",
    "version": "0",
}
ITEM = {"number": "1", "kind": "deadline", "text_ru": "Представить сведения", "addressee_levels": ["member"], "version": "0"}  # fmt: skip
MARKED = {"mark": "executed", "on": "03.09.2023", "reason": "Все графики получены"}


def page(name: str, thing: Any = None) -> str:
    return reverse(f"decrees:{name}", args=[thing.pk] if thing else [])


def version(thing: Any) -> str:
    return str(thing.history.latest("history_id").history_id)


@pytest.fixture
def outsider(world: World) -> User:
    """Signs in, yet holds no office."""
    return make_user("outsider")


@pytest.fixture
def staff(world: World, signed_in: Any) -> Client:
    return signed_in(world.saule)


# --- Reading ----------------------------------------------------------------------------------------


def test_everybody_in_office_reads_decrees(world: World, signed_in: Any) -> None:
    for user in (world.saule, world.leila, world.gulnara, world.aigul, world.dana):
        client = signed_in(user)
        assert "О проведении" in client.get(page("decrees")).content.decode()
        assert "Представить графики" in client.get(page("decree", world.decree)).content.decode()


def test_who_holds_no_office_sees_none(world: World, outsider: User, signed_in: Any) -> None:
    client = signed_in(outsider)
    assert client.get(page("decrees")).status_code == 403
    for name, thing in (("decree", world.decree), ("attachment", world.decree), ("mark", world.item), ("item_edit", world.item)):  # fmt: skip
        assert client.get(page(name, thing)).status_code == 404


def test_the_reader_gets_both_languages_each_marked_as_such(world: World, signed_in: Any) -> None:
    world.aigul.language = "kk"
    world.aigul.save()
    client = signed_in(world.aigul)
    client.cookies["language"] = "kk"
    text = client.get(page("decree", world.decree)).content.decode()
    assert '<div class="measure" lang="kk"><p>Кестелер ұсынылсын</p></div>' in text
    assert '<div class="measure" lang="ru"><p>Представить графики</p></div>' in text
    assert text.index("Кестелер ұсынылсын") < text.index("Представить графики")


def test_what_an_item_asks_stands_beside_it_with_its_numbers(world: World, staff: Client, signed_in: Any) -> None:
    text = staff.get(page("decree", world.decree)).content.decode()
    assert "График конференций" in text
    assert f"{reverse('reporting:obligations')}?requirement=schedule&amp;status=missing" in text
    assert f"{reverse('reporting:requirement_create')}?item={world.item.pk}" in text
    chair = signed_in(world.aigul).get(page("decree", world.decree)).content.decode()
    assert "График конференций" in chair
    assert "requirement=schedule&amp;status=missing" not in chair, "the list of all is not for chairs"
    assert "?item=" not in chair


def test_a_page_asks_the_same_number_of_queries_however_many_items(
    world: World, staff: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20) as few:
        staff.get(page("decree", world.decree))
    for number in range(7, 40):
        DecreeItem.objects.create(decree=world.decree, number=str(number), position=number, kind="duty", text_ru="Ещё")
    with django_assert_num_queries(len(few.captured_queries)):
        staff.get(page("decree", world.decree))


def test_a_decree_says_what_changed_it_and_what_it_changes(world: World, staff: Client) -> None:
    later = Decree.objects.create(body="executive", number="9", adopted_on=date(2023, 8, 1), title_ru="Об отмене")
    DecreeLink.objects.create(decree=later, kind="repeals", target=world.decree, note="п. 6")
    assert "notice--warning" in staff.get(page("decree", world.decree)).content.decode()
    assert later.get_absolute_url() in staff.get(page("decree", world.decree)).content.decode()
    assert world.decree.get_absolute_url() in staff.get(page("decree", later)).content.decode()


def test_the_original_comes_as_a_file_under_its_own_name(world: World, signed_in: Any) -> None:
    world.decree.attachment = ContentFile(PDF, "scan.pdf")
    world.decree.attachment_name = "Қаулы № 6.pdf"
    world.decree.save()
    answer = signed_in(world.aigul).get(page("attachment", world.decree))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_without_an_original_there_is_no_page(world: World, staff: Client) -> None:
    assert staff.get(page("attachment", world.decree)).status_code == 404


def test_the_register_counts_items_by_mark_on_a_day(world: World, staff: Client) -> None:
    world.item.set_mark("executed", on=date(2023, 8, 1), reason="Получены", by=world.saule, at=at(TODAY))

    def row(day: str) -> tuple[int, int]:
        rows = staff.get(page("decrees"), {"as": "json", "as_of": day}).json()["rows"]
        return (rows[0]["on_control"], rows[0]["executed"])

    assert row("2023-07-31") == (1, 0)
    assert row("2023-08-01") == (0, 1)
    assert not staff.get(page("decrees"), {"as": "json", "as_of": "2023-06-23"}).json()["rows"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [({"q": "проведении"}, 1), ({"q": "ПРОВЕДЕНИИ"}, 1), ({"q": "өткізу"}, 1), ({"q": "спорт"}, 0),
     ({"body": "executive"}, 0), ({"control": "on_control"}, 1), ({"control": "closed"}, 0)],
)  # fmt: skip
def test_the_register_is_searched(world: World, staff: Client, filters: dict[str, str], found: int) -> None:
    assert len(staff.get(page("decrees"), {"as": "json", **filters}).json()["rows"]) == found


# --- Writing ----------------------------------------------------------------------------------------


def test_from_a_new_decree_to_what_its_items_ask(world: World, staff: Client) -> None:
    answer = staff.post(page("create"), NEW)
    decree = Decree.objects.get(number="7")
    assert answer["Location"] == page("item_create", decree)
    assert (decree.adopted_on, decree.title_kk) == (date(2023, 9, 1), "Құқықтық жұмыс туралы")
    assert decree.history.get().history_user == world.saule
    again = staff.post(page("item_create", decree), ITEM | {"another": "yes"})
    assert again["Location"] == page("item_create", decree)
    form = staff.get(page("item_create", decree)).context["form"]
    assert form["number"].value() == "2", "the next number stands there already"
    item = decree.items.get()
    assert (item.position, item.addressee_levels, item.mark) == (1, ["member"], "on_control")
    shown = staff.get(page("decree", decree)).content.decode()
    assert f"{reverse('reporting:requirement_create')}?item={item.pk}" in shown


def test_only_who_may_ask_writes(world: World, outsider: User, signed_in: Any) -> None:
    before = Decree.objects.count(), DecreeItem.objects.count()
    for user in (world.leila, world.gulnara, world.aigul, world.dana, outsider):
        client = signed_in(user)
        unseen = 404 if user == outsider else 403
        assert client.post(page("create"), NEW).status_code == 403
        assert client.post(page("edit", world.decree), NEW).status_code == unseen
        assert client.post(page("item_create", world.decree), ITEM).status_code == unseen
        assert client.post(page("item_edit", world.item), ITEM).status_code == unseen
        assert client.post(page("change_create", world.decree), {}).status_code == unseen
    assert (Decree.objects.count(), DecreeItem.objects.count()) == before
    world.decree.refresh_from_db()
    assert world.decree.title_ru == "О проведении"


def test_administrators_write_too(world: World, signed_in: Any) -> None:
    assert signed_in(world.asan).post(page("create"), NEW).status_code == 302


def test_looking_at_forms_writes_nothing(world: World, staff: Client) -> None:
    before = Decree.history.count(), DecreeItem.history.count()
    for name, thing in (("create", None), ("edit", world.decree), ("item_create", world.decree), ("item_edit", world.item), ("mark", world.item), ("change_create", world.decree)):  # fmt: skip
        assert staff.get(page(name, thing)).status_code == 200
    assert (Decree.history.count(), DecreeItem.history.count()) == before


def test_a_wrong_day_is_said_and_what_was_typed_stays(world: World, staff: Client) -> None:
    answer = staff.post(page("create"), NEW | {"adopted_on": "31.02.2023"})
    text = answer.content.decode()
    assert 'data-test="error-summary"' in text
    assert 'value="31.02.2023"' in text
    assert "О правовой работе" in text
    assert not Decree.objects.filter(number="7").exists()


def test_an_edit_keeps_what_was_before(world: World, staff: Client) -> None:
    named = {"controllers": [world.gulnara.person.pk]}
    answer = staff.post(page("edit", world.decree), NEW | named | {"version": version(world.decree)})
    assert answer.status_code == 302
    latest, before = world.decree.history.order_by("-history_id")[:2]
    assert (before.title_ru, latest.title_ru, latest.history_user) == ("О проведении", "О правовой работе", world.saule)


def test_the_second_of_two_editors_sees_both_versions(world: World, staff: Client) -> None:
    mine = NEW | {"version": version(world.decree)}
    world.decree.title_ru = "Чужая правка"
    world.decree.save()
    answer = staff.post(page("edit", world.decree), mine)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Чужая правка" in text
    assert "О правовой работе" in text
    assert "Бекова Гульнара" in text
    world.decree.refresh_from_db()
    assert world.decree.title_ru == "Чужая правка"


def test_the_original_is_looked_into(world: World, staff: Client) -> None:
    wrong = SimpleUploadedFile("decree.pdf", b"MZ not a pdf at all")
    refused = staff.post(page("create"), NEW | {"attachment": wrong})
    assert "attachment" in refused.context["form"].errors
    taken = SimpleUploadedFile("Қаулы.pdf", PDF)
    assert staff.post(page("create"), NEW | {"attachment": taken}).status_code == 302
    decree = Decree.objects.get(number="7")
    assert decree.attachment_name == "Қаулы.pdf"
    assert "Қаулы" not in decree.attachment.name


def test_an_edit_without_a_file_keeps_the_original(world: World, staff: Client) -> None:
    staff.post(page("create"), NEW | {"attachment": SimpleUploadedFile("Қаулы.pdf", PDF)})
    decree = Decree.objects.get(number="7")
    staff.post(page("edit", decree), NEW | {"number": "8", "version": version(decree)})
    decree.refresh_from_db()
    assert (decree.number, decree.attachment_name, bool(decree.attachment)) == ("8", "Қаулы.pdf", True)


def test_controllers_are_chosen_among_people_of_the_union(world: World, staff: Client) -> None:
    choices = {person.name_ru for person in staff.get(page("create")).context["form"].fields["controllers"].queryset}
    assert "Бекова Гульнара" in choices
    assert "Жунусова Айгуль" not in choices, "a chair of a member organization controls nothing"
    staff.post(page("create"), NEW | {"controllers": [world.gulnara.person.pk]})
    assert Decree.objects.get(number="7").controllers.get() == world.gulnara.person


@pytest.mark.parametrize("number", ["9" * 25, "-1", "\0", "x"])
def test_a_controller_who_cannot_be_is_a_wrong_choice(world: World, staff: Client, number: str) -> None:
    assert staff.post(page("create"), NEW | {"controllers": [number]}).context["form"].errors["controllers"]
    stale = NEW | {"controllers": [number], "version": "999999"}
    assert staff.post(page("edit", world.decree), stale).context["form"].conflict


def test_a_number_stands_once_in_a_decree(world: World, staff: Client) -> None:
    answer = staff.post(page("item_create", world.decree), ITEM | {"number": "6"})
    assert "number" in answer.context["form"].errors
    assert world.decree.items.count() == 1


def test_a_change_of_an_earlier_decree_is_entered_once(world: World, staff: Client) -> None:
    later = Decree.objects.create(body="executive", number="9", adopted_on=date(2023, 8, 1), title_ru="Дополнить")
    change = {"kind": "amends", "target": world.decree.pk, "note": "п. 6"}
    assert staff.post(page("change_create", later), change).status_code == 302
    assert staff.post(page("change_create", later), change).status_code == 200
    assert later.changes.get().target == world.decree
    backwards = staff.post(page("change_create", world.decree), change | {"target": later.pk})
    assert "target" in backwards.context["form"].errors, "a decree changes no later one"


# --- Marking ----------------------------------------------------------------------------------------


def test_staff_and_the_controllers_of_the_decree_mark(world: World, signed_in: Any) -> None:
    for user in (world.saule, world.asan, world.gulnara):
        answer = signed_in(user).post(page("mark", world.item), MARKED)
        assert answer["Location"] == f"{world.decree.get_absolute_url()}#item-{world.item.pk}"
        world.item.refresh_from_db()
        assert (world.item.mark, world.item.marked_on, world.item.marked_by) == ("executed", date(2023, 9, 3), user)
    assert world.item.history.latest("history_id").history_user == world.gulnara


def test_nobody_else_marks(world: World, outsider: User, signed_in: Any) -> None:
    stranger = make_user("controller_of_another")
    appoint(stranger, world.union, Position.CONTROLLER, "Другой Контролёр")
    for user, expected in ((world.leila, 403), (world.aigul, 403), (stranger, 403), (outsider, 404)):
        assert signed_in(user).post(page("mark", world.item), MARKED).status_code == expected
    world.item.refresh_from_db()
    assert world.item.mark == "on_control"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"on": "05.09.2023"}, "on"), ({"on": "23.06.2023"}, "on"), ({"reason": "  "}, "reason"), ({"mark": "x"}, "mark")],
)
def test_an_impossible_mark_is_refused(world: World, staff: Client, wrong: dict[str, str], field: str) -> None:
    answer = staff.post(page("mark", world.item), MARKED | wrong)
    assert field in answer.context["form"].errors
    world.item.refresh_from_db()
    assert world.item.mark == "on_control"


def test_every_mark_stays_readable(world: World, staff: Client, signed_in: Any) -> None:
    staff.post(page("mark", world.item), MARKED)
    staff.post(page("mark", world.item), {"mark": "on_control", "on": "04.09.2023", "reason": "Два графика отозваны"})
    text = staff.get(page("decree", world.decree)).content.decode()
    assert text.index("Два графика отозваны") < text.rindex("Все графики получены")
    assert "Омарова Сауле" in text


# --- Corrections ------------------------------------------------------------------------------------


def test_administrators_correct_with_a_reason(world: World, signed_in: Any) -> None:
    client = signed_in(world.asan)
    for thing in (world.decree, world.item):
        address = reverse(f"admin:decrees_{type(thing).__name__.lower()}_change", args=[thing.pk])
        assert client.get(address).status_code == 200
        assert "change_reason" in client.post(address, {}).context["adminform"].form.errors
