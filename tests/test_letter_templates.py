"""Word templates that people upload: what is refused, each with a sentence that names the fault; versions kept."""

import io
import time
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from docx import Document

from letters import kinds, sandbox
from letters.context import Envelope, Material
from letters.docx_text import text_of_docx
from letters.facts import Listing, Row, Two
from letters.kinds import Paragraph
from letters.models import WordTemplate
from letters.saying import FILTERS
from letters.word_templates import check_template
from letters.writing import write
from tests.letters_world import docx, kind, repacked, template
from tests.world import NOON

DAY = date(2023, 9, 4)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def material(rows: int = 3) -> Material:
    listing = Listing(
        title="Организации",
        nobody="Никого.",
        as_of=DAY,
        fields={"name": "Название", "phone": "Телефон"},
        rows=[Row(f"o{n}", {"name": Two(f"Область {n}", f"Облыс {n}"), "phone": "1"}) for n in range(rows)],
    )
    facts = {"members": listing, "share": 0.5, "group": {"name": "имя"}}
    return Material(kind(), facts, Envelope("Письмо", DAY))


def refusal(*paragraphs: str, **other: object) -> str:
    with pytest.raises(ValidationError) as caught:
        check_template(docx(*paragraphs, **other), material(), "ru")
    return caught.value.messages[0]


