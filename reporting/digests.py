"""What each person is to be told on a day, computed from what is owed, the ladders and what was told before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Max, Q

from organizations.models import Organization
from reporting import ladder
from reporting.books import OPEN
from reporting.ladder import Role
from reporting.models import Obligation, Reminder, Requirement
from reporting.querysets import ObligationQuerySet
from reporting.recipients import Asked, Offices, readers_of
from reporting.statuses import Status

FIELDS = ("pk", "organization__path", "requirement_id", "status", "due_on", "correct_by")


class Due(NamedTuple):
    """One line of somebody's digest. Sorted: by person, so that whoever claims them does so in one order."""

    person: int
    obligation: int
    role: Role
    status: str
    stage: int
    until: date

    @property
    def falls_on(self) -> date:
        return self.until + timedelta(days=self.stage)


class Fallen(NamedTuple):
    """A stage of one obligation that has fallen, whoever was told of it."""

    obligation: int
    path: str
    asked: Asked
    status: str
    stage: int
    until: date


def owed(day: date) -> ObligationQuerySet:
    """What reminders speak of: not in, not exempt, of a body active that day, with a form that is open."""
    may_fill = Q(opens_on=None) | Q(opens_on__lte=day)
    found = Obligation.objects.with_status(day, today=day).filter(OPEN, may_fill)
    return found.filter(organization__in=Organization.objects.active_on(day))


def due(day: date, offices: Offices) -> list[Due]:
    """Everything to be told on `day`; a stage that was told for that due day is not told again, nor one before it."""
    fallen = list(_fallen(day))
    told = _told(fallen)
    lines = [
        Due(reader.person, one.obligation, role, one.status, one.stage, one.until)
        for one in fallen
        for role, reader in readers_of(offices, ladder.roles_at(one.stage), one.path, one.asked)
        if told.get((one.obligation, reader.person, one.until), ladder.LOWEST - 1) < one.stage
    ]
    return sorted(lines)


def _fallen(day: date) -> Iterator[Fallen]:
    ladders = {
        pk: (days, weekly, Asked(decree, opened_by))
        for pk, days, weekly, decree, opened_by in Requirement.objects.filter(reminders_on=True).values_list(
            "pk", "reminder_days", "reminders_weekly", "decree_item__decree", "opened_by"
        )
    }
    rows = owed(day).filter(requirement__reminders_on=True).values_list(*FIELDS)
    for pk, path, requirement, status, due_on, correct_by in rows.order_by().iterator(chunk_size=5000):
        days, weekly, asked = ladders[requirement]
        until = correct_by if status == Status.RETURNED else due_on
        stage = ladder.stage_on(days, weekly, until, day)
        if stage is not None:
            yield Fallen(pk, path, asked, status, stage, until)


def _told(fallen: Sequence[Fallen]) -> dict[tuple[int, int, date], int]:
    """The last stage told, by obligation, person and due day."""
    if not fallen:
        return {}
    told = Reminder.objects.filter(
        channel=Reminder.Channel.LADDER,
        until__gte=min(one.until for one in fallen),
        obligation__in=Obligation.objects.filter(OPEN),
    )
    rows = told.order_by().values_list("obligation", "person", "until").annotate(last=Max("stage"))
    return {(obligation, person, until): last for obligation, person, until, last in rows.iterator(chunk_size=5000)}


def by_person(lines: Iterable[Due]) -> dict[int, list[Due]]:
    found: dict[int, list[Due]] = defaultdict(list)
    for line in lines:
        found[line.person].append(line)
    return found
