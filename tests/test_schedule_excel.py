"""The schedule as a spreadsheet: there and back without a difference, and what a clerk's own table may look like."""

import io
import re
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st
from openpyxl import Workbook, load_workbook

from campaigns.models import Plan
from campaigns.schedule_draft import told_before
from campaigns.schedule_table import ALSO, FIELDS, read
from documents.heads import recognised
from organizations.models import Alias, Organization
from reporting.models import Draft
from reporting.round_trip import Incoming
from tests.test_schedule_form import Schedule, schedule  # noqa: F401  (a fixture)
from tests.union_of_2023 import LIST_DAY
from tests.world import at, make_organization

TERMS = (
    "апрель 2024 г.",
    "II квартал 2024 г.",
    "13.10.2023",
    "04.2024",
    "2024 жылғы наурыз–мамыр",
    "2024 жылғы қаңтар",
    "II тоқсан 2024 ж.",
    "2-3 кварталы 2024 года",
    "IV квартал 09.10.2023 г.",
    "2025–2027 гг.",
)


class Excel(Schedule):
    """Karaganda's schedule with three schools: two of Temirtau, one directly below."""

    def __init__(self, one: Schedule) -> None:
        self.__dict__ = one.__dict__
        self.first = make_organization("school-1", "primary", self.temirtau, "Школа № 1", short_kk="№ 1 мектеп")
        self.second = make_organization("school-2", "primary", self.temirtau, "Школа № 2")
        self.college = make_organization("college", "primary", self.karaganda, "Колледж")

    def single(self, organization: Organization) -> str:
        return f"term_primary_{organization.pk}"

    def workbook(self) -> bytes:
        answer = self.client.get(reverse("reporting:round_trip_template", args=[self.obligation.pk]))
        assert answer.status_code == 200
        return answer.content

    def upload(self, content: bytes) -> HttpResponse:
        file = SimpleUploadedFile("график.xlsx", content)
        return self.client.post(reverse("reporting:round_trip", args=[self.obligation.pk]), {"file": file})

    def confirm(self, preview: HttpResponse) -> HttpResponse:
        reference = preview.context["reference"]
        assert reference
        return self.client.post(
            reverse("reporting:round_trip_confirm", args=[self.obligation.pk]), {"reference": reference}
        )

    def save(self, **data: str) -> None:
        draft = Draft.of(self.obligation)
        self.obligation.save_draft(data, version=draft.version, by=self.chair, at=at(LIST_DAY))

    @property
    def data(self) -> dict[str, Any]:
        return Draft.of(self.obligation).data


@pytest.fixture
def excel(schedule: Schedule) -> Excel:  # noqa: F811
    return Excel(schedule)


