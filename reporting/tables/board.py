"""The status board: organizations down, requirements across, in each cell the gravest status with its number."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from documents.tables import Column, Table
from organizations.models import Level, Organization
from reporting import badges
from reporting.calls import with_last_call
from reporting.filters import Selection, Understood
from reporting.models import Obligation, Requirement
from reporting.querysets import Tallies
from reporting.statuses import GRAVITY, NO_DATA
from reporting.tables.people import chair_columns, organization_columns

UNDERSTOOD = Understood(
    (
        "q",
        "requirement",
        "status",
        "level",
        "region",
        "year",
        "due_from",
        "due_to",
        "overdue",
        "organization",
        "parent",
    ),
    level=Level.MEMBER,
    no_data=True,
)


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return Board(Selection.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD)).table()


class Counts(dict[str, int]):
    """How many of each status, the gravest first; reads as words in the foot of a file."""

    def __str__(self) -> str:
        return "; ".join(f"{badges.label(status)}: {number}" for status, number in self.items())


@dataclass(frozen=True)
class Cell:
    """What one organization owes under one requirement: nothing, one thing or several, the gravest first."""

    organization: Organization
    requirement: Requirement
    obligations: Sequence[Obligation] = ()

    @property
    def worst(self) -> Obligation | None:
        return self.obligations[0] if self.obligations else None

    @property
    def status(self) -> str:
        return str(self.worst.status) if self.worst else NO_DATA

    @property
    def count(self) -> int:
        return len(self.obligations)

    @property
    def in_words(self) -> str:
        words = badges.in_words(**badges.facts(self.worst))
        return f"{words} ×{self.count}" if self.count > 1 else words

    @property
    def badge(self) -> str:
        return badges.badge(**badges.facts(self.worst), dense=True)


@dataclass(frozen=True)
class Row:
    organization: Any
    cells: Sequence[Cell]
    # Codes of the requirements that the reader does not want to see; they count all the same.
    hidden: Set[str] = frozenset()

    @property
    def shown(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.requirement.code not in self.hidden]

    def cell(self, code: str) -> Cell:
        return next(cell for cell in self.cells if cell.requirement.code == code)

    @property
    def overdue(self) -> int:
        return sum(badges.is_overdue(one) for cell in self.cells for one in cell.obligations)

    @property
    def obligations(self) -> int:
        return sum(cell.count for cell in self.cells)


def _gravest_first(obligation: Obligation) -> tuple[int, int, int]:
    return GRAVITY[obligation.status], -(obligation.days_late or 0), obligation.pk


class Board:
    """The rows of what is selected, and the sums over all of it."""

    def __init__(self, selection: Selection, choice: Mapping[str, bool] | None = None) -> None:
        """`choice`: which requirements the reader wants to see, by their codes."""
        self.selection, self.as_of, self.choice = selection, selection.as_of, choice or {}

    @cached_property
    def organizations(self) -> Any:
        return self.selection.organizations_in_status()

    @cached_property
    def _tallies(self) -> Tallies:
        """By requirement, over everything selected."""
        return self.selection.obligations(self.organizations).tallied("requirement", bodies=True)

    @cached_property
    def requirements(self) -> list[Requirement]:
        """Those that have obligations in the selection; what was asked last stands first, where the eye begins."""
        present = {tally.part for tally in self._tallies}
        return [one for one in reversed(self.selection.form.requirements) if one.pk in present]

    @cached_property
    def hidden(self) -> frozenset[str]:
        """A requirement that is asked for is shown, and so are all where none would be left."""
        codes = {one.code for one in self.requirements}
        hidden = {code for code in codes if not self.choice.get(code, True)}
        asked = self.selection.chosen.get("requirement")
        return frozenset() if asked or hidden == codes else frozenset(hidden)

    @property
    def shown(self) -> list[Requirement]:
        return [one for one in self.requirements if one.code not in self.hidden]

    @cached_property
    def number(self) -> int:
        return self.organizations.count()

    def totals_of(self, requirement: Requirement) -> Counts:
        numbers: dict[str, int] = defaultdict(int)
        for tally in self._tallies:
            if tally.part == requirement.pk:
                numbers[tally.status] += tally.number
        numbers[NO_DATA] = self.number - self._tallies.bodies.get(requirement.pk, 0)
        return Counts({status: numbers[status] for status in GRAVITY if numbers[status]})

    def totals(self) -> dict[str, Any]:
        sums: dict[str, Any] = {}
        for one in self.requirements:
            sums[one.code] = self.totals_of(one)
            sums[f"{one.code}_count"] = sum(t.number for t in self._tallies if t.part == one.pk)
        sums["overdue"] = sum(tally.overdue for tally in self._tallies)
        sums["obligations"] = sum(tally.number for tally in self._tallies)
        return sums

    def table(self) -> Table:
        return Table(
            name="board",
            title=_("Status board"),
            columns=[
                *organization_columns(),
                *chair_columns("organization"),
                Column(key="overdue", title=_("Overdue"), kind="integer"),
                *(column for one in self.requirements for column in _requirement_columns(one)),
                Column(key="obligations", title=_("Obligations"), kind="integer", hidden=True),
            ],
            rows=Rows(self),
            totals=self.totals,
            as_of=self.as_of,
            note=self.note,
            empty=_("Nothing matches the filter."),
        )

    @property
    def note(self) -> str:
        if self.selection.chosen.get("level") != Level.MEMBER:
            return ""
        return gettext("Member organizations active on that day; where there are several obligations, the gravest.")


def _requirement_columns(requirement: Requirement) -> list[Column]:
    code = requirement.code
    return [
        Column(
            key=code,
            title=requirement.title,
            kind="status",
            value=lambda row: row.cell(code).status,
            text=lambda row: row.cell(code).in_words,
        ),
        Column(
            key=f"{code}_count",
            title=gettext("{requirement}: how many").format(requirement=requirement.title),
            kind="integer",
            value=lambda row: row.cell(code).count,
            hidden=True,
        ),
    ]


class Rows:
    """Rows that can be cut: a page asks the database for its own organizations and obligations only."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def count(self) -> int:
        return self.board.number

    def __len__(self) -> int:
        return self.board.number

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows(None))

    def __getitem__(self, part: slice) -> list[Row]:
        return self._rows(part)

    def _rows(self, part: slice | None) -> list[Row]:
        board = self.board
        ordered = with_last_call(board.organizations.with_chair(board.as_of), board.selection.user, board.as_of)
        ordered = ordered.select_related("region")
        ordered = board.selection.in_order(ordered)
        organizations = list(ordered if part is None else ordered[part])
        whose = board.organizations if part is None else [one.pk for one in organizations]
        found: dict[tuple[int, int], list[Obligation]] = defaultdict(list)
        for obligation in board.selection.obligations(whose):
            found[obligation.organization_id, obligation.requirement_id].append(obligation)
        return [
            Row(one, [self._cell(one, requirement, found) for requirement in board.requirements], board.hidden)
            for one in organizations
        ]

    @staticmethod
    def _cell(
        organization: Organization, requirement: Requirement, found: Mapping[tuple[int, int], list[Obligation]]
    ) -> Cell:
        obligations = found.get((organization.pk, requirement.pk), [])
        return Cell(organization, requirement, sorted(obligations, key=_gravest_first))
