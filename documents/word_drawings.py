"""A drawing in a Word document: the SVG of the page itself, which Word of 2016 and later shows.

Programs that cannot read SVG find a frame of the same size in its place; the table below says the same.
"""

import io
import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image, ImageDraw

SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
# The extension of a picture that names its SVG.
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
SIZE = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
LINK = re.compile(r'<a class="chart__link" href="[^"]*"')
PAPER, EDGE = "white", "#D9D9D9"


def add_drawing(document: Any, svg: str, title: str) -> None:
    """As wide as the text."""
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    picture = document.add_paragraph().add_run().add_picture(_frame(svg), width=width)
    number = sum(part.content_type == "image/svg+xml" for part in document.part.package.iter_parts()) + 1
    name = PackURI(f"/word/media/drawing{number}.svg")
    part = Part(name, "image/svg+xml", _without_links(svg).encode(), document.part.package)
    related = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    picture._inline.docPr.set("descr", title)
    picture._inline.graphic.graphicData.pic.blipFill.blip.append(
        parse_xml(
            f'<a:extLst {nsdecls("a", "r")}><a:ext uri="{SVG_EXTENSION}">'
            f'<asvg:svgBlip xmlns:asvg="{SVG_NAMESPACE}" r:embed="{related}"/></a:ext></a:extLst>'
        )
    )


def _without_links(svg: str) -> str:
    """A page of the site is not reached from a paper; what was a link is a named group, as where there is none."""
    return LINK.sub('<g role="img"', svg).replace("</a>", "</g>")


def _frame(svg: str) -> io.BytesIO:
    found = SIZE.search(svg)
    width, height = (round(float(side)) for side in found.groups()) if found else (1000, 400)
    image = Image.new("RGB", (width, height), PAPER)
    ImageDraw.Draw(image).rectangle((0, 0, width - 1, height - 1), outline=EDGE)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    stream.seek(0)
    return stream
