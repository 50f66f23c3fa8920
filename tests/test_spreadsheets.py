"""Reading what people put into spreadsheets: nothing harmful, nothing guessed, trouble named by row and column."""

import io
import time
import tracemalloc
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook

from documents.columns import Field, RowError, read_columns
from documents.csv_files import read_csv_rows
from documents.renderers import FORMATS
from documents.sheet_scan import Deadline, column_letters, column_number
from documents.spreadsheets import Row, read_rows, read_sheets
from documents.tables import Column, Table
from documents.workbook_templates import HIDDEN_SHEET, Template, read_template, write_template
from tests.made_files import changed, parts_of, pdf, saved, upload, with_sheet, written, xlsx

ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


def rows_of(content, **limits):
    return read_rows(upload("table.xlsx", content), **limits)


def refusal_of(content, **limits):
    with pytest.raises(ValidationError) as refusal:
        rows_of(content, **limits)
    return refusal.value


def test_rows_are_values_with_the_number_people_see():
    content = xlsx([(" Абай ", 5, None), (), (date(2026, 11, 30), True, 0.5), (datetime(2026, 11, 30, 14, 5),)])
    assert [(row.number, row.cell(0), row.cell(1), row.cell(2)) for row in rows_of(content)] == [
        (1, "Абай", 5, None),
        (3, date(2026, 11, 30), True, 0.5),
        (4, datetime(2026, 11, 30, 14, 5), None, None),
    ]


def test_an_empty_sheet_has_no_rows():
    assert rows_of(xlsx([])) == []


def test_the_first_visible_sheet_is_read_or_the_one_named():
    book = Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Данные").append(["seen"])
    book.create_sheet("Другой").append(["other"])
    content = saved(book)
    assert rows_of(content)[0].cells == ("seen",)
    assert rows_of(content, sheet="Другой")[0].cells == ("other",)
    assert refusal_of(content, sheet="Нет").code == "no_sheet"


def test_trouble_on_other_sheets_is_none_of_ours():
    book = Workbook()
    book.active.append(["seen"])
    book.create_sheet("Черновик").append(["=1+1"])
    assert rows_of(saved(book))[0].cells == ("seen",)


# --- what is declared and what is there ---------------------------------------------------------


def timed(content, **limits):
    tracemalloc.start()
    started = time.monotonic()
    try:
        return rows_of(content, **limits), time.monotonic() - started, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_million_declared_rows_cost_nothing():
    content = with_sheet(
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>a</t></is></c></row></sheetData>'
    )
    assert len(content) < 10_000
    rows, seconds, memory = timed(content)
    assert rows == [Row(2, (None, "a"))]
    assert seconds < 2
    assert memory < 20_000_000


def test_a_million_rows_that_are_there_but_empty():
    empty = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(2, 1_048_577))
    content = with_sheet(
        f'<dimension ref="A1:A1048576"/><sheetData><row r="1"><c r="A1"><v>5</v></c></row>{empty}</sheetData>'
    )
    started = time.monotonic()
    assert rows_of(content) == [Row(1, (5,))]
    assert time.monotonic() - started < 10


def test_a_cell_in_the_last_row():
    content = with_sheet('<sheetData><row r="1048576"><c r="A1048576"><v>5</v></c></row></sheetData>')
    started = time.monotonic()
    assert rows_of(content) == [Row(1_048_576, (5,))]
    assert time.monotonic() - started < 10


def test_more_rows_than_a_table_needs():
    content = xlsx([("a",)] * 11)
    assert len(rows_of(content, max_rows=11)) == 11
    refusal = refusal_of(content, max_rows=10)
    assert refusal.code == "too_many_rows"
    assert "10" in refusal.messages[0]


def test_more_columns_than_a_table_needs():
    content = xlsx([(1, 2, 3, 4)])
    assert rows_of(content, max_columns=4)[0].cells == (1, 2, 3, 4)
    assert refusal_of(content, max_columns=3).code == "too_many_columns"


def test_empty_cells_far_to_the_right_do_not_count():
    content = with_sheet('<sheetData><row r="1"><c r="A1"><v>5</v></c><c r="XFD1" s="0"/></row></sheetData>')
    assert rows_of(content) == [Row(1, (5,))]


def test_reading_ends_in_time():
    moments = iter([0.0, 5.0, 21.0])
    deadline = Deadline(20, clock=lambda: next(moments))
    deadline.check()
    with pytest.raises(ValidationError) as refusal:
        deadline.check()
    assert refusal.value.code == "too_slow"
    assert refusal_of(xlsx(), seconds=0).code == "too_slow"


