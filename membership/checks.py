"""What makes a membership report wrong, or strange (statistics.md, section 1): pure functions over plain values.

E refuses the report; W asks for an explanation, which is kept. Nothing here knows where the figures came from, so a
form that is being typed, a row of a spreadsheet and a report recorded from paper are judged alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.cells import grouped
from membership.figures import BY_TYPE, CATEGORIES, FIGURES, required

Number = int | None
LARGEST = 10**9


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Thresholds:
    """Parameters of the checks; each comes with its source from `membership.models.Parameter`."""

    # A fall of the employed members beyond either of them asks for a note: in persons, in per cent of the year before.
    fall_members: int = 100
    fall_percent: Decimal = Decimal(1)
    share_from: Decimal = Decimal(5)
    share_to: Decimal = Decimal(95)
    coverage_from: Decimal = Decimal(50)
    fewest_members: int = 3


@dataclass(frozen=True)
class TypeFigures:
    """One type of institutions."""

    primaries: Number = None
    employees: Number = None
    members: Number = None


@dataclass(frozen=True)
class Note:
    """The explanatory note. `reasons`: members by code of the reason."""

    reasons: Mapping[str, int] = field(default_factory=dict)
    text: str = ""
    measures: str = ""


@dataclass(frozen=True)
class Report:
    """What is judged. `figures` by the codes of `membership.figures`; a code that is absent is no data."""

    year: int
    figures: Mapping[str, Number]
    state_on: date | None = None
    level: str = ""
    admitted: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    by_type: Mapping[str, TypeFigures] = field(default_factory=dict)
    note: Note = Note()
    stated_coverage: Decimal | None = None
    # Why the opening figure is not the one carried from the last accepted report.
    disagreement: str = ""

    def __getitem__(self, code: str) -> Number:
        return self.figures.get(code)


@dataclass(frozen=True)
class Known:
    """What the house knows besides the report: the last accepted one, the sum of the levels below, the registry."""

    last: Mapping[str, Number] | None = None
    children: Mapping[str, Number] | None = None
    # Primary organizations by the registry at the last state date and at this one.
    registry_change: int | None = None
    # Members whom splits, mergers and transfers brought since the last state date, less those they took.
    carried_net: int = 0


@dataclass(frozen=True)
class Failure:
    """`fields`: the figures that collide, the one to look at first; `numbers` fill the sentence."""

    code: str
    severity: Severity
    fields: tuple[str, ...]
    sentence: Promise
    numbers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in the language of the reader."""
        return str(self.sentence) % {name: _shown(value) for name, value in self.numbers.items()}


Check = Callable[[Report, Known, Thresholds], Iterable[Failure]]


def run(report: Report, known: Known = Known(), thresholds: Thresholds = Thresholds()) -> list[Failure]:
    """Every check that fails, errors first, in the order of the report."""
    found = [failure for check in CHECKS for failure in check(report, known, thresholds)]
    return sorted(found, key=lambda failure: failure.severity != Severity.ERROR)


def errors(failures: Iterable[Failure]) -> list[Failure]:
    return [failure for failure in failures if failure.severity == Severity.ERROR]


# --- Reckoning --------------------------------------------------------------------------------------------


def percent(part: Number, whole: Number, rounding: str = ROUND_HALF_UP) -> Decimal | None:
    """One decimal, half up; None where there is nothing to divide by."""
    if part is None or not whole:
        return None
    return (Decimal(part * 100) / Decimal(whole)).quantize(Decimal("0.1"), rounding=rounding)


def coverage(figures: Mapping[str, Number], rounding: str = ROUND_HALF_UP) -> Decimal | None:
    """Employed members of all employees, never from the members in all."""
    return percent(figures.get("members_employed"), figures.get("employees_total"), rounding)


def not_involved(figures: Mapping[str, Number]) -> int | None:
    employees, employed = figures.get("employees_total"), figures.get("members_employed")
    return None if employees is None or employed is None else employees - employed


def total(values: Iterable[Number]) -> int | None:
    """No data adds nothing; nothing but no data is no data."""
    told = [value for value in values if value is not None]
    return sum(told) if told else None


def expected_opening(known: Known) -> int | None:
    """Where the last accepted report ended, with what events carried since; a new body begins with what it was given."""
    ended = (known.last or {}).get("members_total")
    if ended is None:
        return known.carried_net if known.carried_net > 0 else None
    return max(ended + known.carried_net, 0)


