"""What a Word document says: as lines, and as blocks that a page can show."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from letters.context import Mark
from letters.marks import NUMBER

ALIGNED = {"center": "center", "right": "right", "end": "right", "both": "justify"}


def text_of_docx(content: bytes) -> str:
    """Paragraphs as lines, cells of a row with tabs between them; headers and footers stay out."""
    return "\n".join(_lines(Document(io.BytesIO(content)).element.body))


def _lines(root: Any) -> Iterator[str]:
    for element in root:
        if element.tag == qn("w:p"):
            yield paragraph_text(element)
        elif element.tag == qn("w:tbl"):
            for row in element.iter(qn("w:tr")):
                yield "\t".join(" ".join(_lines(cell)) for cell in row.iter(qn("w:tc")))
        elif element.tag == qn("w:sdt"):
            for content in element.iter(qn("w:sdtContent")):
                yield from _lines(content)


def paragraph_text(paragraph: Any) -> str:
    parts = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        # A tab stop in the properties of the paragraph is no tab.
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.getparent().tag == qn("w:r"):
            parts.append(" ")
    return "".join(parts)


# --- For pages ------------------------------------------------------------------------------------------------------


def blocks_of(body: Any, marks: Sequence[Mark], language: str) -> list[dict[str, Any]]:
    """Plain data, kept with an issued letter: {"runs": […]} for a paragraph, {"rows": […]} for a table."""
    blocks = list(_blocks(body, marks, language))
    tables = [block for block in blocks if "rows" in block and not block.get("bare")]
    for number, table in enumerate(tables, start=1):
        table["number"] = number
    return blocks


def _blocks(root: Any, marks: Sequence[Mark], language: str) -> Iterator[dict[str, Any]]:
    for element in root:
        if element.tag == qn("w:p"):
            yield _paragraph(element, marks, language)
        elif element.tag == qn("w:tbl"):
            yield _table(element, marks, language)
        elif element.tag == qn("w:sdt"):
            for content in element.iter(qn("w:sdtContent")):
                yield from _blocks(content, marks, language)


def _table(table: Any, marks: Sequence[Mark], language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"rows": [_cells(row, marks, language) for row in table.findall(qn("w:tr"))]}
    style = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    sides = table.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
    drawn = sides is not None and any(side.get(qn("w:val")) not in {"nil", "none"} for side in sides)
    if not drawn and (sides is not None or style is None or "Grid" not in style.get(qn("w:val"), "")):
        found["bare"] = True
    return found


def _cells(row: Any, marks: Sequence[Mark], language: str) -> list[dict[str, Any]]:
    head = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    cells = []
    for cell in row.findall(qn("w:tc")):
        found: dict[str, Any] = {"blocks": list(_blocks(cell, marks, language))}
        if head:
            found["head"] = True
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        if span is not None and (span.get(qn("w:val")) or "").isdigit():
            found["span"] = int(span.get(qn("w:val")))
        cells.append(found)
    return cells


def _paragraph(paragraph: Any, marks: Sequence[Mark], language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"runs": list(_runs(paragraph, marks))}
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = (style.get(qn("w:val")) or "") if style is not None else ""
    if name.startswith(("Heading", "Title", "1", "2")):
        found["heading"] = True
    elif name.startswith("List") or paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
        found["item"] = True
    side = paragraph.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    if side is not None and side.get(qn("w:val")) in ALIGNED:
        found["align"] = ALIGNED[side.get(qn("w:val"))]
    return found


def _runs(paragraph: Any, marks: Sequence[Mark]) -> Iterator[dict[str, Any]]:
    for run in paragraph.iter(qn("w:r")):
        words = "".join(_piece(node) for node in run)
        if not words:
            continue
        found: dict[str, Any] = {"text": words}
        for name, key in (("w:b", "bold"), ("w:i", "italic")):
            if _is_on(run, name):
                found[key] = True
        if run.get(NUMBER):
            mark = marks[int(run.get(NUMBER))]
            found["path"] = mark.path
            if mark.link:
                found["link"] = mark.link
            if mark.is_unknown:
                found["unknown"] = True
        yield found


def _piece(node: Any) -> str:
    if node.tag == qn("w:t"):
        return node.text or ""
    return {qn("w:tab"): " ", qn("w:br"): "\n"}.get(node.tag, "")


def _is_on(run: Any, name: str) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return found is not None and found.get(qn("w:val")) not in {"0", "false", "off"}
