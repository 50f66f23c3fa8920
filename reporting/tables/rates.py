"""Reporting rates: how much of what was asked came, and how much of it in time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from django.db.models import Count
from django.utils.translation import gettext, gettext_lazy as _

from documents.tables import Column, Table
from organizations.models import Level, Organization
from reporting.filters import BELOW, Selection, Understood
from reporting.statuses import EXPECTED_STATUSES, RECEIVED_STATUSES, Status
from reporting.tables.people import organization_columns

UNDERSTOOD = Understood(
    ("q", "requirement", "level", "region", "year", "due_from", "due_to", "scope", "organization", "parent"),
    level=Level.MEMBER,
)
TITLES = {
    Status.ON_TIME: _("In time"),
    Status.LATE: _("Late"),
    Status.RECEIVED: _("Day not stated"),
    Status.MISSING: _("Missing"),
    Status.RETURNED: _("Returned"),
    Status.EXEMPT: _("Not required"),
    Status.NOT_DUE: _("Not yet due"),
}
SHOWN = tuple(TITLES)
Behind: TypeAlias = Callable[[Organization, str], str]
STEP = 6  # digits of one storey in a path


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return Rates(Selection.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD)).table()


class Row(dict[str, Any]):
    """Numbers of obligations by status, and what follows from them; null where nothing is expected."""

    def __init__(self, numbers: Mapping[str, int], **more: Any) -> None:
        super().__init__({str(status): numbers.get(status, 0) for status in SHOWN}, **more)
        expected = sum(numbers.get(status, 0) for status in EXPECTED_STATUSES)
        received = sum(numbers.get(status, 0) for status in RECEIVED_STATUSES)
        self["expected"] = expected
        self["rate"] = received / expected if expected else None
        self["rate_on_time"] = numbers.get(Status.ON_TIME, 0) / expected if expected else None


class Rates:
    def __init__(self, selection: Selection) -> None:
        self.selection, self.as_of = selection, selection.as_of

    @property
    def with_below(self) -> bool:
        return self.selection.chosen.get("scope") == BELOW

    @cached_property
    def organizations(self) -> list[Organization]:
        return list(self.selection.organizations().in_order())

    @cached_property
    def _groups(self) -> list[tuple[str, str, int]]:
        """(path of the organization, status, number of obligations): each obligation is counted in one of them."""
        below = self._everybody_below() if self.with_below else None
        grouped = self.selection.obligations(below).order_by().values_list("organization__path", "status")
        return list(grouped.annotate(n=Count("pk")))

    def _everybody_below(self) -> Any:
        """All active bodies in sight: those outside the chosen subtrees are passed over when they are summed."""
        return Organization.objects.visible_to(self.selection.user).active_on(self.as_of)

    @cached_property
    def _numbers(self) -> dict[str, Counter[str]]:
        """By path. With the bodies below, an obligation adds to every chosen organization above it."""
        numbers: dict[str, Counter[str]] = defaultdict(Counter)
        for path, status, n in self._groups:
            for counted in _upwards(path) if self.with_below else [path]:
                numbers[counted][status] += n
        return numbers

    @cached_property
    def rows(self) -> list[Row]:
        return [Row(self._numbers.get(one.path or "", {}), organization=one) for one in self.organizations]

    def totals(self) -> dict[str, Any]:
        """A total of obligations, not of rows: with the bodies below, rows may hold one another."""
        chosen = {one.path for one in self.organizations}
        numbers: Counter[str] = Counter()
        for path, status, n in self._groups:
            if not chosen.isdisjoint(_upwards(path)):
                numbers[status] += n
        return dict(Row(numbers))

    def table(self, order: str = "", behind: Behind | None = None) -> Table:
        """`behind`: the address of the list behind a number of a row."""
        return Table(
            name="reporting_rates",
            title=_("Reporting rates"),
            columns=columns(behind),
            rows=_sorted(self.rows, order),
            totals=self.totals,
            as_of=self.as_of,
            note=self.note,
            empty=_("Nothing matches the filter."),
        )

    @property
    def note(self) -> str:
        """Which obligations are counted stands under the table, in every format."""
        counted = (
            gettext("Counted are the obligations of each organization and of all bodies below it.")
            if self.with_below
            else gettext("Counted are the obligations of each organization itself.")
        )
        rule = gettext(
            "Rate = (in time + late + day not stated) / expected; expected are these, the returned and the missing."
        )
        return f"{counted} {rule}"


def _upwards(path: str) -> Iterator[str]:
    """The path itself and those of all bodies above it."""
    return (path[:end] for end in range(STEP, len(path) + 1, STEP))


def _sorted(rows: list[Row], order: str) -> list[Row]:
    """By a number; no data comes last whichever way. Without an order the bigger bodies come first."""
    key = order.removeprefix("-")
    if key not in {"expected", "rate", "rate_on_time", *SHOWN}:
        return list(reversed(rows)) if order == "-organization" else rows
    present = [row for row in rows if row[key] is not None]
    present.sort(key=lambda row: row[key], reverse=order.startswith("-"))
    return [*present, *(row for row in rows if row[key] is None)]


def columns(behind: Behind | None = None) -> list[Column]:
    return [
        *organization_columns(sortable=True, href=lambda row: row["organization"].get_absolute_url()),
        Column(key="expected", title=_("Expected"), kind="integer", sortable=True),
        *(_status_column(status, behind) for status in SHOWN),
        Column(key="rate", title=_("Rate"), kind="percent", sortable=True),
        Column(key="rate_on_time", title=_("Rate in time"), kind="percent", sortable=True),
    ]


def _status_column(status: Status, behind: Behind | None) -> Column:
    def href(row: Row) -> str | None:
        return behind(row["organization"], status) if behind and row[status] else None

    return Column(key=str(status), title=TITLES[status], kind="integer", sortable=True, href=href)
