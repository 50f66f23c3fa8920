"""Verbs of inspections, as tests/test_history.py tries them: each makes what it needs, does the verb with `who`, and
returns the rows it wrote."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import models

from inspections.models import FindingSection, ReplyTerm
from tests.inspections_world import FROM, SIGNED_ON, TO, begun, handed_over, numbered, planned, signed, written
from tests.world import TODAY, World

Rows = list[models.Model]
REASON = "Решение президиума № 5"


def write(world: World, by: Any, at: Any) -> Rows:
    inspection = planned(world)
    inspection.topic_ru = "Другая тема"
    inspection.write(by=by)
    return [inspection]


def begin(world: World, **who: Any) -> Rows:
    inspection = planned(world)
    inspection.begin(on=FROM, **who)
    return [inspection]


def end(world: World, **who: Any) -> Rows:
    inspection = begun(world)
    inspection.end(on=TO, **who)
    return [inspection]


def correct_days(world: World, **who: Any) -> Rows:
    inspection = written(world)
    inspection.correct_days(began_on=FROM, ended_on=SIGNED_ON, reason=REASON, **who)
    return [inspection]


def sign(world: World, **who: Any) -> Rows:
    inspection = written(world)
    inspection.sign(on=SIGNED_ON, **who)
    return [inspection]


def take_signature_back(world: World, **who: Any) -> Rows:
    inspection = signed(world)
    inspection.take_signature_back(reason=REASON, **who)
    return [inspection]


def hand_over(world: World, **who: Any) -> Rows:
    """Its recommendations and what they oblige to are signed by the same."""
    inspection = signed(world)
    inspection.hand_over(on=TODAY - timedelta(days=90), **who)
    recommendations = list(inspection.recommendations.select_related("obligation"))
    return [inspection, *recommendations, *(one.obligation for one in recommendations if one.obligation)]


def cancel(world: World, **who: Any) -> Rows:
    inspection = begun(world)
    inspection.cancel(on=TODAY, reason=REASON, **who)
    return [inspection]


def oblige(world: World, **who: Any) -> Rows:
    """The second time: the same obligation."""
    recommendation = numbered(handed_over(world), 1)
    recommendation.oblige(**who)
    return [recommendation]


def redate(world: World, **who: Any) -> Rows:
    recommendation = numbered(handed_over(world), 1)
    recommendation.redate(due_on=date(2023, 9, 30), reason=REASON, **who)
    assert recommendation.obligation
    return [recommendation, recommendation.obligation]


VERBS: dict[str, Callable[..., Rows]] = {
    "Inspection.write": write,
    "Inspection.begin": begin,
    "Inspection.end": end,
    "Inspection.correct_days": correct_days,
    "Inspection.sign": sign,
    "Inspection.take_signature_back": take_signature_back,
    "Inspection.hand_over": hand_over,
    "Inspection.cancel": cancel,
    "Recommendation.oblige": oblige,
    "Recommendation.redate": redate,
}
# One row of each model, for tests/test_pairs.py and the corrections.
KEPT: dict[str, Callable[[World], models.Model]] = {
    "Inspection": planned,
    "Recommendation": lambda world: numbered(handed_over(world), 1),
}
MADE: dict[str, Callable[..., object]] = {
    "FindingSection": lambda world, **who: FindingSection.objects.create(code="finances", name_ru="Финансы"),
    "ReplyTerm": lambda world, **who: ReplyTerm.objects.create(days=15, from_day=TODAY, source="Решение"),
}
