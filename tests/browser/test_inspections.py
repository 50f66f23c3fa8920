"""An inspection in a real browser: staff write it and give it to the organization, the chair answers, is returned, corrects."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from inspections.models import Inspection, Recommendation
from reporting.models import Obligation
from tests.inspections_world import plan_of_2023
from tests.made_files import pdf
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
PROOF = {"name": "выписка.pdf", "mimeType": "application/pdf", "buffer": pdf()}


def fill(page: Page, **answers: str) -> None:
    for name, value in answers.items():
        page.locator(f"[name={name}]").fill(value)


def to(page: Page, test: str) -> None:
    page.locator(f"[data-test={test}]").first.click()
    page.wait_for_load_state()


def submit(page: Page) -> None:
    to(page, "submit")


def ago(days: int) -> str:
    return f"{timezone.localdate() - timedelta(days=days):%d.%m.%Y}"


def write(staff: Page, look_at: Any) -> Inspection:
    """What it is, who inspects, a finding, a recommendation; one slip on the way."""
    staff.goto(reverse("inspections:inspections"))
    look_at(staff, "inspections-none")
    to(staff, "new-inspection")
    fill(staff, organization="karaganda", topic_ru="Работа организации", planned_from=ago(9), planned_to=ago(12))
    submit(staff)
    expect(staff.locator("[data-test=error-summary]")).to_be_visible()
    expect(staff.locator("[name=topic_ru]")).to_have_value("Работа организации")
    look_at(staff, "inspection-form-wrong")
    fill(staff, planned_from=ago(12), planned_to=ago(9))
    submit(staff)
    look_at(staff, "inspection-planned")
    to(staff, "begin")
    fill(staff, on=ago(12))
    submit(staff)
    to(staff, "add-inspector")
    fill(staff, typed_name="Сейтова Гүлмира")
    staff.locator("[name=leads]").check()
    staff.locator("[name=signs]").check()
    look_at(staff, "inspector")
    submit(staff)
    to(staff, "add-finding")
    staff.locator("[name=section]").select_option(index=2)
    staff.locator("[name=mark][value=remark]").check()
    fill(staff, text="Журналов учёта нет в трёх организациях")
    look_at(staff, "finding")
    submit(staff)
    to(staff, "add-recommendation")
    fill(staff, text="Завести журналы учёта")
    look_at(staff, "recommendation")
    submit(staff)
    return Inspection.objects.get()


def finish(staff: Page, look_at: Any) -> None:
    to(staff, "end")
    fill(staff, on=ago(10))
    submit(staff)
    look_at(staff, "inspection-ended")
    to(staff, "correct_days")
    look_at(staff, "inspection-correct-days")
    fill(staff, ended_on=ago(9), reason="Опечатка")
    submit(staff)
    expect(staff.locator(".history").first).to_contain_text("Опечатка")
    look_at(staff, "inspection-corrected")
    to(staff, "sign")
    fill(staff, on=ago(8))
    submit(staff)
    to(staff, "hand_over")
    fill(staff, on=ago(7))
    look_at(staff, "hand-over")
    submit(staff)
    look_at(staff, "inspection-given")


def answer(chair: Page, text: str) -> None:
    fill(chair, text=text)
    to(chair, "to-check")
    submit(chair)
    expect(chair.locator("[data-test=receipt]")).to_be_visible()


def test_from_the_plan_to_the_accepted_answer(world: World, visit_as: Callable[..., Page], look_at: Any) -> None:
    staff, chair = visit_as(world.saule), visit_as(world.aigul)
    inspection = write(staff, look_at)
    assert chair.goto(inspection.get_absolute_url()).status == 404  # type: ignore[union-attr]
    staff.goto(inspection.get_absolute_url())
    finish(staff, look_at)

    chair.goto("/")
    chair.locator('[data-test=task][data-requirement="inspection_recommendation"] a').click()
    expect(chair.locator("dl.definitions").first).to_contain_text("Завести журналы учёта")
    look_at(chair, "recommendation-answer")
    chair.locator("#id_files").set_input_files(PROOF)
    answer(chair, "Журналдар ашылды")
    owed = Recommendation.objects.get().obligation
    assert owed

    staff.goto(reverse("reporting:return", args=[owed.pk]))
    fill(staff, reason="Выписки не по всем организациям")
    submit(staff)
    chair.goto(inspection.get_absolute_url())
    look_at(chair, "report-of-the-chair")
    to(chair, "answer")
    answer(chair, "Журналдар барлық үш ұйымда ашылды")

    staff.goto(reverse("reporting:accept", args=[owed.pk]))
    submit(staff)
    seen = Obligation.objects.with_status(timezone.localdate()).get(pk=owed.pk)
    assert (seen.status, seen.rounds, seen.accepted_on) == ("on_time", 2, timezone.localdate())
    staff.goto(inspection.get_absolute_url())
    expect(staff.locator("[data-test=recommendation]")).to_have_attribute("data-status", "on_time")
    for name in ("inspections", "recommendations"):
        staff.goto(reverse(f"inspections:{name}"))
        look_at(staff, f"{name}-one")


def test_plans_and_a_follow_up(world: World, visit_as: Callable[..., Page], look_at: Any) -> None:
    from tests.inspections_world import handed_over

    plan = plan_of_2023(world)
    given = handed_over(world, plan=plan)
    staff = visit_as(world.saule)
    for address in (reverse("inspections:plans"), plan.get_absolute_url()):
        staff.goto(address)
        look_at(staff, f"plan-{address.count('/')}")
    staff.goto(given.get_absolute_url())
    to(staff, "follow")
    fill(staff, planned_from=ago(0), planned_to=ago(0))
    look_at(staff, "follow-up-form")
    submit(staff)
    expect(staff.locator("[data-test=judge]")).to_have_count(3)
    to(staff, "judge")
    staff.locator("[name=outcome][value=partly]").check()
    submit(staff)
    expect(staff.locator("[data-test=error-summary]")).to_be_visible()
    look_at(staff, "judgement-wrong")
    fill(staff, text="Журналы есть в двух организациях из трёх")
    submit(staff)
    look_at(staff, "follow-up")