def test_a_part_too_large_to_hold_in_memory():
    content = changed(xlsx(), {"xl/theme/theme1.xml": b"<a>" + bytes(range(32, 127)) * 100_000 + b"</a>"})
    assert refusal_of(content).code == "too_much"


def test_more_elements_than_a_table_needs():
    """Small enough for the limit of bytes, and packed beside something that does not pack."""
    content = with_sheet(f"<sheetData>{'<row/>' * 3_000_001}</sheetData>")
    assert refusal_of(content).code == "too_much"


# --- XML that bites -----------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_wherever_and_however_they_stand(part, encoding):
    original = parts_of(xlsx())[part].split(b"?>", 1)[-1].decode()
    text = ENTITIES.decode().replace("?>", f' encoding="{encoding}"?>', 1) + original
    assert refusal_of(changed(xlsx(), {part: text.encode(encoding)})).code == "dtd"


def test_an_entity_of_an_outside_file_is_never_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><sst xmlns="x"><si><t>&e;</t></si></sst>'
    assert refusal_of(changed(xlsx(), {"xl/sharedStrings.xml": xml.encode()})).code == "dtd"


@pytest.mark.parametrize(
    "sheet",
    ["<sheetData><row r='1'>", "<sheetData><row r='x'/></sheetData>", "<sheetData><row r='99999999999'/></sheetData>",
     "<sheetData><row r='1'><c r='A1' t='s'><v>999</v></c></row></sheetData>", "&amp;&nothing;"],
)  # fmt: skip
def test_a_sheet_that_makes_no_sense(sheet):
    assert refusal_of(with_sheet(sheet)).code == "unreadable"


def test_strict_open_xml_is_named():
    workbook = parts_of(xlsx())["xl/workbook.xml"].replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert refusal_of(changed(xlsx(), {"xl/workbook.xml": workbook})).code == "strict"


def test_the_check_of_uploads_comes_first():
    assert refusal_of(b"").code == "empty"
    assert refusal_of(pdf()).code == "content"
    with pytest.raises(ValidationError) as refusal:
        read_rows(upload("scan.pdf", pdf()))
    assert refusal.value.code == "extension"


# --- formulas -----------------------------------------------------------------------------------


def test_a_formula_never_computed_is_named_by_its_cell():
    book = Workbook()
    book.active["A1"] = "Всего"
    book.active["C7"] = "=1+1"
    refusal = refusal_of(saved(book))
    assert refusal.code == "formula"
    assert "C7" in refusal.messages[0]


def test_of_many_such_formulas_the_first_five_are_named():
    book = Workbook()
    for number in range(1, 8):
        book.active[f"A{number}"] = "=1+1"
    (sentence,) = refusal_of(saved(book)).messages
    assert "A5 …" in sentence
    assert "A6" not in sentence


def test_a_computed_formula_is_its_value():
    content = written(lambda book: book.add_worksheet().write_formula("B2", "=1+1", None, 2))
    assert rows_of(content) == [Row(2, (None, 2))]


def test_a_formula_may_come_to_an_empty_text():
    content = with_sheet(
        '<sheetData><row r="1"><c r="A1"><v>5</v></c><c r="B1" t="str"><f>""</f><v></v></c></row></sheetData>'
    )
    assert rows_of(content)[0].cell(0) == 5
    assert rows_of(content)[0].cell(1) is None


# --- columns by their codes ---------------------------------------------------------------------

FIELDS = [
    Field(code="name", title=gettext_lazy("Monday"), required=True),
    Field(code="members", title="Членов", kind="integer"),
    Field(code="share", title="Доля", kind="decimal"),
    Field(code="held_on", title="Проведена", kind="date"),
    Field(
        code="level", title="Уровень", kind="choice", choices={"member": gettext_lazy("Tuesday"), "branch": "Филиал"}
    ),
    Field(code="active", title="Действует", kind="boolean"),
]
CODES = tuple(field.code for field in FIELDS)
GOOD = ("Абай", "1 234", "12,5", "30 ноября 2026", "Филиал", "да")
READ = {
    "name": "Абай",
    "members": 1234,
    "share": Decimal("12.5"),
    "held_on": date(2026, 11, 30),
    "level": "branch",
    "active": True,
}


def as_rows(*rows):
    return [Row(number, row) for number, row in enumerate(rows, start=1)]


def test_columns_are_found_by_code_in_any_order():
    with translation.override("ru"):
        reading = read_columns(as_rows(("Отчёт",), CODES[::-1], GOOD[::-1]), FIELDS)
    assert reading.errors == []
    assert [(record.number, record.values) for record in reading.records] == [(3, READ)]


