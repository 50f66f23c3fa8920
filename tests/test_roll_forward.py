"""The end of a year: yearly requirements go on, others are copied if staff choose so; one act, looked at before."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from reporting.models import Obligation, Requirement
from reporting.roll_forward import Step, code_of_year, roll_forward, steps
from tests.world import TODAY, World, at, make_organization, make_requirement

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
NEXT = 2024
# The form of 15 January 2024 opens sixty days before.
OPENS = date(2023, 11, 16)
URL, DO = reverse("reporting:year_end"), reverse("reporting:year_end_do")


@pytest.fixture
def yearly(world: World) -> Requirement:
    """Due on 15 January, until 2023."""
    rule = {"due_kind": "yearly", "due_on": None, "due_month": 1, "due_day": 15, "first_year": 2023, "last_year": 2023}
    made = make_requirement("membership", **rule, asked_on=date(2022, 11, 1))
    made.open(by=world.saule, at=at(TODAY), until=TODAY)
    return made


def everything(world: World, year: int = NEXT) -> set[int]:
    return {step.requirement.pk for step in steps(Requirement.objects.visible_to(world.saule), year, TODAY)}


def act(world: World, *chosen: Requirement, year: int = NEXT, today: date = TODAY) -> tuple[list[str], int, list[str]]:
    visible = Requirement.objects.visible_to(world.saule)
    done = roll_forward(visible, year, {one.pk for one in chosen}, by=world.saule, today=today)
    return [one.code for one in done.going_on], done.made, [copy.code for copy in done.copies]


def step_of(world: World, requirement: Requirement, today: date = TODAY) -> Step:
    found = steps(Requirement.objects.visible_to(world.saule), NEXT, today)
    return next(one for one in found if one.requirement == requirement)


def test_a_yearly_requirement_goes_on_and_asks_on_its_day(world: World, yearly: Requirement) -> None:
    step = step_of(world, yearly)
    assert (step.due_on, step.asked_on, step.asked, step.is_extended) == (date(2024, 1, 15), OPENS, 2, True)
    assert act(world, yearly) == (["membership"], 0, [])
    assert Requirement.objects.get(pk=yearly.pk).last_year == NEXT
    assert yearly.history.latest().history_user == world.saule
    call_command("open_obligations", until="2023-11-15")
    assert not yearly.obligations.filter(key="2024").exists()
    call_command("open_obligations", until="2023-11-16")
    made = yearly.obligations.filter(key="2024")
    assert {one.organization for one in made} == {world.karaganda, world.akmola}
    assert {(one.arose_on, one.original_due_on) for one in made} == {(OPENS, date(2024, 1, 15))}


def test_the_rule_and_the_bodies_are_those_of_the_day_on_which_it_arises(world: World, yearly: Requirement) -> None:
    """After the act Akmola closes, Abai comes, and the due day is moved."""
    act(world, yearly)
    make_organization("abai", "member", world.union, "Область Абай")
    world.akmola.closed_on = date(2023, 10, 1)
    world.akmola.save()
    Requirement.objects.filter(pk=yearly.pk).update(due_day=20)
    call_command("open_obligations", until="2023-11-30")
    found = {(one.organization.code, one.original_due_on.day) for one in yearly.obligations.filter(key="2024")}
    assert found == {("karaganda", 20), ("abai", 20)}


def test_what_has_arisen_already_is_made_at_once(world: World, yearly: Requirement) -> None:
    """In December, later than usual: the form would be open already."""
    assert step_of(world, yearly, date(2023, 12, 1)).missing == 2
    assert act(world, yearly, today=date(2023, 12, 1)) == (["membership"], 2, [])
    assert yearly.obligations.filter(key="2024")[0].history.get().history_user == world.saule


def test_one_without_an_end_goes_on_by_itself(world: World, yearly: Requirement) -> None:
    Requirement.objects.filter(pk=yearly.pk).update(last_year=None)
    step = step_of(world, yearly)
    assert (step.asked_on, step.asked) == (OPENS, 2)
    assert step.refusal
    assert act(world, yearly) == ([], 0, [])


def test_a_second_time_nothing_is_made(world: World, yearly: Requirement) -> None:
    act(world, yearly, world.requirement)
    before = list(Obligation.objects.values()), list(Requirement.objects.values())
    assert act(world, yearly, world.requirement) == ([], 0, [])
    assert (list(Obligation.objects.values()), list(Requirement.objects.values())) == before


def test_who_came_later_is_asked_by_a_second_act(world: World, yearly: Requirement) -> None:
    december = date(2023, 12, 1)
    act(world, yearly, today=december)
    make_organization("abai", "member", world.union, "Область Абай")
    assert act(world, yearly, today=december) == ([], 1, [])


def test_a_copy_stands_a_year_later_on_the_same_item_and_asks_nobody(world: World) -> None:
    world.requirement.opens_on = date(2023, 7, 1)
    world.requirement.save()
    world.requirement.audience.set([world.akmola])
    assert act(world, world.requirement) == ([], 0, ["schedule_2024"])
    copy = Requirement.objects.get(code="schedule_2024")
    assert (copy.asked_on, copy.opens_on, copy.due_on) == (date(2024, 6, 24), date(2024, 7, 1), date(2024, 9, 1))
    assert copy.decree_item == world.item
    assert list(copy.audience.all()) == [world.akmola]
    assert copy.title == world.requirement.title
    assert (copy.opened_at, copy.opened_by) == (None, None)
    assert not copy.obligations.exists()
    assert copy.history.latest().history_user == world.saule


def test_the_29th_of_february_has_no_next_year(world: World) -> None:
    leap = make_requirement("leap", asked_on=date(2024, 1, 1), due_on=date(2024, 2, 29))
    leap.open(by=world.saule, at=at(TODAY), until=TODAY)
    act(world, leap, year=2025)
    assert Requirement.objects.get(code="leap_2025").due_on == date(2025, 2, 28)


def test_what_does_not_belong_to_the_year_is_not_offered(world: World, yearly: Requirement) -> None:
    waiting = make_requirement("waiting")
    rule = {"due_kind": "yearly", "due_on": None, "due_month": 1, "due_day": 15, "first_year": 2020, "last_year": 2022}
    ended = make_requirement("ended", **rule, asked_on=date(2019, 6, 1))
    born = make_requirement("born", due_kind="after_event", due_on=None, offset=10)
    for one in (ended, born):
        one.open(by=world.saule, at=at(TODAY), until=TODAY)
    assert everything(world) == {yearly.pk, world.requirement.pk}
    assert waiting.pk not in everything(world), "it never asked anybody"


def test_codes_carry_their_year_once() -> None:
    assert code_of_year("legal_work", 2026) == "legal_work_2026"
    assert code_of_year("legal_work_2026", 2027) == "legal_work_2027"
    assert len(code_of_year("a" * 60, 2027)) == 60


# --- The page -------------------------------------------------------------------------------------------------------


def test_looking_changes_nothing_and_one_act_does_it(world: World, yearly: Requirement, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    before = list(Requirement.objects.values()), Obligation.objects.count()
    page = client.get(URL).content.decode()
    assert "year-preview" not in page
    assert f'value="{yearly.pk}" checked' in page, "yearly ones are chosen from the beginning"
    assert f'value="{world.requirement.pk}" checked' not in page
    chosen = {"year": "2024", "chosen": "1", "requirement": [yearly.pk, world.requirement.pk]}
    preview = client.get(URL, chosen).content.decode()
    assert "year-preview" in preview
    assert "schedule_2024" in preview
    assert (list(Requirement.objects.values()), Obligation.objects.count()) == before
    assert client.post(DO, chosen).status_code == 302
    assert Requirement.objects.get(pk=yearly.pk).last_year == NEXT
    assert Requirement.objects.filter(code="schedule_2024").exists()


@pytest.mark.parametrize("asked", [{"year": "2031"}, {"year": "soon"}, {"year": "2024", "requirement": "all"}])
def test_what_was_not_offered_is_refused(world: World, signed_in: SignIn, asked: dict[str, str]) -> None:
    client = signed_in(world.saule)
    assert client.post(DO, asked).status_code == 400
    assert not Requirement.objects.filter(code__endswith="_2024").exists()


def test_an_empty_choice_says_so(world: World, yearly: Requirement, signed_in: SignIn) -> None:
    client = signed_in(world.saule)
    page = client.get(URL, {"year": "2024", "chosen": "1"}).content.decode()
    assert "error-summary" in page
    assert "year-preview" not in page
