"""The state of every member organization in a campaign at the end of a day: one rule, and the facts it is fed with.

The facts come in a fixed number of queries, whatever the number of organizations.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.models import BranchSchedule, Campaign, Conference, CongressDate, Plan, Window
from campaigns.periods import after_congress, against_window
from campaigns.statements import Planned, read_together
from campaigns.wording import bodies_of, congress_words, days_of
from documents.dates import short_day
from organizations.access import path_of
from organizations.models import Level, Organization
from organizations.querysets import OrganizationQuerySet
from reporting.models import Obligation
from reporting.statuses import RECEIVED_STATUSES, Status

if TYPE_CHECKING:
    from campaigns.primary_terms import PrimaryTerms
    from campaigns.progress import Progress

# A path is a row of six-digit numbers: the union's, then the member organization's.
MEMBER_PATH = 12


class State(models.TextChoices):
    """The first that fits, in this order; every active member organization is in exactly one."""

    HELD = "held", _("Conference held")
    EXEMPT = "exempt", _("Next conference later")
    SENT = "sent", _("Information submitted")
    NOT_SENT = "not_sent", _("Information not submitted")
    AWAITED = "awaited", _("Information awaited")
    NO_DATA = "no_data", _("No data")


def state_of(
    *,
    as_of: date,
    held_on: date | None = None,
    next_conference_on: date | None = None,
    information: str | None = None,
    correct_by: date | None = None,
) -> State:
    """The rule. `information` is the status of what was asked on the progress, None where nothing was asked;
    what was returned is awaited until its correct-by day."""
    if held_on and held_on <= as_of:
        return State.HELD
    if next_conference_on and next_conference_on > as_of:
        return State.EXEMPT
    if information in RECEIVED_STATUSES:
        return State.SENT
    if information == Status.RETURNED and correct_by and correct_by >= as_of:
        return State.AWAITED
    if information in (Status.MISSING, Status.RETURNED):
        return State.NOT_SENT
    return State.AWAITED if information == Status.NOT_DUE else State.NO_DATA


@dataclass(frozen=True)
class LevelPlan:
    """The plan of one body below a member organization, or of all its bodies of a level together."""

    organization: Organization
    level: str
    planned: Planned
    window: Window | None

    @property
    def title(self) -> str:
        """A branch by its name; all bodies of a level together by the level."""
        if self.level == self.organization.level:
            return self.organization.name
        return bodies_of(self.level)

    @property
    def window_check(self) -> str | None:
        return _against(self.window, self.planned)


@dataclass
class Standing:
    """What is known on a day about one member organization in a campaign."""

    campaign: Campaign
    organization: Organization
    as_of: date
    window: Window | None = None
    congress: CongressDate | None = None
    conference: Conference | None = None
    extraordinary: list[Conference] = field(default_factory=list)
    obligations: dict[int, Obligation] = field(default_factory=dict)
    planned: Planned | None = None
    below: list[LevelPlan] = field(default_factory=list)
    # The latest regular conference of any campaign: the term of office runs from it.
    last_regular: Conference | None = None
    progress: "dict[str, Progress]" = field(default_factory=dict)
    # Single primary organizations, counted; None where `primary_terms.add_primary_terms` was not asked or none said a word.
    primaries: "PrimaryTerms | None" = None
    # What the protocol packet lacks, by name; empty where nothing does, or where `packets.note_lacking` was not asked.
    lacking_papers: str = ""

    @property
    def held_on(self) -> date | None:
        return self.conference.held_on if self.conference else None

    @property
    def next_conference_on(self) -> date | None:
        """By the term, after a founding conference: the exact day, not "after 2025–2027"."""
        founded = self.organization.founding_conference_on
        return self.campaign.next_conference_after(founded) if founded and founded <= self.as_of else None

    @property
    def last_held_on(self) -> date | None:
        """The day from which the present term runs: of the last regular conference, or of the founding one."""
        founded = self.organization.founding_conference_on
        days = [self.last_regular.held_on if self.last_regular else None, founded]
        return max((day for day in days if day and day <= self.as_of), default=None)

    @property
    def term_ends_on(self) -> date | None:
        """The next regular conference is due by this day (campaigns.md, R11)."""
        return self.campaign.next_conference_after(self.last_held_on) if self.last_held_on else None

    @property
    def term_is_over(self) -> bool:
        return self.term_ends_on is not None and self.term_ends_on < self.as_of

    @property
    def information(self) -> Obligation | None:
        return self._owed(self.campaign.information_requirement_id)

    @property
    def schedule(self) -> Obligation | None:
        return self._owed(self.campaign.schedule_requirement_id)

    @property
    def protocol(self) -> Obligation | None:
        return self._owed(self.campaign.protocol_requirement_id)

    @property
    def results(self) -> Obligation | None:
        return self._owed(self.campaign.results_requirement_id)

    @cached_property
    def state(self) -> State:
        return state_of(
            as_of=self.as_of,
            held_on=self.held_on,
            next_conference_on=self.next_conference_on,
            information=self.information.status if self.information else None,
            correct_by=self.information.correct_by if self.information else None,
        )

    @property
    def state_words(self) -> str:
        """With the exact day for those whose next conference is not due."""
        if self.state == State.EXEMPT and self.next_conference_on:
            return gettext("Next conference by {day}").format(day=short_day(self.next_conference_on))
        return str(self.state.label)

    @property
    def planned_days(self) -> str:
        return days_of(self.planned.period) if self.planned else ""

    @property
    def warnings(self) -> list[str]:
        """What a reader of the planned term must know beside it."""
        if not (self.planned and self.is_open):
            return []
        congress = congress_words(self.after_congress) if self.after_congress in ("at_risk", "yes") else ""
        contrary = [gettext("contradicts: {term}").format(term=plan.raw) for plan in self.planned.conflicts]
        doubt = gettext("to be confirmed") if self.planned.is_ambiguous else ""
        return [warning for warning in (congress, *contrary, doubt) if warning]

    @property
    def is_open(self) -> bool:
        """The plan still matters: not held, and due in this campaign."""
        return self.state not in (State.HELD, State.EXEMPT)

    @property
    def window_check(self) -> str | None:
        return _against(self.window, self.planned) if self.is_open else None

    @property
    def after_congress(self) -> str | None:
        if not (self.is_open and self.planned and self.congress):
            return None
        return after_congress(self.planned.period, self.congress.first_day, self.congress.last_day)

    @property
    def notified(self) -> bool:
        told_on = self.conference.notified_on if self.conference else None
        return told_on is not None and told_on <= self.as_of

    @property
    def branch_schedules(self) -> bool:
        """On paper, or the schedule handed in online named the terms of branches."""
        online = any(
            plan.source == Plan.Source.FORM
            for lower in self.below
            for plan in lower.planned.statements
            if lower.level == Level.BRANCH
        )
        return bool(self.organization.has_branch_schedules) or online  # type: ignore[attr-defined]

    @property
    def protocol_status(self) -> str | None:
        return self.protocol.status if self.protocol else None

    @property
    def results_status(self) -> str | None:
        return self.results.status if self.results else None

    @property
    def conflicts(self) -> int:
        return len(self.planned.conflicts) if self.planned else 0

    def _owed(self, requirement: int | None) -> Obligation | None:
        return self.obligations.get(requirement) if requirement else None


def _against(window: Window | None, planned: Planned | None) -> str | None:
    return against_window(planned.period, window.first_day, window.last_day) if window and planned else None


def member_organizations(user: Any, as_of: date) -> OrganizationQuerySet:
    """Those that stand in every list of a campaign, as far as the user may see them."""
    return Organization.objects.visible_to(user).active_on(as_of).filter(level=Level.MEMBER)


def standings(
    campaign: Campaign, user: Any, as_of: date, organizations: OrganizationQuerySet | None = None
) -> list[Standing]:
    """Every member organization the user may see, with its state on that day, in the order of names."""
    if organizations is None:
        organizations = member_organizations(user, as_of)
    schedules = BranchSchedule.objects.visible_to(user).received_by(as_of)
    on_paper = Exists(schedules.filter(campaign=campaign, organization=OuterRef("pk")))
    windows, congress = campaign.windows_on(as_of), campaign.congress_on(as_of)
    listed = list(organizations.with_chair(as_of).in_order().annotate(has_branch_schedules=on_paper))
    # Only of those that have been renamed since: on most days nobody has.
    renamed = [one for one in listed if one.names_from and one.names_from > as_of]
    models.prefetch_related_objects(renamed, "former_names")
    found = {
        organization.pk: Standing(campaign, organization, as_of, windows.get(organization.level), congress)
        for organization in listed
    }
    _add_conferences(found, campaign, Conference.objects.visible_to(user).held_by(as_of))
    _add_obligations(found, campaign, Obligation.objects.visible_to(user).with_status(as_of))
    # Single primary organizations are counted, not read one by one: see `primary_terms`.
    plans = Plan.objects.visible_to(user).filter(campaign=campaign).exclude(organization__level=Level.PRIMARY)
    _add_plans(found, plans.told_by(as_of), windows)
    return list(found.values())


def _add_conferences(found: dict[int, Standing], campaign: Campaign, held: models.QuerySet[Conference]) -> None:
    """The latest first. The regular one of this campaign is its round of reports and elections, which a founding
    conference or a congress is not; the term of office runs from the last regular one of any campaign."""
    kinds = (Conference.Kind.CONFERENCE, Conference.Kind.MEETING)
    for conference in held.exclude(kind=Conference.Kind.CONGRESS).filter(organization__level=Level.MEMBER):
        standing = found.get(conference.organization_id)
        if standing is None:
            continue
        if conference.is_extraordinary:
            standing.extraordinary.append(conference)
            continue
        standing.last_regular = standing.last_regular or conference
        if conference.campaign_id == campaign.pk and conference.kind in kinds:
            standing.conference = standing.conference or conference


def _add_obligations(found: dict[int, Standing], campaign: Campaign, obligations: models.QuerySet[Obligation]) -> None:
    asked = [campaign.information_requirement_id, campaign.schedule_requirement_id]
    born = [campaign.protocol_requirement_id, campaign.results_requirement_id]
    wanted = obligations.filter(requirement__in=[pk for pk in asked + born if pk], organization__level=Level.MEMBER)
    for obligation in wanted.order_by("original_due_on", "pk"):
        standing = found.get(obligation.organization_id)
        if standing is None:
            continue
        of_conference = standing.conference and obligation.key == standing.conference.key
        if obligation.requirement_id in asked or of_conference:
            standing.obligations[obligation.requirement_id] = obligation


def _add_plans(found: dict[int, Standing], plans: models.QuerySet[Plan], windows: dict[str, Window]) -> None:
    by_path = {standing.organization.path: standing for standing in found.values()}
    for (level, _organization), statements in grouped(plans).items():
        organization = statements[0].organization
        standing = by_path.get(path_of(organization)[:MEMBER_PATH])
        planned = read_together(statements)
        if standing is None or planned is None:
            continue
        if level == Level.MEMBER:
            standing.planned = planned
        else:
            standing.below.append(LevelPlan(organization, level, planned, windows.get(level)))
    for standing in found.values():
        standing.below.sort(key=lambda lower: (lower.organization.path, Level.values.index(lower.level)))


def grouped(plans: models.QuerySet[Plan]) -> dict[tuple[str, int], list[Plan]]:
    """Statements about one and the same conference (or level below an organization) together."""
    groups: dict[tuple[str, int], list[Plan]] = defaultdict(list)
    for plan in plans.select_related("organization"):
        groups[plan.level, plan.organization_id].append(plan)
    return groups


def headline(present: Iterable[Standing]) -> dict[State, int]:
    """How many organizations are in each state; the sum is always their number."""
    counts = dict.fromkeys(State, 0)
    for standing in present:
        counts[standing.state] += 1
    return counts
