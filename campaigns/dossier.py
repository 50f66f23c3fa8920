"""Everything a campaign knows of one organization: every statement with the part it plays, conferences, history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from campaigns.models import BranchSchedule, Campaign, Conference, LevelProgress, Plan, Window
from campaigns.periods import against_window
from campaigns.primary_terms import PrimaryTerms, same_days
from campaigns.statements import TABLE_SOURCES, Planned, read_together
from campaigns.states import LevelPlan, grouped
from campaigns.timeline import of_organization
from campaigns.wording import bodies_of, days_of, window_words
from documents.charts import Timeline
from organizations.access import within
from organizations.models import Level, Organization

NEWEST = 50


@dataclass(frozen=True)
class Statement:
    """One statement and what has become of it."""

    plan: Plan
    part: str
    counts: bool
    window_check: str | None

    @property
    def days(self) -> str:
        return days_of(self.plan.period)

    @property
    def window_words(self) -> str:
        return window_words(self.window_check)

    @property
    def is_outside(self) -> bool:
        return self.window_check not in (None, "inside")


@dataclass(frozen=True)
class Group:
    """All statements about one conference, or about a level below the organization."""

    organization: Organization
    level: str
    window: Window | None
    planned: Planned | None
    statements: list[Statement]

    @property
    def title(self) -> str:
        if self.level == self.organization.level:
            return self.organization.name
        words = {Level.BRANCH: gettext("All branches"), Level.PRIMARY: gettext("All primary organizations")}
        return words.get(Level(self.level), str(Level(self.level).label))


def statements_of(campaign: Campaign, organization: Organization, user: Any, as_of: date) -> list[Group]:
    """By conference and level, the organization itself first; statements that no longer count stay readable."""
    plans = Plan.objects.visible_to(user).filter(campaign=campaign).stated_by(as_of)
    plans = plans.filter(within(organization.path or "", "organization__path")).select_related(
        "set_aside_by__person", "submission"
    )
    # Single primary organizations have a list of their own.
    plans = plans.exclude(~Q(organization=organization), organization__level=Level.PRIMARY)
    counting = set(plans.told_by(as_of).values_list("pk", flat=True))
    windows = campaign.windows_on(as_of)
    groups = []
    for (level, _organization), told in grouped(plans).items():
        planned = read_together([plan for plan in told if plan.pk in counting])
        window = windows.get(level)
        latest_first = sorted(told, key=lambda plan: (plan.stated_on, plan.pk), reverse=True)
        statements = [_statement(plan, planned, counting, window) for plan in latest_first]
        groups.append(Group(told[0].organization, level, window, planned, statements))
    groups.sort(key=lambda group: (Level.values.index(group.level), group.organization.path or ""))
    return groups


def primaries_of(campaign: Campaign, organization: Organization, user: Any, as_of: date) -> PrimaryTerms | None:
    """What single primary organizations below have said, counted; None where none said a word."""
    plans = Plan.objects.visible_to(user).filter(within(organization.path or "", "organization__path"))
    found = same_days(plans.filter(campaign=campaign).exclude(organization=organization).told_by(as_of))
    return PrimaryTerms(found) if found else None


def drawn(
    campaign: Campaign,
    organization: Organization,
    groups: list[Group],
    primaries: PrimaryTerms | None,
    user: Any,
    as_of: date,
) -> Timeline:
    """The organization along time, with its branches."""
    own = next(
        (one for one in groups if one.organization.pk == organization.pk and one.level == organization.level), None
    )
    below = [
        LevelPlan(one.organization, one.level, one.planned, one.window)
        for one in groups
        if one is not own and one.planned
    ]
    held = Conference.objects.visible_to(user).filter(within(organization.path or "", "organization__path"))
    held = held.filter(campaign=campaign).exclude(~Q(organization=organization), organization__level=Level.PRIMARY)
    conferences = held.held_by(as_of).select_related("organization").order_by("organization__path", "held_on")
    planned = own.planned if own else None
    return of_organization(campaign, organization, planned, below, primaries, conferences, as_of)


def _statement(plan: Plan, planned: Planned | None, counting: set[int], window: Window | None) -> Statement:
    check = against_window(plan.period, window.first_day, window.last_day) if window else None
    return Statement(plan, part_of(plan, planned, plan.pk in counting), plan.pk in counting, check)


def part_of(plan: Plan, planned: Planned | None, counts: bool) -> str:
    """What the statement means among the others, in words."""
    if plan.set_aside_on and not counts:
        return gettext("set aside")
    if not counts or planned is None:
        return gettext("replaced by a later hand-in, or its hand-in was voided")
    if planned.refined_by and plan.pk == planned.refined_by.pk:
        return gettext("makes it more exact: its days count")
    if plan.pk == planned.leading.pk:
        return gettext("printed in the official table") if plan.source in TABLE_SOURCES else gettext("the plan")
    if any(plan.pk == other.pk for other in planned.conflicts):
        return gettext("contradicts the others")
    if any(plan.pk == other.pk for other in planned.superseded):
        return gettext("replaced by a later one")
    return gettext("agrees")


# --- History ----------------------------------------------------------------------------------------------


def history_of(campaign: Campaign, organization: Organization) -> list[dict[str, Any]]:
    """What was entered and corrected about the organization in this campaign, the newest first."""
    entries = [
        *_entries(Plan, campaign, organization, gettext("Statement"), lambda plan: plan.raw),
        *_entries(Conference, campaign, organization, gettext("Conference"), lambda one: f"{one.held_on:%d.%m.%Y}"),
        *_entries(
            BranchSchedule,
            campaign,
            organization,
            gettext("Schedules of branches"),
            lambda one: f"{one.received_on:%d.%m.%Y}",
        ),
        *_entries(
            LevelProgress,
            campaign,
            organization,
            gettext("Progress of the levels below"),
            lambda one: f"{bodies_of(one.level)}: {one.held}/{one.total}, {one.told_on:%d.%m.%Y}",
        ),
    ]
    return sorted(entries, key=lambda entry: entry["when"], reverse=True)[:NEWEST]


def _entries(
    model: type[models.Model], campaign: Campaign, organization: Organization, title: str, told: Any
) -> Iterator[dict[str, Any]]:
    """Each version of each row; what it changed is read from the version before it."""
    versions = model.history.filter(campaign=campaign, organization=organization)  # type: ignore[attr-defined]
    before: dict[int, Any] = {}
    for version in versions.select_related("history_user__person").order_by("history_date", "history_id")[
        : NEWEST * 10
    ]:
        earlier = before.get(version.id)
        before[version.id] = version
        yield {
            "when": version.history_date,
            "who": getattr(version.history_user, "person", version.history_user),
            "what": f"{title}: {told(version)}",
            "why": version.history_change_reason or getattr(version, "set_aside_reason", ""),
            "changes": list(_changes(model, earlier, version)) if earlier else [],
        }


def _changes(model: type[models.Model], earlier: Any, version: Any) -> Iterator[dict[str, Any]]:
    for column in model._meta.concrete_fields:
        was, now = getattr(earlier, column.attname), getattr(version, column.attname)
        if was != now and not column.is_relation:
            yield {"field": column.verbose_name, "before": _shown(column, was), "after": _shown(column, now)}


def _shown(column: Any, value: Any) -> Any:
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value
