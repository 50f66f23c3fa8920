"""Text stays text in every export: no program that opens one finds a formula, a link or a tag in it."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from documents import registry
from documents.registry import WHOLE_UNION
from documents.renderers import FORMATS
from tests.matrix import PAGES, Sample, sample_of
from tests.test_injection import write_everywhere
from tests.world import TODAY, World

pytestmark = pytest.mark.once
SignIn = Callable[[User], Client]
FORMULAS = [
    '=HYPERLINK("http://evil.example","Открыть")',
    "+7701555=1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "=1+1</t></is></c><c><f>1+1</f></c>",
    "<b>&amp;]]>",
]
NO_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


# Pages that answer with a file where the address asks for one.
EXPORTING = (
    "overview:home", "overview:board", "overview:leadership", "overview:leadership_regions", "overview:leadership_years",
    "overview:organization", "overview:organization_discipline", "overview:organization_obligations",
    "overview:discipline", "overview:discipline_execution",
    "organizations:organizations", "letters:letters", "decrees:decrees",
    "reporting:obligations", "reporting:rates", "reporting:reminders", "reporting:unreachable", "reporting:promises",
    "reporting:requirements", "reporting:requirement_preview", "reporting:requests", "reporting:request",
    "reporting:request_answers", "reporting:request_preview", "reporting:request_whom", "reporting:undelivered",
    "campaigns:campaign",
    "campaigns:schedule", "campaigns:delegates", "campaigns:delegate_list", "campaigns:credentials",
    "campaigns:campaign_preparation", "campaigns:results", "campaigns:results_of",
    "campaigns:terms", "campaigns:progress", "campaigns:packets", "campaigns:primaries",
    "membership:statistics", "membership:changes", "membership:trend", "membership:years", "membership:regions",
    "membership:errors", "membership:territory", "membership:withdrawals", "membership:uncovered", "membership:institutions",
    "organizations:personnel", "indicators:table", "indicators:years", "indicators:ranking",
    "training:table", "training:ranking", "training:budget", "training:years", "training:events", "training:plans",
    "training:plan", "training:responsible",
    "inspections:inspections", "inspections:recommendations",
)  # fmt: skip
# Where a document holds words of people, the second one as its title: a form of indicators is called what staff call it.
TEXT_OF_PEOPLE = {"word/document.xml", "docProps/core.xml"}
# A level is no filter of theirs, and a file refuses what is none.
OF_NO_LEVEL = {
    "membership:years", "membership:regions", "membership:territory", "membership:withdrawals",
    "membership:uncovered", "membership:institutions", "overview:organization_obligations",
    "overview:discipline", "overview:discipline_execution", "training:events", "training:plan",
    "inspections:inspections", "inspections:recommendations",
}  # fmt: skip


def exports(client: Client, sample: Sample, form: str) -> Iterator[tuple[str, bytes]]:
    for name in EXPORTING:
        level = {} if name in OF_NO_LEVEL else {"level": "all"}
        answer = client.get(reverse(name, kwargs=PAGES[name].kwargs(sample)), {"as": form, **level})
        assert answer.status_code == 200, name
        yield name, answer.content


def is_export(client: Client, address: str) -> bool:
    answer = client.get(address, {"as": "json"})
    if answer.streaming:
        b"".join(answer.streaming_content)
        return False
    return answer.get("Content-Type", "") == "application/json" and b'"columns"' in answer.content


@pytest.fixture
def asan(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.asan)


def parts(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode(errors="replace")


@pytest.mark.parametrize("formula", FORMULAS)
def test_spreadsheets_hold_no_formula(formula: str, world: World, asan: Client) -> None:
    sample, seen = sample_of(world), 0
    write_everywhere(formula)
    for name, content in exports(asan, sample, "xlsx"):
        for part, xml in parts(content):
            assert "<f>" not in xml, (name, part)
            assert "<f " not in xml, (name, part)
            assert "<hyperlink " not in xml, (name, part)
        book = load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d", "inlineStr"}, name
        seen += sum(isinstance(cell.value, str) and formula.strip() in cell.value for cell in cells)
        book.close()
    assert seen > 5, "hardly anything was exported: nothing was proved"


@pytest.mark.parametrize("formula", FORMULAS)
def test_tables_for_scripts_are_defused(formula: str, world: World, asan: Client) -> None:
    """A file that Excel opens by a double click: what begins like a formula begins with an apostrophe."""
    sample, seen = sample_of(world), 0
    write_everywhere(formula)
    for name, content in exports(asan, sample, "csv"):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            for cell in row:
                number = cell.removeprefix("-").replace(".", "", 1).isdigit()
                assert number or not cell.startswith(NO_FORMULA), (name, cell)
                seen += formula.strip() in cell
    assert seen > 5


@pytest.mark.parametrize("formula", [FORMULAS[0], FORMULAS[-1]])
def test_documents_hold_no_field(formula: str, world: World, asan: Client) -> None:
    sample, seen = sample_of(world), 0
    write_everywhere(formula)
    for name, content in exports(asan, sample, "docx"):
        for part, xml in parts(content):
            assert "HYPERLINK &quot;" not in xml, (name, part)
            assert "w:fldSimple" not in xml, (name, part)
            is_drawing = part.endswith(".svg")  # which writes names beside its squares, and leads nowhere
            assert "evil.example" not in xml or part in TEXT_OF_PEOPLE or is_drawing, (name, part)
            assert not is_drawing or not re.search(r"href|<script|<foreignObject", xml), (name, part)
            seen += part == "word/document.xml" and ("HYPERLINK" in xml or formula.strip()[:3] in xml)
    assert seen or not formula.startswith("=H")


@pytest.mark.parametrize("formula", [FORMULAS[0], FORMULAS[-1]])
def test_json_says_exactly_what_was_written(formula: str, world: World, asan: Client) -> None:
    sample = sample_of(world)
    write_everywhere(formula)
    said = [
        value
        for _, content in exports(asan, sample, "json")
        for row in json.loads(content)["rows"]
        for value in row.values()
    ]
    assert formula in said


@pytest.mark.parametrize("form", FORMATS)
def test_every_registered_table_renders(form: str, world: World) -> None:
    """Of the command line, too: with something in it and with nothing."""
    sample_of(world)
    write_everywhere(FORMULAS[0])
    for name in registry.names():
        for day in (TODAY, date(2000, 1, 1)):
            try:
                content = FORMATS[form].render(registry.build(name, user=WHOLE_UNION, as_of=day))
            except registry.BadFilter:
                continue
            assert content
            if form == "xlsx":
                assert not any("<f>" in xml for _, xml in parts(content)), name


def test_every_page_that_exports_is_here(world: World, asan: Client) -> None:
    sample = sample_of(world)
    readable = {name: page for name, page in PAGES.items() if page.get is not None and "asan" in page.rule.may}
    found = {name for name, page in readable.items() if is_export(asan, reverse(name, kwargs=page.kwargs(sample)))}
    assert found == set(EXPORTING)
