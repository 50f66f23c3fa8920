"""How the answers of a report are called in its form, its draft and its spreadsheet, and what a kept report answers.

members_total …          the figures, by their codes
in_<code>, out_<code>    admitted by kind, left by reason
moved_<from>_<to>        from one category of members to another
type_<code>_<column>     one type of institutions
why_<code>               members by reason of the fall
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from membership import checks
from membership.figures import BY_TYPE, CATEGORIES, FIGURES
from membership.lists import INSIDE
from membership.models import Classifier, FlowRow, MembershipReport, MovedRow, NoteReason, TypeRow

WORDS = (
    "opening_source",
    "disagreement",
    "base_submitted",
    "stated_coverage",
    "note_text",
    "note_measures",
    "difference",
    "explanation",
)
INSIDE_IN, INSIDE_OUT = f"in_{INSIDE}", f"out_{INSIDE}"
COLUMNS = tuple(BY_TYPE)
LIST_OF_ROWS: Mapping[str, str] = {
    Classifier.List.ADMISSION: "in_", Classifier.List.LEAVING: "out_", Classifier.List.FALL: "why_",
}  # fmt: skip
Answers = dict[str, Any]


def moved_name(from_category: str, to_category: str) -> str:
    return f"moved_{from_category.removeprefix('members_')}_{to_category.removeprefix('members_')}"


MOVES = {moved_name(one, other): (one, other) for one in CATEGORIES for other in CATEGORIES if one != other}


def row_name(row: Classifier, column: str = "") -> str:
    return name_of(row.list, row.code, column)


def name_of(listed_in: str, code: str, column: str = "") -> str:
    if listed_in == Classifier.List.INSTITUTION:
        return f"type_{code}_{column}"
    return f"{LIST_OF_ROWS[listed_in]}{code}"


@dataclass(frozen=True)
class Lists:
    """The rows that the reports of one year are broken down by."""

    admission: tuple[Classifier, ...]
    leaving: tuple[Classifier, ...]
    institution: tuple[Classifier, ...]
    fall: tuple[Classifier, ...]

    @classmethod
    def of(cls, year: int) -> "Lists":
        found: dict[str, list[Classifier]] = defaultdict(list)
        for row in Classifier.objects.in_year(year):
            found[row.list].append(row)
        return cls(**{name: tuple(found[name]) for name in Classifier.List.values})

    @cached_property
    def names(self) -> Mapping[int, str]:
        """What every row that is one number answers to, by its own number."""
        return {row.pk: row_name(row) for row in (*self.admission, *self.leaving, *self.fall)}

    @cached_property
    def type_names(self) -> Mapping[int, Mapping[str, str]]:
        """The three answers of each type of institutions, by its own number."""
        return {row.pk: {column: row_name(row, column) for column in COLUMNS} for row in self.institution}

    @property
    def rows(self) -> Iterator[Classifier]:
        yield from (*self.admission, *self.leaving, *self.institution, *self.fall)

    @property
    def counted(self) -> Iterator[str]:
        """The answers beside the figures that can be summed over bodies."""
        yield from (row_name(row) for row in (*self.admission, *self.leaving))
        yield from (row_name(row, column) for row in self.institution for column in COLUMNS)
        yield from MOVES


def answers_of(report: MembershipReport) -> Answers:
    """All that a kept report says, by name; what it does not say is absent or empty."""
    return answers_of_many([report])[report.pk]


def answers_of_many(reports: Iterable[MembershipReport]) -> dict[int, Answers]:
    """By the report's number; four queries for any number of reports."""
    found: dict[int, Answers] = {
        report.pk: {**report.figures, **{name: getattr(report, name) for name in WORDS}} for report in reports
    }
    for pk, name, value in rows_of_many(found):
        found[pk][name] = value
    return found


def rows_of_many(reports: Mapping[int, Any]) -> Iterator[tuple[int, str, int]]:
    """Report, name and number of every row beside the figures."""
    of = {"report__in": list(reports)}
    flow = FlowRow.objects.filter(**of).values_list("report", "classifier__list", "classifier__code", "members")
    for report, listed_in, code, members in flow:
        yield report, name_of(listed_in, code), members
    for report, one, other, members in MovedRow.objects.filter(**of).values_list(
        "report", "from_category", "to_category", "members"
    ):
        yield report, moved_name(one, other), members
    for report, code, *numbers in TypeRow.objects.filter(**of).values_list("report", "type__code", *COLUMNS):
        for column, number in zip(COLUMNS, numbers, strict=True):
            if number is not None:
                yield report, name_of(Classifier.List.INSTITUTION, code, column), number
    for report, code, members in NoteReason.objects.filter(**of).values_list("report", "reason__code", "members"):
        yield report, name_of(Classifier.List.FALL, code), members


def as_checked(answers: Mapping[str, Any], lists: Lists, *, year: int, level: str) -> checks.Report:
    """Answers, typed or imported, as the checks take them."""

    def told(rows: Iterable[Classifier]) -> dict[str, int]:
        return {row.code: number for row in rows if (number := answers.get(names[row.pk])) is not None}

    names = lists.names
    by_type = {
        row.code: checks.TypeFigures(**found)
        for row in lists.institution
        if (found := {column: answers[name] for column, name in lists.type_names[row.pk].items() if name in answers})
    }

    return checks.Report(
        year=year,
        figures={code: answers.get(code) for code in FIGURES},
        level=level,
        admitted=told(lists.admission),
        left=told(lists.leaving),
        by_type={code: found for code, found in by_type.items() if found != checks.TypeFigures()},
        note=checks.Note(
            reasons=told(lists.fall),
            text=answers.get("note_text") or "",
            measures=answers.get("note_measures") or "",
        ),
        stated_coverage=answers.get("stated_coverage"),
        disagreement=answers.get("disagreement") or "",
    )
