"""Reporting rates: how much of what was asked came, and how much of it in time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from django.utils.translation import gettext, gettext_lazy as _

from documents.tables import Column, Table
from organizations.models import Level, Organization
from organizations.querysets import OrganizationQuerySet
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
    def organizations(self) -> OrganizationQuerySet:
        return self.selection.organizations()

    @cached_property
    def _groups(self) -> list[tuple[str, str, int]]:
        """(path of the organization, status, number of obligations): each obligation is counted in one of them."""
        below = self._everybody_below() if self.with_below else None
        tallies = self.selection.obligations(below).tallied("organization__path")
        return [(tally.part, tally.status, tally.number) for tally in tallies]

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

    def rows_of(self, organizations: list[Organization]) -> Iterator[Row]:
        """Of some: only their own obligations are counted, unless those of others below add to them."""
        if self.with_below:
            numbers = self._numbers
        else:
            numbers = defaultdict(Counter)
            for tally in self.selection.obligations([one.pk for one in organizations]).tallied("organization__path"):
                numbers[tally.part][tally.status] += tally.number
        for one in organizations:
            yield Row(numbers.get(one.path or "", {}), organization=one)

    def every_row(self) -> Iterator[Row]:
        for one in self.selection.in_order(self.organizations):
            yield Row(self._numbers.get(one.path or "", {}), organization=one)

    def totals(self) -> dict[str, Any]:
        """A total of obligations, not of rows: with the bodies below, rows may hold one another."""
        numbers: Counter[str] = Counter()
        if not self.with_below and "_groups" not in self.__dict__:
            for tally in self.selection.obligations().tallied("requirement"):
                numbers[tally.status] += tally.number
            return dict(Row(numbers))
        chosen = set(self.organizations.values_list("path", flat=True))
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
            rows=_sorted(Rows(self), order),
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


class Rows:
    """In the order of bodies and names. A page asks the database for its own organizations only."""

    def __init__(self, rates: Rates, *, backwards: bool = False) -> None:
        self.rates, self.backwards = rates, backwards

    def count(self) -> int:
        return len(self)

    def __len__(self) -> int:
        return self.rates.organizations.count()

    def __iter__(self) -> Iterator[Row]:
        return iter(list(self.rates.every_row())[:: -1 if self.backwards else 1])

    def __getitem__(self, part: slice) -> list[Row]:
        ordered = self.rates.selection.in_order(self.rates.organizations)
        return list(self.rates.rows_of(list((ordered.reverse() if self.backwards else ordered)[part])))


def _sorted(rows: Rows, order: str) -> Rows | list[Row]:
    """By a number; no data comes last whichever way. Without an order the bigger bodies come first."""
    key = order.removeprefix("-")
    if key not in {"expected", "rate", "rate_on_time", *SHOWN}:
        return Rows(rows.rates, backwards=order == "-organization")
    every = list(rows)
    present = [row for row in every if row[key] is not None]
    present.sort(key=lambda row: row[key], reverse=order.startswith("-"))
    return [*present, *(row for row in every if row[key] is None)]


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
