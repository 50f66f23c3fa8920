"""What waits with an obligation becomes documents of a hand-in: with it, or later for what was lacking."""

from collections.abc import Mapping
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from campaigns.models import PacketDocument, PacketFile, PacketPage, PacketPart
from campaigns.models.packet import Details
from documents.picture_pdf import bind
from documents.uploads import clean_name
from organizations.versions import lock
from reporting import drafts
from reporting.models import Submission, SubmissionFile

NOTHING = Details()


def hand_over(
    submission: Submission, details: Mapping[str, Details], *, received_on: date, by: Any, at: datetime
) -> list[PacketDocument]:
    """Documents of every part that has files and no document in this hand-in yet; in the transaction of the caller.

    `details`: what is written on the papers, by the code of the part.
    """
    sent = set(submission.packet_documents.values_list("part", flat=True))
    made = []
    for part, files in waiting(submission).items():
        if part.pk not in sent:
            made.append(
                _document(
                    submission, part, details.get(part.code, NOTHING), files, received_on=received_on, by=by, at=at
                )
            )
    return made


def waiting(submission: Submission) -> dict[PacketPart, list[PacketFile]]:
    """The files that lie with its obligation, by part, in their order."""
    found: dict[PacketPart, list[PacketFile]] = {}
    for file in submission.obligation.packet_files.current().select_related("part"):
        found.setdefault(file.part, []).append(file)
    return found


@transaction.atomic
def send_rest(
    submission: Submission, details: Mapping[str, Details], *, received_on: date, by: Any, at: datetime
) -> tuple[list[PacketDocument], list[PacketDocument]]:
    """What was lacking in a standing hand-in: parts that had not come, and numbers and days of those that had.
    Returns (documents that are new, documents that were described). Nothing handed in is replaced."""
    lock(submission.obligation)
    _refuse_fallen(submission)
    before = list(submission.packet_documents.select_related("part"))
    made = hand_over(submission, details, received_on=received_on, by=by, at=at)
    described = []
    for document in before:
        given = details.get(document.part.code, NOTHING)
        if any(getattr(given, name) for name in document.lacks(received_on)):
            document.describe(given, on=received_on, by=by)
            described.append(document)
    return made, described


@transaction.atomic
def record_on_paper(
    submission: Submission, part: PacketPart, details: Details, *, received_on: date, by: Any, at: datetime
) -> PacketDocument:
    """A part that came to the apparatus on paper; scans that lie with it are bound as usual."""
    lock(submission.obligation)
    _refuse_fallen(submission)
    if submission.packet_documents.filter(part=part).exists():
        raise ValidationError({"part": _("This part is recorded already.")})
    files = waiting(submission).get(part, [])
    return _document(submission, part, details, files, received_on=received_on, by=by, at=at, on_paper=True)


def _refuse_fallen(submission: Submission) -> None:
    submission.refresh_from_db(fields=["returned_on", "voided_on"])
    if not submission.is_standing:
        raise ValidationError(_("This hand-in does not stand any more. Open the packet anew."), code="fallen")


def _document(
    submission: Submission,
    part: PacketPart,
    details: Details,
    files: list[PacketFile],
    *,
    received_on: date,
    by: Any,
    at: datetime,
    on_paper: bool = False,
) -> PacketDocument:
    document = PacketDocument(
        submission=submission,
        part=part,
        on_paper=on_paper,
        received_on=min(filter(None, [_first_came(submission, part), received_on])),
        recorded_by=by,
        recorded_at=at,
        bound=_bound(submission, part, [file for file in files if file.is_picture]),
    )
    document.note(details, received_on)
    document._history_user = by
    document.save()
    PacketPage.objects.bulk_create(
        PacketPage(document=document, file=file, position=position) for position, file in enumerate(files, start=1)
    )
    for file in files:
        if not file.is_picture:
            _as_it_is(submission, file)
    return document


def _first_came(submission: Submission, part: PacketPart) -> date | None:
    """The day this part came in a round before, of those that were not voided."""
    earlier = PacketDocument.objects.filter(
        submission__obligation=submission.obligation_id, submission__voided_on=None, part=part
    )
    return earlier.aggregate(first=Min("received_on"))["first"]


def _bound(submission: Submission, part: PacketPart, pictures: list[PacketFile]) -> SubmissionFile | None:
    """The photographs of a part as the pages of one PDF, among the files of the hand-in."""
    if not pictures:
        return None
    with TemporaryFile() as stream:
        bind(_opened(pictures), stream, title=part.title_ru)
        stream.flush()
        pdf = File(stream, name="bound.pdf")
        return SubmissionFile.objects.create(
            submission=submission,
            file=pdf,
            name=clean_name(f"{part.position:02d}. {part.title_ru}"[:190] + ".pdf"),
            size=pdf.size,
            sha256=drafts.digest(pdf),
        )


def _opened(pictures: list[PacketFile]) -> Any:
    for picture in pictures:
        with picture.page.open() as page:
            yield page


def _as_it_is(submission: Submission, file: PacketFile) -> None:
    """A document stays the file it is; both rows name the same contents, which are never changed."""
    SubmissionFile.objects.create(
        submission=submission, file=file.file.name, name=file.name, size=file.size, sha256=file.sha256
    )
