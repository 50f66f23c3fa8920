"""What Python says of the days on which organizations stood is what the database says."""

import random
from datetime import date, timedelta

from organizations.models import Organization, Placement
from organizations.presence import days_of, is_always
from tests.world import World, make_organization

DAYS = frozenset(date(year, month, 1) for year in range(2018, 2024) for month in (1, 7))


def some_day(chance: random.Random) -> date | None:
    """Often the very day that is asked about."""
    day = chance.choice(sorted(DAYS)) + timedelta(days=chance.choice([-1, 0, 0, 1]))
    return chance.choice([None, day])


def test_active_on_many_days_is_active_on_each(world: World) -> None:
    chance = random.Random(7)
    for n in range(60):
        one = make_organization(f"body-{n}", "branch", world.karaganda, f"Филиал {n}")
        one.closed_on, one.suspended_on = some_day(chance), some_day(chance)
        if one.suspended_on:
            one.resumed_on = chance.choice([None, one.suspended_on + timedelta(days=chance.randrange(1, 900))])
        if one.closed_on and one.suspended_on:
            one.closed_on = None
        one.save()
        one.placements.all().delete()
        if n % 4:
            turn = some_day(chance)
            Placement.objects.create(organization=one, parent=world.karaganda, to_day=turn)
            if turn and n % 3:
                end = turn + timedelta(days=chance.randrange(1, 900)) if n % 2 else None
                Placement.objects.create(organization=one, parent=world.union, from_day=turn, to_day=end)
    found = Organization.objects.annotate(is_always=is_always())
    by_python = dict(days_of(found, DAYS))
    always = set(found.filter(is_always=True).values_list("pk", flat=True))
    assert always
    assert all(by_python[pk] == DAYS for pk in always)
    for day in DAYS:
        active = set(Organization.objects.active_on(day).values_list("pk", flat=True))
        assert {pk for pk, days in by_python.items() if day in days} == active
    assert len({len(days) for days in by_python.values()}) > 5
