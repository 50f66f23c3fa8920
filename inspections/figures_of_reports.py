"""Figures of reports: activity of three years by whatever forms there are, training, and how due days were kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from indicators import structure
from indicators.checks import Stated
from indicators.filters import YEARS_COMPARED, Filters, Scope
from indicators.measures import MEASURED
from indicators.models import ActivityForm, ActivityReport, Indicator
from indicators.showing import Answer, plain
from indicators.statistics import Reports, told
from inspections.figures_known import ABOUT, COUNT, PERCENT, YES_NO, About, Figure, Figures, Number
from membership.checks import percent
from organizations.models import Level
from reporting.filters import EXPECTED, Understood
from reporting.models import Obligation
from reporting.periods import Period
from reporting.querysets import due_between
from reporting.statuses import EXPECTED_STATUSES, Status
from training.checks import Members
from training.filters import Scope as TrainingScope
from training.models import TraineeCategory, TrainingReport
from training.statistics import Line, Told

# Of one organization, of whatever level it is.
UNDERSTOOD = Understood(("year", "part", "organization"), level=Level.MEMBER)
# A form that staff define further stands in a section of its own code, where there is one.
SECTIONS = {
    "public_control": "legal_work",
    "agreements": "legal_work",
    "information_work": "information",
    "publications": "information",
    "digital_base": "record_keeping",
}
SHOWN = (Status.ON_TIME, Status.LATE, Status.RECEIVED, Status.RETURNED, Status.MISSING)


def figures(about: About) -> Figures:
    yield from _activity(about)
    yield from _training(about)
    yield from _discipline(about)


# --- Activity -------------------------------------------------------------------------------------------------


def _activity(about: About) -> Figures:
    """Of each form that it told anything of by the day."""
    current = (
        ActivityReport.objects.visible_to(about.user).current_on(about.day).filter(organization=about.organization)
    )
    periods: dict[int, set[Period]] = defaultdict(set)
    for form, year, part in current.order_by().values_list("form", "year", "part"):
        periods[form].add(Period(year, part))
    for form_of in ActivityForm.objects.with_versions():
        if form_of.pk in periods:
            yield from _of_form(about, form_of, _shown(form_of, periods[form_of.pk]))


def _shown(form_of: ActivityForm, periods: Iterable[Period]) -> list[Period]:
    """Three years up to the latest told of; where that one is not told wholly, what was told of it last."""
    latest = max(periods, key=lambda one: one.last_day)
    whole = {Period(latest.year, part) for part in form_of.parts} <= set(periods)
    before = [Period(latest.year - years) for years in range(YEARS_COMPARED - 1, 0, -1)]
    return [*before, Period(latest.year) if whole else latest]


def _of_form(about: About, form_of: ActivityForm, periods: list[Period]) -> list[Figure]:
    """Year beside year for each indicator, in the order of the form."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for _part, alike in groupby(periods, key=lambda one: one.part):
        for code, figure in _alike(about, form_of, list(alike)):
            found[code].append(figure)
    return [figure for figures in found.values() for figure in figures]


def _alike(about: About, form_of: ActivityForm, periods: list[Period]) -> Iterator[tuple[str, Figure]]:
    """Of the same part of some years, by three questions."""
    last = periods[-1]
    words = {"year": str(last.year), "part": last.part, "organization": about.organization.code}
    scope = Scope(Filters(words, user=about.user, as_of=about.day, form_of=form_of, understood=UNDERSTOOD))
    answers = told(Reports(scope, [one.year for one in periods]), scope.indicators)
    for period in periods:
        known = answers.get((about.organization.pk, period.year), {})
        for one in scope.indicators:
            if one.answer in MEASURED:
                yield one.code, _indicated(about, form_of, one, period, known.get(one.code))


