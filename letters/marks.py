"""The marks of figures in a written letter: found, cut into runs of their own, shown or taken away."""

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.cells import NO_DATA
from letters.context import Mark
from letters.saying import BEGIN, END, MIDDLE

MARKED = re.compile(f"{BEGIN}(\\d+){MIDDLE}(.*?){END}", re.DOTALL)
STRAY = re.compile(f"{BEGIN}\\d*{MIDDLE}?|[{MIDDLE}{END}]")
# On a run in memory; never in a file.
NUMBER = "figure"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def cut(root: Any) -> None:
    """Every marked figure becomes a run of its own that knows its number."""
    for run in [run for run in root.iter(qn("w:r")) if BEGIN in "".join(run.itertext())]:
        pieces = [piece for child in run if child.tag != qn("w:rPr") for piece in _pieces(child)]
        properties = run.find(qn("w:rPr"))
        for number, child in pieces:
            run.addprevious(_run(properties, child, number))
        run.getparent().remove(run)
    for text in root.iter(qn("w:t"), qn("w:instrText")):
        if text.text:
            text.text = STRAY.sub("", text.text)


def _pieces(child: Any) -> Iterator[tuple[str, Any]]:
    if child.tag != qn("w:t") or BEGIN not in (child.text or ""):
        yield "", child
        return
    end = 0
    for match in MARKED.finditer(child.text):
        if match.start() > end:
            yield "", _text(child.text[end : match.start()])
        yield match.group(1), _text(match.group(2))
        end = match.end()
    if end < len(child.text):
        yield "", _text(child.text[end:])


def _text(words: str) -> Any:
    text = OxmlElement("w:t")
    text.text = words
    text.set(SPACE, "preserve")
    return text


def _run(properties: Any, child: Any, number: str) -> Any:
    run = OxmlElement("w:r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    run.append(child)
    if number:
        run.set(NUMBER, number)
    return run


def numbers_in(root: Any) -> set[int]:
    return {int(run.get(NUMBER)) for run in root.iter(qn("w:r")) if run.get(NUMBER)}


def finish(root: Any, part: Any, marks: Sequence[Mark], *, draft: bool, site: str) -> None:
    """Takes the numbers away. In a draft what is unknown is yellow and leads to where it is entered; in an issued
    letter it is a dash."""
    for run in [run for run in root.iter(qn("w:r")) if run.get(NUMBER)]:
        mark = marks[int(run.attrib.pop(NUMBER))]
        if not mark.is_unknown:
            continue
        if not draft:
            for text in run.iter(qn("w:t")):
                text.text = NO_DATA
            continue
        _highlight(run)
        if mark.link.startswith("/"):
            _lead(run, part, site + mark.link)


def _highlight(run: Any) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    for old in properties.findall(qn("w:highlight")):
        properties.remove(old)
    yellow = OxmlElement("w:highlight")
    yellow.set(qn("w:val"), "yellow")
    # The order of properties is fixed: the highlight stands after size and before underline.
    after = [properties.find(qn(name)) for name in ("w:u", "w:effect", "w:bdr", "w:shd", "w:vertAlign", "w:lang")]
    following = next((one for one in after if one is not None), None)
    if following is None:
        properties.append(yellow)
    else:
        following.addprevious(yellow)


def _lead(run: Any, part: Any, address: str) -> None:
    if run.getparent().tag == qn("w:hyperlink"):
        return
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.addprevious(link)
    link.append(run)
