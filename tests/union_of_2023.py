"""The union as the papers of 4 September 2023 know it: 21 member organizations, the decree, the campaign.

Facts and plans are entered through the application's own imports; nothing here states what is expected of them.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accounts.models import User
from campaigns.imports import import_facts, import_plans
from campaigns.models import Campaign, CongressDate, Window
from decrees.models import Decree, DecreeItem
from organizations.access import Position
from organizations.models import Organization
from reporting.models import Requirement
from tests.world import Remembered, appoint, at, make_organization, make_requirement, make_user

DATA = Path(__file__).parent.parent / "overview" / "demonstration" / "data"
DECREE_DAY = date(2023, 6, 24)
LIST_DAY = date(2023, 9, 4)
WINDOWS = {
    "primary": (date(2023, 9, 1), date(2023, 12, 31)),
    "branch": (date(2024, 1, 1), date(2024, 3, 31)),
    "member": (date(2024, 3, 1), date(2024, 5, 31)),
}


@dataclass
class Union:
    root: Organization
    members: dict[str, Organization]
    campaign: Campaign
    decree: Decree
    staff: User
    requirements: dict[str, Requirement]


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def union_again() -> Union:
    """With its decree and campaign, before anybody has told anything."""
    return _union.again()


def union_with_facts() -> Union:
    """And what the papers of 4 September tell."""
    return _union_with_facts.again()


def make_union() -> Union:
    root = make_organization("union", "union", None, "Профсоюз", phone="+7 7172 00 00 01")
    staff = make_user("saule")
    appoint(staff, root, Position.STAFF, "Омарова Сауле")
    members = {row["code"]: _member(row, root) for row in rows("organizations.csv")}
    decree = Decree.objects.create(
        body="central_committee",
        number="6",
        session="2-т.",
        adopted_on=DECREE_DAY,
        title_ru="О проведении отчетов и выборов",
        title_kk="Есеп берулер мен сайлаулар өткізу туралы",
    )
    requirements = _requirements(decree, members, staff)
    campaign = make_campaign(decree, requirements)
    return Union(root, members, campaign, decree, staff, requirements)


def with_facts(union: Union) -> Union:
    """What the papers of 4 September tell."""
    who = {"told_on": LIST_DAY, "by": union.staff, "at": at(LIST_DAY)}
    table = list(rows("campaign_2023_2024.csv"))
    numbers = {row["code"]: row["schedule_number"] for row in table}
    import_plans(union.campaign, rows("campaign_plans_2023_2024.csv"), numbers=numbers, **who)
    import_facts(union.campaign, table, source="Информация, 04.09.2023", **who)
    return union


def make_campaign(decree: Decree, requirements: dict[str, Requirement]) -> Campaign:
    campaign = Campaign.objects.create(
        title_ru="Отчёты и выборы 2023–2024",
        title_kk="2023–2024 жж. есеп берулер мен сайлаулар",
        first_day=date(2023, 1, 1),
        last_day=date(2024, 12, 31),
        decree=decree,
        **{f"{name}_requirement": requirement for name, requirement in requirements.items()},
    )
    windows, congress = _item(decree, "5", "window"), _item(decree, "3", "window")
    for level, (first, last) in WINDOWS.items():
        Window.objects.create(
            campaign=campaign, level=level, first_day=first, last_day=last, decided_on=DECREE_DAY, decree_item=windows
        )
    CongressDate.objects.create(
        campaign=campaign,
        first_day=date(2024, 8, 1),
        last_day=date(2024, 9, 30),
        raw="август–сентябрь 2024 г.",
        decided_on=DECREE_DAY,
        decree_item=congress,
    )
    return campaign


def _item(decree: Decree, number: str, kind: str) -> DecreeItem:
    return DecreeItem.objects.create(
        decree=decree, number=number, position=int(number), kind=kind, text_ru=f"Пункт {number}", text_kk=f"{number}-т."
    )


def _member(row: dict[str, str], root: Organization) -> Organization:
    founded = row["founding_conference_on"]
    organization = make_organization(row["code"], "member", root, row["short_ru"], short_kk=row["short_kk"])
    organization.legal_name_ru, organization.kind = row["legal_name_ru"], row["kind"]
    organization.founding_conference_on = date.fromisoformat(founded) if founded else None
    organization.save()
    if row["chair"]:
        appoint(None, organization, Position.CHAIR, row["chair"])
    return organization


def _requirements(decree: Decree, members: dict[str, Organization], staff: User) -> dict[str, Requirement]:
    """As section 3 of the domain page labels them for the demonstration."""
    schedule = make_requirement("schedule", kind="schedule", decree_item=_item(decree, "6", "deadline"))
    information = make_requirement(
        "progress_information", asked_on=date(2023, 8, 29), due_on=date(2023, 9, 3), audience_levels=[]
    )
    table = rows("campaign_2023_2024.csv")
    asked = [row["code"] for row in table if row["information_received_by_2023_09_04"]]
    information.audience.set(members[code] for code in asked)
    born = {"due_kind": "after_event", "due_on": None, "books_open_on": LIST_DAY}
    protocol = make_requirement("conference_protocol", offset=10, **born)
    results = make_requirement("conference_results", offset=1, unit="months", **born)
    for requirement in (schedule, information, protocol, results):
        requirement.open(by=staff, at=at(requirement.asked_on), until=LIST_DAY)
    return {"schedule": schedule, "information": information, "protocol": protocol, "results": results}


_union = Remembered(make_union)
_union_with_facts = Remembered(lambda: with_facts(make_union()))
