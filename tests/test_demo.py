"""The demonstration as it stands on its first day, 4 September 2023."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from campaigns.models import BranchSchedule, Campaign, Conference, CongressDate, Plan, Window
from decrees.models import Decree, DecreeItem
from organizations.access import Permission, can
from organizations.models import Appointment, Organization, Person, Region
from reporting.calls import broken_promises, promises
from reporting.models import Draft, Exemption, Obligation, Postponement, Requirement, Submission
from reporting.statuses import OVERDUE_STATUSES, Status
from tests.demonstration import check_what_documents_state, standing
from tests.world import TODAY

KEEP_HISTORY = (
    Organization, Person, Appointment, Decree, DecreeItem, Requirement, Obligation, Submission, Exemption, Postponement,
    Campaign, Window, CongressDate, Plan, Conference, BranchSchedule,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker):
        yield


def statuses(day: date, **filters: str) -> dict[str, str]:
    """Status of each organization's obligation, of one requirement."""
    rows = Obligation.objects.with_status(day).filter(**filters)
    return {row.organization.code: row.status for row in rows.select_related("organization")}


def test_the_registry_is_that_of_the_documents() -> None:
    assert Region.objects.count() == 20
    assert Organization.objects.filter(level="member").count() == 21
    assert Organization.objects.get(code="ulytau").predecessor.code == "karaganda"
    assert Organization.objects.get(code="turkestan").founding_conference_on == date(2020, 11, 10)
    assert Organization.objects.get(code="vko").legal_name_ru.startswith("ОО «Локальный профсоюз")
    branches = Organization.objects.filter(level="branch")
    assert set(branches.values_list("parent__code", flat=True)) == {"karaganda", "zhetysu", "vko"}


def test_the_tree_and_the_names_have_their_past() -> None:
    before = Organization.objects.existing_on(date(2022, 6, 7))
    assert not before.filter(code__in=["abai", "ulytau"]).exists()
    assert Organization.objects.existing_on(date(2022, 6, 8)).filter(code__in=["abai", "ulytau"]).count() == 2
    zhetysu = Organization.objects.get(code="zhetysu")
    assert "Алматинской области" in zhetysu.names_on(date(2022, 6, 7)).legal_name_ru
    assert zhetysu.names_on(date(2022, 6, 8)).legal_name_ru == "Локальный профсоюз области Жетысу"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ЗКО", "zko"), ("горком", "almaty-city"), ("коргау", "kostanay"), ("улытау", "ulytau"), ("Сарканд", "sarkan"),
     ("Ракишева", "karaganda"), ("жетысу", "zhetysu")],
)  # fmt: skip
def test_what_people_type_finds_the_organization(typed: str, code: str) -> None:
    assert code in Organization.objects.found_by(typed).values_list("code", flat=True)


def test_everybody_of_the_contract_signs_in() -> None:
    members = Organization.objects.filter(level="member")
    names = ["staff", "leader", "admin", "panfilov", "assistant.karaganda", *members.values_list("code", flat=True)]
    users = User.objects.in_bulk([f"{name}@demo.example" for name in names], field_name="email")
    assert len(users) == len(names) == User.objects.count()
    assert all(user.check_password("demo") for user in users.values())
    for organization in (*members, Organization.objects.get(code="panfilov")):
        assert can(users[f"{organization.code}@demo.example"], Permission.SUBMIT, organization)
    karaganda = Organization.objects.get(code="karaganda")
    assistant = users["assistant.karaganda@demo.example"]
    assert can(assistant, Permission.FILL, karaganda)
    assert not can(assistant, Permission.SUBMIT, karaganda)
    assert can(users["staff@demo.example"], Permission.JUDGE, karaganda)
    assert not can(users["leader@demo.example"], Permission.JUDGE, karaganda)
    assert can(users["admin@demo.example"], Permission.ADMINISTER)


