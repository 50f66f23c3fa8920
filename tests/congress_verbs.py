"""Verbs of the congress and of what surrounds a campaign, as tests/test_history.py tries them: each makes what it needs,
does the verb with `who`, and returns the rows it wrote."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from campaigns.models import (
    Agreement,
    Campaign,
    Delegate,
    DelegateNorm,
    Manual,
    ManualHandout,
    MemberBase,
    Preparation,
    Seminar,
)
from tests.world import TODAY, World, at

JULY = date(2023, 7, 10)
REASON = "Решение президиума № 5"
Rows = list[models.Model]


def campaign_of(world: World) -> Campaign:
    """Its congress has begun."""
    campaign = Campaign.objects.create(
        title_ru="Кампания", first_day=date(2023, 7, 1), last_day=date(2024, 10, 1), decree=world.decree
    )
    campaign.congress_dates.create(first_day=JULY, last_day=TODAY, raw="июль", decided_on=JULY, source="письмо")
    return campaign


def where(world: World) -> dict[str, Any]:
    return {"campaign": campaign_of(world), "organization": world.karaganda}


def elected(world: World, name: str = "Смирнова Дарья", **facts: Any) -> Delegate:
    facts = {"by": world.saule, "at": at(JULY), **facts}
    if "campaign" not in facts:
        facts |= where(world)
    return Delegate.record(name=name, elected_on=JULY, source="письмо", **facts)


def decide(world: World, **who: Any) -> Rows:
    norm = DelegateNorm.decide(
        campaign=campaign_of(world), members_per_delegate=5000, decided_on=JULY, source="письмо", **who
    )
    return [norm]


def base_record(world: World, **who: Any) -> Rows:
    return [MemberBase.record(**where(world), members=100, base_day=JULY, source="письмо", **who)]


def delegate_record(world: World, **who: Any) -> Rows:
    return [elected(world, **who)]


def correct(world: World, **who: Any) -> Rows:
    delegate = elected(world)
    delegate.correct(name="Смирнова Дарья Ивановна", reason=REASON, **who)
    return [delegate]


def withdraw(world: World, **who: Any) -> Rows:
    delegate = elected(world)
    delegate.withdraw(on=TODAY, reason=REASON, **who)
    return [delegate]


def replace(world: World, **who: Any) -> Rows:
    """Both rows are signed."""
    delegate = elected(world)
    of = {"campaign": delegate.campaign, "organization": delegate.organization}
    substitute = elected(world, "Петренко Игорь", is_substitute=True, **of)
    delegate.replace(substitute=substitute, on=TODAY, reason=REASON, **who)
    return [delegate, substitute]


def mark(world: World, **who: Any) -> Rows:
    delegate = elected(world)
    delegate.mark(attended=True, on=TODAY, **who)
    return [delegate]


def tell(world: World, **who: Any) -> Rows:
    return [Preparation.tell(**where(world), told_on=JULY, source="письмо", norm_body="Пленум", **who)]


def told(world: World, **who: Any) -> Rows:
    """One of every kind."""
    facts: dict[str, Any] = {**where(world), "told_on": JULY, "source": "письмо", **who}
    manual = Manual.record(**facts, title="Памятка")
    return [
        Seminar.record(**facts, topic="Как провести собрание"),
        manual,
        ManualHandout.record(**facts, manual=manual, recipients="филиалы"),
        Agreement.record(**facts, subject="О содействии", parties="Акимат", signed_on=JULY),
    ]


VERBS: dict[str, Callable[..., Rows]] = {
    "DelegateNorm.decide": decide,
    "MemberBase.record": base_record,
    "Delegate.record": delegate_record,
    "Delegate.correct": correct,
    "Delegate.withdraw": withdraw,
    "Delegate.replace": replace,
    "Delegate.mark": mark,
    "Preparation.tell": tell,
}
# What makes a row of each for the administrators' corrections.
MADE: dict[str, Callable[..., Rows]] = {
    "DelegateNorm": decide,
    "MemberBase": base_record,
    "Delegate": delegate_record,
    "Preparation": tell,
    **dict.fromkeys(("Seminar", "Manual", "ManualHandout", "Agreement"), told),
}