def filled(content: bytes, **cells: Any) -> bytes:
    """A downloaded workbook with cells changed: B7="…"; what is not named stays."""
    book = load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        book.active[address] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(*rows: Any) -> bytes:
    """A table that somebody made."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def cell_of(content: bytes, code: str, column: str = "term", level: str | None = None) -> str:
    """The address of a cell of the template by the code of its row."""
    sheet = load_workbook(io.BytesIO(content)).active
    head = next(row for row in sheet.iter_rows() if row[0].value == "code")
    letter = next(cell.column_letter for cell in head if cell.value == column)
    for row in sheet.iter_rows(min_row=head[0].row + 2):
        if row[0].value == code and level in (None, row[1].value):
            return f"{letter}{row[0].row}"
    raise LookupError(code)


def incoming(excel: Excel, content: bytes) -> Incoming:
    answer = excel.upload(content)
    assert "incoming" in answer.context, answer.context["form"].errors
    return answer.context["incoming"]


def changes(found: Incoming) -> dict[str, tuple[str, str]]:
    return {one.title: (one.before, one.after) for one in found.differences}


def refusals(excel: Excel, content: bytes) -> list[str]:
    answer = excel.upload(content)
    assert not excel.data
    if "form" in answer.context:
        return [str(error) for error in answer.context["form"].errors["file"]]
    return [str(error) for error in answer.context["errors"]]


# --- There and back -----------------------------------------------------------------------------------------


def test_the_template_holds_every_organization_and_what_is_known(excel: Excel) -> None:
    content = excel.workbook()
    sheet = load_workbook(io.BytesIO(content)).active
    codes = [row[0].value for row in sheet.iter_rows() if row[0].value]
    start = codes.index("karaganda")
    assert codes[start:] == ["karaganda", "karaganda", "college", "balkhash", "temirtau", "school-1", "school-2"]
    assert sheet[cell_of(content, "karaganda", level="членская организация")].value == "IV квартал 09.10.2023 г."


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_our_own_export_makes_no_difference(excel: Excel, language: str) -> None:
    excel.client.cookies["django_language"] = language
    content = excel.workbook()
    excel.client.cookies["django_language"] = "ru"
    found = incoming(excel, content)
    assert (found.differences, found.errors, found.notes) == ([], [], [])
    assert excel.upload(content).context["reference"] == ""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(TERMS) | st.just(""), st.text("абвқ, 1\"'=+-@", max_size=12)), min_size=7, max_size=7
    )
)
def test_any_draft_comes_back_as_it_left(excel: Excel, told: list[tuple[str, str]]) -> None:
    keys = [
        "own", "primaries", *(f"branch_{one.pk}" for one in (excel.temirtau, excel.balkhash)),
        *(f"primary_{one.pk}" for one in (excel.first, excel.second, excel.college)),
    ]  # fmt: skip
    data = {f"term_{key}": term for key, (term, _reason) in zip(keys, told, strict=True)}
    data |= {f"reason_{key}": reason for key, (term, reason) in zip(keys, told, strict=True) if term}
    excel.save(**data)
    found = incoming(excel, excel.workbook())
    assert (found.differences, found.errors) == ([], [])
    before = {name: value.strip() for name, value in data.items() if value.strip()}
    assert {name: value.strip() for name, value in found.data.items() if value.strip()} == before


def test_a_filled_template_becomes_the_draft_and_is_submitted(excel: Excel) -> None:
    content = excel.workbook()
    told = {
        "karaganda": "апрель 2024 г.", "temirtau": "февраль 2024 г.", "school-1": "ноябрь 2023 г.",
        "college": "2023 жылғы қазан",
    }  # fmt: skip
    cells = {cell_of(content, code, level="членская организация" if code == "karaganda" else None): term
             for code, term in told.items()}  # fmt: skip
    preview = excel.upload(filled(content, **cells))
    assert changes(preview.context["incoming"])["Школа № 1"] == ("", "ноябрь 2023 г.")
    assert not Draft.of(excel.obligation).pk  # a dry run is dry
    answer = excel.confirm(preview)
    assert answer.headers["Location"] == f"{excel.url()}?fresh=1"
    assert excel.data[excel.single(excel.first)] == "ноябрь 2023 г."
    assert not Plan.objects.filter(source="form").exists()  # a draft is nobody's fact
    page = excel.client.get(excel.url())
    assert [(row["group"].organization.code, row["stated"]) for row in page.context["groups"]] == [
        ("karaganda", 1), ("temirtau", 1),
    ]  # fmt: skip
    assert excel.client.get(excel.url("schedule_check")).status_code == 200
    excel.submit()
    plans = {plan.organization.code: plan for plan in Plan.objects.filter(source="form")}
    assert {code: plan.raw for code, plan in plans.items()} == told
    assert plans["school-1"].level == "primary"
    assert plans["school-1"].history.get().history_user == excel.chair
    before = told_before(excel.karaganda, plans["college"].campaign, LIST_DAY)
    assert before[f"primary_{excel.college.pk}"].raw == "2023 жылғы қазан"


def test_a_dash_removes_and_an_empty_cell_does_not(excel: Excel) -> None:
    excel.save(**{excel.single(excel.first): "ноябрь 2023 г.", excel.single(excel.second): "ноябрь 2023 г."})
    content = excel.workbook()
    found = incoming(excel, filled(content, **{cell_of(content, "school-1"): "–", cell_of(content, "school-2"): None}))
    assert changes(found) == {"Школа № 1": ("ноябрь 2023 г.", "")}
    assert excel.single(excel.first) not in found.data
    assert excel.single(excel.second) in found.data


def test_what_was_confirmed_and_explained_was_another_term(excel: Excel) -> None:
    key = f"branch_{excel.temirtau.pk}"
    excel.save(**{f"term_{key}": "IV квартал 09.10.2023", f"confirm_{key}": "on", f"reason_{key}": "Ремонт"})
    content = excel.workbook()
    found = incoming(excel, filled(content, **{cell_of(content, "temirtau"): "март 2024 г."}))
    assert f"confirm_{key}" not in found.data
    assert found.data[f"reason_{key}"] == "Ремонт"


# --- All or nothing -----------------------------------------------------------------------------------------


def test_each_refusal_names_row_and_column(excel: Excel) -> None:
    content = excel.workbook()
    bad, worse = cell_of(content, "school-1"), cell_of(content, "temirtau")
    told = refusals(excel, filled(content, **{bad: "весной", worse: "31.02.2024", cell_of(content, "college"): "2024"}))
    assert len(told) == 2
    assert told[0].startswith(f"строка {worse[1:]}, столбец «")
    assert "31.02.2024" in told[0]
    assert told[1].startswith(f"строка {bad[1:]}, столбец «")
    assert "весной" in told[1]


def test_a_foreign_row_and_a_doubled_one_are_refused(excel: Excel) -> None:
    akmola = excel.union.members["akmola"]
    content = excel.workbook()
    foreign = refusals(excel, filled(content, **{f"A{cell_of(content, 'college')[1:]}": akmola.code}))
    assert len(foreign) == 1
    assert "akmola" in foreign[0]
    doubled = refusals(excel, filled(content, **{f"A{cell_of(content, 'school-2')[1:]}": "school-1",
                                                 f"C{cell_of(content, 'school-2')[1:]}": "Школа № 1"}))  # fmt: skip
    assert len(doubled) == 1
    assert cell_of(content, "school-1")[1:] in re.findall(r"\d+", doubled[0])


def test_codes_that_slipped_against_the_names_are_refused(excel: Excel) -> None:
    """Somebody sorted one column without the others."""
    content = excel.workbook()
    slipped = f"A{cell_of(content, 'school-2')[1:]}"
    [sentence] = refusals(excel, filled(content, **{slipped: "balkhash", cell_of(content, "school-2"): "2024"}))[:1]
    assert "Балхаш" in sentence
    assert "Школа № 2" in sentence


def test_a_strange_column_is_named(excel: Excel) -> None:
    content = excel.workbook()
    row = int(cell_of(content, "school-1")[1:])
    [sentence] = refusals(excel, filled(content, **{f"H{row}": "сто рублей"}))
    assert "(H)" in sentence


@pytest.mark.parametrize("change", ["organization", "template"])
def test_a_template_of_somebody_else_or_of_another_campaign_is_refused(excel: Excel, change: str) -> None:
    book = load_workbook(io.BytesIO(excel.workbook()))
    for row in book["_template"].iter_rows():
        if row[0].value == change:
            row[1].value = "akmola" if change == "organization" else "schedule-0"
    assert len(refusals(excel, saved(book))) == 1


def test_a_draft_that_changed_meanwhile_is_compared_anew(excel: Excel) -> None:
    content = excel.workbook()
    preview = excel.upload(filled(content, **{cell_of(content, "college"): "ноябрь 2023 г."}))
    excel.save(term_own="май 2024 г.")
    again = excel.confirm(preview)
    assert again.status_code == 200
    assert excel.data == {"term_own": "май 2024 г."}
    assert changes(again.context["incoming"])["Карагандинская область"][0] == "май 2024 г."
    assert excel.confirm(again).status_code == 302
    assert excel.data[excel.single(excel.college)] == "ноябрь 2023 г."


def test_a_confirmation_is_for_one_person_and_one_form(excel: Excel, signed_in: Callable[..., Client]) -> None:
    content = excel.workbook()
    preview = excel.upload(filled(content, **{cell_of(content, "college"): "ноябрь 2023 г."}))
    strange = signed_in(excel.union.staff)
    address = reverse("reporting:round_trip_confirm", args=[excel.obligation.pk])
    assert strange.post(address, {"reference": preview.context["reference"]}).status_code == 403
    assert excel.client.post(address, {"reference": "nothing"}).status_code == 302
    assert not excel.data


# --- Tables of their own ------------------------------------------------------------------------------------


def test_a_clerks_own_table_is_read_by_its_heads(excel: Excel) -> None:
    Alias.objects.create(organization=excel.second, name="Вторая школа")
    excel.first.rename(from_day=date(2023, 1, 1), short_ru="Школа имени Абая")
    content = table(
        ["ГРАФИК проведения отчётно-выборных собраний"],
        ["Карагандинская областная организация профсоюза"],
        [],
        [None, "Срок проведения", "№ п/п", "Наименование организации", "Ф.И.О. председателя"],
        [1, 2, 3, 4, 5],
        [None, "I квартал 2024 г.", 1, "филиал «Темиртау»", "Сейтов Б."],
        [None, "2023 жылғы қараша", 2, "школа №1", "Ким А."],
        [],
        [None, datetime(2023, 10, 13), 3, "ВТОРАЯ ШКОЛА", "Ли Б."],
        [None, "Срок проведения", "№ п/п", "Наименование организации", "Ф.И.О. председателя"],
        [None, None, 4, "Колледж", "Пак В."],
        [None, None, None, "Исполнитель: Иванова, тел. 12-34"],
    )
    found = incoming(excel, content)
    assert not found.errors
    assert changes(found) == {
        "Темиртау": ("", "I квартал 2024 г."),
        "Школа имени Абая": ("", "2023 жылғы қараша"),
        "Школа № 2": ("", "13.10.2023"),
    }
    assert [note.split(": ")[-1] for note in found.notes] == ["12."]  # named, not ignored


def test_heads_in_kazakh_and_a_merged_head_of_two_rows(excel: Excel) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["Есеп беру-сайлау конференцияларының кестесі"],
        ["р/с", "Ұйымның атауы", "Өткізу", None],
        [None, None, "мерзімі", "окно тыс болу себебі"],
        [1, "№ 1 мектеп", "2023 жылғы желтоқсан", None],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("C2:D2")
    assert changes(incoming(excel, saved(book))) == {"Школа № 1": ("", "2023 жылғы желтоқсан")}


def test_excel_makes_a_day_of_a_month_and_the_month_is_read(excel: Excel) -> None:
    book = Workbook()
    book.active.append(["Организация", "Срок"])
    book.active.append(["Колледж", datetime(2023, 11, 1)])
    book.active["B2"].number_format = "[$-419]mmmm\\ yyyy;@"
    book.active.append(["Школа № 1", datetime(2023, 11, 1)])
    book.active["B3"].number_format = "dd.mm.yyyy"
    assert changes(incoming(excel, saved(book))) == {
        "Колледж": ("", "ноябрь 2023 г."),
        "Школа № 1": ("", "01.11.2023"),
    }


def test_one_name_in_two_branches_is_told_apart_by_the_branch_above_or_beside(excel: Excel) -> None:
    other = make_organization("balkhash-school-1", "primary", excel.balkhash, "Школа № 1")
    asked = refusals(excel, table(["Организация", "Срок"], ["Школа № 1", "2023"]))
    assert "balkhash-school-1" in asked[0]
    beside = incoming(excel, table(["Организация", "Филиал", "Срок"], ["Школа № 1", "Балхаш", "2023"]))
    assert beside.data[excel.single(other)] == "2023"
    above = table(
        ["Организация", "Срок"], ["Темиртау", None], ["Школа № 1", "ноябрь 2023 г."], ["Балхаш", None],
        ["Школа № 1", "октябрь 2023 г."],
    )  # fmt: skip
    found = incoming(excel, above)
    assert found.data[excel.single(excel.first)] == "ноябрь 2023 г."
    assert found.data[excel.single(other)] == "октябрь 2023 г."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["Организация", "Срок"], ["Школа № 77", "2024"]], "Школа № 77"),
        ([["Организация", "Срок"], ["Калледж", "2024"]], "college"),
        ([["Организация", "Срок", "Телефон"], ["Колледж", "2024", "123"]], "Телефон"),
        ([["Организация", "Срок", "Дата утверждения"], ["Колледж", "2024", "2023"]], "Дата утверждения"),
        ([["Просто", "текст"], ["и", "ещё"]], "Плановый срок"),
        ([["Организация", "Срок"]], ""),
    ],
)
def test_what_is_refused_in_a_table_of_their_own(excel: Excel, rows: list, said: str) -> None:
    told = refusals(excel, table(*rows))
    assert len(told) == 1
    assert said in told[0]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("Наименование филиала", "name"),
        ("Филиал", "branch"),
        ("Вышестоящая организация", "branch"),
        ("Код организации", "code"),
        ("Планируемая дата\nпроведения", "term"),
        ("Өткізу мерзімі", "term"),
        ("Отчетно-выборная конференция: сроки прове-\nдения", "term"),
        ("Кезеңнен тыс болу себебі", "reason"),
        ("№ п/п", "number"),
        ("Р/с", "number"),
        ("Ф.И.О. председателя", "chair"),
        ("Телефон", None),
        ("", None),
    ],
)
def test_columns_are_known_by_the_words_of_their_heads(head: str, code: str | None) -> None:
    found = recognised(head, (*FIELDS, *ALSO))
    assert (found.code if found else None) == code


def test_all_primaries_together_by_word(excel: Excel) -> None:
    found = incoming(excel, table(["Организация", "Срок"], ["Все первичные организации", "IV квартал 2023 г."]))
    assert found.data["term_primaries"] == "IV квартал 2023 г."


def test_the_page_says_what_the_form_will_ask_for(excel: Excel) -> None:
    found = incoming(
        excel, table(["Организация", "Срок"], ["Темиртау", "май 2024 г."], ["Колледж", "IV кв. 10.10.2023"])
    )
    notes = {one.title: one.note for one in found.differences}
    assert "01.01.2024–31.03.2024" in notes["Темиртау"]
    assert "10.10.2023" in notes["Колледж"]


def test_no_other_file_is_taken(excel: Excel) -> None:
    file = SimpleUploadedFile("график.xlsx", b"nothing")
    answer = excel.client.post(reverse("reporting:round_trip", args=[excel.obligation.pk]), {"file": file})
    assert answer.context["form"].errors


# --- Many ---------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_two_thousand_rows_are_quick(excel: Excel, django_assert_max_num_queries: Any) -> None:
    many = [
        Organization(
            code=f"p-{n}", level="primary", kind="primary", parent=excel.temirtau, short_ru=f"Первичка {n}",
            legal_name_ru=f"ППО {n}",
        )
        for n in range(2000)
    ]  # fmt: skip
    made = Organization.objects.bulk_create(many)
    Organization.fill_paths()
    for one in Organization.objects.filter(pk__in=[one.pk for one in made]).only("pk"):
        one.placements.create(parent=excel.temirtau)
    rows = [[f"p-{n}", f"Первичка {n}", "ноябрь 2023 г."] for n in range(2000)]
    content = table(["Код", "Организация", "Срок"], *rows)
    started = time.monotonic()
    with django_assert_max_num_queries(20):
        found = read(excel.obligation, Draft.of(excel.obligation), SimpleUploadedFile("a.xlsx", content), LIST_DAY)
    assert len(found.differences) == 2000
    assert excel.confirm(excel.upload(content)).status_code == 302
    excel.client.post(excel.url(), {"term_own": "апрель 2024 г.", "version": 1, "action": "check"})
    assert excel.client.get(excel.url("schedule_check")).status_code == 200
    excel.submit()
    assert Plan.objects.filter(source="form").count() == 2001
    assert Plan.history.count() >= 2001
    assert time.monotonic() - started < 30


def test_a_file_is_read_in_the_language_of_nobody_in_particular(excel: Excel) -> None:
    """A template filled in Kazakh is read by somebody in Russian."""
    with translation.override("kk"):
        content = excel.workbook()
    assert not incoming(excel, content).errors


def test_without_a_campaign_there_is_no_table(excel: Excel) -> None:
    excel.union.campaign.schedule_requirement = None
    excel.union.campaign.save()
    with pytest.raises(ValidationError):
        read(excel.obligation, Draft.of(excel.obligation), SimpleUploadedFile("a.xlsx", b""), LIST_DAY)