def test_whom_the_documents_do_not_name_is_marked() -> None:
    named = Person.objects.exclude(name_ru__contains="(демонстрация)").values_list("name_ru", flat=True)
    assert len(named) == 13 + 2, "the chairs of the table and the two controllers"
    assert "Ракишева Алмагуль Айтказиевна" in named
    assert not Person.objects.exclude(phone="").exclude(phone__startswith="+7 700 000 0").exists()


def test_the_decree_is_there_whole_in_both_languages() -> None:
    decree = Decree.objects.get(adopted_on=date(2023, 6, 24))
    assert (decree.number, decree.session, decree.signed_by) == ("6", "2-т.", "А. Мұқашева")
    assert decree.controllers.count() == 2
    kinds = {item.number: item.kind for item in decree.items.all()}
    assert list(kinds) == [str(number) for number in range(1, 11)]
    assert [number for number, kind in kinds.items() if kind == "deadline"] == ["6", "9"]
    assert (kinds["4"], kinds["5"]) == ("norm", "window")
    assert all(item.text_ru and item.text_kk for item in decree.items.all())
    with decree.attachment.open() as original:
        assert "қалалықарының" in original.read().decode(), "the original keeps its slips"
    assert not decree.items.filter(text_kk__contains="қалалықарының").exists()


def test_every_status_is_on_the_board_on_the_first_day() -> None:
    found = Counter(Obligation.objects.with_status(TODAY).filter(requirement__is_fictional=True).values_list("status", flat=True))  # fmt: skip
    assert set(found) == set(Status.values)
    rows = Obligation.objects.with_status(TODAY).filter(status="on_time", requirement__is_fictional=True)
    assert rows.filter(accepted_on=None).exists(), "under review"
    assert rows.exclude(accepted_on=None).exists(), "accepted"
    assert rows.filter(rounds=2).exists(), "corrected"
    returned = Obligation.objects.with_status(TODAY).filter(status="returned")
    assert {row.correct_by < TODAY for row in returned} == {True, False}
    asked = set(statuses(TODAY, requirement__code="progress_information"))
    assert asked < set(Organization.objects.filter(level="member").values_list("code", flat=True)), "no data somewhere"


def test_somebody_was_called_and_one_promise_is_broken_on_the_first_day() -> None:
    staff = User.objects.get(email="staff@demo.example")
    promised = promises(staff, TODAY)
    assert {one.organization.code for one in promised} == {"ustaz", "zko", "pavlodar"}
    assert [one.organization.code for one in broken_promises(staff, TODAY)] == ["ustaz"]


def test_conferences_around_the_day_make_their_obligations() -> None:
    # The books of both requirements open on 04.09.2023: on that very day no earlier conference is asked about.
    assert not Obligation.objects.filter(requirement__code="conference_protocol").exists()


def test_chairs_find_work_and_one_is_thanked() -> None:
    owed = statuses(TODAY, requirement__code="schedule")
    assert owed["karaganda"] == "missing"
    open_ = {*OVERDUE_STATUSES, Status.NOT_DUE}
    rows = Obligation.objects.with_status(TODAY)
    assert not rows.filter(organization__code="mangystau", status__in=open_).exists()
    assert rows.filter(organization__code="panfilov", status="missing").exists()
    assert rows.filter(organization__parent__code="karaganda", status="not_due").exists()
    assert Draft.objects.filter(obligation__organization__code="karaganda").exists()


def test_what_was_done_has_an_author_and_a_plausible_moment() -> None:
    assert not [model.__name__ for model in KEEP_HISTORY if model.history.filter(history_user=None).exists()]
    now = timezone.now()
    for submission in Submission.objects.all():
        assert submission.received_on <= timezone.localdate(submission.submitted_at)
        assert submission.submitted_at <= now
        assert submission.returned_on is None or submission.returned_on <= timezone.localdate(submission.returned_at)
    assert not Submission.objects.filter(channel="online", signed_by=None).exists()


def test_what_the_documents_state_of_the_membership_is_there_on_the_first_day() -> None:
    check_what_documents_state(TODAY)
