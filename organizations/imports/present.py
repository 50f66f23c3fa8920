"""What the registry holds before the import, in a handful of queries: rows are compared in memory."""

from collections import defaultdict
from typing import Any

from organizations.models import Alias, Appointment, FormerName, Organization, Region
from organizations.search import searchable


class Present:
    def __init__(self, scope: Any) -> None:
        self.organizations = {one.code: one for one in Organization.objects.visible_to(scope)}
        self.by_pk = {one.pk: one for one in self.organizations.values()}
        for one in self.organizations.values():
            # The same objects, so that nothing is asked of the database row by row.
            one.parent = self.by_pk.get(one.parent_id or 0)
            one.predecessor = self.by_pk.get(one.predecessor_id or 0)
        self.bins = {one.bin: one.code for one in self.organizations.values() if one.bin}
        self.regions = {region.iso: region for region in Region.objects.all()}
        offices = Appointment.objects.visible_to(scope).filter(ended_on=None).select_related("person")
        self.offices: dict[int, list[Appointment]] = defaultdict(list)
        for office in offices:
            self.offices[office.organization_id].append(office)
        self.chairs = {office.organization_id: office for office in offices if office.position == "chair"}
        self.aliases = _grouped(Alias.objects.visible_to(scope).values_list("organization_id", "name"))
        self.former = _grouped(
            (pk, name)
            for pk, *names in FormerName.objects.visible_to(scope).values_list(
                "organization_id", "legal_name_ru", "legal_name_kk", "short_ru", "short_kk"
            )
            for name in names
        )
        self.renamed = set(FormerName.objects.visible_to(scope).values_list("organization_id", "valid_to"))

    def search_text(self, one: Organization) -> str:
        """As `Organization.refresh_search` writes it, without a query."""
        names = [one.code, one.short_ru, one.short_kk, one.legal_name_ru, one.legal_name_kk]
        people = [office.person for office in self.offices[one.pk]]
        names += [*self.aliases[one.pk], *self.former[one.pk], *(n for p in people for n in (p.name_ru, p.name_kk))]
        return searchable(names, [one.phone, *(person.phone for person in people)])


def _grouped(pairs: Any) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
