"""`personnel`: offices and the reserve of each organization on a day, with average ages."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from documents.tables import Column, Table
from organizations import tables
from organizations.access import Permission, can
from organizations.models import Level
from organizations.personnel import Personnel, average_age, personnel_of


class Rows:
    """Rows that can be cut: people are asked about for the organizations of the page only."""

    def __init__(self, user: Any, organizations: Any, day: date) -> None:
        self.user, self.organizations, self.day = user, organizations, day

    def count(self) -> int:
        return int(self.organizations.count())

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Personnel]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Personnel]:
        return personnel_of(self.user, list(self.organizations[part]), self.day)


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    """Filters are those of the organizations."""
    return table(user, tables.select(user, as_of, usual(user, filters)).in_order(), as_of)


def usual(user: Any, filters: Mapping[str, str]) -> Mapping[str, str]:
    """Who sees the union begins with its member organizations."""
    is_narrowed = bool({"level", "parent", "q"} & set(filters))
    return filters if is_narrowed or not can(user, Permission.SEE_TABLES) else {**filters, "level": Level.MEMBER.value}


def table(user: Any, organizations: Any, as_of: date) -> Table:
    rows = Rows(user, organizations, as_of)
    return Table(
        name="personnel",
        title=_("Personnel and reserve"),
        columns=COLUMNS,
        rows=rows,
        totals=lambda: _totals(list(rows)),
        as_of=as_of,
        note=gettext("Ages are reckoned from the year of birth; who has none in the registry is not counted in them."),
        row_data=lambda row: {"organization": row.organization.code},
    )


COLUMNS = [
    Column(key="organization_code", title=_("Code"), value="organization.code", hidden=True, width=16),
    Column(
        key="organization",
        title=_("Organization"),
        value="organization.name",
        href=lambda row: row.organization.get_absolute_url(),
        width=34,
    ),
    Column(key="level", title=_("Level"), kind="choice", value="organization.level", hidden=True),
    Column(key="chair", title=_("Chair"), value=lambda row: row.chair.person.name if row.chair else None, width=30),
    Column(key="chair_age", title=_("Age of the chair"), kind="integer"),
    Column(key="in_office", title=_("In office"), kind="integer", value=lambda row: len(row.offices)),
    Column(key="full_time", title=_("Of them full-time"), kind="integer"),
    Column(key="from_reserve", title=_("Of them from the reserve"), kind="integer"),
    Column(key="office_age", title=_("Average age in office"), kind="decimal"),
    Column(key="reserve", title=_("In the reserve"), kind="integer", value=lambda row: len(row.reserve)),
    Column(key="reserve_age", title=_("Average age of the reserve"), kind="decimal"),
    Column(
        key="consultative",
        title=_("Consultative bodies"),
        value=lambda row: "; ".join(filter(None, (_of_body(one) for one in row.bodies))) or None,
        width=40,
    ),
]


def _of_body(body: Any) -> str:
    return f"{body.name} ({body.head.name})" if body.head else body.name


def _totals(rows: list[Personnel]) -> dict[str, Any]:
    offices = [one for row in rows for one in row.offices]
    reserve = [one for row in rows for one in row.reserve]
    day = rows[0].day if rows else date.min
    return {
        "in_office": len(offices),
        "full_time": sum(row.full_time for row in rows),
        "from_reserve": sum(row.from_reserve for row in rows),
        "office_age": average_age([one.person for one in offices], day),
        "reserve": len(reserve),
        "reserve_age": average_age([one.person for one in reserve], day),
    }
