"""Who, when, on which day and why are one fact: the database itself refuses half of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction

from campaigns.models import Campaign, Conference, Plan
from campaigns.periods import parse
from letters.models import LetterScan, OfficialLetter
from mail.models import post
from reporting.models import Call, InformationRequest, ReminderStop
from tests import (
    congress_verbs,
    discipline_verbs,
    indicator_verbs,
    inspection_verbs,
    membership_verbs,
    training_verbs,
)
from tests.packets import held, lay, packet_campaign
from tests.world import ALMATY, TODAY, World, at

DAY, MOMENT, REASON = date(2023, 8, 1), datetime(2023, 8, 1, 12, tzinfo=ALMATY), "Решение президиума"
# Fields of a group that do not begin with its name.
MORE = {("Submission", "returned"): ("correct_by",)}
# How the reason of a group is called where it does not begin with the group's own name.
REASONS = {
    "returned": "return_reason",
    "taken_back": "take_back_reason",
    "voided": "void_reason",
    "revoked": "revoke_reason",
    "marked": "mark_reason",
    "cancelled": "cancel_reason",
    "set_aside": "set_aside_reason",
    "ended": "end_reason",
    "removed": "removed_reason",
    "withdrawn": "withdraw_reason",
}
# Days that stand alone on purpose, and why.
ALONE = {
    ("Appointment", "ended"): "a day in the registry with an optional word; its author is in the history",
    (
        "ActivityReport",
        "recorded",
    ): "stands in place of a hand-in, with its source: see test_a_report_is_handed_in_or_recorded",
    ("Plan", "approved"): "what a paper says: the body is often named there without the day",
}


@dataclass(frozen=True)
class Group:
    """`returned`: returned_on, returned_by, returned_at and the reason, of one model."""

    model: type[models.Model]
    name: str
    fields: tuple[str, ...]
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.model.__name__}.{self.name}"


def groups() -> Iterator[Group]:
    """Every group of our own models with more than one optional field, found by the endings of their names."""
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in OURS or model.__name__.startswith("Historical"):
            continue
        optional = {f.name: f for f in model._meta.concrete_fields if f.null or getattr(f, "blank", False)}
        stems = {
            name.rpartition("_")[0] for name in optional if name.endswith(("_on", "_by", "_at")) and name[-3] == "_"
        }
        for stem in sorted(stems):
            fields = tuple(f"{stem}_{end}" for end in ("on", "by", "at") if f"{stem}_{end}" in optional)
            reason = REASONS.get(stem, "")
            reason = reason if reason in optional else ""
            if len(fields) + bool(reason) > 1:
                yield Group(model, stem, fields, reason)


OURS = {path.split(".")[0] for path in settings.INSTALLED_APPS if not path.startswith("django.")} & {
    "accounts", "organizations", "letters", "decrees", "reporting", "membership", "campaigns", "overview", "mail", "training",
    "indicators", "inspections",
}  # fmt: skip
GUARDED = [group for group in groups() if (group.model.__name__, group.name) not in ALONE]


def value(model: type[models.Model], field: str, world: World) -> Any:
    kind = model._meta.get_field(field)
    if kind.is_relation:
        return world.saule.pk
    if isinstance(kind, models.DateTimeField):
        return MOMENT
    return DAY if isinstance(kind, models.DateField) else REASON


def nothing(model: type[models.Model], field: str) -> Any:
    return None if model._meta.get_field(field).null else ""


def make_row(model: type[models.Model], world: World) -> models.Model:
    """One row of that model with every group empty."""
    july, saule = date(2023, 7, 1), {"by": world.saule, "at": at(TODAY)}
    name = model.__name__
    if name == "Requirement":
        return world.requirement
    if name == "DecreeItem":
        return world.item
    if name == "Submission":
        return world.obligation.submit(received_on=july, **saule)
    if name == "Exemption":
        return world.obligation.exempt(decided_on=july, reason=REASON, **saule)
    if name in {"OfficialLetter", "LetterScan"}:
        return make_letter(world, scanned=name == "LetterScan")
    if name == "PacketFile":
        return lay(held(world, packet_campaign(world)), world.aigul, "minutes")[0]
    if name in congress_verbs.MADE:
        made = congress_verbs.MADE[name](world, by=world.saule, at=at(date(2023, 7, 20)))
        return next(row for row in made if type(row) is model)
    rooms = (membership_verbs, indicator_verbs, inspection_verbs, training_verbs, discipline_verbs)
    for kept in (*(room.KEPT for room in rooms), CHASED):
        if name in kept:
            return kept[name](world)
    return make_of_a_campaign(name, world)


# What chasing leaves in the books.
CHASED: dict[str, Callable[[World], models.Model]] = {
    "Call": lambda world: Call.record(world.obligation, called_on=TODAY, by=world.saule, at=at(TODAY)),
    "InformationRequest": lambda world: InformationRequest.objects.create(requirement=world.requirement),
    "Letter": lambda world: post(to="aigul@example.kz", subject="До 1 сентября", text="x", at=MOMENT),
    "ReminderStop": lambda world: ReminderStop.objects.create(stopped_by=world.saule, stopped_at=MOMENT, reason=REASON),
}


def make_letter(world: World, *, scanned: bool) -> models.Model:
    made = {"made_by": world.saule, "made_at": at(TODAY)}
    letter = OfficialLetter.objects.create(kind="reminder", organization=world.karaganda, as_of=DAY, **made)
    if not scanned:
        return letter
    return LetterScan.objects.create(letter=letter, name="скан.pdf", attached_by=world.saule, attached_at=at(TODAY))


def make_of_a_campaign(name: str, world: World) -> models.Model:
    campaign = Campaign.objects.create(
        title_ru="Кампания", first_day=date(2023, 7, 1), last_day=date(2024, 10, 1), decree=world.decree
    )
    where = {"campaign": campaign, "organization": world.karaganda, "by": world.saule, "at": at(TODAY)}
    if name == "Conference":
        return Conference.record(held_on=date(2023, 7, 1), source="письмо", **where)
    if name == "Plan":
        period = parse("август 2024", year=2024)
        return Plan.record(level="member", period=period, source="text", stated_on=date(2023, 7, 1), **where)
    pytest.fail(f"Say here how a {name} is made.")


def write(row: models.Model, **fields: Any) -> None:
    """Past every verb and form, as a slip in a console or a later program would."""
    with transaction.atomic():
        models.QuerySet(type(row)).filter(pk=row.pk).update(**fields)


# A mark is a state, too: only an item on control goes without day, author and reason.
# So is attendance: nobody has said anything before somebody says who was there and who was not.
STATES = {
    "marked": {"with": {"mark": "executed"}, "without": {"mark": "on_control"}},
    "attended": {"with": {"attended": True}, "without": {"attended": None}},
    "decided": {"with": {"decision": "bounced"}, "without": {"decision": ""}},
    "signed": {
        "with": {"began_on": DAY, "ended_on": DAY},
        "without": {"began_on": None, "ended_on": None},
    },
    "handed_over": {
        "with": {"began_on": DAY, "ended_on": DAY, "signed_on": DAY, "signed_by": 1, "signed_at": MOMENT},
        "without": {"began_on": None, "ended_on": None, "signed_on": None, "signed_by": None, "signed_at": None},
    },
    "resumed": {"with": {"is_in_force": False}, "without": {"is_in_force": True}},
    "used": {"with": {"applies_from": DAY}, "without": {"applies_from": None}},
    "issued": {
        "with": {"number": 1, "year": 2023, "recorded": {}},
        "without": {"number": None, "year": None, "recorded": None},
    },
}


@pytest.mark.parametrize("group", GUARDED, ids=str)
def test_no_half_of_a_fact_can_be_stored(group: Group, world: World) -> None:
    row = make_row(group.model, world)
    names = [*group.fields, *filter(None, [group.reason]), *MORE.get((group.model.__name__, group.name), ())]
    state = STATES.get(group.name, {"with": {}, "without": {}})
    whole = {name: value(group.model, name, world) for name in names}
    empty = {name: nothing(group.model, name) for name in names}
    write(row, **whole, **state["with"])
    for name in names:
        with pytest.raises(IntegrityError):
            write(row, **{name: empty[name]})
    write(row, **empty, **state["without"])
    for name in set(names) - {group.reason}:
        with pytest.raises(IntegrityError):
            write(row, **{name: whole[name]})


def test_a_report_is_handed_in_or_recorded(world: World) -> None:
    """With who, when and the source, where nobody handed it in."""
    row = indicator_verbs.counted(world)
    for half in ({"recorded_on": None}, {"recorded_by": None}, {"recorded_at": None}, {"source": ""}):
        with pytest.raises(IntegrityError):
            write(row, **half)
    submission = world.obligation.submit(received_on=DAY, by=world.saule, at=at(TODAY))
    with pytest.raises(IntegrityError):
        write(row, submission=submission)
    write(row, submission=submission, recorded_on=None, recorded_by=None, recorded_at=None, source="")


def test_the_groups_are_found() -> None:
    found = {str(group) for group in groups()}
    assert {
        "Submission.returned",
        "Submission.accepted",
        "Submission.voided",
        "Exemption.revoked",
        "Requirement.opened",
        "DecreeItem.marked",
        "Plan.set_aside",
        "Conference.cancelled",
    } <= found
    assert {group.reason for group in GUARDED} >= {"return_reason", "void_reason", "revoke_reason", "set_aside_reason"}
