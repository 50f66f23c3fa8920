"""What is asked: one row per requirement; and, for one of them, whom it will ask and by when."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.registry import BadFilter, refuse_unknown
from documents.tables import Column, Table
from organizations.models import Organization
from reporting import kinds
from reporting.calendar import describe
from reporting.models import Obligation, Requirement
from reporting.statuses import RECEIVED_STATUSES, Status
from reporting.tables.people import chair_columns, organization_columns


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ())
    return requirements_table(user, as_of)


def requirements_table(user: Any, as_of: date) -> Table:
    requirements = (
        Requirement.objects.visible_to(user).select_related("decree_item__decree").order_by("-asked_on", "-pk")
    )
    return Table(
        name="requirements",
        title=_("Requirements"),
        columns=_columns(),
        rows=_Counted(requirements, user, as_of),
        as_of=as_of,
        empty=_("No requirement has been entered yet."),
    )


def counts(user: Any, as_of: date, requirements: Iterable[Requirement]) -> dict[int, Counter[str]]:
    """How many obligations of each status a requirement has on the day, of the organizations in sight."""
    obligations = Obligation.objects.visible_to(user).with_status(as_of).filter(requirement__in=requirements)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for tally in obligations.tallied("requirement"):
        found[tally.part][tally.status] += tally.number
    return found


class _Counted:
    """A page of requirements asks for its own numbers only."""

    def __init__(self, requirements: Any, user: Any, as_of: date) -> None:
        self.requirements, self.user, self.as_of = requirements, user, as_of

    def count(self) -> int:
        return self.requirements.count()

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Any:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[tuple[Requirement, Counter[str]]]:
        found = list(self.requirements[part])
        numbers = counts(self.user, self.as_of, found)
        return [(one, numbers[one.pk]) for one in found]


def _columns() -> list[Column]:
    return [
        Column(key="requirement", title=_("Requirement code"), value=lambda row: row[0].code, hidden=True, width=20),
        Column(
            key="requirement_title",
            title=_("Requirement"),
            value=lambda row: row[0].title,
            href=lambda row: row[0].get_absolute_url(),
            width=34,
        ),
        Column(key="basis", title=_("Basis"), value=lambda row: row[0].citation, width=34),
        Column(key="asked_on", title=_("Asked on"), kind="date", value=lambda row: row[0].asked_on),
        Column(key="due", title=_("Due"), value=lambda row: describe(row[0].rule), width=34),
        Column(key="form", title=_("Form"), value=lambda row: kinds.get(row[0].kind).title, hidden=True),
        Column(key="opened", title=_("Opened"), kind="boolean", value=lambda row: row[0].opened_at is not None),
        Column(key="obligations", title=_("Obligations"), kind="integer", value=lambda row: row[1].total()),
        Column(key="received", title=_("Came in"), kind="integer", value=lambda row: _sum(row[1], RECEIVED_STATUSES)),
        Column(key="missing", title=_("Missing"), kind="integer", value=lambda row: row[1][Status.MISSING]),
    ]


def _sum(numbers: Counter[str], statuses: Iterable[str]) -> int:
    return sum(numbers[status] for status in statuses)


# --- Whom a requirement will ask ---------------------------------------------------------------------


AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Asked:
    """One organization and one due day; without days where an event will say them."""

    organization: Organization
    key: str
    arose_on: date | None
    opens_on: date | None
    due_on: date | None
    is_there: bool


def build_audience(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, ("requirement",))
    requirement = Requirement.objects.visible_to(user).filter(code=filters.get("requirement", "")).first()
    if requirement is None:
        known = ", ".join(Requirement.objects.visible_to(user).values_list("code", flat=True)) or "none"
        raise BadFilter(f"Name the requirement. Accepted: requirement=CODE; {known}.")
    return audience_table(requirement, user, as_of)


def audience_table(requirement: Requirement, user: Any, until: date) -> Table:
    """Whom it asks and by when, were its obligations made on that day; and which of them are there already."""
    return Table(
        name="requirement_audience",
        title=_("Whom it asks, and by when"),
        columns=[
            *organization_columns(href=lambda row: row.organization.get_absolute_url()),
            Column(key="key", title=_("Year"), width=10),
            Column(key="arose_on", title=_("Arises on"), kind="date"),
            Column(key="opens_on", title=_("Form opens on"), kind="date"),
            Column(key="due_on", title=_("Due day"), kind="date"),
            Column(key="is_there", title=_("Obligation is there already"), kind="boolean"),
            *chair_columns("organization", hidden=False),
        ],
        rows=audience(requirement, user, until),
        as_of=until,
        empty=_("It asks nobody: no active organization is of these levels."),
    )


def audience(requirement: Requirement, user: Any, until: date) -> list[Asked]:
    present = set(requirement.obligations.visible_to(user).values_list("organization", "key"))
    asked: list[Asked] = []
    for key, arose_on, opens_on, due_on in _occurrences(requirement, until):
        bodies = requirement.audience_on(arose_on or until).visible_to(user).with_chair(until).in_order()
        asked += [
            Asked(one, key, arose_on, opens_on, due_on, due_on is not None and (one.pk, key) in present)
            for one in bodies
        ]
    return asked


def _occurrences(requirement: Requirement, until: date) -> list[tuple[str, date | None, date | None, date | None]]:
    """What has arisen by then, else the next that will; of a rule after an event nothing is known yet."""
    arisen = list(requirement.occurrences(until)) or list(requirement.occurrences(until + AHEAD))[:1]
    return list(arisen) or [("", None, None, None)]
