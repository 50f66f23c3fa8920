"""Facts and plans of a campaign from the rows of a table, entered through the verbs that a page would use.

Rows are mappings with the headers of `campaign_2023_2024.csv` and `campaign_plans_2023_2024.csv`. All or nothing:
a row that is refused says its number and why, and nothing of the table is kept.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from campaigns.models import BranchSchedule, Campaign, Conference, Plan
from campaigns.periods import UnreadablePeriod, parse
from documents.reading import read_date
from organizations.models import Organization
from reporting.models import Obligation, Requirement, Submission

Row = Mapping[str, str]
FIRST_ROW = 2  # the first one holds the headers
INFORMATION = "information_received_by_"


@transaction.atomic
def import_plans(
    campaign: Campaign,
    rows: Iterable[Row],
    *,
    told_on: date,
    by: Any,
    at: datetime,
    notes: Mapping[str, str] | None = None,
    numbers: Mapping[str, str] | None = None,
) -> int:
    """Statements told on one day. `notes` says for each source which paper it was, `numbers` the rows of the official
    table by the code of the organization. Returns how many there were."""
    organizations, count = _organizations(by), 0
    for line, row in enumerate(rows, FIRST_ROW):
        with _Line(line):
            organization = _found(organizations, row["code"])
            from_table = row["source"] == Plan.Source.TABLE
            number = (numbers or {}).get(row["code"]) if from_table else None
            Plan.record(
                campaign=campaign,
                organization=organization,
                level=row["level"],
                period=_period(row["planned_raw"], told_on),
                source=row["source"],
                source_note=(notes or {}).get(row["source"], ""),
                number=int(number) if number else None,
                stated_on=told_on,
                approved_by=row.get("approved_by", ""),
                approved_on=read_date(row.get("approved_on")),
                by=by,
                at=at,
            )
            count += 1
    return count


@transaction.atomic
def import_facts(campaign: Campaign, rows: Iterable[Row], *, told_on: date, source: str, by: Any, at: datetime) -> None:
    """What was held, notified and received, and who is not asked, as a paper of `told_on` says it. Days that the paper
    does not state are not invented: such a thing was there by `told_on`."""
    organizations = _organizations(by)
    for line, row in enumerate(rows, FIRST_ROW):
        with _Line(line):
            _facts(campaign, _found(organizations, row["code"]), row, told_on=told_on, source=source, by=by, at=at)


class _Line:
    """Adds the number of the row to whatever was refused in it."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, ValidationError):
            sentence = gettext("Row {number}: {reason}").format(number=self.number, reason=" ".join(error.messages))
            raise ValidationError(sentence) from error


def _facts(
    campaign: Campaign, organization: Organization, row: Row, *, told_on: date, source: str, by: Any, at: datetime
) -> None:
    who: dict[str, Any] = {"by": by, "at": at}
    if held_on := read_date(row["held_on"]):
        conference = Conference.record(
            campaign=campaign, organization=organization, held_on=held_on, source=source, **who
        )
        if row["notified_officially"] == "yes":
            conference.notify(on=told_on, day_stated=False, **who)
        reason = gettext("the conference was held on {day}").format(day=f"{held_on:%d.%m.%Y}")
        _exempt(campaign.schedule_requirement, organization, since=held_on, reason=reason, **who)
    if row["exempt_because"]:
        _exempt(campaign.schedule_requirement, organization, reason=row["exempt_because"], **who)
    if row["branch_schedules_submitted"] == "yes":
        BranchSchedule.record(
            campaign=campaign, organization=organization, received_on=told_on, day_stated=False, source=source, **who
        )
    if any(value == "yes" for name, value in row.items() if name.startswith(INFORMATION)):
        text = row.get("information_text", "")
        _receive(campaign.information_requirement, organization, told_on, text=text, **who)
        if row["schedule_number"]:
            _receive(campaign.schedule_requirement, organization, told_on, **who)


def _exempt(
    requirement: Requirement | None,
    organization: Organization,
    *,
    reason: str,
    by: Any,
    at: datetime,
    since: date | None = None,
) -> None:
    if obligation := _owed(requirement, organization, by):
        decided_on = max(since, obligation.arose_on) if since else obligation.arose_on
        obligation.exempt(decided_on=decided_on, reason=reason, by=by, at=at)


def _receive(
    requirement: Requirement | None, organization: Organization, told_on: date, *, by: Any, at: Any, text: str = ""
) -> None:
    if obligation := _owed(requirement, organization, by):
        unknown = Submission.Channel.UNKNOWN
        obligation.submit(received_on=told_on, day_stated=False, channel=unknown, text=text, by=by, at=at)


def _owed(requirement: Requirement | None, organization: Organization, by: Any) -> Obligation | None:
    owed = Obligation.objects.visible_to(by).filter(requirement=requirement, organization=organization)
    return owed.first() if requirement else None


def _organizations(by: Any) -> dict[str, Organization]:
    return {organization.code: organization for organization in Organization.objects.visible_to(by)}


def _found(organizations: Mapping[str, Organization], code: str) -> Organization:
    if organization := organizations.get(code):
        return organization
    raise ValidationError(gettext("There is no organization with the code “{code}”.").format(code=code))


def _period(raw: str, told_on: date) -> Any:
    try:
        return parse(raw, year=told_on.year)
    except UnreadablePeriod as error:
        raise ValidationError(error.message) from error
