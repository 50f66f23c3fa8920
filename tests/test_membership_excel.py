"""A report as a spreadsheet: what goes out comes back without a difference, and what is wrong is named by row and column."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from reporting.models import Draft, Submission
from tests.membership_world import make_report, membership_requirement, obligation_of
from tests.test_membership_form import SOUND
from tests.world import NOON, World

SignIn = Callable[..., Client]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(client: Client, url: str, content: bytes) -> HttpResponse:
    return client.post(url, {"file": SimpleUploadedFile("t.xlsx", content, XLSX)})


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def row_of(sheet: Any, code: str, column: int = 1) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == code)


def column_of(sheet: Any, code: str) -> int:
    for row in range(1, 12):
        for column in range(1, sheet.max_column + 1):
            if sheet.cell(row, column).value == code:
                return column
    raise AssertionError(code)


class Sheet:
    """Karaganda's report of 2023 in Excel."""

    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client = world, client
        self.obligation = obligation_of(world.karaganda, 2023)

    def url(self, name: str = "round_trip") -> str:
        return reverse(f"reporting:{name}", args=[self.obligation.pk])

    def template(self) -> bytes:
        return self.client.get(self.url("round_trip_template")).content

    def put(self, **values: Any) -> bytes:
        def change(sheet: Any) -> None:
            for code, value in values.items():
                sheet.cell(row_of(sheet, code), column_of(sheet, "value")).value = value

        return edited(self.template(), change)

    def preview(self, content: bytes) -> HttpResponse:
        return upload(self.client, self.url(), content)

    def confirm(self, preview: HttpResponse) -> HttpResponse:
        return self.client.post(self.url("round_trip_confirm"), {"reference": preview.context["reference"]})

    def data(self) -> dict[str, Any]:
        return Draft.of(self.obligation).data


@pytest.fixture
def sheet(world: World, signed_in: SignIn) -> Sheet:
    membership_requirement(world)
    return Sheet(world, signed_in(world.aigul))


def errors(answer: HttpResponse) -> list[str]:
    if "incoming" in answer.context:
        return [str(error) for error in answer.context["errors"]]
    return list(answer.context["form"].errors["file"])


# --- One organization -------------------------------------------------------------------------------------


def test_a_filled_template_comes_back_without_a_difference(sheet: Sheet) -> None:
    filled = {**SOUND, "base_submitted": "yes", "note_text": "Строка один\nстрока два", "groups": "не число"}
    sheet.obligation.save_draft(filled, version=0, by=sheet.world.aigul, at=NOON)
    preview = sheet.preview(sheet.template())
    assert preview.context["incoming"].differences == []
    assert preview.context["incoming"].unchanged > 10


def test_what_is_filled_in_becomes_the_draft_after_it_was_shown(sheet: Sheet) -> None:
    preview = sheet.preview(sheet.put(members_total=900, in_joined="25", base_submitted="иә", note_text="Закрыт"))
    found = {(one.title, one.before, one.after) for one in preview.context["incoming"].differences}
    assert sorted(after for _title, _before, after in found)[:2] == ["25", "900"]
    assert not Draft.objects.filter(obligation=sheet.obligation).exists()
    assert sheet.confirm(preview)["Location"].startswith(sheet.obligation.fill_url)
    assert {name: sheet.data()[name] for name in ("members_total", "in_joined", "base_submitted", "note_text")} == {
        "members_total": "900", "in_joined": "25", "base_submitted": "yes", "note_text": "Закрыт",
    }  # fmt: skip


def test_a_dash_removes_and_an_empty_cell_does_not(sheet: Sheet) -> None:
    sheet.confirm(sheet.preview(sheet.put(groups=4, branches=2)))
    sheet.confirm(sheet.preview(sheet.put(groups="–", branches=None)))
    assert (sheet.data()["groups"], sheet.data()["branches"]) == ("", "2")


def test_last_year_stands_beside(sheet: Sheet) -> None:
    make_report(sheet.world.karaganda, 2022, employed=790, accepted_on=date(2022, 3, 1))
    page = load_workbook(io.BytesIO(sheet.template())).worksheets[0]
    row = row_of(page, "members_employed")
    assert page.cell(row, column_of(page, "last")).value == 790


@pytest.mark.parametrize("wrong", ["много", -3, 2.5, 10**10, "12 чел.", True])
def test_what_is_no_count_is_named_by_its_row_and_column(sheet: Sheet, wrong: Any) -> None:
    content = sheet.put(members_total=wrong, members_women=5)
    row = row_of(load_workbook(io.BytesIO(content)).worksheets[0], "members_total")
    (sentence,) = errors(sheet.preview(content))
    assert str(row) in sentence
    assert not Draft.objects.filter(obligation=sheet.obligation).exists()


def test_the_file_of_another_year_is_refused(sheet: Sheet) -> None:
    sheet.obligation = obligation_of(sheet.world.karaganda, 2022)
    old = sheet.template()
    sheet.obligation = obligation_of(sheet.world.karaganda, 2023)
    assert "2023" in errors(sheet.preview(old))[0]


def test_the_file_of_another_organization_is_refused(sheet: Sheet, signed_in: SignIn) -> None:
    other = Sheet(sheet.world, signed_in(sheet.world.erlan))
    other.obligation = obligation_of(sheet.world.akmola, 2023)
    assert "akmola" in errors(sheet.preview(other.template()))[0]


def test_an_unknown_column_and_an_unknown_row_are_named(sheet: Sheet) -> None:
    def widen(page: Any) -> None:
        page.cell(row_of(page, "members_total"), page.max_column + 1).value = "моя пометка"

    assert errors(sheet.preview(edited(sheet.template(), widen)))

    def rename(page: Any) -> None:
        page.cell(row_of(page, "members_total"), 1).value = "members_grand"

    assert "members_grand" in errors(sheet.preview(edited(sheet.template(), rename)))[0]


def test_a_figure_twice_is_refused(sheet: Sheet) -> None:
    def twice(page: Any) -> None:
        page.cell(row_of(page, "members_women"), 1).value = "members_total"

    assert len(errors(sheet.preview(edited(sheet.template(), twice)))) == 1


def test_what_came_from_a_file_is_checked_and_submitted_like_what_is_typed(sheet: Sheet) -> None:
    sheet.confirm(sheet.preview(sheet.put(**SOUND)))
    form = reverse("membership:report_form", args=[sheet.obligation.pk])
    sent = {**sheet.data(), "version": Draft.of(sheet.obligation).version, "action": "check"}
    assert sheet.client.post(form, sent)["Location"] == reverse("membership:report_check", args=[sheet.obligation.pk])
    assert not Submission.objects.filter(obligation=sheet.obligation).exists()
