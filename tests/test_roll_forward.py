"""The end of a year: yearly requirements go on, others are copied if staff choose so; one act, looked at before."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from reporting.models import Obligation, Requirement
from reporting.roll_forward import code_of_year, roll_forward, steps
from tests.world import TODAY, World, at, make_organization, make_requirement

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
NEXT = 2024
URL, DO = reverse("reporting:year_end"), reverse("reporting:year_end_do")


@pytest.fixture
def yearly(world: World) -> Requirement:
    """Due on 15 January, until 2023."""
    rule = {"due_kind": "yearly", "due_on": None, "due_month": 1, "due_day": 15, "first_year": 2023, "last_year": 2023}
    made = make_requirement("membership", **rule, asked_on=date(2022, 11, 1))
    made.open(by=world.saule, at=at(TODAY), until=TODAY)
    return made


def everything(world: World, year: int = NEXT) -> set[int]:
    return {step.requirement.pk for step in steps(Requirement.objects.visible_to(world.saule), year)}


def act(world: World, *chosen: Requirement, year: int = NEXT) -> tuple[int, list[str]]:
    visible = Requirement.objects.visible_to(world.saule)
    done = roll_forward(visible, year, {one.pk for one in chosen}, by=world.saule)
    return done.made, [copy.code for copy in done.copies]


def test_a_yearly_requirement_goes_on_into_the_next_year(world: World, yearly: Requirement) -> None:
    (step,) = [one for one in steps(Requirement.objects.visible_to(world.saule), NEXT) if not one.is_copy]
    assert (step.requirement, step.due_on, step.asked, step.is_extended) == (yearly, date(2024, 1, 15), 2, True)
    assert act(world, yearly) == (2, [])
    made = Obligation.objects.filter(requirement=yearly, key="2024")
    assert {one.organization for one in made} == {world.karaganda, world.akmola}
    assert {one.original_due_on for one in made} == {date(2024, 1, 15)}
    assert Requirement.objects.get(pk=yearly.pk).last_year == NEXT
    assert made[0].history.get().history_user == world.saule


def test_nobody_sees_it_before_its_form_opens(world: World, yearly: Requirement) -> None:
    act(world, yearly)
    of_next = Obligation.objects.filter(requirement=yearly, key="2024")
    assert not of_next.with_status(date(2023, 11, 15)).exists()
    assert of_next.with_status(date(2023, 11, 16)).count() == 2


def test_a_second_time_nothing_is_made(world: World, yearly: Requirement) -> None:
    act(world, yearly, world.requirement)
    before = list(Obligation.objects.values()), list(Requirement.objects.values())
    assert act(world, yearly, world.requirement) == (0, [])
    assert (list(Obligation.objects.values()), list(Requirement.objects.values())) == before


def test_who_came_later_is_asked_by_a_second_act(world: World, yearly: Requirement) -> None:
    act(world, yearly)
    make_organization("abai", "member", world.union, "Область Абай")
    assert act(world, yearly) == (1, [])


def test_a_copy_stands_a_year_later_on_the_same_item_and_asks_nobody(world: World) -> None:
    world.requirement.opens_on = date(2023, 7, 1)
    world.requirement.save()
    world.requirement.audience.set([world.akmola])
    assert act(world, world.requirement) == (0, ["schedule_2024"])
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
    assert Obligation.objects.filter(key="2024").count() == 2
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
