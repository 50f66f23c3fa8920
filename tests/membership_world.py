"""Makers of membership reports, through the verbs: a requirement of every year, figures that add up, reports handed in.

    requirement = membership_requirement(world)              # asked of all member organizations, 2021 to 2023
    report = make_report(world.karaganda, 2023, employed=900, employees=1000)
    make_report(world.temirtau, 2023, accepted_on=date(2023, 2, 1), left=4, flow={"leaving.death": 4})
    return_report(report)

`year` is the year of the state date, 1 January, and the key of the obligation.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import User
from membership.figures import FIGURES
from membership.models import Classifier, FlowRow, MembershipReport, NoteReason, TypeRow
from organizations.models import Organization
from reporting.models import Obligation, Requirement, Submission
from tests.world import TODAY, World, at, make_requirement

CODE = "membership_report"
FIRST, LAST = 2021, 2023


def membership_requirement(
    world: World, levels: tuple[str, ...] = ("member",), *, first: int = FIRST, last: int = LAST, **fields: Any
) -> Requirement:
    """Due on 1 February of every year from `first` to `last`, its obligations made."""
    requirement = make_requirement(
        CODE,
        **{
            "kind": "membership_report",
            "title_ru": "Статистический отчёт",
            "title_kk": "Статистикалық есеп",
            "due_kind": "yearly",
            "due_on": None,
            "due_month": 2,
            "due_day": 1,
            "first_year": first,
            "last_year": last,
            "asked_on": date(first - 1, 12, 1),
            "audience_levels": list(levels),
            **fields,
        },
    )
    requirement.open(by=world.saule, at=at(TODAY), until=TODAY)
    return requirement


def adding_up(
    employed: int = 80, employees: int | None = None, *, students: int = 10, pensioners: int = 6, childcare: int = 4,
    admitted: int = 0, left: int = 0, **more: int | None,
) -> dict[str, int | None]:  # fmt: skip
    """All required figures, without an error whatever the numbers; `more` by code, over all of it."""
    total = employed + students + pensioners + childcare
    return {
        "employees_total": employed + employed // 10 if employees is None else employees,
        "members_total": total,
        "members_employed": employed,
        "members_students": students,
        "members_pensioners": pensioners,
        "members_childcare_leave": childcare,
        "opening_total": total - admitted + left,
        "admitted_total": admitted,
        "left_total": left,
        **more,
    }


def obligation_of(organization: Organization, year: int, *, code: str = CODE) -> Obligation:
    """Its own of that year; made where the requirement does not ask bodies of its level."""
    due = date(year, 2, 1)
    found, _made = Obligation.objects.get_or_create(
        requirement=Requirement.objects.get(code=code),
        organization=organization,
        key=str(year),
        defaults={"arose_on": date(year - 1, 12, 3), "original_due_on": due},
    )
    return found


def make_report(
    organization: Organization,
    year: int,
    *,
    by: User | None = None,
    received_on: date | None = None,
    accepted_on: date | None = None,
    failed_checks: int = 0,
    flow: Mapping[str, int] | None = None,
    types: Mapping[str, Mapping[str, int]] | None = None,
    reasons: Mapping[str, int] | None = None,
    facts: Mapping[str, Any] | None = None,
    channel: str = Submission.Channel.PAPER,
    **figures: Any,
) -> MembershipReport:
    """Handed in as the next round, by default on 20 January of the year. `figures`: the arguments of `adding_up`.

    `flow`: members by list and code ("admission.joined", "leaving.own_wish"); by default one row of each makes the total.
    `facts`: other fields of the report, as note_text.
    """
    by = by or User.objects.get(email="saule@example.kz")
    received_on = received_on or date(year, 1, 20)
    obligation, made = obligation_of(organization, year), []

    def then(submission: Submission) -> None:
        made.append(
            MembershipReport.objects.create(
                submission=submission, organization=organization, year=year, state_on=date(year, 1, 1),
                failed_checks=failed_checks, **adding_up(**figures), **(facts or {}),
            )
        )  # fmt: skip

    obligation.submit(by=by, at=at(received_on), received_on=received_on, channel=channel, then=then)
    (report,) = made
    _break_down(report, flow, types or {}, reasons or {})
    if accepted_on:
        obligation.accept(by=by, at=at(accepted_on), accepted_on=accepted_on)
    return report


def _break_down(
    report: MembershipReport, flow: Mapping[str, int] | None, types: Mapping[str, Any], reasons: Mapping[str, int]
) -> None:
    rows = {(one.list, one.code): one for one in Classifier.objects.all()}
    usual = {"admission.joined": report.admitted_total, "leaving.own_wish": report.left_total}
    for place, members in (usual if flow is None else flow).items():
        if members:
            name, code = place.split(".")
            FlowRow.objects.create(report=report, classifier=rows[name, code], members=members)
    for code, numbers in types.items():
        TypeRow.objects.create(report=report, type=rows["institution", code], **numbers)
    for code, members in reasons.items():
        NoteReason.objects.create(report=report, reason=rows["fall", code], members=members)


def return_report(report: MembershipReport, *, on: date | None = None, reason: str = "Не сходится") -> Submission:
    """Given back the day after it came, to be corrected within a week."""
    submission = report.submission
    day = on or date.fromordinal(submission.received_on.toordinal() + 1)
    return submission.obligation.return_(
        by=submission.submitted_by, at=at(day), returned_on=day, correct_by=date.fromordinal(day.toordinal() + 7),
        reason=reason, remarks=[("members_total", "Сумма не сходится")],
    )  # fmt: skip


assert set(adding_up()) <= set(FIGURES)
