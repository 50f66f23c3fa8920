"""A drawing in Word: the SVG of the page lies in the file and is named by the picture; the document opens."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from docx import Document

from documents import word
from documents.charts import Lines, Series
from documents.tables import Column, Table

LINES = Lines("x", "Доля", "d", [Series("в срок", {2022: 50.0, 2023: 75.0}, {2022: "50 %", 2023: "75 %"})])


def written(drawing: str | None) -> zipfile.ZipFile:
    column = Column(key="year", title="Год", value=lambda row: row)
    table = Table(name="x", title="Доля & доля", columns=[column], rows=[2022, 2023], drawing=lambda: drawing)
    return zipfile.ZipFile(io.BytesIO(word.render(table)))


def test_the_drawing_of_the_page_lies_in_the_document_and_is_shown_by_it() -> None:
    file = written(str(LINES.wide))
    assert file.read("word/media/drawing1.svg").decode() == LINES.wide
    document = file.read("word/document.xml").decode()
    relations = ElementTree.fromstring(file.read("word/_rels/document.xml.rels"))
    named = {one.get("Id"): one.get("Target") for one in relations}
    (related,) = (key for key, target in named.items() if target == "media/drawing1.svg")
    assert (
        f'svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{related}"'
        in document
    )
    assert 'descr="Доля &amp; доля"' in document
    assert '"image/svg+xml"' in file.read("[Content_Types].xml").decode()


def test_it_keeps_its_shape_and_the_table_follows() -> None:
    file = written(str(LINES.wide))
    document = Document(io.BytesIO(file.fp.getvalue()))
    (picture,) = document.inline_shapes
    width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', LINES.wide).groups())
    assert picture.width / picture.height == pytest.approx(width / height, rel=0.01)
    assert len(document.tables) == 1


def test_without_a_drawing_there_is_none() -> None:
    assert not [name for name in written(None).namelist() if "media" in name]
