"""Staff type a report from paper, correct one that stands, and look at what was handed in."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from membership.figures import FIGURES
from membership.models import MembershipReport
from membership.rounds import later_below
from reporting import state
from reporting.models import Obligation, Submission
from tests.membership_world import make_report, membership_requirement, obligation_of
from tests.test_membership_form import SOUND
from tests.world import NOON, TODAY, World

SignIn = Callable[..., Client]
WRONG = {"members_total": "901"}


class Desk:
    """Saule with the paper of Karaganda of 20 January 2023 before her."""

    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client = world, client
        self.obligation = obligation_of(world.karaganda, 2023)
        self.url = reverse("membership:report_record", args=[self.obligation.pk])

    def record(self, **answers: str) -> HttpResponse:
        head = {
            "seen": state.version(self.obligation), "channel": "paper", "received_on": "20.01.2023", "day_stated": "yes",
            "incoming_number": "15", "state_on": "01.01.2023",
        }  # fmt: skip
        return self.client.post(self.url, {**head, **SOUND, **answers})

    def latest(self) -> MembershipReport:
        return MembershipReport.objects.filter(organization=self.world.karaganda).latest("pk")

    def show(self, submission: Submission) -> HttpResponse:
        return self.client.get(reverse("membership:report", args=[submission.pk]))


@pytest.fixture
def desk(world: World, signed_in: SignIn) -> Desk:
    membership_requirement(world)
    return Desk(world, signed_in(world.saule))


def all_errors(answer: HttpResponse) -> dict[str, Any]:
    return {name: list(found) for form in answer.context["forms"] for name, found in form.errors.items()}


def status(obligation: Obligation) -> str:
    return Obligation.objects.with_status(TODAY).get(pk=obligation.pk).status


# --- From paper -------------------------------------------------------------------------------------------


def test_the_core_leads_staff_to_this_form(desk: Desk) -> None:
    page = desk.client.get(desk.obligation.get_absolute_url())
    assert desk.url in [verb["url"] for verb in page.context["verbs"]]
    assert desk.client.get(desk.url).status_code == 200


def test_a_paper_that_adds_up_is_recorded_with_its_day(desk: Desk) -> None:
    answer = desk.record()
    report = desk.latest()
    assert answer["Location"] == reverse("membership:report", args=[report.submission_id])
    hand_in = report.submission
    assert (hand_in.channel, hand_in.received_on, hand_in.incoming_number) == ("paper", date(2023, 1, 20), "15")
    assert (report.members_total, report.failed_checks, status(desk.obligation)) == (900, 0, "on_time")


def test_a_slip_of_the_clerk_is_asked_about_first(desk: Desk) -> None:
    answer = desk.record(**WRONG)
    assert list(all_errors(answer)) == ["as_written"]
    assert len(answer.context["wrong"]) == 2
    assert not MembershipReport.objects.exists()


def test_figures_that_do_not_add_up_are_kept_and_returned_with_the_sentences(desk: Desk) -> None:
    assert desk.record(**WRONG, as_written="on").status_code == 302
    report = desk.latest()
    hand_in = report.submission
    assert (report.members_total, report.failed_checks) == (901, 2)
    assert (hand_in.received_on, hand_in.returned_on, hand_in.correct_by) == (
        date(2023, 1, 20),
        TODAY,
        date(2023, 9, 11),
    )
    remarks = list(hand_in.remarks.values_list("field", "text"))
    assert [field for field, _text in remarks] == ["members_total", "members_total"]
    assert all("901" in text for _field, text in remarks)
    assert status(desk.obligation) == "returned"


def test_a_paper_of_another_day_is_returned(desk: Desk) -> None:
    desk.record(state_on="01.02.2023", as_written="on")
    assert desk.latest().submission.returned_on == TODAY
    assert "01.02.2023" in desk.latest().submission.remarks.get().text


@pytest.mark.parametrize(("name", "typed"), [("members_total", "-1"), ("primaries", "12,5")])
def test_what_no_figure_is_cannot_be_kept(desk: Desk, name: str, typed: str) -> None:
    assert name in all_errors(desk.record(**{name: typed}, as_written="on"))
    assert not MembershipReport.objects.exists()


def test_a_paper_that_lacks_a_figure_is_kept_and_returned_for_it(desk: Desk) -> None:
    assert list(all_errors(desk.record(employees_total="", left_total=""))) == ["as_written"]
    desk.record(employees_total="", left_total="", as_written="on")
    report = desk.latest()
    assert (report.employees_total, report.left_total, report.coverage) == (None, None, None)
    assert set(report.submission.remarks.values_list("field", flat=True)) == {"employees_total", "left_total"}
    assert (report.submission.returned_on, status(desk.obligation)) == (TODAY, "returned")
    page = desk.show(report.submission)
    shown = {str(row["title"]) for block in page.context["blocks"] for row in block["rows"] if row["value"]}
    assert str(FIGURES["members_total"].title) in shown
    assert str(FIGURES["employees_total"].title) not in shown


def test_a_paper_of_which_nothing_was_typed_is_not_kept(desk: Desk) -> None:
    answer = desk.record(**dict.fromkeys(SOUND, ""), as_written="on")
    assert list(all_errors(answer)) == ["__all__"]
    assert not MembershipReport.objects.exists()


def test_a_strange_paper_is_taken_as_it_is(desk: Desk) -> None:
    desk.record(employees_total="9 000")
    assert (desk.latest().submission.returned_on, desk.latest().failed_checks) == (None, 1)


def test_a_stated_coverage_is_compared_with_the_reckoned_one(desk: Desk) -> None:
    desk.record(stated_coverage="79,9")
    assert "79,9" in desk.show(desk.latest().submission).context["strange"][0]


def test_figures_are_typed_later_of_what_came_in_time(desk: Desk) -> None:
    desk.obligation.submit(by=desk.world.saule, at=NOON, received_on=date(2023, 1, 20), channel="messenger")
    hand_in = desk.obligation.standing()
    assert hand_in is not None
    assert desk.show(hand_in).context["report"] is None
    desk.record()
    assert (desk.latest().submission, desk.obligation.submissions.count()) == (hand_in, 1)


def test_two_clerks_at_once_look_again(desk: Desk) -> None:
    seen = state.version(desk.obligation)
    desk.record()
    answer = desk.record(seen=seen, correction="Описка")
    assert answer.status_code == 200
    assert MembershipReport.objects.count() == 1


# --- Corrections ------------------------------------------------------------------------------------------


@pytest.fixture
def accepted(desk: Desk) -> Desk:
    desk.record()
    desk.obligation.accept(by=desk.world.saule, at=NOON, accepted_on=date(2023, 2, 1))
    return desk


def test_a_correction_is_a_return_and_a_new_round_with_its_reason(accepted: Desk) -> None:
    assert accepted.client.get(accepted.url).context["blocks"][0][1][0].questions[1].field.value() == "900"
    assert "correction" in all_errors(accepted.record(received_on="05.02.2023", members_women="601"))
    accepted.record(received_on="05.02.2023", members_women="601", correction="Звонок председателя")
    first, second = accepted.obligation.submissions.order_by("round")
    assert (first.return_reason, second.is_standing) == ("Звонок председателя", True)
    assert accepted.latest().members_women == 601


def test_what_changed_after_acceptance_is_counted_and_shown(accepted: Desk) -> None:
    accepted.record(received_on="05.02.2023", members_women="601", groups="4", correction="Звонок")
    page = accepted.show(accepted.latest().submission)
    assert page.context["changed_after"] == 2
    latest = page.context["rounds"][0]
    assert latest["after_acceptance"]
    assert {(one["before"], one["after"]) for one in latest["changes"]} == {("600", "601"), ("", "4")}


def test_the_count_of_failed_checks_is_that_of_the_first_round(desk: Desk) -> None:
    desk.record(**WRONG, as_written="on")
    desk.record(received_on="04.09.2023")
    assert (desk.latest().submission.round, desk.latest().failed_checks) == (2, 2)


# --- The page of a report ---------------------------------------------------------------------------------


def test_last_year_the_levels_below_and_the_difference_stand_beside(desk: Desk) -> None:
    make_report(desk.world.karaganda, 2022, employed=790, students=50, pensioners=30, childcare=20, accepted_on=date(2022, 3, 1))  # fmt: skip
    make_report(desk.world.school, 2023, employed=80)
    desk.record(opening_source="")
    page = desk.show(desk.latest().submission)
    rows = {row["title"]: row for block in page.context["blocks"] for row in block["rows"]}
    found = [(row["value"], row["last"], row["below"], row["difference"]) for row in rows.values()]
    assert ("900", "890", "100", "+800") in found
    assert page.context["coverage"] is not None
    assert len(page.context["strange"]) > 1


def test_a_branch_that_hands_in_after_acceptance_is_flagged_on_its_parent(accepted: Desk) -> None:
    make_report(accepted.world.temirtau, 2023, received_on=date(2023, 1, 30))
    report = accepted.latest()
    assert later_below([report], TODAY) == {}
    temirtau = obligation_of(accepted.world.temirtau, 2023)
    temirtau.return_(by=accepted.world.saule, at=NOON, returned_on=date(2023, 2, 2), correct_by=TODAY, reason="Ошибка")
    make_report(accepted.world.temirtau, 2023, received_on=date(2023, 2, 10))
    assert later_below([report], TODAY) == {report.pk: [accepted.world.temirtau]}
    assert "Темиртау" in accepted.show(report.submission).content.decode()
    assert later_below([report], date(2023, 2, 9)) == {}


def test_remarks_name_fields_of_this_form(accepted: Desk) -> None:
    page = accepted.client.get(reverse("reporting:return", args=[accepted.obligation.pk]))
    fields = dict(page.context["form"].remarks.forms[0].fields["field"].choices)
    assert {"members_total", "in_joined", "type_school_members", "note_measures"} <= set(fields)


@pytest.mark.parametrize(("person", "code"), [("aigul", 403), ("bolat", 404), ("leila", 403), ("gulnara", 403), ("asan", 200)])  # fmt: skip
def test_staff_record(desk: Desk, signed_in: SignIn, person: str, code: int) -> None:
    assert signed_in(getattr(desk.world, person)).get(desk.url).status_code == code


@pytest.mark.parametrize(("person", "code"), [("aigul", 200), ("dana", 200), ("bolat", 404), ("erlan", 404), ("leila", 200)])  # fmt: skip
def test_who_sees_a_report(accepted: Desk, signed_in: SignIn, person: str, code: int) -> None:
    url = reverse("membership:report", args=[accepted.latest().submission_id])
    assert signed_in(getattr(accepted.world, person)).get(url).status_code == code


def test_a_chair_cannot_change_an_accepted_report(accepted: Desk, signed_in: SignIn) -> None:
    client = signed_in(accepted.world.aigul)
    form = reverse("membership:report_form", args=[accepted.obligation.pk])
    assert client.post(form, {**SOUND, "version": 0, "action": "check"}).status_code == 409
    assert re.search(r"№|No", client.get(form).content.decode())
