"""The protocol packet: its state on a day, what is lacking by name, hand-in, correction, what follows later."""

import itertools
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, strategies as st
from pypdf import PdfReader

from campaigns.deviations import deviations
from campaigns.models import PacketDocument, PacketPart
from campaigns.models.packet import STANDARD, Details
from campaigns.packet_sending import record_on_paper, send_rest
from campaigns.packet_tables import build_packets
from campaigns.packets import State, note_lacking, packet_state, packets
from campaigns.states import standings
from documents.registry import WHOLE_UNION, BadFilter
from organizations.access import Position
from reporting.models import SubmissionFile
from reporting.statuses import Status
from tests.demonstration import build
from tests.made_files import docx, pdf, upload
from tests.packets import (
    DUE,
    HELD,
    all_details,
    as_of,
    complete,
    hand_in,
    held,
    lay,
    packet_campaign,
    part,
    picture,
)
from tests.world import TODAY, appoint, at, make_organization

pytestmark = pytest.mark.django_db
CODES = [one["code"] for one in STANDARD]


@pytest.fixture
def campaign(world):
    return packet_campaign(world)


@pytest.fixture
def obligation(world, campaign):
    return held(world, campaign)


# --- The rule --------------------------------------------------------------------------------------------


def told(status, is_lacking, completed_on, due_on):
    """The same rule in the words of the issue, the other way round: which states does each fact rule out?"""
    possible = set(State)
    came = status in (Status.ON_TIME, Status.LATE, Status.RECEIVED)
    possible &= {State.COMPLETE, State.LATE, State.INCOMPLETE} if came else set(State) - {
        State.COMPLETE, State.LATE, State.INCOMPLETE
    }  # fmt: skip
    for other, state in [
        (Status.EXEMPT, State.EXEMPT), (Status.MISSING, State.MISSING), (Status.NOT_DUE, State.NOT_DUE),
        (Status.RETURNED, State.RETURNED),
    ]:  # fmt: skip
        possible -= {state} if status != other else set()
    if is_lacking:
        possible -= {State.COMPLETE, State.LATE}
    else:
        possible -= {State.INCOMPLETE}
    past = completed_on is not None and (completed_on - due_on).days >= 1
    possible -= {State.COMPLETE} if past else {State.LATE}
    [state] = possible
    return state


@given(
    st.sampled_from(Status.values),
    st.booleans(),
    st.one_of(st.none(), st.dates(date(2023, 8, 28), date(2023, 9, 20))),
)
def test_every_packet_is_in_exactly_one_state(status, is_lacking, completed_on):
    found = packet_state(status, is_lacking=is_lacking, completed_on=completed_on, due_on=DUE)
    assert found == told(status, is_lacking, completed_on, DUE)


def test_small_histories_against_a_count_of_papers(world, campaign):
    """Two papers, each in time, late or never, and the number of the first told or not: the state on each day."""
    campaign.packet_parts.exclude(code__in=["minutes", "bodies"]).update(of_conferences=PacketPart.Asked.NO)
    days = [TODAY, DUE + timedelta(days=2), None]
    for number, (minutes, bodies, is_told) in enumerate(itertools.product(days, days, [True, False])):
        if minutes is None and bodies is None:
            continue
        organization = make_organization(f"o-{number}", "member", world.union, f"Область {number}")
        owed = held(world, campaign, organization)
        details = {"minutes": Details("5", HELD)} if is_told else {}
        came = {"minutes": minutes, "bodies": bodies}
        first = min(filter(None, came.values()))
        submission = None
        for day in sorted({day for day in came.values() if day}):
            for code in (code for code in came if came[code] == day):
                lay(owed, world.aigul, code, day=day)
            if submission is None:
                submission = hand_in(owed, world.aigul, details, day=day)
            else:
                send_rest(submission, details, received_on=day, by=world.aigul, at=at(day))
        for day in (HELD, TODAY, DUE, DUE + timedelta(days=1), DUE + timedelta(days=2), DUE + timedelta(days=30)):
            packet = as_of(owed, day)
            there = [code for code, on in came.items() if on and on <= day]
            if not there:
                expected = State.NOT_DUE if day <= DUE else State.MISSING
            elif len(there) < 2 or not is_told:
                expected = State.INCOMPLETE
            else:
                expected = State.LATE if max(came.values()) > DUE else State.COMPLETE
            assert packet.state == expected, (came, is_told, day)
            lacks = [] if not there else [code for code in came if code not in there]
            assert [one.part.code for one in packet.lacking if one.what == "paper"] == lacks
            details_lack = [one.what for one in packet.lacking if one.what != "paper"]
            assert details_lack == (["number", "day"] if "minutes" in there and not is_told else [])
        assert first


