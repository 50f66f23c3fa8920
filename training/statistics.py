"""The figures behind the tables: of many organizations and some years, by few questions to the database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from django.db.models import Sum

from organizations.models import Organization
from reporting.models import Obligation
from reporting.periods import Period
from training.checks import Members, meets_norm, share
from training.filters import Scope
from training.known import members_of, states_of
from training.models import BudgetNorm, TrainedRow, TraineeCategory, TrainingReport

# By organization and year.
Places: TypeAlias = dict[tuple[int, int], TrainingReport]


@dataclass
class Line:
    """One organization in one period: what it told, and what follows from it."""

    organization: Organization
    report: TrainingReport | None
    members: Members
    norm: Decimal | None = None
    trained: Mapping[str, int] = field(default_factory=dict)
    obligation: Obligation | None = None

    @property
    def trained_total(self) -> int | None:
        return self.report.trained_total if self.report else None

    @property
    def events(self) -> int | None:
        """Of all forms; None where nothing is told of any."""
        return self.report.events_held if self.report else None  # type: ignore[attr-defined]

    @cached_property
    def share_of_members(self) -> Decimal | None:
        return share(self.trained_total, self.members.total)

    @property
    def budget_plan(self) -> Decimal | None:
        return self.report.budget_plan if self.report else None

    @property
    def budget_share(self) -> Decimal | None:
        return self.report.budget_share if self.report else None

    @property
    def meets_norm(self) -> bool | None:
        return meets_norm(self.budget_share, self.norm)


class Told:
    """What counts on the day of the scope, of the same part of some years."""

    def __init__(self, scope: Scope, years: Sequence[int]) -> None:
        self.scope, self.years = scope, years
        part = scope.period.part
        bodies = scope.visible.filter(scope.rows).values("pk")
        current = TrainingReport.objects.visible_to(scope.user).current_on(scope.as_of).order_by("pk")
        # Of two of one period the later one counts.
        self.places: Places = {
            (one.organization_id, one.year): one
            for one in current.filter(organization__in=bodies, year__in=years, part=part).annotate(
                events_held=Sum("events__number")
            )
        }
        periods = [Period(year, part) for year in years]
        self._states = states_of({body for body, _year in self.places}, periods, scope.as_of)

    @cached_property
    def organizations(self) -> list[Organization]:
        return list(self.scope.organizations({body for body, _year in self.places}))

    @cached_property
    def norms(self) -> dict[int, BudgetNorm | None]:
        known = list(BudgetNorm.objects.all())
        return {year: next((one for one in reversed(known) if one.first_year <= year), None) for year in self.years}

    def line(self, organization: Organization, year: int) -> Line:
        report, norm = self.places.get((organization.pk, year)), self.norms[year]
        members = members_of(self._states.get(organization.pk, []), Period(year, self.scope.period.part))
        return Line(organization, report, members, norm.percent if norm else None)

    def lines(self) -> list[Line]:
        """Of the period of the scope, with its categories."""
        year = self.scope.period.year
        lines = [self.line(one, year) for one in self.organizations]
        for one in lines:
            if one.report:
                one.trained = self.trained[one.report.pk]
        return lines

    @cached_property
    def trained(self) -> dict[int, dict[str, int]]:
        """By report and category."""
        found: dict[int, dict[str, int]] = defaultdict(dict)
        rows = TrainedRow.objects.filter(report__in=[one.pk for one in self.places.values()]).order_by()
        for pk, code, number in rows.values_list("report", "category__code", "number"):
            found[pk][code] = number
        return found

    def categories(self) -> list[TraineeCategory]:
        """Those offered for the period, and those that a report of it used."""
        used = {code for told in self.trained.values() for code in told}
        year = self.scope.period.year
        return [one for one in TraineeCategory.objects.all() if one.code in used or one.is_offered(year)]


def obligations_of(scope: Scope, bodies: Sequence[Organization]) -> dict[int, Obligation]:
    """What each owes for the period, with its status."""
    year = scope.period.year
    keys = ["", *(str(year - shift) for shift in range(-2, 1))]
    owed = Obligation.objects.visible_to(scope.user).with_status(scope.as_of)
    found = owed.filter(
        requirement__training_asked__part=scope.period.part, organization__in=list(bodies), key__in=keys
    ).select_related("requirement__training_asked")
    return {one.organization_id: one for one in found if one.requirement.training_asked.period_of(one) == scope.period}
