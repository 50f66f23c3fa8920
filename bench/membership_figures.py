"""Membership reports of the large union: figures that add up, follow from the code of the body, and grow from year to year."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from zlib import crc32

from membership.answers import Lists
from membership.kept import ToKeep, keep_reports, year_of
from organizations.models import Level, Organization
from reporting.models import Submission

KIND = "membership_report"
BEGAN = 2000
SCALE = {Level.MEMBER: 440, Level.BRANCH: 40, Level.PRIMARY: 1}


def keep(made: Iterable[Submission]) -> None:
    """What stands in these hand-ins, year by year and round by round."""
    told: dict[tuple[int, int], list[ToKeep]] = defaultdict(list)
    for one in made:
        year = year_of(one.obligation)
        answers = answers_of(one.obligation.organization, year)
        told[year, one.round].append(ToKeep(one, answers, crc32(answers["opening_source"].encode()) % 3))
    for (year, _round), some in sorted(told.items()):
        keep_reports(some, Lists.of(year))


def answers_of(organization: Organization, year: int) -> dict[str, Any]:
    """All that is asked of everybody, and a good part of the rest."""
    seed, scale = crc32(organization.code.encode()), SCALE[Level(organization.level)]
    now, before = (_members(seed, scale, one) for one in (year, year - 1))
    members, opening, left = sum(now.values()), sum(before.values()), seed % 4 * scale
    return {
        **now,
        "employees_total": now["members_employed"] + seed % 12 * scale,
        "members_total": members, "members_women": members * 2 // 3, "members_youth": members // 4,
        "opening_total": opening, "admitted_total": members - opening + left, "left_total": left,
        "in_joined": members - opening + left, "out_own_wish": left,
        "opening_source": f"Книга учёта {organization.code}",
        "primaries": scale, "groups": 2 * scale, "chairs_total": scale, "chairs_women": scale // 2,
        "committee_members": 7 * scale, "collective_agreements": scale, "e_cards": members // 2,
    }  # fmt: skip


def _members(seed: int, scale: int, year: int) -> dict[str, int]:
    grown = (seed >> 5) % 3 * (year - BEGAN)
    return {
        "members_employed": (20 + seed % 70 + grown) * scale,
        "members_students": (seed >> 3) % 10 * scale,
        "members_pensioners": (seed >> 7) % 5 * scale,
        "members_childcare_leave": (seed >> 9) % 4 * scale,
    }