def test_what_is_lacking_is_said_by_name(world, obligation):
    complete(obligation, world.aigul, but=("counting", "bodies"))
    packet = as_of(obligation)
    assert packet.state == State.INCOMPLETE
    assert packet.lacking_words == "Протокол счетной комиссии; Списки избранных органов"


def test_a_late_packet_counts_its_days(world, obligation):
    late = DUE + timedelta(days=3)
    complete(obligation, world.aigul, day=late)
    assert (as_of(obligation, late).state, as_of(obligation, late).days_late) == (State.LATE, 3)
    assert as_of(obligation, DUE + timedelta(days=1)).days_late == 1, "missing until then"


def test_a_number_told_later_completes_and_does_not_make_late(world, obligation):
    """Photographs first and details later: the papers came in time."""
    for code in CODES:
        lay(obligation, world.aigul, code)
    submission = hand_in(obligation, world.aigul)
    later = DUE + timedelta(days=5)
    assert as_of(obligation, DUE).state == State.INCOMPLETE
    send_rest(submission, all_details(obligation), received_on=later, by=world.aigul, at=at(later))
    assert as_of(obligation, DUE + timedelta(days=4)).state == State.INCOMPLETE
    assert as_of(obligation, later).state == State.COMPLETE
    document = submission.packet_documents.get(part__code="minutes")
    entries = list(document.history.order_by("history_id").values_list("number", "history_user__email"))
    assert entries == [("", "aigul@example.kz"), ("1", "aigul@example.kz")]


def test_a_day_that_is_not_stated_is_neither_in_time_nor_late(world, obligation):
    after = DUE + timedelta(days=1)
    submission = obligation.submit(by=world.saule, at=at(after), received_on=after, channel="unknown", day_stated=False)
    for one in as_of(obligation, after).parts:
        record_on_paper(submission, one, Details("1", HELD), received_on=after, by=world.saule, at=at(after))
    packet = as_of(obligation, after)
    assert (packet.state, packet.days_late) == (State.COMPLETE, None)


def test_a_meeting_hands_in_less(world, campaign):
    meeting = held(world, campaign, world.temirtau, kind="meeting")
    packet = as_of(meeting)
    assert "credentials" not in {one.code for one in packet.parts}
    assert "counting" not in {one.code for one in packet.required}
    complete(meeting, world.aigul, but=("credentials", "counting"))
    assert as_of(meeting).state == State.COMPLETE


def test_a_cancelled_conference_asks_for_nothing(world, campaign, obligation):
    campaign.conferences.get().cancel(on=TODAY, reason="Не было", by=world.saule, at=at(TODAY))
    assert as_of(obligation).state == State.EXEMPT


def test_the_standard_checklist_is_made_once(world, campaign):
    campaign.packet_parts.filter(code="bodies").update(title_ru="Списки")
    assert PacketPart.standard_for(campaign, by=world.saule) == 0
    assert campaign.packet_parts.count() == len(STANDARD) == 9
    assert campaign.packet_parts.get(code="bodies").title_ru == "Списки"


# --- Handed in ------------------------------------------------------------------------------------------


def test_photographs_are_bound_and_documents_stay_as_they_are(world, obligation):
    laid = lay(
        obligation, world.aigul, "minutes", picture("1.jpg"), picture("2.jpg"), upload("приложение.docx", docx())
    )
    lay(obligation, world.aigul, "bodies", upload("списки.pdf", pdf()))
    submission = hand_in(obligation, world.aigul, {"minutes": Details("5", HELD)})
    minutes = submission.packet_documents.get(part__code="minutes")
    assert [page.file for page in minutes.pages.all()] == laid
    assert minutes.bound.size == minutes.bound.file.size
    with minutes.bound.file.open() as bound:
        assert len(PdfReader(bound, strict=True).pages) == 2
    names = list(submission.files.values_list("name", flat=True))
    assert names == ["01. Протокол конференции (собрания).pdf", "приложение.docx", "списки.pdf"]
    assert submission.packet_documents.get(part__code="bodies").bound is None


