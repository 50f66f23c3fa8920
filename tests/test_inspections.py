"""Inspections: their verbs and what these refuse, the state of a day against an oracle, who sees what."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings, strategies as st

from inspections.follow_ups import copy_open, following
from inspections.models import FindingFigure, FollowUp, Inspection, Inspector, Recommendation, ReplyTerm
from inspections.models.parts import remove_part, write_part
from inspections.models.recommendation import remove_recommendation
from inspections.plans import kept
from inspections.states import IN_STATE, State, state_on
from reporting.models import Obligation, Requirement
from reporting.statuses import Status
from tests.inspections_world import (
    DUE_ON,
    FROM,
    GIVEN_ON,
    SIGNED_ON,
    TO,
    begun,
    found,
    handed_over,
    inspected_by,
    numbered,
    plan_of_2023,
    planned,
    recommended,
    signed,
    written,
)
from tests.world import TODAY, World, at, make_organization

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
REASON = "Решение президиума № 5"


def saule(world: World, day: date = TODAY) -> dict[str, Any]:
    return {"by": world.saule, "at": at(day)}


def refused(act: Any, *args: Any, **kwargs: Any) -> dict[str, list[str]]:
    """The sentences by field; `""` is none in particular."""
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        act(*args, **kwargs)
    error = caught.value
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


# --- The state of a day -----------------------------------------------------------------------------------


def oracle(planned_to: date, facts: dict[str, date], day: date) -> str:
    """In plain words: what has happened by the day, the last thing first."""
    by_then = {name for name, on in facts.items() if on <= day}
    if "cancelled" in by_then:
        return "cancelled"
    for name, state in (("given", "handed_over"), ("signed", "signed"), ("ended", "ended"), ("began", "under_way")):
        if name in by_then:
            return state
    return "overdue" if day > planned_to else "planned"


ORDER = ("began", "ended", "signed", "given")
FIELDS = {
    "began": "began_on",
    "ended": "ended_on",
    "signed": "signed_on",
    "given": "handed_over_on",
    "cancelled": "cancelled_on",
}
histories = st.tuples(
    st.lists(st.integers(0, 8), min_size=0, max_size=4).map(sorted),
    st.one_of(st.none(), st.integers(0, 8)),
    st.integers(0, 8),
    st.integers(-1, 9),
)


@given(histories)
@settings(max_examples=300)
def test_the_state_of_a_day_is_what_had_happened_by_then(history: Any) -> None:
    steps, cancelled, last, asked = history
    start = date(2023, 5, 1)
    facts = {name: start + n * ONE_DAY for name, n in zip(ORDER, steps, strict=False)}
    if cancelled is not None and "given" not in facts:
        facts["cancelled"] = start + cancelled * ONE_DAY
    one = Inspection(planned_to=start + last * ONE_DAY, **{FIELDS[name]: on for name, on in facts.items()})
    day = start + asked * ONE_DAY
    assert state_on(one, day).value == oracle(one.planned_to, facts, day)


def test_the_database_tells_the_same_states(world: World) -> None:
    made = []
    for steps, is_cancelled in product(range(len(ORDER) + 1), (False, True)):
        facts = {name: FROM + 2 * n * ONE_DAY for n, name in enumerate(ORDER[:steps])}
        if is_cancelled and "given" not in facts:
            facts["cancelled"] = FROM + 7 * ONE_DAY
        one = planned(world, planned_to=FROM + 3 * ONE_DAY)
        who = {}
        for name in ("signed", "given", "cancelled"):
            stem = FIELDS[name].removesuffix("_on")
            if name in facts:
                who |= {f"{stem}_by": world.saule, f"{stem}_at": at(TODAY)}
        reason = {"cancel_reason": REASON} if "cancelled" in facts else {}
        Inspection.objects.filter(pk=one.pk).update(**{FIELDS[name]: on for name, on in facts.items()}, **who, **reason)
        made.append((one.pk, one.planned_to, facts))
    for days in range(-1, 10):
        day = FROM + days * ONE_DAY
        told = {state: set(Inspection.objects.in_state(state, day).values_list("pk", flat=True)) for state in IN_STATE}
        for pk, planned_to, facts in made:
            assert [state for state, pks in told.items() if pk in pks] == [oracle(planned_to, facts, day)]


# --- Verbs -------------------------------------------------------------------------------------------------


def test_an_inspection_goes_its_way(world: World) -> None:
    one = planned(world)
    assert one.state_on(FROM) == State.PLANNED
    assert one.state_on(TODAY) == State.OVERDUE
    one = handed_over(world)
    assert [one.state_on(day) for day in (FROM, TO, SIGNED_ON, GIVEN_ON)] == [
        State.UNDER_WAY, State.ENDED, State.SIGNED, State.HANDED_OVER,
    ]  # fmt: skip
    assert one.signed_by == one.handed_over_by == world.saule


def test_days_follow_one_another_and_none_lies_ahead(world: World) -> None:
    one = planned(world)
    assert "on" in refused(one.begin, on=TODAY + ONE_DAY, **saule(world))
    assert "" in refused(one.end, on=TO, **saule(world))
    one.begin(on=FROM, **saule(world))
    assert "" in refused(one.begin, on=FROM, **saule(world))
    assert "on" in refused(one.end, on=FROM - ONE_DAY, **saule(world))
    assert "" in refused(one.sign, on=SIGNED_ON, **saule(world))
    one.end(on=TO, **saule(world))
    assert "" in refused(one.end, on=TO, **saule(world))
    inspected_by(one, world), found(one, world)
    assert "on" in refused(one.sign, on=TO - ONE_DAY, **saule(world))
    assert "on" in refused(one.sign, on=TODAY + ONE_DAY, **saule(world))
    assert "" in refused(one.hand_over, on=TODAY, **saule(world))
    one.sign(on=SIGNED_ON, **saule(world))
    assert "on" in refused(one.hand_over, on=SIGNED_ON - ONE_DAY, **saule(world))
    assert "on" in refused(one.hand_over, on=TODAY + ONE_DAY, **saule(world))


def test_a_signature_needs_a_finding_and_a_signatory(world: World) -> None:
    one = begun(world)
    one.end(on=TO, **saule(world))
    inspector = inspected_by(one, world, signs=False)
    assert "" in refused(one.sign, on=TO, **saule(world))
    found(one, world)
    assert "" in refused(one.sign, on=TO, **saule(world))
    inspector.signs = True
    write_part(inspector, by=world.saule)
    one.sign(on=TO, **saule(world))
    assert one.signed_on == TO


def test_what_is_signed_stays_until_the_signature_is_taken_back(world: World) -> None:
    one = signed(world)
    finding = one.findings.first()
    for act in (lambda: write_part(finding, by=world.saule), lambda: one.write(by=world.saule),
                lambda: remove_part(finding, by=world.saule)):  # fmt: skip
        assert "" in refused(act)
    assert FindingFigure.objects.filter(finding__inspection=one).exists()
    assert "reason" in refused(one.take_signature_back, reason=" ", **saule(world))
    one.take_signature_back(reason=REASON, **saule(world))
    assert (one.signed_on, one.signed_by, one.signed_at) == (None, None, None)
    assert not FindingFigure.objects.filter(finding__inspection=one).exists()
    write_part(finding, by=world.saule)
    assert "" in refused(one.take_signature_back, reason=REASON, **saule(world))


def test_what_was_given_stays(world: World) -> None:
    one = handed_over(world)
    for act in (one.take_signature_back, one.cancel):
        day = {} if act == one.take_signature_back else {"on": TODAY}
        assert "" in refused(act, reason=REASON, **day, **saule(world))
    assert "" in refused(write_part, one.recommendations.first(), by=world.saule)


def test_cancelling_wants_a_reason_and_ends_it(world: World) -> None:
    one = written(world)
    assert "reason" in refused(one.cancel, on=TODAY, reason="", **saule(world))
    one.cancel(on=TODAY, reason=REASON, **saule(world))
    for act in (one.begin, one.end, one.sign, one.hand_over):
        assert "" in refused(act, on=TODAY, **saule(world))
    assert one.state_on(TODAY) == State.CANCELLED
    assert one.state_on(TODAY - ONE_DAY) == State.ENDED


def test_a_day_entered_wrong_is_corrected_until_the_signature(world: World) -> None:
    one = planned(world)
    right = {"began_on": FROM, "ended_on": TO, "reason": REASON}
    assert "" in refused(one.correct_days, **right, **saule(world))
    one = written(world)
    early = FROM - timedelta(days=30)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"began_on": TODAY + ONE_DAY}, "began_on"),
        ({"ended_on": TODAY + ONE_DAY}, "ended_on"),
        ({"ended_on": FROM - ONE_DAY}, "ended_on"),
        ({"reason": " "}, "reason"),
    ]
    for typed, field in wrong:
        assert field in refused(one.correct_days, **{**right, **typed}, **saule(world))
    one.correct_days(began_on=early, ended_on=TO - ONE_DAY, reason=REASON, **saule(world))
    one.refresh_from_db()
    assert (one.began_on, one.ended_on, one.figures_on(TODAY)) == (early, TO - ONE_DAY, TO - ONE_DAY)
    told = one.history.first()
    assert told
    assert (told.history_change_reason, told.history_user) == (REASON, world.saule)
    one.correct_days(began_on=FROM, ended_on=None, reason=REASON, **saule(world))
    assert one.state_on(TODAY) == State.UNDER_WAY
    assert "" in refused(signed(world).correct_days, **right, **saule(world))
    one.cancel(on=TODAY, reason=REASON, **saule(world))
    assert "" in refused(one.correct_days, **right, **saule(world))


def test_a_body_is_not_inspected_before_it_was_there_by_a_correction_either(world: World) -> None:
    late = make_organization("late", "member", world.union, "Позже")
    late.placements.update(from_day=TODAY)
    one = planned(world, organization=late, planned_from=TODAY, planned_to=TODAY)
    one.begin(on=TODAY, **saule(world))
    assert "began_on" in refused(one.correct_days, began_on=FROM, ended_on=None, reason=REASON, **saule(world))


def test_a_follow_up_is_not_signed_before_everything_is_judged(world: World) -> None:
    first = handed_over(world)
    later = following(first)
    later.planned_from = later.planned_to = TODAY
    later.write(by=world.saule)
    judgements = copy_open(later, world.saule, TODAY, by=world.saule)
    later.begin(on=TODAY, **saule(world))
    later.end(on=TODAY, **saule(world))
    inspected_by(later, world), found(later, world)
    for one in judgements[:-1]:
        one.outcome = "done"
        write_part(one, by=world.saule)
    assert str(judgements[-1].recommendation.number) in refused(later.sign, on=TODAY, **saule(world))[""][0]
    judgements[-1].outcome = "done"
    write_part(judgements[-1], by=world.saule)
    later.sign(on=TODAY, **saule(world))
    assert later.signed_on == TODAY


@pytest.mark.parametrize(
    "changed", [{"applies_from": TODAY}, {"books_open_on": TODAY}, {"opened_at": None, "opened_by": None}]
)
def test_a_report_is_not_given_while_nothing_would_be_owed(changed: dict[str, Any], world: World) -> None:
    handed_over(world, organization=world.akmola)
    Requirement.objects.filter(kind="recommendation").update(**changed)
    one = signed(world)
    assert "Исполнение рекомендации" in refused(one.hand_over, on=GIVEN_ON, **saule(world))[""][0]
    one.refresh_from_db()
    assert one.handed_over_on is None


def test_it_is_not_cancelled_before_what_has_happened(world: World) -> None:
    for made, last in ((begun, FROM), (written, TO), (signed, SIGNED_ON)):
        one = made(world)
        assert "on" in refused(one.cancel, on=last - ONE_DAY, reason=REASON, **saule(world))
        one.cancel(on=last, reason=REASON, **saule(world))
        assert one.cancelled_on == last
    planned(world).cancel(on=FROM - ONE_DAY, reason=REASON, **saule(world))


# --- Bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"planned_to": FROM - ONE_DAY}, "planned_to"),
        ({"studied_from": FROM}, "studied_to"),
        ({"studied_to": FROM}, "studied_from"),
        ({"studied_from": FROM, "studied_to": FROM - ONE_DAY}, "studied_to"),
        ({"kind": "follow_up"}, "follows"),
        ({"reply_days": 0}, "__all__"),
        ({"topic_ru": ""}, "topic_ru"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(fields: dict[str, Any], field: str, world: World) -> None:
    assert field in refused(planned, world, **fields)


def test_a_body_that_was_not_there_is_not_inspected(world: World) -> None:
    late = make_organization("late", "member", world.union, "Позже")
    late.placements.update(from_day=TODAY)
    assert "organization" in refused(planned, world, organization=late)
    one = planned(world, organization=late, planned_from=TODAY, planned_to=TODAY)
    assert "on" in refused(one.begin, on=FROM, **saule(world))
    assert "organization" in refused(planned, world, organization=world.union)


def test_a_follow_up_is_of_the_same_organization_and_of_a_report_it_has(world: World) -> None:
    first = handed_over(world)
    unsent = planned(world)
    later = {"planned_from": TODAY, "planned_to": TODAY, "kind": "follow_up"}
    assert "follows" in refused(planned, world, organization=world.akmola, follows=first, **later)
    assert "follows" in refused(planned, world, follows=unsent, **later)
    assert "follows" in refused(planned, world, follows=first, **{**later, "kind": "thematic"})
    assert planned(world, follows=first, **later).follows == first


def test_one_leads_and_nobody_stands_twice(world: World) -> None:
    one = planned(world)
    inspected_by(one, world)
    assert "leads" in refused(inspected_by, one, world, person=world.gulnara.person)
    assert "__all__" in refused(inspected_by, one, world, leads=False)
    assert "typed_name" in refused(inspected_by, one, world, person=None, leads=False)
    assert "typed_name" in refused(inspected_by, one, world, typed_name="Ким", leads=False)
    inspected_by(one, world, person=None, typed_name="Ким Вера", leads=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspector.objects.create(inspection=one, typed_name="Иной", leads=True)


def test_a_recommendation_has_words_and_a_day_after_the_inspection(world: World) -> None:
    one = begun(world)
    assert "text" in refused(recommended, one, world, text="")
    one.end(on=TO, **saule(world))
    assert "due_on" in refused(recommended, one, world, TO - ONE_DAY)
    other = found(planned(world), world)
    assert "finding" in refused(recommended, one, world, finding=other)
    inspected_by(one, world), found(one, world), recommended(one, world, SIGNED_ON)
    one.sign(on=SIGNED_ON, **saule(world))
    assert "1" in refused(one.hand_over, on=GIVEN_ON, **saule(world))[""][0]
    assert not Obligation.objects.filter(recommendation__isnull=False).exists()


def test_numbers_of_recommendations_have_no_gap(world: World) -> None:
    one = begun(world)
    second = [recommended(one, world, text=text) for text in "абв"][1]
    remove_recommendation(second, by=world.saule)
    assert list(one.recommendations.values_list("number", "text")) == [(1, "а"), (2, "в")]


def test_one_removed_twice_or_renumbered_meanwhile(world: World) -> None:
    one = begun(world)
    first, second, third = (recommended(one, world, text=text) for text in "абв")
    remove_recommendation(Recommendation.objects.get(pk=first.pk), by=world.saule)
    # Read before the others moved up: they call themselves 2 and 3 still.
    remove_recommendation(second, by=world.saule)
    assert list(one.recommendations.values_list("number", "text")) == [(1, "в")]
    assert "" in refused(remove_recommendation, second, by=world.saule)
    assert list(one.recommendations.values_list("number", "text")) == [(1, "в")]
    assert third.history.count() == 3
    inspector = inspected_by(one, world)
    remove_part(Inspector.objects.get(pk=inspector.pk), by=world.saule)
    assert "" in refused(remove_part, inspector, by=world.saule)


def test_a_section_in_use_is_not_deleted(world: World) -> None:
    from django.db.models import ProtectedError

    section = found(planned(world), world).section
    with pytest.raises(ProtectedError), transaction.atomic():
        section.delete()


def test_tags_and_emoji_are_text(world: World, signed_in: Any) -> None:
    one = written(world)
    found(one, world, text="<b>жирно</b> 🏫", section="other")
    page = signed_in(world.saule).get(one.get_absolute_url()).content.decode()
    assert "&lt;b&gt;жирно&lt;/b&gt; 🏫" in page
    assert "<b>жирно" not in page


def test_the_days_for_the_reply_are_a_parameter() -> None:
    assert ReplyTerm.in_force(TODAY) == 30
    ReplyTerm.objects.create(days=15, from_day=date(2023, 9, 1), source="Решение")
    assert [ReplyTerm.in_force(day) for day in (date(2023, 8, 31), TODAY)] == [30, 15]
    assert ReplyTerm.in_force(date(1999, 1, 1)) is None


# --- What is owed -------------------------------------------------------------------------------------------


def status_of(recommendation: Recommendation, day: date) -> str:
    return Obligation.objects.with_status(day).get(recommendation=recommendation).status


def test_recommendations_are_owed_from_the_day_the_report_is_given(world: World) -> None:
    one = signed(world)
    assert not Obligation.objects.filter(key__startswith="recommendation:").exists()
    one.hand_over(on=GIVEN_ON, **saule(world))
    owed = [numbered(one, number).obligation for number in (1, 2, 3)]
    assert [row.original_due_on for row in owed if row] == [DUE_ON[0], DUE_ON[1], GIVEN_ON + timedelta(days=30)]
    assert {(row.arose_on, row.organization_id, row.event_on) for row in owed if row} == {
        (GIVEN_ON, world.karaganda.pk, None)
    }
    assert [row.key for row in owed if row] == [f"recommendation:{numbered(one, n).pk}" for n in (1, 2, 3)]
    requirement = Requirement.objects.get(kind="recommendation")
    assert requirement.opened_by == world.saule
    assert requirement.citation_ru
    assert requirement.citation_kk


def test_a_second_report_is_owed_under_the_same_requirement(world: World) -> None:
    handed_over(world), handed_over(world, organization=world.akmola)
    assert Requirement.objects.filter(kind="recommendation").count() == 1
    assert Obligation.objects.filter(requirement__kind="recommendation").count() == 6


def expected(due_on: date, received_on: date | None, day: date) -> str:
    """In plain words, of one that was never returned."""
    if received_on and received_on <= day:
        return Status.ON_TIME if received_on <= due_on else Status.LATE
    return Status.MISSING if due_on < day else Status.NOT_DUE


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("received_on", [None, date(2023, 6, 20), date(2023, 8, 1), date(2023, 8, 2), TODAY])
def test_the_status_of_a_recommendation_is_its_obligations(number: int, received_on: date | None, world: World) -> None:
    recommendation = numbered(handed_over(world), number)
    due_on = DUE_ON[number - 1] or GIVEN_ON + timedelta(days=30)
    if received_on:
        assert recommendation.obligation
        recommendation.obligation.submit(received_on=received_on, by=world.aigul, at=at(received_on), text="Исполнено")
    for day in (GIVEN_ON, due_on, due_on + ONE_DAY, date(2023, 8, 1), date(2023, 8, 2), TODAY):
        assert status_of(recommendation, day) == expected(due_on, received_on, day)


def test_a_wrong_due_day_is_corrected_for_every_day(world: World) -> None:
    recommendation = numbered(handed_over(world), 1)
    assert status_of(recommendation, TODAY) == Status.MISSING
    assert "reason" in refused(recommendation.redate, due_on=TODAY, reason="", **saule(world))
    assert "due_on" in refused(recommendation.redate, due_on=GIVEN_ON - ONE_DAY, reason=REASON, **saule(world))
    recommendation.redate(due_on=date(2023, 9, 30), reason=REASON, **saule(world))
    assert status_of(recommendation, TODAY) == status_of(recommendation, date(2023, 8, 2)) == Status.NOT_DUE
    assert numbered(recommendation.inspection, 1).due_on == date(2023, 9, 30)
    unborn = recommended(begun(world), world)
    assert "" in refused(unborn.redate, due_on=TODAY, reason=REASON, **saule(world))


def test_a_recommendation_is_withdrawn_as_anything_is_exempted(world: World) -> None:
    recommendation = numbered(handed_over(world), 1)
    assert recommendation.obligation
    recommendation.obligation.exempt(decided_on=TODAY, reason=REASON, **saule(world))
    assert status_of(recommendation, TODAY) == Status.EXEMPT
    assert status_of(recommendation, TODAY - ONE_DAY) == Status.MISSING


# --- Follow-up ---------------------------------------------------------------------------------------------


def test_a_follow_up_judges_what_was_not_accepted(world: World) -> None:
    first = handed_over(world)
    one, two = numbered(first, 1).obligation, numbered(first, 2).obligation
    assert one
    assert two
    one.submit(received_on=TODAY, by=world.aigul, at=at(TODAY), text="Сделано")
    one.accept(accepted_on=TODAY, **saule(world))
    two.submit(received_on=TODAY, by=world.aigul, at=at(TODAY), text="Сделано")
    later = following(first)
    later.planned_from = later.planned_to = TODAY
    later.write(by=world.saule)
    made = copy_open(later, world.saule, TODAY, by=world.saule)
    assert [judgement.recommendation.number for judgement in made] == [2, 3]
    judgement = made[0]
    judgement.outcome = FollowUp.Outcome.PARTLY
    assert "text" in refused(write_part, judgement, by=world.saule)
    judgement.text = "Приняты две организации из трёх"
    write_part(judgement, by=world.saule)
    stranger = FollowUp(inspection=later, recommendation=numbered(handed_over(world), 1), outcome="done")
    assert "recommendation" in refused(write_part, stranger, by=world.saule)


# --- Plans -------------------------------------------------------------------------------------------------


def test_a_plan_tells_what_was_carried_out_and_in_its_time(world: World) -> None:
    plan = plan_of_2023(world)
    in_time = written(world, plan=plan)
    late = begun(world, plan=plan)
    late.end(on=TO + 3 * ONE_DAY, **saule(world))
    planned(world, plan=plan)
    planned(world, plan=plan, planned_from=TODAY, planned_to=TODAY)
    planned(world, plan=plan).cancel(on=TODAY, reason=REASON, **saule(world))
    planned(world)
    told = kept(Inspection.objects.filter(plan=plan).order_by("pk"), TODAY)
    assert (told.planned, told.done, told.in_time, told.overdue, told.cancelled) == (4, 2, 1, 1, 1)
    lines = {line.inspection.pk: line.days_late for line in told.lines}
    assert (lines[in_time.pk], lines[late.pk]) == (None, 3)


# --- Who sees what -----------------------------------------------------------------------------------------


def test_a_report_is_seen_by_the_organization_once_it_is_given(world: World) -> None:
    one = signed(world)
    readers = {
        name: getattr(world, name) for name in ("saule", "leila", "gulnara", "asan", "aigul", "dana", "bolat", "erlan")
    }

    def seers(model: Any) -> set[str]:
        return {name for name, user in readers.items() if model.objects.visible_to(user).exists()}

    of_union = {"saule", "leila", "gulnara", "asan"}
    parts = (Inspection, Inspector, Recommendation, one.findings.model, FindingFigure)
    for model in parts:
        assert seers(model) == of_union
    one.hand_over(on=GIVEN_ON, **saule(world))
    for model in parts:
        assert seers(model) == of_union | {"aigul", "dana"}


def test_nobody_of_the_inspected_apparatus_reads_its_drafts_or_keeps_them(world: World, signed_in: Any) -> None:
    """Staff of a member organization inspect those below it, not themselves."""
    from organizations.access import Position
    from tests.world import appoint, make_user

    local = make_user("local")
    appoint(local, world.karaganda, Position.STAFF, "Местная Анна")
    own, below = written(world), written(world, organization=world.temirtau)
    client = signed_in(local)
    assert client.get(own.get_absolute_url()).status_code == 404
    assert client.get(below.get_absolute_url()).status_code == 200
    own.sign(on=SIGNED_ON, **saule(world))
    own.hand_over(on=GIVEN_ON, **saule(world))
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(f"/inspections/{own.pk}/follow/").status_code == 403
    assert client.get(f"/inspections/recommendations/{numbered(own, 1).pk}/redate/").status_code == 403
