"""Results of a campaign on a day: what organizations state of themselves and of the levels below, and what sums to.

For an organization O and a level L below it, the sum from below is that of its children: a child of level L gives its
own results; a child above L gives what it stated of L where it handed that in, else its own sum from below. The stated
figures and the sum stand beside each other; neither overwrites the other. Three queries, whatever the number.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from campaigns.models import Campaign, Conference, ConferenceResults, LevelResults
from campaigns.models.results import COMMON_FIGURES, LEVEL_FIGURES, LONG_SERVING, YOUTH
from campaigns.norms import has_quorum
from campaigns.results_checks import differences
from organizations.access import within
from organizations.models import Level, Organization
from organizations.models.placement import Placement
from organizations.querysets import suspended_by

Tally = dict[str, int | None]

# How one conference is counted among those of its level: of which answer, and which answers count.
COUNTED: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "satisfactory": ("assessment", lambda said: said == "satisfactory"),
    "unsatisfactory": ("assessment", lambda said: said == "unsatisfactory"),
    "not_assessed": ("assessment", lambda said: said == "none"),
    "chairs_replaced": ("chair_replaced", bool),
    "chairs_first_time": ("chair_first_time", bool),
    "chairs_from_reserve": ("chair_from_reserve", bool),
    "chairs_women": ("chair_sex", lambda said: said == "woman"),
    "chairs_youth": ("chair_age", lambda said: said <= YOUTH),
    "chairs_higher_education": ("chair_education", lambda said: said == "higher"),
    "chairs_long_serving": ("chair_years", lambda said: said > LONG_SERVING),
    "chairs_full_time": ("chair_engagement", lambda said: said == "full_time"),
    "chairs_voluntary": ("chair_engagement", lambda said: said == "voluntary"),
    "voting_open": ("voting_form", lambda said: said == "open"),
    "voting_secret": ("voting_form", lambda said: said == "secret"),
    "voting_online": ("voting_form", lambda said: said == "online"),
}
ANSWERS = tuple(dict.fromkeys(answer for answer, _counts in COUNTED.values()))


def as_one_of_level(answers: Mapping[str, Any], kind: str, campaign: Campaign | None) -> Tally:
    """One conference in the columns of its level: one organization that held, and its figures."""
    tally: Tally = {name: answers[name] for name in COMMON_FIGURES}
    tally["organizations_total"] = tally["organizations_held"] = 1
    for name, (answer, counts) in COUNTED.items():
        said = answers[answer]
        tally[name] = None if said is None or said == "" else int(counts(said))
    is_meeting = kind == Conference.Kind.MEETING
    expected, present = ("registered", "took_part") if is_meeting else ("delegates_elected", "delegates_present")
    tally["with_quorum"] = None
    if answers[expected] is not None and answers[present] is not None:
        tally["with_quorum"] = int(
            has_quorum(is_meeting=is_meeting, expected=answers[expected], present=answers[present], campaign=campaign)
        )
    return tally


def add(tallies: Iterable[Mapping[str, int | None]]) -> Tally:
    """Each figure summed over those who know it; nobody knows: no data."""
    total: Tally = dict.fromkeys(LEVEL_FIGURES)
    for tally in tallies:
        for name, value in tally.items():
            if value is not None:
                total[name] = value + (total[name] or 0)
    return total


@dataclass(frozen=True)
class HandedIn:
    """What one organization handed in that counts on the day."""

    submission_id: int
    own: Tally
    levels: dict[str, Tally] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """A body in the tree of the day; one whose activity is suspended is not counted."""

    pk: int
    level: str
    is_active: bool


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
        self.campaign, self.as_of = campaign, as_of
        self.children = _tree(user, as_of, below)
        self.handed_in = _handed_in(campaign, user, as_of, below)

    def summed(self, pk: int, level: str) -> Tally:
        """The sum from below."""
        return add(self._given(pk, level))

    def known(self, pk: int, level: str) -> Tally:
        """As stated where it is, else the sum."""
        return self.stated(pk, level) or self.summed(pk, level)

    def stated(self, pk: int, level: str) -> Tally | None:
        handed_in = self.handed_in.get(pk)
        return handed_in.levels.get(level) if handed_in else None

    def _given(self, pk: int, level: str) -> Iterable[Tally]:
        """What each child gives to the sum; bodies of one level may stand under each other."""
        for child in self.children.get(pk, ()):
            if child.level == level:
                handed_in = self.handed_in.get(child.pk)
                if handed_in:
                    yield handed_in.own
                elif child.is_active:
                    yield {"organizations_total": 1}
            if child.pk in self.children or self.stated(child.pk, level):
                yield self.known(child.pk, level)

    def row(self, organization: Organization, level: str) -> Row:
        handed_in = self.handed_in.get(organization.pk)
        submission_id = handed_in.submission_id if handed_in else None
        if level == organization.level:
            own = handed_in.own if handed_in else add([{"organizations_total": 1}])
            return Row(organization, level, "own" if handed_in else "", own, None, submission_id)
        summed, stated = self.summed(organization.pk, level), self.stated(organization.pk, level)
        if stated and handed_in:
            explanation = handed_in.explanations[level]
            return Row(organization, level, "stated", stated, summed, submission_id, explanation)
        source = "summed" if summed["organizations_held"] else ""
        return Row(organization, level, source, summed, summed, None)

    def rows(self, organizations: Iterable[Organization], level: str = "") -> list[Row]:
        """One for each organization and level, its own first."""
        return [
            self.row(organization, one)
            for organization in organizations
            for one in levels_from(organization.level)
            if not level or one == level
        ]


def levels_from(level: str) -> list[str]:
    """The level itself and those below it."""
    return [value for value in Level.values[Level.values.index(level) :] if value != Level.UNION]


def _tree(user: Any, as_of: date, below: Organization | None) -> dict[int, list[Body]]:
    """Children by the body above, as they stood on the day."""
    standing = Placement.objects.visible_to(user).open_on(as_of)
    standing = standing.filter(Q(organization__closed_on=None) | Q(organization__closed_on__gt=as_of))
    if below:
        standing = standing.filter(within(below.path or "", "organization__path"))
    dormant = Organization.objects.visible_to(user).filter(suspended_by(as_of)).values_list("pk", flat=True)
    asleep = set(dormant)
    tree: dict[int, list[Body]] = defaultdict(list)
    for pk, parent, level in standing.values_list("organization_id", "parent_id", "organization__level").order_by():
        tree[parent].append(Body(pk, level, pk not in asleep))
    return dict(tree)


def _handed_in(campaign: Campaign, user: Any, as_of: date, below: Organization | None) -> dict[int, HandedIn]:
    results = ConferenceResults.objects.visible_to(user).regular(campaign).counted_on(as_of)
    levels = LevelResults.objects.visible_to(user).filter(results__in=results.values("pk"))
    if below:
        results = results.filter(within(below.path or "", "conference__organization__path"))
        levels = levels.filter(within(below.path or "", "results__conference__organization__path"))
    found: dict[int, HandedIn] = {}
    by_results: dict[int, HandedIn] = {}
    names = ("pk", "submission_id", "conference__organization_id", "conference__kind", *COMMON_FIGURES, *ANSWERS)
    for answers in results.values(*names):
        own = as_one_of_level(answers, answers["conference__kind"], campaign)
        handed_in = HandedIn(answers["submission_id"], own)
        found[answers["conference__organization_id"]] = by_results[answers["pk"]] = handed_in
    for stated in levels.values("results_id", "level", "explanation", *LEVEL_FIGURES):
        if of := by_results.get(stated["results_id"]):
            of.levels[stated["level"]] = {name: stated[name] for name in LEVEL_FIGURES}
            of.explanations[stated["level"]] = stated["explanation"]
    return found


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
