"""A union of the size of the real one, ten years of membership reports, written in bulk: figures of chance that add up."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from membership.models import MembershipReport
from organizations.access import Position
from organizations.models import Appointment, Kind, Level, Organization, Person, Placement
from organizations.regions import REGIONS, enter_missing
from reporting.models import Obligation, Requirement, Submission

ALMATY = ZoneInfo("Asia/Almaty")
YEARS = range(2014, 2024)
BATCH = 2000


@dataclass(frozen=True)
class Size:
    members: int = 21
    branches: int = 220
    primaries: int = 9300
    # Member organizations of each year that handed nothing in, so that their figures come from below.
    silent_members: int = 1
    # In hundredths: of the other bodies those that hand nothing in, and reports that were returned and came again.
    silent: int = 3
    corrected: int = 5


@transaction.atomic
def fill(size: Size, chance: random.Random, years: Iterable[int] = YEARS) -> None:
    """The registry first, then one requirement with what everybody handed in under it."""
    staff = User.objects.create_user("staff@bench.example", "a long password")
    enter_missing(set(REGIONS))
    organizations = _registry(size)
    union = organizations[0]
    person = Person.objects.create(name_ru="Сотрудник", user=staff)
    Appointment.objects.create(person=person, organization=union, position=Position.STAFF, from_day=date(2014, 1, 1))
    _reports(list(_hand_ins(size, organizations, chance, years)), staff, chance)


def _registry(size: Size) -> list[Organization]:
    union = Organization(
        code="union", level=Level.UNION, kind=Kind.UNION, short_ru="Профсоюз", legal_name_ru="Профсоюз"
    )
    union.save()
    members = _bodies("member", Level.MEMBER, Kind.OBLAST, [union], size.members)
    branches = _bodies("branch", Level.BRANCH, Kind.DISTRICT, members, size.branches)
    primaries = _bodies("primary", Level.PRIMARY, Kind.PRIMARY, branches, size.primaries)
    Organization.fill_paths()
    below = members + branches + primaries
    Placement.objects.bulk_create((Placement(organization=one, parent=one.parent) for one in below), batch_size=BATCH)
    return [union, *below]


def _bodies(word: str, level: str, kind: str, above: list[Organization], number: int) -> list[Organization]:
    isos = list(REGIONS)
    made = [
        Organization(
            code=f"{word}-{n}", level=level, kind=kind, parent=above[n % len(above)], legal_name_ru=f"{word} {n}",
            short_ru=f"Организация {n}", short_kk=f"Ұйым {n}", search=f"{word} {n}",
            region_id=isos[n % len(isos)] if level == Level.MEMBER else None,
        )
        for n in range(number)
    ]  # fmt: skip
    return Organization.objects.bulk_create(made, batch_size=BATCH)


@dataclass(frozen=True)
class HandIn:
    organization: Organization
    year: int
    rounds: int


def _hand_ins(
    size: Size, organizations: list[Organization], chance: random.Random, years: Iterable[int]
) -> Iterator[HandIn]:
    members = [one for one in organizations if one.level == Level.MEMBER]
    for year in years:
        silent = set(chance.sample(members, size.silent_members))
        for one in organizations[1:]:
            says_nothing = one in silent if one.level == Level.MEMBER else chance.random() * 100 < size.silent
            if not says_nothing:
                yield HandIn(one, year, 2 if chance.random() * 100 < size.corrected else 1)


def _reports(told: list[HandIn], staff: User, chance: random.Random) -> None:
    requirement = Requirement.objects.create(
        code="membership_report", kind="membership_report", title_ru="Статистический отчёт", citation_ru="Устав", due_kind="yearly", due_month=2,
        due_day=1, first_year=YEARS[0], asked_on=date(YEARS[0] - 1, 12, 1),
        audience_levels=["member", "branch", "primary"],
        opened_at=datetime(YEARS[0] - 1, 12, 1, 12, tzinfo=ALMATY), opened_by=staff,
    )  # fmt: skip
    obligations = Obligation.objects.bulk_create(
        (
            Obligation(
                requirement=requirement, organization=one.organization, key=str(one.year),
                arose_on=date(one.year - 1, 12, 3), original_due_on=date(one.year, 2, 1),
            )
            for one in told
        ),
        batch_size=BATCH,
    )  # fmt: skip
    rounds = [
        (one, obligation, n) for one, obligation in zip(told, obligations, strict=True) for n in range(one.rounds)
    ]
    submissions = Submission.objects.bulk_create(
        (_submission(one, obligation, n, staff) for one, obligation, n in rounds), batch_size=BATCH
    )
    reports = (
        MembershipReport(
            submission=submission, organization=one.organization, year=one.year, state_on=date(one.year, 1, 1),
            failed_checks=chance.randrange(3), **figures(one.organization, chance),
        )
        for (one, _obligation, _n), submission in zip(rounds, submissions, strict=True)
    )  # fmt: skip
    MembershipReport.objects.bulk_create(reports, batch_size=BATCH)


def _submission(one: HandIn, obligation: Obligation, n: int, staff: User) -> Submission:
    received, returned = date(one.year, 1, 15 + 5 * n), date(one.year, 1, 18)
    when = datetime(one.year, 1, 15, 12, tzinfo=ALMATY)
    given_back = n + 1 < one.rounds
    return Submission(
        obligation=obligation, round=n + 1, received_on=received, day_stated=True, channel="paper", submitted_by=staff,
        submitted_at=when,
        **(
            {"returned_on": returned, "returned_by": staff, "returned_at": when, "return_reason": "Не сходится",
             "correct_by": date(one.year, 1, 25)}
            if given_back else {}
        ),
    )  # fmt: skip


def figures(organization: Organization, chance: random.Random) -> dict[str, int]:
    scale = {Level.MEMBER: 440, Level.BRANCH: 40}.get(Level(organization.level), 1)
    employed, students = chance.randrange(20, 90) * scale, chance.randrange(10) * scale
    pensioners, childcare = chance.randrange(5) * scale, chance.randrange(4) * scale
    members = employed + students + pensioners + childcare
    admitted, left = chance.randrange(5) * scale, chance.randrange(5) * scale
    return {
        "employees_total": employed + chance.randrange(12) * scale, "members_total": members,
        "members_employed": employed, "members_students": students, "members_pensioners": pensioners,
        "members_childcare_leave": childcare, "members_women": members * 2 // 3, "members_youth": members // 4,
        "opening_total": members - admitted + left, "admitted_total": admitted, "left_total": left,
        "primaries": scale, "groups": 2 * scale, "chairs_total": scale, "e_cards": members // 2,
    }  # fmt: skip
