"""How far the levels below have come on a day: what was told, beside what was entered singly.

Nobody enters 9 300 meetings: an organization tells "held X of Y". Where single conferences are entered too, the two
stand side by side, and what cannot both be true is said.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext

from campaigns.models import Campaign, Conference, LevelProgress
from campaigns.states import MEMBER_PATH, Standing, member_organizations
from organizations.access import path_of
from organizations.models import Level, Organization

LOWER = (Level.BRANCH, Level.PRIMARY)


@dataclass
class Progress:
    """Of one level below one member organization."""

    organization: Organization
    level: str
    # Latest statement of the member organization itself; of each branch, about its primary organizations.
    told: LevelProgress | None = None
    told_by_branches: list[LevelProgress] = field(default_factory=list)
    entered: int = 0
    registered: int = 0

    @property
    def held(self) -> int | None:
        """None where nothing is known: nobody told and nothing is entered."""
        if self.told:
            return self.told.held
        if self.told_by_branches:
            return max(self.entered, sum(one.held for one in self.told_by_branches))
        return self.entered or None

    @property
    def total(self) -> int:
        """As told with the number held, else as many as the registry holds."""
        return self.told.total if self.told else self.registered

    @property
    def told_on(self) -> date | None:
        days = [one.told_on for one in ([self.told] if self.told else self.told_by_branches)]
        return max(days, default=None)

    @property
    def source(self) -> str:
        if self.told:
            return self.told.source
        if self.told_by_branches:
            return gettext("told by branches: {count}").format(count=len(self.told_by_branches))
        return gettext("conferences entered singly") if self.entered else ""

    @property
    def differences(self) -> list[str]:
        """What cannot both be true. Fewer entered than told is no contradiction: not every meeting is entered."""
        found = []
        held = self.held or 0
        if self.entered > held:
            found.append(
                gettext("told: {held}, but {entered} are entered singly").format(held=held, entered=self.entered)
            )
        by_branches = sum(one.held for one in self.told_by_branches)
        if self.told and by_branches > self.told.held:
            found.append(
                gettext("told: {held}, but the branches told {sum} together").format(held=held, sum=by_branches)
            )
        if self.told and self.told.total != self.registered:
            found.append(
                gettext("told: of {total}, the registry holds {registered}").format(
                    total=self.told.total, registered=self.registered
                )
            )
        return found


def progress_below(
    campaign: Campaign, organizations: Iterable[Organization], user: Any, as_of: date
) -> dict[str, dict[str, Progress]]:
    """By the path of the member organization and the level; a level without organizations or words is left out."""
    members = {path_of(one): one for one in organizations}
    found: dict[str, dict[str, Progress]] = defaultdict(dict)

    def of(path: str, level: str) -> Progress | None:
        member = members.get(path[:MEMBER_PATH])
        return found[path_of(member)].setdefault(level, Progress(member, level)) if member else None

    for row in _entered(campaign, user, as_of):
        if progress := of(row["member"], row["level"]):
            progress.entered, progress.registered = row["held"], row["total"]
    for told in _told(campaign, user, as_of):
        if progress := of(path_of(told.organization), told.level):
            if told.organization.level == Level.MEMBER:
                progress.told = told
            else:
                progress.told_by_branches.append(told)
    return found


def _entered(campaign: Campaign, user: Any, as_of: date) -> models.QuerySet:
    """Held and registered, counted by member organization and level."""
    kinds = (Conference.Kind.CONFERENCE, Conference.Kind.MEETING)
    held = Conference.objects.visible_to(user).filter(campaign=campaign, kind__in=kinds, organization=OuterRef("pk"))
    return (
        Organization.objects.visible_to(user)
        .existing_on(as_of)
        .filter(level__in=LOWER)
        .annotate(member=Substr("path", 1, MEMBER_PATH), is_held=Exists(held.held_by(as_of)))
        .values("member", "level")
        .annotate(held=Count("pk", filter=Q(is_held=True)), total=Count("pk"))
        .order_by()
    )


def _told(campaign: Campaign, user: Any, as_of: date) -> list[LevelProgress]:
    """Of each organization and level the latest word by that day."""
    told = LevelProgress.objects.visible_to(user).told_by(as_of).filter(campaign=campaign)
    latest = {(one.organization_id, one.level): one for one in told.select_related("organization")}
    return list(latest.values())


@dataclass(frozen=True)
class OfLevel:
    """How far all bodies of a level have come together; `held` is None where nothing is known of any."""

    level: str
    held: int | None
    total: int


def by_level(campaign: Campaign, user: Any, as_of: date) -> list[OfLevel]:
    """From the member organizations down: the sums of their states and of the progress below them, in four queries.
    A level without bodies is left out."""
    members = list(member_organizations(user, as_of).only("pk", "path"))
    kinds = (Conference.Kind.CONFERENCE, Conference.Kind.MEETING)
    held = Conference.objects.visible_to(user).held_by(as_of).filter(campaign=campaign, kind__in=kinds)
    whose = set(held.filter(is_extraordinary=False).order_by().values_list("organization", flat=True))
    found = [OfLevel(Level.MEMBER, sum(one.pk in whose for one in members), len(members))] if members else []
    below = progress_below(campaign, members, user, as_of).values()
    for level in LOWER:
        if told := [levels[level] for levels in below if level in levels]:
            known = [one.held for one in told if one.held is not None]
            found.append(OfLevel(level, sum(known) if known else None, sum(one.total for one in told)))
    return found


def add_progress(present: Sequence[Standing], user: Any) -> None:
    """Gives each standing the progress of the levels below it."""
    if not present:
        return
    first = present[0]
    found = progress_below(first.campaign, [one.organization for one in present], user, first.as_of)
    for standing in present:
        levels = found.get(path_of(standing.organization), {})
        standing.progress = {level: levels[level] for level in LOWER if level in levels}
