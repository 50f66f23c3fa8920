"""The due day ends at local midnight in Almaty, also where the clocks were changed on the way: until 29 February 2024
six hours before Greenwich, since 1 March 2024 five. That last day of February had 25 hours."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reporting.models import Draft, Obligation, Submission
from tests.world import ALMATY, World, at, make_requirement

ROOT = Path(__file__).parent.parent
SignIn = Callable[[User], Client]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# due day, moment in Greenwich, what the clock on the wall in Almaty shows
IN_TIME = [
    ("2023-09-05", "2023-09-05 17:59:59", "2023-09-05 23:59:59"),
    ("2024-02-28", "2024-02-28 17:59:59", "2024-02-28 23:59:59"),
    ("2024-02-29", "2024-02-29 17:59:59", "2024-02-29 23:59:59"),
    ("2024-02-29", "2024-02-29 18:00:00", "2024-02-29 23:00:00"),
    ("2024-02-29", "2024-02-29 18:59:59", "2024-02-29 23:59:59"),
    ("2024-03-01", "2024-03-01 18:59:59", "2024-03-01 23:59:59"),
    ("2024-12-31", "2024-12-31 18:59:59", "2024-12-31 23:59:59"),
]
TOO_LATE = [
    ("2023-09-05", "2023-09-05 18:00:00", "2023-09-06 00:00:00"),
    ("2024-02-28", "2024-02-28 18:00:00", "2024-02-29 00:00:00"),
    ("2024-02-29", "2024-02-29 19:00:00", "2024-03-01 00:00:00"),
    ("2024-03-01", "2024-03-01 19:00:00", "2024-03-02 00:00:00"),
    ("2024-12-31", "2024-12-31 19:00:00", "2025-01-01 00:00:00"),
]


def owed(world: World, due: str) -> Obligation:
    requirement = make_requirement("answer", due_on=date.fromisoformat(due))
    requirement.open(by=world.saule, at=at(date(2023, 6, 24)), until=date(2023, 9, 4))
    return Obligation.objects.get(requirement=requirement, organization=world.karaganda)


def hand_in(client: Client, obligation: Obligation) -> Submission:
    """As the chair does it: the form, then the button under what was checked."""
    page = f"/reporting/obligations/{obligation.pk}"
    sent = client.post(
        f"{page}/answer/", {"text": "Сделано", "action": "check", "version": Draft.of(obligation).version}
    )
    assert sent.url == f"{page}/check/"
    form = {"token": str(uuid4()), "version": Draft.of(obligation).version, "files": ""}
    answer = client.post(f"{page}/submit/", form)
    submission = Submission.objects.get(obligation=obligation)
    assert answer.url == f"/reporting/submissions/{submission.pk}/receipt/"
    return submission


def handed_in_at(world: World, signed_in: SignIn, due: str, greenwich: str, wall: str) -> tuple[Submission, str]:
    obligation = owed(world, due)
    with time_machine.travel(moment(greenwich), tick=False):
        assert f"{timezone.localtime():%Y-%m-%d %H:%M:%S}" == wall
        submission = hand_in(signed_in(world.aigul), obligation)
        today = timezone.localdate()
    row = Obligation.objects.with_status(today).get(pk=obligation.pk)
    assert submission.received_on == date.fromisoformat(wall[:10])
    return submission, row.status


@pytest.mark.parametrize(("due", "greenwich", "wall"), IN_TIME)
def test_the_last_second_of_the_due_day_is_in_time(
    world: World, signed_in: SignIn, due: str, greenwich: str, wall: str
) -> None:
    assert handed_in_at(world, signed_in, due, greenwich, wall)[1] == "on_time"


@pytest.mark.parametrize(("due", "greenwich", "wall"), TOO_LATE)
def test_midnight_after_the_due_day_is_late(
    world: World, signed_in: SignIn, due: str, greenwich: str, wall: str
) -> None:
    assert handed_in_at(world, signed_in, due, greenwich, wall)[1] == "late"


@pytest.mark.parametrize(("due", "greenwich", "wall"), IN_TIME + TOO_LATE)
def test_a_verb_takes_the_day_in_almaty_for_today(world: World, due: str, greenwich: str, wall: str) -> None:
    """Neither tomorrow there, while it is still today in Greenwich, nor the day after is refused or allowed wrongly."""
    obligation, at_moment, day = owed(world, due), moment(greenwich), date.fromisoformat(wall[:10])
    submission = obligation.submit(by=world.saule, at=at_moment, received_on=day)
    assert submission.pk
    with pytest.raises(ValidationError) as refused:
        obligation.void(
            submission, by=world.saule, at=at_moment, voided_on=date.fromordinal(day.toordinal() + 1), reason="Пусто"
        )
    assert refused.value.code == "future"


@pytest.mark.parametrize(
    ("greenwich", "year"),
    [("2024-12-31 18:59:59", "2024"), ("2024-12-31 19:00:00", "2025"), ("2023-12-31 18:30:00", "2024")],
)
def test_the_year_of_a_receipt_is_that_of_the_day_in_almaty(world: World, greenwich: str, year: str) -> None:
    submission = world.obligation.submit(by=world.aigul, at=moment(greenwich), received_on=date(2023, 9, 1))
    fresh = Submission.objects.get(pk=submission.pk)
    assert submission.receipt_number == fresh.receipt_number == f"{year}-{submission.pk:06d}"


def test_moments_are_kept_in_greenwich_and_shown_in_almaty(world: World) -> None:
    submission = world.obligation.submit(by=world.aigul, at=moment("2023-08-31 20:30:00"), received_on=date(2023, 9, 1))
    kept = Submission.objects.get(pk=submission.pk).submitted_at
    assert kept == moment("2023-08-31 20:30:00")
    assert kept.utcoffset() == UTC.utcoffset(None)
    assert timezone.localtime(kept) == datetime(2023, 9, 1, 2, 30, tzinfo=ALMATY)


def test_the_zone_of_the_machine_does_not_matter() -> None:
    """A server set to another zone has the same days."""
    script = (
        "import django, datetime as d; django.setup(); from django.utils import timezone as t;"
        "print(t.localdate(d.datetime(2024, 2, 29, 18, 30, tzinfo=d.UTC)), t.localdate(d.datetime(2024, 2, 29, 19, tzinfo=d.UTC)))"
    )
    for zone in ("UTC", "America/New_York", "Pacific/Kiritimati"):
        environment = os.environ | {"TZ": zone, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        ran = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
        )
        assert ran.stdout.split() == ["2024-02-29", "2024-03-01"], ran.stderr
