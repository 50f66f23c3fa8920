"""The training report in a real browser: filled in Kazakh on a phone, returned, corrected; then its tables."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from reporting.models import Obligation
from reporting.periods import Period
from tests.membership_world import make_report, membership_requirement
from tests.training_world import (
    make_event,
    make_plan,
    make_programme,
    make_responsible,
    obligation_of,
    tell,
    training_asked,
)
from tests.world import World
from training.models import Programme, TrainingEvent, TrainingReport

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date.today()
YEAR = TODAY.year - 1
SHOWN = ("table", "ranking", "budget", "years")


def fill(page: Page, **answers: str) -> None:
    for name, value in answers.items():
        page.locator(f"[name={name}]").fill(value)


def to(page: Page, test: str) -> None:
    page.locator(f"[data-test={test}]").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("language", ["kk"])
def test_a_report_from_the_phone_to_the_tables(world: World, visit_as: Callable[..., Page], look_at: Any) -> None:
    training_asked(world, first=YEAR - 1, last=YEAR)
    membership_requirement(world, first=YEAR, last=YEAR + 1)
    for body, employed in ((world.karaganda, 980), (world.akmola, 80)):
        make_report(body, YEAR + 1, employed=employed, primaries=15, received_on=date(YEAR + 1, 1, 9))
    tell(world.karaganda, Period(YEAR - 1), members=90, chairs=10, received_on=date(YEAR, 1, 9))
    tell(world.akmola, Period(YEAR), members=40, events_seminar=2, budget_share=11, received_on=TODAY)
    owed = obligation_of(world.karaganda, Period(YEAR))

    chair = visit_as(world.aigul)
    chair.goto(owed.fill_url)
    chair.locator("[name=counted][value=persons]").check()
    fill(chair, trained_members="100", trained_chairs="16", trained_total="120", budget_share="12,5")
    expect(chair.locator("[data-draft-state]")).to_have_attribute("data-state", "saved")
    to(chair, "to-check")
    expect(chair.locator("[data-test=error-summary]")).to_be_visible()
    look_at(chair, "training-form-wrong")
    fill(chair, trained_total="116")
    to(chair, "to-check")
    fill(chair, explanation="Жыл ішінде төраға ауысты")
    to(chair, "to-check")
    look_at(chair, "training-check")
    to(chair, "submit")
    expect(chair.locator("[data-test=receipt]")).to_be_visible()

    owed.return_(
        by=world.saule, at=timezone.now(), returned_on=TODAY, correct_by=TODAY + timedelta(days=5), reason="Нақтылаңыз",
        remarks=[("trained_chairs", "Тізімде 15")],
    )  # fmt: skip
    chair.goto(owed.fill_url)
    look_at(chair, "training-form-returned")
    fill(chair, trained_chairs="15", trained_total="115")
    to(chair, "to-check")
    to(chair, "submit")
    assert TrainingReport.objects.current_on(TODAY).get(organization=world.karaganda, year=YEAR).trained_total == 115

    staff = visit_as(world.saule)
    for name in SHOWN:
        staff.goto(f"{reverse(f'training:{name}')}?year={YEAR}&part=year")
        look_at(staff, f"training-{name}")
    expect(staff.locator("[data-organization=karaganda]")).to_contain_text("115")


@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("language", ["kk"])
def test_an_event_from_the_phone_into_the_report(world: World, visit_as: Callable[..., Page], look_at: Any) -> None:
    """A chair plans it, tells it after it was held, and finds it in the report; staff see it in the lists."""
    training_asked(world, first=YEAR, last=YEAR)
    programme = make_programme(first_year=YEAR - 1, last_year=YEAR + 1)
    make_plan(world.karaganda, YEAR, approved_on=date(YEAR, 1, 15), today=TODAY)
    make_event(world.temirtau, date(YEAR, 3, 3), today=TODAY, form="forum", activists=7)
    make_responsible(world.karaganda, from_day=date(YEAR, 1, 10), today=TODAY)
    owed = obligation_of(world.karaganda, Period(YEAR))

    chair = visit_as(world.aigul)
    plan_and_tell(chair, look_at, programme)
    event = TrainingEvent.objects.get(title="Төрағалар мектебі")
    assert (event.plan.year, event.participants.get().number) == (YEAR, 15)
    take_into_the_report(chair, look_at, owed)
    assert TrainingReport.objects.get(organization=world.karaganda).spent == 150_000
    see_behind_it(visit_as(world.saule), look_at, programme)


def plan_and_tell(chair: Page, look_at: Any, programme: Programme) -> None:
    """An event, first refused without its days, planned, and told after it was held."""
    chair.goto(reverse("training:plan", args=["karaganda", YEAR]))
    to(chair, "new-event")
    fill(chair, title="Төрағалар мектебі", topic="Еңбек құқығы")
    chair.locator("[name=form]").select_option("seminar")
    to(chair, "submit")
    expect(chair.locator("[data-test=error-summary]")).to_be_visible()
    look_at(chair, "training-event-wrong")
    fill(chair, planned=f"05.{YEAR}")
    chair.locator("[name=subject]").select_option(f"m{programme.modules.first().pk}")
    to(chair, "submit")
    look_at(chair, "training-event-planned")
    to(chair, "edit")
    fill(chair, held_from=f"04.05.{YEAR}", held_to=f"05.05.{YEAR}", participants_chairs="15", spent="150000")
    chair.locator("[name=speakers-0-name]").fill("Ким А. Б.")
    look_at(chair, "training-event-form")
    to(chair, "submit")
    look_at(chair, "training-event")


def take_into_the_report(chair: Page, look_at: Any, owed: Obligation) -> None:
    """What the events say stands in the form; a figure typed otherwise is asked about, and taken back."""
    chair.goto(owed.fill_url)
    expect(chair.locator("[name=trained_chairs]")).to_have_value("15")
    expect(chair.locator("[name=trained_activists]")).to_have_value("7")
    expect(chair.locator("[name=trained_total]")).to_have_value("22")
    look_at(chair, "training-form-filled")
    fill(chair, trained_chairs="14", trained_total="21")
    to(chair, "to-check")
    expect(chair.locator("[data-test=error-summary]")).to_contain_text("15")
    to(chair, "by-events")
    expect(chair.locator("[name=trained_chairs]")).to_have_value("15")
    to(chair, "to-check")
    look_at(chair, "training-check-filled")
    to(chair, "submit")


def see_behind_it(staff: Page, look_at: Any, programme: Programme) -> None:
    for name, url in (
        ("plan", reverse("training:plan", args=["karaganda", YEAR])),
        ("responsible-of", reverse("training:responsible_of", args=["karaganda"])),
        ("programme-form", reverse("training:programme_edit", args=[programme.pk])),
        ("responsible-name", reverse("training:responsible_name", args=["akmola"])),
        ("whose", reverse("training:event_whose")),
    ):
        staff.goto(url)
        look_at(staff, f"training-{name}")


def test_the_lists_of_events_and_plans(world: World, visit_as: Callable[..., Page], look_at: Any) -> None:
    make_programme()
    plan = make_plan(world.karaganda, TODAY.year, today=TODAY)
    make_event(world.karaganda, TODAY, today=TODAY, plan=plan, chairs=3, spent=1000, hours=6)
    make_responsible(world.karaganda, today=TODAY)
    staff = visit_as(world.saule)
    for name in ("events", "plans", "responsible", "programmes"):
        staff.goto(reverse(f"training:{name}"))
        look_at(staff, f"training-{name}-list")
