"""What organizations can be measured by in the membership: figures of the state date at the end of a period."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from membership.checks import Number
from membership.filters import UNDERSTOOD, Scope
from membership.known import state_day
from membership.reckoned import of_rows
from membership.statistics import MAIN, Line
from organizations.models import Level, Organization
from reporting.measures import Measure, Span

EMPLOYED_CHANGE = "membership.employed_change"
BASE_SUBMITTED = "membership.base_submitted"


def measures() -> Iterator[Measure]:
    told = _Told()
    for code, title, places in (
        (EMPLOYED_CHANGE, _("Change of the employed members on comparable territory"), 0),
        ("membership.coverage", _("Coverage by membership, %"), 1),
        ("membership.failed_checks", _("Checks that the membership report failed"), 0),
        (BASE_SUBMITTED, _("Member base handed over (yes is 1, no is 0)"), 0),
    ):
        is_yes_no = code == BASE_SUBMITTED
        yield Measure(code, title, partial(told.values, code), behind, places, is_yes_no)


def years_of(span: Span) -> list[int]:
    """State dates whose year before lies within the period: that of 2022 ends with the state on 01.01.2023."""
    years = range(span.first.year + 1, span.last.year + 2)
    return [year for year in years if state_day(year - 1) >= span.first and (state_day(year) - span.last).days <= 1]


def behind(span: Span, organization: Organization) -> str:
    words = {"year": str(years_of(span)[-1]), "as_of": span.as_of.isoformat(), "organization": organization.code}
    return f"{reverse('membership:statistics')}?{urlencode(words)}"


class _Told:
    """The lines of a year are asked for once, however many measures look at them."""

    def __init__(self) -> None:
        self._scopes: dict[tuple[Span, int], Scope] = {}
        self._lines: dict[tuple[Span, int, int], list[Line]] = {}

    def values(self, code: str, span: Span, user: Any) -> dict[int, Decimal]:
        """A change is the sum of its years, and unknown where nobody has told one of them; of anything else the last
        state counts."""
        years = years_of(span)
        if code != EMPLOYED_CHANGE:
            years = years[-1:]
        told = self._scope(span, user).form.years if years else ()
        if not years or not all(year in told for year in years):
            return {}
        lines = [self._of_year(span, year, user) for year in years]
        if code != EMPLOYED_CHANGE:
            return {one.organization.pk: value for one in lines[0] if (value := _figure(code, one)) is not None}
        return _added([{one.organization.pk: one.comparable for one in of_year} for of_year in lines])

    def _scope(self, span: Span, user: Any) -> Scope:
        key = (span, id(user))
        if key not in self._scopes:
            words = {"level": Level.MEMBER.value}
            self._scopes[key] = Scope.from_words(words, user=user, as_of=span.as_of, understood=UNDERSTOOD)
        return self._scopes[key]

    def _of_year(self, span: Span, year: int, user: Any) -> list[Line]:
        key = (span, year, id(user))
        if key not in self._lines:
            scope = self._scope(span, user)
            scope.chosen["year"] = str(year)
            self._lines[key] = of_rows(scope, MAIN).lines(year)
        return self._lines[key]


def _added(changes: list[dict[int, Number]]) -> dict[int, Decimal]:
    """Of who has told the last year; a body that came within the period began with what it was given."""
    found: dict[int, Decimal] = {}
    for of_year in changes:
        known = {pk: Decimal(change) for pk, change in of_year.items() if change is not None}
        found = {pk: found.get(pk, Decimal(0)) + change for pk, change in known.items()}
    return found


def _figure(code: str, line: Line) -> Decimal | None:
    if code == "membership.coverage":
        return line.coverage
    figure = line.failed_checks if code == "membership.failed_checks" else line.base_submitted
    return None if figure is None else Decimal(int(figure))