def test_a_corrected_packet_begins_with_the_files_of_the_one_before(world, obligation):
    first = complete(obligation, world.aigul, but=("bodies",))
    obligation.return_(by=world.saule, at=at(TODAY), returned_on=TODAY, correct_by=DUE, reason="Нет списков")
    assert as_of(obligation).state == State.RETURNED
    before = list(obligation.packet_files.current())
    late = DUE + timedelta(days=1)
    lay(obligation, world.aigul, "bodies", day=late)
    second = hand_in(obligation, world.aigul, all_details(obligation), day=late)
    carried = PacketDocument.objects.filter(submission=second).exclude(part__code="bodies")
    assert {document.received_on for document in carried} == {TODAY}, "the first day keeps"
    assert [page.file for one in carried for page in one.pages.all()] == before, "the very files, nothing is copied"
    assert first.packet_documents.count() == 8, "the first round keeps its documents"
    assert (as_of(obligation, late).state, as_of(obligation, late).days_late) == (State.LATE, 1)


def test_a_voided_round_gives_no_day(world, obligation):
    submission = complete(obligation, world.aigul)
    obligation.void(submission, by=world.saule, at=at(TODAY), voided_on=TODAY, reason="Чужие листы")
    late = DUE + timedelta(days=2)
    hand_in(obligation, world.aigul, all_details(obligation), day=late)
    assert as_of(obligation, late).state == State.LATE
    assert as_of(obligation, late).completed_on == late


# --- What follows later ---------------------------------------------------------------------------------


def test_what_was_lacking_follows_with_its_own_day(world, obligation):
    submission = complete(obligation, world.aigul, but=("counting",))
    files = submission.files.count()
    later = TODAY + timedelta(days=1)
    lay(obligation, world.aigul, "counting", day=later)
    made, described = send_rest(
        submission, {"counting": Details("3", HELD)}, received_on=later, by=world.aigul, at=at(later)
    )
    assert ([document.part.code for document in made], described) == (["counting"], [])
    assert made[0].received_on == later
    assert submission.files.count() == files + 1
    assert as_of(obligation, TODAY).state == State.INCOMPLETE
    assert as_of(obligation, later).state == State.COMPLETE
    assert send_rest(submission, {}, received_on=later, by=world.aigul, at=at(later)) == ([], []), "once"


def test_what_was_told_is_not_told_otherwise(world, obligation):
    lay(obligation, world.aigul, "minutes")
    submission = hand_in(obligation, world.aigul, {"minutes": Details("5", None)})
    send_rest(submission, {"minutes": Details("6", HELD)}, received_on=TODAY, by=world.aigul, at=at(TODAY))
    document = submission.packet_documents.get()
    assert (document.number, document.day) == ("5", HELD)


def test_nothing_follows_a_hand_in_that_fell(world, obligation):
    submission = complete(obligation, world.aigul, but=("counting",))
    lay(obligation, world.aigul, "counting")
    obligation.return_(by=world.saule, at=at(TODAY), returned_on=TODAY, correct_by=DUE, reason="Нет подписи")
    with pytest.raises(ValidationError):
        send_rest(submission, {}, received_on=TODAY, by=world.aigul, at=at(TODAY))


def test_a_part_recorded_from_paper_counts(world, obligation):
    submission = obligation.submit(by=world.saule, at=at(TODAY), received_on=TODAY, channel="paper")
    assert len(as_of(obligation).lacking) == 9
    record_on_paper(
        submission, part(obligation, "minutes"), Details("5", HELD), received_on=TODAY, by=world.saule, at=at(TODAY)
    )
    assert "minutes" not in {lack.part.code for lack in as_of(obligation).lacking}
    with pytest.raises(ValidationError):
        record_on_paper(
            submission, part(obligation, "minutes"), Details(), received_on=TODAY, by=world.saule, at=at(TODAY)
        )


# --- Tables ---------------------------------------------------------------------------------------------


def test_the_table_of_a_campaign(world, campaign, obligation):
    held(world, campaign, world.akmola, on=date(2023, 8, 20))
    complete(obligation, world.aigul, but=("bodies",))
    rows = {row["organization_code"]: row for row in build_packets(user=WHOLE_UNION, as_of=TODAY, filters={}).records()}
    assert rows["karaganda"]["state"] == "incomplete"
    assert rows["karaganda"]["lacking"] == "Списки избранных органов"
    assert (rows["akmola"]["state"], rows["akmola"]["days_late"]) == ("missing", 5)
    assert rows["akmola"]["lacking"] is None, "of what nobody has begun nothing is lacking by name"
    only = build_packets(user=WHOLE_UNION, as_of=TODAY, filters={"state": "missing"})
    assert [row["organization_code"] for row in only.records()] == ["akmola"]
    with pytest.raises(BadFilter):
        build_packets(user=WHOLE_UNION, as_of=TODAY, filters={"state": "lost"})


