"""A built-in template, from a plain text to a Word file: what a clerk reads in the text is what stands in the letter.

One line is one paragraph; a line that begins with a space goes on with the one above. Tags of the template stand in
the text as Word people will see them. The first sign of a line says what it is:

    # a heading in the middle           ## a heading below it            ### the heading of a part
    = in the middle                     > in the right half              >> at the right edge
    ^ one | other of the letterhead     ... the next paragraph begins a new page
    - an item of a list                 ~ without an indent, small       __ who signs
    ___ a line across                   --- portrait, --- landscape      begins a new page, --- on … goes on with it
    !| left | > at the right            side by side, without borders; // parts the lines of a cell
    |: 1c 6 2r                          a table: shares of the columns, c in the middle, r at the right
    |: 5 12 headless                    the same without a head
    | one | two | three                 its head, then its rows; {% for … %} or {% endfor %} alone in a row repeats
                                        the rows between them, other words alone in a row stand across the table
    {% for … %}, {% if … %}             alone in a line: around paragraphs

Anything else is a paragraph; one that ends in a colon stays with what follows.
**Words** between two pairs of stars are bold.
"""

import io
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt

FONT = "Times New Roman"
SIZE, TABLE_SIZE, SMALL_SIZE, HEAD_SIZE = 13, 10.5, 10.5, 11
SHEET = (Mm(210), Mm(297))
LEFT, RIGHT, TOP, BOTTOM = Mm(25), Mm(15), Mm(18), Mm(18)
SPELLING = {"ru": "ru-RU", "kk": "kk-KZ"}
SIDES = {"": SIDE.LEFT, "c": SIDE.CENTER, "r": SIDE.RIGHT}
BOLD = re.compile(r"(\*\*.+?\*\*)")
CONTROL = re.compile(r"^\{%(?!p|tr|tc|r)\s*((?:(?!%\}).)+?)\s*%\}$")
SHARE = re.compile(r"^(\d+)([cr]?)$")


def built_in(folder: Path, name: str, language: str) -> bytes:
    """The template from `folder/name.ru.txt` or its Kazakh twin."""
    return template((folder / f"{name}.{language}.txt").read_text(encoding="utf-8"), language)


@lru_cache(maxsize=64)
def template(text: str, language: str) -> bytes:
    letter = _Letter(language)
    for block in blocks(text):
        letter.write(block)
    stream = io.BytesIO()
    letter.document.save(stream)
    return stream.getvalue()


def blocks(text: str) -> Iterator[list[str]]:
    """A paragraph as one line, a table as its lines."""
    table: list[str] = []
    for line in _joined(text):
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            yield table
            table = []
        yield [line]
    if table:
        yield table


def _joined(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(" ") and lines and lines[-1]:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.rstrip())
    return [line for line in lines if line]