def refused(content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        check_template(content, material(), "ru")
    return caught.value


def test_the_template_of_the_tests_is_accepted() -> None:
    assert check_template(template("ru"), material(), "ru").docx


@pytest.mark.parametrize(
    ("tag", "named"),
    [
        ("{{ chairman }}", "chairman"),
        ("{{ group.nam }}", "group.nam"),
        ("{{ members.rows.name }}", "members.rows.name"),
        ("{{ own.nothing }}", "own.nothing"),
    ],
)
def test_an_unknown_field_is_named_with_its_tag(tag: str, named: str) -> None:
    assert tag in refusal("Первый абзац {{ share }}", f"Слова {tag} слова")
    assert named in refusal(tag)


def test_an_unknown_field_of_a_row_is_found_though_the_list_is_empty() -> None:
    loop = ("{%p for row in members.rows %}", "{{ row.surname }}", "{%p endfor %}")
    with pytest.raises(ValidationError, match=r"row\.surname"):
        check_template(docx(*loop), material(0), "ru")


def test_an_unknown_field_in_a_branch_nobody_takes_and_in_a_header_is_found() -> None:
    assert "nothing" in refusal("{% if share %}{% else %}{{ nothing }}{% endif %}")
    assert "nothing" in refusal("Текст", header="{{ nothing }}")


@pytest.mark.parametrize(
    ("paragraphs", "tag"),
    [
        (("{%p for row in members.rows %}", "{{ row.name }}"), "{% for row in members.rows %}"),
        (("{% if share %}да",), "{% if share %}"),
        (("{% endfor %}",), "{% endfor %}"),
        (("{% for row in members.rows %}{% endif %}",), "{% endif %}"),
    ],
)
def test_a_loop_never_closed_is_named(paragraphs: tuple[str, ...], tag: str) -> None:
    assert tag in refusal(*paragraphs)


TRICKS = [
    "{{ ''.__class__ }}",
    "{{ share.__class__.__mro__ }}",
    "{{ members.rows.__class__ }}",
    "{{ members['__class__'] }}",
    "{{ members.rows[0].__init__ }}",
    "{{ [].__class__ }}",
    "{{ ().__class__.__base__.__subclasses__() }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self.__init__ }}",
    "{{ share|attr('__class__') }}",
    "{{ members.rows|map(attribute='__class__') }}",
    "{{ '%s'|format(1) }}",
    "{{ 'a'.format(1) }}",
    "{{ lipsum() }}",
    "{{ namespace(a=1) }}",
    "{{ group.items() }}",
    "{% set x = 1 %}",
    "{% import 'x' as y %}",
    "{% include 'x' %}",
    "{% extends 'x' %}",
    "{% macro x() %}{% endmacro %}",
    "{% raw %}x{% endraw %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ share ~ share }}",
    "{{ range(10000) }}",
    "{% for a in range(10000) %}x{% endfor %}",
    "{% for a in [1, 2, 3] %}x{% endfor %}",
    "{% for a in 'abc' %}x{% endfor %}",
    "{% for a in share %}x{% endfor %}",
]


@pytest.mark.parametrize("tag", TRICKS)
def test_tricks_of_python_are_refused_before_anything_runs(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("letters.word_templates.write", lambda *a, **k: pytest.fail("it ran"))
    assert "{" in refusal(f"Слова {tag}")


@pytest.mark.parametrize("tag", ["{{ ''.__class__ }}", "{{ share.value }}", "{{ members.keys }}", "{{ share.figure }}"])
def test_the_sandbox_holds_where_nobody_looked_first(tag: str) -> None:
    """Without the look beforehand: the environment alone reaches nothing of Python."""
    with pytest.raises(ValidationError):
        write(docx(tag), material(), "ru", draft=True)


def test_every_filter_of_the_page_is_one_of_ours() -> None:
    assert set(sandbox.LetterEnvironment().filters) == set(FILTERS)
    assert sandbox.LetterEnvironment().globals == {}


def test_ten_thousand_repetitions_are_stopped() -> None:
    loops = ["{% for a in members.rows %}", "{% for b in members.rows %}", "{% for c in members.rows %}"]
    began = time.monotonic()
    with pytest.raises(sandbox.TooMuch):
        write(docx("".join(loops) + "x" + "{% endfor %}" * 3), material(22), "ru", draft=True)
    assert time.monotonic() - began < 5


def test_silent_loops_are_stopped_too() -> None:
    loops = "{% for a in members.rows %}" * 6 + "{% endfor %}" * 6
    with pytest.raises(sandbox.TooMuch):
        write(docx(loops), material(20), "ru", draft=True)


def test_much_text_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_CHARACTERS", 50_000)
    with pytest.raises(sandbox.TooMuch):
        write(
            docx("{% for a in members.rows %}" + "много слов " * 1000 + "{% endfor %}"), material(9), "ru", draft=True
        )


def test_a_slow_template_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 0.0)
    with pytest.raises(sandbox.TooMuch):
        write(docx("{% for a in members.rows %}x{% endfor %}"), material(9), "ru", draft=True)


def test_a_loop_that_ends_elsewhere_says_what_to_do() -> None:
    sentence = refusal("{% for row in members.rows %}", cells=(("{{ row.name }}", "{% endfor %}"),))
    assert "{%p for" in sentence


# --- Files ----------------------------------------------------------------------------------------------------------


def test_a_macro_is_refused_by_name_and_by_part() -> None:
    with_macro = repacked(docx("x"), lambda name, text: text, word__vbaProject_dot_bin=b"macro")
    assert refused(with_macro).code == "macros"
    typed = repacked(
        docx("x"),
        lambda name, text: (
            text.replace(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
            if name == "[Content_Types].xml"
            else text
        ),
    )
    assert refused(typed).code == "macros"


def test_damage_is_refused() -> None:
    whole = docx("x" * 5000)
    assert refused(whole[: len(whole) // 2]).code in {"broken", "content"}
    assert refused(b"PK\x03\x04 and then nothing").code in {"broken", "content"}
    assert refused(b"").code == "empty"
    assert refused(repacked(whole, lambda n, t: None if n == "word/document.xml" else t)).code == "broken"
    assert refused(repacked(whole, lambda n, t: t[:-20] if n == "word/document.xml" else t)).code == "broken"


def test_a_bomb_is_refused() -> None:
    assert refused(repacked(docx("x"), lambda n, t: t, word__big_dot_bin=b"\0" * 50_000_000)).code == "bomb"


def test_a_text_longer_than_letters_are_is_refused() -> None:
    long = repacked(docx("x"), lambda n, t: t, word__more_dot_xml=b"<a>" + b"x" * 6_000_000 + b"</a>")
    assert refused(long).code == "too_long"


def test_a_document_type_is_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>'
    bad = repacked(docx("x"), lambda n, t: laughs + t.split(b"?>", 1)[1] if n == "word/document.xml" else t)
    assert refused(bad).code == "broken"


def test_what_fetches_is_refused() -> None:
    field = b'<w:p><w:r><w:instrText xml:space="preserve"> INCLUDETEXT "c:\\x" </w:instrText></w:r></w:p><w:sectPr'
    bad = repacked(docx("x"), lambda n, t: t.replace(b"<w:sectPr", field, 1) if n == "word/document.xml" else t)
    assert refused(bad).code == "fetches"
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://elsewhere.example/x.dotm" TargetMode="External"/></Relationships>'
    )
    bad = repacked(
        docx("x"),
        lambda n, t: t.replace(b"</Relationships>", relation) if n == "word/_rels/document.xml.rels" else t,
    )
    assert refused(bad).code == "outside"


def test_twice_the_same_part_is_refused() -> None:
    stream = io.BytesIO(docx("x"))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/document.xml", b"<a/>")
    assert refused(stream.getvalue()).code == "broken"


def test_remarks_of_its_author_are_refused() -> None:
    deleted = b'<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>x</w:delText></w:r></w:del></w:p><w:sectPr'
    tracked = repacked(docx("x"), lambda n, t: t.replace(b"<w:sectPr", deleted, 1) if n == "word/document.xml" else t)
    assert refused(tracked).code == "remarks"
    comment = b'<w:comments xmlns:w="http://x"><w:comment w:id="0" w:author="x"/></w:comments>'
    assert refused(repacked(docx("x"), lambda n, t: t, word__comments_dot_xml=comment)).code == "remarks"


@pytest.mark.parametrize("runs", [["{{ sha", "re }}"], ["{", "{ share }", "}"], ["{{ share", "|default(«нет»)", " }}"]])
def test_a_tag_that_word_has_cut_or_given_printed_quotes_is_read(runs: list[str]) -> None:
    document = Document(io.BytesIO(docx()))
    paragraph = document.add_paragraph("Охват ")
    for number, words in enumerate(runs):
        paragraph.add_run(words).bold = bool(number % 2)
    stream = io.BytesIO()
    document.save(stream)
    assert "Охват 0,5" in text_of_docx(check_template(stream.getvalue(), material(), "ru").docx)


def test_a_spreadsheet_is_no_template(world, signed_in, telephones_kind) -> None:
    file = SimpleUploadedFile("письмо.xlsx", b"PK", content_type=WORD)
    answer = signed_in(world.saule).post("/letters/templates/telephones/ru/upload/", {"file": file})
    assert answer.status_code == 200
    assert not WordTemplate.objects.exists()


# --- Versions -------------------------------------------------------------------------------------------------------


@pytest.fixture
def telephones_kind(monkeypatch: pytest.MonkeyPatch):
    one = kind()
    monkeypatch.setitem(kinds._kinds, one.slug, one)
    return one


def upload(client, content: bytes, language: str = "ru"):
    file = SimpleUploadedFile("шаблон.docx", content, content_type=WORD)
    return client.post(f"/letters/templates/telephones/{language}/upload/", {"file": file}, follow=True)


def test_a_version_comes_into_force_and_earlier_ones_are_kept_and_restored(world, signed_in, telephones_kind) -> None:
    staff = signed_in(world.saule)
    first, second = docx("Первый {{ share }}"), docx("Второй {{ share }}")
    assert upload(staff, first).status_code == upload(staff, second).status_code == 200
    assert WordTemplate.in_force("telephones", "ru").content == second
    assert WordTemplate.in_force("telephones", "kk") is None
    one = WordTemplate.objects.get(language="ru", version=1)
    assert staff.get(f"/letters/versions/{one.pk}/file/").getvalue() == first
    staff.post(f"/letters/versions/{one.pk}/restore/")
    latest = WordTemplate.in_force("telephones", "ru")
    assert (latest.version, latest.source, latest.restores, latest.content) == (3, "restored", one, first)
    staff.post("/letters/templates/telephones/ru/built-in/")
    assert WordTemplate.in_force("telephones", "ru").content == template("ru")
    assert [one.version for one in WordTemplate.objects.filter(language="ru")] == [4, 3, 2, 1]


def test_a_faulty_template_leaves_the_old_one_in_force_and_names_the_tag(world, signed_in, telephones_kind) -> None:
    staff = signed_in(world.saule)
    answer = upload(staff, docx("{{ chairman }}"))
    assert "{{ chairman }}" in answer.content.decode()
    assert answer.context["form"].errors["file"]
    assert WordTemplate.in_force("telephones", "ru") is None


def test_a_version_whose_field_has_gone_is_not_restored(world, signed_in, monkeypatch) -> None:
    monkeypatch.setitem(kinds._kinds, "telephones", kind(paragraphs=(Paragraph("gone", "x", optional=True),)))
    staff = signed_in(world.saule)
    upload(staff, docx("{{ own.gone }}"))
    upload(staff, docx("без полей"))
    monkeypatch.setitem(kinds._kinds, "telephones", kind())
    one = WordTemplate.objects.get(version=1)
    answer = staff.post(f"/letters/versions/{one.pk}/restore/", follow=True)
    assert "own.gone" in answer.content.decode()
    assert WordTemplate.in_force("telephones", "ru").version == 2


def test_a_version_never_changes(world, telephones_kind) -> None:
    made = WordTemplate.add("telephones", "ru", docx("x"), name="x.docx", by=world.saule, at=NOON)
    with pytest.raises(ValidationError):
        made.save()
    with pytest.raises(ValidationError):
        WordTemplate.objects.all().delete()
    with pytest.raises(ValidationError):
        WordTemplate.objects.update(version=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        WordTemplate.objects.create(
            kind="telephones", language="ru", version=1, source="built_in", digest="", uploaded_by=world.saule,
            uploaded_at=NOON,
        )  # fmt: skip
    with made.file.storage.open(made.file.name, "wb") as file:
        file.write(b"other")
    with pytest.raises(ValidationError, match="изменен"):
        _ = made.content


def test_the_page_lists_fields_with_present_values(world, signed_in, telephones_kind) -> None:
    page = signed_in(world.saule).get("/letters/templates/telephones/").content.decode()
    for words in ("members.rows.name", "members.count", "letter.as_of", "own.conclusions", "85,9", "4 сентября 2023"):
        assert words in page, words