def test_a_chair_sees_the_own_packets_alone(world, campaign, obligation):
    held(world, campaign, world.akmola)
    assert [packet.organization.code for packet in packets(world.erlan, TODAY, campaign=campaign)] == ["akmola"]
    assert len(packets(world.saule, TODAY, campaign=campaign)) == 2


def test_the_table_asks_as_often_for_many_as_for_few(world, campaign, obligation):
    complete(obligation, world.aigul)
    asked = []
    for number in range(1, 6):
        with CaptureQueriesContext(connection) as captured:
            rows = list(build_packets(user=world.saule, as_of=TODAY, filters={}).records())
        assert len(rows) == number
        asked.append(len(captured))
        organization = make_organization(f"many-{number}", "member", world.union, f"Область {number}")
        appoint(None, organization, Position.CHAIR, f"Председатель {number}")
        complete(held(world, campaign, organization), world.aigul, but=("bodies",) if number % 2 else ())
        del world.saule._current_appointments
    assert asked == [asked[0]] * 5
    assert asked[0] < 12


def test_an_incomplete_packet_is_a_deviation(world, campaign, obligation):
    complete(obligation, world.aigul, but=("bodies",))
    present = standings(campaign, WHOLE_UNION, TODAY)
    note_lacking(campaign, present, WHOLE_UNION, TODAY)
    texts = [one.text for _, found in deviations(present) for one in found]
    assert any("Списки избранных органов" in text for text in texts)


def test_files_of_a_hand_in_are_never_shared_with_what_is_removed(world, obligation):
    """Every file of a hand-in can still be opened after all that happened to the packet."""
    lay(obligation, world.aigul, "minutes")
    hand_in(obligation, world.aigul)
    for file in SubmissionFile.objects.all():
        with file.file.open() as stored:
            assert stored.read(5) == b"%PDF-"


def test_a_return_begins_with_what_is_lacking(world, obligation, signed_in):
    lay(obligation, world.aigul, "minutes")
    hand_in(obligation, world.aigul, {"minutes": Details("5", None)})
    answer = signed_in(world.saule).get(f"/reporting/obligations/{obligation.pk}/return/")
    remarks = [form.initial for form in answer.context["form"].remarks if form.initial]
    assert [one["field"] for one in remarks][:3] == ["day_minutes", "part_attendance", "part_credentials"]
    assert len(remarks) == 9
    chosen = dict(answer.context["form"].remarks[0].fields["field"].choices)
    assert {one["field"] for one in remarks} <= set(chosen)


def test_remarks_stand_at_their_parts(world, obligation, signed_in):
    complete(obligation, world.aigul, but=("bodies",))
    remarks = [("part_bodies", "Нет списков"), ("number_minutes", "Не тот номер"), ("", "Размыто")]
    obligation.return_(
        by=world.saule, at=at(TODAY), returned_on=TODAY, correct_by=DUE, reason="Исправить", remarks=remarks
    )
    answer = signed_in(world.aigul).get(f"/campaigns/obligations/{obligation.pk}/packet/")
    found = {line.part.code: line.remarks for line in answer.context["lines"] if line.remarks}
    assert found == {"bodies": ["Нет списков"], "minutes": ["Не тот номер"]}
    assert answer.context["whole"] == ["Размыто"]
    assert {line.part.code: len(line.files) for line in answer.context["lines"]}["minutes"] == 1
    assert answer.context["form"]["number_minutes"].value() == "1", "the numbers of the round before"


def test_a_chair_is_told_at_home_what_is_still_lacking(world, obligation, signed_in):
    complete(obligation, world.aigul, but=("bodies",))
    home = signed_in(world.aigul).get("/")
    assert [one.lacking for one in home.context["follow_ups"]] == [["Списки избранных органов"]]
    assert home.context["follow_ups"][0].url in home.content.decode()
    assert signed_in(world.erlan).get("/").context["follow_ups"] == []
    assert signed_in(world.bolat).get("/").context["follow_ups"] == []
    lay(obligation, world.aigul, "bodies")
    send_rest(obligation.standing(), {}, received_on=TODAY, by=world.aigul, at=at(TODAY))
    assert signed_in(world.aigul).get("/").context["follow_ups"] == []


def test_the_demonstration_shows_every_state():
    day = date(2026, 3, 2)
    build(day)
    found = {packet.organization.code: packet.state.value for packet in packets(WHOLE_UNION, day)}
    shown = {"vko": "complete", "zhambyl": "late", "astana": "incomplete", "aktobe": "returned", "sko": "missing"}
    assert {**shown, "atyrau": "not_due"}.items() <= found.items()
