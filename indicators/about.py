"""Who is told about by the apparatus, and what was entered of a period already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.answers import answers_of_many
from indicators.models import ActivityForm, ActivityReport
from indicators.showing import Answer
from organizations.models import Level, Organization
from reporting.periods import Period


@dataclass(frozen=True)
class Line:
    """One organization; `report` is what stands of it, None where nothing was entered."""

    organization: Organization
    report: ActivityReport | None
    answers: Mapping[str, Answer]


def existing_in(visible: Any, period: Period) -> Any:
    """The member organizations that were there at the end of the period or at its beginning."""
    ended = Organization.objects.existing_on(period.last_day).values("pk")
    begun = Organization.objects.existing_on(period.first_day).values("pk")
    found = visible.filter(level=Level.MEMBER)
    return (found.filter(pk__in=ended) | found.filter(pk__in=begun)).in_order(ranked=False)


def lines_of(form: ActivityForm, visible: Any, period: Period, day: date) -> list[Line]:
    standing = ActivityReport.objects.current_on(day).filter(
        form=form, submission=None, first_day=period.first_day, last_day=period.last_day
    )
    reports = {one.organization_id: one for one in standing.select_related("recorded_by__person")}
    answers = answers_of_many(reports.values())
    return [
        Line(one, reports.get(one.pk), answers.get(reports[one.pk].pk, {}) if one.pk in reports else {})
        for one in existing_in(visible, period)
    ]