class _Letter:
    def __init__(self, language: str) -> None:
        self.document = Document()
        self.document.core_properties.author = self.document.core_properties.comments = ""
        self.document.core_properties.title = ""
        self._set_type(SPELLING[language])
        self._set_page(self.document.sections[0])
        self._number_pages()
        self.breaks = False

    def write(self, block: Sequence[str]) -> None:
        line = block[0]
        mark, _space, rest = line.partition(" ")
        if line.startswith("|"):
            self._table(block)
        elif mark == "!|":
            self._side_by_side(rest)
        elif mark == "^":
            self._side_by_side(rest, side=SIDE.CENTER, size=HEAD_SIZE, bold=True)
        elif mark == "...":
            self.breaks = True
        elif mark == "---":
            self._new_page(rest)
        elif mark == "___":
            self._rule()
        elif mark in PARAGRAPHS:
            self._paragraph(rest, **PARAGRAPHS[mark])
        else:
            self._paragraph(line, **PLAIN)

    # --- Type and page ------------------------------------------------------------------------------------

    def _set_type(self, spelling: str) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(SIZE)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{spelling}"/>'))
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.widow_control = True

    def _set_page(self, section: Any, *, landscape: bool = False) -> None:
        section.page_width, section.page_height = SHEET[::-1] if landscape else SHEET
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.left_margin, section.right_margin = LEFT, RIGHT
        section.top_margin, section.bottom_margin = TOP, BOTTOM
        section.header_distance = section.footer_distance = Mm(9)

    def _number_pages(self) -> None:
        """At the foot, from the second page on."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = SIDE.CENTER
        paragraph._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>')
        )

    def _new_page(self, words: str) -> None:
        start = WD_SECTION.CONTINUOUS if words.startswith("on") else WD_SECTION.NEW_PAGE
        section = self.document.add_section(start)
        section.different_first_page_header_footer = False
        self._set_page(section, landscape="landscape" in words)

    @property
    def _width(self) -> int:
        section: Any = self.document.sections[-1]
        return int(section.page_width - section.left_margin - section.right_margin)

    # --- Paragraphs ---------------------------------------------------------------------------------------

    def _paragraph(
        self,
        text: str,
        *,
        side: Any = SIDE.JUSTIFY,
        size: float = SIZE,
        bold: bool = False,
        first: float = 0,
        left: float = 0,
        before: float = 0,
        after: float = 4,
        with_next: bool = False,
    ) -> None:
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        form.alignment, form.line_spacing = side, 1.08
        form.first_line_indent, form.left_indent = Mm(first), Mm(left)
        form.space_before, form.space_after, form.keep_with_next = (
            Pt(before),
            Pt(after),
            with_next or text.endswith(":"),
        )
        form.page_break_before, self.breaks = self.breaks, False
        write_runs(paragraph, around(text, "p"), size=size, bold=bold)

    def _rule(self) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(10)
        paragraph.paragraph_format.line_spacing = Pt(4)
        border = '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/>'
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"))

    # --- Tables -------------------------------------------------------------------------------------------

    def _table(self, lines: Sequence[str]) -> None:
        form = lines[0].split()
        shares = [share.groups() for share in map(SHARE.match, form) if share]
        table = self._framed(len(shares), [int(share) for share, _side in shares], "Table Grid")
        sides = [SIDES[side] for _share, side in shares]
        for number, line in enumerate(lines[1:]):
            self._row(table, cells_of(line), sides, is_head=number == 0 and "headless" not in form)
        self._gap()

    def _row(self, table: Any, texts: Sequence[str], sides: Sequence[Any], *, is_head: bool) -> None:
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        cells = row.cells
        if len(texts) == 1 and len(cells) > 1 and not CONTROL.match(texts[0]):
            cells = (cells[0].merge(cells[-1]),)
            sides = (SIDE.LEFT,)
            cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        for cell, side, text in zip(cells, sides, texts, strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = SIDE.CENTER if is_head else side
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
            write_runs(paragraph, around(text, "tr"), size=TABLE_SIZE, bold=is_head)

    def _side_by_side(self, line: str, *, side: Any = SIDE.LEFT, size: float = SIZE, bold: bool = False) -> None:
        texts = cells_of(line)
        table = self._framed(len(texts), [1] * len(texts), "Normal Table")
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            for number, part in enumerate(text.split("//")):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                words = part.strip()
                paragraph.alignment = SIDE.RIGHT if words.startswith("> ") else side
                write_runs(paragraph, words.removeprefix("> "), size=size, bold=bold)
        self._gap()

    def _framed(self, columns: int, shares: Sequence[int], style: str) -> Any:
        table = self.document.add_table(rows=0, cols=columns)
        if style in self.document.styles:
            table.style = style
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Emu(self._width * share // sum(shares))
        return table

    def _gap(self) -> None:
        """Two tables without a paragraph between them would become one."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(6)


PLAIN: dict[str, Any] = {"first": 12.5, "before": 3, "after": 3}
PARAGRAPHS: dict[str, dict[str, Any]] = {
    "#": {"side": SIDE.CENTER, "bold": True, "size": 14, "before": 6, "after": 2, "with_next": True},
    "##": {"side": SIDE.CENTER, "bold": True, "after": 8, "with_next": True},
    "###": {"side": SIDE.LEFT, "bold": True, "before": 8, "after": 4, "with_next": True},
    "=": {"side": SIDE.CENTER, "after": 8, "with_next": True},
    ">": {"side": SIDE.LEFT, "left": 85, "after": 2},
    ">>": {"side": SIDE.RIGHT, "after": 2, "with_next": True},
    "-": {"side": SIDE.LEFT, "left": 12.5, "first": -6, "after": 2},
    "__": {"side": SIDE.LEFT, "bold": True, "before": 16},
    "~": {"side": SIDE.LEFT, "size": SMALL_SIZE, "after": 3},
}


def around(text: str, thing: str) -> str:
    """A tag alone stands around whole paragraphs or rows: docxtpl wants that said in the tag."""
    match = CONTROL.match(text)
    return f"{{%{thing} {match[1]} %}}" if match else text


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split(" | ")]


def write_runs(paragraph: Any, text: str, *, size: float, bold: bool = False) -> None:
    for part in filter(None, BOLD.split(text)):
        is_bold = part.startswith("**") and part.endswith("**")
        run = paragraph.add_run(part[2:-2] if is_bold else part)
        run.font.size = Pt(size)
        run.bold = (bold or is_bold) or None
