"""A letter as its reader gets it: the Word file opened again, with its lists and tables; and what its two languages say."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

from docx import Document

from letters.facts import Facts, Two
from letters.kinds import Asking, LetterKind
from letters.writing import write_docx
from organizations.models import Organization

ITEM = re.compile(r"^(\d+\)|–)\s+")


@dataclass
class Letter:
    content: bytes

    @cached_property
    def _document(self) -> object:
        return Document(io.BytesIO(self.content))

    @cached_property
    def lines(self) -> list[str]:
        return [paragraph.text for paragraph in self._document.paragraphs if paragraph.text.strip()]

    @cached_property
    def rows(self) -> list[list[str]]:
        return [[cell.text for cell in row.cells] for table in self._document.tables for row in table.rows]

    @cached_property
    def text(self) -> str:
        return "\n".join([*self.lines, *("\t".join(row) for row in self.rows)])

    def paragraph(self, words: str) -> str:
        found = [line for line in self.lines if words in line]
        assert len(found) == 1, f"{words}: {len(found)} paragraphs"
        return found[0]

    def list_after(self, words: str) -> list[str]:
        """The items that follow the paragraph with these words."""
        start = self.lines.index(self.paragraph(words)) + 1
        items = []
        for line in self.lines[start:]:
            if not ITEM.match(line):
                break
            items.append(ITEM.sub("", line))
        return items

    def table(self, head: str) -> list[list[str]]:
        for table in self._document.tables:
            rows = [[cell.text for cell in row.cells] for row in table.rows]
            if rows and head in rows[0]:
                return rows
        raise AssertionError(f"No table is headed by “{head}”.")


def written(
    kind: LetterKind,
    asking: Asking,
    language: str,
    *,
    facts: Facts | None = None,
    paragraphs: Mapping[str, Two] | None = None,
) -> Letter:
    kind.check(asking)
    content = write_docx(
        kind.template(language),
        facts if facts is not None else kind.facts(asking),
        language=language,
        kind=kind,
        paragraphs=dict(paragraphs or {}),
        as_of=asking.as_of,
        number=7,
        issued_on=asking.as_of,
    )
    check_file(content)
    return Letter(content)


def check_file(content: bytes) -> None:
    """What makes Word ask for a repair, and what no reader should see."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
    text = Letter(content).text
    for slip in ("{{", "{%", "..", ",,", " ;", " ,", "None", "()", "Two("):
        assert slip not in text, f"“{slip}” in {text[max(text.index(slip) - 60, 0) : text.index(slip) + 20]!r}"


# --- What both languages must say alike -----------------------------------------------------------------------------

MONTHS = {
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "kk": "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан",
}
ALONE = {"ru": r"январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр", "kk": MONTHS["kk"]}
LONG = {
    "ru": re.compile(rf"(?P<day>\d+) (?P<month>{MONTHS['ru']}) (?P<year>\d{{4}})"),
    "kk": re.compile(rf"(?P<year>\d{{4}}) (?:жылғы|ж\.) (?P<day>\d+) (?P<month>{MONTHS['kk']})"),
}
SHORT = re.compile(r"\b(\d\d)\.(\d\d)\.(\d{4})\b")
NUMBER = re.compile(r"\d+(?:\u00a0\d{3})*(?:,\d+)?")
ROMAN = re.compile(r"\b[IVX]+\b")
AS_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def said_by(text: str, language: str) -> dict[str, Counter[str]]:
    """Days, months, other numbers and organizations of a letter, whatever language it speaks."""
    days: Counter[str] = Counter()

    def long(match: re.Match[str]) -> str:
        month = MONTHS[language].split("|").index(match["month"]) + 1
        days[f"{int(match['day']):02}.{month:02}.{match['year']}"] += 1
        return "·"

    def short(match: re.Match[str]) -> str:
        days[match[0]] += 1
        return "·"

    found, text = _organizations(text, language)
    text = SHORT.sub(short, LONG[language].sub(long, text))
    text = re.sub(r"(\d)-(\d) квартал", lambda match: f"{AS_ROMAN[match[1]]}–{AS_ROMAN[match[2]]} квартал", text)
    months = Counter(
        str(number)
        for number, name in enumerate(ALONE[language].split("|"), start=1)
        for _found in re.findall(rf"(?i)\b{name}", text)
    )
    numbers = Counter(NUMBER.findall(text)) + Counter(ROMAN.findall(text))
    return {"days": days, "months": months, "numbers": numbers, "organizations": found}


def _organizations(text: str, language: str) -> tuple[Counter[str], str]:
    """By their codes; the longest names first, so that none is found inside another. Their names are taken out."""
    names = [
        (getattr(one, f"short_{language}") or one.short_ru, one.code)
        for one in Organization.objects.exclude(level="union")
    ]
    found: Counter[str] = Counter()
    for name, code in sorted(names, key=lambda pair: -len(pair[0])):
        found[code] += text.count(name)
        text = text.replace(name, "·")
    return +found, text
