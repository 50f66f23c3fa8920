"""The verbs of many obligations, written together, leave the same rows, histories and refusals as one after another."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.test.utils import CaptureQueriesContext

from reporting.models import Exemption, Obligation, Postponement, Remark, Requirement, Submission, together
from tests.oracle import history_of
from tests.world import TODAY, World, at

FIRST = date(2023, 6, 24)
FACTS = (Submission, Exemption, Postponement)
# What differs by nature: which row it is, whose, and the moment of writing.
OWN = {"id", "obligation_id", "history_id", "history_date", "history_relation_id"}
MANY = 20


def obligations(world: World, name: str, number: int = MANY) -> list[Obligation]:
    """Alike but for their keys, of an event on the first day."""
    asked, _made = Requirement.objects.get_or_create(
        code="of-events",
        defaults={
            "title_ru": "Протокол",
            "citation_ru": "Устав",
            "asked_on": FIRST,
            "due_kind": "after_event",
            "offset": 38,
        },
    )
    made = [
        Obligation(
            requirement=asked,
            organization=world.karaganda,
            key=f"{name}:{i:03d}",
            arose_on=FIRST,
            event_on=FIRST,
            opens_on=date(2023, 7, 1) if i % 3 == 0 else None,
            original_due_on=date(2023, 8, 1),
        )
        for i in range(number)
    ]
    Obligation.objects.bulk_create(made)
    return made


def said(world: World, chance: random.Random) -> dict[str, Any]:
    """Any verb on any day, by anybody: many of them are refused, and that is the point."""
    day = FIRST + timedelta(days=chance.randint(-3, 70))
    later = day + timedelta(days=chance.randint(-2, 30))
    who = {"by": chance.choice([world.aigul, world.saule]), "at": at(TODAY)}
    reason = chance.choice(["Болезнь", "Ошибка", " "])
    return chance.choice(
        [
            {"name": "submit", "received_on": day, "day_stated": chance.random() < 0.8, "text": "Отчёт", **who},
            {"name": "submit", "received_on": day, "channel": "paper", "nothing_to_report": chance.random() < 0.2, **who},
            {"name": "return_", "returned_on": day, "correct_by": later, "reason": reason, "remarks": [("a", "?")], **who},
            {"name": "accept", "accepted_on": day, **who},
            {"name": "void", "voided_on": day, "reason": reason, **who},
            {"name": "exempt", "decided_on": day, "reason": reason, **who},
            {"name": "revoke_exemption", "revoked_on": day, "new_due_on": later, "reason": reason, **who},
            {"name": "postpone", "decided_on": day, "new_due_on": later, "reason": reason, **who},
            {"name": "redate", "event_on": day, "reason": reason, **who},
        ]
    )  # fmt: skip


def say(obligation: Obligation, name: str, **facts: Any) -> str:
    """Nothing, or the sentence of the refusal."""
    if name == "void":
        if not (standing := obligation.standing()):
            return "nothing stands"
        return say_verb(lambda: obligation.void(standing, **facts))
    return say_verb(lambda: getattr(obligation, name)(**facts))


def say_verb(act: Callable[[], Any]) -> str:
    try:
        act()
    except ValidationError as error:
        # The number of a hand-in is its own, and one that is not in the books yet has none.
        return re.sub(r"№ ?\d{4}-\d{6}", "№", "; ".join(error.messages))
    return ""


def rows(model: type[models.Model], obligation: Obligation) -> list[dict[str, Any]]:
    found = model.objects.filter(obligation_id=obligation.pk).order_by("id").values()
    return [{name: value for name, value in row.items() if name not in OWN} for row in found]


def books(obligation: Obligation) -> Iterator[tuple[str, Any]]:
    """Everything that is kept of one obligation, and its status on many days."""
    for model in FACTS:
        yield model.__name__, rows(model, obligation)
        yield (
            f"history of {model.__name__}",
            [
                {name: value for name, value in row.items() if name not in OWN}
                for row in model.history.filter(obligation_id=obligation.pk).order_by("id", "history_id").values()
            ],
        )
    yield "itself", (obligation.event_on, obligation.original_due_on)
    changes = obligation.history.filter(history_type="~").order_by("history_id")
    yield "history", list(changes.values_list("event_on", "history_user", "history_change_reason"))
    yield "remarks", list(Remark.objects.filter(submission__obligation=obligation).values_list("field", "text"))
    yield "statuses", [history_of(obligation).status(FIRST + timedelta(days=n)) for n in range(0, 80, 5)]


@pytest.mark.parametrize("seed", range(4))
def test_together_leaves_what_one_after_another_leaves(seed: int, world: World) -> None:
    chance = random.Random(seed)
    scripts = [[[said(world, chance) for _verb in range(4)] for _block in range(2)] for _one in range(MANY)]
    singly, jointly = obligations(world, "singly"), obligations(world, "jointly")
    first = [
        [say(one, **verb) for block in script for verb in block] for one, script in zip(singly, scripts, strict=True)
    ]
    second: list[list[str]] = [[] for _one in scripts]
    for block in range(2):
        with together(Obligation.objects.filter(pk__in=[one.pk for one in jointly]).order_by("key")) as owed:
            for one, script, sentences in zip(owed, scripts, second, strict=True):
                sentences += [say(one, **verb) for verb in script[block]]
    assert second == first
    for one, other in zip(singly, jointly, strict=True):
        one.refresh_from_db()
        other.refresh_from_db()
        assert dict(books(other)) == dict(books(one))
    assert {sentence == "" for sentences in first for sentence in sentences} == {True, False}


def test_a_few_statements_whatever_the_number(world: World) -> None:
    numbers = []
    for name, many in (("few", 3), ("many", 200)):
        keys = [one.pk for one in obligations(world, name, many)]
        everybody = together(Obligation.objects.filter(pk__in=keys))
        with CaptureQueriesContext(connection) as asked, everybody as owed:
            for one in owed:
                one.submit(by=world.aigul, at=at(TODAY), received_on=TODAY)
                one.accept(by=world.saule, at=at(TODAY), accepted_on=TODAY)
        numbers.append(len(asked))
    # SQLite takes fewer rows at once than PostgreSQL.
    assert numbers[0] < 15
    assert numbers[1] - numbers[0] < 20


def hand_in_and(obligation: Obligation, world: World, act: Callable[[Submission], Any]) -> None:
    with together(Obligation.objects.filter(pk=obligation.pk)) as owed:
        act(owed[0].submit(by=world.aigul, at=at(TODAY), received_on=TODAY))


def test_nothing_is_kept_when_an_error_leaves_the_block(world: World) -> None:
    made = obligations(world, "broken", 2)
    with pytest.raises(ZeroDivisionError):
        hand_in_and(made[0], world, lambda sent: 1 / 0)
    assert not Submission.objects.exists()
    made[0].submit(by=world.aigul, at=at(TODAY), received_on=TODAY)
    assert Submission.objects.count() == 1


def test_what_belongs_to_a_hand_in_is_done_when_it_has_its_number(world: World) -> None:
    made, numbers = obligations(world, "then", 3), []
    with together(Obligation.objects.filter(pk__in=[one.pk for one in made])) as owed:
        for one in owed:
            one.submit(by=world.aigul, at=at(TODAY), received_on=TODAY, then=lambda sent: numbers.append(sent.pk))
        assert not numbers
    assert sorted(numbers) == sorted(Submission.objects.values_list("pk", flat=True))


def test_the_same_form_sent_twice_in_one_block_is_one_hand_in(world: World) -> None:
    made, token = obligations(world, "twice", 1), "0" * 32
    with together(Obligation.objects.filter(pk=made[0].pk)) as owed:
        sent = [owed[0].submit(by=world.aigul, at=at(TODAY), received_on=TODAY, token=token) for _time in range(2)]
    assert sent[0] is sent[1]
    assert Submission.objects.count() == 1


def test_the_constraints_of_the_database_hold_here_too(world: World) -> None:
    made = obligations(world, "forged", 1)
    with pytest.raises(IntegrityError):
        hand_in_and(made[0], world, lambda sent: setattr(sent, "returned_on", TODAY))
