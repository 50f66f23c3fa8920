"""Conferences held: what their day makes owed, what is refused, and the verbs of the staff on their pages."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import BranchSchedule, Conference
from organizations.access import Position
from reporting.models import Obligation
from tests.union_of_2023 import LIST_DAY, Union, union_again, with_facts
from tests.world import appoint, at, make_user

SignIn = Callable[..., Client]
HELD = date(2023, 9, 4)


@pytest.fixture
def union(db: None) -> Union:
    return union_again()


@pytest.fixture
def open_books(union: Union) -> Union:
    """Protocol and results are owed for every conference, from the decree on."""
    for name in ("protocol", "results"):
        requirement = union.requirements[name]
        requirement.books_open_on = None
        requirement.applies_from = date(2023, 6, 24)
        requirement.save()
    union.campaign.refresh_from_db()
    return union


def hold(union: Union, code: str = "abai", held_on: date = HELD, **facts: object) -> Conference:
    who = {"by": union.staff, "at": at(LIST_DAY)}
    organization = union.members[code]
    return Conference.record(
        campaign=union.campaign, organization=organization, held_on=held_on, source="письмо", **who, **facts
    )


def due(conference: Conference) -> dict[str, date]:
    owed = Obligation.objects.filter(key=f"conference:{conference.pk}")
    return {one.requirement.code: one.original_due_on for one in owed.select_related("requirement")}


def url(name: str, *args: object) -> str:
    return reverse(f"campaigns:{name}", args=args)


# --- What the day of a conference makes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "held_on", "protocol", "results"),
    [
        ("mangystau", date(2023, 7, 5), date(2023, 7, 15), date(2023, 8, 5)),
        ("akmola", date(2023, 8, 16), date(2023, 8, 26), date(2023, 9, 16)),
    ],
)
def test_protocol_and_results_are_due_after_it(
    open_books: Union, code: str, held_on: date, protocol: date, results: date
) -> None:
    conference = hold(open_books, code, held_on)
    assert due(conference) == {"conference_protocol": protocol, "conference_results": results}


def test_conferences_before_the_decree_oblige_to_nothing(open_books: Union) -> None:
    assert due(hold(open_books, "zhambyl", date(2023, 4, 26))) == {}


def test_the_books_of_the_demonstration_open_later(union: Union) -> None:
    assert due(hold(union, "akmola", date(2023, 8, 16))) == {}


def test_correcting_the_day_moves_what_is_due_with_history(open_books: Union) -> None:
    conference = hold(open_books, "akmola", date(2023, 8, 16))
    conference.redate(held_on=date(2023, 8, 26), reason="Опечатка в письме", by=open_books.staff, at=at(LIST_DAY))
    assert due(conference) == {"conference_protocol": date(2023, 9, 5), "conference_results": date(2023, 9, 26)}
    owed = Obligation.objects.get(key=conference.key, requirement__code="conference_protocol")
    assert owed.history.first().history_change_reason == "Опечатка в письме"
    assert owed.history.first().history_user == open_books.staff
    versions = conference.history.order_by("history_id").values_list("held_on", flat=True)
    assert list(versions) == [date(2023, 8, 16), date(2023, 8, 26)]


def test_a_day_corrected_into_the_campaign_makes_them(open_books: Union) -> None:
    conference = hold(open_books, "zhambyl", date(2023, 4, 26))
    conference.redate(held_on=date(2023, 7, 26), reason="Верный день", by=open_books.staff, at=at(LIST_DAY))
    assert due(conference)["conference_protocol"] == date(2023, 8, 5)


def test_a_cancelled_one_frees_from_them_with_that_reason(open_books: Union) -> None:
    conference = hold(open_books)
    conference.cancel(on=LIST_DAY, reason="Не состоялась: нет кворума", by=open_books.staff, at=at(LIST_DAY))
    statuses = Obligation.objects.with_status(LIST_DAY).filter(key=conference.key).values_list("status", flat=True)
    assert set(statuses) == {"exempt"}
    assert Conference.objects.held_by(LIST_DAY).count() == 0
    again = hold(open_books)
    assert due(again)


# --- What is refused --------------------------------------------------------------------------------------


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return " ".join(refusal.value.messages)


def test_a_future_day_is_refused(union: Union) -> None:
    assert "05.09.2023" in refused(lambda: hold(union, held_on=date(2023, 9, 5)))
    assert not Conference.objects.exists()


def test_a_second_regular_one_is_refused_an_extraordinary_one_is_not(union: Union) -> None:
    hold(union)
    assert "04.09.2023" in refused(lambda: hold(union, held_on=date(2023, 9, 1)))
    assert hold(union, held_on=date(2023, 9, 1), is_extraordinary=True).pk


def test_nothing_is_done_to_a_cancelled_one(union: Union) -> None:
    conference = hold(union)
    who = {"by": union.staff, "at": at(LIST_DAY)}
    conference.cancel(on=LIST_DAY, reason="Ошибка", **who)
    refused(lambda: conference.redate(held_on=date(2023, 9, 1), reason="x", **who))
    refused(lambda: conference.notify(on=LIST_DAY, **who))
    refused(lambda: conference.cancel(on=LIST_DAY, reason="Ещё раз", **who))


def test_it_is_not_notified_before_it_was_held_and_a_reason_is_asked(union: Union) -> None:
    conference = hold(union)
    who = {"by": union.staff, "at": at(LIST_DAY)}
    refused(lambda: conference.notify(on=date(2023, 9, 3), **who))
    refused(lambda: conference.redate(held_on=date(2023, 9, 1), reason=" ", **who))
    refused(lambda: conference.cancel(on=LIST_DAY, reason=" ", **who))
    assert Conference.objects.get().held_on == HELD


# --- The pages of the staff -------------------------------------------------------------------------------


def test_staff_record_a_conference_outside_the_window_with_a_reason(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    page = url("conference_record", union.campaign.pk, "abai")
    typed = {"kind": "conference", "held_on": "1 сентября 2023", "source": "письмо № 5", "notified_on": ""}
    asked = client.post(page, typed)
    assert "01.03.2024–31.05.2024" in str(asked.context["form"].errors["outside_reason"])
    assert not Conference.objects.exists()
    assert "1 сентября 2023" in asked.content.decode()  # what was typed is kept
    done = client.post(page, typed | {"outside_reason": "Истёк срок полномочий"})
    assert done.status_code == 302
    conference = Conference.objects.get()
    assert (conference.held_on, conference.outside_reason) == (date(2023, 9, 1), "Истёк срок полномочий")
    assert conference.recorded_by == union.staff
    answer = client.get(url("campaign", union.campaign.pk))
    reasons = [one.reason for kind, found in answer.context["deviations"] for one in found if kind == "held_outside"]
    assert reasons == ["Истёк срок полномочий"]


@pytest.mark.parametrize(
    ("held_on", "words"), [("05.09.2023", "05.09.2023"), ("31.02.2023", "31.02.2023"), ("вчера", "вчера")]
)
def test_a_day_that_cannot_be_gets_a_sentence(union: Union, signed_in: SignIn, held_on: str, words: str) -> None:
    page = url("conference_record", union.campaign.pk, "abai")
    typed = {"kind": "conference", "held_on": held_on, "source": "x", "outside_reason": "x"}
    answer = signed_in(union.staff).post(page, typed)
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert words in str(errors)
    assert not Conference.objects.exists()


def test_a_refused_notification_leaves_no_conference(union: Union, signed_in: SignIn) -> None:
    data = {
        "kind": "conference",
        "held_on": "04.09.2023",
        "notified_on": "01.09.2023",
        "source": "письмо",
        "outside_reason": "x",
    }
    page = url("conference_record", union.campaign.pk, "abai")
    answer = signed_in(union.staff).post(page, data)
    assert answer.context["form"].errors["notified_on"]
    assert not union.members["abai"].conferences.exists()
    assert signed_in(union.staff).post(page, {**data, "notified_on": "04.09.2023"}).status_code == 302


def test_staff_correct_notify_and_cancel(open_books: Union, signed_in: SignIn) -> None:
    union, client = open_books, signed_in(open_books.staff)
    conference = hold(union, "akmola", date(2023, 8, 16))
    assert client.get(url("conference_redate", conference.pk)).status_code == 200
    client.post(url("conference_redate", conference.pk), {"held_on": "17.08.2023", "reason": "Опечатка"})
    assert due(conference)["conference_protocol"] == date(2023, 8, 27)
    client.post(url("conference_notify", conference.pk), {"on": "20.08.2023", "day_stated": "on"})
    conference.refresh_from_db()
    assert (conference.notified_on, conference.notified_day_stated) == (date(2023, 8, 20), True)
    history = client.get(url("plans", union.campaign.pk, "akmola")).context["history"]
    assert any(entry["why"] == "Опечатка" and entry["changes"] for entry in history)
    client.post(url("conference_cancel", conference.pk), {"on": "04.09.2023", "reason": "Нет кворума"})
    conference.refresh_from_db()
    assert conference.cancel_reason == "Нет кворума"
    asked_again = client.post(url("conference_cancel", conference.pk), {"on": "04.09.2023", "reason": "Снова"})
    assert asked_again.status_code == 200
    assert asked_again.context["form"].non_field_errors()


def test_staff_record_that_schedules_of_branches_came_in(union: Union, signed_in: SignIn) -> None:
    page = url("branch_schedule_record", union.campaign.pk, "abai")
    client = signed_in(union.staff)
    typed = {"received_on": "01.09.2023", "day_stated": "on", "source": "письмо № 7"}
    assert client.post(page, typed).status_code == 302
    assert BranchSchedule.objects.get().received_on == date(2023, 9, 1)
    assert client.post(page, typed).context["form"].non_field_errors()


def verbs_of(union: Union) -> list[str]:
    with_facts(union)
    conference = Conference.objects.get(organization__code="akmola")
    plan = union.campaign.plans.filter(organization__code="kyzylorda").first()
    organization = [url(f"{name}_record", union.campaign.pk, "kyzylorda") for name in ("plan", "conference")]
    organization.append(url("branch_schedule_record", union.campaign.pk, "kyzylorda"))
    facts = [url(f"conference_{name}", conference.pk) for name in ("redate", "notify", "cancel")]
    return [*organization, *facts, url("plan_set_aside", plan.pk)]


@pytest.mark.parametrize("position", [Position.LEADERSHIP, Position.CONTROLLER])
def test_who_only_reads_is_refused(union: Union, signed_in: SignIn, position: str) -> None:
    user = make_user("reader")
    appoint(user, union.root, position, "Читатель")
    client = signed_in(user)
    for page in verbs_of(union):
        assert (client.get(page).status_code, client.post(page, {}).status_code) == (403, 403), page


def test_a_chair_keeps_no_campaign_and_does_not_see_others(union: Union, signed_in: SignIn) -> None:
    pages = verbs_of(union)
    own, stranger = make_user("own"), make_user("stranger")
    for user, code in ((own, "akmola"), (stranger, "pavlodar")):
        _replace_chair(union, code, user)
    conference = [page for page in pages if "conferences" in page]
    assert {signed_in(own).get(page).status_code for page in conference} == {403}
    assert {signed_in(stranger).get(page).status_code for page in pages} == {404}


def _replace_chair(union: Union, code: str, user: User) -> None:
    for appointment in union.members[code].appointments.filter(position=Position.CHAIR):
        appointment.end(on=date(2022, 1, 1) if appointment.from_day is None else date(2023, 1, 1), reason="x")
    appoint(user, union.members[code], Position.CHAIR, "Новый Председатель", from_day=date(2023, 1, 1))


def test_the_administrator_may_what_staff_may(union: Union, signed_in: SignIn) -> None:
    asan = make_user("asan")
    appoint(asan, union.root, Position.ADMINISTRATOR, "Серіков Асан")
    assert {signed_in(asan).get(page).status_code for page in verbs_of(union)} == {200}
