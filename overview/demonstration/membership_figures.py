"""Figures of the membership reports of the demonstration: fictional, but they add up, and what the documents state of
the year 2022 comes out of them exactly.

They are made for cells: what an organization covers today, as if it had always stood by itself. A body reports the sum
of the cells it held on the state date; a split carries a cell from one body to another.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random

from membership.answers import Answers
from membership.figures import BY_TYPE, CATEGORIES
from membership.lists import INSIDE
from overview.demonstration.days import rows

# The state on 01.01.2023, of which the documents tell changes, the coverage and those not involved.
STATED = 2023
EMPLOYED = 566_000  # with 92,9 thousand beside them the coverage is 85,9 %
OUTSIDE = 92_914
FIRST_CARDS = 2021
# Per thousand, by the codes of the lists.
ADMITTED = {"joined": 900, "transfer": 70, INSIDE: 0, "other": 30}
LEFT = {
    "own_wish": 120, "dismissal": 430, "retirement": 230, "expelled": 5, "death": 15, "other_union": 10,
    "liquidation": 40, "studies_ended": 110, INSIDE: 0, "other": 40,
}  # fmt: skip
TYPES = {
    "preschool": 210, "school": 560, "extra": 45, "college": 80, "university": 65, "science": 8, "authority": 12,
    "other": 20,
}  # fmt: skip
FALL = {"dismissal": 450, "retirement": 300, "own_wish": 150, "category": 70, "other": 30}


def chance_of(words: str) -> Random:
    """The same chances for the same words, so that the demonstration is the same every time."""
    return Random(words)  # noqa: S311


def shared(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Whole numbers in proportion to the weights whose sum is the total: the largest remainders are rounded up."""
    whole = sum(weights.values())
    parts = {name: total * weight // whole for name, weight in weights.items()}
    remainders = sorted(weights, key=lambda name: -(total * weights[name] % whole))
    for name in remainders[: total - sum(parts.values())]:
        parts[name] += 1
    return parts


def added(parts: Iterable[Answers]) -> Answers:
    sums: Answers = {}
    for part in parts:
        for name, number in part.items():
            sums[name] = sums.get(name, 0) + number
    return sums


def changes_of_2022() -> dict[str, int]:
    """Of employed members, as the documents state them."""
    told = rows("decree_execution_2022.csv")
    return {row["code"]: int(row["employed_members_change"]) for row in told if row["employed_members_change"]}


def bases_not_handed_over() -> frozenset[str]:
    told = rows("decree_execution_2022.csv")
    return frozenset(row["code"] for row in told if row["member_base_not_handed_over"])


@dataclass(frozen=True, eq=False)
class Cells:
    """`counted`: the cells whose figures the sums of the union hold for the stated year. `falls`: change of employed
    members per thousand that a story needs, by cell and year."""

    counted: Collection[str]
    falls: Mapping[tuple[str, int], int]

    @cached_property
    def sizes(self) -> dict[str, dict[str, int]]:
        return {
            row["code"]: {name: int(text) for name, text in row.items() if name != "code"}
            for row in rows("membership.csv")
        }

    @cached_property
    def employed_then(self) -> dict[str, int]:
        """On the state date of the stated year."""
        whole = sum(self.sizes[code]["employed"] for code in self.counted)
        inside = shared(EMPLOYED, {code: self.sizes[code]["employed"] for code in self.counted})
        return {code: inside.get(code, EMPLOYED * size["employed"] // whole) for code, size in self.sizes.items()}

    @cached_property
    def outside_then(self) -> dict[str, int]:
        weights = {code: size["employed"] * size["outside"] for code, size in self.sizes.items()}
        inside = {code: weights[code] for code in self.counted}
        parts, whole = shared(OUTSIDE, inside), sum(inside.values())
        return {code: parts.get(code, OUTSIDE * weight // whole) for code, weight in weights.items()}

    @cached_property
    def stated(self) -> dict[str, int]:
        return changes_of_2022()

    def change(self, code: str, year: int) -> int:
        """Of the employed members in the year before the state date."""
        if year == STATED and code in self.stated:
            return self.stated[code]
        told = self.falls.get((code, year))
        chance = told if told is not None else chance_of(f"{code} {year}").uniform(-11, 12)
        return round(self.employed_then[code] * chance / 1000)

    def employed(self, code: str, year: int) -> int:
        number = self.employed_then[code]
        for passed in range(STATED + 1, year + 1):
            number += self.change(code, passed)
        for coming in range(year + 1, STATED + 1):
            number -= self.change(code, coming)
        return number

    def outside(self, code: str, year: int) -> int:
        """Employees who are no members: fewer every year."""
        if year == STATED:
            return self.outside_then[code]
        chance = chance_of(f"{code} {year} outside").uniform(-10, 10)
        return round(self.outside_then[code] * max(300, 1000 - 18 * (year - STATED) + chance) / 1000)

    def categories(self, code: str, year: int) -> dict[str, int]:
        employed, size = self.employed(code, year), self.sizes[code]
        chance = chance_of(f"{code} {year} categories")
        parts = {
            f"members_{name}": round(employed * size[share] * chance.uniform(990, 1010) / 1_000_000)
            for name, share in (("students", "students"), ("pensioners", "pensioners"), ("childcare_leave", "leave"))
        }
        return {"members_employed": employed, **parts}

    def members(self, code: str, year: int) -> int:
        return sum(self.categories(code, year).values())

    @cache  # noqa: B019 - lives as long as the demonstration is built
    def answers(self, code: str, year: int) -> Answers:
        """All numbers of one cell, by the names of the form."""
        members, size = self.members(code, year), self.sizes[code]
        employees = self.employed(code, year) + self.outside(code, year)
        chance = chance_of(f"{code} {year} answers")
        found: Answers = {
            "employees_total": employees,
            "members_total": members,
            **self.categories(code, year),
            "members_women": round(members * chance.uniform(0.72, 0.79)),
            "members_youth": round(members * chance.uniform(0.24, 0.29)),
            **self._flow(code, year, chance),
            **_structure(size["branches"], size["primaries"], chance),
            **_agreements(employees, self.employed(code, year), size["primaries"]),
        }
        if year >= FIRST_CARDS:
            found["e_cards"] = members * min(8 * (year - FIRST_CARDS + 1), 90) // 100
        return {**found, **_by_type(found)}

    def _flow(self, code: str, year: int, chance: Random) -> Answers:
        opening, closing = self.members(code, year - 1), self.members(code, year)
        admitted = round(opening * chance.uniform(0.05, 0.065)) + max(closing - opening, 0)
        left = opening + admitted - closing
        return {
            "opening_total": opening,
            "admitted_total": admitted,
            "left_total": left,
            **{f"in_{name}": number for name, number in shared(admitted, ADMITTED).items()},
            **{f"out_{name}": number for name, number in shared(left, LEFT).items()},
            "moved_employed_pensioners": opening // 250,
            "moved_employed_childcare_leave": opening // 60,
            "moved_childcare_leave_employed": opening // 70,
        }


def _structure(branches: int, primaries: int, chance: Random) -> Answers:
    return {
        "branches": branches,
        "primaries": primaries,
        "primaries_direct": 0 if branches else primaries,
        "groups": round(primaries * chance.uniform(1.4, 1.6)),
        "institutions_with_union": primaries,
        "institutions_without_state": primaries // 40,
        "institutions_without_private": primaries // 9,
        "chairs_total": primaries,
        "chairs_women": round(primaries * chance.uniform(0.8, 0.86)),
        "chairs_youth": round(primaries * chance.uniform(0.1, 0.14)),
        "chairs_full_time": primaries // 90,
        "committee_members": primaries * 5,
        "audit_members": primaries * 3,
        "commission_members": primaries * 4,
        "staff_members": branches + 3,
    }


def _agreements(employees: int, employed: int, primaries: int) -> Answers:
    covered = employees * 93 // 100
    return {
        "collective_agreements": primaries * 96 // 100,
        "agreement_employees": covered,
        "agreement_members": min(employed * 95 // 100, covered),
    }


def _by_type(found: Answers) -> Answers:
    """Each column of the types makes its total."""
    return {
        f"type_{name}_{column}": number
        for column, total in BY_TYPE.items()
        for name, number in shared(found[total], TYPES).items()
    }


def parted(whole: Answers, before: Answers, weights: Sequence[int], lacking: Sequence[int]) -> list[Answers]:
    """The numbers of a body shared among the bodies below it, each of which adds up by itself. `lacking`: pensioners
    whom a body below has not counted, so that its higher body states more than the sum."""
    parts, closed = _shares(whole, weights), _shares(before, weights)
    found = []
    for part, former, missed in zip(parts, closed, lacking, strict=True):
        for one in (part, former):
            one["members_pensioners"] -= missed
            one["members_total"] = sum(one[code] for code in CATEGORIES)
        part["opening_total"] = former["members_total"]
        part["left_total"] = part["opening_total"] + part["admitted_total"] - part["members_total"]
        part |= {f"in_{name}": number for name, number in shared(part["admitted_total"], ADMITTED).items()}
        part |= {f"out_{name}": number for name, number in shared(part["left_total"], LEFT).items()}
        part["chairs_total"] = part["institutions_with_union"] = part["primaries"]
        found.append({**part, **_by_type(part)})
    return found


def _shares(whole: Answers, weights: Sequence[int]) -> list[Answers]:
    names = {str(place): weight for place, weight in enumerate(weights)}
    parts: list[Answers] = [{} for _weight in weights]
    for name, number in whole.items():
        if name == "branches":
            continue
        for place, part in shared(number, names).items():
            parts[int(place)][name] = part
    return parts


def of_primary(part: Answers, kind: str) -> Answers:
    """A primary organization is one, of one type, with one chair."""
    one = {"primaries": 1, "groups": 2, "institutions_with_union": 1, "chairs_total": 1, "chairs_women": 1}
    one |= {"chairs_youth": 0, "chairs_full_time": 0, "committee_members": 5, "audit_members": 3}
    one |= {"commission_members": 4, "collective_agreements": 1}
    none = {"primaries_direct", "staff_members", "institutions_without_state", "institutions_without_private"}
    kept = {name: number for name, number in part.items() if not name.startswith("type_") and name not in none}
    kept |= one
    return kept | {f"type_{kind}_{column}": kept[total] for column, total in BY_TYPE.items()}
