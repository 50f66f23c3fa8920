"""Writing a report down: its rows belong to one hand-in, in its transaction, and are never changed afterwards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from membership.answers import COLUMNS, MOVES, WORDS, Answers, Lists, row_name
from membership.checks import Failure
from membership.figures import FIGURES
from membership.known import state_day
from membership.models import FirstCheck, FlowRow, LockedYear, MembershipReport, MovedRow, NoteReason, TypeRow
from organizations.models import Organization
from reporting.models import Obligation, Submission


def year_of(obligation: Obligation) -> int:
    """The year of the state date: the key of a yearly obligation, else the year in which it was due."""
    if obligation.key.isdecimal() and len(obligation.key) == 4:
        return int(obligation.key)
    return obligation.original_due_on.year


def refuse_year(organization: Organization, year: int) -> None:
    """Raises the sentence why no report of that year is taken from that organization, where there is one."""
    LockedYear.refuse(year)
    if not Organization.objects.existing_on(state_day(year)).filter(pk=organization.pk).exists():
        raise ValidationError(
            _("“%(organization)s” did not exist on 01.01.%(year)s: there is nothing to report for that day."),
            code="not_existing",
            params={"organization": organization.name, "year": str(year)},
        )


def keep_report(
    submission: Submission, answers: Answers, lists: Lists, *, failures: list[Failure], state_on: date | None = None
) -> MembershipReport:
    """The rows of a hand-in; called in its transaction."""
    obligation = submission.obligation
    organization, year = obligation.organization, year_of(obligation)
    refuse_year(organization, year)
    failed = FirstCheck.keep(obligation, len(failures), by=submission.submitted_by, at=submission.submitted_at)
    report = MembershipReport(
        submission=submission,
        organization=organization,
        year=year,
        state_on=state_on or state_day(year),
        failed_checks=failed,
        base_submitted=answers.get("base_submitted"),
        stated_coverage=answers.get("stated_coverage"),
        **{name: answers.get(name) or "" for name in WORDS if name not in ("base_submitted", "stated_coverage")},
        **{code: answers.get(code) for code in FIGURES},
    )
    report.save()
    _keep_rows(report, answers, lists)
    return report


def _keep_rows(report: MembershipReport, answers: Mapping[str, Any], lists: Lists) -> None:
    """Zero is told and kept; nothing is not."""
    flow = [(row, answers.get(row_name(row))) for row in (*lists.admission, *lists.leaving)]
    FlowRow.objects.bulk_create(
        FlowRow(report=report, classifier=row, members=members) for row, members in flow if members is not None
    )
    MovedRow.objects.bulk_create(
        MovedRow(report=report, from_category=one, to_category=other, members=answers[name])
        for name, (one, other) in MOVES.items()
        if answers.get(name) is not None
    )
    types = [(row, {column: answers.get(row_name(row, column)) for column in COLUMNS}) for row in lists.institution]
    TypeRow.objects.bulk_create(
        TypeRow(report=report, type=row, **told) for row, told in types if any(n is not None for n in told.values())
    )
    NoteReason.objects.bulk_create(
        NoteReason(report=report, reason=row, members=answers[row_name(row)])
        for row in lists.fall
        if answers.get(row_name(row)) is not None
    )
