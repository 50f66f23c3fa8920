"""Results of a campaign on a day: what organizations state of themselves and of the levels below, and what sums to.

For an organization O and a level L below it, the sum from below is that of its children: a child of level L gives its
own results; a child above L gives what it stated of L where it handed that in, else its own sum from below. The stated
figures and the sum stand beside each other; neither overwrites the other.

The database sums what stands right below each body; a fixed number of queries, whatever the number of bodies.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.query import QuerySet

from campaigns.models import Campaign, ConferenceResults, LevelResults
from campaigns.models.results import LEVEL_FIGURES
from campaigns.results_checks import differences
from campaigns.results_tally import Tally, add, tallies
from organizations.access import within
from organizations.models import Level, Organization
from organizations.models.placement import Placement
from organizations.querysets import suspended_by

ABOVE = "conference__organization__placements__parent"
OF = "conference__organization"


@dataclass(frozen=True)
class Stated:
    """The consolidated figures of a level as an organization handed them in."""

    submission_id: int
    figures: Tally
    explanation: str


@dataclass(frozen=True)
class Row:
    """Figures of an organization for its own level or one below. `source`: own, stated, summed, or empty: no data."""

    organization: Organization
    level: str
    source: str
    figures: Tally
    summed: Tally | None
    submission_id: int | None
    explanation: str = ""

    @property
    def differences(self) -> dict[str, int]:
        """Stated less summed."""
        return differences(self.figures, self.summed, LEVEL_FIGURES) if self.source == "stated" and self.summed else {}


class Results:
    """Everything handed in by the end of a day, in sight of the user; `below` limits it to today's subtree."""

    def __init__(self, campaign: Campaign, user: Any, as_of: date, below: Organization | None = None) -> None:
        self.campaign, self.as_of, self.user = campaign, as_of, user
        self.counted = ConferenceResults.objects.visible_to(user).regular(campaign).counted_on(as_of)
        self.standing = Placement.objects.visible_to(user).open_on(as_of)
        self.standing = self.standing.filter(Q(organization__closed_on=None) | Q(organization__closed_on__gt=as_of))
        if below:
            path = below.path or ""
            self.counted = self.counted.filter(within(path, f"{OF}__path"))
            self.standing = self.standing.filter(within(path, "organization__path"))
        self.stated_by = self._stated()
        self.inner = self._inner()
        self.numbers = self._numbers()
        self.sums = self._sums()

    def summed(self, pk: int, level: str) -> Tally:
        """The sum from below."""
        return add(self._given(pk, level))

    def known(self, pk: int, level: str) -> Tally:
        """As stated where it is, else the sum."""
        stated = self.stated_by.get((pk, level))
        return stated.figures if stated else self.summed(pk, level)

    def _given(self, pk: int, level: str) -> Iterable[Mapping[str, int | None]]:
        """What is handed in right below, the number of bodies there, and what is known below those that have a below."""
        yield self.sums.get((pk, level), {})
        yield {"organizations_total": self.numbers.get((pk, level))}
        for child in self.inner.get(pk, ()):
            yield self.known(child, level)

    def rows(self, organizations: Iterable[Organization], level: str = "") -> list[Row]:
        """One for each organization and level, its own first."""
        listed = list(organizations)
        own = self._own(listed)
        return [
            self._own_row(organization, own) if one == organization.level else self._row_below(organization, one)
            for organization in listed
            for one in levels_from(organization.level)
            if not level or one == level
        ]

    def _own_row(self, organization: Organization, own: dict[int, tuple[int, Tally]]) -> Row:
        if organization.pk not in own:
            return Row(organization, organization.level, "", add([{"organizations_total": 1}]), None, None)
        submission_id, figures = own[organization.pk]
        return Row(
            organization, organization.level, "own", add([figures, {"organizations_total": 1}]), None, submission_id
        )

    def _row_below(self, organization: Organization, level: str) -> Row:
        summed = self.summed(organization.pk, level)
        if stated := self.stated_by.get((organization.pk, level)):
            return Row(organization, level, "stated", stated.figures, summed, stated.submission_id, stated.explanation)
        return Row(organization, level, "summed" if summed["organizations_held"] else "", summed, summed, None)

    def children_of(self, organization: Organization) -> QuerySet[Placement]:
        """Who stood right below on the day."""
        return self.standing.filter(parent=organization)

    # --- What the database knows ---------------------------------------------------------------------

    def _asleep(self) -> QuerySet[Any, Any]:
        """Bodies whose activity is suspended: not counted, unless they handed in."""
        return Organization.objects.visible_to(self.user).filter(suspended_by(self.as_of)).values("pk")

    def _stated(self) -> dict[tuple[int, str], Stated]:
        """By organization and level."""
        levels = LevelResults.objects.visible_to(self.user).filter(results__in=self.counted.values("pk"))
        rows = levels.values(
            "results__conference__organization_id", "results__submission_id", "level", "explanation", *LEVEL_FIGURES
        )
        return {
            (row["results__conference__organization_id"], row["level"]): Stated(
                row["results__submission_id"], {name: row[name] for name in LEVEL_FIGURES}, row["explanation"]
            )
            for row in rows
        }

    def _inner(self) -> dict[int, list[int]]:
        """By the body above: those with something below them, or with something to say of it."""
        below = Placement.objects.open_on(self.as_of).filter(parent=OuterRef("organization"))
        telling = {organization for organization, _level in self.stated_by}
        inner: dict[int, list[int]] = defaultdict(list)
        for pk, parent in (
            self.standing.filter(Exists(below) | Q(organization__in=telling))
            .order_by()
            .values_list("organization_id", "parent_id")
        ):
            inner[parent].append(pk)
        return dict(inner)

    def _numbers(self) -> dict[tuple[int, str], int]:
        """How many active bodies of a level stand right below a body."""
        awake = Count("pk", filter=~Q(organization__in=self._asleep()))
        grouped = self.standing.order_by().values_list("parent_id", "organization__level").annotate(n=awake)
        return {(parent, level): n for parent, level, n in grouped if n}

    def _sums(self) -> dict[tuple[int, str], Tally]:
        """What was handed in right below each body, by level."""
        placements, day = f"{OF}__placements", self.as_of
        begun = Q(**{f"{placements}__from_day": None}) | Q(**{f"{placements}__from_day__lte": day})
        placed = begun & (Q(**{f"{placements}__to_day": None}) | Q(**{f"{placements}__to_day__gt": day}))
        open_still = Q(**{f"{OF}__closed_on": None}) | Q(**{f"{OF}__closed_on__gt": day})
        found = tallies(
            self.counted.filter(placed, open_still), self.campaign, ABOVE, f"{OF}__level", asleep=self._asleep()
        )
        return {(above, level): tally for (above, level), tally in found.items()}

    def _own(self, organizations: Sequence[Organization]) -> dict[int, tuple[int, Tally]]:
        """The hand-ins of these organizations themselves."""
        own = self.counted.filter(conference__organization__in=[one.pk for one in organizations])
        found = tallies(own, self.campaign, f"{OF}_id", "submission_id")
        return {pk: (submission_id, tally) for (pk, submission_id), tally in found.items()}


def levels_from(level: str) -> list[str]:
    """The level itself and those below it."""
    return [value for value in Level.values[Level.values.index(level) :] if value != Level.UNION]


# --- Shares ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """A part of a whole; over nothing there is no share."""

    code: str
    part: str
    whole: str

    def of(self, figures: Mapping[str, int | None]) -> float | None:
        part, whole = figures.get(self.part), figures.get(self.whole)
        return part / whole if part is not None and whole else None


SHARES: Sequence[Share] = (
    Share("held_share", "organizations_held", "organizations_total"),
    Share("turnout", "took_part", "registered"),
    Share("delegates_turnout", "delegates_present", "delegates_elected"),
    Share("quorum_share", "with_quorum", "organizations_held"),
    Share("turnover", "chairs_replaced", "organizations_held"),
    Share("first_time_share", "chairs_first_time", "organizations_held"),
    Share("reserve_share", "chairs_from_reserve", "chairs_replaced"),
    Share("women_share", "body_women", "body_size"),
    Share("youth_share", "body_youth", "body_size"),
    Share("new_in_bodies_share", "body_first_time", "body_size"),
    Share("satisfactory_share", "satisfactory", "organizations_held"),
)
BY_CODE = {share.code: share for share in SHARES}
