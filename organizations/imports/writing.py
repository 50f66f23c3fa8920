"""Writing what the plans say, in bulk: bodies level by level, then all that belongs to them, each with its history."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models

from organizations import regions
from organizations.imports.plans import Outcome, RowPlan
from organizations.imports.present import Present
from organizations.models import Appointment, FormerName, Organization, Person, Placement
from organizations.search import searchable

BATCH = 500
KEPT_OUT = {"id", "code", "level", "parent", "path"}
ORGANIZATION_FIELDS = [field.name for field in Organization._meta.concrete_fields if field.name not in KEPT_OUT]


def write(outcome: Outcome, present: Present, *, by: Any, at: datetime, reason: str) -> None:
    """Inside a transaction. What the database refuses, it refuses for the whole file."""
    Writer(outcome, present, by=by, at=at, reason=reason).write()


class Writer:
    def __init__(self, outcome: Outcome, present: Present, *, by: Any, at: datetime, reason: str) -> None:
        self.created, self.changed, self.present = outcome.created, outcome.changed, present
        self.author = {"batch_size": BATCH, "default_user": by, "default_date": at, "default_change_reason": reason}

    @property
    def plans(self) -> list[RowPlan]:
        return [*self.created, *self.changed]

    def write(self) -> None:
        regions.enter_missing({plan.organization.region_id for plan in self.plans if plan.organization.region_id})
        self._bodies()
        self._chairs()
        self._placements_and_names()
        self._predecessors()
        for plan in self.changed:
            plan.organization.search = self.present.search_text(plan.organization)
        created, changed = ([plan.organization for plan in plans] for plans in (self.created, self.changed))
        upsert(Organization, changed, ORGANIZATION_FIELDS)
        Organization.history.bulk_history_create(created, **self.author)
        Organization.history.bulk_history_create(changed, update=True, **self.author)

    def _bodies(self) -> None:
        """Parents first: a row needs the number of its parent."""
        for plan in self.created:
            plan.organization.search = self._search_of_new(plan)
        waiting = [plan.organization for plan in self.created]
        while waiting:
            ready = [one for one in waiting if one.parent is None or one.parent.pk]
            Organization.objects.bulk_create(ready, batch_size=BATCH)
            ready_codes = {one.code for one in ready}
            waiting = [one for one in waiting if one.code not in ready_codes]
        Organization.fill_paths()
        for plan in self.created:
            self.present.organizations[plan.code] = plan.organization

    def _search_of_new(self, plan: RowPlan) -> str:
        one, chair = plan.organization, plan.new_chair
        names = [one.code, one.short_ru, one.short_kk, one.legal_name_ru, one.legal_name_kk]
        if plan.renamed:
            names += [one.short_ru, one.short_kk, plan.renamed[0]]
        names += [chair.name_ru, chair.name_kk] if chair else []
        return searchable(names, [one.phone, chair.phone if chair else ""])

    def _chairs(self) -> None:
        new = [plan for plan in self.created + self.changed if plan.new_chair]
        people = [plan.new_chair for plan in new if plan.new_chair]
        Person.objects.bulk_create(people, batch_size=BATCH)
        offices = [Appointment(person=plan.new_chair, organization=plan.organization, position="chair") for plan in new]
        Appointment.objects.bulk_create(offices, batch_size=BATCH)
        for office in offices:
            self.present.offices[office.organization_id].append(office)
        known = {plan.chair.person.pk: plan.chair.person for plan in self.changed if plan.chair}
        upsert(Person, known.values(), ["name_kk", "phone", "email"])
        Person.history.bulk_history_create(people, **self.author)
        Person.history.bulk_history_create(list(known.values()), update=True, **self.author)
        Appointment.history.bulk_history_create(offices, **self.author)

    def _placements_and_names(self) -> None:
        Placement.objects.bulk_create(
            [
                Placement(organization=plan.organization, parent=plan.organization.parent, from_day=plan.placed_from)
                for plan in self.created
                if plan.organization.parent
            ],
            batch_size=BATCH,
        )
        renamed = [_former_name(plan.organization, *plan.renamed) for plan in self.plans if plan.renamed]
        FormerName.objects.bulk_create(renamed, batch_size=BATCH)
        for name in renamed:
            self.present.former[name.organization_id] += [name.legal_name_ru, name.short_ru]

    def _predecessors(self) -> None:
        """Said now that every body has its number: a predecessor may stand further down."""
        succeeding = []
        for plan in self.plans:
            for change in plan.changes:
                if change.column == "predecessor_code":
                    plan.organization.predecessor = self.present.organizations[change.after]
                    succeeding.append(plan.organization)
        upsert(Organization, succeeding, ["predecessor"])


def _former_name(one: Organization, legal_name: str, day: date) -> FormerName:
    return FormerName(
        organization=one,
        valid_from=None,
        valid_to=day,
        legal_name_ru=legal_name,
        short_ru=one.short_ru,
        short_kk=one.short_kk,
    )


def upsert(model: type[models.Model], rows: Iterable[Any], fields: list[str]) -> None:
    """Many rows changed by few statements; `bulk_update` takes half a minute for ten thousand."""
    model._base_manager.bulk_create(
        list(rows), batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )
