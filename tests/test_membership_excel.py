"""A report as a spreadsheet: what goes out comes back without a difference, and what is wrong is named by row and column."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from mail.models import Letter
from membership.models import MembershipReport
from organizations.models import Organization
from reporting.models import Draft, Obligation, Submission
from tests.membership_world import make_report, membership_requirement, obligation_of
from tests.test_membership_form import SOUND
from tests.world import NOON, TODAY, World, make_organization

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
    if "count_text" in answer.context:  # the page of errors; else the form refuses the file as a whole
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


# --- All bodies below -------------------------------------------------------------------------------------


class Many(Sheet):
    """Karaganda, its branch Temirtau and the school below that, in one file."""

    def url(self, name: str = "below_upload") -> str:
        return reverse(f"membership:{name}", args=["karaganda", 2023])

    def template(self) -> bytes:
        return self.client.get(self.url("below_template")).content

    def put_in(self, **rows: dict[str, Any]) -> bytes:
        def change(page: Any) -> None:
            for code, values in rows.items():
                row = row_of(page, code.replace("school", "school-1"), column_of(page, "code"))
                for name, value in values.items():
                    page.cell(row, column_of(page, name)).value = value

        return edited(self.template(), change)

    def confirm(self, preview: HttpResponse) -> HttpResponse:
        return self.client.post(self.url("below_confirm"), {"reference": preview.context["reference"]})

    def draft_of(self, organization: Organization) -> Draft:
        return Draft.of(obligation_of(organization, 2023))

    def states(self) -> dict[str, str]:
        page = self.client.get(self.url("below")).context["page_obj"]
        return {line.organization.code: line.state for line in page}


@pytest.fixture
def many(world: World, signed_in: SignIn) -> Many:
    membership_requirement(world, levels=("member", "branch", "primary"))
    return Many(world, signed_in(world.aigul))


def test_the_file_of_all_comes_back_without_a_difference(many: Many) -> None:
    obligation_of(many.world.school, 2023).save_draft(
        {**SOUND, "note_text": "Да"}, version=0, by=many.world.aigul, at=NOON
    )
    preview = many.preview(many.template())
    assert preview.context["incoming"].differences == []
    assert preview.context["incoming"].unchanged == len(SOUND) + 1


def test_one_row_for_each_organization_and_the_drafts_of_all(many: Many) -> None:
    preview = many.preview(many.put_in(school=dict(SOUND), temirtau={"members_total": 5}))
    assert len(preview.context["incoming"].changed) == 2
    assert not Draft.objects.filter(obligation__requirement__code="membership_report").exists()
    assert many.confirm(preview).status_code == 302
    assert many.draft_of(many.world.school).data["members_total"] == "900"
    assert many.draft_of(many.world.temirtau).data == {"members_total": "5"}
    assert many.states() == {"school-1": "ready", "temirtau": "errors", "karaganda": "no_draft"}


def test_a_draft_that_changed_meanwhile_is_shown_anew(many: Many) -> None:
    preview = many.preview(many.put_in(school={"groups": 3}))
    school = obligation_of(many.world.school, 2023)
    school.save_draft({"groups": "4"}, version=0, by=many.world.bolat, at=NOON)
    again = many.confirm(preview)
    assert [(one.before, one.after) for one in again.context["differences"]] == [("4", "3")]
    assert many.draft_of(many.world.school).data == {"groups": "4"}


def test_all_that_pass_are_submitted_together_the_others_stay_drafts(many: Many) -> None:
    many.confirm(many.preview(many.put_in(school=dict(SOUND), temirtau={"members_total": 5})))
    assert many.client.post(many.url("below_submit")).status_code == 302
    report = MembershipReport.objects.get()
    assert (report.organization, report.members_total, report.failed_checks) == (many.world.school, 900, 0)
    assert report.flow.count() == 3
    assert report.submission.signed_by == many.world.aigul.person
    assert report.submission.history.count() == 1
    assert many.states() == {"school-1": "standing", "temirtau": "errors", "karaganda": "no_draft"}
    many.client.post(many.url("below_submit"))
    assert Submission.objects.filter(obligation__requirement__code="membership_report").count() == 1


def test_the_receipts_of_all_come_in_one_letter(many: Many) -> None:
    """Two primaries with reports of their own; one of them late."""
    second = make_organization("school-2", "primary", many.world.temirtau, "Школа № 2")
    late = obligation_of(second, 2023)
    Obligation.objects.filter(pk=late.pk).update(original_due_on=TODAY - timedelta(days=3))
    for organization in (many.world.school, second):
        obligation_of(organization, 2023).save_draft(dict(SOUND), version=0, by=many.world.aigul, at=NOON)
    Obligation.objects.filter(organization=many.world.school, requirement__code="membership_report").update(
        original_due_on=TODAY
    )
    many.client.post(many.url("below_submit"))
    letter = Letter.objects.get(to=many.world.aigul.email)
    for submission in Submission.objects.filter(obligation__requirement__code="membership_report"):
        (line,) = [line for line in letter.text.splitlines() if submission.receipt_number in line]
        assert submission.obligation.organization.legal_name in line
        assert ("опозданием: 3" in line) == (submission.obligation.organization == second)
    assert many.url("below") in letter.text


def test_the_receipt_of_one_is_the_usual_letter(many: Many) -> None:
    many.confirm(many.preview(many.put_in(school=dict(SOUND))))
    many.client.post(many.url("below_submit"))
    letter = Letter.objects.get(to=many.world.aigul.email)
    assert reverse("reporting:receipt", args=[Submission.objects.latest("pk").pk]) in letter.text


def test_a_branch_is_judged_against_what_is_submitted_with_it(many: Many) -> None:
    """It passes alone; beside the report of its school it must say why it has more."""
    more = {**SOUND, "members_students": "60", "members_total": "910", "in_joined": "35", "admitted_total": "35"}
    many.confirm(many.preview(many.put_in(school=dict(SOUND), temirtau=more)))
    assert many.states()["temirtau"] == "ready"
    many.client.post(many.url("below_submit"))
    assert many.states() == {"school-1": "standing", "temirtau": "errors", "karaganda": "no_draft"}


def test_wrong_cells_are_named_by_row_and_column_and_nothing_is_taken(many: Many) -> None:
    content = many.put_in(school={"members_total": "много", "groups": 3}, temirtau={"members_women": -2})
    found = errors(many.preview(content))
    assert len(found) == 2
    assert "много" in found[1] or "много" in found[0]


@pytest.mark.parametrize("code", ["akmola", "nobody", "temirtau"])
def test_rows_of_others_and_rows_twice_are_refused(many: Many, code: str) -> None:
    def change(page: Any) -> None:
        row, column = row_of(page, "school-1", column_of(page, "code")), column_of(page, "code")
        page.cell(row, column).value = code
        page.cell(row, column_of(page, "groups")).value = 3

    (sentence,) = errors(many.preview(edited(many.template(), change)))
    assert code in sentence


def test_a_row_of_what_is_handed_in_is_refused(many: Many) -> None:
    content = many.put_in(school={"groups": 3})
    make_report(many.world.school, 2023)
    assert len(errors(many.preview(content))) == 1


def test_the_file_of_all_of_another_year_or_organization_is_refused(many: Many, signed_in: SignIn) -> None:
    url = reverse("membership:below_template", args=["karaganda", 2022])
    assert "2023" in errors(many.preview(many.client.get(url).content))[0]
    other = signed_in(many.world.bolat).get(reverse("membership:below_template", args=["temirtau", 2023])).content
    assert "temirtau" in errors(many.preview(other))[0]


@pytest.mark.parametrize(("person", "look", "submit"), [("aigul", 200, 302), ("dana", 200, 403), ("bolat", 404, 404), ("saule", 403, 403)])  # fmt: skip
def test_who_fills_in_and_who_submits_for_all(
    many: Many, signed_in: SignIn, person: str, look: int, submit: int
) -> None:
    client = signed_in(getattr(many.world, person))
    assert client.get(many.url("below")).status_code == look
    assert client.get(many.url()).status_code == look
    assert client.post(many.url("below_submit")).status_code == submit


def test_the_number_of_queries_does_not_grow_with_the_bodies(
    many: Many, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    content = many.put_in(school=dict(SOUND))
    many.confirm(many.preview(content))
    for number in range(12):
        made = make_organization(f"p-{number}", "primary", many.world.temirtau, f"Первичка {number}")
        make_report(made, 2022, accepted_on=date(2022, 3, 1), groups=2)
        obligation_of(made, 2023).save_draft(dict(SOUND), version=0, by=many.world.aigul, at=NOON)
    with django_assert_max_num_queries(40):
        assert len(many.states()) == 15
    with django_assert_max_num_queries(40):
        many.template()