@pytest.mark.parametrize("written", ["ru", "kk"])
@pytest.mark.parametrize("read", ["ru", "kk"])
def test_what_was_filled_in_one_language_is_read_in_the_other(written, read):
    with translation.override(written):
        titles = tuple(str(field.title) for field in FIELDS)
        choice = str(FIELDS[4].choices["member"])
    with translation.override(read):
        reading = read_columns(as_rows(CODES, titles, ("Абай", None, None, None, choice, None)), FIELDS)
    assert reading.errors == []
    assert [record.values["level"] for record in reading.records] == ["member"]


def test_trouble_in_cells_is_collected_with_row_and_title():
    bad = ("", "много", "1,2,3", "31.02.2026", "Кружок", "может быть")
    with translation.override("ru"):
        reading = read_columns(as_rows(CODES, GOOD, tuple(cell or None for cell in bad)), FIELDS)
    assert [error.row for error in reading.errors] == [3] * 6
    assert [error.column for error in reading.errors][1:3] == ["Членов", "Доля"]
    assert "31.02.2026" in reading.errors[3].message
    assert "Филиал" in reading.errors[4].message
    assert reading.records[0].values == READ


def test_an_error_reads_as_row_column_message():
    with translation.override(None):
        assert str(RowError(12, "Members", "too many.")) == "Row 12, column “Members”: too many."


def test_the_error_of_a_formula_is_no_text():
    reading = read_columns(as_rows(("name",), ("#REF!",)), [Field(code="name", title="Имя")])
    assert "#REF!" in reading.sentences[0]


def test_numbers_in_text_columns_are_what_people_saw():
    reading = read_columns(
        as_rows(("name",), (50640001234.0,), (date(2026, 11, 30),)), [Field(code="name", title="Имя")]
    )
    assert [record.values["name"] for record in reading.records] == ["50640001234", "30.11.2026"]


@pytest.mark.parametrize(
    ("rows", "code", "named"),
    [
        ([("Абай", 5), ("Астана", 6)], "no_header", ""),
        ([(*CODES, "remark"), GOOD], "unknown_column", "remark"),
        ([CODES, (*("",) * len(CODES), "Примечание"), GOOD], "unknown_column", "Примечание"),
        ([CODES, GOOD, (*GOOD, "на полях")], "unknown_column", "G"),
        ([CODES[:-1], GOOD[:-1]], "missing_column", "Действует"),
        ([(*CODES, "name"), GOOD], "twice", "name"),
    ],
)
def test_trouble_with_columns_is_named(rows, code, named):
    with pytest.raises(ValidationError) as refusal:
        read_columns(as_rows(*rows), FIELDS)
    assert refusal.value.code == code
    assert named in refusal.value.messages[0]


def test_an_optional_column_may_be_absent():
    fields = [Field(code="name", title="Имя"), Field(code="note", title="Примечание", optional=True)]
    assert read_columns(as_rows(("name",), ("Абай",)), fields).records[0].values == {"name": "Абай"}


def test_our_own_export_comes_back_without_a_difference():
    rows = [
        dict(READ, members=5, active=False, share=Decimal("0.5")),
        dict(READ, name="=1+1", held_on=None, active=None),
    ]
    kinds = {"choice": "text", "boolean": "boolean"}
    columns = [
        Column(key=field.code, title=field.title, kind=kinds.get(field.kind, field.kind), places=2) for field in FIELDS
    ]
    one = Table(name="bodies", title="Организации", columns=columns, rows=rows, as_of=date(2026, 11, 30), note="Всего")
    with translation.override("ru"):
        book = read_columns(rows_of(FORMATS["xlsx"].render(one)), FIELDS)
        text = read_columns(read_csv_rows(upload("a.csv", FORMATS["csv"].render(one))), FIELDS)
    assert book.errors == text.errors == []
    assert [record.values for record in book.records] == rows
    assert [record.values for record in text.records] == rows


# --- templates ----------------------------------------------------------------------------------

TEMPLATE = Template(id="schedule", version=2, title="График", fields=FIELDS, guidance=["Заполните все строки."])


def filled(template=TEMPLATE, rows=(READ,), change=None, **options):
    book = load_workbook(io.BytesIO(write_template(template, rows=rows, **options)))
    if change:
        change(book)
    return upload("filled.xlsx", saved(book))


def refused(file, template=TEMPLATE, **options):
    with pytest.raises(ValidationError) as refusal:
        read_template(file, template, **options)
    return refusal.value


def test_a_template_comes_back_as_it_went():
    reading = read_template(filled(organization_code="abay", organization="Абай"), TEMPLATE, organization_code="abay")
    assert reading.errors == []
    assert [record.values for record in reading.records] == [READ]
    assert reading.organization_code == "abay"


