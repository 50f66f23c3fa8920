"""One form in one period, by organization: whatever the form, one code."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Literal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy as _

from documents import registry
from documents.tables import Column, Table
from indicators import structure
from indicators.checks import Stated
from indicators.filters import UNDERSTOOD, Scope
from indicators.models import FormAsked, Indicator
from indicators.showing import Answer, in_words, plain
from indicators.statistics import Reports, Told, added_up, told
from indicators.structure import Asked
from organizations.models import Organization
from reporting.models import Obligation
from reporting.periods import Period
from reporting.tables.people import organization_columns
from reporting.tables.status import status_column

NOTHING_YET = _("No figures have come in by this day. As soon as the first ones do, they stand here.")


def register() -> None:
    registry.register("activity", build_activity)


def build_activity(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return activity_table(Scope.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD))


# --- One form, one period -----------------------------------------------------------------------------------


@dataclass
class Line:
    """One organization: what it owed and what it told."""

    organization: Organization
    answers: Mapping[str, Answer]
    obligation: Obligation | None = None


class Lines:
    """Rows that can be cut: what was owed, and its status, is asked of the rows of the page only."""

    def __init__(self, scope: Scope, organizations: Sequence[Organization], by_place: Told) -> None:
        self.scope, self.organizations, self.by_place = scope, organizations, by_place

    def __len__(self) -> int:
        return len(self.organizations)

    def count(self) -> int:
        return len(self.organizations)

    def __iter__(self) -> Iterator[Line]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Line]:
        bodies, year = self.organizations[part], self.scope.period.year
        owed = obligations_of(self.scope, bodies) if bodies else {}
        return [Line(one, self.by_place.get((one.pk, year), {}), owed.get(one.pk)) for one in bodies]


def obligations_of(scope: Scope, bodies: Iterable[Organization]) -> dict[int, Obligation]:
    """What each owes for the period, with its status; a year that is reckoned is owed by nobody."""
    if scope.is_reckoned or scope.form_of.is_by_apparatus:
        return {}
    found = {}
    asked = FormAsked.objects.filter(form=scope.form_of, part=scope.period.part).select_related("requirement")
    by_requirement = {one.requirement_id: one for one in asked}
    keys = {str(scope.period.year - one.shift) for one in asked} | {""}
    owed = Obligation.objects.visible_to(scope.user).with_status(scope.as_of).select_related("requirement")
    for one in owed.filter(requirement__in=list(by_requirement), organization__in=list(bodies), key__in=keys):
        if by_requirement[one.requirement_id].period_of(one) == scope.period:
            found[one.organization_id] = one
    return found


def activity_table(scope: Scope, sort: str = "") -> Table:
    year = scope.period.year
    reports = Reports(scope, [year])
    by_place = told(reports, scope.indicators)
    bodies = list(scope.organizations(reports.organizations))
    asked = [one.as_asked() for one in scope.indicators]
    return Table(
        name="activity",
        title=f"{scope.form_of.title}. {scope.period.title}",
        columns=_columns(scope),
        rows=Lines(scope, _in_order(bodies, by_place, year, scope.indicators, sort), by_place),
        totals=partial(_totals, asked, by_place, year),
        as_of=scope.as_of,
        note=note_of(scope, reports, [year]),
        empty=NOTHING_YET,
        row_data=lambda line: {"test": "activity-row", "organization": line.organization.code},
    )


def _columns(scope: Scope) -> list[Column]:
    period = scope.period
    return [
        *organization_columns(sortable=True, href=lambda line: years_url(scope, line.organization)),
        Column(key="period", title=_("Period"), value=lambda line: period.slug, hidden=True),
        status_column(
            _("Report"), lambda line: line.obligation, hidden=scope.is_reckoned or scope.form_of.is_by_apparatus
        ),
        *(_figure_column(one) for one in scope.indicators),
        Column(key="approximate", title=_("Approximate"), value=_approximate, hidden=True),
    ]


def years_url(scope: Scope, organization: Organization) -> str:
    named = {"year": str(scope.period.year), "part": scope.period.part, "organization": organization.code}
    query = urlencode({**named, "as_of": scope.as_of.isoformat()})
    return f"{reverse('indicators:years', args=[scope.form_of.code])}?{query}"


def kind_of(one: Indicator) -> Literal["text", "integer", "decimal", "boolean", "date"]:
    if one.answer in (structure.YES_NO, structure.NONE_OF):
        return "boolean"
    if one.answer in structure.NUMERIC:
        return "decimal" if one.decimals or one.answer == structure.SHARE else "integer"
    return "date" if one.answer == structure.DAY else "text"


def _figure_column(one: Indicator) -> Column:
    def value(line: Line) -> Any:
        found = plain(one, line.answers.get(one.code))
        return date.fromisoformat(found) if one.answer == structure.DAY and found else found

    return Column(
        key=one.code,
        title=one.titled,
        kind=kind_of(one),
        value=value,
        text=lambda line: in_words(one, line.answers.get(one.code)),
        places=one.decimals,
        sortable=one.answer in structure.NUMERIC,
    )


def _approximate(line: Line) -> str:
    return ", ".join(code for code, one in line.answers.items() if isinstance(one, Stated) and one.is_approximate)


def _in_order(
    bodies: list[Organization], by_place: Told, year: int, indicators: Sequence[Indicator], sort: str
) -> list[Organization]:
    """By a figure, no data last whichever way; else by name."""
    code = sort.removeprefix("-")
    if code not in {one.code for one in indicators if one.answer in structure.NUMERIC}:
        return bodies[::-1] if sort == "-organization" else bodies
    numbers = {one.pk: number_of(by_place.get((one.pk, year), {}).get(code)) for one in bodies}
    return sorted_by(bodies, lambda one: numbers[one.pk], backwards=sort.startswith("-"))


def sorted_by(rows: Iterable[Any], number: Callable[[Any], Any], *, backwards: bool) -> list[Any]:
    rows = list(rows)
    known = sorted((one for one in rows if number(one) is not None), key=number, reverse=backwards)
    return [*known, *(one for one in rows if number(one) is None)]


def number_of(answer: Answer) -> Decimal | None:
    return answer.number if isinstance(answer, Stated) else None


def _totals(asked: Sequence[Asked], by_place: Told, year: int) -> dict[str, Any]:
    """Of counts only: shares, days and words have no sum."""
    added = added_up([one for one in asked if one.answer == structure.NUMBER], by_place, year)
    decimals = {one.code: one.decimals for one in asked}
    return {code: (one.number if decimals[code] else int(one.number)) for code, one in added.items() if one is not None}


def note_of(scope: Scope, reports: Reports, years: Sequence[int]) -> str:
    """A sum says of how many it is: fewer organizations are no fall."""
    numbers = [reports.reported(year) for year in years]
    told = ", ".join(f"{Period(year, scope.period.part).title} – {n}" for year, n in zip(years, numbers, strict=True))
    sentence = gettext("Organizations that told all figures: {told}. A dash is no data, and differs from zero.")
    parts = [sentence.format(told=told)]
    if len(set(numbers)) > 1 and not scope.whole:
        parts.append(gettext("They are not as many every year: a change of the sum may come from that alone."))
    if scope.is_reckoned:
        parts.append(
            gettext(
                "The year is reckoned: what happened is added up where every part is told; of a state the last part counts."
            )
        )
    return " ".join(parts)
