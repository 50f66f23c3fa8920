"""Words of letters: days before a noun, ends of sentences, terms and bodies in the other language, plain text to Word."""

import io
from datetime import date

import pytest
from docx import Document

from campaigns.periods import parse
from campaigns.wording import term_in
from decrees.naming import body_in_both
from letters import saying
from letters.building import blocks, template
from letters.facts import Figure, Two, Unknown
from letters.saying import Shown

MONTHS = [
    ("января", "қаңтардағы"), ("февраля", "ақпандағы"), ("марта", "наурыздағы"), ("апреля", "сәуірдегі"),
    ("мая", "мамырдағы"), ("июня", "маусымдағы"), ("июля", "шілдедегі"), ("августа", "тамыздағы"),
    ("сентября", "қыркүйектегі"), ("октября", "қазандағы"), ("ноября", "қарашадағы"), ("декабря", "желтоқсандағы"),
]  # fmt: skip


def shown(value: object, language: str) -> Shown:
    return Shown(Figure(value), language, "day", 0)


@pytest.mark.parametrize(("number", "words"), [*enumerate(MONTHS, start=1)])
def test_a_day_before_a_noun(number: int, words: tuple[str, str]) -> None:
    day = date(2023, number, 24)
    assert saying.dated(shown(day, "ru")).text == f"24 {words[0]} 2023 года"
    assert saying.dated(shown(day, "kk")).text == f"2023 жылғы 24 {words[1]}"


def test_a_sentence_ends_once() -> None:
    assert saying.ended(shown("II квартал 2024 г.", "ru")).text == "II квартал 2024 г."
    assert saying.ended(shown("II квартал 2024 г.", "ru"), False).text == "II квартал 2024 г.;"
    assert saying.ended(shown("2024 ж. II тоқсан", "kk")).text == "2024 ж. II тоқсан."
    assert str(saying.ended(Shown(Unknown("день"), "ru", "day", 0))).endswith(".")


@pytest.mark.parametrize(
    ("raw", "russian", "kazakh"),
    [
        ("II квартал 2024 г.", "II квартал 2024 г.", "2024 ж. II тоқсан"),
        ("Апрель 2024 г.", "Апрель 2024 г.", "2024 ж. сәуір"),
        ("13 октября 2023 г.", "13 октября 2023 г.", "2023 ж. 13 қазан"),
        ("2024 жылғы қаңтар-наурыз айлары", "январь–март 2024 г.", "2024 жылғы қаңтар-наурыз айлары"),
        ("26.04.2023", "26.04.2023", "26.04.2023"),
        # A quarter and a day at once: nobody knows yet what was meant, so it is not said in other words.
        ("IV квартал 09.10.2023 г.", "IV квартал 09.10.2023 г.", "IV квартал 09.10.2023 г."),
    ],
)
def test_a_term_in_the_other_language(raw: str, russian: str, kazakh: str) -> None:
    period = parse(raw)
    assert (term_in("ru", period), term_in("kk", period)) == (russian, kazakh)


def test_a_body_that_everybody_knows() -> None:
    assert body_in_both("Исполком") == Two("Исполком", "Атқару комитеті")
    assert body_in_both("Кеңес") == Two("Совет", "Кеңес")
    assert body_in_both("Бюро горкома") == Two("Бюро горкома", "Бюро горкома")


# --- Plain text to Word -----------------------------------------------------------------------------------------

TEXT = """
# ЗАГОЛОВОК
Первая строка
 и ее **продолжение**.
{% for one in list.rows %}
- {{ one.name }};
{% endfor %}
|: 1c 4 2r
| № | Имя | Число |
| {% for one in list.rows %} |
| {{ one.number }} | {% if one.name %}{{ one.name }}{% endif %} | {{ one.figure }} |
| {% endfor %} |
| **Итого по всем** |
"""


def test_a_line_that_begins_with_a_space_goes_on() -> None:
    assert list(blocks(TEXT))[1] == ["Первая строка и ее **продолжение**."]


def test_a_text_becomes_a_template() -> None:
    document = Document(io.BytesIO(template(TEXT, "kk")))
    paragraphs = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert paragraphs == [
        "ЗАГОЛОВОК", "Первая строка и ее продолжение.", "{%p for one in list.rows %}", "{{ one.name }};",
        "{%p endfor %}",
    ]  # fmt: skip
    assert [run.text for run in document.paragraphs[1].runs if run.bold] == ["продолжение"]
    table = document.tables[0]
    assert [row.cells[0].text for row in table.rows] == [
        "№", "{%tr for one in list.rows %}", "{{ one.number }}", "{%tr endfor %}", "Итого по всем",
    ]  # fmt: skip
    # A condition inside a cell is the cell's own, and the last row stands across.
    assert table.rows[2].cells[1].text == "{% if one.name %}{{ one.name }}{% endif %}"
    assert len({cell._tc for cell in table.rows[4].cells}) == 1
    assert 'w:val="kk-KZ"' in document.styles["Normal"].element.xml
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
