"""Regions and organizations with their chairs, through the import of the registry: the 21 of the documents, and
fictional branches and primaries below three of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from documents.registry import WHOLE_UNION
from organizations.imports import import_registry
from organizations.models import Alias, Level, Organization, Region
from overview.demonstration import people
from overview.demonstration.days import Books, day_or_none, rows

REFORM = date(2022, 6, 8)  # three regions were split off
ENTERED = date(2023, 6, 24)
APPARATUS_PHONE = "+7 700 000 00 00"
UNION = {
    "code": "union",
    "level": "union",
    "kind": "union",
    "legal_kind": "union",
    "legal_name_ru": "ОО «Казахстанский отраслевой профсоюз работников просвещения, науки и высшего образования»",
    "legal_name_kk": "«Қазақстандық оқу-ағарту, ғылым және жоғары білім қызметкерлерінің салалық кәсіподағы» ҚБ",
    "short_ru": "Казахстанский отраслевой профсоюз",
    "short_kk": "Қазақстандық салалық кәсіподақ",
    "phone": APPARATUS_PHONE,
    "email": f"apparatus@{people.DOMAIN}",
}


def enter(books: Books) -> None:
    _regions()
    filled = [{name: value or None for name, value in row.items()} for row in (UNION, *_members(), *_below())]
    # Nobody holds an office yet, so nobody sees anything: the import looks with the eyes of the whole union.
    import_registry(filled, by=books.staff, at=books.at(ENTERED, 9), scope=WHOLE_UNION)
    named = [*rows("aliases.csv"), *(row for row in rows("branches.csv") if row["alias"])]
    for row in named:
        Alias.objects.create(organization=Organization.objects.get(code=row["code"]), name=row["alias"])


def _regions() -> None:
    table = list(rows("regions.csv"))
    for row in table:
        Region.objects.create(
            iso=row["iso"],
            name_ru=row["name_ru"],
            name_kk=row["name_kk"],
            exists_from=day_or_none(row["exists_from"]),
        )
    for row in table:
        Region.objects.filter(iso=row["iso"]).update(split_from=row["split_from_iso"] or None)


def _members() -> Iterator[dict[str, Any]]:
    """Successors stand in the tree since their region began; for the others the documents name no day but that of the
    founding conference."""
    for number, row in enumerate(rows("organizations.csv"), start=1):
        founded = day_or_none(row["founding_conference_on"])
        yield {
            **row,
            **people.chair_of_member(row, number),
            "level": Level.MEMBER.value,
            "parent_code": UNION["code"],
            "email": people.address(row["code"]),
            "founded_on": founded,
            "founding_conference_on": founded,
            "placed_from": REFORM if row["predecessor_code"] else founded,
            "renamed_on": day_or_none(row["renamed_on"]),
        }


def _below() -> Iterator[dict[str, Any]]:
    regions = {row["code"]: row["region_iso"] for row in rows("organizations.csv")}
    for row in rows("branches.csv"):
        is_branch = row["level"] == Level.BRANCH
        regions[row["code"]] = regions[row["parent_code"]]
        name = f"Филиал «{row['short_ru']}»" if is_branch else row["short_ru"]
        yield {
            **{name: row[name] for name in ("code", "level", "kind", "parent_code", "short_ru", "short_kk")},
            **people.chair_below(row),
            "legal_name_ru": f"{name} {people.INVENTED}",
            "legal_kind": "branch" if is_branch else "none",
            "region_iso": regions[row["code"]],
        }
