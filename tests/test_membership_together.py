"""Reports of many bodies from one file leave in the books what each of them leaves alone, through its own file and form."""

import random
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from documents.workbook_templates import write_template
from membership import below_table, report_table
from membership.below import FROM_BELOW, Below, obligations_of, submit_ready
from membership.models import Classifier, FirstCheck, FlowRow, MembershipReport, MovedRow, NoteReason, TypeRow
from membership.task import Task
from membership.views.filling import keep_form
from organizations.models import Organization
from reporting import drafts
from reporting.models import Draft, Obligation, Submission
from tests.membership_world import adding_up, make_report, membership_requirement, obligation_of, return_report
from tests.world import NOON, TODAY, World, make_organization

YEAR = 2023
ROWS = (FlowRow, MovedRow, TypeRow, NoteReason)
# Numbers of rows and the mark of a form differ by nature; the moment of writing, too.
OWN = {"id", "report_id", "submission_id", "history_id", "history_date", "token"}
Told = dict[str, dict[str, Any]]


@pytest.fixture
def union(world: World) -> World:
    """Karaganda with more branches and schools, some of which reported last year, and some whose report was returned."""
    membership_requirement(world, levels=("member", "branch", "primary"))
    for n in range(2):
        branch = make_organization(f"more-{n}", "branch", world.karaganda, f"Филиал {n}")
        for school in range(6):
            make_organization(f"school-{n}-{school}", "primary", branch, f"Школа {n}-{school}")
    for n, one in enumerate(Organization.objects.filter(level="primary").order_by("pk")):
        if n % 3 == 0:
            make_report(one, YEAR - 1, employed=60 + n, accepted_on=date(YEAR - 1, 2, 1), groups=n)
        if n % 5 == 0:
            return_report(make_report(one, YEAR, employed=70 + n))
    return world


def below(world: World) -> Below:
    owed = Obligation.objects.with_status(TODAY).filter(obligations_of(YEAR, world.karaganda))
    return Below(world.karaganda, YEAR, owed, TODAY)


def rows(world: World, chance: random.Random) -> Told:
    """Some add up, some do not; some say little, some everything that can be said."""
    codes = [one.organization.code for one in below(world).to_fill]
    return {code: row(chance) for code in codes if chance.random() < 0.85}


def row(chance: random.Random) -> dict[str, Any]:
    admitted, left = chance.randrange(9), chance.randrange(9)
    told: dict[str, Any] = dict(adding_up(chance.randrange(50, 2000), admitted=admitted, left=left))
    told |= {"in_joined": admitted, "out_own_wish": left, "opening_source": "карточки", "explanation": "Проверено."}
    if chance.random() < 0.85:
        told |= {"disagreement": "Сверено.", "note_text": "Ушли.", "note_measures": "Приём.", "difference": "Так."}
    if chance.random() < 0.3:
        told |= {"base_submitted": chance.choice(["да", "нет"]), "groups": 7, "moved_employed_pensioners": 2}
    if chance.random() < 0.3:
        kind = Classifier.objects.offered("institution", YEAR)[0].code
        told |= {
            f"type_{kind}_{name}": told[code]
            for name, code in (("employees", "employees_total"), ("members", "members_total"))
        }
    if chance.random() < 0.2:
        told[chance.choice(["members_total", "in_joined", "members_women"])] = 99_999
    if chance.random() < 0.1:
        del told["left_total"]
    return told


# --- Two ways ---------------------------------------------------------------------------------------------


def jointly(world: World, told: Told) -> None:
    found = below(world)
    table = ({"code": code, **values} for code, values in told.items())
    content = write_template(below_table.template_of(found, is_written=True), rows=table, organization_code="karaganda")
    incoming = below_table.read(found, ContentFile(content, "all.xlsx"))
    assert not incoming.errors
    drafts.save_many(incoming.changed, by=world.aigul, at=NOON)
    submit_ready(below(world), by=world.aigul, at=NOON)


