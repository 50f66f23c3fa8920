"""The tables of the leadership's screen: the same numbers by requirement, by region and by year."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from django.utils.translation import gettext, gettext_lazy as _

from documents.tables import Column, Table
from overview import leadership_pictures
from overview.addresses import Addresses
from overview.leadership import Screen
from reporting.filters import ABSENT, EXPECTED
from reporting.statuses import OVERDUE_STATUSES, Status
from reporting.tables.people import organization_columns
from reporting.tables.rates import TITLES, Row

# Shown where there are any; in the files always.
SELDOM = (Status.RECEIVED, Status.RETURNED)
COUNTED = (Status.ON_TIME, Status.LATE, Status.RECEIVED, Status.RETURNED, Status.MISSING)
AHEAD = (Status.NOT_DUE, Status.EXEMPT)
# What narrows a list to one row.
Narrowing: TypeAlias = Callable[[Row], Mapping[str, Any]]


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return requirements_table(Screen.from_words(filters, user=user, as_of=as_of))


def build_regions(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return regions_table(Screen.from_words(filters, user=user, as_of=as_of))


def build_years(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return years_table(Screen.from_words(filters, user=user, as_of=as_of))


def requirements_table(screen: Screen) -> Table:
    of = Column(
        key="requirement_title",
        title=_("Requirement"),
        value="requirement.title",
        href=lambda row: row["requirement"].get_absolute_url(),
        width=34,
    )
    code = Column(key="requirement", title=_("Requirement code"), value="requirement.code", hidden=True, width=20)
    return Table(
        name="leadership",
        title=_("By requirement"),
        columns=[of, code, *_numbers(screen, lambda row: {"requirement": row["requirement"].code})],
        rows=screen.requirements,
        totals=screen.totals,
        as_of=screen.as_of,
        note=note(screen),
        empty=_("Nothing was asked for this period."),
        row_data=lambda row: {"requirement": row["requirement"].code},
    )


def regions_table(screen: Screen) -> Table:
    return Table(
        name="leadership_regions",
        title=_("Handed in by region"),
        columns=[
            Column(
                key="region_title", title=_("Region"), width=34,
                value=lambda row: row["region"].name if row["region"] else gettext("region not stated"),
            ),
            Column(key="region", title=_("ISO code"), value="region.iso", hidden=True),
            *_numbers(screen, lambda row: {"region": row["region"].iso}, linked=lambda row: row["region"] is not None),
        ],
        rows=screen.regions,
        drawing=lambda: leadership_pictures.of_regions(screen).wide,
        totals=screen.totals,
        as_of=screen.as_of,
        note=note(screen),
        row_data=lambda row: {"region": row["region"].iso if row["region"] else ""},
    )  # fmt: skip


def years_table(screen: Screen) -> Table:
    addresses = Addresses(screen)
    return Table(
        name="leadership_years",
        title=_("Share in time by year"),
        columns=[
            Column(
                key="year", title=_("Year of the due day"), value=lambda row: row["year"],
                href=lambda row: addresses.of_year(row["year"]),
            ),
            *_numbers(screen, addresses.year),
        ],
        rows=screen.years[::-1],
        drawing=lambda: leadership_pictures.wide_or_none(leadership_pictures.of_years(screen.years, screen.as_of)),
        as_of=screen.as_of,
        note=note(screen, with_period=False),
        row_data=lambda row: {"year": row["year"]},
    )  # fmt: skip


def worst_table(screen: Screen) -> Table:
    name = organization_columns(href=lambda row: row["organization"].get_absolute_url())
    addresses = Addresses(screen)

    def absent(row: Row) -> int:
        return sum(row[status] for status in OVERDUE_STATUSES)

    def list_of_absent(row: Row) -> str | None:
        return addresses.obligations(organization=row["organization"].code, status=ABSENT) if absent(row) else None

    table = Table(
        name="leadership_worst",
        title=_("Who has handed in the least"),
        columns=[
            *name,
            *_numbers(screen, lambda row: {"organization": row["organization"].code}),
            Column(key=ABSENT, title=_("Missing or returned"), kind="integer", value=absent, href=list_of_absent),
        ],
        rows=screen.worst,
        empty=_("Nobody is late and nothing is missing."),
        row_data=lambda row: {"organization": row["organization"].code},
    )
    return table.only(("organization", EXPECTED, ABSENT, "rate", "rate_on_time"))


def note(screen: Screen, *, with_period: bool = True) -> str:
    """What is counted stands under the tables, in every format."""
    level = screen.selection.form.in_words("level")
    counted = gettext("Counted are the obligations of organizations active on that day; level: {level}.").format(
        level=level
    )
    rule = gettext(
        "Rate = (in time + late + day not stated) / expected; expected are these, the returned and the missing."
    )
    period = [f"{screen.period}."] if with_period else []
    return " ".join([*period, counted, rule])


def _numbers(screen: Screen, of: Narrowing, linked: Callable[[Row], bool] = lambda _row: True) -> list[Column]:
    """Each number leads to its list; a share to the rates, sorted by it."""
    addresses = Addresses(screen)

    def listed(key: str) -> Callable[[Row], str | None]:
        return lambda row: addresses.obligations(**of(row), status=key) if row[key] and linked(row) else None

    def rated(key: str) -> Callable[[Row], str | None]:
        return lambda row: addresses.rates(**of(row), sort=key) if row["expected"] and linked(row) else None

    return [
        Column(key=EXPECTED, title=_("Expected"), kind="integer", href=listed(EXPECTED)),
        *(
            Column(
                key=str(status),
                title=TITLES[status],
                kind="integer",
                href=listed(status),
                hidden=status in AHEAD or (status in SELDOM and not screen.totals[status]),
            )
            for status in (*COUNTED, *AHEAD)
        ),
        Column(key="rate", title=_("Rate"), kind="percent", href=rated("rate")),
        Column(key="rate_on_time", title=_("Rate in time"), kind="percent", href=rated("rate_on_time")),
    ]
