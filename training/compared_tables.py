"""Who trains most, whose budget meets the norm, and how it was in the years before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from documents import registry
from documents.charts import Bar, Bars
from documents.tables import Column, Table
from organizations.models import Organization
from reporting.tables.people import organization_columns
from training.checks import in_percent, share
from training.filters import Scope
from training.statistics import Line, Told
from training.tables import NOTHING_YET, note_of, ranked, report_url

# So many of a ranking are drawn; the table holds all.
DRAWN = 30


def register() -> None:
    for name, table in (
        ("training_ranking", ranking_table),
        ("training_budget", budget_table),
        ("training_years", years_table),
    ):
        registry.register(name, _builder(table))


def _builder(table: Any) -> Any:
    def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
        return table(Scope.from_words(filters, user=user, as_of=as_of))

    return build


# --- Ranking by coverage ----------------------------------------------------------------------------------


@dataclass
class Ranked:
    rank: int | None
    line: Line


def ranking_table(scope: Scope) -> Table:
    lines = Told(scope, [scope.period.year]).lines()
    rows = with_ranks(lines)
    return Table(
        name="training_ranking",
        title=gettext("Coverage by training. {period}").format(period=scope.period.title),
        columns=[
            Column(key="rank", title=_("Rank"), kind="integer", width=8),
            *organization_columns("line.organization", href=lambda row: report_url(row.line)),
            Column(key="trained_total", title=_("Trained in all"), kind="integer", value="line.trained_total"),
            Column(key="members", title=_("Members"), kind="integer", value=lambda row: row.line.members.total),
            Column(key="members_on", title=_("Members on"), kind="date", value=lambda row: row.line.members.on),
            Column(
                key="share_of_members", title=_("Share of members, %"), kind="decimal", value="line.share_of_members"
            ),
        ],
        rows=rows,
        as_of=scope.as_of,
        note=note_of(lines, scope),
        empty=NOTHING_YET,
        row_data=lambda row: {"test": "ranking-row", "organization": row.line.organization.code},
    )


def with_ranks(lines: Sequence[Line]) -> list[Ranked]:
    """The highest share first; equal shares share a place, and those without data have none."""
    found: list[Ranked] = []
    for number, line in enumerate(ranked(lines, lambda one: one.share_of_members, backwards=True), start=1):
        same = found and found[-1].line.share_of_members == line.share_of_members
        place = found[-1].rank if same else number
        found.append(Ranked(None if line.share_of_members is None else place, line))
    return found


def picture(table: Table) -> Bars | None:
    told = [row for row in table.items if row.rank is not None]
    if len(told) < 2:
        return None
    return Bars(
        id="coverage",
        title=gettext("Share of members trained, %"),
        description=gettext("The highest share first; the table says the same in numbers."),
        bars=[
            Bar(
                row.line.organization.name,
                float(row.line.share_of_members),
                in_percent(row.line.share_of_members, 1),
                url=report_url(row.line) or "",
            )
            for row in told[:DRAWN]
        ],
    )


# --- The budget against the norm --------------------------------------------------------------------------


def budget_table(scope: Scope) -> Table:
    told = Told(scope, [scope.period.year])
    lines, norm = told.lines(), told.norms[scope.period.year]
    known = [one.meets_norm for one in lines if one.meets_norm is not None]
    note = gettext("The norm is met by {met} of {told} that told their share.").format(met=sum(known), told=len(known))
    if norm:
        sentence = gettext("Norm: at least {norm} ({source}).")
        note = f"{sentence.format(norm=in_percent(norm.percent), source=norm.source)} {note}"
    return Table(
        name="training_budget",
        title=gettext("Training in the budget. {period}").format(period=scope.period.title),
        columns=[
            *organization_columns(href=report_url),
            Column(key="budget_plan", title=_("Plan, %"), kind="decimal", places=2),
            Column(key="budget_share", title=_("Fact, %"), kind="decimal", places=2),
            Column(key="norm", title=_("Norm, %"), kind="decimal", places=2),
            Column(key="against_norm", title=_("Fact less norm"), kind="decimal", places=2, value=_against),
            Column(key="meets_norm", title=_("Meets the norm"), kind="boolean"),
            Column(key="spent", title=_("Spent, tenge"), kind="decimal", places=0, value="report.spent"),
        ],
        rows=ranked(lines, lambda one: one.budget_share, backwards=False),
        as_of=scope.as_of,
        note=note,
        empty=NOTHING_YET,
        row_data=lambda line: {"test": "budget-row", "organization": line.organization.code},
    )


def _against(line: Line) -> Decimal | None:
    return None if line.budget_share is None or line.norm is None else line.budget_share - line.norm


# --- Years ------------------------------------------------------------------------------------------------


@dataclass
class OfYears:
    organization: Organization
    by_year: Mapping[int, Line]


def years_table(scope: Scope) -> Table:
    """The same part of each year: a half-year is set beside that half-year only."""
    told = Told(scope, scope.years)
    rows = [OfYears(one, {year: told.line(one, year) for year in scope.years}) for one in told.organizations]
    return Table(
        name="training_years",
        title=gettext("Training over the years: {period}").format(period=scope.period.title),
        columns=[*organization_columns(), *(column for year in scope.years for column in _year_columns(year))],
        rows=rows,
        totals=_sums(rows, scope.years),
        as_of=scope.as_of,
        note=_note_of_years(rows, scope.years),
        empty=NOTHING_YET,
        row_data=lambda row: {"test": "years-row", "organization": row.organization.code},
    )


def _year_columns(year: int) -> list[Column]:
    return [
        Column(
            key=f"trained_{year}", title=gettext("Trained, {year}").format(year=str(year)), kind="integer",
            value=lambda row: row.by_year[year].trained_total,
        ),
        Column(
            key=f"share_{year}", title=gettext("Share of members, %, {year}").format(year=str(year)), kind="decimal",
            value=lambda row: row.by_year[year].share_of_members,
        ),
    ]  # fmt: skip


def _sums(rows: Sequence[OfYears], years: Sequence[int]) -> dict[str, Any]:
    """The share of the whole is that of the sums, over those that told both, and is not a sum of shares."""
    found: dict[str, Any] = {}
    for year in years:
        told = [row.by_year[year] for row in rows if row.by_year[year].trained_total is not None]
        if told:
            found[f"trained_{year}"] = sum(one.trained_total or 0 for one in told)
        both = [one for one in told if one.members.total]
        if both:
            trained = sum(one.trained_total or 0 for one in both)
            found[f"share_{year}"] = share(trained, sum(one.members.total or 0 for one in both))
    return found


def _note_of_years(rows: Sequence[OfYears], years: Sequence[int]) -> str:
    numbers = {year: sum(row.by_year[year].report is not None for row in rows) for year in years}
    listed = ", ".join(f"{year} – {number}" for year, number in numbers.items())
    note = gettext("Organizations that told: {listed}. A dash is no data, and differs from zero.").format(listed=listed)
    if len(set(numbers.values())) > 1:
        note += " " + gettext("They are not as many every year: a change of the sum may come from that alone.")
    return note