def singly(world: World, told: Told) -> None:
    """Each its own file into its own draft; then each its own form, the levels below first."""
    bodies = {one.code: one for one in Organization.objects.filter(code__in=told)}
    for code, values in told.items():
        obligation = obligation_of(bodies[code], YEAR)
        draft = Draft.of(obligation)
        table = [{"code": name, "value": value} for name, value in values.items()]
        content = write_template(
            report_table.template_of(YEAR, report_table.WRITTEN), rows=table, organization_code=code
        )
        incoming = report_table.read(obligation, draft, ContentFile(content, "one.xlsx"), TODAY)
        assert not incoming.errors
        obligation.save_draft(incoming.data, version=draft.version, by=world.aigul, at=NOON)
    for level in FROM_BELOW:
        for code in told:
            if bodies[code].level == level:
                hand_in(obligation_of(bodies[code], YEAR), world)


def hand_in(obligation: Obligation, world: World) -> None:
    task, draft = Task(obligation, TODAY), Draft.of(obligation)
    form = task.judged(draft.data)
    if form.is_valid():
        keep = partial(keep_form, form=form, lists=task.lists)
        drafts.hand_in(
            obligation, by=world.aigul, at=NOON, today=TODAY, token=uuid4(), version=draft.version, then=keep
        )


# --- The books --------------------------------------------------------------------------------------------


def plain(found: models.QuerySet) -> list[dict[str, Any]]:
    return [{name: value for name, value in one.items() if name not in OWN} for one in found.values()]


def books(world: World) -> Iterator[tuple[str, Any]]:
    """Everything that is kept of each body, and what is left in drafts."""
    for one in Organization.objects.filter(path__startswith=world.karaganda.path).order_by("code"):
        reports = MembershipReport.objects.filter(organization=one).order_by(
            "year", "submission__obligation", "submission__round"
        )
        yield one.code, plain(reports)
        for model in ROWS:
            yield f"{one.code} {model.__name__}", plain(model.objects.filter(report__in=reports).order_by("pk"))
        made = Submission.objects.filter(obligation__organization=one).order_by("obligation", "round")
        yield f"{one.code} hand-ins", plain(made)
        history = Submission.history.filter(id__in=made.values("pk")).order_by("obligation", "round", "history_id")
        yield f"{one.code} history", plain(history)
        yield (
            f"{one.code} checks",
            plain(FirstCheck.objects.filter(obligation__organization=one).order_by("obligation", "pk")),
        )
        yield (
            f"{one.code} draft",
            list(
                Draft.objects.filter(obligation__organization=one).order_by("obligation").values_list("data", "version")
            ),
        )


def after(way: Any, world: World, told: Told) -> dict[str, Any]:
    """What that way leaves; then everything is as it was."""
    with transaction.atomic():
        way(world, told)
        left = dict(books(world))
        transaction.set_rollback(True)
    return left


@pytest.mark.parametrize("seed", range(2))
def test_all_from_one_file_are_as_one_by_one(seed: int, union: World) -> None:
    told = rows(union, random.Random(seed))
    one_by_one, at_once = after(singly, union, told), after(jointly, union, told)
    assert at_once == one_by_one
    drafted = [name for name, left in at_once.items() if name.endswith(" draft") and left]
    made = [one for name, left in at_once.items() if name.endswith(" hand-ins") for one in left]
    assert drafted, "some are not handed in"
    assert sum(one["submitted_at"] == NOON for one in made) > 2
    assert any(one["round"] == 2 for one in made), "a returned one is corrected"


def test_statements_do_not_grow_with_the_bodies(union: World) -> None:
    """Beyond what the database takes at once."""
    told = {code: row(random.Random(1)) for code in rows(union, random.Random(0))}
    numbers = []
    for some in (dict(list(told.items())[:4]), told):
        with CaptureQueriesContext(connection) as asked:
            after(lambda world, few: jointly(world, few), union, some)
        numbers.append(len([query for query in asked if "INSERT" in query["sql"] or "UPDATE" in query["sql"]]))
    assert numbers[1] - numbers[0] <= 4
