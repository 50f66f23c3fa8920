"""What the leadership looks at: all that was asked for a year or a period, as it stands on a day.

Everything is counted over the selection that the lists use, so that each number has the list that gives it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from campaigns.asked import campaign_asked
from campaigns.models import Campaign
from campaigns.progress import OfLevel, by_level
from documents.dates import short_day
from documents.registry import BadFilter
from membership import filters, reckoned
from membership.statistics import Together
from organizations.models import Level, Organization, Region
from reporting.filters import Filters, Selection, Understood
from reporting.models import Requirement
from reporting.querysets import Tally
from reporting.statuses import Status
from reporting.tables.rates import Row

UNDERSTOOD = Understood(("level", "year", "due_from", "due_to"), level=Level.MEMBER)
CHANGES = Understood(("level", "since"), level=Level.MEMBER)
PERIOD = ("year", "due_from", "due_to")
WORST, YEARS, DAYS = 10, 10, 7
LAGGING = (Status.MISSING, Status.RETURNED, Status.LATE)


def asked_of(words: Mapping[str, str], as_of: date) -> dict[str, str]:
    """What an address or a command asks for; where it names no period, the year of the day."""
    given = {name: words[name] for name in words}
    if not any(given.get(name) for name in PERIOD):
        given["year"] = str(as_of.year)
    return given


def counted(tallies: Iterable[Tally]) -> dict[Any, Counter[str]]:
    """Numbers of obligations by status, for each part that was counted by."""
    numbers: dict[Any, Counter[str]] = defaultdict(Counter)
    for tally in tallies:
        numbers[tally.part][tally.status] += tally.number
    return numbers


def together(numbers: Iterable[Counter[str]]) -> Row:
    return Row(sum(numbers, Counter()))


@dataclass(frozen=True)
class Membership:
    """The latest year with figures, and the one before."""

    year: int
    now: Together
    before: Together


@dataclass(frozen=True)
class Progress:
    campaign: Campaign
    levels: list[OfLevel]


class Screen:
    def __init__(self, selection: Selection) -> None:
        self.selection, self.user = selection, selection.user
        self.as_of, self.today = selection.as_of, selection.today
        self.level = selection.chosen.get("level", Level.MEMBER)

    @classmethod
    def from_words(cls, words: Mapping[str, str], *, user: Any, as_of: date) -> "Screen":
        given = asked_of(words, as_of)
        return cls(Selection.from_words(given, user=user, as_of=as_of, understood=UNDERSTOOD))

    # --- The period -----------------------------------------------------------------------------

    @property
    def year(self) -> int | None:
        """Where the period is just a year."""
        chosen = self.selection.chosen
        return None if chosen.get("due_from") or chosen.get("due_to") else chosen.get("year")

    @property
    def period(self) -> str:
        chosen = self.selection.chosen
        first, last, year = (chosen.get(name) for name in ("due_from", "due_to", "year"))
        days = {"first": first and short_day(first), "last": last and short_day(last), "year": year}
        of_year = [_("Due days of {year}").format(**days)] if year else []
        if first and last:
            of_year.append(_("Due days from {first} to {last}").format(**days))
        elif first or last:
            words = _("Due days from {first}") if first else _("Due days until {last}")
            of_year.append(words.format(**days))
        return "; ".join(of_year)

    # --- What was asked -------------------------------------------------------------------------

    @cached_property
    def _by_requirement(self) -> dict[int, Counter[str]]:
        return counted(self.selection.obligations().tallied("requirement"))

    @cached_property
    def totals(self) -> Row:
        return together(self._by_requirement.values())

    @cached_property
    def requirements(self) -> list[Row]:
        """What lags most stands first; what is not due yet, last."""
        asked = Requirement.objects.visible_to(self.user).filter(pk__in=self._by_requirement)
        rows = [Row(self._by_requirement[one.pk], requirement=one) for one in asked]
        return sorted(rows, key=lambda row: (_lag(row), row["requirement"].title))

    @cached_property
    def regions(self) -> list[Row]:
        """All of them, also where nothing is expected; at the end what is of no region."""
        numbers = counted(self.selection.obligations().tallied("organization__region"))
        rows = [Row(numbers.get(one.iso, {}), region=one) for one in Region.objects.all()]
        return rows + ([Row(numbers[None], region=None)] if None in numbers else [])

    @cached_property
    def worst(self) -> list[Row]:
        """Organizations with something missing, returned or late: who has handed in the least stands first."""
        numbers = counted(self.selection.obligations().tallied("organization"))
        lagging = {pk: Row(found) for pk, found in numbers.items() if any(found[status] for status in LAGGING)}
        chosen = sorted(lagging, key=lambda pk: (_lag(lagging[pk]), pk))[:WORST]
        named = Organization.objects.visible_to(self.user).in_bulk(chosen)
        return [Row(numbers[pk], organization=named[pk]) for pk in chosen]

    # --- Years and days -------------------------------------------------------------------------

    @cached_property
    def years(self) -> list[Row]:
        """Ten years up to the one of the day, the first of them the first in which anything was due."""
        first, last = self.as_of.year - YEARS + 1, self.as_of.year
        due = self._selection(UNDERSTOOD, due_from=f"{first}-01-01", due_to=f"{last}-12-31").obligations()
        by_year = due.annotate(due_year=ExtractYear("due_on")).tallied("due_year")
        # PostgreSQL gives years as decimals.
        numbers = {int(year): found for year, found in counted(by_year).items()}
        shown = range(min(numbers, default=last), last + 1)
        return [Row(numbers.get(year, {}), year=year) for year in shown]

    @property
    def since(self) -> date:
        return self.as_of - timedelta(days=DAYS)

    @cached_property
    def changes(self) -> Counter[str]:
        """What the last seven days brought, whenever it was or is due."""
        changed = self._selection(CHANGES, since=self.since.isoformat()).obligations()
        return sum(counted(changed.tallied("requirement")).values(), Counter())

    def _selection(self, understood: Understood, **words: str) -> Selection:
        form = Filters({"level": self.level, **words}, user=self.user, understood=understood)
        return Selection(form, as_of=self.as_of, today=self.today)

    # --- Other rooms ----------------------------------------------------------------------------

    @cached_property
    def membership(self) -> Membership | None:
        scope = filters.Scope.from_words({}, user=self.user, as_of=self.as_of, understood=filters.SUMS)
        if not scope.year:
            return None
        found = reckoned.of_tops(scope, latest_only=True)
        return Membership(scope.year, found.together(scope.year), found.together(scope.year - 1))

    @cached_property
    def progress(self) -> Progress | None:
        """Of the campaign of the day, or the latest before it."""
        try:
            campaign = campaign_asked(self.user, self.as_of, None)
        except BadFilter:
            return None
        return Progress(campaign, by_level(campaign, self.user, self.as_of))


def _lag(row: Row) -> tuple[float, int, float]:
    """For sorting: the smaller the share, and the more is missing, the earlier."""
    if not row["expected"]:
        return (2.0, 0, 0.0)
    return (row["rate"], -row[Status.MISSING] - row[Status.RETURNED], row["rate_on_time"])
