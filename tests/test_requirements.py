"""From a decree item to a requirement, to whom it will ask and by when, to asking."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from inspections.standing_requirement import standing_requirement
from reporting.models import Obligation, Requirement
from tests.world import TODAY, World, at, make_requirement

LIST, NEW = "/reporting/requirements/", "/reporting/requirements/new/"
FIXED = {
    "code": "legal_work",
    "kind": "general",
    "title_ru": "Сведения о правовой работе",
    "title_kk": "Құқықтық жұмыс туралы мәлімет",
    "citation_ru": "письмо аппарата",
    "audience_levels": ["member"],
    "asked_on": "01.09.2023",
    "due_kind": "fixed",
    "due_on": "30 ноября 2023",
    "unit": "calendar_days",
}


def create(client: Client, **changes: Any) -> HttpResponse:
    return client.post(NEW, FIXED | changes)


def errors(answer: HttpResponse) -> set[str]:
    return set(answer.context["form"].errors)


def url(requirement: Requirement, page: str = "") -> str:
    return f"/reporting/requirements/{requirement.pk}/{page}"


def test_a_form_begins_with_what_the_decree_item_says(world: World, signed_in: Any) -> None:
    world.item.addressee_levels = ["member", "branch"]
    world.item.save()
    form = signed_in(world.saule).get(f"{NEW}?item={world.item.pk}").context["form"]
    assert form.initial["decree_item"] == world.item.pk
    assert form.initial["asked_on"] == date(2023, 6, 24)
    assert form.initial["audience_levels"] == ["member", "branch"]
    assert signed_in(world.saule).get(f"{NEW}?item=nonsense").status_code == 200


def test_from_form_to_preview_to_asking(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    answer = create(client, citation_ru="", decree_item=world.item.pk)
    made = Requirement.objects.get(code="legal_work")
    assert answer["Location"] == url(made, "preview/")
    assert (made.decree_item, made.due_on) == (world.item, date(2023, 11, 30))
    assert made.history.latest().history_user == world.saule
    page = client.get(url(made, "preview/"))
    assert page.context["new"] == 2
    rows = [(row.organization.code, row.due_on, row.is_there) for row in page.context["table"].rows]
    assert rows == [("akmola", date(2023, 11, 30), False), ("karaganda", date(2023, 11, 30), False)]
    assert not made.obligations.exists()
    client.post(url(made, "open/"))
    assert made.obligations.count() == 2
    assert client.get(url(made, "preview/")).context["new"] == 0


@pytest.mark.parametrize(
    ("changes", "key", "due"),
    [
        ({"due_kind": "yearly", "due_month": "11", "due_day": "30", "first_year": "2023"}, "2023", "2023-11-30"),
        ({"due_kind": "after_event", "offset": "10"}, None, None),
    ],
)
def test_every_kind_of_due_day(world: World, signed_in: Any, changes: dict, key: str | None, due: str | None) -> None:
    client = signed_in(world.saule)
    assert create(client, due_on="", **changes).status_code == 302
    made = Requirement.objects.get(code="legal_work")
    rows = json.loads(client.get(url(made, "preview/?as=json")).content)["rows"]
    assert {(row["key"], row["due_on"]) for row in rows} == {(key, due)}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": "01.08.2023"}, "due_on"),
        ({"due_on": "31.11.2023"}, "due_on"),
        ({"asked_on": ""}, "asked_on"),
        ({"citation_ru": ""}, "citation_ru"),
        ({"audience_levels": []}, "audience_levels"),
        ({"organizations": "karaganda, nowhere"}, "organizations"),
        ({"code": "Legal-Work"}, "code"),
        ({"code": "overdue"}, "code"),
        ({"code": "schedule"}, "code"),
        ({"kind": "unknown"}, "kind"),
        ({"due_kind": "yearly", "due_on": ""}, "due_month"),
        ({"due_kind": "after_event", "due_on": ""}, "offset"),
        ({"due_kind": "yearly", "due_on": "", "due_month": "2", "due_day": "1", "first_year": "2023"}, "first_year"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world: World, signed_in: Any, changes: dict, field: str) -> None:
    answer = create(signed_in(world.saule), **changes)
    assert answer.status_code == 200
    assert field in errors(answer)
    assert not Requirement.objects.filter(title_ru="Сведения о правовой работе").exists()


def test_the_words_of_what_is_given_singly_are_changed_without_an_audience(world: World, signed_in: Any) -> None:
    standing = standing_requirement(by=world.saule, at=at(TODAY))
    client = signed_in(world.saule)
    form = client.get(url(standing, "edit/")).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    answer = client.post(url(standing, "edit/"), sent | {"what_ru": "Сообщите иначе"})
    assert answer.status_code == 302, answer.context["form"].errors
    standing.refresh_from_db()
    assert (standing.what_ru, standing.audience_levels) == ("Сообщите иначе", [])
    new = create(client, kind="recommendation", audience_levels=[])
    assert "audience_levels" in errors(new), "a new one would ask nobody"


def test_organizations_that_are_named_are_asked_alone(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    create(client, organizations="akmola", audience_levels=["member"])
    made = Requirement.objects.get(code="legal_work")
    client.post(url(made, "open/"))
    assert [one.organization for one in made.obligations.all()] == [world.akmola]


def test_a_changed_rule_touches_no_obligation_and_the_page_says_so(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    page = client.get(url(world.requirement, "edit/"))
    assert page.context["made"] == 2
    form = page.context["form"]
    data = {bound.html_name: bound.field.prepare_value(bound.value()) for bound in form}
    data = {name: value for name, value in data.items() if value is not None} | {"due_on": "15.09.2023"}
    assert client.post(url(world.requirement, "edit/"), data).status_code == 302
    world.requirement.refresh_from_db()
    assert world.requirement.due_on == date(2023, 9, 15)
    assert world.obligation.original_due_on == date(2023, 9, 1)
    assert "15.09.2023" in client.get(world.obligation.get_absolute_url()).context["rule"]
    assert client.post(url(world.requirement, "edit/"), data | {"code": "other"}).status_code in (302, 409)
    world.requirement.refresh_from_db()
    assert world.requirement.code == "schedule"


def test_the_second_of_two_editors_sees_both_versions(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    form = client.get(url(world.requirement, "edit/")).context["form"]
    data = {bound.html_name: bound.field.prepare_value(bound.value()) for bound in form}
    data = {name: value for name, value in data.items() if value is not None} | {"title_ru": "Мой график"}
    world.requirement.title_ru = "Чужой график"
    world.requirement.save()
    answer = client.post(url(world.requirement, "edit/"), data)
    assert answer.status_code == 409
    assert "Мой график" in answer.content.decode()
    assert "Чужой график" in answer.content.decode()
    world.requirement.refresh_from_db()
    assert world.requirement.title_ru == "Чужой график"


def test_the_page_counts_by_status_and_leads_to_the_list(world: World, signed_in: Any) -> None:
    world.foreign.submit(by=world.erlan, at=at(date(2023, 8, 1)), received_on=date(2023, 8, 1))
    client = signed_in(world.saule)
    context = client.get(url(world.requirement)).context
    assert [(one["status"], one["number"]) for one in context["sums"]] == [("missing", 1), ("on_time", 1)]
    rows = client.get(context["sums"][0]["url"]).context["table"].rows
    assert [row.organization.code for row in rows] == ["karaganda"]


def test_a_chair_reads_what_asks_them_and_counts_only_their_own(world: World, signed_in: Any) -> None:
    hidden = make_requirement("hidden", audience_levels=["union"])
    hidden.open(by=world.saule, at=at(TODAY), until=TODAY)
    client = signed_in(world.aigul)
    assert client.get(url(world.requirement)).context["total"] == 1
    assert client.get(url(hidden)).status_code == 404
    for page in ("edit/", "preview/"):
        assert client.get(url(world.requirement, page)).status_code == 403
    assert client.post(url(world.requirement, "open/")).status_code == 403
    assert client.get(LIST).status_code == client.get(NEW).status_code == 403


def test_leadership_reads_and_does_not_ask(world: World, signed_in: Any) -> None:
    client = signed_in(world.leila)
    assert client.get(LIST).status_code == client.get(url(world.requirement)).status_code == 200
    assert client.get(NEW).status_code == create(client).status_code == 403


def test_looking_makes_nothing(world: World, signed_in: Any) -> None:
    waiting = make_requirement("waiting")
    client = signed_in(world.saule)
    for page in ("", "edit/", "preview/"):
        client.get(url(waiting, page))
    assert client.get(url(waiting, "open/")).status_code == 405
    assert not Obligation.objects.filter(requirement=waiting).exists()


def test_tables_on_the_command_line(world: World, capsysbinary: Any) -> None:
    call_command("table", "requirements")
    (row,) = json.loads(capsysbinary.readouterr().out)["rows"]
    assert (row["requirement"], row["obligations"], row["missing"], row["opened"]) == ("schedule", 2, 2, True)
    call_command("table", "requirement_audience", "requirement=schedule")
    rows = json.loads(capsysbinary.readouterr().out)["rows"]
    assert [row["organization_code"] for row in rows] == ["akmola", "karaganda"]
    with pytest.raises(CommandError):
        call_command("table", "requirement_audience")
