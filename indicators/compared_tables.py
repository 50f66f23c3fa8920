"""Three years side by side, and the ranking by one indicator: whatever the form, one code."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from documents import registry
from documents.tables import Column, Table
from indicators import structure
from indicators.checks import Stated
from indicators.comparison import Change, change, ranks
from indicators.filters import OF_ONE, UNDERSTOOD, Scope
from indicators.models import Indicator
from indicators.showing import number
from indicators.statistics import Reports, sums, told
from indicators.structure import Asked
from indicators.tables import NOTHING_YET, note_of, number_of, sorted_by, years_url
from indicators.wording import signed, signed_percent
from organizations.models import Organization
from reporting.periods import Period
from reporting.tables.people import organization_columns

YEAR_KEYS = ("year_before_last", "last_year", "this_year")


def register() -> None:
    registry.register("activity_years", build_years)
    registry.register("activity_ranking", build_ranking)


def build_years(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return years_table(Scope.from_words(filters, user=user, as_of=as_of, understood=UNDERSTOOD))


def build_ranking(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return ranking_table(Scope.from_words(filters, user=user, as_of=as_of, understood=OF_ONE))


# --- Three years side by side -------------------------------------------------------------------------------


@dataclass
class Compared:
    """Figures of one thing in three years, the earliest first."""

    asked: Asked
    figures: Sequence[Stated | None]
    indicator: Indicator | None = None
    organization: Organization | None = None
    rank: int | None = None
    last: Change = field(init=False)
    before: Change = field(init=False)

    def __post_init__(self) -> None:
        points = self.asked.is_percent
        earliest, middle, latest = self.figures
        self.last = change(latest, middle, is_points=points)
        self.before = change(middle, earliest, is_points=points)

    @property
    def places(self) -> int:
        return max(self.asked.decimals, 1) if self.asked.is_percent else self.asked.decimals


def years_table(scope: Scope) -> Table:
    """Rows are indicators: of one organization, or added up over all that are selected."""
    reports = Reports(scope, scope.years)
    found = sums(reports, scope.indicators)
    rows = [
        Compared(one.as_asked(), [found[year].get(one.code) for year in scope.years], indicator=one)
        for one in scope.indicators
        if one.answer in (*structure.NUMERIC, structure.YES_NO, structure.NONE_OF)
    ]
    whose = scope.whole.name if scope.whole else gettext("all organizations selected")
    return Table(
        name="activity_years",
        title=f"{scope.form_of.title}: {whose}",
        columns=[
            Column(key="code", title=_("Code"), value="indicator.code", hidden=True),
            Column(key="indicator", title=_("Indicator"), value="indicator.titled", width=46),
            *_compared_columns(scope),
        ],
        rows=rows,
        as_of=scope.as_of,
        note=note_of(scope, reports, scope.years),
        empty=NOTHING_YET,
        row_data=lambda row: {"test": "years-row", "indicator": row.indicator.code},
    )


def _compared_columns(scope: Scope, *, sortable: bool = False) -> list[Column]:
    figures = [_year_column(scope, place, key, sortable) for place, key in enumerate(YEAR_KEYS)]
    last, before = _change_columns("change", "last", sortable), _change_columns("change_before", "before", False)
    return [*figures, *last, *(replace(one, hidden=True) for one in before)]


def _year_column(scope: Scope, place: int, key: str, sortable: bool) -> Column:
    def value(row: Compared) -> Any:
        found = row.figures[place]
        if found is None:
            return None
        return found.number if row.places else int(found.number)

    def text(row: Compared) -> str:
        found = row.figures[place]
        return number(found, row.places) if found is not None else ""

    title = Period(scope.years[place], scope.period.part).title
    return Column(key=key, title=title, kind="decimal", value=value, text=text, sortable=sortable and place == 2)


def _change_columns(key: str, name: str, sortable: bool) -> list[Column]:
    def of(row: Compared) -> Change:
        return getattr(row, name)

    def absolute(row: Compared) -> str:
        words = signed(of(row).absolute, row.places)
        return gettext("{change} p.p.").format(change=words) if words and row.asked.is_percent else words

    titles = {
        "last": (_("Growth or fall"), _("Growth or fall, %")),
        "before": (_("Growth or fall a year before"), _("Growth or fall a year before, %")),
    }
    return [
        Column(
            key=key, title=titles[name][0], kind="decimal", value=lambda row: of(row).absolute, text=absolute,
            sortable=sortable,
        ),
        Column(
            key=f"{key}_percent", title=titles[name][1], kind="decimal", value=lambda row: of(row).percent,
            text=lambda row: signed_percent(of(row).percent), sortable=sortable,
        ),
    ]  # fmt: skip


# --- Ranking ------------------------------------------------------------------------------------------------

ORDERS: Mapping[str, Callable[[Compared], Decimal | None]] = {
    "this_year": lambda row: number_of(row.figures[-1]),
    "change": lambda row: row.last.absolute,
    "change_percent": lambda row: row.last.percent,
}


def ranking_table(scope: Scope, sort: str = "") -> Table:
    """Organizations by one indicator, the largest first; who has no data has no place."""
    one = scope.indicator
    reports = Reports(scope, scope.years)
    rows = _ranked(scope, reports, one, sort) if one else []
    return Table(
        name="activity_ranking",
        title=f"{scope.form_of.title}: {one.titled}" if one else scope.form_of.title,
        columns=[
            *organization_columns(href=lambda row: years_url(scope, row.organization)),
            Column(key="rank", title=_("Rank"), kind="integer", width=8),
            *_compared_columns(scope, sortable=True),
        ],
        rows=rows,
        as_of=scope.as_of,
        note=note_of(scope, reports, scope.years),
        empty=NOTHING_YET,
        row_data=lambda row: {"test": "ranking-row", "organization": row.organization.code},
    )


def _ranked(scope: Scope, reports: Reports, one: Indicator, sort: str) -> list[Compared]:
    by_place, asked = told(reports, scope.indicators, [one]), one.as_asked()

    def figure(body: Organization, year: int) -> Stated | None:
        answer = by_place.get((body.pk, year), {}).get(one.code)
        return answer if isinstance(answer, Stated) else None

    rows = [
        Compared(asked, [figure(body, year) for year in scope.years], organization=body)
        for body in scope.organizations(reports.organizations)
    ]
    for row, place in zip(rows, ranks([number_of(row.figures[-1]) for row in rows]), strict=True):
        row.rank = place
    order = ORDERS.get(sort.removeprefix("-"))
    if order is None:
        return sorted_by(rows, ORDERS["this_year"], backwards=True)
    return sorted_by(rows, order, backwards=sort.startswith("-"))
