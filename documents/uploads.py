"""What people may hand in as a file, and how it is kept and given back. Each refusal has a sentence of its own."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from documents import ole
from documents.archives import locked, macros, office_kind

LARGEST = 20 * 1024 * 1024

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
}
ALLOWED = tuple(CONTENT_TYPES)
SPREADSHEETS = ("xlsx",)
SYNONYMS = {"jpeg": "jpg"}

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
PDF_LOCK = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)")
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Accepted:
    """What the file really is, whatever its sender called it."""

    kind: str
    size: int

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.kind]


def check_upload(file: File, *, kinds: Collection[str] = ALLOWED) -> Accepted:
    """Reads the file and leaves it rewound. Raises ValidationError with a code: empty, too_large, extension,
    content, macros, password, bomb, broken."""
    check_size(file)
    named = kind_by_name(file.name or "")
    if named not in kinds:
        raise ValidationError(
            _("Files of this kind are not taken. Accepted: %(accepted)s."),
            code="extension",
            params={"accepted": ", ".join(kinds)},
        )
    file.seek(0)
    real = kind_by_content(file.read())
    file.seek(0)
    if real != named:
        raise ValidationError(
            _(
                "The file is called .%(named)s but holds something else. Open it, save it as .%(named)s and choose it again."
            ),
            code="content",
            params={"named": named},
        )
    return Accepted(real, file.size)


def check_size(file: File) -> None:
    if not file.size:
        raise ValidationError(_("The file is empty: it holds nothing at all."), code="empty")
    if file.size > LARGEST:
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Make it smaller or split it."),
            code="too_large",
            params={"limit": LARGEST // 1024 // 1024},
        )


def kind_by_name(name: str) -> str:
    extension = PurePosixPath(name).suffix.lower().removeprefix(".")
    return SYNONYMS.get(extension, extension)


def kind_by_content(content: bytes) -> str | None:
    """One of ALLOWED, or None for anything else. Refuses macros, passwords, bombs and damage on the way."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[4:8] == b"ftyp":
        return "heic" if _brands(content) & HEIC_BRANDS else None
    if b"%PDF-" in content[:1024]:
        return _checked_pdf(content)
    if content.startswith(ole.MAGIC):
        return _checked_ole(content)
    if content.startswith(b"PK"):
        return office_kind(content)
    return None


def _brands(content: bytes) -> set[bytes]:
    end = min(int.from_bytes(content[:4], "big"), 256)
    return {content[8:12]} | {content[at : at + 4] for at in range(16, end - 3, 4)}


def _checked_pdf(content: bytes) -> str:
    """The dictionary that names the lock is never packed, even where the rest of the file is."""
    if PDF_LOCK.search(content):
        raise locked()
    return "pdf"


def _checked_ole(content: bytes) -> str | None:
    try:
        file = ole.Compound(content)
        if ole.has_password(file):
            raise locked()
        if ole.has_macros(file):
            raise macros()
    except ole.Broken as error:
        raise ValidationError(
            _("The file is damaged: it does not open. Save it anew and choose it again."), code="broken"
        ) from error
    if "worddocument" in file.names:
        return "doc"
    return "xls" if file.names & {"workbook", "book"} else None


def random_name(instance: Any, filename: str) -> str:
    """`upload_to`: a name that nobody guesses, in one of 256 folders; the name given by people is kept in the
    database only."""
    name = secrets.token_hex(16)
    kind = kind_by_name(filename)
    return f"files/{name[:2]}/{name}" + (f".{kind}" if kind in CONTENT_TYPES else "")


def clean_name(name: str) -> str:
    """The last part of the name, without characters that turn text around or hide in it."""
    last = INVISIBLE.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    return last[-200:] or "file"


def attachment(file: File | BinaryIO, original_name: str) -> FileResponse:
    """A file given back: never shown in the page's own origin, never guessed at, never kept by a cache."""
    name = clean_name(original_name)
    kind = kind_by_name(name)
    answer = FileResponse(
        file, as_attachment=True, filename=name, content_type=CONTENT_TYPES.get(kind, "application/octet-stream")
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
