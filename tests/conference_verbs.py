"""Verbs of conferences, plans, progress and packets that tests/test_history.py tries beside its own: each makes what it
needs, does the verb with `who`, and returns the rows it wrote."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from campaigns.models import Conference, LevelProgress, PacketDocument, PacketPart, Plan
from campaigns.models.packet import Details
from campaigns.periods import parse
from tests.packets import held, packet_campaign
from tests.world import TODAY, World, at

JULY, AUGUST = date(2023, 7, 10), date(2023, 8, 10)
REASON = "Решение президиума № 5"
Rows = list[models.Model]


def describe_conference(world: World, by: Any, at: Any) -> Rows:
    held(world, packet_campaign(world))
    conference = Conference.objects.get()
    conference.describe(ordinal=7, place="Дом учителя", announced_on=AUGUST, reason=REASON, by=by)
    return [conference]


def progress_record(world: World, **who: Any) -> Rows:
    told = LevelProgress.record(
        campaign=packet_campaign(world), organization=world.karaganda, level="branch", held=1, total=2, told_on=AUGUST,
        source="письмо", **who,
    )  # fmt: skip
    return [told]


def plan_record_all(world: World, **who: Any) -> Rows:
    period = Plan.period_fields(parse("август 2024", year=2024))
    facts = {"campaign": packet_campaign(world), "level": "branch", "source": "form", "stated_on": JULY, **period}
    Plan.record_all([Plan(organization=world.temirtau, **facts)], **who)
    return list(Plan.objects.all())


def standard_for(world: World, by: Any, at: Any) -> Rows:
    campaign = packet_campaign(world)
    PacketPart.objects.filter(campaign=campaign).delete()
    PacketPart.standard_for(campaign, by=by)
    return list(campaign.packet_parts.all())


def document(world: World) -> PacketDocument:
    """The minutes of a packet that came on paper, without number and day."""
    obligation = held(world, packet_campaign(world))
    submission = obligation.submit(received_on=TODAY, channel="paper", by=world.saule, at=at(TODAY))
    return PacketDocument.objects.create(
        submission=submission, part=PacketPart.objects.get(code="minutes"), received_on=TODAY, on_paper=True,
        recorded_by=world.saule, recorded_at=at(TODAY),
    )  # fmt: skip


def describe_document(world: World, by: Any, at: Any) -> Rows:
    minutes = document(world)
    minutes.describe(Details("12", TODAY), on=TODAY, by=by)
    return [minutes]


VERBS: dict[str, Callable[..., Rows]] = {
    "Conference.describe": describe_conference,
    "LevelProgress.record": progress_record,
    "Plan.record_all": plan_record_all,
    "PacketPart.standard_for": standard_for,
    "PacketDocument.describe": describe_document,
}
# What a correction on the administrators' site needs to find.
MADE: dict[str, Callable[..., object]] = {
    "LevelProgress": progress_record,
    "PacketPart": standard_for,
    "PacketDocument": describe_document,
}
