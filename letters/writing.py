"""A letter as a Word document: a template and the material of the letter, in one language."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError
from lxml import etree

from documents.workbooks import document_language
from letters import marks
from letters.context import Envelope, Mark, Material, Own
from letters.docx_text import blocks_of
from letters.facts import Facts, Two
from letters.kinds import LetterKind
from letters.sandbox import LetterEnvironment, in_words
from letters.saying import clean, text_in

QUOTED_TAG = re.compile(r"{{[^{}]*}}|{%[^{}]*%}")
PRINTED_QUOTES = str.maketrans(dict.fromkeys("«»„“”", '"'))


def _straightened(tag: re.Match[str]) -> str:
    """Where straight ones stand already, the printed ones are part of the words."""
    return tag.group() if set(tag.group()) & set("\"'") else tag.group().translate(PRINTED_QUOTES)


class LetterTemplateFile(DocxTemplate):
    """docxtpl, without what reads or writes beside the text: properties of the document, footnotes."""

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        pass

    def render_footnotes(self, context: Any, jinja_env: Any = None) -> None:
        pass

    def fix_tables(self, xml: str) -> Any:
        """docxtpl would mend what is no whole document, and lose text on the way."""
        etree.fromstring(xml)
        return super().fix_tables(xml)

    def patch_xml(self, src_xml: str) -> str:
        """Word turns straight quotes into «these» while one types, in tags as well."""
        return QUOTED_TAG.sub(_straightened, super().patch_xml(src_xml))

    def sources(self) -> Iterator[str]:
        """The text of every part with tags, as the sandbox will read it."""
        self.init_docx()
        yield self.patch_xml(self.get_xml())
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _key, part in self.get_headers_footers(uri):
                yield self.patch_xml(self.get_part_xml(part))


@dataclass(frozen=True)
class Written:
    docx: bytes
    # For the page, with the addresses behind the figures.
    blocks: list[dict[str, Any]]
    # Facts that the text prints: the same in both languages.
    paths: frozenset[str]
    unknown: list[Mark]


def write(template: bytes, material: Material, language: str, *, draft: bool) -> Written:
    """Raises ValidationError where the template and the facts do not go together."""
    file = LetterTemplateFile(io.BytesIO(template))
    with translation.override(language):
        try:
            file.render(material.context(language), LetterEnvironment(), autoescape=True)
        except TemplateError as error:
            raise in_words(error) from error
        _set_properties(file.docx, material, language)
    return _finished(file.docx, material, language, draft)


def _finished(document: Any, material: Material, language: str, draft: bool) -> Written:
    parts = list(_parts(document))
    printed: set[int] = set()
    for root, _part in parts:
        marks.cut(root)
        printed |= marks.numbers_in(root)
    blocks = blocks_of(document.element.body, material.marks, language)
    for root, part in parts:
        marks.finish(root, part, material.marks, draft=draft, site=settings.SITE_URL.rstrip("/"))
    stream = io.BytesIO()
    document.save(stream)
    found = [material.marks[number] for number in sorted(printed)]
    return Written(
        docx=stream.getvalue(),
        blocks=blocks,
        paths=frozenset(mark.path for mark in found),
        unknown=[mark for mark in found if mark.is_unknown],
    )


def _parts(document: Any) -> Iterator[tuple[Any, Any]]:
    """Roots of XML with their parts: the body, headers and footers."""
    yield document.element.body, document.part
    for relation in document.part.rels.values():
        if relation.reltype in (DocxTemplate.HEADER_URI, DocxTemplate.FOOTER_URI):
            part = relation.target_part
            yield part.element, part


def _set_properties(document: Any, material: Material, language: str) -> None:
    """Who drew up the template stands in no letter."""
    properties = document.core_properties
    properties.title = text_in(language, material.envelope.title)[:255]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.subject = clean(material.envelope.subject.in_language(language))[:255]
    properties.language = document_language()
    for name in ("title", "subject"):
        words = getattr(properties, name)
        setattr(properties, name, re.sub(r"\s+", " ", words))


def write_docx(
    template: bytes,
    facts: Facts,
    *,
    language: str,
    kind: LetterKind,
    paragraphs: dict[str, Two] | None = None,
    as_of: date,
    number: int | None = None,
    issued_on: date | None = None,
    draft: bool = False,
) -> bytes:
    """For tests and scripts: a letter from its facts. `paragraphs` by key, or "key.row" for one of each row."""
    own = [Own(*_key_and_row(key, text)) for key, text in (paragraphs or {}).items()]
    envelope = Envelope(kind.title, as_of, number=number, issued_on=issued_on)
    return write(template, Material(kind, facts, envelope, own), language, draft=draft).docx


def _key_and_row(key: str, text: Two) -> tuple[str, Two, str]:
    head, _dot, row = key.partition(".")
    return head, text, row
