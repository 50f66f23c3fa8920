"""The verbs of an obligation: what each records, and what it refuses with a sentence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from reporting.models import Obligation
from tests.world import TODAY, World, at, make_requirement

JULY = date(2023, 7, 10)


def status(obligation: Obligation, day: date = TODAY) -> str:
    return Obligation.objects.with_status(day).get(pk=obligation.pk).status


def test_the_due_day_itself_is_in_time(world: World) -> None:
    world.obligation.submit(by=world.aigul, at=at(date(2023, 9, 1), 23), received_on=date(2023, 9, 1))
    assert status(world.obligation) == "on_time"


def test_the_day_after_is_late(world: World) -> None:
    world.obligation.submit(by=world.aigul, at=at(date(2023, 9, 2), 0), received_on=date(2023, 9, 2))
    row = Obligation.objects.with_status(TODAY).get(pk=world.obligation.pk)
    assert (row.status, row.days_late) == ("late", 1)


def test_a_day_not_stated_is_received_only_after_the_due_day(world: World) -> None:
    world.obligation.submit(by=world.saule, at=at(TODAY), received_on=TODAY, day_stated=False, channel="unknown")
    assert status(world.obligation) == "received"
    world.foreign.submit(
        by=world.saule, at=at(TODAY), received_on=date(2023, 9, 1), day_stated=False, channel="unknown"
    )
    assert status(world.foreign) == "on_time"


def test_nothing_in_is_missing_only_after_the_due_day(world: World) -> None:
    assert status(world.obligation, date(2023, 9, 1)) == "not_due"
    assert status(world.obligation, date(2023, 9, 2)) == "missing"
    assert not Obligation.objects.with_status(date(2023, 6, 23)).exists()


def test_a_return_keeps_the_timeliness_of_the_first(world: World) -> None:
    obligation = world.obligation
    obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    obligation.return_(
        by=world.saule, at=at(TODAY), returned_on=date(2023, 7, 12), correct_by=date(2023, 7, 20), reason="Нет дат"
    )
    row = Obligation.objects.with_status(TODAY).get(pk=obligation.pk)
    assert (row.status, row.days_late) == ("returned", 46)
    obligation.submit(by=world.aigul, at=at(TODAY), received_on=TODAY)
    assert status(obligation) == "on_time"
    assert status(obligation, date(2023, 7, 15)) == "returned"
    assert status(obligation, JULY) == "on_time"


def test_a_second_hand_in_is_refused_while_one_stands(world: World) -> None:
    world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    with pytest.raises(ValidationError) as refused:
        world.obligation.submit(by=world.aigul, at=at(TODAY), received_on=TODAY)
    assert refused.value.code == "standing"
    assert world.obligation.submissions.count() == 1


def test_a_void_counts_until_its_day(world: World) -> None:
    submission = world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    world.obligation.void(submission, by=world.saule, at=at(TODAY), voided_on=date(2023, 9, 3), reason="Пустой файл")
    assert status(world.obligation, date(2023, 9, 2)) == "on_time"
    assert status(world.obligation, date(2023, 9, 3)) == "missing"


def test_a_postponement_after_the_due_day_makes_it_not_due_again(world: World) -> None:
    world.obligation.postpone(
        by=world.saule,
        at=at(TODAY),
        decided_on=date(2023, 9, 3),
        new_due_on=date(2023, 9, 10),
        reason="Болезнь председателя",
    )
    assert status(world.obligation, date(2023, 9, 2)) == "missing"
    assert status(world.obligation, date(2023, 9, 3)) == "not_due"
    assert status(world.obligation, date(2023, 9, 11)) == "missing"


def test_a_postponement_after_a_hand_in_is_refused(world: World) -> None:
    world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)
    with pytest.raises(ValidationError):
        world.obligation.postpone(
            by=world.saule, at=at(TODAY), decided_on=TODAY, new_due_on=date(2023, 9, 10), reason="x"
        )


def test_an_exemption_leaves_the_days_before_and_is_refused_while_a_hand_in_stands(world: World) -> None:
    world.obligation.exempt(by=world.saule, at=at(TODAY), decided_on=date(2023, 9, 3), reason="Учреждена недавно")
    assert status(world.obligation, date(2023, 9, 2)) == "missing"
    assert status(world.obligation, date(2023, 9, 3)) == "exempt"
    world.foreign.submit(by=world.erlan, at=at(JULY), received_on=JULY)
    with pytest.raises(ValidationError):
        world.foreign.exempt(by=world.saule, at=at(TODAY), decided_on=TODAY, reason="x")


def test_revoking_an_exemption_names_a_new_due_day(world: World) -> None:
    world.obligation.exempt(by=world.saule, at=at(JULY), decided_on=JULY, reason="Учреждена недавно")
    world.obligation.revoke_exemption(
        by=world.saule, at=at(TODAY), revoked_on=date(2023, 9, 2), new_due_on=date(2023, 9, 3), reason="Ошибка"
    )
    assert status(world.obligation, date(2023, 9, 1)) == "exempt"
    assert status(world.obligation, date(2023, 9, 2)) == "not_due"
    assert status(world.obligation) == "missing"


@pytest.mark.parametrize("day", [date(2023, 9, 5), date(2023, 6, 23)])
def test_no_day_lies_in_the_future_or_before_the_fact(world: World, day: date) -> None:
    with pytest.raises(ValidationError):
        world.obligation.submit(by=world.saule, at=at(TODAY), received_on=day, channel="paper")


def test_the_form_sent_twice_is_one_hand_in(world: World) -> None:
    token = "6c1b2a34-0000-4000-8000-000000000001"
    first = world.obligation.submit(by=world.aigul, at=at(TODAY), received_on=TODAY, token=token)
    again = world.obligation.submit(by=world.aigul, at=at(TODAY), received_on=TODAY, token=token)
    assert again.pk == first.pk


def test_a_due_day_never_moves_before_the_original_one(world: World) -> None:
    days = {"by": world.saule, "at": at(TODAY), "reason": "x"}
    world.obligation.postpone(**days, decided_on=JULY, new_due_on=date(2023, 12, 1))
    with pytest.raises(ValidationError):
        world.obligation.postpone(**days, decided_on=JULY, new_due_on=date(2023, 8, 31))
    world.obligation.postpone(**days, decided_on=JULY, new_due_on=date(2023, 9, 1))
    assert status(world.obligation) == "missing"


def test_nothing_is_handed_in_beside_an_exemption_even_for_a_day_before_it(world: World) -> None:
    world.obligation.exempt(by=world.saule, at=at(TODAY), decided_on=date(2023, 9, 3), reason="x")
    with pytest.raises(ValidationError) as refused:
        world.obligation.submit(by=world.saule, at=at(TODAY), received_on=JULY, channel="paper")
    assert refused.value.code == "exempt"


def test_an_event_is_not_moved_behind_a_decision_about_it(world: World) -> None:
    protocol = make_requirement("protocol", due_kind="after_event", due_on=None, offset=10)
    protocol.open(by=world.saule, at=at(JULY), until=JULY)
    owed = protocol.oblige(world.karaganda, key="conference:1", event_on=JULY, by=world.saule)
    assert owed
    owed.postpone(by=world.saule, at=at(TODAY), decided_on=date(2023, 7, 12), new_due_on=date(2023, 8, 1), reason="x")
    with pytest.raises(ValidationError):
        owed.redate(by=world.saule, at=at(TODAY), event_on=date(2023, 7, 13), reason="x")
    owed.redate(by=world.saule, at=at(TODAY), event_on=date(2023, 7, 12), reason="x")
    assert owed.due_by(date(2023, 7, 11)) == date(2023, 7, 22)
