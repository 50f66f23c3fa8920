"""One action on many: choose, see what would change and what is refused and why, confirm; all of it or nothing."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from reporting.models import Exemption, Obligation, Postponement, Submission
from tests.world import TODAY, World, at, make_requirement

JULY = date(2023, 7, 10)
POSTPONE = {"decided_on": "04.09.2023", "new_due_on": "20.09.2023", "reason": "Отпуска"}


def url(verb: str) -> str:
    return f"/reporting/bulk/{verb}/"


def preview(client: Client, verb: str, obligations: list[Obligation], **typed: Any) -> HttpResponse:
    chosen = [one.pk for one in obligations]
    return client.post(url(verb), {"step": "preview", "obligation": chosen, **typed})


def confirm(client: Client, verb: str, previewed: HttpResponse, **typed: Any) -> HttpResponse:
    """As the page of the preview would send it."""
    chosen = [one.pk for one in previewed.context["chosen"]]
    seen = [item["seen"] for item in previewed.context["changing"]]
    return client.post(url(verb), {"step": "confirm", "obligation": chosen, "seen": seen, **typed})


@pytest.fixture
def both(world: World) -> list[Obligation]:
    """Karaganda has handed in, Akmola has not."""
    world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    return [world.obligation, world.foreign]


def test_rows_of_the_board_become_obligations(world: World, signed_in: Any) -> None:
    make_requirement("other").open(by=world.saule, at=at(TODAY), until=TODAY)
    client = signed_in(world.saule)
    every = client.post(url("accept"), {"step": "choose", "organization": ["karaganda", "akmola"]})
    assert len(every.context["chosen"]) == 4
    one = client.post(
        url("accept"), {"step": "choose", "organization": ["karaganda"], "requirement": "schedule", "year": "2023"}
    )
    assert one.context["chosen"] == [world.obligation]


@pytest.mark.parametrize(
    ("number", "status"), [("9" * 18, 404), ("9" * 25, 400), ("-1", 400), ("x", 400), ("9" * 5000, 400)]
)
def test_what_is_no_number_of_an_obligation_is_refused(world: World, signed_in: Any, number: str, status: int) -> None:
    assert signed_in(world.saule).post(url("accept"), {"step": "preview", "obligation": number}).status_code == status


def test_the_preview_names_what_changes_and_what_is_refused_and_writes_nothing(
    world: World, signed_in: Any, both: list[Obligation]
) -> None:
    answer = preview(signed_in(world.saule), "accept", both, accepted_on="04.09.2023")
    assert [item["obligation"] for item in answer.context["changing"]] == [world.obligation]
    assert [(one, reason) for one, reason in answer.context["refused"]] == [(world.foreign, "Представления здесь нет.")]
    assert not Submission.objects.exclude(accepted_on=None).exists()
    assert Submission.history.count() == 1


def test_the_preview_shows_the_status_before_and_after(world: World, signed_in: Any) -> None:
    answer = preview(signed_in(world.saule), "postpone", [world.obligation], **POSTPONE)
    (item,) = answer.context["changing"]
    assert 'data-status="missing"' in item["before"]
    assert 'data-status="not_due"' in item["after"]
    assert not Postponement.objects.exists()


def test_confirming_does_what_was_promised_and_says_how_many(
    world: World, signed_in: Any, both: list[Obligation]
) -> None:
    client = signed_in(world.saule)
    answer = confirm(
        client, "accept", preview(client, "accept", both, accepted_on="04.09.2023"),
        accepted_on="04.09.2023", next="/?level=member",
    )  # fmt: skip
    assert answer.status_code == 302
    assert answer["Location"] == "/?level=member"
    submission = world.obligation.submissions.get()
    assert (submission.accepted_on, submission.accepted_by) == (TODAY, world.saule)
    assert "1" in str(next(iter(client.get("/").context["messages"])))


def test_postponing_and_exempting_several_with_a_reason(world: World, signed_in: Any) -> None:
    client, chosen = signed_in(world.saule), [world.obligation, world.foreign]
    confirm(client, "postpone", preview(client, "postpone", chosen, **POSTPONE), **POSTPONE)
    assert list(Postponement.objects.values_list("reason", flat=True)) == ["Отпуска"] * 2
    typed = {"decided_on": "04.09.2023", "reason": "Учреждены недавно"}
    confirm(client, "exempt", preview(client, "exempt", chosen, **typed), **typed)
    assert Exemption.objects.count() == 2


def test_a_reason_is_asked_and_what_was_chosen_is_kept(world: World, signed_in: Any) -> None:
    answer = preview(signed_in(world.saule), "postpone", [world.obligation], **POSTPONE | {"reason": ""})
    assert "reason" in answer.context["form"].errors
    assert answer.context["chosen"] == [world.obligation]


def test_what_changed_since_the_preview_is_previewed_again_and_nothing_is_done(world: World, signed_in: Any) -> None:
    client, chosen = signed_in(world.saule), [world.obligation, world.foreign]
    previewed = preview(client, "postpone", chosen, **POSTPONE)
    world.foreign.exempt(by=world.asan, at=at(TODAY), decided_on=TODAY, reason="x")
    answer = confirm(client, "postpone", previewed, **POSTPONE)
    assert answer.status_code == 200
    assert answer.context["changed_meanwhile"]
    assert not Postponement.objects.exists()
    assert [item["obligation"] for item in answer.context["changing"]] == [world.obligation]


def test_another_hand_in_than_the_one_looked_at_is_not_accepted(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    previewed = preview(client, "accept", [world.obligation], accepted_on="04.09.2023")
    world.obligation.return_(by=world.asan, at=at(TODAY), returned_on=TODAY, correct_by=TODAY, reason="x")
    world.obligation.submit(by=world.aigul, at=at(TODAY), received_on=TODAY)
    assert confirm(client, "accept", previewed, accepted_on="04.09.2023").context["changed_meanwhile"]
    assert not Submission.objects.exclude(accepted_on=None).exists()


@pytest.mark.parametrize("step", ["choose", "preview", "confirm"])
def test_scope_is_asked_again_at_every_step(world: World, signed_in: Any, step: str) -> None:
    client = signed_in(world.saule)
    data = {"step": step, "obligation": [world.obligation.pk, 999_999], "accepted_on": "04.09.2023"}
    assert client.post(url("accept"), data).status_code == 404
    assert client.post(url("accept"), {**data, "obligation": ["x"]}).status_code == 400
    assert client.post(url("accept"), {"step": "choose", "organization": ["karaganda", "nowhere"]}).status_code == 404


def test_nobody_but_staff(world: World, signed_in: Any) -> None:
    for reader in (world.aigul, world.leila, world.gulnara):
        client = signed_in(reader)
        assert client.get(url("accept")).status_code == 403
        assert preview(client, "accept", [world.obligation], accepted_on="04.09.2023").status_code == 403


def test_an_address_outside_the_site_is_not_followed(world: World, signed_in: Any, both: list[Obligation]) -> None:
    client = signed_in(world.saule)
    previewed = preview(client, "accept", both, accepted_on="04.09.2023")
    answer = confirm(client, "accept", previewed, accepted_on="04.09.2023", next="https://elsewhere.invalid/")
    assert answer["Location"] == "/reporting/"


def test_nothing_chosen_says_where_to_choose(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    for answer in (client.get(url("exempt")), client.post(url("exempt"), {"step": "choose"})):
        assert answer.status_code == 200
        assert "/reporting/" in answer.content.decode()
    assert client.get(url("dance")).status_code == 404


@pytest.mark.parametrize(
    ("verb", "typed", "status"),
    [
        ("return", {"returned_on": "04.09.2023", "correct_by": "10.09.2023", "reason": "Нет дат"}, "returned"),
        ("void", {"voided_on": "04.09.2023", "reason": "Пустой файл"}, "missing"),
    ],
)
def test_hand_ins_are_returned_and_voided_together(
    world: World, signed_in: Any, both: list[Obligation], verb: str, typed: dict[str, str], status: str
) -> None:
    client = signed_in(world.saule)
    previewed = preview(client, verb, both, **typed)
    assert [item["obligation"] for item in previewed.context["changing"]] == [world.obligation]
    assert [one for one, _reason in previewed.context["refused"]] == [world.foreign]
    confirm(client, verb, previewed, **typed)
    assert Obligation.objects.with_status(TODAY).get(pk=world.obligation.pk).status == status
