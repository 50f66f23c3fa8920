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
LIST_OF_ROWS = {Classifier.List.ADMISSION: "in_", Classifier.List.LEAVING: "out_", Classifier.List.FALL: "why_"}
Answers = dict[str, Any]


def moved_name(from_category: str, to_category: str) -> str:
    return f"moved_{from_category.removeprefix('members_')}_{to_category.removeprefix('members_')}"


MOVES = {moved_name(one, other): (one, other) for one in CATEGORIES for other in CATEGORIES if one != other}


def row_name(row: Classifier, column: str = "") -> str:
    if row.list == Classifier.List.INSTITUTION:
        return f"type_{row.code}_{column}"
    return f"{LIST_OF_ROWS[Classifier.List(row.list)]}{row.code}"


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
    for flow in FlowRow.objects.filter(**of).select_related("classifier"):
        yield flow.report_id, row_name(flow.classifier), flow.members
    for move in MovedRow.objects.filter(**of):
        yield move.report_id, moved_name(move.from_category, move.to_category), move.members
    for row in TypeRow.objects.filter(**of).select_related("type"):
        for column in COLUMNS:
            if getattr(row, column) is not None:
                yield row.report_id, row_name(row.type, column), getattr(row, column)
    for reason in NoteReason.objects.filter(**of).select_related("reason"):
        yield reason.report_id, row_name(reason.reason), reason.members


def as_checked(answers: Mapping[str, Any], lists: Lists, *, year: int, level: str) -> checks.Report:
    """Answers, typed or imported, as the checks take them."""

    def told(rows: Iterable[Classifier]) -> dict[str, int]:
        return {row.code: answers[row_name(row)] for row in rows if answers.get(row_name(row)) is not None}

    def of_type(row: Classifier) -> checks.TypeFigures:
        return checks.TypeFigures(**{column: answers.get(row_name(row, column)) for column in COLUMNS})

    return checks.Report(
        year=year,
        figures={code: answers.get(code) for code in FIGURES},
        level=level,
        admitted=told(lists.admission),
        left=told(lists.leaving),
        by_type={row.code: found for row in lists.institution if (found := of_type(row)) != checks.TypeFigures()},
        note=checks.Note(
            reasons=told(lists.fall),
            text=answers.get("note_text") or "",
            measures=answers.get("note_measures") or "",
        ),
        stated_coverage=answers.get("stated_coverage"),
        disagreement=answers.get("disagreement") or "",
    )
