"""The nightly command: fixed and yearly obligations that have arisen are made, once."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reporting.models import Obligation, Requirement
from tests.world import TODAY, World, at, make_organization, make_requirement


def run(*words: str) -> str:
    out = StringIO()
    call_command("open_obligations", *words, stdout=out)
    return out.getvalue()


def yearly(world: World) -> Requirement:
    """Due on 15 January, from 2024 on; the form opens sixty days before."""
    made = make_requirement(
        "membership_report", due_kind="yearly", due_on=None, due_month=1, due_day=15, first_year=2024
    )
    made.open(by=world.saule, at=at(TODAY), until=TODAY)
    return made


def test_a_new_organization_gets_what_is_asked_of_all(world: World) -> None:
    make_organization("abai", "member", world.union, "Область Абай", founded_on=date(2023, 1, 1))
    assert "schedule: 1" in run()
    assert Obligation.objects.filter(organization__code="abai").count() == 1


def test_a_second_run_makes_nothing(world: World) -> None:
    yearly(world)
    assert run("--until", "2025-12-31").splitlines()[-1].endswith(": 6")
    assert run("--until", "2025-12-31").splitlines()[-1].endswith(": 0")


def test_a_year_arises_when_its_form_opens(world: World) -> None:
    made = yearly(world)
    run("--until", "2023-11-15")
    assert not made.obligations.exists()
    run("--until", "2023-11-16")
    assert {(one.key, one.opens_on, one.original_due_on) for one in made.obligations.all()} == {
        ("2024", date(2023, 11, 16), date(2024, 1, 15))
    }


def test_a_year_whose_due_day_had_passed_when_it_was_asked_is_not_asked(world: World) -> None:
    """Asked on 24 June 2023 for the first time, due on 1 February: the first one due is that of 2024."""
    made = make_requirement("yearly", due_kind="yearly", due_on=None, due_month=2, due_day=1, first_year=2022)
    assert made.open(by=world.saule, at=at(TODAY), until=date(2023, 12, 31)) == 2
    assert set(made.obligations.values_list("key", "original_due_on")) == {("2024", date(2024, 2, 1))}


def test_what_was_not_opened_asks_nobody(world: World) -> None:
    waiting = make_requirement("waiting")
    run()
    assert not waiting.obligations.exists()


def test_present_obligations_are_not_touched(world: World) -> None:
    Requirement.objects.filter(pk=world.requirement.pk).update(due_on=date(2023, 10, 1))
    before = list(Obligation.objects.values())
    run()
    assert list(Obligation.objects.values()) == before


def test_an_unreadable_day_is_refused(world: World) -> None:
    with pytest.raises(CommandError, match="2023-09-04"):
        run("--until", "tomorrow")
