"""A campaign with a checklist, conferences that make packets owed, and papers that lie with them."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Campaign, Conference, PacketFile, PacketPart
from campaigns.models.packet import Details
from campaigns.packet_files import add_file
from campaigns.packet_sending import hand_over
from campaigns.packets import Packet, packet_of
from documents.registry import WHOLE_UNION
from reporting import drafts
from reporting.models import Obligation, Submission
from tests.made_files import photograph
from tests.world import TODAY, World, at, make_requirement

HELD = date(2023, 8, 28)
DUE = date(2023, 9, 7)


def packet_campaign(world: World, **fields: Any) -> Campaign:
    """The packet is due ten days after the conference; the checklist is the standard one."""
    protocol = make_requirement(
        "conference_protocol", kind="protocol_packet", due_kind="after_event", due_on=None, offset=10
    )
    protocol.open(by=world.saule, at=at(date(2023, 6, 24)), until=TODAY)
    campaign = Campaign.objects.create(
        title_ru="Отчёты и выборы", title_kk="Есеп беру-сайлау", first_day=date(2023, 7, 1), last_day=date(2024, 10, 31),
        decree=world.decree, protocol_requirement=protocol, **fields,
    )  # fmt: skip
    PacketPart.standard_for(campaign, by=world.saule)
    return campaign


def held(world: World, campaign: Campaign, organization: Any = None, on: date = HELD, **facts: Any) -> Obligation:
    """The packet owed after a conference of Karaganda, or of another."""
    conference = Conference.record(
        campaign=campaign, organization=organization or world.karaganda, held_on=on, source="письмо", by=world.saule,
        at=at(TODAY), **facts,
    )  # fmt: skip
    return conference.obligations().get()


def part(obligation: Obligation, code: str) -> PacketPart:
    return PacketPart.objects.get(campaign__protocol_requirement=obligation.requirement, code=code)


_numbers = iter(range(10**9))


def picture(name: str = "IMG.jpg") -> SimpleUploadedFile:
    """Each unlike the others."""
    return SimpleUploadedFile(name, photograph(60, 80, comment=str(next(_numbers)).encode()))


def lay(obligation: Obligation, by: Any, code: str, *files: Any, day: date = TODAY) -> list[PacketFile]:
    """Files for a part; a photograph where none is given."""
    return [
        add_file(obligation, part(obligation, code), file, by=by, at=at(day), upload=uuid4())
        for file in files or [picture()]
    ]


def hand_in(
    obligation: Obligation, by: Any, details: dict[str, Details] | None = None, *, day: date = TODAY, **facts: Any
) -> Submission:
    """What lies with it, past the pages."""
    return drafts.hand_in(
        obligation, by=by, at=at(day), today=day, token=uuid4(),
        then=lambda made: hand_over(made, details or {}, received_on=day, by=by, at=at(day)) and None, **facts,
    )  # fmt: skip


def all_details(obligation: Obligation, number: str = "1", day: date = HELD) -> dict[str, Details]:
    """Number and day of every part."""
    return {one.code: Details(number, day) for one in PacketPart.objects.all()}


def complete(obligation: Obligation, by: Any, *, day: date = TODAY, but: tuple[str, ...] = ()) -> Submission:
    """Everything at once, except some parts."""
    for one in PacketPart.objects.filter(campaign__protocol_requirement=obligation.requirement):
        if one.code not in but:
            lay(obligation, by, one.code, day=day)
    return hand_in(obligation, by, all_details(obligation), day=day)


def as_of(obligation: Obligation, day: date = TODAY) -> Packet:
    return packet_of(Obligation.objects.with_status(day).get(pk=obligation.pk), WHOLE_UNION, day)
