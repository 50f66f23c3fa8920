"""What the rooms below tell of one organization's work as of a day: a panel of its page for each of them."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from campaigns.models import Conference, Plan
from documents.tables import Table
from indicators.models import ActivityReport
from inspections.keeping import may_inspect
from inspections.models import Inspection
from inspections.states import State
from letters.models import OfficialLetter
from membership import filters, reckoned, sum_tables, territory_tables
from organizations.access import Permission, can
from organizations.models import Level, Organization
from training.of_organization import of_organization

LATEST = 12
OF_MEMBERSHIP = (
    "year", "employees_total", "members_total", "members_employed", "coverage", "employed_change",
    "employed_change_comparable",
)  # fmt: skip


@dataclass
class Work:
    organization: Organization
    user: Any
    as_of: date

    @cached_property
    def membership(self) -> Table | None:
        """Its figures year by year, the latest first; None where nobody has reported any."""
        words = {"organization": self.organization.code}
        scope = filters.Scope.from_words(words, user=self.user, as_of=self.as_of, understood=filters.SUMS)
        if not scope.year or self.organization.level == Level.UNION:
            return None
        table = sum_tables.union_table(scope, reckoned.of_tops(scope))
        told = [(year, together) for year, together in table.items if together.figures]
        return replace(table, rows=told).only(OF_MEMBERSHIP) if told else None

    @cached_property
    def activity(self) -> list[ActivityReport]:
        """The latest report of each form, in the order of the forms."""
        own = ActivityReport.objects.visible_to(self.user).current_on(self.as_of).filter(organization=self.organization)
        latest: dict[int, ActivityReport] = {}
        for report in own.select_related("form").order_by("form__position", "form", "-last_day", "first_day"):
            latest.setdefault(report.form_id, report)
        return list(latest.values())

    @cached_property
    def training(self) -> dict[str, Any]:
        return of_organization(self.user, self.organization, self.as_of)

    @cached_property
    def conferences(self) -> list[Conference]:
        held = Conference.objects.visible_to(self.user).held_by(self.as_of).filter(organization=self.organization)
        return list(held.select_related("campaign"))

    @cached_property
    def plans(self) -> list[Plan]:
        own = Q(organization=self.organization, level=self.organization.level)
        told = Plan.objects.visible_to(self.user).told_by(self.as_of).filter(own)
        return list(told.select_related("campaign").order_by("-campaign__first_day", "-stated_on"))

    @cached_property
    def inspections(self) -> list[tuple[Inspection, State]]:
        """The latest in sight, each in its state on the day."""
        found = Inspection.objects.visible_to(self.user).filter(organization=self.organization)
        return [(one, one.state_on(self.as_of)) for one in found[:LATEST]]

    @cached_property
    def inspects(self) -> bool:
        return may_inspect(self.user, self.organization)

    @cached_property
    def letters(self) -> list[OfficialLetter]:
        """The latest documents issued about it by the day."""
        about = OfficialLetter.objects.visible_to(self.user).issued().filter(organization=self.organization)
        issued = about.filter(issued_on__lte=self.as_of).defer("recorded", "blocks_ru", "blocks_kk")
        return list(issued.order_by("-issued_on", "-pk")[:LATEST])

    @cached_property
    def issues(self) -> bool:
        return can(self.user, Permission.ISSUE, self.organization)

    @cached_property
    def territory(self) -> dict[str, Any]:
        """Empty where there is nothing to tell."""
        found = territory_tables.of_organization(self.user, self.organization, self.as_of)
        return found if any(found.values()) else {}
