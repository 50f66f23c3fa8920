"""Regions and organizations: the 21 of the documents, and fictional branches and primaries below three of them."""

from datetime import date

from accounts.models import User
from organizations.models import Alias, Kind, LegalKind, Level, Organization, Region
from overview.demonstration.days import by_code, day_or_none, entered, rows

REFORM = date(2022, 6, 8)  # three regions were split off
APPARATUS_PHONE = "+7 700 000 00 00"


def enter(*, by: User) -> Organization:
    _regions()
    union = _union(by)
    _members(union, by)
    _below(by)
    for row in rows("aliases.csv"):
        Alias.objects.create(organization=Organization.objects.get(code=row["code"]), name=row["alias"])
    return union


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


def _union(by: User) -> Organization:
    union = Organization(
        code="union",
        level=Level.UNION,
        kind=Kind.UNION,
        legal_kind=LegalKind.UNION,
        legal_name_ru="ОО «Казахстанский отраслевой профсоюз работников просвещения, науки и высшего образования»",
        legal_name_kk="«Қазақстандық оқу-ағарту, ғылым және жоғары білім қызметкерлерінің салалық кәсіподағы» ҚБ",
        short_ru="Казахстанский отраслевой профсоюз",
        short_kk="Қазақстандық салалық кәсіподақ",
        phone=APPARATUS_PHONE,
        email="apparatus@demo.example",
    )
    return entered(union, by=by)


def _members(union: Organization, by: User) -> None:
    table = list(rows("organizations.csv"))
    for row in table:
        _member(union, row, by)
    members = by_code(Organization.objects.filter(level=Level.MEMBER))
    for row in filter(lambda row: row["predecessor_code"], table):
        members[row["code"]].predecessor = members[row["predecessor_code"]]
        entered(members[row["code"]], by=by)


def _member(union: Organization, row: dict[str, str], by: User) -> None:
    names = {field: row[field] for field in ("short_ru", "short_kk", "legal_name_ru")}
    founded = day_or_none(row["founding_conference_on"])
    organization = Organization(
        code=row["code"],
        level=Level.MEMBER,
        kind=row["kind"],
        legal_kind=row["legal_kind"],
        region_id=row["region_iso"],
        parent=union,
        founded_on=founded,
        founding_conference_on=founded,
        email=f"{row['code']}@demo.example",
        **(names | ({"legal_name_ru": row["former_name_ru"]} if row["former_name_ru"] else {})),
    )
    entered(organization, by=by)
    # Successors began with their region; the documents name no day for the others.
    organization.placed(union, from_day=REFORM if row["predecessor_code"] else founded)
    if row["renamed_on"]:
        organization.rename(from_day=date.fromisoformat(row["renamed_on"]), **names)


def _below(by: User) -> None:
    for row in rows("branches.csv"):
        parent = Organization.objects.get(code=row["parent_code"])
        legal_name = f"Филиал «{row['short_ru']}»" if row["level"] == Level.BRANCH else row["short_ru"]
        organization = Organization(
            code=row["code"],
            level=row["level"],
            kind=row["kind"],
            legal_kind=LegalKind.BRANCH if row["level"] == Level.BRANCH else LegalKind.NONE,
            legal_name_ru=f"{legal_name} (демонстрация)",
            short_ru=row["short_ru"],
            short_kk=row["short_kk"],
            region_id=parent.region_id,
            parent=parent,
        )
        entered(organization, by=by).placed(parent, from_day=None)
        if row["alias"]:
            Alias.objects.create(organization=organization, name=row["alias"])
