"""The answers of a report, by the code of the indicator: a figure, or a day and words as text. No data has no entry."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from indicators import structure
from indicators.checks import Figures, Stated
from indicators.models import ActivityReport, Figure, Indicator
from indicators.showing import Answer
from reporting.periods import Period

Answers = Mapping[str, Answer]


def answers_of(report: ActivityReport) -> dict[str, Answer]:
    return answers_of_many([report]).get(report.pk, {})


def answers_of_many(reports: Iterable[ActivityReport]) -> dict[int, dict[str, Answer]]:
    """By the number of the report; one query."""
    found: dict[int, dict[str, Answer]] = {report.pk: {} for report in reports}
    rows = Figure.objects.filter(report__in=list(found)).order_by()
    for pk, code, number, text, about in rows.values_list(
        "report", "indicator__code", "number", "text", "is_approximate"
    ):
        found[pk][code] = text if number is None else Stated(Decimal(number), about)
    return found


def answers_by_period(reports: Any) -> dict[Period, dict[str, Answer]]:
    """Of one form and one organization; one query. Where nothing was told, nothing stands."""
    found: dict[Period, dict[str, Answer]] = {}
    rows = Figure.objects.filter(report__in=reports.order_by().values("pk")).order_by("report", "pk")
    for year, part, code, number, text, about in rows.values_list(
        "report__year", "report__part", "indicator__code", "number", "text", "is_approximate"
    ):
        answer = text if number is None else Stated(Decimal(number), about)
        found.setdefault(Period(year, part), {})[code] = answer
    return found


def figures_of(answers: Answers) -> Figures:
    """What the checks reckon with."""
    return {code: answer for code, answer in answers.items() if isinstance(answer, Stated)}


def rows_of(report: ActivityReport, indicators: Sequence[Indicator], answers: Answers) -> list[Figure]:
    """Zero is told and kept; no data is not. What is reckoned is never kept."""
    rows = []
    for one in indicators:
        answer = answers.get(one.code)
        if answer is None or answer == "" or one.answer in structure.COMPUTED:
            continue
        said = (
            {"text": answer}
            if isinstance(answer, str)
            else {"number": answer.number, "is_approximate": answer.is_approximate}
        )
        rows.append(Figure(report=report, indicator=one, **said))
    return rows