def needs_note(report: Report, known: Known, thresholds: Thresholds) -> int | None:
    """By how many the employed members have fallen, where that is beyond a threshold; else None."""
    before, now = (known.last or {}).get("members_employed"), report["members_employed"]
    if before is None or now is None or now >= before:
        return None
    fall = before - now
    beyond = fall > thresholds.fall_members or Decimal(fall * 100) > thresholds.fall_percent * before
    return fall if beyond else None


# --- Errors -----------------------------------------------------------------------------------------------


def _error(code: str, fields: Iterable[str], sentence: Promise, **numbers: Any) -> Failure:
    return Failure(code, Severity.ERROR, tuple(fields), sentence, numbers)


def _warning(code: str, fields: Iterable[str], sentence: Promise, **numbers: Any) -> Failure:
    return Failure(code, Severity.WARNING, tuple(fields), sentence, numbers)


def check_required(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    for code in required():
        if report[code] is None:
            yield _error(
                "required", [code], _("“%(title)s” is empty: give a number, or 0 where there is none."),
                title=FIGURES[code].title,
            )  # fmt: skip


def check_numbers(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    for code, value in report.figures.items():
        if value is not None and not 0 <= value <= LARGEST:
            yield _error(
                "number", [code], _("“%(title)s” is %(value)s: a whole number from 0 to %(largest)s is accepted."),
                title=FIGURES[code].title, value=value, largest=LARGEST,
            )  # fmt: skip


def check_state_date(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    if report.state_on and report.state_on != date(report.year, 1, 1):
        yield _error(
            "state_date", [], _("The report is of %(day)s: the state on 01.01.%(year)s is asked for."),
            day=f"{report.state_on:%d.%m.%Y}", year=str(report.year),
        )  # fmt: skip


def check_categories(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    members, parts = report["members_total"], [report[code] for code in CATEGORIES]
    if members is None or None in parts:
        return
    if members != (together := total(parts)):
        yield _error(
            "categories", ["members_total", *CATEGORIES],
            _("Members in all %(total)s, but the four categories make %(sum)s: correct one of the five numbers."),
            total=members, sum=together,
        )  # fmt: skip


def check_subsets(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    for code, figure in FIGURES.items():
        part, whole = report[code], report[figure.subset_of] if figure.subset_of else None
        if part is not None and whole is not None and part > whole:
            yield _error(
                "subset", [code, figure.subset_of],
                _("“%(part_title)s” is %(part)s, more than “%(whole_title)s”, which is %(whole)s."),
                part_title=figure.title, part=part, whole_title=FIGURES[figure.subset_of].title, whole=whole,
            )  # fmt: skip


def check_employed(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    employed, employees = report["members_employed"], report["employees_total"]
    if employed is not None and employees is not None and employed > employees:
        yield _error(
            "employed", ["members_employed", "employees_total"],
            _("%(employed)s employed members, but %(employees)s employees in all: members cannot be more."),
            employed=employed, employees=employees,
        )  # fmt: skip


def check_flow(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    opening, admitted, left = (report[code] for code in ("opening_total", "admitted_total", "left_total"))
    closing = report["members_total"]
    if opening is None or admitted is None or left is None or closing is None:
        return
    if opening + admitted - left != closing:
        yield _error(
            "flow", ["members_total", "opening_total", "admitted_total", "left_total"],
            _(
                "%(opening)s at the beginning + %(admitted)s admitted − %(left)s left = %(reckoned)s, "
                "but %(closing)s members are stated."
            ),
            opening=opening, admitted=admitted, left=left, reckoned=opening + admitted - left, closing=closing,
        )  # fmt: skip


def check_reasons(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    """The rows by kind and by reason are the totals, to the last person: half of the reports were wrong here."""
    for code, rows in (("admitted_total", report.admitted), ("left_total", report.left)):
        stated, together = report[code], sum(rows.values())
        if stated is not None and stated != together:
            yield _error(
                "reasons", [code], _("“%(title)s” is %(stated)s, but its rows make %(sum)s."),
                title=FIGURES[code].title, stated=stated, sum=together,
            )  # fmt: skip
        if negative := [row for row, members in rows.items() if members < 0]:
            yield _error(
                "reasons_negative", [code], _("A row of “%(title)s” is below zero: %(rows)s."),
                title=FIGURES[code].title, rows=", ".join(negative),
            )  # fmt: skip


def check_types(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    """Where any type is given, all of them make the totals."""
    for column, code in BY_TYPE.items():
        together = total(getattr(figures, column) for figures in report.by_type.values())
        if together is not None and report[code] is not None and together != report[code]:
            yield _error(
                "types", [code], _("“%(title)s” is %(stated)s, but the types of institutions make %(sum)s."),
                title=FIGURES[code].title, stated=report[code], sum=together,
            )  # fmt: skip


def check_opening(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    """A reorganization may stand in the opening figure or in the flow: both begin where the last report ended."""
    ended, carried = (known.last or {}).get("members_total"), expected_opening(known)
    opening = report["opening_total"]
    if carried is None or opening is None or opening in (ended, carried) or report.disagreement.strip():
        return
    yield _error(
        "opening", ["opening_total"],
        _("The last accepted report ended with %(carried)s members, this one begins with %(opening)s: say why."),
        carried=carried, opening=opening,
    )  # fmt: skip


def check_note(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    fall = needs_note(report, known, thresholds)
    if fall is None:
        return
    if not any(members > 0 for members in report.note.reasons.values()):
        yield _error(
            "note_reasons", ["note_reasons"],
            _("The employed members have fallen by %(fall)s: name at least one reason with the number of members."),
            fall=fall,
        )  # fmt: skip
    if not report.note.measures.strip():
        yield _error(
            "note_measures", ["note_measures"],
            _("The employed members have fallen by %(fall)s: say what is being done about it."), fall=fall,
        )  # fmt: skip


# --- Warnings ---------------------------------------------------------------------------------------------


def check_children(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    for code, summed in (known.children or {}).items():
        stated = report[code]
        if stated is not None and summed is not None and stated != summed:
            yield _warning(
                "children", [code],
                _("“%(title)s” is %(stated)s, the reports of the levels below make %(sum)s: explain the difference."),
                title=FIGURES[code].title, stated=stated, sum=summed,
            )  # fmt: skip


def check_shares(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    for code in ("members_women", "members_youth"):
        part, whole = report[code], report["members_total"]
        if part is None or not whole or not 0 <= part <= whole:
            continue
        share = Decimal(part * 100) / Decimal(whole)
        if not thresholds.share_from <= share <= thresholds.share_to:
            yield _warning(
                "share", [code], _("“%(title)s” make %(share)s %% of the members, which is unusual: look again."),
                title=FIGURES[code].title, share=percent(part, whole),
            )  # fmt: skip


def check_coverage(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    share = coverage(report.figures)
    if share is not None and share < thresholds.coverage_from:
        yield _warning(
            "coverage", ["members_employed", "employees_total"],
            _("The coverage is %(share)s %%, under %(least)s %%: look again at both numbers."),
            share=share, least=thresholds.coverage_from,
        )  # fmt: skip


def check_stated_coverage(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    reckoned, stated = coverage(report.figures), report.stated_coverage
    if stated is None or reckoned is None or stated == reckoned:
        return
    sentence = _("The coverage stated is %(stated)s %%, reckoned %(reckoned)s %%.")
    if stated == coverage(report.figures, ROUND_DOWN):
        sentence = _("The coverage stated, %(stated)s %%, was truncated; rounded it is %(reckoned)s %%.")
    yield _warning("stated_coverage", ["members_employed"], sentence, stated=stated, reckoned=reckoned)


def check_few_members(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    members = report["members_total"]
    if report.level == "primary" and members is not None and members < thresholds.fewest_members:
        yield _warning(
            "few_members", ["members_total"],
            _("A primary organization of %(members)s: at least %(fewest)s members are usual."),
            members=members, fewest=thresholds.fewest_members,
        )  # fmt: skip


def check_same_as_last(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    """Not one figure has changed within a year: last year's file again."""
    if not known.last:
        return
    compared = [code for code in FIGURES if known.last.get(code) is not None and code != "opening_total"]
    if len(compared) > 1 and all(report[code] == known.last[code] for code in compared):
        yield _warning("same_as_last", [], _("Every figure equals last year's: is this last year's report?"))


def check_registry(report: Report, known: Known, thresholds: Thresholds) -> Iterator[Failure]:
    before, now = (known.last or {}).get("primaries"), report["primaries"]
    if before is None or now is None or known.registry_change is None or now - before == known.registry_change:
        return
    yield _warning(
        "registry", ["primaries"],
        _("Primary organizations have changed by %(stated)s, by the registry by %(registered)s: explain or correct."),
        stated=now - before, registered=known.registry_change,
    )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    check_required, check_numbers, check_state_date, check_categories, check_subsets, check_employed, check_flow,
    check_reasons, check_types, check_opening, check_note, check_children, check_shares, check_coverage,
    check_stated_coverage, check_few_members, check_same_as_last, check_registry,
)  # fmt: skip


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return grouped(value) if isinstance(value, int) else str(value)
