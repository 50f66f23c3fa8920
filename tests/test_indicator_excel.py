"""Activity reports as spreadsheets: of one organization, and of all organizations the apparatus counts about."""

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

from indicators.answers import answers_of
from indicators.models import ActivityForm, ActivityReport
from reporting.models import Draft
from reporting.periods import Period
from tests.indicator_world import H1, asked_for, count, make_form, obligation_of, said, tell
from tests.test_indicator_report import SOUND
from tests.test_membership_excel import column_of, edited, row_of
from tests.world import NOON, TODAY, World

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(client: Client, url: str, content: bytes) -> HttpResponse:
    return client.post(url, {"file": SimpleUploadedFile("t.xlsx", content, XLSX)})


class Sheet:
    """Karaganda's report in Excel."""

    def __init__(self, world: World, client: Client, form: ActivityForm) -> None:
        self.client, self.form = client, form
        self.obligation = obligation_of(world.karaganda, form, H1)

    def url(self, name: str = "round_trip") -> str:
        return reverse(f"reporting:{name}", args=[self.obligation.pk])

    def template(self) -> bytes:
        return self.client.get(self.url("round_trip_template")).content

    def put(self, **values: Any) -> bytes:
        def change(sheet: Any) -> None:
            place = column_of(sheet, "value")
            for code, value in values.items():
                sheet.cell(row_of(sheet, code), place).value = value

        return edited(self.template(), change)

    def send(self, **values: Any) -> HttpResponse:
        return upload(self.client, self.url(), self.put(**values))

    def confirm(self, answer: HttpResponse) -> HttpResponse:
        return self.client.post(self.url("round_trip_confirm"), {"reference": answer.context["reference"]})


@pytest.fixture
def sheet(world: World, signed_in: SignIn) -> Sheet:
    form = make_form(world)
    asked_for(world, form)
    return Sheet(world, signed_in(world.aigul), form)


def test_what_goes_out_comes_back_without_a_difference(sheet: Sheet, world: World) -> None:
    sheet.obligation.save_draft({**SOUND, "explanation": "уточняем"}, version=0, by=world.aigul, at=NOON)
    answer = upload(sheet.client, sheet.url(), sheet.template())
    assert answer.status_code == 200
    assert answer.context["differences"] == []


def test_cells_become_the_draft_after_they_were_looked_at(sheet: Sheet) -> None:
    answer = sheet.send(
        found=1200, eliminated="около 900", money=12.5, handed_over="да", on_day=date(2023, 6, 30), topics=2023
    )
    assert not Draft.of(sheet.obligation).pk
    assert {one.kind for one in answer.context["differences"]} == {"new"}
    assert sheet.confirm(answer).status_code == 302
    data = Draft.of(sheet.obligation).data
    assert data == {
        "i_found": "1\u00a0200", "i_eliminated": "≈\u00a0900", "i_money": "12,50", "i_handed_over": "yes",
        "i_on_day": "30.06.2023", "i_topics": "2023",
    }  # fmt: skip


def test_a_dash_removes_and_an_empty_cell_changes_nothing(sheet: Sheet, world: World) -> None:
    sheet.obligation.save_draft({"i_found": "5", "i_injured": "2"}, version=0, by=world.aigul, at=NOON)
    answer = sheet.send(found=None, injured="—", eliminated=0)
    told = {one.title: (one.before, one.after) for one in answer.context["differences"]}
    assert told == {"Пострадало, чел.": ("2", ""), "Устранено нарушений": ("", "0")}


