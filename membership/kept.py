"""Writing a report down: its rows belong to one hand-in, in its transaction, and are never changed afterwards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from membership import books
from membership.answers import MOVES, WORDS, Answers, Lists
from membership.checks import Failure
from membership.figures import FIGURES
from membership.known import state_day
from membership.models import FirstCheck, FlowRow, LockedYear, MembershipReport, MovedRow, NoteReason, TypeRow
from organizations.models import Organization
from reporting.models import Obligation, Submission
from reporting.models.inserting import BATCH, insert


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


def refuse_change(obligation: Obligation) -> None:
    """For a locked year nothing is handed in, and what was is neither returned nor voided."""
    LockedYear.refuse(year_of(obligation))


@dataclass(frozen=True)
class ToKeep:
    """What is to be written down of one hand-in."""

    submission: Submission
    answers: Answers
    failures: int
    state_on: date | None = None


def keep_report(
    submission: Submission, answers: Answers, lists: Lists, *, failures: list[Failure], state_on: date | None = None
) -> MembershipReport:
    """The rows of a hand-in; called in its transaction."""
    obligation = submission.obligation
    refuse_year(obligation.organization, year_of(obligation))
    (report,) = _keep([ToKeep(submission, answers, len(failures), state_on)], lists)
    return report


def keep_reports(told: Iterable[ToKeep], lists: Lists) -> None:
    """Of many hand-ins by few statements; whether their years are open is the caller's to ask."""
    waiting = iter(told)
    while some := list(islice(waiting, BATCH)):
        _keep(some, lists)


def _keep(told: list[ToKeep], lists: Lists) -> list[MembershipReport]:
    first = FirstCheck.keep_many({one.submission: one.failures for one in told})
    reports = [_report(one, first[one.submission.obligation_id]) for one in told]
    insert(reports)
    books.restate([one.submission.obligation_id for one in told])
    rows: dict[type[Model], list[Any]] = defaultdict(list)
    for one, report in zip(told, reports, strict=True):
        for row in _rows(report, one.answers, lists):
            rows[type(row)].append(row)
    for made in rows.values():
        insert(made)
    return reports


def _report(told: ToKeep, failed: int) -> MembershipReport:
    answers, obligation = told.answers, told.submission.obligation
    year = year_of(obligation)
    return MembershipReport(
        submission=told.submission,
        organization_id=obligation.organization_id,
        year=year,
        state_on=told.state_on or state_day(year),
        failed_checks=failed,
        **books.as_handed_in(told.submission),
        base_submitted=answers.get("base_submitted"),
        stated_coverage=answers.get("stated_coverage"),
        **{name: answers.get(name) or "" for name in WORDS if name not in ("base_submitted", "stated_coverage")},
        **{code: answers.get(code) for code in FIGURES},
    )


def _rows(report: MembershipReport, answers: Mapping[str, Any], lists: Lists) -> Iterator[Model]:
    """Zero is told and kept; nothing is not."""
    for row in (*lists.admission, *lists.leaving):
        if (members := answers.get(lists.names[row.pk])) is not None:
            yield FlowRow(report=report, classifier=row, members=members)
    for name, (one, other) in MOVES.items():
        if (members := answers.get(name)) is not None:
            yield MovedRow(report=report, from_category=one, to_category=other, members=members)
    for row in lists.institution:
        told = {column: answers.get(name) for column, name in lists.type_names[row.pk].items()}
        if any(number is not None for number in told.values()):
            yield TypeRow(report=report, type=row, **told)
    for row in lists.fall:
        if (members := answers.get(lists.names[row.pk])) is not None:
            yield NoteReason(report=report, reason=row, members=members)
