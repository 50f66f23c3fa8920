"""`manage.py demo`: built on any day, harmless when run again or beside other data."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from campaigns.models import Campaign
from organizations.models import Organization
from reporting.models import Obligation
from reporting.statuses import Status
from tests.demonstration import build
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db

FICTIONAL = ("membership_report", "training_report", "legal_work", "labour_safety", "information_work")
LATER = date(2026, 11, 22)


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


def statuses(requirement: str, day: date) -> set[str]:
    return set(
        Obligation.objects.with_status(day).filter(requirement__code=requirement).values_list("status", flat=True)
    )


def test_a_second_time_it_changes_nothing() -> None:
    assert "is built" in build()
    before = counts()
    assert "already" in build()
    assert "already" in build(LATER), "the first day stays"
    assert counts() == before
    assert Obligation.objects.get(requirement__code="legal_work", organization__code="abai").original_due_on == TODAY


def test_it_refuses_to_mix_with_other_data(world: World) -> None:
    before = counts()
    with pytest.raises(CommandError, match="holds other data"):
        build()
    assert counts() == before


def test_a_day_it_cannot_read_is_refused() -> None:
    with pytest.raises(CommandError, match="Not a day"):
        call_command("demo", on="soon")
    assert not Organization.objects.exists()


@pytest.mark.parametrize("day", [date(2023, 6, 1), date(2024, 2, 29), date(2026, 12, 31)])
def test_any_day_will_do(day: date) -> None:
    build(day)
    fictional = Obligation.objects.with_status(day).filter(requirement__code__in=FICTIONAL)
    assert set(fictional.values_list("status", flat=True)) == set(Status.values)


def test_conferences_around_the_day_owe_protocol_and_results() -> None:
    build(LATER)
    assert statuses("conference_protocol", LATER) >= {"on_time", "late", "missing", "returned", "not_due"}
    assert statuses("conference_results", LATER) >= {"on_time", "late", "not_due"}
    assert Campaign.objects.containing(LATER).get().is_fictional
