"""An uploaded Word template before it is accepted: what it holds, what its tags do, and whether it fills in."""

import io
import re
import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from documents.uploads import check_upload
from letters.context import Material, shape
from letters.sandbox import check_source
from letters.writing import LetterTemplateFile, Written, write

MOST_TEXT = 5 * 1024 * 1024
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
# Fields of Word that fetch something when the letter is opened.
FETCHING = re.compile(rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|RD)\b")
INSTRUCTION = re.compile(rb"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr=\"([^\"]*)\"", re.DOTALL)
TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo) ")
HYPERLINK = "/hyperlink"
EMBEDDED = ("word/embeddings/", "word/activeX/", "word/afchunk")


def check_template(content: bytes, material: Material, language: str) -> Written:
    """The trial letter. Raises ValidationError with a sentence for a file that is no template, does what a template
    may not do, or does not fill in with the present facts."""
    check_upload(ContentFile(content, name="template.docx"), kinds=("docx",))
    try:
        check_parts(content)
        file = LetterTemplateFile(io.BytesIO(content))
        sources = list(file.sources())
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise _broken() from error
    names = shape(material)
    for source in sources:
        check_source(source, names)
    try:
        return write(content, material, language, draft=True)
    except etree.XMLSyntaxError as error:
        raise ValidationError(
            _(
                "Filled in, the template is no whole document: a loop begins in one paragraph, cell or row and ends in "
                "another. Put its beginning and end into paragraphs of their own, %(paragraph)s, or into rows of a "
                "table of their own, %(row)s."
            ),
            params={"paragraph": "{%p for … %}", "row": "{%tr for … %}"},
            code="not_whole",
        ) from error


def read_template(file: File) -> bytes:
    """Checks the kind and size before the content is read whole."""
    check_upload(file, kinds=("docx",))
    file.seek(0)
    return file.read()


def check_parts(content: bytes) -> None:
    """Nothing in the archive may fetch, embed, or be longer than a letter is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if len(set(names)) != len(names):
            raise _broken()
        if any(name.startswith(EMBEDDED) for name in names):
            raise ValidationError(
                _("The template holds another file inside. Put in pictures and text only."), code="embedded"
            )
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")):
                _check_part(part, archive)
        _refuse_remarks(archive)


def _check_part(part: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    if part.file_size > MOST_TEXT:
        raise ValidationError(_("The text of the template is longer than a letter can be."), code="too_long")
    text = archive.read(part)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise _broken()
    root = etree.fromstring(text, PARSER)
    if part.filename.endswith(".rels"):
        _check_relations(root)
    instructions = b"".join(b"".join(groups) for groups in INSTRUCTION.findall(text))
    if found := FETCHING.search(instructions):
        raise ValidationError(
            _("The template holds a field of Word that fetches something: %(field)s. Remove it."),
            code="fetches",
            params={"field": found.group(1).decode()},
        )


def _refuse_remarks(archive: zipfile.ZipFile) -> None:
    """Comments and tracked changes of the template would go out with every letter."""
    comments = "word/comments.xml" in archive.namelist() and b"<w:comment " in archive.read("word/comments.xml")
    if comments or TRACKED.search(archive.read("word/document.xml")):
        raise ValidationError(
            _(
                "The template holds comments or tracked changes. Accept the changes, delete the comments, save it again."
            ),
            code="remarks",
        )


def _check_relations(root: Any) -> None:
    for relation in root:
        outside = relation.get("TargetMode") == "External"
        if outside and not (relation.get("Type") or "").endswith(HYPERLINK):
            raise ValidationError(
                _(
                    "The template leads to a file outside: %(target)s. Put the picture or text into the template itself."
                ),
                code="outside",
                params={"target": (relation.get("Target") or "")[:100]},
            )


def _broken() -> ValidationError:
    return ValidationError(_("The file is damaged: it does not open. Save it anew and choose it again."), code="broken")