def _indicated(about: About, form_of: ActivityForm, indicator: Indicator, period: Period, answer: Answer) -> Figure:
    stated = answer if isinstance(answer, Stated) else None
    unit = _unit(indicator, stated)
    value = plain(indicator, stated)
    words = {"year": period.year, "part": period.part, "organization": about.organization.code}
    return about.figure(
        SECTIONS.get(form_of.code, form_of.code),
        f"{form_of.code}.{indicator.code}.{period.slug}",
        # The sign of a per cent stands with the number.
        lambda: indicator.title if unit == PERCENT else indicator.titled,
        int(value) if isinstance(value, bool) else value,
        unit,
        as_of=period.last_day,
        url=about.url("indicators:years", form_of.code, **words),
    )


def _unit(indicator: Indicator, stated: Stated | None) -> str:
    if indicator.answer in (structure.YES_NO, structure.NONE_OF):
        return YES_NO
    if indicator.answer == structure.SHARE:
        return PERCENT
    return ABOUT if stated and stated.is_approximate else COUNT


# --- Training -------------------------------------------------------------------------------------------------


def _training(about: About) -> Figures:
    """Of the latest period it told of."""
    scope = TrainingScope.from_words({"organization": about.organization.code}, user=about.user, as_of=about.day)
    current = TrainingReport.objects.visible_to(about.user).current_on(about.day)
    latest = current.filter(organization=about.organization).order_by("last_day", "first_day").last()
    period = latest.period if latest else scope.period
    scope.chosen.update(year=str(period.year), part=period.part)
    of_scope = Told(scope, [period.year])
    line = of_scope.lines()[0] if latest else Line(about.organization, None, Members())
    words = {"year": period.year, "part": period.part, "organization": about.organization.code}
    day, url = period.last_day if latest else about.day, about.url("training:table", **words)
    for code, title, value, unit in _trained(line, of_scope.categories() if latest else ()):
        yield about.figure("training", code, title, value, unit, as_of=day, url=url)
    title, members = _("Members that the share is taken of"), line.members
    yield about.figure("training", "training_members", title, members.total, as_of=members.on or day, url=url)


def _trained(line: Line, categories: Iterable[TraineeCategory]) -> Iterator[tuple[str, Any, Number, str]]:
    schools = line.report.schools_count if line.report else None
    yield "trained_total", _("Trained in all"), line.trained_total, COUNT
    for one in categories:
        yield f"trained_{one.code}", partial(_category, one), line.trained.get(one.code), COUNT
    yield "trained_share", _("Share of members trained"), line.share_of_members, PERCENT
    yield "training_events", _("Training events held"), line.events, COUNT
    yield "schools", _("Schools of activists"), schools, COUNT
    yield "budget_plan", _("Share of training in the expenditure by the plan"), line.budget_plan, PERCENT
    yield "budget_share", _("Share of training in the expenditure in fact"), line.budget_share, PERCENT
    yield "budget_norm", _("Norm of the share of training in the expenditure"), line.norm, PERCENT


def _category(one: TraineeCategory) -> str:
    return gettext("Trained: {category}").format(category=one.title)


# --- Discipline -----------------------------------------------------------------------------------------------


def _discipline(about: About) -> Figures:
    """Of what was due within the days studied, as it stood on the day."""
    owed = Obligation.objects.visible_to(about.user).filter(organization=about.organization).with_status(about.day)
    numbers: Counter[str] = Counter()
    for tally in owed.filter(due_between(about.day, about.first, about.last)).tallied("organization"):
        numbers[tally.status] += tally.number
    due = {"organization": about.organization.code, "due_from": about.first, "due_to": about.last}
    expected = sum(numbers[status] for status in EXPECTED_STATUSES)
    url = about.url("reporting:obligations", **due, status=EXPECTED)
    yield about.figure("record_keeping", "expected", _("Reports expected in the period studied"), expected, url=url)
    for status in SHOWN:
        url = about.url("reporting:obligations", **due, status=status.value)
        yield about.figure("record_keeping", f"reports_{status.value}", status.label, numbers[status], url=url)
    rate = percent(numbers[Status.ON_TIME], expected)
    url = about.url("reporting:obligations", **due)
    yield about.figure("record_keeping", "rate_on_time", _("Share of reports in time"), rate, PERCENT, url=url)
