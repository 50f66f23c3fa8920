"""The training report as a spreadsheet: what goes out comes back, a filled one becomes the draft after it was looked at."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from documents.uploads import LARGEST
from reporting.models import Draft
from reporting.periods import Period
from tests.test_indicator_excel import upload
from tests.test_membership_excel import column_of, edited, row_of
from tests.test_training_report import SOUND
from tests.training_world import Y2022, make_event, obligation_of, tell, training_asked
from tests.world import NOON, World

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


class Sheet:
    """Karaganda's report of 2022 in Excel."""

    def __init__(self, world: World, client: Client) -> None:
        self.client, self.obligation = client, obligation_of(world.karaganda, Y2022)

    def url(self, name: str = "round_trip") -> str:
        return reverse(f"reporting:{name}", args=[self.obligation.pk])

    def template(self) -> bytes:
        return self.client.get(self.url("round_trip_template")).content

    def cells(self, key: str) -> dict[str, Any]:
        sheet = load_workbook(io.BytesIO(self.template())).worksheets[0]
        code, column = column_of(sheet, "code"), column_of(sheet, key)
        rows = {row[code - 1].value: row[column - 1].value for row in sheet.iter_rows()}
        return {
            name: value
            for name, value in rows.items()
            if value is not None and name in {*SOUND, "spent", "explanation"}
        }

    def send(self, **values: Any) -> HttpResponse:
        def change(sheet: Any) -> None:
            place = column_of(sheet, "value")
            for code, value in values.items():
                sheet.cell(row_of(sheet, code), place).value = value

        return upload(self.client, self.url(), edited(self.template(), change))

    def confirm(self, answer: HttpResponse) -> HttpResponse:
        return self.client.post(self.url("round_trip_confirm"), {"reference": answer.context["reference"]})

    def data(self) -> dict[str, Any]:
        return Draft.of(self.obligation).data


@pytest.fixture
def sheet(world: World, signed_in: SignIn) -> Sheet:
    training_asked(world)
    return Sheet(world, signed_in(world.aigul))


def test_what_goes_out_comes_back_without_a_difference(sheet: Sheet, world: World) -> None:
    typed = {name: text for name, text in SOUND.items() if text} | {"spent": "1 500,50", "explanation": "уточняем"}
    sheet.obligation.save_draft(typed, version=0, by=world.aigul, at=NOON)
    answer = upload(sheet.client, sheet.url(), sheet.template())
    assert answer.status_code == 200
    assert answer.context["differences"] == []
    assert sheet.cells("value")["trained_members"] == 1200
    assert sheet.cells("value")["spent"] == 1500.5


def test_it_is_filled_with_what_is_known(sheet: Sheet, world: World) -> None:
    tell(world.karaganda, Period(2021), chairs=4, members=20)
    make_event(world.karaganda, date(2022, 5, 4), chairs=10, spent=700)
    assert sheet.cells("value")["trained_chairs"] == 10
    assert sheet.cells("events") == {"trained_chairs": 10, "trained_total": 10, "events_seminar": 1, "spent": 700} | {
        "counted": sheet.cells("events")["counted"]
    }
    assert sheet.cells("last")["trained_chairs"] == 4


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_cells_become_the_draft_after_they_were_looked_at(sheet: Sheet, language: str) -> None:
    with translation.override(language):
        words = str(translation.gettext("persons: each is counted once"))
    answer = sheet.send(
        counted=words.partition(":")[0].upper(), trained_members=1200, trained_chairs=0, trained_total="1 200",
        budget_share=12.5, spent="2 000,00", problems="Нет лекторов",
    )  # fmt: skip
    assert not Draft.of(sheet.obligation).pk
    assert {one.kind for one in answer.context["differences"]} == {"new"}
    assert sheet.confirm(answer).status_code == 302
    assert sheet.data() == {
        "counted": "persons", "trained_members": "1\u00a0200", "trained_chairs": "0", "trained_total": "1\u00a0200",
        "budget_share": "12,5", "spent": "2\u00a0000", "problems": "Нет лекторов",
    }  # fmt: skip


def test_a_dash_removes_and_an_empty_cell_changes_nothing(sheet: Sheet, world: World) -> None:
    draft = {"trained_members": "5", "trained_chairs": "2"}
    sheet.obligation.save_draft(draft, version=0, by=world.aigul, at=NOON)
    answer = sheet.send(trained_members=None, trained_chairs="—")
    told = {one.title: (one.before, one.after) for one in answer.context["differences"]}
    assert told == {"председатели профорганизаций": ("2", "")}


@pytest.mark.parametrize(
    "values",
    [
        {"trained_members": "много"}, {"trained_members": -1}, {"trained_members": 1.5}, {"budget_share": 101},
        {"counted": "гости"}, {"schools_form": "x" * 301}, {"spent": "1,234"},
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_taken(sheet: Sheet, values: dict[str, Any]) -> None:
    answer = sheet.send(**{"trained_audit": 1, **values})
    assert len(answer.context["errors"]) == 1
    assert not Draft.of(sheet.obligation).pk


def test_another_period_or_organization_is_not_taken(sheet: Sheet, world: World, signed_in: SignIn) -> None:
    ours = sheet.template()
    other, theirs = obligation_of(world.karaganda, Period(2021)), obligation_of(world.akmola, Y2022)
    for client, owed in ((sheet.client, other), (signed_in(world.erlan), theirs)):
        answer = upload(client, reverse("reporting:round_trip", args=[owed.pk]), ours)
        assert answer.context["form"].errors


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.4 not a table", b"PK" + b"\0" * 500])
def test_a_file_that_is_no_table_is_refused_in_a_sentence(sheet: Sheet, content: bytes) -> None:
    assert upload(sheet.client, sheet.url(), content).context["form"].errors["file"]
    assert not Draft.of(sheet.obligation).pk


def test_a_file_too_large_is_refused_in_a_sentence(sheet: Sheet) -> None:
    answer = upload(sheet.client, sheet.url(), b"PK\x03\x04" + b"\0" * (LARGEST + 1))
    assert answer.context["form"].errors["file"]


def test_unknown_and_doubled_codes_are_named(sheet: Sheet) -> None:
    def change(page: Any) -> None:
        page.cell(row_of(page, "events_forum"), 1).value = "nonsense"
        page.cell(row_of(page, "events_online"), 1).value = "trained_total"

    answer = upload(sheet.client, sheet.url(), edited(sheet.template(), change))
    assert len(answer.context["errors"]) == 2
