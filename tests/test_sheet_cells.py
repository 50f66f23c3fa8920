"""The reader of cells finds what openpyxl finds when it loads the whole workbook, in every way a cell can be written."""

import io
import random
import warnings
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from documents.sheet_cells import ShownMonth
from documents.spreadsheets import Row, read_rows
from tests.made_files import saved, upload, with_sheet, written

FORMATS = ("dd.mm.yyyy", "mmmm yyyy", "[$-419]mmmm yyyy;@", "h:mm", "[h]:mm", "0.00", '"m"0', "General")


def some_value(chance: random.Random) -> Any:
    day = datetime(2020, 1, 1) + timedelta(days=chance.randrange(4000), hours=chance.choice([0, 0, 7]))
    return chance.choice(
        [None, chance.randrange(-(10**9), 10**9), chance.random() * 10**6, True, False, "", "  Абай ", "Әбіш\nіні", "0012", day]
    )  # fmt: skip


def as_read(value: Any) -> Any:
    """What openpyxl says, as rows have it: text trimmed, a day at midnight a day."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    return value


def by_openpyxl(content: bytes) -> list[tuple[int, tuple[Any, ...]]]:
    with warnings.catch_warnings():
        # Of a number shown as a day that no calendar has.
        warnings.simplefilter("ignore")
        sheet = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    rows = [
        (number, tuple(as_read(cell.value) for cell in row)) for number, row in enumerate(sheet.iter_rows(), start=1)
    ]
    return [(number, cells) for number, cells in rows if any(cell is not None for cell in cells)]


def by_us(content: bytes) -> list[tuple[int, tuple[Any, ...]]]:
    return [(row.number, row.cells) for row in read_rows(upload("table.xlsx", content))]


def trimmed(rows: list[tuple[int, tuple[Any, ...]]]) -> list[tuple[int, tuple[Any, ...]]]:
    """Without the empty cells at the end: how wide a sheet is counted is each reader's own."""
    found = []
    for number, cells in rows:
        width = max(place for place, cell in enumerate(cells, start=1) if cell is not None)
        found.append((number, cells[:width]))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_any_workbook_of_openpyxl(seed: int) -> None:
    chance = random.Random(seed)
    book = Workbook()
    for _cell in range(150):
        place = book.active.cell(chance.randrange(1, 40), chance.randrange(1, 30))
        place.value = some_value(chance)
        place.number_format = chance.choice(FORMATS)
    assert trimmed(by_us(saved(book))) == trimmed(by_openpyxl(saved(book)))


@pytest.mark.parametrize("seed", range(8))
def test_any_workbook_of_xlsxwriter(seed: int) -> None:
    """Text in the cells themselves, formulas with their results, rich text, framed blanks."""
    chance = random.Random(seed)

    def make(book: Any) -> None:
        sheet, framed, bold = book.add_worksheet(), book.add_format({"border": 1}), book.add_format({"bold": True})
        formats = [book.add_format({"num_format": one}) for one in FORMATS]
        for _cell in range(150):
            row, column = chance.randrange(40), chance.randrange(30)
            way = chance.randrange(5)
            if way == 0:
                sheet.write_blank(row, column, None, framed)
            elif way == 1:
                sheet.write_rich_string(row, column, bold, "Жаңа", " мүше", bold, " қосу")
            elif way == 2:
                sheet.write_formula(row, column, "=1+1", framed, chance.choice([2, 2.5, "итог", True]))
            elif way == 3:
                sheet.write_datetime(
                    row, column, datetime(2024, 4, 1) + timedelta(days=chance.randrange(90)), chance.choice(formats[:5])
                )
            else:
                sheet.write(row, column, some_value(chance) or 0, chance.choice(formats[5:]))

    content = written(make)
    assert trimmed(by_us(content)) == trimmed(by_openpyxl(content))


def test_a_month_alone_is_known_by_its_format() -> None:
    book = Workbook()
    for column, pattern in enumerate(FORMATS[:3], start=1):
        place = book.active.cell(1, column)
        place.value, place.number_format = date(2024, 4, 1), pattern
    (row,) = read_rows(upload("table.xlsx", saved(book)))
    assert [type(cell) for cell in row.cells] == [date, ShownMonth, ShownMonth]


def test_cells_without_addresses_stand_one_after_another() -> None:
    sheet = "<sheetData><row><c><v>1</v></c><c s='0'/><c><v>3</v></c></row><row><c r='B2'><v>4</v></c><c><v>5</v></c></row></sheetData>"
    assert read_rows(upload("table.xlsx", with_sheet(sheet))) == [Row(1, (1, None, 3)), Row(2, (None, 4, 5))]


def test_how_a_word_is_spoken_is_no_part_of_it() -> None:
    sheet = "<sheetData><row r='1'><c r='A1' t='inlineStr'><is><r><t>東</t></r><r><t>京</t></r><rPh sb='0' eb='1'><t>とう</t></rPh></is></c></row></sheetData>"
    assert read_rows(upload("table.xlsx", with_sheet(sheet))) == [Row(1, ("東京",))]


def test_rows_that_run_backwards_make_no_sense() -> None:
    sheet = "<sheetData><row r='2'><c r='A2'><v>1</v></c></row><row r='1'><c r='A1'><v>2</v></c></row></sheetData>"
    with pytest.raises(ValidationError) as refusal:
        read_rows(upload("table.xlsx", with_sheet(sheet)))
    assert refusal.value.code == "unreadable"


@pytest.mark.parametrize("address", ["1A", "Ж1", "$A$1", "AAAA1"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_rows(
            upload("table.xlsx", with_sheet(f"<sheetData><row r='1'><c r='{address}'><v>1</v></c></row></sheetData>"))
        )
    assert refusal.value.code == "unreadable"
