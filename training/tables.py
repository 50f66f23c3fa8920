"""Who was trained in one period, by organization and category, with the share of members."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from documents import registry
from documents.dates import short_day
from documents.tables import Column, Table
from reporting.tables.people import organization_columns
from reporting.tables.status import status_column
from training.filters import Scope
from training.known import state_day
from training.models import TraineeCategory
from training.models.report import Counted
from training.statistics import Line, Told, obligations_of

NOTHING_YET = _("No training reports have come in by this day. As soon as the first ones do, they stand here.")


def register() -> None:
    registry.register("training", build_training)


def build_training(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return training_table(Scope.from_words(filters, user=user, as_of=as_of))


class Lines:
    """Rows that can be cut: what was owed, and its status, is asked of the rows of the page only."""

    def __init__(self, scope: Scope, lines: Sequence[Line]) -> None:
        self.scope, self.lines = scope, lines

    def __len__(self) -> int:
        return len(self.lines)

    def count(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Line]:
        lines = list(self.lines[part])
        owed = obligations_of(self.scope, [one.organization for one in lines]) if lines else {}
        for one in lines:
            one.obligation = owed.get(one.organization.pk)
        return lines


def training_table(scope: Scope, sort: str = "") -> Table:
    told = Told(scope, [scope.period.year])
    lines, categories = told.lines(), told.categories()
    columns = _columns(scope, categories)
    return Table(
        name="training",
        title=gettext("Training of activists. {period}").format(period=scope.period.title),
        columns=columns,
        rows=Lines(scope, in_order(lines, columns, sort)),
        totals=partial(_totals, lines, categories),
        as_of=scope.as_of,
        note=note_of(lines, scope),
        empty=NOTHING_YET,
        row_data=lambda line: {"test": "training-row", "organization": line.organization.code},
    )


def report_url(line: Line) -> str | None:
    return reverse("training:report", args=[line.report.submission_id]) if line.report else None


def share_column(**shown: Any) -> Column:
    return Column(
        key="share_of_members", title=_("Share of members, %"), kind="decimal", value="share_of_members", sortable=True,
        **shown,
    )  # fmt: skip


def _columns(scope: Scope, categories: Iterable[TraineeCategory]) -> list[Column]:
    period = scope.period
    return [
        *organization_columns(sortable=True, href=report_url),
        Column(key="period", title=_("Period"), value=lambda line: period.slug, hidden=True),
        status_column(_("Report"), lambda line: line.obligation),
        *(_category_column(one) for one in categories),
        Column(key="trained_total", title=_("Trained in all"), kind="integer", sortable=True),
        share_column(),
        Column(key="members_on", title=_("Members on"), kind="date", value=_members_on),
        Column(key="counted", title=_("Counted"), value=_counted, text=_counted_in_words, hidden=True),
        Column(key="events", title=_("Events held"), kind="integer", sortable=True),
        Column(
            key="schools_count", title=_("Schools of activists"), kind="integer",
            value=lambda line: line.report.schools_count if line.report else None,
        ),
        Column(key="budget_share", title=_("Share of the budget, %"), kind="decimal", places=2, sortable=True),
        Column(key="meets_norm", title=_("Meets the norm"), kind="boolean"),
    ]  # fmt: skip


def _category_column(category: TraineeCategory) -> Column:
    code = category.code
    return Column(
        key=f"trained_{code}", title=category.title, kind="integer", value=lambda line: line.trained.get(code)
    )


def _members_on(line: Line) -> date | None:
    """The day of the membership that the share is reckoned with."""
    return line.members.on if line.share_of_members is not None else None


def _counted(line: Line) -> str | None:
    return line.report.counted if line.report else None


def _counted_in_words(line: Line) -> str:
    return str(Counted(line.report.counted).label) if line.report else ""


def in_order(lines: list[Line], columns: Iterable[Column], sort: str) -> list[Line]:
    """By a figure, no data last whichever way; else by name."""
    column = next((one for one in columns if one.key == sort.removeprefix("-") and one.sortable), None)
    if column is None or not column.is_number:
        return lines[::-1] if sort == "-organization" else lines
    return ranked(lines, column.value_of, backwards=sort.startswith("-"))


def ranked(lines: Iterable[Line], number: Callable[[Line], Any], *, backwards: bool) -> list[Line]:
    lines = list(lines)
    known = sorted((one for one in lines if number(one) is not None), key=number, reverse=backwards)
    return [*known, *(one for one in lines if number(one) is None)]


def _totals(lines: Sequence[Line], categories: Sequence[TraineeCategory]) -> dict[str, Any]:
    """Of counts only: the share of the whole is told in the page of the years."""
    found: dict[str, Any] = {}
    for one in categories:
        found[f"trained_{one.code}"] = _sum(line.trained.get(one.code) for line in lines)
    found["trained_total"] = _sum(line.trained_total for line in lines)
    found["events"] = _sum(line.events for line in lines)
    return {code: number for code, number in found.items() if number is not None}


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def note_of(lines: Sequence[Line], scope: Scope) -> str:
    """Of how many the sum is, and with which membership the shares are reckoned."""
    told = [one for one in lines if one.report]
    parts = [
        gettext("Organizations that told: {told} of {all}. A dash is no data, and differs from zero.").format(
            told=len(told), all=len(lines)
        )
    ]
    wanted = state_day(scope.period)
    other = sorted({one.members.on for one in told if one.share_of_members is not None and one.members.on} - {wanted})
    if other:
        sentence = gettext(
            "Shares belong to the members on {wanted}; where there are no figures of that day, to those on another one, "
            "named in the row: {days}."
        )
        parts.append(sentence.format(wanted=short_day(wanted), days=", ".join(map(short_day, other))))
    if any(one.report and one.report.counted == Counted.ATTENDANCES for one in told):
        parts.append(gettext("Some count attendances, and not persons: their share may be larger than it is."))
    return " ".join(parts)
