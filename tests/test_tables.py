"""One list of columns: page, Excel, Word, CSV and JSON show the same, and none of them holds a formula."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from docx import Document
from openpyxl import load_workbook

from documents import registry
from documents.renderers import FORMATS, file_name
from documents.responses import chosen_order, respond
from documents.tables import Column, Table

PAYLOADS = ["=1+1", "+77010000000", "-cmd", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


@dataclass
class Body:
    code: str
    name: str
    members: int | None = None
    rate: float | None = None
    founded: date | None = None
    active: bool | None = None
    status: str = "late"
    parent: "Body | None" = None

    def get_status_display(self):
        return f"words for {self.status}"


COLUMNS = [
    Column(key="organization", title="Организация", value="name", href=lambda body: f"/o/{body.code}/", sortable=True),
    Column(key="organization_code", title="Код", value="code", hidden=True),
    Column(key="members", title="Членов", kind="integer", total=True, sortable=True),
    Column(key="rate", title="Доля", kind="percent"),
    Column(key="founded_on", title="Создана", value="founded", kind="date"),
    Column(key="active", title="Действует", kind="boolean"),
    Column(
        key="status",
        title="Состояние",
        kind="status",
        text="get_status_display",
        cell=lambda body: format_html('<b class="badge">{}</b>', body.get_status_display()),
    ),
    Column(key="parent", title="Вышестоящая", value="parent.name"),
]
UNION = Body("union", "Профсоюз")
BODIES = [
    Body("abay", "Абай", 1234, 0.955, date(2022, 6, 8), True, parent=UNION),
    Body("astana", "Астана & Ко <b>", 0, None, None, False),
    Body("ulytau", "Ұлытау", None, 1.0, date(1899, 1, 1), None, status=""),
]


def table(rows=BODIES, columns=COLUMNS, **more):
    return Table(
        **{
            "name": "bodies",
            "title": "Организации",
            "columns": columns,
            "rows": rows,
            "as_of": date(2023, 9, 4),
            "note": "Без студентов",
            **more,
        }
    )


def sheet_of(one):
    return load_workbook(io.BytesIO(FORMATS["xlsx"].render(one))).active


def word_rows(one):
    (found,) = Document(io.BytesIO(FORMATS["docx"].render(one))).tables
    return [[cell.text for cell in row.cells] for row in found.rows]


def page_of(one, query="", **context):
    request = RequestFactory().get(f"/list/{query}")
    text = "{% load tables %}{% table_html table page=page %}{% export_links %}"
    return Template(text).render(Context({"table": one, "request": request, "page": None, **context}))


def test_json_has_the_shape_of_the_contract():
    answer = json.loads(FORMATS["json"].render(table()))
    assert list(answer) == ["name", "title", "as_of", "columns", "rows", "totals", "note"]
    assert answer["as_of"] == "2023-09-04"
    assert answer["columns"][0] == {"key": "organization", "title": "Организация"}
    assert answer["rows"][0] == {
        "organization": "Абай",
        "organization_code": "abay",
        "members": 1234,
        "rate": 0.955,
        "founded_on": "2022-06-08",
        "active": True,
        "status": "late",
        "parent": "Профсоюз",
    }
    assert answer["rows"][2]["members"] is None
    assert answer["rows"][2]["status"] is None
    assert answer["totals"] == {"members": 1234}


def test_json_keeps_letters_numbers_and_local_moments():
    columns = [
        Column(key="a", title="A"),
        Column(key="b", title="B"),
        Column(key="c", title="C"),
        Column(key="d", title="D"),
    ]
    moment = datetime(2026, 11, 29, 20, 30, tzinfo=UTC)
    content = FORMATS["json"].render(
        table([{"a": "Ұлытау", "b": Decimal("12.50"), "c": Decimal(3), "d": moment}], columns, as_of=None)
    )
    assert "Ұлытау".encode() in content
    answer = json.loads(content)
    assert answer["rows"] == [{"a": "Ұлытау", "b": 12.5, "c": 3, "d": "2026-11-30T01:30:00+05:00"}]
    assert answer["as_of"] is None
    assert answer["totals"] == {}


def test_csv_has_stable_keys_and_plain_values():
    content = FORMATS["csv"].render(table())
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0]["organization_code"] == "abay"
    assert rows[0]["founded_on"] == "2022-06-08"
    assert rows[0]["active"] == "true"
    assert rows[1]["members"] == "0"
    assert rows[2]["members"] == ""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_never_becomes_a_formula(payload):
    one = table([Body("x", payload)], title=payload, note=payload)
    rows = list(csv.reader(io.StringIO(FORMATS["csv"].render(one).decode("utf-8-sig"), newline="")))
    assert rows[1][0] == "'" + payload
    archive = zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].render(one)))
    for name in archive.namelist():
        assert b"<f>" not in archive.read(name)
        assert b"<hyperlink" not in archive.read(name)
    assert sheet_of(one).cell(6, 1).data_type == "s"


def test_negative_numbers_stay_numbers():
    one = table([Body("x", "X", members=-5)])
    assert b",-5," in FORMATS["csv"].render(one)
    assert sheet_of(one).cell(6, 3).value == -5


def test_excel_has_title_day_note_hidden_codes_and_heads():
    sheet = sheet_of(table())
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Организации"
    assert "2023" in rows[1][0]
    assert rows[2][0] == "Без студентов"
    assert list(rows[3]) == [column.key for column in COLUMNS]
    assert sheet.row_dimensions[4].hidden
    assert list(rows[4]) == [column.title for column in COLUMNS]
    assert sheet.freeze_panes == "B6"
    assert rows[5][0] == "Абай"
    assert rows[5][4] == datetime(2022, 6, 8)
    assert sheet.cell(6, 5).number_format == "dd.mm.yyyy"
    assert rows[5][6] == "words for late"
    assert rows[6][2] == 0
    assert rows[7][2] is None
    assert rows[7][4] == "01.01.1899"
    assert rows[8][2] == 1234


def test_excel_keeps_what_excel_can_hold_of_a_very_long_text():
    value = sheet_of(table([Body("x", "я" * 40_000)])).cell(6, 1).value
    assert len(value) == 32_767
    assert value.endswith("…")


def test_word_shows_the_columns_of_the_page():
    rows = word_rows(table())
    assert rows[0] == [column.title for column in COLUMNS if not column.hidden]
    assert rows[1][:4] == ["Абай", "1\u00a0234", "95,5\u00a0%", "08.06.2022"]
    assert rows[2][:3] == ["Астана & Ко <b>", "0", "—"]
    assert rows[-1][1] == "1\u00a0234"


def test_word_repeats_its_head_and_lies_down_when_wide():
    content = FORMATS["docx"].render(table())
    document = Document(io.BytesIO(content))
    assert document.tables[0].rows[0]._tr.trPr.xpath("w:tblHeader")
    assert document.paragraphs[0].text == "Организации"
    assert document.sections[0].page_width > document.sections[0].page_height
    narrow = Document(io.BytesIO(FORMATS["docx"].render(table(columns=COLUMNS[:3]))))
    assert narrow.sections[0].page_width < narrow.sections[0].page_height
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_word_survives_characters_that_xml_cannot_carry():
    assert word_rows(table([Body("x", "a\x00b\x0bc\ud800d")]))[1][0] == "abcd"


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_without_rows_is_a_file_all_the_same(name):
    assert FORMATS[name].render(table([]))
    assert FORMATS[name].render(table([], columns=[]))


def test_the_page_shows_dashes_zeros_links_badges_and_sums():
    html = page_of(table(row_data=lambda body: {"test": "row", "organization": body.code, "id": 1234}))
    assert '<a href="/o/abay/">Абай</a>' in html
    assert '<b class="badge">words for late</b>' in html
    assert "Астана &amp; Ко &lt;b&gt;" in html
    assert 'data-label="Членов">' in html
    assert 'data-test="row" data-organization="abay" data-id="1234"' in html
    assert "organization_code" not in html
    cells = [part.split("</td>")[0].strip() for part in html.split('data-label="Членов">')[1:]]
    assert cells == ["1\u00a0234", "0", "—", "1\u00a0234"]
    assert 'scope="col"' in html
    assert 'scope="row"' in html
    assert "style=" not in html


def test_an_empty_table_says_why():
    assert "Ничего не нашлось" in page_of(table([], empty="Ничего не нашлось"))


def test_sort_links_keep_the_filters_and_drop_the_page():
    page = Paginator(BODIES, 2).page(1)
    html = page_of(table(), "?region=5&page=2&sort=members", page=page)
    assert 'href="?region=5&amp;sort=organization"' in html
    assert 'href="?region=5&amp;sort=-members"' in html
    assert html.count("aria-sort") == 1
    assert "sort=" not in page_of(table(), "?region=5")


def test_export_links_give_what_is_shown():
    html = page_of(table(), "?region=5&page=2")
    assert 'href="?region=5&amp;as=xlsx"' in html
    assert 'data-test="export-xlsx"' in html
    assert 'data-test="export-docx"' in html


def test_rows_are_gone_through_once():
    reads = []

    def rows():
        for body in BODIES:
            reads.append(body.code)
            yield body

    one = table(rows())
    for form in FORMATS.values():
        form.render(one)
    page_of(one)
    assert len(reads) == len(BODIES)


def test_titles_follow_the_language():
    one = table(columns=[Column(key="code", title=gettext_lazy("Monday"))])
    titles = set()
    for language in ("ru", "kk"):
        with translation.override(language):
            titles.add(json.loads(FORMATS["json"].render(one))["columns"][0]["title"])
    assert titles == {"Понедельник", "Дүйсенбі"}


def test_chosen_columns_come_in_the_chosen_order():
    one = table().only(["status", "organization", "nonsense"])
    assert [column.key for column in one.shown] == ["status", "organization"]
    assert {column.key for column in one.columns} == {column.key for column in COLUMNS}


def test_a_column_given_twice_is_a_mistake():
    with pytest.raises(ValueError, match="members"):
        table(columns=[*COLUMNS, Column(key="members", title="")])


# --- answers to a browser -----------------------------------------------------------------------


def answer(query, one=None, **more):
    return respond(RequestFactory().get(f"/{query}"), one or table(), template="documents/export_links.html", **more)


@pytest.mark.parametrize("name", FORMATS)
def test_files_are_attachments_that_nothing_keeps(name):
    response = answer(f"?as={name}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="bodies-2023-09-04.{name}"'
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == FORMATS[name].render(table()) or name in ("xlsx", "docx")


@pytest.mark.parametrize("name", ["pdf", "", "<script>"])
def test_an_unknown_format_gets_a_sentence(name):
    response = answer(f"?as={name}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")
    assert "docx" in response.content.decode()


def test_a_page_holds_its_rows_and_the_sums_of_all(monkeypatch):
    seen = {}
    monkeypatch.setattr("documents.responses.render", lambda request, template, context: seen.update(context))
    answer("?page=2", per_page=2)
    assert [body.code for body in seen["table"].items] == ["ulytau"]
    assert seen["table"].sums == {"members": 1234}
    assert seen["page"].paginator.count == 3
    file = answer("?page=2&as=json", per_page=2)
    assert len(json.loads(file.content)["rows"]) == 3


def test_pages_are_linked():
    page = Paginator(BODIES, 1).page(2)
    request = RequestFactory().get("/?region=5&page=2")
    html = Template("{% load tables %}{% page_links page %}").render(Context({"page": page, "request": request}))
    assert 'href="?region=5&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1
    whole = Paginator(BODIES, 10).page(1)
    assert "<nav" not in Template("{% load tables %}{% page_links page %}").render(
        Context({"page": whole, "request": request})
    )


@pytest.mark.parametrize(
    ("query", "sort", "fields"),
    [
        ("", "due", ["due_on", "-pk"]),
        ("?sort=-due", "-due", ["-due_on", "pk"]),
        ("?sort=password", "due", ["due_on", "-pk"]),
    ],
)
def test_only_known_columns_sort(query, sort, fields):
    request = RequestFactory().get(f"/{query}")
    assert chosen_order(request, {"due": ["due_on", "-pk"]}, "due") == (sort, fields)


def test_file_names_hold_nothing_odd():
    assert file_name(table(name="../Тест x"), "csv") == "x-2023-09-04.csv"
    assert file_name(table(as_of=None), "csv") == "bodies.csv"


# --- manage.py table ----------------------------------------------------------------------------


@pytest.fixture
def registered(monkeypatch):
    asked = {}

    def build(*, user, as_of, filters):
        registry.refuse_unknown(filters, ("region",))
        asked.update(user=user, as_of=as_of, filters=dict(filters), language=translation.get_language())
        return table(as_of=as_of)

    monkeypatch.setattr(registry, "_builders", {"bodies": build})
    return asked


def run(*arguments):
    out = io.StringIO()
    call_command("table", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_json(registered):
    answer = json.loads(run("bodies", "--as-of", "2023-09-04", "--language", "kk", "region=5"))
    assert answer["name"] == "bodies"
    assert registered == {
        "user": registry.WHOLE_UNION,
        "as_of": date(2023, 9, 4),
        "filters": {"region": "5"},
        "language": "kk",
    }


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_writes_a_file(registered, tmp_path, name):
    path = tmp_path / "out"
    run("bodies", "--format", name, "--output", str(path))
    assert path.stat().st_size > 100


@pytest.mark.django_db
def test_the_command_looks_through_the_eyes_of_a_person(registered, django_user_model):
    person = django_user_model(**{django_user_model.USERNAME_FIELD: "staff@demo.example"})
    person.save()
    run("bodies", "--user", "Staff@demo.example")
    assert registered["user"] == person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing"], "Accepted: bodies"),
        (["bodies", "--as-of", "yesterday"], "2023-09-04"),
        (["bodies", "--as-of", "2023-02-31"], "2023-09-04"),
        (["bodies", "--format", "pdf"], "Accepted: json, csv, xlsx, docx"),
        (["bodies", "--language", "en"], "Accepted: kk, ru"),
        (["bodies", "--user", "nobody@demo.example"], "nobody@demo.example"),
        (["bodies", "region"], "FILTER=VALUE"),
        (["bodies", "town=5"], "Accepted: region"),
        (["bodies", "--format", "xlsx"], "--output"),
        (["bodies", "--output", "/nowhere/at/all"], "Cannot write"),
    ],
)
def test_the_command_explains_what_it_takes(registered, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)


def test_a_name_belongs_to_one_table(monkeypatch):
    monkeypatch.setattr(registry, "_builders", {})
    registry.register("one", table)
    registry.register("one", table)
    with pytest.raises(ValueError, match="one"):
        registry.register("one", word_rows)
    with pytest.raises(registry.UnknownTable):
        registry.build("two", user=None, as_of=date(2026, 1, 1))
