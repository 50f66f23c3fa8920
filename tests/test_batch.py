"""Filled tables that came to the apparatus by mail, many at once: each a hand-in, or a sentence why not."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from indicators.answers import answers_of
from indicators.models import ActivityForm, ActivityReport
from indicators.report_table import write
from membership.models import MembershipReport
from membership.report_table import write as write_membership
from organizations.models import Organization
from reporting.models import Draft, Requirement, Submission
from reporting.periods import Period
from tests.indicator_world import H1, asked_for, make_form, obligation_of, said, tell
from tests.membership_world import membership_requirement, obligation_of as membership_of
from tests.test_membership_excel import column_of, edited, row_of
from tests.test_membership_form import SOUND
from tests.test_training_report import SOUND as TRAINING
from tests.training_world import Y2022, obligation_of as training_of, training_asked
from tests.world import NOON, TODAY, World, make_organization
from training.models import TrainingReport
from training.report_table import write as write_training

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
FIGURES = {"found": 12, "eliminated": 9}
SAID = {"channel": "mail", "received_on": "04.09.2023", "day_stated": "yes"}


class Pile:
    """What the department got by mail of one form: tables of several organizations."""

    def __init__(self, world: World, client: Client, form: ActivityForm, period: Period) -> None:
        self.world, self.client, self.form, self.period = world, client, form, period
        self.requirement: Requirement = obligation_of(world.karaganda, form, period).requirement

    def url(self, name: str = "batch") -> str:
        return reverse(f"reporting:{name}", args=[self.requirement.pk])

    def table(self, organization: Organization, *, period: Period | None = None, **figures: Any) -> bytes:
        obligation = obligation_of(organization, self.form, period or self.period)

        def change(sheet: Any) -> None:
            place = column_of(sheet, "value")
            for code, value in {**FIGURES, **figures}.items():
                sheet.cell(row_of(sheet, code), place).value = value

        return edited(write(obligation, Draft(obligation=obligation), TODAY), change)

    def send(self, *contents: bytes, names: Sequence[str] = (), **more: str) -> HttpResponse:
        named = zip(names or [f"{n}.xlsx" for n in range(len(contents))], contents, strict=True)
        files = [SimpleUploadedFile(name, content) for name, content in named]
        return self.client.post(self.url(), {**SAID, **more, "files": files})

    def confirm(self, answer: HttpResponse, **more: str) -> HttpResponse:
        facts = {**SAID, **more, "reference": answer.context["reference"]}
        return self.client.post(self.url("batch_confirm"), facts)


@pytest.fixture
def pile(world: World, signed_in: SignIn) -> Pile:
    form = make_form(world)
    make_organization("abai", "member", world.union, "Абайская область")
    asked_for(world, form)
    return Pile(world, signed_in(world.saule), form, H1)


def refusals(answer: HttpResponse) -> dict[str, str]:
    return {sheet.name: " ".join(sheet.refusals) for sheet in answer.context["refused"]}


def test_each_file_becomes_the_hand_in_of_its_organization(pile: Pile, world: World) -> None:
    tables = pile.table(world.karaganda), pile.table(world.akmola, found=3, eliminated=1)
    answer = pile.send(*tables)
    assert [sheet.obligation.organization for sheet in answer.context["good"]] == [world.karaganda, world.akmola]
    assert not Submission.objects.filter(obligation__requirement=pile.requirement).exists()
    assert pile.confirm(answer).status_code == 302
    told = {one.organization: answers_of(one) for one in ActivityReport.objects.all()}
    assert told == {world.karaganda: {**said(**FIGURES)}, world.akmola: said(found=3, eliminated=1)}
    made = Submission.objects.get(obligation=obligation_of(world.karaganda, pile.form, H1))
    assert (made.channel, made.received_on, made.submitted_by) == ("mail", TODAY, world.saule)
    assert [file.name for file in made.files.all()] == ["0.xlsx"]
    with made.files.get().file.open() as kept:
        assert kept.read() == tables[0]


def test_what_is_wrong_in_one_file_stops_no_other(pile: Pile, world: World) -> None:
    answer = pile.send(
        pile.table(world.karaganda),
        pile.table(world.akmola, eliminated=99),
        b"not a workbook",
        pile.table(Organization.objects.get(code="abai"), period=Period(2022, "h2")),
        pile.table(Organization.objects.get(code="abai"), found="много"),
        names=["good.xlsx", "more_than_found.xlsx", "letter.txt", "of_autumn.xlsx", "in_words.xlsx"],
    )
    told = refusals(answer)
    assert list(told) == ["more_than_found.xlsx", "letter.txt", "of_autumn.xlsx", "in_words.xlsx"]
    assert "xlsx" in told["letter.txt"]
    assert "много" in told["in_words.xlsx"]
    assert pile.confirm(answer).status_code == 200
    assert [one.organization for one in ActivityReport.objects.all()] == [world.karaganda]


def test_two_files_of_one_report_are_not_both_taken(pile: Pile, world: World) -> None:
    answer = pile.send(pile.table(world.karaganda), pile.table(world.karaganda, found=50), names=["a.xlsx", "b.xlsx"])
    assert "a.xlsx" in refusals(answer)["b.xlsx"]


def test_a_hand_in_that_stands_is_not_overwritten(pile: Pile, world: World) -> None:
    tell(world.karaganda, pile.form, H1, found=1)
    answer = pile.send(pile.table(world.karaganda))
    assert list(refusals(answer)) == ["0.xlsx"]
    assert not answer.context["reference"]


def test_the_draft_of_the_chair_does_not_slip_into_it(pile: Pile, world: World) -> None:
    obligation = obligation_of(world.karaganda, pile.form, H1)
    obligation.save_draft({"i_injured": "7"}, version=0, by=world.aigul, at=NOON)
    pile.confirm(pile.send(pile.table(world.karaganda)))
    assert answers_of(ActivityReport.objects.get()) == said(**FIGURES)


def test_what_was_returned_does_not_slip_into_it_either(pile: Pile, world: World) -> None:
    """An emptied cell is nothing: not the figure that was returned as wrong."""
    tell(world.karaganda, pile.form, H1, found=12, eliminated=9, injured=7)
    obligation = obligation_of(world.karaganda, pile.form, H1)
    obligation.return_(by=world.saule, at=NOON, returned_on=TODAY, correct_by=TODAY, reason="не те")
    answer = pile.send(pile.table(world.karaganda, injured=None))
    (sheet,) = answer.context["good"]
    assert [one.after for one in sheet.incoming.differences] == ["12", "9"]
    pile.confirm(answer)
    latest = ActivityReport.objects.order_by("submission__round").last()
    assert latest
    assert answers_of(latest) == said(**FIGURES)


def test_a_file_of_another_version_is_refused_for_that(pile: Pile, world: World) -> None:
    """Of all years it might be of, the one it is of says why."""
    table = pile.table(world.karaganda)
    version = pile.form.versions.get()
    version.number += 1
    version.save()
    (sentence,) = refusals(pile.send(table)).values()
    assert "2" in sentence


def test_what_was_recorded_meanwhile_is_shown_anew(pile: Pile, world: World) -> None:
    answer = pile.send(pile.table(world.karaganda), pile.table(world.akmola))
    tell(world.karaganda, pile.form, H1, found=1)
    again = pile.confirm(answer)
    assert list(refusals(again)) == ["0.xlsx"]
    assert ActivityReport.objects.count() == 1
    pile.confirm(again)
    assert {one.organization for one in ActivityReport.objects.all()} == {world.karaganda, world.akmola}


def test_confirmed_twice_it_is_recorded_once(pile: Pile, world: World) -> None:
    answer = pile.send(pile.table(world.karaganda))
    pile.confirm(answer)
    assert pile.confirm(answer).status_code == 302
    assert Submission.objects.filter(obligation__requirement=pile.requirement).count() == 1


@pytest.mark.parametrize(("name", "value"), [("received_on", "05.09.2023"), ("received_on", ""), ("channel", "online")])
def test_what_is_said_of_them_is_looked_at_first(pile: Pile, world: World, name: str, value: str) -> None:
    answer = pile.send(pile.table(world.karaganda), **{name: value})
    assert list(answer.context["form"].errors) == [name]


def test_a_membership_report_comes_the_same_way(world: World, signed_in: SignIn) -> None:
    membership_requirement(world)
    obligation = membership_of(world.karaganda, 2023)

    def fill(sheet: Any) -> None:
        for code, value in SOUND.items():
            sheet.cell(row_of(sheet, code), column_of(sheet, "value")).value = value

    content = edited(write_membership(obligation, Draft(obligation=obligation), TODAY), fill)
    client = signed_in(world.saule)
    url = reverse("reporting:batch", args=[obligation.requirement_id])
    answer = client.post(url, {**SAID, "files": [SimpleUploadedFile("m.xlsx", content)]})
    assert refusals(answer) == {}
    facts = {**SAID, "reference": answer.context["reference"]}
    client.post(reverse("reporting:batch_confirm", args=[obligation.requirement_id]), facts)
    assert MembershipReport.objects.get().organization == obligation.organization


def test_a_training_report_comes_the_same_way(world: World, signed_in: SignIn) -> None:
    training_asked(world)
    obligation = training_of(world.karaganda, Y2022)

    def fill(sheet: Any) -> None:
        for code, value in TRAINING.items():
            sheet.cell(row_of(sheet, code), column_of(sheet, "value")).value = value

    content = edited(write_training(obligation, Draft(obligation=obligation), TODAY), fill)
    url = reverse("reporting:batch", args=[obligation.requirement_id])
    answer = signed_in(world.saule).post(url, {**SAID, "files": [SimpleUploadedFile("t.xlsx", content)]})
    assert refusals(answer) == {}
    facts = {**SAID, "reference": answer.context["reference"]}
    signed_in(world.saule).post(reverse("reporting:batch_confirm", args=[obligation.requirement_id]), facts)
    assert TrainingReport.objects.get().organization == obligation.organization


def test_forms_that_are_no_table_have_no_such_page(world: World, signed_in: SignIn) -> None:
    requirement = Requirement.objects.get(code="schedule")
    assert signed_in(world.saule).get(reverse("reporting:batch", args=[requirement.pk])).status_code == 404
