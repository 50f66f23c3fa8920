"""Looking into .xlsx and .docx, which are ZIP archives, without believing what they say of themselves."""

import io
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
# Below this size any file may pack as well as it likes; above it, nothing a person wrote packs so well.
SUSPECT_FROM = 20 * 1024 * 1024
MOST_RATIO = 200
MOST_CONTENTS = 1024 * 1024

CONTENTS = "[Content_Types].xml"
MAIN_PARTS = {
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
MACRO_TYPES = (b"macroenabled", b"macrosheet", b"vbaproject")
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, KeyError)


def office_kind(content: bytes) -> str | None:
    """ "xlsx", "docx" or None for another kind of archive. Refuses what is broken, locked, a bomb, or has macros."""
    # The list of contents is counted before it is read: reading a list of a million parts is what a bomb wants.
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise _bomb()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _looked_through(archive)
    except BROKEN as error:
        raise ValidationError(
            _("The file is damaged: it does not open. Save it anew and choose it again."), code="broken"
        ) from error


def _looked_through(archive: zipfile.ZipFile) -> str | None:
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise locked()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise _bomb()
    if unpacked > SUSPECT_FROM and unpacked > MOST_RATIO * max(packed, 1):
        raise _bomb()
    names = [part.filename for part in parts]
    if CONTENTS not in names or archive.getinfo(CONTENTS).file_size > MOST_CONTENTS:
        return None
    types = archive.read(CONTENTS)
    lower = types.lower()
    if any(name.lower().endswith(MACRO_PARTS) for name in names) or any(mark in lower for mark in MACRO_TYPES):
        raise macros()
    # Every part is unpacked once, into nothing: a damaged one is found now and not by who opens the file later.
    if archive.testzip() is not None:
        raise zipfile.BadZipFile
    return next((kind for kind, main in MAIN_PARTS.items() if main in types), None)


def _bomb() -> ValidationError:
    return ValidationError(
        _("The file unpacks into far more than it seems to hold, so it is not opened. Save its content as a new file."),
        code="bomb",
    )


def macros() -> ValidationError:
    return ValidationError(
        _("The file contains macros. Save it without them (.xlsx or .docx) and choose it again."), code="macros"
    )


def locked() -> ValidationError:
    return ValidationError(
        _("The file is protected by a password. Remove the password and choose the file again."), code="password"
    )
