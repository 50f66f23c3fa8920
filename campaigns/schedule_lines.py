"""What a schedule speaks of: the own conference, those of the branches, of all primary organizations together, and of
single ones, grouped by the branch they stand under. A line has a key; its fields are named after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext

from campaigns.models import Campaign, Window
from campaigns.periods import Period, against_window
from documents.dates import short_day
from documents.reading import row_number
from organizations.access import within
from organizations.models import Level, Organization

OWN, BRANCH, PRIMARY, PRIMARIES = "own", "branch_", "primary_", "primaries"
PARTS = ("term_", "confirm_", "reason_")
# The path of a branch: the numbers of the union, of the member organization, its own.
BRANCH_PATH = 18


@dataclass(frozen=True)
class Line:
    """One conference of the schedule, or all those of the primary organizations together."""

    key: str
    title: str
    organization: Organization
    level: str
    window: Window | None

    @property
    def term(self) -> str:
        return f"term_{self.key}"

    @property
    def confirm(self) -> str:
        return f"confirm_{self.key}"

    @property
    def reason(self) -> str:
        return f"reason_{self.key}"

    @property
    def is_own(self) -> bool:
        return self.key == OWN

    @property
    def window_days(self) -> str:
        return f"{short_day(self.window.first_day)}–{short_day(self.window.last_day)}" if self.window else ""

    def check(self, period: Period) -> str | None:
        return against_window(period, self.window.first_day, self.window.last_day) if self.window else None


@dataclass(frozen=True)
class Group:
    """The primary organizations below one branch, or directly below whose schedule it is."""

    organization: Organization
    is_own: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        if not self.is_own:
            return self.organization.name
        if self.organization.level == Level.BRANCH:
            return gettext("Primary organizations of the branch")
        return gettext("Primary organizations directly below")

    def stated_in(self, data: Mapping[str, Any]) -> list[Line]:
        return stated_in(self.lines, data)


def stated_in(lines: Iterable[Line], data: Mapping[str, Any]) -> list[Line]:
    """The lines of which the data name a term."""
    return [line for line in lines if str(data.get(line.term) or "").strip()]


def lines_of(organization: Organization, campaign: Campaign, day: date) -> list[Line]:
    """The own conference first, then the branches of the tree of that day, then the primary organizations together."""
    windows = campaign.windows_on(day)
    lines = [Line(OWN, gettext("Own conference"), organization, organization.level, windows.get(organization.level))]
    lines += [
        Line(f"{BRANCH}{branch.pk}", branch.name, branch, Level.BRANCH, windows.get(Level.BRANCH))
        for branch in _below(organization, Level.BRANCH, day)
    ]
    if organization.level != Level.PRIMARY:
        window = windows.get(Level.PRIMARY)
        lines.append(Line(PRIMARIES, gettext("All primary organizations"), organization, Level.PRIMARY, window))
    return lines


def groups_of(lines: list[Line], campaign: Campaign, day: date) -> list[Group]:
    """Single primary organizations by branch, in the order of `lines`; first those directly below."""
    own = lines[0].organization
    window = campaign.windows_on(day).get(Level.PRIMARY)
    branches = {
        line.organization.path: Group(line.organization, False) for line in lines if line.key.startswith(BRANCH)
    }
    direct = Group(own, True)
    for primary in _below(own, Level.PRIMARY, day):
        group = branches.get((primary.path or "")[:BRANCH_PATH], direct)
        group.lines.append(Line(f"{PRIMARY}{primary.pk}", primary.name, primary, Level.PRIMARY, window))
    return [group for group in (direct, *branches.values()) if group.lines]


def _below(organization: Organization, level: str, day: date) -> Iterable[Organization]:
    if Level.values.index(organization.level) >= Level.values.index(level):
        return ()
    below = Organization.objects.existing_on(day).filter(within(organization.path or ""), level=level)
    return below.defer("search", "address").in_order()


def key_of(level: str, organization: Organization, whose: Organization) -> str | None:
    """The line a statement belongs to; None where a schedule has no line for it, as for all branches together."""
    if organization.pk == whose.pk:
        if level == whose.level:
            return OWN
        return PRIMARIES if level == Level.PRIMARY else None
    if level != organization.level:
        return None
    return f"{BRANCH if level == Level.BRANCH else PRIMARY}{organization.pk}"


def key_in(name: str) -> str:
    """The key of the line a field belongs to; empty for what belongs to the whole schedule."""
    return next((name.removeprefix(part) for part in PARTS if name.startswith(part)), "")


def is_single(name: str) -> bool:
    """A field of a single primary organization: these stand on pages of their own."""
    return key_in(name).startswith(PRIMARY)


def numbers_in(names: Iterable[str], kind: str) -> set[int]:
    """The organizations whose lines stand among the fields; `kind` is BRANCH or PRIMARY."""
    keys = {key_in(name) for name in names}
    return set(filter(None, (row_number(key.removeprefix(kind)) for key in keys if key.startswith(kind))))
