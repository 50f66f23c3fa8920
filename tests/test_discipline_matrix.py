"""The matrix of discipline in the named world: rules, evidence, periods; setting up; what is refused."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from documents import registry
from documents.registry import WHOLE_UNION, BadFilter
from overview.models import Direction, Evidence
from reporting import measures
from tests.indicator_world import H1, count, make_form
from tests.world import NOON, TODAY, World, at, make_organization, make_requirement

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE, NEW, ENTER = "/discipline/", "/discipline/directions/new/", "/discipline/evidence/new/"
JULY = date(2023, 7, 10)


def direction(world: World, code: str = "no_channel", **rule: Any) -> Direction:
    made = Direction(code=code, **{"name_ru": "Нет канала", "name_kk": "Арна жоқ", "kind": "evidence", **rule})
    made.keep(by=world.saule)
    return made


def enter(world: World, one: Direction, **more: Any) -> Evidence:
    facts = {"day": JULY, "source": "Справка отдела", "by": world.saule, "at": NOON, **more}
    return Evidence.enter(one, facts.pop("organization", world.karaganda), **facts)


def matrix(user: Any = WHOLE_UNION, as_of: date = TODAY, **filters: str) -> dict[str, dict[str, Any]]:
    """By organization, as scripts get it."""
    table = registry.build("discipline", user=user, as_of=as_of, filters=filters or {"year": "2023"})
    return {row["organization_code"]: row for row in table.records()}


def ones(found: dict[str, dict[str, Any]], code: str) -> set[str]:
    assert {row[code] for row in found.values()} <= {0, 1}
    return {organization for organization, row in found.items() if row[code]}


# --- What the matrix says -------------------------------------------------------------------------------------------


def test_evidence_marks_in_every_period_that_holds_its_day(world: World) -> None:
    enter(world, direction(world))
    assert ones(matrix(), "no_channel") == {"karaganda"}
    assert ones(matrix(period="2023-h2"), "no_channel") == {"karaganda"}
    assert ones(matrix(period="2023-h1"), "no_channel") == set()
    assert ones(matrix(first="2023-07-10", last="2023-07-10"), "no_channel") == {"karaganda"}
    assert ones(matrix(year="2022"), "no_channel") == set()
    assert matrix()["karaganda"]["count"] == 1
    assert set(matrix()) == {"karaganda", "akmola"}, "member organizations only"


def test_what_was_taken_back_counts_until_that_day(world: World) -> None:
    evidence = enter(world, direction(world), at=at(date(2023, 7, 20)))
    evidence.take_back(reason="Другая область", by=world.saule, at=at(date(2023, 8, 1)))
    assert ones(matrix(as_of=date(2023, 7, 31)), "no_channel") == {"karaganda"}
    assert ones(matrix(as_of=date(2023, 8, 1)), "no_channel") == set()
    assert ones(matrix(as_of=date(2023, 7, 9)), "no_channel") == set(), "before the day it speaks of"


def test_an_obligation_missed_and_an_obligation_late(world: World) -> None:
    for failure in ("missing", "late", "either"):
        direction(world, failure, kind="obligation", requirement=world.requirement, failure=failure)
    world.foreign.submit(received_on=date(2023, 9, 3), by=world.erlan, at=at(date(2023, 9, 3)))
    found = matrix()
    assert ones(found, "missing") == {"karaganda"}
    assert ones(found, "late") == {"akmola"}
    assert ones(found, "either") == {"karaganda", "akmola"}
    assert ones(matrix(as_of=date(2023, 9, 1)), "either") == set(), "the due day itself is in time"
    assert ones(matrix(period="2023-h1"), "either") == set(), "due in the other half of the year"


def test_an_indicator_below_a_value_and_the_lowest_place(world: World) -> None:
    form = make_form(world, "counted", entered_by="apparatus")
    count(world.karaganda, form, H1, found=5)
    count(world.akmola, form, H1, found=9)
    direction(world, "few", kind="below", measure="counted.found", value=6)
    direction(world, "fewest", kind="lowest", measure="counted.found", places=1)
    direction(world, "many", kind="above", measure="counted.found", value=8)
    found = matrix(period="2023-h1")
    assert [ones(found, code) for code in ("few", "fewest", "many")] == [{"karaganda"}, {"karaganda"}, {"akmola"}]
    assert found["karaganda"]["count"] == 2
    own = matrix(world.aigul, period="2023-h1")
    assert (set(own), own["karaganda"]["fewest"]) == ({"karaganda"}, 1), "lowest of the union, not of those in sight"
    assert matrix(world.erlan, period="2023-h1")["akmola"]["fewest"] == 0


def test_who_did_not_exist_in_the_period_is_left_out(world: World) -> None:
    founded = make_organization("abai", "member", world.union, "Абай")
    founded.placements.update(from_day=date(2023, 6, 8))
    world.akmola.__class__.objects.filter(pk=world.akmola.pk).update(closed_on=date(2023, 3, 1))
    direction(world)
    assert set(matrix()) == {"karaganda", "akmola", "abai"}
    assert set(matrix(year="2022")) == {"karaganda", "akmola"}
    assert set(matrix(period="2023-h2")) == {"karaganda", "abai"}


def test_directions_of_one_code_follow_one_another_in_one_column(world: World) -> None:
    before = direction(world, last_year=2022)
    after = direction(world, first_year=2023, name_ru="Нет площадки", kind="obligation",
                      requirement=world.requirement, failure="missing")  # fmt: skip
    enter(world, before, day=date(2022, 12, 31))
    assert ones(matrix(year="2022"), "no_channel") == {"karaganda"}
    assert ones(matrix(first="2022-01-01", last="2023-12-31"), "no_channel") == {"karaganda", "akmola"}
    table = registry.build("discipline", user=WHOLE_UNION, as_of=TODAY, filters={"year": "2023"})
    assert [str(one.title) for one in table.columns if one.key == "no_channel"] == [after.name]
    after.retire(last_year=2023, reason="Больше не спрашивается", by=world.saule)
    assert "no_channel" not in matrix(as_of=date(2025, 2, 1), year="2024")["karaganda"]


def test_it_opens_on_the_latest_year_that_is_over(world: World) -> None:
    direction(world, last_year=2022)
    for day, shown in ((date(2023, 9, 4), True), (date(2022, 12, 31), True), (date(2024, 1, 1), False)):
        table = registry.build("discipline", user=WHOLE_UNION, as_of=day, filters={})
        assert ("no_channel" in [one.key for one in table.columns]) is shown


@pytest.mark.parametrize(
    "filters", [{"year": "две"}, {"period": "2023-x"}, {"part": "h3"}, {"first": "2023-02-02", "last": "2023-02-01"},
                {"month": "1"}, {"organization": "nobody"}],
)  # fmt: skip
def test_a_period_that_cannot_be_read_is_refused(world: World, filters: dict[str, str]) -> None:
    with pytest.raises(BadFilter):
        matrix(**filters)


def test_a_room_brings_a_measure_of_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = measures.Measure(
        "training.coverage", "Охват обучением", lambda _span, _user: {world.akmola.pk: Decimal(7)}, lambda *_: "/"
    )
    monkeypatch.setattr(measures, "_families", [*measures._families, lambda: [made]])
    direction(world, "training", kind="below", measure="training.coverage", value=10)
    assert ones(matrix(), "training") == {"akmola"}
    monkeypatch.undo()
    assert ones(matrix(), "training") == set(), "a room that is gone marks nobody"


# --- What is refused ------------------------------------------------------------------------------------------------


def refused(client: Client, address: str, **given: Any) -> dict[str, list[str]]:
    answer = client.post(address, given)
    assert answer.status_code == 200
    return {name: list(map(str, errors)) for name, errors in answer.context["form"].errors.items()}


NAMED = {"name_ru": "Мало", "code": "few", "position": "10"}


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"kind": "lowest", "measure": "membership.coverage", "places": "0"}, "places"),
        ({"kind": "lowest", "measure": "membership.coverage"}, "places"),
        ({"kind": "lowest", "places": "3"}, "measure"),
        ({"kind": "below", "measure": "membership.coverage", "value": "меньше половины"}, "value"),
        ({"kind": "below", "measure": "no.such", "value": "1"}, "measure"),
        ({"kind": "obligation", "failure": "late"}, "requirement"),
        ({"kind": "fall"}, "value"),
        ({"kind": "fall", "value": "100", "places": "5"}, "value"),
        ({"kind": "fall", "value": "-100"}, "value"),
        ({"kind": "evidence", "first_year": "2023", "last_year": "2022"}, "last_year"),
        ({"kind": "evidence", "code": "count"}, "code"),
        ({"kind": "evidence", "code": "Мало"}, "code"),
        ({}, "kind"),
    ],
)
def test_a_direction_that_says_nothing_is_refused(
    world: World, signed_in: SignIn, rule: dict[str, str], field: str
) -> None:
    errors = refused(signed_in(world.saule), NEW, **{**NAMED, **rule})
    assert field in errors
    assert not Direction.objects.exists()


def test_years_of_one_code_do_not_overlap(world: World, signed_in: SignIn) -> None:
    direction(world, "few", first_year=2022, last_year=2023)
    staff = signed_in(world.saule)
    for years in ({}, {"first_year": "2023"}, {"last_year": "2022"}):
        assert "code" in refused(staff, NEW, **NAMED, kind="evidence", **years)
    assert Direction.objects.count() == 1
    staff.post(NEW, {**NAMED, "kind": "evidence", "first_year": "2024"})
    assert Direction.objects.count() == 2


def test_evidence_that_cannot_be(world: World, signed_in: SignIn) -> None:
    one, staff = direction(world, last_year=2023), signed_in(world.saule)
    founded = make_organization("abai", "member", world.union, "Абай")
    founded.placements.update(from_day=date(2023, 8, 1))
    given = {"direction": one.pk, "organization": "karaganda", "day": "10.07.2023", "source": "Справка"}
    assert "organization" in refused(staff, ENTER, **{**given, "organization": "abai"}), "did not exist"
    assert "organization" in refused(staff, ENTER, **{**given, "organization": "temirtau"}), "a branch"
    assert "day" in refused(staff, ENTER, **{**given, "day": f"{TODAY + timedelta(days=1):%d.%m.%Y}"})
    assert "source" in refused(staff, ENTER, **{**given, "source": "  "})
    assert staff.post(ENTER, given).status_code == 302
    assert "organization" in refused(staff, ENTER, **given), "twice for one cell and day"
    assert Evidence.objects.count() == 1


def test_a_direction_keeps_the_years_of_its_evidence(world: World) -> None:
    one = direction(world)
    enter(world, one)
    with pytest.raises(ValidationError):
        one.retire(last_year=2022, reason="Ошибка", by=world.saule)


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_set_up_try_enter_look_behind_take_back(world: World, signed_in: SignIn) -> None:
    staff = signed_in(world.saule)
    rule = {**NAMED, "kind": "obligation", "requirement": world.requirement.pk, "failure": "missing"}
    tried = staff.post(NEW, {**rule, "try": "yes", "try_year": "2023"})
    assert {one["title"] for one in tried.context["tried"]["items"]} == {world.akmola.name, world.karaganda.name}
    assert not Direction.objects.exists()
    assert staff.post(NEW, rule).status_code == 302
    few = Direction.objects.get()
    assert few.history.get().history_user == world.saule
    entered = staff.post(ENTER, {"direction": few.pk, "organization": "akmola", "day": "10.07.2023", "value": "-4249",
                                 "decree_item": world.item.pk})  # fmt: skip
    behind = staff.get(entered.headers["Location"]).content.decode()
    assert "4249" in behind
    assert world.item.citation in behind
    page = staff.get(f"{PAGE}?year=2023").content.decode()
    address = "/discipline/marks/few/akmola/?first=2023-01-01&amp;last=2023-12-31"
    assert address in page
    taken_back = staff.post(f"/discipline/evidence/{Evidence.objects.get().pk}/take-back/", {"reason": "Не та область"})
    assert "Не та область" in staff.get(taken_back.headers["Location"]).content.decode()
    assert Evidence.objects.get().taken_back_by == world.saule


def test_the_figure_behind_a_mark_leads_to_its_list(world: World, signed_in: SignIn) -> None:
    direction(world, "owed", kind="obligation", requirement=world.requirement, failure="missing")
    staff = signed_in(world.saule)
    answer = staff.get("/discipline/marks/owed/karaganda/?year=2023")
    ((row,),) = [figure["rows"] for figure in answer.context["mark"].figures()]
    assert row["value"] == "1"
    rows = json.loads(staff.get(f"{row['url']}&as=json").content)["rows"]
    assert [(one["organization_code"], one["requirement"]) for one in rows] == [("karaganda", "schedule")]
    assert staff.get("/discipline/marks/nothing/karaganda/?year=2023").status_code == 404
    assert staff.get("/discipline/marks/owed/temirtau/?year=2023").status_code == 404


def test_changing_keeps_the_code_and_tells_who(world: World, signed_in: SignIn) -> None:
    one = direction(world, "few", kind="fall", value=1000)
    staff = signed_in(world.asan)
    form = staff.get(f"/discipline/directions/{one.pk}/edit/").context["form"]
    assert form["value"].value() == "1000"
    given = {**NAMED, "code": "other", "kind": "fall", "value": "1200", "version": form["version"].value()}
    staff.post(f"/discipline/directions/{one.pk}/edit/", given)
    one.refresh_from_db()
    assert (one.code, one.value, one.history.first().history_user) == ("few", 1200, world.asan)
    staff.post(f"/discipline/directions/{one.pk}/end/", {"last_year": "2023", "reason": "Заменено"})
    one.refresh_from_db()
    assert (one.last_year, one.history.first().history_change_reason) == (2023, "Заменено")


def test_leadership_sees_and_changes_nothing(world: World, signed_in: SignIn) -> None:
    one = direction(world)
    enter(world, one)
    leader = signed_in(world.leila)
    assert "/directions/new/" not in leader.get("/discipline/directions/").content.decode()
    assert "/take-back/" not in leader.get("/discipline/marks/no_channel/karaganda/?year=2023").content.decode()
    assert signed_in(world.aigul).get(PAGE).status_code == 403


@pytest.mark.parametrize(("language", "name"), [("ru", "Нет канала"), ("kk", "Арна жоқ")])
def test_names_follow_the_language(world: World, signed_in: SignIn, language: str, name: str) -> None:
    direction(world)
    staff = signed_in(world.saule)
    staff.post("/accounts/language/", {"language": language, "next": PAGE})
    assert name in staff.get(f"{PAGE}?year=2023").content.decode()


# --- The register beside it -----------------------------------------------------------------------------------------


def test_the_register_counts_by_item_and_leads_to_the_lists(world: World, signed_in: SignIn) -> None:
    world.foreign.submit(received_on=date(2023, 9, 3), by=world.erlan, at=at(date(2023, 9, 3)))
    other = world.decree.items.create(number="7", kind="duty", text_ru="Усилить работу", position=9)
    make_requirement("by_letter").open(by=world.saule, at=NOON, until=TODAY)
    table = registry.build("execution", user=WHOLE_UNION, as_of=TODAY, filters={"year": "2023"})
    first, second = table.records()
    assert (first["item"], first["requirement"]) == ("6", "schedule")
    assert (first["expected"], first["on_time"], first["late"], first["missing"]) == (2, 0, 1, 1)
    assert (second["item"], second["requirement"], second["expected"]) == (other.number, None, None)
    staff = signed_in(world.saule)
    late = next(one for one in table.columns if one.key == "late")
    assert late.href is not None
    rows = json.loads(staff.get(f"{late.href(table.items[0])}&as=json").content)["rows"]
    assert [one["organization_code"] for one in rows] == ["akmola"]
    assert staff.get("/discipline/decrees/?year=2023").status_code == 200


def test_files_are_as_the_page(world: World, signed_in: SignIn) -> None:
    enter(world, direction(world))
    staff = signed_in(world.saule)
    told = json.loads(staff.get(f"{PAGE}?year=2023&as=json").content)
    assert (told["name"], told["totals"]["no_channel"]) == ("discipline", 1)
    for form in ("xlsx", "docx", "csv"):
        assert staff.get(f"{PAGE}?year=2023&as={form}").status_code == 200
    assert staff.get(f"{PAGE}?jahr=2023&as=json").status_code == 400
