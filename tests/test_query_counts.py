"""A page asks the database as often for thirty organizations as for six, and seldom: a loop that asks is found here."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from inspections.models import Inspection
from letters.models import OfficialLetter
from organizations.access import Position
from organizations.models import Organization
from reporting.models import Obligation
from tests import inspections_world
from tests.matrix import Sample, sample_of
from tests.training_world import make_event, make_plan, make_programme, make_responsible
from tests.world import NOON, TODAY, World, appoint, make_organization

MOST = 15
# Everything at once: each number and each picture has a question of its own, membership and the campaign among them; the
# matrix of discipline asks about each kind of direction; tasks tell recommendations of inspections apart by their words.
MOST_OF_ALL = {"the union at a glance": 28, "discipline": 16, "tasks": 16}
# Few has one of each state already, so that no state is met for the first time among the many.
STATES = 6
FEW, MANY = range(STATES), range(STATES, 30)
PAGES = {
    "board": ("saule", "/"),
    "board of all levels": ("saule", "/?level=all"),
    "board as a spreadsheet": ("saule", "/?as=xlsx"),
    "obligations": ("saule", "/reporting/?level=all"),
    "obligations for a script": ("saule", "/reporting/?level=all&as=json"),
    "rates": ("saule", "/reporting/rates/"),
    "requirements": ("saule", "/reporting/requirements/"),
    "requests": ("saule", "/reporting/requests/"),
    "request": ("saule", "/reporting/requests/{question}/"),
    "answers side by side": ("saule", "/reporting/requests/{question}/answers/"),
    "answers as a spreadsheet": ("saule", "/reporting/requests/{question}/?as=xlsx"),
    "whom a request asks": ("saule", "/reporting/requests/{prepared}/preview/"),
    "whom it could ask": ("saule", "/reporting/requests/{prepared}/whom/"),
    "campaign": ("saule", "/campaigns/{campaign}/"),
    "official schedule": ("saule", "/campaigns/{campaign}/schedule/"),
    "training": ("saule", "/training/"),
    "training ranking": ("saule", "/training/ranking/"),
    "training in the budget": ("saule", "/training/budget/"),
    "training over the years": ("saule", "/training/years/"),
    "inspections": ("saule", "/inspections/"),
    "recommendations of inspections": ("saule", "/inspections/recommendations/"),
    "recommendations as a spreadsheet": ("saule", "/inspections/recommendations/?as=xlsx"),
    "a plan of inspections": ("saule", "/inspections/plans/{inspection_plan}/"),
    "training events": ("saule", "/training/events/?year=2023"),
    "training events of a chair": ("aigul", "/training/events/?year=2023"),
    "training plans": ("saule", "/training/plans/?year=2023"),
    "planned beside held": ("aigul", "/training/plans/karaganda/2023/"),
    "responsible for training": ("saule", "/training/responsible/"),
    "training programmes": ("saule", "/training/programmes/"),
    "organizations": ("saule", "/organizations/"),
    "documents": ("saule", "/letters/"),
    "what needs attention": ("saule", "/attention/"),
    "reminders": ("saule", "/reporting/reminders/"),
    "discipline": ("saule", "/discipline/?year=2023"),
    "behind a mark": ("saule", "/discipline/marks/no_channel/karaganda/?year=2023"),
    "register by decree and item": ("saule", "/discipline/decrees/?year=2023"),
    "undelivered letters": ("saule", "/reporting/reminders/undelivered/"),
    "the union at a glance": ("leila", "/leadership/"),
    "tasks": ("aigul", "/"),
    "organizations of a chair": ("aigul", "/organizations/"),
}


def add_organizations(sample: Sample, numbers: range) -> None:
    """Each with a chair, a branch, and what Karaganda owes; and Karaganda gets a branch and an obligation more."""
    world = sample.world
    owed = list(world.karaganda.obligations.exclude(key__regex="^(more|recommendation)"))
    for n in numbers:
        member = make_organization(f"member-{n}", "member", world.union, f"Область {n}")
        appoint(None, member, Position.CHAIR, f"Председатель {n}")
        make_organization(f"branch-{n}", "branch", member, f"Филиал {n}")
        sample.prepared.requirement.audience.add(member)
        make_organization(f"of-karaganda-{n}", "branch", world.karaganda, f"Филиал Караганды {n}")
        for one in owed:
            add_obligation(world, member, one, one.key, n % STATES)
        add_obligation(world, world.karaganda, owed[0], f"more-{n}", n % STATES)
        for body in (member, world.karaganda):
            make_event(body, date(2023, 5, 1 + n % 20), chairs=n, members=2, speakers=("Ким", "Ли"))
            make_event(body, planned="ноябрь 2023")
        make_plan(member, 2023)
        make_programme(name_ru=f"Программа {n}")
        make_responsible(member, f"Ответственный {n}")
        letter = OfficialLetter.objects.create(
            kind="reminder", organization=member, as_of=TODAY, made_by=world.saule, made_at=NOON
        )
        if n % 2:
            letter.number, letter.year, letter.recorded = 100 + n, TODAY.year, {}
            letter.issued_on, letter.issued_by, letter.issued_at = TODAY, world.saule, NOON
            letter.save()
        add_inspection(sample, member, n)


def add_inspection(sample: Sample, organization: Organization, n: int) -> None:
    """A recommendation of each, due today; every fifth report is still being written."""
    world, day = sample.world, date(2023, 7, 1)
    one = inspections_world.planned(world, organization=organization, plan=sample.inspection_plan)
    inspections_world.inspected_by(one, world)
    recommendation = inspections_world.recommended(one, world, TODAY, finding=inspections_world.found(one, world))
    if n % 5:
        who = {f"{verb}_{what}": value for verb in ("signed", "handed_over")
               for what, value in (("on", day), ("by", world.saule), ("at", NOON))}  # fmt: skip
        Inspection.objects.filter(pk=one.pk).update(began_on=day, ended_on=day, **who)
        one.refresh_from_db()
        recommendation.inspection = one
        recommendation.oblige(by=world.saule, at=NOON)


def add_obligation(world: World, organization: object, like: Obligation, key: str, state: int) -> None:
    """In one of six states: due, exempt, postponed, handed in, returned, accepted."""
    obligation = Obligation.objects.create(
        requirement=like.requirement, organization=organization, key=key, event_on=like.event_on,
        arose_on=like.arose_on, original_due_on=like.original_due_on,
    )  # fmt: skip
    july, who = date(2023, 7, 20), {"by": world.saule, "at": NOON}
    if state == 1:
        obligation.exempt(decided_on=july, reason="Учреждена недавно", **who)
    if state == 2:
        obligation.postpone(decided_on=july, new_due_on=date(2023, 9, 20), reason="Болезнь", **who)
    if state >= 3:
        obligation.submit(received_on=july, **who)
    if state == 4:
        obligation.return_(returned_on=july, correct_by=TODAY, reason="Нет дат", remarks=[("", "Нет")], **who)
    if state == 5:
        obligation.accept(accepted_on=july, **who)


def numbers_of(sample: Sample) -> dict[str, int]:
    return {name: getattr(sample, name).pk for name in ("campaign", "question", "prepared", "inspection_plan")}


def queries_of(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.once
def test_pages_ask_as_often_for_many_as_for_few(world: World, signed_in: Callable[[User], Client]) -> None:
    """One world for all pages: it takes longer to make than they do."""
    sample = sample_of(world)
    clients = {name: signed_in(getattr(world, name)) for name in ("saule", "leila", "aigul")}
    numbers: dict[str, list[int]] = {name: [] for name in PAGES}
    for more in (FEW, MANY):
        add_organizations(sample, more)
        for name, (person, address) in PAGES.items():
            asked = queries_of(clients[person], address.format(**numbers_of(sample)))
            numbers[name].append(len(asked))
    growing = {name: found for name, found in numbers.items() if found[0] != found[1]}
    assert growing == {}
    assert {name: found for name, found in numbers.items() if found[1] > MOST_OF_ALL.get(name, MOST)} == {}


def test_a_loop_that_asks_would_be_noticed(world: World, signed_in: Callable[[User], Client]) -> None:
    """The page of one organization may ask more often; the count is real."""
    assert len(queries_of(signed_in(world.saule), "/organizations/karaganda/")) > 1


@pytest.mark.parametrize("person", ["saule", "aigul"])
def test_people_are_asked_about_once(person: str, world: World, signed_in: Callable[[User], Client]) -> None:
    """The rights of the reader cost one query a request, however many buttons and lines depend on them."""
    asked = queries_of(signed_in(getattr(world, person)), "/")
    of_rights = [
        sql for sql in asked if 'FROM "organizations_appointment"' in sql and re.search(r'"user_id" = \d', sql)
    ]
    assert len(of_rights) == 1
