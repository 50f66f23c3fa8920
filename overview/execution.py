"""The register of decrees by item: what was asked, what of it fell due in a period, and how it stands on a day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy as _

from decrees.models import DecreeItem
from documents.registry import BadFilter, refuse_unknown
from documents.tables import Column, Table
from overview.matrix import PERIOD, Filters, span_of
from reporting.filters import ALL_LEVELS, EXPECTED, Understood
from reporting.measures import Span
from reporting.models import Obligation, Requirement
from reporting.querysets import due_between
from reporting.statuses import Status
from reporting.tables.rates import TITLES, Row

UNDERSTOOD = Understood(PERIOD)
LETTERS = 140
SHOWN = (Status.ON_TIME, Status.LATE, Status.RECEIVED, Status.RETURNED, Status.MISSING)


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    refuse_unknown(filters, UNDERSTOOD.names)
    form = Filters(filters, user=user, understood=UNDERSTOOD)
    if not form.is_valid():
        raise BadFilter(" ".join(form.refusals()))
    return Register(span_of(form.chosen, as_of), user).table()


class Register:
    def __init__(self, span: Span, user: Any) -> None:
        self.span, self.user = span, user

    def rows(self) -> list[Row]:
        """What fell due in the period, and items on control of which nothing was ever asked; the latest decree first."""
        numbers = self._numbers()
        asked: dict[int | None, list[Requirement]] = defaultdict(list)
        of_items = Requirement.objects.visible_to(self.user).exclude(decree_item=None)
        for requirement in of_items.order_by("asked_on", "pk"):
            asked[requirement.decree_item_id].append(requirement)
        rows: list[Row] = []
        for item in self._items():
            due = [one for one in asked[item.pk] if one.pk in numbers]
            rows += [Row(numbers[one.pk], item=item, requirement=one) for one in due]
            if not asked[item.pk] and mark_on(item, self.span.as_of) == DecreeItem.Mark.ON_CONTROL:
                rows.append(Row({}, item=item, requirement=None))
        return rows

    def _items(self) -> list[DecreeItem]:
        adopted = DecreeItem.objects.visible_to(self.user).filter(decree__adopted_on__lte=self.span.as_of)
        order = ("-decree__adopted_on", "-decree__pk", "position", "pk")
        return list(adopted.select_related("decree").order_by(*order))

    def _numbers(self) -> dict[int, Counter[str]]:
        span = self.span
        owed = Obligation.objects.visible_to(self.user).with_status(span.as_of)
        due = owed.filter(due_between(span.as_of, span.first, span.last), requirement__decree_item__isnull=False)
        numbers: dict[int, Counter[str]] = defaultdict(Counter)
        for tally in due.tallied("requirement"):
            numbers[tally.part][tally.status] += tally.number
        return numbers

    def table(self) -> Table:
        rows = self.rows()
        days = {"first": f"{self.span.first:%d.%m.%Y}", "last": f"{self.span.last:%d.%m.%Y}"}
        note = gettext(
            "Counted is what fell due from {first} to {last}. Rate = (in time + late + day not stated) / expected."
        )
        return Table(
            name="execution",
            title=_("Register by decree and item"),
            columns=self._columns({key for row in rows for key in SHOWN if row[key]}),
            rows=rows,
            totals=_totals(rows),
            as_of=self.span.as_of,
            note=note.format(**days),
            empty=_("In this period nothing fell due by decrees, and no item is on control without something asked."),
            row_data=lambda row: {"requirement": row["requirement"].code if row["requirement"] else ""},
        )  # fmt: skip

    def _columns(self, met: set[str]) -> list[Column]:
        seldom = (Status.RECEIVED, Status.RETURNED)
        return [
            Column(
                key="decree", title=_("Decree"), value=lambda row: row["item"].decree.citation, width=34,
                href=lambda row: row["item"].decree.get_absolute_url(),
            ),
            Column(key="item", title=_("Item"), value="item.number"),
            Column(key="mark", title=_("Mark"), kind="choice", value=self._mark, text=self._mark_in_words),
            Column(
                key="requirement_title", title=_("What was asked"), width=34,
                value=_asked,
                href=lambda row: row["requirement"].get_absolute_url() if row["requirement"] else None,
            ),
            Column(key="requirement", title=_("Requirement code"), value="requirement.code", hidden=True),
            Column(key=EXPECTED, title=_("Expected"), kind="integer", value=_number(EXPECTED), href=self._list(EXPECTED)),
            *(
                Column(
                    key=str(one), title=TITLES[one], kind="integer", value=_number(one), href=self._list(one),
                    hidden=one in seldom and one not in met,
                )
                for one in SHOWN
            ),
            Column(key="rate", title=_("Rate"), kind="percent"),
        ]  # fmt: skip

    def _mark(self, row: Row) -> str:
        return mark_on(row["item"], self.span.as_of)

    def _mark_in_words(self, row: Row) -> str:
        return str(DecreeItem.Mark(self._mark(row)).label)

    def _list(self, key: str) -> Callable[[Row], str | None]:
        days = {"due_from": self.span.first, "due_to": self.span.last, "as_of": self.span.as_of}
        kept = {"level": ALL_LEVELS, "status": str(key), **{name: day.isoformat() for name, day in days.items()}}

        def address(row: Row) -> str | None:
            if not row["requirement"] or not row[key]:
                return None
            return f"{reverse('reporting:obligations')}?{urlencode({'requirement': row['requirement'].code, **kept})}"

        return address


def mark_on(item: DecreeItem, day: date) -> str:
    """An item marked later was on control that day."""
    marked = item.marked_on is not None and item.marked_on <= day
    return item.mark if marked else str(DecreeItem.Mark.ON_CONTROL.value)


def _asked(row: Row) -> str:
    """Where nothing was asked of anybody, the item in its own words."""
    return str(row["requirement"].title) if row["requirement"] else Truncator(row["item"].text).chars(LETTERS)


def _number(key: str) -> Callable[[Row], int | None]:
    """Of what was never asked there are no numbers, not zeros."""
    return lambda row: row[key] if row["requirement"] else None


def _totals(rows: list[Row]) -> Row:
    numbers: Counter[str] = Counter()
    for row in rows:
        numbers.update({str(status): row[status] for status in SHOWN})
    return Row(numbers)