@pytest.mark.parametrize(
    "values",
    [
        {"found": "много"},
        {"found": -1},
        {"found": 1.5},
        {"money": 1.2345},
        {"handed_over": "может"},
        {"on_day": "31.02.2023"},
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_taken(sheet: Sheet, values: dict[str, Any]) -> None:
    answer = sheet.send(**{"injured": 1, **values})
    assert len(answer.context["errors"]) == 1
    assert not Draft.of(sheet.obligation).pk


def test_another_period_version_or_organization_is_not_taken(sheet: Sheet, world: World, signed_in: SignIn) -> None:
    ours = sheet.template()
    other = obligation_of(world.karaganda, sheet.form, Period(2022, "h2"))
    theirs = obligation_of(world.akmola, sheet.form, H1)
    assert upload(sheet.client, reverse("reporting:round_trip", args=[other.pk]), ours).context["form"].errors
    assert (
        upload(signed_in(world.erlan), reverse("reporting:round_trip", args=[theirs.pk]), ours).context["form"].errors
    )
    version = sheet.form.begin_version(by=world.saule)
    version.put_to_use(applies_from=date(2023, 1, 1), by=world.saule, at=NOON)
    assert "1" in str(upload(sheet.client, sheet.url(), ours).context["form"].errors)


def test_unknown_and_doubled_codes_are_named(sheet: Sheet) -> None:
    def change(page: Any) -> None:
        page.cell(row_of(page, "topics"), 1).value = "nonsense"
        page.cell(row_of(page, "light"), 1).value = "found"

    answer = upload(sheet.client, sheet.url(), edited(sheet.template(), change))
    assert len(answer.context["errors"]) == 2


# --- The apparatus ------------------------------------------------------------------------------------------


class About:
    def __init__(self, world: World, client: Client) -> None:
        self.client = client
        self.form = make_form(world, "counted", entered_by="apparatus")

    def url(self, name: str, *more: str) -> str:
        return reverse(f"indicators:{name}", args=[self.form.code, H1.slug, *more])

    def put(self, **values: Any) -> bytes:
        """By organization and code: karaganda__found."""

        def change(sheet: Any) -> None:
            for place, value in values.items():
                organization, code = place.split("__")
                sheet.cell(row_of(sheet, organization), column_of(sheet, code)).value = value

        return edited(self.client.get(self.url("about_template")).content, change)

    def send(self, **values: Any) -> HttpResponse:
        return upload(self.client, self.url("about_upload"), self.put(**values))

    def confirm(self, answer: HttpResponse) -> HttpResponse:
        return self.client.post(self.url("about_confirm"), {"reference": answer.context["reference"]})


@pytest.fixture
def about(world: World, signed_in: SignIn) -> About:
    return About(world, signed_in(world.saule))


def test_the_apparatus_enters_about_one_organization(about: About, world: World) -> None:
    assert about.client.get(reverse("indicators:about", args=[about.form.code])).url == about.url("about_period")
    url = about.url("about_enter", "karaganda")
    sent = {**SOUND, "i_injured": "9", "source": "страница", "seen": ""}
    assert about.client.post(url, sent).context["form"].errors.keys() == {"i_injured"}
    assert about.client.post(url, {**sent, "i_injured": "3"}).status_code == 302
    made = ActivityReport.objects.get()
    assert (made.organization, made.recorded_by, made.source) == (world.karaganda, world.saule, "страница")
    page = about.client.get(reverse("indicators:told", args=[made.pk])).content.decode()
    assert "страница" in page


def test_who_comes_second_looks_once_more(about: About, world: World) -> None:
    url = about.url("about_enter", "karaganda")
    seen = about.client.get(url).context["form"].initial["seen"]
    count(world.karaganda, about.form, H1, found=1)
    answer = about.client.post(url, {**SOUND, "source": "x", "seen": seen})
    assert answer.status_code == 200
    assert ActivityReport.objects.count() == 1
    again = answer.context["form"]["seen"].value()
    assert about.client.post(url, {**SOUND, "source": "x", "seen": again}).status_code == 302
    assert ActivityReport.objects.filter(set_aside_on=TODAY).count() == 1


def test_all_of_them_as_one_table(about: About, world: World) -> None:
    answer = about.send(karaganda__found=5, karaganda__eliminated=0, akmola__found="около 7", akmola__source="список")
    assert not ActivityReport.objects.exists()
    assert about.confirm(answer).status_code == 302
    told = {one.organization.code: (answers_of(one), one.source) for one in ActivityReport.objects.all()}
    assert told["karaganda"][0] == said(found=5, eliminated=0)
    assert told["akmola"] == (said(("found",), found=7), "список")
    again = upload(about.client, about.url("about_upload"), about.put())
    assert again.context["differences"] == []
    changed = about.send(karaganda__found=6)
    assert [one.before for one in changed.context["differences"]] == ["5"]
    about.confirm(changed)
    assert ActivityReport.objects.current_on(TODAY).count() == 2


def test_one_wrong_row_enters_nothing(about: About) -> None:
    assert about.send(karaganda__found=5, akmola__found=1, akmola__eliminated=2).context["errors"]
    assert about.send(karaganda__found=5, akmola__eliminated=2).context["errors"]
    assert not ActivityReport.objects.exists()


def test_an_organization_that_was_not_there_has_no_row(about: About, world: World) -> None:
    world.akmola.placements.update(from_day=date(2023, 7, 1))
    book = load_workbook(io.BytesIO(about.client.get(about.url("about_template")).content))
    assert "akmola" not in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert about.client.get(about.url("about_enter", "akmola")).status_code == 302
    assert not ActivityReport.objects.exists()


def test_a_period_that_is_not_over_is_not_entered(about: About) -> None:
    url = reverse("indicators:about_enter", args=[about.form.code, "2023-h2", "karaganda"])
    assert about.client.post(url, {**SOUND, "source": "x", "seen": ""}).context["form"].errors
    assert not ActivityReport.objects.exists()


def test_a_hand_in_and_an_entry_do_not_mix(about: About, world: World, sheet: Sheet) -> None:
    tell(world.karaganda, sheet.form, H1, found=1)
    assert about.client.get(reverse("indicators:about", args=[sheet.form.code])).status_code == 404
    assert ActivityReport.objects.get().submission is not None
