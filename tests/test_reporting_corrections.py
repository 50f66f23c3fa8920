"""Corrections of obligations and hand-ins: a reason is asked, statuses follow, verbs are not replaced."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reporting.models import Obligation, Submission
from tests.world import TODAY, World, at

REASON = "Опечатка в журнале"
LATE = date(2023, 9, 3)
MODELS = (
    "requirement", "obligation", "submission", "postponement", "exemption", "nonworkingday", "standardremark", "draft"
)  # fmt: skip


@pytest.fixture
def submission(world: World) -> Submission:
    return world.obligation.submit(by=world.saule, at=at(TODAY), received_on=LATE, channel="paper")


def address(thing: Any, page: str = "change") -> str:
    return reverse(f"admin:reporting_{thing._meta.model_name}_{page}", args=[thing.pk])


def correct(client: Client, thing: Any, **changes: Any) -> HttpResponse:
    answer = client.get(address(thing))
    form = answer.context["adminform"].form
    data = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    data = {name: value.strftime("%d.%m.%Y") if isinstance(value, date) else value for name, value in data.items()}
    for inline in answer.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return client.post(address(thing), data | {"change_reason": REASON} | changes)


def errors(answer: HttpResponse) -> set[str]:
    return set(answer.context["adminform"].form.errors)


def status(obligation: Obligation) -> str:
    return Obligation.objects.with_status(TODAY).get(pk=obligation.pk).status


def test_a_corrected_day_changes_the_status_and_stands_in_the_history(
    world: World, submission: Submission, signed_in: Any
) -> None:
    assert status(world.obligation) == "late"
    client = signed_in(world.asan)
    assert correct(client, submission, received_on="01.09.2023").status_code == 302
    assert status(world.obligation) == "on_time"
    entry = client.get(world.obligation.get_absolute_url()).context["entries"][0]
    assert (entry.who, entry.why) == ("Серіков Асан", REASON)
    assert [(change.before, change.after) for change in entry.changes] == [("03.09.2023", "01.09.2023")]


def test_without_a_reason_nothing_is_corrected(world: World, submission: Submission, signed_in: Any) -> None:
    answer = correct(signed_in(world.asan), submission, received_on="01.09.2023", change_reason="")
    assert errors(answer) == {"change_reason"}
    assert status(world.obligation) == "late"


@pytest.mark.parametrize("day", ["05.09.2023", "23.06.2023"])
def test_a_day_in_the_future_or_before_it_was_asked_is_refused(
    world: World, submission: Submission, signed_in: Any, day: str
) -> None:
    assert errors(correct(signed_in(world.asan), submission, received_on=day)) == {"received_on"}


def test_rounds_stay_in_their_order(world: World, submission: Submission, signed_in: Any) -> None:
    world.obligation.return_(by=world.saule, at=at(TODAY), returned_on=LATE, correct_by=TODAY, reason="x")
    second = world.obligation.submit(by=world.saule, at=at(TODAY), received_on=TODAY, channel="paper")
    client = signed_in(world.asan)
    assert errors(correct(client, second, received_on="02.09.2023")) == {"received_on"}
    assert errors(correct(client, submission, received_on="04.09.2023"))


def test_what_only_a_verb_does_is_not_done_here(world: World, submission: Submission, signed_in: Any) -> None:
    client = signed_in(world.asan)
    assert correct(client, submission, accepted_on="04.09.2023", returned_on="04.09.2023").status_code == 302
    submission.refresh_from_db()
    assert (submission.accepted_on, submission.returned_on) == (None, None)


def test_a_fact_that_is_there_is_corrected_and_not_emptied(
    world: World, submission: Submission, signed_in: Any
) -> None:
    world.obligation.accept(by=world.saule, at=at(TODAY), accepted_on=TODAY)
    client = signed_in(world.asan)
    assert errors(correct(client, submission, accepted_on="")) == {"accepted_on"}
    assert correct(client, submission, accepted_on="03.09.2023").status_code == 302
    assert correct(client, submission, accepted_on="02.09.2023").status_code == 200
    submission.refresh_from_db()
    assert submission.accepted_on == LATE


def test_a_corrected_due_day_of_an_obligation(world: World, signed_in: Any) -> None:
    client = signed_in(world.asan)
    assert correct(client, world.obligation, original_due_on="10.09.2023").status_code == 302
    assert status(world.obligation) == "not_due"
    assert correct(client, world.obligation, original_due_on="01.06.2023").status_code == 200
    assert status(world.obligation) == "not_due"


def test_nothing_is_added_or_deleted(world: World, submission: Submission, signed_in: Any) -> None:
    client = signed_in(world.asan)
    for thing in (submission, world.obligation, world.requirement):
        assert client.post(address(thing, "delete"), {"post": "yes"}).status_code == 403
        assert client.get(reverse(f"admin:reporting_{thing._meta.model_name}_add")).status_code == 403


def test_the_code_of_a_requirement_that_asks_stays(world: World, signed_in: Any) -> None:
    client = signed_in(world.asan)
    assert correct(client, world.requirement, code="other", title_ru="График").status_code == 302
    world.requirement.refresh_from_db()
    assert (world.requirement.code, world.requirement.title_ru) == ("schedule", "График")
    assert world.requirement.audience_levels == ["member"]


def test_every_model_has_its_list_and_staff_has_none_of_them(
    world: World, submission: Submission, signed_in: Any
) -> None:
    administrator, staff = signed_in(world.asan), signed_in(world.saule)
    for model in MODELS:
        assert administrator.get(reverse(f"admin:reporting_{model}_changelist")).status_code == 200
        assert staff.get(reverse(f"admin:reporting_{model}_changelist"), follow=True).status_code == 403
    for thing in (submission, world.obligation, world.requirement):
        assert administrator.get(address(thing, "history")).status_code == 200
