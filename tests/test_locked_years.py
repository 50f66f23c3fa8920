"""A year whose figures are final: nothing of it is returned or voided until somebody unlocks it and says why."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from membership.kept import year_of
from membership.models import LockedYear, MembershipReport
from membership.models.years import owed_for
from reporting.models import Obligation, Submission, together
from tests.membership_world import make_report, membership_requirement, obligation_of, return_report
from tests.world import NOON, TODAY, World, make_requirement

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
WHY = "Итоги утверждены пленумом"
GIVEN_BACK = {"returned_on": TODAY, "correct_by": TODAY, "reason": "не сходится"}


@pytest.fixture
def report(world: World) -> MembershipReport:
    membership_requirement(world)
    return make_report(world.karaganda, 2023)


def lock(world: World, year: int = 2023) -> LockedYear:
    return LockedYear.lock(year, on=TODAY, reason=WHY, by=world.saule, at=NOON)


def void(report: MembershipReport, world: World) -> Any:
    submission = report.submission
    return submission.obligation.void(submission, by=world.saule, at=NOON, voided_on=TODAY, reason="не то")


def test_what_counts_in_a_locked_year_stays(world: World, report: MembershipReport) -> None:
    lock(world)
    with pytest.raises(ValidationError, match=WHY):
        return_report(report, on=TODAY)
    with pytest.raises(ValidationError, match=WHY):
        void(report, world)
    report.submission.refresh_from_db()
    assert (report.submission.returned_on, report.submission.voided_on) == (None, None)


def test_every_verb_that_would_change_the_figures_is_refused(world: World, report: MembershipReport) -> None:
    """Also where the room of the figures has no say: a hand-in of which only its coming is recorded, and many at once."""
    later = return_report(report)
    owed, akmola = later.obligation, make_report(world.akmola, 2023).submission.obligation
    lock(world)
    day = {"by": world.saule, "at": NOON, "received_on": TODAY, "channel": "paper"}
    for one in (owed, akmola):
        with pytest.raises(ValidationError, match=WHY):
            one.submit(**day)
    for verb in ("submit", "return"):
        with pytest.raises(ValidationError, match=WHY), together(Obligation.objects.filter(pk=akmola.pk)) as many:
            many[0].submit(**day) if verb == "submit" else many[0].return_(**GIVEN_BACK, by=world.saule, at=NOON)
    assert not Submission.objects.filter(obligation=akmola).exclude(returned_on=None).exists()
    assert (owed.submissions.count(), akmola.submissions.count()) == (1, 1)


@pytest.mark.parametrize("key", ["2019", "2023", "", "conference:17"])
def test_what_is_owed_for_a_year_is_what_the_year_of_each_says(
    world: World, report: MembershipReport, key: str
) -> None:
    """Due in 2023, whatever the key names."""
    owed = report.submission.obligation
    Obligation.objects.filter(pk=owed.pk).update(key=key)
    owed.refresh_from_db()
    for year in (2019, 2023):
        assert Obligation.objects.filter(owed_for(year), pk=owed.pk).exists() is (year_of(owed) == year)


def test_many_at_once_ask_once_whether_their_year_is_locked(world: World, report: MembershipReport) -> None:
    owed = [obligation_of(organization, 2023) for organization in (world.akmola, world.temirtau, world.school)]
    counted = []
    for number in (2, 3):  # the first entry of a history is written apart
        many = Obligation.objects.filter(pk__in=[one.pk for one in owed[:number]])
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            with together(many) as found:
                for one in found:
                    one.submit(by=world.saule, at=NOON, received_on=TODAY, channel="paper")
            transaction.set_rollback(True)
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("verb", ["accept", "postpone"])
def test_many_chosen_on_the_board(world: World, report: MembershipReport, signed_in: SignIn, verb: str) -> None:
    """What is final may still be accepted, and a due day moved: neither touches a figure."""
    lock(world)
    owed = report.submission.obligation if verb == "accept" else obligation_of(world.akmola, 2023)
    facts = {"accepted_on": TODAY} if verb == "accept" else {"decided_on": TODAY, "new_due_on": TODAY, "reason": "x"}
    with together(Obligation.objects.filter(pk=owed.pk)) as many:
        getattr(many[0], verb)(by=world.saule, at=NOON, **facts)
    assert MembershipReport.objects.get().members_total == report.members_total


def test_other_years_and_other_kinds_are_free(world: World, report: MembershipReport) -> None:
    lock(world, 2022)
    void(report, world)
    other = make_requirement("other")
    other.open(by=world.saule, at=NOON, until=TODAY)
    owed = other.obligations.get(organization=world.karaganda)
    lock(world, 2023)
    owed.submit(by=world.saule, at=NOON, received_on=TODAY, channel="paper", text="да")
    owed.return_(by=world.saule, at=NOON, returned_on=TODAY, correct_by=TODAY, reason="дополнить")


def test_unlocked_with_a_reason_it_is_free_again(world: World, report: MembershipReport) -> None:
    locked = lock(world)
    with pytest.raises(ValidationError):
        locked.unlock(reason="  ", by=world.saule)
    locked.unlock(reason="Нашлась ошибка", by=world.saule)
    return_report(report, on=TODAY)
    assert not LockedYear.objects.exists()


# --- The pages ------------------------------------------------------------------------------------------------------


def test_staff_lock_and_unlock_and_both_are_told(world: World, report: MembershipReport, signed_in: SignIn) -> None:
    client, listed = signed_in(world.saule), reverse("membership:locked_years")
    assert 'data-year="2023"' in client.get(listed).content.decode()
    given = {"year": "2023", "locked_on": "04.09.2023", "reason": WHY}
    assert client.post(reverse("membership:lock_year"), given).status_code == 302
    locked = LockedYear.objects.get()
    assert (locked.year, locked.locked_on, locked.reason, locked.locked_by) == (2023, TODAY, WHY, world.saule)
    unlock = reverse("membership:unlock_year", args=[2023])
    assert client.post(unlock, {"reason": ""}).status_code == 200
    assert LockedYear.objects.exists(), "without a reason nothing happens"
    assert client.post(unlock, {"reason": "Нашлась ошибка"}).status_code == 302
    assert not LockedYear.objects.exists()
    page = client.get(listed).content.decode()
    assert WHY in page
    assert "Нашлась ошибка" in page
    assert str(world.saule) in page


def test_the_day_and_the_year_are_checked(world: World, report: MembershipReport, signed_in: SignIn) -> None:
    client, address = signed_in(world.saule), reverse("membership:lock_year")
    lock(world, 2022)
    for wrong in ({"year": "2022"}, {"year": "1999"}, {"locked_on": "05.09.2023"}, {"reason": " "}):
        answer = client.post(address, {"year": "2023", "locked_on": "04.09.2023", "reason": WHY, **wrong})
        assert answer.status_code == 200
        assert "error-summary" in answer.content.decode()
    assert list(LockedYear.objects.values_list("year", flat=True)) == [2022]


def test_staff_read_why_a_return_is_refused(world: World, report: MembershipReport, signed_in: SignIn) -> None:
    lock(world)
    client = signed_in(world.saule)
    address = reverse("reporting:return", args=[report.submission.obligation_id])
    seen = client.get(address).context["form"]["seen"].value()
    given = {"returned_on": "04.09.2023", "correct_by": "11.09.2023", "reason": "не сходится", "seen": seen}
    rows = {"remarks-TOTAL_FORMS": "0", "remarks-INITIAL_FORMS": "0"}
    answer = client.post(address, {**given, **rows})
    assert answer.status_code == 200
    assert WHY in answer.content.decode()


def test_leadership_reads_the_list_and_chairs_do_not(world: World, signed_in: SignIn) -> None:
    listed = reverse("membership:locked_years")
    page = signed_in(world.leila).get(listed)
    assert page.status_code == 200
    assert reverse("membership:lock_year") not in page.content.decode()
    assert signed_in(world.aigul).get(listed).status_code == 403
