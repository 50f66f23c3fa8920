"""What every body of the demonstration says of every year, numbers and words: see `membership_figures`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from membership import checks
from membership.answers import Answers, Lists, as_checked
from membership.checks import Failure, Known, Report, Thresholds, needs_note
from membership.known import state_day
from overview.demonstration import people
from overview.demonstration.days import rows
from overview.demonstration.fictional_deeds import HANDED_IN
from overview.demonstration.membership_figures import (
    FALL,
    STATED,
    Cells,
    added,
    bases_not_handed_over,
    changes_of_2022,
    of_primary,
    parted,
    shared,
)
from overview.demonstration.registry import REFORM
from reporting.models import Obligation

CODE = "membership_report"
YEARS = 10
INVENTED = "Вымышлено для демонстрации"
# Cells that came to bodies of their own: cell, body that held it, day, and whether it was the reform.
CARRIED = (
    ("abai", "vko", REFORM),
    ("ulytau", "karaganda", REFORM),
    ("almaty-oblast", "zhetysu", REFORM),
    ("kostanay", "union", date(2022, 1, 5)),
    ("turkestan", "union", date(2020, 11, 10)),
)
BRANCHES = {"panfilov": 310, "taldykorgan": 420, "sarkan": 140, "koksu": 130}
PRIMARIES = {"panfilov-school-1": ("school", 15), "panfilov-balapan": ("preschool", 6)}
PARTED = "zhetysu"
NOT_COUNTED = {"sarkan": 14}
FALLS_THIS_YEAR = {"pavlodar": -19, "turkestan": -6, "karaganda": -8}
# Text of the note, what is added where the documents state the fall, measures.
NOTES = {
    "ru": (
        "Причины снижения вымышлены для демонстрации.",
        "Само снижение взято из информации об исполнении постановлений за 2022 год.",
        "Проводится разъяснительная работа в первичных организациях (вымышлено).",
    ),
    "kk": (
        "Азаю себептері көрсетілім үшін ойдан шығарылған.",
        "Азаюдың өзі 2022 жылғы қаулылардың орындалуы туралы ақпараттан алынды.",
        "Бастауыш ұйымдарда түсіндіру жұмысы жүргізілуде (ойдан шығарылған).",
    ),
}


@dataclass(eq=False)
class Told:
    """What every body says of every year; `latest` is the year of the fictional decree."""

    latest: int
    cells: Cells
    lists: dict[int, Lists] = field(default_factory=dict)

    @classmethod
    def of_this_year(cls) -> "Told":
        latest = Obligation.objects.filter(requirement__code=CODE).order_by("-key").values_list("key", flat=True)[0]
        year = int(latest)
        falls = {(code, year): fall for code, fall in FALLS_THIS_YEAR.items() if year != STATED}
        return cls(year, Cells(_standing() if year == STATED else _all_cells(), falls))

    @property
    def first(self) -> int:
        return self.latest - YEARS + 1

    def lists_of(self, year: int) -> Lists:
        if year not in self.lists:
            self.lists[year] = Lists.of(year)
        return self.lists[year]

    @cache  # noqa: B019 - lives as long as the demonstration is built
    def figures(self, code: str, year: int) -> Answers:
        """The numbers of a body; nothing where it did not exist on the state date."""
        if code in BRANCHES:
            return self._below(year)[code]
        if code in PRIMARIES:
            kind, weight = PRIMARIES[code]
            whole, before = self.figures("panfilov", year), self.figures("panfilov", year - 1)
            part = parted(whole, before, [weight, 1000 - weight], [0, 0])[0]
            return of_primary(part, kind)
        return added(self.cells.answers(cell, year) for cell in held(code, year))

    @cache  # noqa: B019
    def _below(self, year: int) -> dict[str, Answers]:
        whole, before = (self.cells.answers(PARTED, one) for one in (year, year - 1))
        parts = parted(whole, before, list(BRANCHES.values()), [NOT_COUNTED.get(code, 0) for code in BRANCHES])
        return dict(zip(BRANCHES, parts, strict=True))

    def last(self, code: str, year: int) -> Answers | None:
        """The report of the year before, where there is one."""
        is_told = year > self.first and (code not in (*BRANCHES, *PRIMARIES) or year > self.first_below)
        return self.figures(code, year - 1) or None if is_told else None

    @property
    def first_below(self) -> int:
        """The branches of one body report since it has its present borders."""
        return max(self.first, STATED)

    def answers(self, code: str, year: int) -> Answers:
        """The numbers with the words that belong to them; nothing of a body that did not exist."""
        figures = self.figures(code, year)
        if not figures:
            return {}
        found = {**figures, **_base(code, year), **self._words(code, year)}
        before = self.last(code, year)
        if before:
            fall = needs_note(Report(year, figures), Known(last=before), Thresholds())
            if fall is not None:
                found |= _note(code, year, fall, self._carried_away(code, year))
        return found

    def _carried_away(self, code: str, year: int) -> int:
        """Employed members of the cells that a body no longer holds."""
        gone = set(held(code, year - 1)) - set(held(code, year))
        return sum(self.cells.employed(cell, year - 1) for cell in gone)

    def _words(self, code: str, year: int) -> dict[str, str]:
        words: dict[str, str] = {}
        if not self.last(code, year):
            is_new = code in _all_cells() and not held(code, year - 1)
            source = "перешли при образовании организации" if is_new else "по учету прежних лет"
            words["opening_source"] = f"{INVENTED}: {source}"
        if len(held(code, year)) < len(held(code, year - 1)):
            words["explanation"] = "Часть первичных организаций перешла во вновь образованную организацию области."
        if code == PARTED and year >= self.first_below:
            words["difference"] = f"Сарканский филиал не учел {NOT_COUNTED['sarkan']} пенсионеров. {INVENTED}."
        if code == "panfilov":
            words["difference"] = f"В реестре демонстрации заведены не все первичные организации. {INVENTED}."
        return words

    def failures(self, code: str, year: int, answers: Answers) -> list[Failure]:
        if not answers:
            return []
        report = as_checked(answers, self.lists_of(year), year=year, level="member")
        return checks.errors(checks.run(report, Known(last=self.last(code, year))))


def held(code: str, year: int) -> list[str]:
    """The cells that a body held on the state date; none where it did not exist."""
    if code not in _all_cells():
        return [] if code not in (*BRANCHES, *PRIMARIES) else [code]
    day = state_day(year)
    carried = {cell: on for cell, _origin, on in CARRIED}
    own = [code] if code not in carried or carried[code] <= day else []
    return own + [cell for cell, origin, on in CARRIED if origin == code and on > day]


@cache
def _all_cells() -> tuple[str, ...]:
    return tuple(row["code"] for row in rows("membership.csv"))


def _standing() -> tuple[str, ...]:
    """Whose figures count on the day of the demonstration: what stands, and what the branches say for their body."""
    standing = dict.fromkeys([PARTED])
    for deed in membership_deeds():
        if deed["deed"] in HANDED_IN:
            standing[deed["code"]] = None
        elif deed["deed"] in ("return", "void"):
            standing.pop(deed["code"])
    return tuple(code for code in _all_cells() if code in standing)


def membership_deeds() -> Iterator[dict[str, str]]:
    return (deed for deed in rows("fictional_deeds.csv") if deed["requirement"] == CODE)


@cache
def _not_handed_over() -> frozenset[str]:
    return bases_not_handed_over()


def _base(code: str, year: int) -> Answers:
    """Of the year 2022 the documents say who had not handed the base over."""
    if year < STATED - 1 or code in PRIMARIES:
        return {}
    return {"base_submitted": year > STATED or (year == STATED and code not in _not_handed_over())}


def _note(code: str, year: int, fall: int, carried: int) -> Answers:
    own = max(fall - carried, 0)
    reasons = {f"why_{name}": number for name, number in shared(own, FALL).items() if number}
    if carried:
        reasons["why_territory"] = min(carried, fall)
    text, stated, measures = NOTES["kk" if code in people.WRITE_KAZAKH else "ru"]
    if year == STATED and code in changes_of_2022():
        text = f"{text} {stated}"
    return {**reasons, "note_text": text, "note_measures": measures}
