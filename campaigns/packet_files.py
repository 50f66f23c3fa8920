"""Photographs and documents laid with an obligation, one at a time: kept, put in order, taken away again."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext_lazy as _

from campaigns.models import PacketFile, PacketPart
from documents.pictures import PICTURES, page_image
from documents.uploads import check_size, check_upload, clean_name
from organizations.versions import lock
from reporting import drafts
from reporting.models import Obligation

MOST_IN_PART = 40
MOST_IN_PACKET = 120
MOST_BYTES = 300 * 1024 * 1024


def add_file(
    obligation: Obligation, part: PacketPart, file: File, *, by: Any, at: datetime, upload: UUID | None = None
) -> PacketFile:
    """Keep a file for a part, after looking into it. The same one sent twice (`upload`, or the same contents in the
    same part) is kept once. What does not fit is refused before anything is unpacked."""
    if sent := _sent_before(obligation, upload):
        return sent
    check_size(file)
    refuse_full(obligation, part, file.size)
    kind = check_upload(file).kind
    sha256 = drafts.digest(file)
    page = page_image(file) if kind in PICTURES else None
    with transaction.atomic():
        lock(obligation)
        same = obligation.packet_files.current().filter(part=part, sha256=sha256).first()
        if same := _sent_before(obligation, upload) or same:
            return same
        refuse_sent(obligation, part)
        refuse_full(obligation, part, file.size)
        return PacketFile.objects.create(
            obligation=obligation,
            part=part,
            position=_next_position(obligation, part),
            file=file,
            page=page or "",
            name=clean_name(file.name or ""),
            size=file.size,
            sha256=sha256,
            upload=upload,
            added_by=by,
            added_at=at,
        )


def add_files(
    obligation: Obligation, part: PacketPart, files: Iterable[File], *, by: Any, at: datetime
) -> list[ValidationError]:
    """Keeps what may be kept; a refusal names its file, and the first that does not fit speaks for those after it."""
    refusals: list[ValidationError] = []
    for file in files:
        try:
            add_file(obligation, part, file, by=by, at=at)
        except ValidationError as error:
            refusals.append(named(file, error))
            if error.code == "full":
                break
    return refusals


def named(file: File, error: ValidationError) -> ValidationError:
    return ValidationError(
        _("File “%(name)s”: %(message)s"),
        code=error.code,
        params={"name": clean_name(file.name or ""), "message": error.messages[0]},
    )


def room_in(obligation: Obligation, part: PacketPart) -> int:
    """How many files still fit into a part."""
    counts = _counts(obligation, part)
    return max(min(MOST_IN_PART - counts["part"], MOST_IN_PACKET - counts["all"]), 0)


def refuse_full(obligation: Obligation, part: PacketPart, size: int) -> None:
    counts = _counts(obligation, part)
    if counts["part"] >= MOST_IN_PART:
        raise ValidationError(
            _(
                "“%(part)s” holds %(most)s files already and takes no more. They are kept. Scan the rest into one PDF "
                "(phones do it in “Files” or “Notes”), take away as many photographs and add the PDF."
            ),
            code="full",
            params={"part": part.title, "most": MOST_IN_PART},
        )
    if counts["all"] >= MOST_IN_PACKET:
        raise ValidationError(
            _(
                "The packet holds %(most)s files already and takes no more. They are kept. Scan long papers into one "
                "PDF each, take away their photographs and add the PDF."
            ),
            code="full",
            params={"most": MOST_IN_PACKET},
        )
    if (counts["bytes"] or 0) + size > MOST_BYTES:
        raise ValidationError(
            _("The packet would be larger than %(most)s MB. Make the photographs smaller, or bring the rest as a PDF."),
            code="full",
            params={"most": MOST_BYTES // 1024 // 1024},
        )


def refuse_sent(obligation: Obligation, part: PacketPart) -> None:
    """Nothing is added to a part that stands handed in, nor taken from it: that is a return and a new round."""
    standing = obligation.standing()
    if standing and standing.packet_documents.filter(part=part).exists():
        raise ValidationError(
            _("“%(part)s” has been handed in. It can be changed only when the department returns the packet."),
            code="sent",
            params={"part": part.title},
        )


def remove(file: PacketFile, *, by: Any, at: datetime) -> None:
    """Taken away: without a trace where it was never handed in, else left out of the next round and kept."""
    with transaction.atomic():
        lock(file.obligation)
        refuse_sent(file.obligation, file.part)
        if file.pages.exists():
            file.left_out_by, file.left_out_at = by, at
            file.save(update_fields=["left_out_by", "left_out_at"])
            return
        storage, names = file.file.storage, [str(stored.name) for stored in (file.file, file.page) if stored]
        file.delete()
        for name in names:
            transaction.on_commit(partial(storage.delete, name))


@transaction.atomic
def move(file: PacketFile, step: int) -> None:
    """One place up (-1) or down (1) among the files of its part; nothing at either end."""
    lock(file.obligation)
    refuse_sent(file.obligation, file.part)
    files = list(file.obligation.packet_files.current().filter(part=file.part))
    place = files.index(file)
    other = place + step
    if 0 <= other < len(files):
        files[place], files[other] = files[other], files[place]
    for position, one in enumerate(files, start=1):
        one.position = position
    PacketFile.objects.bulk_update(files, ["position"])


def _sent_before(obligation: Obligation, upload: UUID | None) -> PacketFile | None:
    return obligation.packet_files.filter(upload=upload).first() if upload else None


def _counts(obligation: Obligation, part: PacketPart) -> dict[str, int]:
    return obligation.packet_files.current().aggregate(
        part=Count("pk", filter=Q(part=part)), all=Count("pk"), bytes=Sum("size")
    )


def _next_position(obligation: Obligation, part: PacketPart) -> int:
    last = obligation.packet_files.filter(part=part).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1
