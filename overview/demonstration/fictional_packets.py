"""The papers of the fictional conferences: a packet late, one incomplete, one returned, one on paper, one being gathered."""

import io
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from campaigns.models import Campaign, PacketPart
from campaigns.models.packet import Details
from campaigns.packet_files import add_file
from campaigns.packet_sending import hand_over, record_on_paper
from documents.dates import short_day
from organizations.access import Position
from organizations.models import Appointment
from overview.demonstration.days import Books
from reporting.models import Obligation, Submission

# How many pages the photographs of a part have; the others one.
PAGES = {"minutes": 3, "attendance": 2}
# By organization: the parts that did not come, and whether it came on paper; of the others everything came on paper.
CAME = {
    "vko": ((), True),
    "zhambyl": ((), False),
    "astana": (("counting", "bodies"), True),
    "aktobe": (("counting",), False),
}
GATHERING = "atyrau"
SHEET = (620, 877)


def enter(books: Books, campaign: Campaign) -> None:
    """The checklist, and what came with the hand-ins that stand in the books already."""
    PacketPart.standard_for(campaign, by=books.staff)
    parts = list(campaign.packet_parts.order_by("position"))
    conferences = {conference.key: conference for conference in campaign.conferences.all()}
    owed = Obligation.objects.filter(requirement=campaign.protocol_requirement, key__in=conferences)
    for obligation in owed.select_related("organization").order_by("pk"):
        but, on_paper = CAME.get(obligation.organization.code, ((), True))
        asked = [part for part in parts if part.asked_at(conferences[obligation.key].kind) != PacketPart.Asked.NO]
        for submission in obligation.submissions.order_by("round"):
            _came(obligation, submission, [part for part in asked if part.code not in but], on_paper)
        if obligation.organization.code == GATHERING:
            _gathered(books, obligation, parts[:2])


def _came(obligation: Obligation, submission: Submission, parts: list[PacketPart], on_paper: bool) -> None:
    facts: dict[str, Any] = {
        "received_on": submission.received_on, "by": submission.submitted_by, "at": submission.submitted_at,
    }  # fmt: skip
    written = Details(str(obligation.pk), obligation.event_on)
    for part in parts:
        details = _written(part, written)
        if on_paper:
            record_on_paper(submission, part, details, **facts)
        else:
            _lay(obligation, part, by=submission.submitted_by, at=submission.submitted_at)
    if not on_paper:
        hand_over(submission, {part.code: _written(part, written) for part in parts}, **facts)


def _gathered(books: Books, obligation: Obligation, parts: list[PacketPart]) -> None:
    """Photographs lie there, the minutes have a number: a draft."""
    by = _chair(obligation) or books.staff
    moment = books.at(books.day(-1), 17, 45)
    for part in parts:
        _lay(obligation, part, by=by, at=moment)
    day: date = obligation.event_on or obligation.arose_on
    obligation.save_draft({"number_minutes": "4", "day_minutes": short_day(day)}, version=0, by=by, at=moment)


def _written(part: PacketPart, details: Details) -> Details:
    return Details(details.number if part.asks_number else "", details.day if part.asks_day else None)


def _lay(obligation: Obligation, part: PacketPart, *, by: Any, at: Any) -> None:
    for number in range(1, PAGES.get(part.code, 1) + 1):
        name = f"IMG_{obligation.pk:03d}{part.position}{number}.jpg"
        sheet = ContentFile(_sheet(obligation.pk + part.position, number), name=name)
        add_file(obligation, part, sheet, by=by, at=at, upload=uuid5(NAMESPACE_URL, f"{obligation.pk}/{name}"))


def _sheet(seed: int, number: int) -> bytes:
    """A photograph of a page that says nothing: grey lines where words would be, different on each."""
    paper = Image.new("L", SHEET, 246)
    pen = ImageDraw.Draw(paper)
    pen.rectangle((180, 60, 440, 78), fill=90)
    for line in range(24):
        length = 300 + (seed * 37 + number * 61 + line * 53) % 210
        pen.rectangle((70, 120 + line * 28, 70 + length, 130 + line * 28), fill=170)
    stream = io.BytesIO()
    paper.save(stream, "JPEG", quality=70)
    return stream.getvalue()


def _chair(obligation: Obligation) -> Any:
    held = Appointment.objects.filter(organization=obligation.organization, position=Position.CHAIR, ended_on=None)
    appointment = held.exclude(person__user=None).select_related("person__user").first()
    return appointment.person.user if appointment and appointment.person else None
