"""The figures behind the tables of a form: of many organizations and some years, by few questions to the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Count, Q, Sum

from indicators import checks, structure
from indicators.checks import Stated
from indicators.comparison import total, whole_year
from indicators.filters import Scope
from indicators.models import ActivityReport, Figure, Indicator
from indicators.showing import Answer
from indicators.structure import Asked

# By organization, year and code.
Told: TypeAlias = dict[tuple[int, int], dict[str, Answer]]


class Reports:
    """The reports that count on the day of the scope: of which organization, year and part each is."""

    def __init__(self, scope: Scope, years: Sequence[int]) -> None:
        self.scope, self.years = scope, years
        current = ActivityReport.objects.visible_to(scope.user).current_on(scope.as_of)
        found = current.filter(
            scope.rows_of("organization__"), form=scope.form_of, year__in=years, part__in=scope.parts
        ).order_by("pk")
        # Of two of one period the later one counts.
        by_place = {
            (organization, year, part): pk
            for pk, organization, year, part in found.values_list("pk", "organization", "year", "part")
        }
        self.places = {pk: place for place, pk in by_place.items()}

    @property
    def organizations(self) -> list[int]:
        return sorted({organization for organization, _year, _part in self.places.values()})

    def reported(self, year: int) -> int:
        """How many organizations told everything that a figure of the year takes."""
        parts: dict[int, int] = defaultdict(int)
        for organization, its_year, _part in self.places.values():
            parts[organization] += its_year == year
        return sum(number == len(self.scope.parts) for number in parts.values())

    def figures(self, codes: Iterable[str] | None = None) -> Any:
        rows = Figure.objects.filter(report__in=list(self.places)).order_by()
        return rows if codes is None else rows.filter(indicator__code__in=list(codes))


def told(reports: Reports, indicators: Sequence[Indicator], wanted: Iterable[Indicator] | None = None) -> Told:
    """What each organization told of each year, and what follows from it. `wanted`: only these, and what they need."""
    asked = [one.as_asked() for one in indicators]
    codes = None if wanted is None else _needed([one.code for one in wanted], asked)
    parts: dict[tuple[int, int], dict[str, dict[str, Answer]]] = defaultdict(lambda: defaultdict(dict))
    rows = reports.figures(codes).values_list("report", "indicator__code", "number", "text", "is_approximate")
    for pk, code, number, text, about in rows:
        organization, year, part = reports.places[pk]
        parts[organization, year][code][part] = text if number is None else Stated(Decimal(number), about)
    by_code = {one.code: one for one in asked}
    found: Told = {}
    for place, answers in parts.items():
        of_year = {code: _of_year(reports.scope, by_code.get(code), said) for code, said in answers.items()}
        numbers = {code: one for code, one in of_year.items() if isinstance(one, Stated)}
        found[place] = {**of_year, **checks.reckoned(asked, numbers)}
    return found


def _needed(codes: Sequence[str], asked: Sequence[Asked]) -> set[str]:
    """What is reckoned needs what it is reckoned from."""
    needed = set(codes)
    for one in asked:
        if one.code in codes and one.share_of:
            needed.update(one.share_of)
        if one.part_of in codes:
            needed.add(one.code)
    return needed


def _of_year(scope: Scope, asked: Asked | None, said: Mapping[str, Answer]) -> Answer:
    """Of one part as it was told; a year of several parts is reckoned, days and words are those of the last."""
    if not scope.is_reckoned:
        return next(iter(said.values()), None)
    last = said.get(scope.parts[-1])
    if isinstance(last, str) or asked is None:
        return last
    numbers = {part: one for part, one in said.items() if isinstance(one, Stated)}
    nature = structure.LEVEL if asked.answer == structure.YES_NO or asked.is_percent else asked.nature
    return whole_year(scope.parts, numbers, nature)


Sums: TypeAlias = dict[int, dict[str, Stated | None]]


def sums(reports: Reports, indicators: Sequence[Indicator]) -> Sums:
    """By year and code, over all organizations: added by the database where a year is told as it stands."""
    asked = [one.as_asked() for one in indicators]
    if reports.scope.is_reckoned or reports.scope.whole:
        return _added(reports, indicators, asked)
    found: Sums = {year: {} for year in reports.years}
    rows = reports.figures().exclude(number=None).values_list("report__year", "indicator__code")
    about = Count("pk", filter=Q(is_approximate=True))
    summed = {one.code: one for one in asked if one.adds_up}
    for year, code, added, approximate in rows.annotate(added=Sum("number"), about=about):
        if one := summed.get(code):
            number = Decimal(added).quantize(Decimal(1).scaleb(-one.decimals))
            found[year][code] = Stated(number, bool(approximate))
    for year in reports.years:
        found[year] = _with_shares(asked, found[year])
    none_of = [one for one in indicators if one.answer == structure.NONE_OF]
    if none_of:
        _count_none_of(found, told(reports, indicators, none_of), none_of)
    return found


def _with_shares(asked: Sequence[Asked], figures: Mapping[str, Stated | None]) -> dict[str, Stated | None]:
    """The share of the whole is reckoned from the sums, and is not the sum of shares."""
    known = dict(figures)
    for one in asked:
        if one.answer == structure.SHARE and one.share_of:
            part, whole = one.share_of
            known[one.code] = checks.share(figures.get(part), figures.get(whole), one.decimals)
    return known


def _count_none_of(found: Sums, by_place: Told, none_of: Sequence[Indicator]) -> None:
    for one in none_of:
        for year in found:
            answers = [known.get(one.code) for (_body, its_year), known in by_place.items() if its_year == year]
            found[year][one.code] = total(answer for answer in answers if isinstance(answer, Stated))


def _added(reports: Reports, indicators: Sequence[Indicator], asked: Sequence[Asked]) -> Sums:
    """One organization as it told, or the sum of years that are themselves reckoned."""
    by_place = told(reports, indicators)
    if reports.scope.whole:
        found: Sums = {year: {} for year in reports.years}
        for (_body, year), known in by_place.items():
            found[year] = {code: one for code, one in known.items() if isinstance(one, Stated)}
        return found
    return {year: _with_shares(asked, added_up(asked, by_place, year)) for year in reports.years}


def added_up(asked: Sequence[Asked], by_place: Told, year: int) -> dict[str, Stated | None]:
    found: dict[str, Stated | None] = {}
    of_year = [known for (_body, its_year), known in by_place.items() if its_year == year]
    for one in asked:
        if one.adds_up:
            answers = (known.get(one.code) for known in of_year)
            found[one.code] = total(answer for answer in answers if isinstance(answer, Stated))
    return found
