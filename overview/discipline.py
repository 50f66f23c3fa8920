"""How one organization has kept its due days over the years: the same figures for its chair and for the apparatus."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy as _

from documents.charts import Lines
from documents.cutting import Looked
from documents.registry import BadFilter, refuse_unknown
from documents.tables import Column, Table
from organizations.models import Organization
from overview import leadership_pictures
from reporting import kinds
from reporting.filters import EXPECTED, OWED, Selection, Understood
from reporting.models import Obligation, Submission
from reporting.statuses import OWED_STATUSES, Status
from reporting.tables import obligations
from reporting.tables.rates import TITLES, Row

# Of the own list of an organization: whose it is says its address.
UNDERSTOOD = Understood(("requirement", "status", "year", "due_from", "due_to", "since", "overdue", "returns"))
SHOWN = (Status.ON_TIME, Status.LATE, Status.RECEIVED, Status.RETURNED, Status.MISSING)
ON_PAGE = ("year", EXPECTED, *SHOWN, "rate_on_time", "longest", "returns", OWED)


@dataclass
class Discipline:
    organization: Organization
    user: Any
    as_of: date
    # From who reads the clock; None says nothing of it.
    today: date | None = None

    @cached_property
    def _owed(self) -> list[Obligation]:
        """Everything ever asked of it, also of a closed body."""
        own = Obligation.objects.visible_to(self.user).filter(organization=self.organization)
        return list(own.with_status(self.as_of, today=self.today).only("pk"))

    @cached_property
    def _returns(self) -> Counter[int]:
        """How many rounds of each obligation were returned."""
        rounds = Submission.objects.visible_to(self.user).returned_by(self.as_of)
        whose = rounds.filter(obligation__organization=self.organization).order_by()
        return Counter(whose.values_list("obligation", flat=True))

    @cached_property
    def rows(self) -> list[Row]:
        """By year of the due day, the latest first."""
        by_year: dict[int, list[Obligation]] = defaultdict(list)
        for one in self._owed:
            by_year[one.due_on.year].append(one)
        return [self._row(by_year[year], year=year) for year in sorted(by_year, reverse=True)]

    @cached_property
    def totals(self) -> Row:
        return self._row(self._owed)

    def _row(self, owed: Iterable[Obligation], **more: Any) -> Row:
        owed = list(owed)
        longest = max((one for one in owed if one.days_late), key=lambda one: one.days_late or 0, default=None)
        return Row(
            Counter(one.status for one in owed),
            longest=longest.days_late if longest else None,
            longest_url=longest.get_absolute_url() if longest else "",
            returns=sum(self._returns[one.pk] for one in owed),
            owed=sum(one.status in OWED_STATUSES for one in owed),
            **more,
        )

    @property
    def drawn(self) -> Lines | None:
        return leadership_pictures.of_years(self.rows[::-1], self.as_of)

    # --- The table ------------------------------------------------------------------------------

    @property
    def day(self) -> dict[str, str]:
        return {"as_of": self.as_of.isoformat()} if self.as_of != self.today else {}

    def list_url(self, **query: Any) -> str:
        asked = urlencode({**query, **self.day})
        return f"{reverse('overview:organization_obligations', args=[self.organization.code])}?{asked}"

    def table(self) -> Table:
        table = Table(
            name="organization_discipline",
            title=_("Discipline by year"),
            columns=self._columns(),
            rows=self.rows,
            drawing=lambda: leadership_pictures.wide_or_none(self.drawn),
            totals=self.totals,
            as_of=self.as_of,
            note=_note(),
            empty=_("On this day nothing has been asked of this organization."),
            row_data=lambda row: {"year": row["year"]},
        )
        seldom = {status for status in (Status.RECEIVED, Status.RETURNED) if not self.totals[status]}
        return table.only(key for key in ON_PAGE if key not in seldom)

    def _columns(self) -> list[Column]:
        def listed(key: str, **query: str) -> Callable[[Row], str | None]:
            return lambda row: self.list_url(year=row["year"], **query) if row[key] else None

        def longest(row: Row) -> str | None:
            return row["longest_url"] + (f"?{urlencode(self.day)}" if self.day else "") if row["longest"] else None

        return [
            Column(key="organization_code", title=_("Code"), value=lambda _row: self.organization.code, hidden=True),
            Column(key="organization", title=_("Organization"), value=lambda _row: self.organization.name, hidden=True),
            Column(key="year", title=_("Year of the due day"), value=lambda row: row["year"]),
            Column(key=EXPECTED, title=_("Expected"), kind="integer", href=listed(EXPECTED, status=EXPECTED)),
            *(
                Column(key=str(one), title=TITLES[one], kind="integer", href=listed(one, status=one))
                for one in (*SHOWN, Status.EXEMPT, Status.NOT_DUE)
            ),
            *(
                Column(key=key, title=title, kind="percent", href=listed(EXPECTED, status=EXPECTED))
                for key, title in (("rate", _("Rate")), ("rate_on_time", _("Rate in time")))
            ),
            Column(key="longest", title=_("Longest lateness, days"), kind="integer", href=longest),
            Column(key="returns", title=_("Returns"), kind="integer", href=listed("returns", returns="yes")),
            Column(key=OWED, title=_("Still owed"), kind="integer", href=listed(OWED, status=OWED)),
        ]

    # --- The list behind its numbers --------------------------------------------------------------

    def obligations(self, selection: Selection) -> Table:
        """Its own obligations through the filters, each with how often it was returned."""
        found = selection.obligations([self.organization.pk]).filter(selection.asked_status())
        found = found.with_chair(self.as_of).with_exempt_reason(self.as_of).with_reminders(self.as_of)
        found = found.select_related("organization", "requirement__decree_item__decree")
        query = f"?{urlencode(self.day)}" if self.day else ""
        columns = [
            *obligations.columns(query),
            Column(
                key="returns",
                title=_("Returns"),
                kind="integer",
                value=lambda row: self._returns[row.pk],
                total=True,
            ),
        ]
        shown = ("requirement_title", "due_on", "status", "days_late", "first_received_on", "accepted_on", "returns")
        return Table(
            name="organization_obligations",
            title=_("Obligations"),
            columns=columns,
            rows=Looked(found.order_by("-due_on", "pk"), kinds.entitled),
            totals=lambda: {"returns": sum(self._returns[pk] for pk in found.order_by().values_list("pk", flat=True))},
            as_of=self.as_of,
            empty=_("Nothing matches the filter."),
            row_data=obligations.row_data,
        ).only(shown)


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    """For the command: `organization=CODE`."""
    refuse_unknown(filters, ("organization",))
    code = filters.get("organization", "")
    found = Organization.objects.visible_to(user).filter(code=code).first()
    if found is None:
        raise BadFilter(f"organization: no such organization: {code or 'none named'}.")
    return Discipline(found, user, as_of).table()


def _note() -> str:
    return gettext(
        "Counted are its own obligations by the year of the due day. Share in time = in time / expected; expected is "
        "what was due by the day or has come in. Lateness is counted to the hand-in, or to the day where nothing is in; "
        "of what was returned, from the day to correct it by."
    )