def test_a_template_hides_its_marks_and_its_codes():
    book = load_workbook(io.BytesIO(write_template(TEMPLATE, rows=[READ])))
    assert book[HIDDEN_SHEET].sheet_state == "veryHidden"
    sheet = book.worksheets[0]
    (codes,) = [row for row in sheet.iter_rows() if row[0].value == "name"]
    assert sheet.row_dimensions[codes[0].row].hidden
    assert any(row[0].value == "Заполните все строки." for row in sheet.iter_rows())
    assert all(
        b"<f>" not in part for part in parts_of(write_template(TEMPLATE, rows=[dict(READ, name="=1+1")])).values()
    )


def test_what_people_type_into_the_empty_rows_is_read():
    def change(book):
        sheet = book.worksheets[0]
        (last,) = [row[0].row for row in sheet.iter_rows() if row[0].value == "Абай"]
        sheet.cell(last + 2, 1).value = "Астана"
        sheet.cell(last + 2, 4).value = "30.11.26"

    reading = read_template(filled(change=change), TEMPLATE)
    assert reading.errors == []
    assert [record.values["name"] for record in reading.records] == ["Абай", "Астана"]
    assert reading.records[1].values["held_on"] == date(2026, 11, 30)


def test_a_file_that_is_no_template():
    assert refused(upload("a.xlsx", xlsx([CODES, GOOD]))).code == "no_template"


def test_the_template_of_another_report():
    other = Template(id="registry", version=2, title="Реестр", fields=FIELDS)
    refusal = refused(filled(other))
    assert refusal.code == "template"
    assert "График" in refusal.messages[0]


def test_an_old_version_of_the_template():
    old = Template(id="schedule", version=1, title="График", fields=FIELDS)
    refusal = refused(filled(old))
    assert refusal.code == "version"
    assert "1" in refusal.messages[0]
    assert "2" in refusal.messages[0]


def test_the_template_of_another_organization():
    refusal = refused(filled(organization_code="abay"), organization_code="astana")
    assert refusal.code == "organization"
    assert "abay" in refusal.messages[0]


def test_a_column_somebody_added_is_named():
    def change(book):
        (head,) = [row for row in book.worksheets[0].iter_rows() if row[1].value == "Членов"]
        book.worksheets[0].cell(head[0].row, len(FIELDS) + 1).value = "Примечание"

    refusal = refused(filled(change=change))
    assert refusal.code == "unknown_column"
    assert "Примечание" in refusal.messages[0]


def test_a_column_somebody_removed_is_named():
    refusal = refused(filled(change=lambda book: book.worksheets[0].delete_cols(2)))
    assert refusal.code == "missing_column"
    assert "Членов" in refusal.messages[0]


def test_each_trouble_with_a_file_has_a_sentence_of_its_own():
    book = Workbook()
    book.active["C7"] = "=1+1"
    other = Template(id="registry", version=2, title="Реестр", fields=FIELDS)
    old = Template(id="schedule", version=1, title="График", fields=FIELDS)
    with translation.override(None):
        refusals = [
            refusal_of(saved(book)),
            refusal_of(xlsx([(1,)] * 3), max_rows=2),
            refusal_of(xlsx([(1, 2, 3)]), max_columns=2),
            refusal_of(xlsx(), seconds=0),
            refusal_of(with_sheet("<sheetData>")),
            refusal_of(changed(xlsx(), {"xl/styles.xml": ENTITIES + b"<a/>"})),
            refused(upload("a.xlsx", xlsx())),
            refused(filled(other)),
            refused(filled(old)),
            refused(filled(), organization_code="abay"),
        ]
    assert len({str(refusal.message) for refusal in refusals}) == len({refusal.code for refusal in refusals}) == 10


# --- CSV ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_csv_of_any_common_kind(delimiter, encoding):
    content = f"name{delimiter}members\r\nАбай{delimiter}5\r\n\r\n".encode(encoding)
    assert read_csv_rows(upload("a.csv", content)) == [Row(1, ("name", "members")), Row(2, ("Абай", "5"))]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"PK\0\0", "content"), (b"a\n" * 4, "too_many_rows"), (b"a,b,c,d", "too_many_columns"),
     (b'"' + b"a" * 200_000, "unreadable")],
)  # fmt: skip
def test_csv_refused(content, code):
    with pytest.raises(ValidationError) as refusal:
        read_csv_rows(upload("a.csv", content), max_rows=3, max_columns=3)
    assert refusal.value.code == code


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16_384)])
def test_letters_of_columns(letters, number):
    assert column_number(letters) == number
    assert column_letters(number) == letters


def test_hidden_sheets_are_read_when_asked_for():
    names = [sheet.name for sheet in read_sheets(filled(), hidden=(HIDDEN_SHEET,))]
    assert names[1:] == [HIDDEN_SHEET]
