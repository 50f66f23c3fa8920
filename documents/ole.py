"""Just enough of the compound file of old Office (.doc, .xls, and of .docx and .xlsx with a password) to see which
streams it holds. Layout: [MS-CFB]; records of .xls: [MS-XLS]; flags of .doc: [MS-DOC]."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
ENTRY = 128
LAST_SECTOR = 0xFFFFFFFA  # this number and above are marks, not sectors
SMALL = 4096  # a shorter stream lives in the stream of the root, in small sectors of 64 bytes

# Records of a workbook.
END, PASSWORD, SHEET = 0x0A, 0x2F, 0x85
MACRO_SHEET = 1


class Broken(ValueError):
    """The file says of itself what cannot be."""


class Entry(NamedTuple):
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    start: int
    size: int


class Compound:
    def __init__(self, content: bytes) -> None:
        self.content = content
        try:
            self._read_structure()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise Broken from error

    @property
    def names(self) -> set[str]:
        return {entry.name.lower() for entry in self.entries}

    def stream(self, *names: str) -> bytes:
        """The content of the first stream called one of these; empty when there is none."""
        for entry in self.entries:
            if entry.kind == 2 and entry.name.lower() in names:
                return self._small(entry) if entry.size < SMALL else self._chain(entry.start)[: entry.size]
        return b""

    def _read_structure(self) -> None:
        if not self.content.startswith(MAGIC):
            raise Broken
        shift, small_shift = struct.unpack_from("<HH", self.content, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise Broken
        self.sector = 1 << shift
        directory, small_fat, first_difat = (struct.unpack_from("<I", self.content, at)[0] for at in (48, 60, 68))
        self.fat: list[int] = []
        for number in self._fat_sectors(first_difat):
            self.fat += self._numbers(self._at(number))
            # A table of sectors far larger than the sectors it can speak of is a trap.
            if len(self.fat) > 2 * (len(self.content) // self.sector + self.sector):
                raise Broken
        self.entries = list(self._directory(self._chain(directory)))
        self.small_fat = self._numbers(self._chain(small_fat))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        if start >= len(self.content):
            raise Broken
        return self.content[start : start + self.sector]

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _fat_sectors(self, difat: int) -> Iterator[int]:
        numbers = self._numbers(self.content[76:HEADER])
        seen: set[int] = set()
        while True:
            yield from (number for number in numbers if number < LAST_SECTOR)
            if difat >= LAST_SECTOR:
                return
            if difat in seen:
                raise Broken
            seen.add(difat)
            *numbers, difat = self._numbers(self._at(difat))

    def _chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < LAST_SECTOR:
            # A chain longer than the file goes in circles.
            if len(parts) * self.sector > len(self.content) or number >= len(self.fat):
                raise Broken
            parts.append(self._at(number))
            number = self.fat[number]
        return b"".join(parts)

    def _directory(self, data: bytes) -> Iterator[Entry]:
        for at in range(0, len(data) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind:
                name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le")
                yield Entry(name, kind, *struct.unpack_from("<II", data, at + 116))

    def _small(self, entry: Entry) -> bytes:
        root = next((one for one in self.entries if one.kind == 5), None)
        if root is None:
            raise Broken
        heap, number = self._chain(root.start), entry.start
        parts: list[bytes] = []
        while number < LAST_SECTOR:
            if len(parts) * 64 > SMALL or number >= len(self.small_fat):
                raise Broken
            parts.append(heap[number * 64 : number * 64 + 64])
            number = self.small_fat[number]
        return b"".join(parts)[: entry.size]


def has_macros(file: Compound) -> bool:
    """Visual Basic in either program, or the macro sheets that came before it."""
    if file.names & {"_vba_project", "_vba_project_cur", "vba", "macros"}:
        return True
    return any(
        kind == SHEET and len(data) > 5 and data[5] == MACRO_SHEET
        for kind, data in _records(file.stream("workbook", "book"))
    )


def has_password(file: Compound) -> bool:
    if file.names & {"encryptedpackage", "encryptioninfo"}:
        return True
    flags = file.stream("worddocument")[10:12]
    if len(flags) == 2 and struct.unpack("<H", flags)[0] & 0x0100:
        return True
    return any(kind == PASSWORD for kind, _data in _records(file.stream("workbook", "book")))


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the first part of a workbook, which speaks of the whole."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == END:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
