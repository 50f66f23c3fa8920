"""One quick look over a sheet's XML before anything is built from it: how far it is really filled, and which formulas
were never computed. What the sheet declares of itself is not believed."""

import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Excel itself ends here.
LAST_ROW = 1_048_576
CHUNK = 1 << 16
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Parts that are kept in memory whole are held shorter than the streams of rows.
LONGEST_STREAM = 64 * 1024 * 1024
LONGEST_PART = 8 * 1024 * 1024
# Each element costs memory while a part is read, however short it is: `<row/>` is six bytes in the file.
MOST_ELEMENTS = 3_000_000
STREAMS = ("xl/worksheets/", "xl/sharedStrings.xml")


@dataclass
class Extent:
    rows: int = 0  # rows that hold a value
    last_row: int = 0
    last_column: int = 0
    uncomputed: list[str] = field(default_factory=list)  # addresses


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


def scan(archive: zipfile.ZipFile, part: str, *, max_rows: int, max_columns: int, deadline: Deadline) -> Extent:
    with archive.open(part) as stream:
        scanner = _Scanner(max_rows, max_columns)
        while chunk := stream.read(CHUNK):
            deadline.check()
            scanner.parser.Parse(chunk, False)
        scanner.parser.Parse(b"", True)
    return scanner.extent


class _Scanner:
    def __init__(self, max_rows: int, max_columns: int) -> None:
        self.max_rows, self.max_columns = max_rows, max_columns
        self.extent = Extent()
        self.row = self.column = 0
        self.row_counted = self.formula = self.filled = self.text_result = self.inside_value = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column, self.row_counted = 0, False
            if not 0 < self.row <= LAST_ROW:
                raise ValueError("row number")
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.inside_value = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = ADDRESS.fullmatch(attributes.get("r", ""))
        self.column = column_number(match[1]) if match else self.column + 1
        self.formula = self.filled = False
        self.text_result = attributes.get("t") == "str"

    def _characters(self, text: str) -> None:
        if self.inside_value:
            self.filled = True

    def _end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        if name in ("v", "t"):
            self.inside_value = False
            # <v></v> of a formula that gives text: computed, and empty.
            self.formula = self.formula and not self.text_result
        elif name == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        if self.formula and not self.filled:
            self.extent.uncomputed.append(f"{column_letters(self.column)}{self.row}")
        elif not self.filled:
            return
        if self.column > self.max_columns:
            raise ValidationError(
                _("The sheet has more than %(limit)s columns with something in them."),
                code="too_many_columns",
                params={"limit": self.max_columns},
            )
        self.extent.last_column = max(self.extent.last_column, self.column)
        if not self.row_counted:
            self._count_row()

    def _count_row(self) -> None:
        self.row_counted = True
        self.extent.rows += 1
        self.extent.last_row = max(self.extent.last_row, self.row)
        if self.extent.rows > self.max_rows:
            raise ValidationError(
                _("The sheet has more than %(limit)s rows with something in them. Split it into several files."),
                code="too_many_rows",
                params={"limit": self.max_rows},
            )


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
