"""The state of protocol packets on a day: one rule, and the facts it is fed with, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.models import Campaign, Conference, PacketDocument, PacketPart
from documents.reading import row_number
from organizations.access import Permission
from organizations.models import Organization
from reporting.models import Obligation, Submission
from reporting.querysets import ObligationQuerySet
from reporting.statuses import RECEIVED_STATUSES, Status
from reporting.tasks import FollowUp

if TYPE_CHECKING:
    from campaigns.states import Standing

KIND = "protocol_packet"
KEY = "conference:"


class State(models.TextChoices):
    """Every packet that is owed is in exactly one."""

    COMPLETE = "complete", _("Complete")
    LATE = "late", _("Complete, late")
    INCOMPLETE = "incomplete", _("Incomplete")
    RETURNED = "returned", _("Returned for correction")
    MISSING = "missing", _("Missing")
    NOT_DUE = "not_due", _("Not yet due")
    EXEMPT = "exempt", _("Not required")


def packet_state(status: str, *, is_lacking: bool, completed_on: date | None, due_on: date) -> State:
    """The rule. `status` is that of the obligation; `completed_on` the day the last required paper came, None where
    that day is not stated: such a packet is neither in time nor late."""
    if status in BEFORE_ANYTHING_CAME:
        return BEFORE_ANYTHING_CAME[Status(status)]
    if status == Status.RETURNED:
        return State.RETURNED
    if is_lacking:
        return State.INCOMPLETE
    return State.LATE if completed_on and completed_on > due_on else State.COMPLETE


BEFORE_ANYTHING_CAME = {Status.EXEMPT: State.EXEMPT, Status.MISSING: State.MISSING, Status.NOT_DUE: State.NOT_DUE}


@dataclass(frozen=True)
class Lack:
    """What a required part lacks: the paper itself, or the number or the day written on it."""

    part: PacketPart
    what: str

    def __str__(self) -> str:
        if self.what == "paper":
            return self.part.title
        words = {"number": gettext("number"), "day": gettext("day")}[self.what]
        return gettext("{part}: {what}").format(part=self.part.title, what=words)


def lacking(required: Iterable[PacketPart], documents: Iterable[PacketDocument], day: date) -> list[Lack]:
    """By name, in the order of the checklist, as it stood at the end of `day`."""
    present = {document.part_id: document for document in documents if document.received_on <= day}
    found = []
    for part in required:
        document = present.get(part.pk)
        found += [Lack(part, what) for what in (document.lacks(day) if document else ["paper"])]
    return found


@dataclass
class Packet:
    """What one conference owes as papers, and what had come by the end of a day. `obligation` bears its status."""

    obligation: Obligation
    as_of: date
    campaign: Campaign | None = None
    conference: Conference | None = None
    checklist: Sequence[PacketPart] = ()
    submission: Submission | None = None
    documents: Sequence[PacketDocument] = field(default_factory=list)

    @property
    def organization(self) -> Organization:
        return self.obligation.organization

    def belongs_to(self, campaign: Campaign) -> bool:
        theirs = self.conference.campaign_id if self.conference else self.campaign and self.campaign.pk
        return theirs == campaign.pk

    @property
    def held_on(self) -> date | None:
        return self.obligation.event_on

    @property
    def event_kind(self) -> str:
        return self.conference.kind if self.conference else Conference.Kind.CONFERENCE

    @cached_property
    def parts(self) -> list[PacketPart]:
        """What a conference of this kind is asked for, required or not."""
        return [part for part in self.checklist if part.asked_at(self.event_kind) != PacketPart.Asked.NO]

    @cached_property
    def required(self) -> list[PacketPart]:
        return [part for part in self.parts if self.requires(part)]

    def requires(self, part: PacketPart) -> bool:
        return part.asked_at(self.event_kind) == PacketPart.Asked.REQUIRED

    @cached_property
    def lacking(self) -> list[Lack]:
        """Nothing lacks of what nobody has begun to hand in, nor of what is not required."""
        return lacking(self.required, self.documents, self.as_of) if self.has_come else []

    @property
    def has_come(self) -> bool:
        return _has_come(self.obligation)

    @property
    def lacking_words(self) -> str:
        return "; ".join(str(lack) for lack in self.lacking)

    @property
    def completed_on(self) -> date | None:
        """The day the last required paper came; what is written on it may be told later."""
        if self.submission is None or not self.submission.day_stated:
            return None
        required = {part.pk for part in self.required}
        return max((one.received_on for one in self.documents if one.part_id in required), default=None)

    @cached_property
    def state(self) -> State:
        return packet_state(
            self.obligation.status,
            is_lacking=bool(self.lacking),
            completed_on=self.completed_on,
            due_on=self.obligation.due_on,
        )

    @property
    def days_late(self) -> int | None:
        """Past the due day: until it was complete, or until the day asked about while it is not."""
        until = {State.LATE: self.completed_on, State.INCOMPLETE: self.as_of, State.MISSING: self.as_of}.get(self.state)
        return max((until - self.obligation.due_on).days, 0) or None if until else None


# --- The facts --------------------------------------------------------------------------------------------------


def packets(user: Any, day: date, *, campaign: Campaign | None = None) -> list[Packet]:
    """The packets owed on that day that the user sees, by the day of the conference."""
    owed = Obligation.objects.visible_to(user).with_status(day).filter(requirement__kind=KIND, key__startswith=KEY)
    if campaign:
        owed = owed.filter(requirement=campaign.protocol_requirement_id)
    related = owed.select_related("organization", "requirement").prefetch_related("organization__former_names")
    found = with_papers(related.order_by("event_on", "organization__path", "pk"), user, day)
    return [packet for packet in found if campaign is None or packet.belongs_to(campaign)]


def with_papers(obligations: Iterable[Obligation], user: Any, day: date) -> list[Packet]:
    """A packet for each obligation `with_status(day)`, with its conference, checklist and documents."""
    owed = list(obligations)
    around = Surroundings.of(owed, user)
    last = _last_hand_ins(owed, user, day)
    made = []
    for obligation in owed:
        submission = last.get(obligation.pk)
        documents = list(submission.packet_documents.all()) if submission else ()
        made.append(around.packet(obligation, day, documents, submission))
    return made


def note_lacking(campaign: Campaign, present: Iterable["Standing"], user: Any, day: date) -> None:
    """Tells the standings of a campaign what their packets lack, for the deviations."""
    requirement = campaign.protocol_requirement
    if requirement is None or requirement.kind != KIND:
        return
    came = [(one.protocol, one) for one in present if one.protocol and _has_come(one.protocol)]
    if not came:
        return
    checklist = by_campaign(campaign.packet_parts.all()).get(campaign.pk, ())
    papers = _counting_papers([protocol for protocol, _standing in came], user)
    for protocol, standing in came:
        packet = Packet(protocol, day, campaign, standing.conference, checklist, documents=papers.get(protocol.pk, ()))
        standing.lacking_papers = packet.lacking_words


def to_follow(user: Any, day: date) -> list[FollowUp]:
    """Incomplete packets of the organizations for which the user fills in."""
    filled: ObligationQuerySet = Obligation.objects.visible_to(user, Permission.FILL).filter(requirement__kind=KIND)
    last = Submission.objects.visible_to(user).live_on(day).filter(obligation=OuterRef("pk")).order_by("-round")
    came = (
        filled.with_status(day)
        .filter(status__in=RECEIVED_STATUSES)
        .annotate(last_submission=Subquery(last.values("pk")[:1]))
        .select_related("organization", "requirement")
    )
    owed = list(came.order_by("pk"))
    if not owed:
        return []
    around, papers = Surroundings.of(owed, user), _counting_papers(owed, user)
    last_submissions = {one.pk: one.last_submission for one in owed}
    packets = [around.packet(one, day, papers.get(one.pk, ())) for one in owed]
    return [
        FollowUp(
            title=packet.obligation.requirement.title,
            organization=packet.organization.name,
            lacking=[str(lack) for lack in packet.lacking],
            url=reverse("campaigns:packet_rest", args=[last_submissions[packet.obligation.pk]]),
        )
        for packet in packets
        if packet.state == State.INCOMPLETE
    ]


def _counting_papers(owed: Sequence[Any], user: Any) -> dict[int, list[PacketDocument]]:
    """By obligation `with_status`: of the round that counts on its day, which the status knows, and of no other."""
    papers = PacketDocument.objects.visible_to(user).select_related("part", "submission")
    rounds = {one.pk: one.rounds for one in owed}
    found: dict[int, list[PacketDocument]] = {}
    for paper in papers.filter(submission__obligation__in=rounds):
        if paper.submission.round == rounds[paper.submission.obligation_id]:
            found.setdefault(paper.submission.obligation_id, []).append(paper)
    return found


def _has_come(obligation: Obligation) -> bool:
    return obligation.status not in BEFORE_ANYTHING_CAME


def packet_of(obligation: Obligation, user: Any, day: date) -> Packet:
    return with_papers([obligation], user, day)[0]


def _event(obligation: Obligation) -> int | None:
    """The conference that made it owed."""
    return row_number(obligation.key.removeprefix(KEY)) if obligation.key.startswith(KEY) else None


@dataclass(frozen=True)
class Surroundings:
    """What packets stand in, by its key: the conferences, the campaigns that have a checklist, and what they ask for."""

    conferences: Mapping[int, Conference]
    campaigns: Mapping[int, Campaign]
    checklists: Mapping[int, Sequence[PacketPart]]

    @classmethod
    def of(cls, owed: Sequence[Obligation], user: Any) -> "Surroundings":
        conferences = Conference.objects.visible_to(user).in_bulk(list(filter(None, map(_event, owed))))
        theirs = Q(campaign__in={one.campaign_id for one in conferences.values() if one.campaign_id})
        asking = Q(campaign__protocol_requirement__in={one.requirement_id for one in owed})
        parts = list(PacketPart.objects.filter(theirs | asking).select_related("campaign"))
        return cls(conferences, {part.campaign_id: part.campaign for part in parts}, by_campaign(parts))

    def packet(
        self,
        obligation: Obligation,
        day: date,
        documents: Sequence[PacketDocument],
        submission: Submission | None = None,
    ) -> Packet:
        conference = self.conferences.get(_event(obligation) or 0)
        campaign = self.campaign_of(obligation, conference)
        checklist = self.checklists.get(campaign.pk, ()) if campaign else ()
        return Packet(obligation, day, campaign, conference, checklist, submission, documents)

    def campaign_of(self, obligation: Obligation, conference: Conference | None) -> Campaign | None:
        """Of the conference; of a packet that no conference made owed, the campaign that asks for it."""
        if conference:
            return self.campaigns.get(conference.campaign_id or 0)
        asking = [one for one in self.campaigns.values() if one.protocol_requirement_id == obligation.requirement_id]
        return min(asking, key=lambda one: one.pk, default=None)


def by_campaign(parts: Iterable[PacketPart]) -> dict[int, Sequence[PacketPart]]:
    found: dict[int, list[PacketPart]] = {}
    for part in sorted(parts, key=lambda part: (part.position, part.pk)):
        found.setdefault(part.campaign_id, []).append(part)
    return dict(found)


def _last_hand_ins(owed: Sequence[Obligation], user: Any, day: date) -> dict[int, Submission]:
    """The live hand-in of the highest round of each, with its documents in the order of the checklist."""
    documents = PacketDocument.objects.visible_to(user).select_related("part", "bound").order_by("part__position", "pk")
    live = Submission.objects.visible_to(user).live_on(day).filter(obligation__in=[one.pk for one in owed])
    with_documents = live.prefetch_related(models.Prefetch("packet_documents", documents))
    return {submission.obligation_id: submission for submission in with_documents.order_by("round")}
