"""One quick look over the parts of a workbook before anything is built from them: no part larger than a table needs, no
document types, and all of it in time."""

import time
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CHUNK = 1 << 16
# Parts that are kept in memory whole are held shorter than the streams of rows.
LONGEST_STREAM = 64 * 1024 * 1024
LONGEST_PART = 8 * 1024 * 1024
# Each element costs memory while a part is read, however short it is: `<row/>` is six bytes in the file.
MOST_ELEMENTS = 3_000_000
STREAMS = ("xl/worksheets/", "xl/sharedStrings.xml")


class Deadline:
    """Seconds are counted over all steps of one reading."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.end = clock() + seconds

    def check(self) -> None:
        if self.clock() > self.end:
            raise ValidationError(
                _("Reading the file takes too long. Leave only the table itself in it and try again."), code="too_slow"
            )


def check_parts(archive: zipfile.ZipFile, deadline: Deadline) -> None:
    """No part larger than a table needs, and no document type: entities unfold without end, and Excel writes none."""
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels", ".vml")):
            continue
        deadline.check()
        streamed = part.filename.startswith(STREAMS)
        too_long = part.file_size > (LONGEST_STREAM if streamed else LONGEST_PART)
        if too_long or (streamed and _elements(archive, part) > MOST_ELEMENTS):
            raise ValidationError(
                _("There is more in the file than a table can need. Copy the table into a new file and try again."),
                code="too_much",
            )
        _refuse_document_type(archive, part)


def _elements(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many there are at most, by their opening brackets and without taking them apart."""
    count = 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            count += chunk.count(b"<") - chunk.count(b"</")
    return count


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _FirstElement(Exception):
    """Not an error: after the first element no document type can follow."""


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Asked of a parser, not of the bytes: they may stand in any encoding."""

    def refuse(*_args: object) -> None:
        raise ValidationError(
            _("The file holds XML instructions that spreadsheets never have, so it is not read."), code="dtd"
        )

    def enough(*_args: object) -> None:
        raise _FirstElement

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = enough
    with archive.open(part) as stream:
        try:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
        except _FirstElement:
            return
