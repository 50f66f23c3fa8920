"""The membership of the demonstration: fictional, but it adds up, and what the documents state comes out of it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from documents.registry import WHOLE_UNION
from membership import checks
from membership.answers import Lists, answers_of_many
from membership.checks import Known
from membership.judging import Judgement
from membership.known import backgrounds, state_day
from membership.models import MembershipReport, Parameter, TerritoryEvent
from membership.tables import build_membership
from organizations.models import Organization
from reporting.models import Obligation, Requirement
from tests.demonstration import changes_of, check_what_documents_state, standing, stated_changes

pytestmark = pytest.mark.django_db

LATER = date(2026, 11, 22)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker, LATER):
        yield


def test_the_year_2022_is_that_of_the_documents() -> None:
    assert len(stated_changes()) == 6
    check_what_documents_state(LATER)
    deepest = sorted(changes_of(2023, LATER).items(), key=lambda pair: pair[1].comparable)
    assert {code for code, _change in deepest[:6]} == set(stated_changes()), "nobody fictional fell deeper"


def test_a_split_is_no_loss() -> None:
    found = changes_of(2023, LATER)
    assert found["karaganda"].reported < -10_000
    assert found["ulytau"].reported is None
    assert abs(found["vko"].comparable) < 1_000 < -found["vko"].reported
    assert {event.target.code for event in TerritoryEvent.objects.filter(kind="split")} == {
        "abai", "ulytau", "almaty-oblast",
    }  # fmt: skip


def test_ten_years_of_everybody_who_existed() -> None:
    years: dict[str, list[int]] = {}
    for code, year in MembershipReport.objects.order_by("year").values_list("organization__code", "year"):
        years.setdefault(code, []).append(year)
    assert years["aktobe"] == list(range(2017, 2027))
    assert min(years["ulytau"]) == min(years["abai"]) == min(years["kostanay"]) == 2023
    assert min(years["turkestan"]) == 2021
    for code, of in years.items():
        existing = Organization.objects.filter(code=code)
        assert all(Organization.objects.existing_on(state_day(year)).filter(pk__in=existing).exists() for year in of)


def test_what_counts_adds_up_as_if_it_had_been_typed_online() -> None:
    """Every rule of the form, with the background of its year: also those about words."""
    wrong = []
    for year in range(2017, 2027):
        lists, current = Lists.of(year), MembershipReport.objects.current_on(LATER).filter(year=year)
        reports = {one.pk: one for one in current.select_related("organization")}
        union = Organization.objects.get(code="union")
        known = backgrounds([one.organization_id for one in reports.values()], union, year, LATER)
        for pk, answers in answers_of_many(reports.values()).items():
            body = reports[pk].organization
            judged = Judgement(answers, set(), year, body.level, lists, known[body.pk], Parameter.thresholds(year))
            wrong += [(body.code, year, str(error)) for _field, error in judged.errors]
    assert wrong == []


def test_papers_that_do_not_add_up_came_back_with_the_sentences() -> None:
    owed = Obligation.objects.with_status(LATER).filter(requirement__code="membership_report")
    returned = {one.organization.code: one for one in owed.filter(status="returned").select_related("organization")}
    assert set(returned) == {"turkestan", "pavlodar"}
    for code, obligation in returned.items():
        submission = obligation.submissions.get()
        report = submission.membership_report
        last = MembershipReport.objects.get(organization__code=code, year=report.year - 1)
        failures = checks.errors(checks.run(report.as_checked(), Known(last=last.figures)))
        assert failures
        assert submission.channel != "online"
        assert report.failed_checks == len(failures)
        remarks = [remark.text for remark in submission.remarks.all()]
        assert all(any(failure.text in remark for remark in remarks) for failure in failures)
    assert Obligation.objects.filter(submissions__round=2, organization__code="kyzylorda").exists(), "and one corrected"


def test_every_status_is_among_the_reports_of_this_year() -> None:
    owed = Obligation.objects.with_status(LATER).filter(requirement__code="membership_report")
    found = Counter(owed.values_list("status", flat=True))
    assert set(found) == {"on_time", "late", "received", "missing", "returned", "exempt", "not_due"}


def test_one_body_states_more_than_its_branches() -> None:
    table = build_membership(user=WHOLE_UNION, as_of=LATER, filters={"year": "2025", "organization": "zhetysu"})
    (line,) = list(table.rows)
    branches = MembershipReport.objects.filter(year=2025, organization__parent__code="zhetysu")
    assert branches.count() == 4
    assert line.figures["members_total"] - sum(one.members_total for one in branches) == 14
    assert line.figures["members_employed"] == sum(one.members_employed for one in branches)
    assert MembershipReport.objects.get(year=2025, organization__code="zhetysu").difference


def test_falls_are_explained_and_all_of_it_is_labelled() -> None:
    assert MembershipReport.objects.exclude(note_text="").count() > 20
    for report in MembershipReport.objects.exclude(note_text=""):
        assert "вымышлен" in report.note_text or "ойдан шығарылған" in report.note_text
    asked = Requirement.objects.filter(kind="membership_report")
    assert asked.count() == 3
    assert all(one.is_fictional for one in asked)
    assert all("вымышлен" in event.source.lower() for event in TerritoryEvent.objects.all())
    assert Parameter.objects.exclude(source="").count() == len(Parameter.Code.values)


def test_nothing_was_entered_before_it_came() -> None:
    for report in MembershipReport.objects.select_related("submission__obligation"):
        submission = report.submission
        assert submission.received_on >= submission.obligation.arose_on
        assert timezone.localdate(submission.submitted_at) >= submission.received_on
        assert submission.received_on <= LATER
