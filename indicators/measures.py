"""Every indicator that is a number can measure organizations: over the periods of its form that lie within a span."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from indicators import checks, structure
from indicators.checks import Stated
from indicators.comparison import whole_year
from indicators.models import ActivityForm, ActivityReport, Figure, Indicator
from indicators.structure import Asked
from organizations.models import Level, Organization
from reporting.measures import Measure, Span
from reporting.periods import YEAR, Period

MEASURED = (*structure.NUMERIC, structure.YES_NO)
Parts = dict[str, dict[str, Stated]]  # by code of the indicator and period


def asked_lately() -> Iterator[tuple[ActivityForm, list[Indicator]]]:
    """Every form in use with what its latest version asks; a code means the same in all of them."""
    forms = {form.pk: form for form in ActivityForm.objects.with_versions()}
    latest = {form.versions_in_use()[0].pk: form for form in forms.values() if form.versions_in_use()}
    asked: dict[int, list[Indicator]] = defaultdict(list)
    links = ("part_of", "subset_of", "share_part", "share_whole")
    found = Indicator.objects.filter(form_version__in=list(latest)).select_related("group", *links)
    for one in sorted(found, key=lambda one: one.order):
        asked[one.form_version_id].append(one)
    return ((form, asked[version]) for version, form in latest.items())


def measures() -> Iterator[Measure]:
    for form, indicators in asked_lately():
        told = ToldWithin(form, [one.as_asked() for one in indicators])
        for one in indicators:
            if one.answer in MEASURED:
                title, code = f"{form.title}: {one.titled}", f"{form.code}.{one.code}"
                values, is_yes_no = partial(told.values, one.code), one.answer == structure.YES_NO
                yield Measure(code, title, values, partial(_behind, form), one.decimals, is_yes_no)


def periods_within(form: ActivityForm, span: Span) -> list[Period]:
    years = range(span.first.year, span.last.year + 1)
    every = (Period(year, part) for year in years for part in form.parts)
    return [one for one in every if span.first <= one.first_day and one.last_day <= span.last]


def _behind(form: ActivityForm, span: Span, organization: Organization) -> str:
    periods = periods_within(form, span)
    part = periods[0].part if len(periods) == 1 else YEAR
    words = {"year": str(periods[-1].year), "part": part, "organization": organization.code}
    return f"{reverse('indicators:years', args=[form.code])}?{urlencode({**words, 'as_of': span.as_of.isoformat()})}"


class ToldWithin:
    """What was told of one form is asked for once, however many of its indicators are looked at."""

    def __init__(self, form: ActivityForm, asked: list[Asked]) -> None:
        self.form, self.asked = form, asked
        self._found: dict[tuple[Span, int], Mapping[int, Parts]] = {}

    def values(self, code: str, span: Span, user: Any) -> dict[int, Decimal]:
        return {organization: stated.number for organization, stated in self.stated(code, span, user).items()}

    def stated(self, code: str, span: Span, user: Any) -> dict[int, Stated]:
        """Of whom any of its periods is not known, the indicator is not known."""
        slugs = [one.slug for one in periods_within(self.form, span)]
        if not slugs:
            return {}
        if (span, id(user)) not in self._found:
            self._found[span, id(user)] = self._ask(span, user)
        found: dict[int, Stated] = {}
        for organization, parts in self._found[span, id(user)].items():
            stated = self._together(slugs, parts).get(code)
            if stated is not None:
                found[organization] = stated
        return found

    def _together(self, slugs: list[str], parts: Parts) -> Mapping[str, Stated | None]:
        natures = {
            one.code: structure.LEVEL if one.answer == structure.YES_NO or one.is_percent else one.nature
            for one in self.asked
        }
        told = {
            code: whole_year(slugs, dict(of_parts), natures[code])
            for code, of_parts in parts.items()
            if code in natures
        }
        return checks.reckoned(self.asked, told)

    def _ask(self, span: Span, user: Any) -> Mapping[int, Parts]:
        """Of two reports of one period the later one counts."""
        current = ActivityReport.objects.visible_to(user).current_on(span.as_of)
        within = current.filter(form=self.form, first_day__gte=span.first, last_day__lte=span.last)
        rows = within.filter(organization__level=Level.MEMBER).order_by("pk")
        places = {(org, Period(year, part).slug): pk for pk, org, year, part in rows.values_list(
            "pk", "organization", "year", "part"
        )}  # fmt: skip
        place_of = {pk: place for place, pk in places.items()}
        figures = Figure.objects.filter(report__in=list(place_of)).order_by()
        found: dict[int, Parts] = defaultdict(lambda: defaultdict(dict))
        for pk, code, number, about in figures.values_list("report", "indicator__code", "number", "is_approximate"):
            if number is not None:
                organization, slug = place_of[pk]
                found[organization][code][slug] = Stated(Decimal(number), about)
        return found
