"""What staff look at first: what is due, what came, what was promised, what did not arrive. Each is a number, its first
rows, and the list that number is the length of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from documents.dates import long_moment, short_day
from inspections.models import Inspection
from inspections.states import State
from mail.models import Letter
from organizations.models import Organization
from reporting import kinds
from reporting.books import OPEN, UNEXAMINED
from reporting.calls import broken_promises
from reporting.filters import ALL_LEVELS, UNDER_REVIEW
from reporting.models import Obligation
from reporting.querysets import ObligationQuerySet
from reporting.statuses import Status
from reporting.tables.letters import STATES, state, troubled
from reporting.tables.unreachable import WHY, unreachable, why

SHOWN = 5
# Of today and six days more: what is due on the same weekday is next week's.
A_WEEK = timedelta(days=6)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """A row as the short list shows it; `row` carries the chair where there is one to call."""

    title: str
    url: str
    what: str = ""
    note: str = ""
    obligation: Any = None
    carrier: Any = None


@dataclass(frozen=True)
class Concern:
    """`rows` in the order of the short list; `calm` is said where there are none."""

    name: str
    title: str
    rows: QuerySet[Any]
    url: str
    calm: str
    line: Callable[[Any], Line]
    tone: str = "quiet"
    # The title without its day, for the line above the board.
    brief: str = ""
    # What more is asked of the rows of the short list.
    look: Callable[[Iterable[Any]], list[Any]] = list

    def lines(self) -> list[Line]:
        return [self.line(row) for row in self.look(self.rows[:SHOWN])]


class Attention:
    """As one person sees it at the end of `day`. What is to be examined, letters and contacts are told of today only:
    the first is everybody's pile of work, the others are known as they are now."""

    def __init__(self, user: Any, day: date, *, at: datetime, today: date) -> None:
        self.user, self.day, self.at, self.today = user, day, at, today

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    def concerns(self) -> list[Concern]:
        if not self.is_today:
            return [self._due(), self._promised(), self._returned(), self._came_in(), *self._inspections()]
        return [*self.pressing(), self._under_review(), self._unreachable(), *self._inspections()]

    def pressing(self) -> list[Concern]:
        """Those of today that an index counts, so that the board need not wait for them."""
        return [self._due(), self._promised(), self._letters(), self._returned(), self._came_in()]

    def numbers(self, concerns: Iterable[Concern]) -> dict[str, int]:
        return lengths({one.name: one.rows for one in concerns})

    def _due(self) -> Concern:
        last = self.day + A_WEEK
        owed = self._open().due_within(self.day, last).filter(status=Status.NOT_DUE)
        return Concern(
            name="due",
            title=_("Due within a week, by {day}").format(day=short_day(last)),
            brief=_("Due within a week"),
            rows=owed.with_chair(self.day).order_by("due_on", "organization__path", "pk"),
            url=self._list(status=Status.NOT_DUE, due_from=short_day(self.day), due_to=short_day(last), sort="due_on"),
            calm=_("Nothing is due within a week."),
            look=kinds.entitled,
            line=lambda row: self._of_obligation(row, _("due day: {day}").format(day=short_day(row.due_on)), call=True),
        )

    def _came_in(self) -> Concern:
        yesterday = self.day - ONE_DAY
        came = self._obligations().came_in(self.day, yesterday, self.day)
        return Concern(
            name="came_in",
            title=_("Came in since {day}").format(day=short_day(yesterday)),
            brief=_("Came in since yesterday"),
            rows=came.order_by("-last_received_on", "organization__path", "pk"),
            url=self._list(received_from=short_day(yesterday), received_to=short_day(self.day)),
            calm=_("Nothing has come in on these two days."),
            look=kinds.entitled,
            line=lambda row: self._of_obligation(row, _("came in: {day}").format(day=short_day(row.last_received_on))),
        )

    def _under_review(self) -> Concern:
        waiting = self._obligations().filter(UNEXAMINED)
        return Concern(
            name="under_review",
            title=_("To be examined"),
            rows=waiting.order_by("last_received_on", "organization__path", "pk"),
            url=self._list(status=UNDER_REVIEW, sort="first_received_on"),
            calm=_("Everything that came in has been examined."),
            look=kinds.entitled,
            line=lambda row: self._of_obligation(row, _("came in: {day}").format(day=short_day(row.last_received_on))),
        )

    def _returned(self) -> Concern:
        returned = self._open().filter(status=Status.RETURNED)
        # Few ever were: an index finds them before a status is reckoned.
        few = returned.filter(books_returned_on__isnull=False) if self.is_today else returned.ever_returned(self.day)
        return Concern(
            name="returned",
            title=_("Returned and not corrected"),
            rows=few.with_chair(self.day).order_by("correct_by", "organization__path", "pk"),
            url=self._list(status=Status.RETURNED),
            calm=_("Nothing is waiting to be corrected."),
            look=kinds.entitled,
            line=lambda row: self._of_obligation(
                row, _("to be corrected by: {day}").format(day=short_day(row.correct_by)), call=True
            ),
            tone="returned",
        )

    def _promised(self) -> Concern:
        broken = broken_promises(self.user, self.day, self.today).select_related("organization", "requirement")
        return Concern(
            name="promised",
            title=_("Promised and not kept"),
            rows=broken.with_chair(self.day).order_by("promised_by", "organization__path", "pk"),
            url=reverse("reporting:promises") + self._day_query("?"),
            calm=_("Every promise has been kept so far."),
            look=kinds.entitled,
            line=lambda row: self._of_obligation(
                row, _("promised by: {day}").format(day=short_day(row.promised_by)), call=True
            ),
            tone="missing",
        )

    def _letters(self) -> Concern:
        return Concern(
            name="letters",
            title=_("Letters not delivered or in doubt"),
            rows=troubled(self.user, self.at).order_by("-queued_at", "-pk"),
            url=reverse("reporting:undelivered"),
            calm=_("Every letter has been delivered or is on its way."),
            line=_of_letter,
            tone="missing",
        )

    def _unreachable(self) -> Concern:
        return Concern(
            name="unreachable",
            title=_("Bodies no letter reaches"),
            rows=unreachable(self.user, self.day).order_by("path"),
            url=reverse("reporting:unreachable"),
            calm=_("Every body that owes something has a chair with an e-mail."),
            line=_of_body,
            tone="late",
        )

    def _inspections(self) -> list[Concern]:
        """Not begun in their time; ended, and their report not signed."""
        told = (
            (State.OVERDUE, "inspections_overdue", _("Inspections not begun in their time"), "planned_to", "late",
             _("Every inspection was begun in its time."), _("planned until: {day}")),
            (State.ENDED, "inspections_unsigned", _("Inspections ended, report not signed"), "ended_on", "quiet",
             _("Every inspection that ended has its report."), _("ended on: {day}")),
        )  # fmt: skip
        return [self._of_inspections(*one) for one in told]

    def _of_inspections(
        self, state: State, name: str, title: str, day: str, tone: str, calm: str, note: str
    ) -> Concern:
        found = Inspection.objects.visible_to(self.user).in_state(state, self.day).select_related("organization")
        return Concern(
            name=name,
            title=title,
            rows=found.order_by(day, "pk"),
            url=f"{reverse('inspections:inspections')}?state={state.value}{self._day_query('&')}",
            calm=calm,
            line=lambda row: Line(
                title=row.organization.name,
                url=row.get_absolute_url(),
                what=f"{row.get_kind_display()}: {row.topic}",
                note=note.format(day=short_day(getattr(row, day))),
            ),
            tone=tone,
        )

    def _obligations(self) -> ObligationQuerySet:
        """What the list of obligations on all levels is made of."""
        active = Organization.objects.visible_to(self.user).active_on(self.day)
        found = Obligation.objects.visible_to(self.user).with_status(self.day, today=self.today)
        return found.filter(organization__in=active).select_related("organization", "requirement")

    def _open(self) -> ObligationQuerySet:
        """What is not in yet or was returned: of today an index knows it, of another day only the status."""
        return self._obligations().filter(OPEN) if self.is_today else self._obligations()

    def _of_obligation(self, row: Any, note: str, *, call: bool = False) -> Line:
        return Line(
            title=row.organization.name,
            url=row.get_absolute_url() + self._day_query("?"),
            what=row.title,
            note=note,
            obligation=row,
            carrier=row if call else None,
        )

    def _list(self, **filters: Any) -> str:
        query = urlencode({"level": ALL_LEVELS, **filters})
        return f"{reverse('reporting:obligations')}?{query}{self._day_query('&')}"

    def _day_query(self, begins: str) -> str:
        return "" if self.is_today else f"{begins}as_of={self.day:%Y-%m-%d}"


def _of_letter(row: Letter) -> Line:
    words: str | Promise = STATES[state(row)]
    return Line(
        title=row.subject,
        url=reverse("reporting:undelivered"),
        what=row.to,
        note=f"{words} · {long_moment(row.queued_at)}",
    )


def _of_body(row: Any) -> Line:
    return Line(title=row.name, url=row.get_absolute_url(), what=str(WHY[why(row)]), carrier=row)


def lengths(lists: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each has, in one question."""
    found = dict.fromkeys(lists, 0)
    questions: list[str] = []
    values: list[Any] = []
    for place, rows in enumerate(lists.values()):
        try:
            sql, params = rows.order_by().values_list("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        questions.append(f"SELECT {place}, COUNT(*) FROM ({sql}) AS counted")  # noqa: S608 -- what Django has compiled
        values += params
    if questions:
        names = list(lists)
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(questions), values)
            found.update((names[place], number) for place, number in cursor.fetchall())
    return found
