"""A table as a Word annex: heading, "as of", the columns of the page, the head repeated on each sheet."""

import io
import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from documents.cells import NO_DATA, text_of, words
from documents.tables import Column, Table
from documents.word_drawings import add_drawing
from documents.workbooks import document_language
from documents.xlsx import as_of_line

FONT = "Times New Roman"
COLUMNS_UPRIGHT = 6
# A row with a longer text may go on overleaf; shorter ones stay whole.
LONG_TEXT = 800
KEPT_WHOLE = "<w:trPr><w:cantSplit/></w:trPr>"
# Characters that XML cannot carry at all.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Narrow enough for a dozen columns, wide enough for a name: in characters, shared out over the sheet.
WEIGHTS = {"integer": 8, "decimal": 8, "percent": 8, "date": 11, "datetime": 14, "boolean": 6}


def render(table: Table) -> bytes:
    document = Document()
    _set_type(document)
    _set_page(document, landscape=len(table.shown) > COLUMNS_UPRIGHT)
    document.core_properties.title = clean(str(table.title))
    document.core_properties.author = ""
    document.core_properties.comments = ""
    _write_heading(document, clean(str(table.title)))
    for sentence in (as_of_line(table), str(table.note)):
        if sentence:
            document.add_paragraph(clean(sentence)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if table.drawing and (svg := table.drawing()):
        add_drawing(document, str(svg), clean(str(table.title)))
    if table.items:
        _write_table(document, table)
    else:
        document.add_paragraph(clean(str(table.empty or _("Nothing to show."))))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def clean(text: str) -> str:
    return UNSPEAKABLE.sub("", text)


def _set_type(document: Any) -> None:
    for name, size in (("Normal", 12), ("Heading 1", 14)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if attribute.endswith("Theme"):
                del fonts.attrib[attribute]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="{document_language()}"/>')
    properties = document.styles["Normal"].element.get_or_add_rPr()
    properties.append(language)


def _set_page(document: Any, *, landscape: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(20), Mm(10)
    section.top_margin = section.bottom_margin = Mm(15)


def _write_heading(document: Any, title: str) -> None:
    document.styles["Heading 1"].font.color.rgb = RGBColor(0, 0, 0)
    document.add_heading(title, level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _write_table(document: Any, table: Table) -> None:
    """Rows are written as XML: python-docx needs minutes for thousands of rows."""
    columns = table.shown
    parts = [_head(columns)]
    for row in table.items:
        texts = [text_of(column, row, column.value_of(row)) or NO_DATA for column in columns]
        whole = max(map(len, texts), default=0) <= LONG_TEXT
        parts.append(_row(zip(columns, texts, strict=True), properties=KEPT_WHOLE if whole else ""))
    if table.sums:
        parts.append(_row(_foot(table, columns), bold=True))
    xml = f"<w:tbl {nsdecls('w')}>{_properties(columns)}{''.join(parts)}</w:tbl>"
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def _foot(table: Table, columns: list[Column]) -> Iterable[tuple[Column, str]]:
    for index, column in enumerate(columns):
        label = _("Total") if index == 0 and column.key not in table.sums else ""
        yield column, label or words(column, table.sums.get(column.key))


def _properties(columns: list[Column]) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _widths(columns))
    return (
        f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _widths(columns: list[Column]) -> list[int]:
    """Twentieths of a point, shared out over the sheet between the margins."""
    sheet = 267 if len(columns) > COLUMNS_UPRIGHT else 180
    weights = [min(column.width or WEIGHTS.get(column.kind, 24), 40) for column in columns]
    return [round(sheet * 56.7 * weight / sum(weights)) for weight in weights]


def _head(columns: list[Column]) -> str:
    cells = zip(columns, (str(column.title) for column in columns), strict=True)
    return _row(cells, bold=True, properties="<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", centred=True)


def _row(
    cells: Iterable[tuple[Column, str]],
    *,
    bold: bool = False,
    centred: bool = False,
    properties: str = KEPT_WHOLE,
) -> str:
    return f"<w:tr>{properties}{''.join(_cell(column, text, bold, centred) for column, text in cells)}</w:tr>"


def _cell(column: Column, text: str, bold: bool, centred: bool) -> str:
    side = "center" if centred else "right" if column.is_number else "left"
    weight = "<w:b/>" if bold else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in clean(text).splitlines() or [""])
    return (
        f'<w:tc><w:tcPr/><w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>{weight}<w:sz w:val="20"/></w:rPr>'
        f'<w:t xml:space="preserve">{lines}</w:t></w:r></w:p></w:tc>'
    )
