"""What departs from the rules of a campaign on a day. Violators are computed from facts, never typed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from campaigns import primary_terms
from campaigns.models import Conference, Plan
from campaigns.periods import Period, Precision, after_congress, against_window
from campaigns.states import LevelPlan, Standing
from campaigns.wording import bodies_of, congress_words, reading, term_words, window_words
from documents.dates import short_day
from organizations.models import Level, Organization
from organizations.tables import chair_name
from reporting.statuses import Status


class Kind(models.TextChoices):
    """In the order in which a page shows them."""

    NOT_NOTIFIED = "not_notified", _("Held, but the apparatus was not officially notified")
    PAPERS = "papers", _("Protocol or results of the conference missing, late or incomplete")
    HELD_OUTSIDE = "held_outside", _("Held outside the window")
    WITHOUT_PLAN = "without_plan", _("Held without a plan")
    NOTICE = "notice", _("Announced later than the notice asks")
    TERM_OVER = "term_over", _("Term of office has run out")
    ACTING = "acting", _("Acting chair until the elections")
    AFTER_CONGRESS = "after_congress", _("Delegates may not be elected before the Congress")
    OUTSIDE = "outside", _("Planned outside the window")
    ORDER = "order", _("Lower level not before the higher one")
    CHANGED = "changed", _("Plan changed")
    CONFLICT = "conflict", _("Statements contradict one another")
    AMBIGUOUS = "ambiguous", _("Terms to be confirmed")


@dataclass(frozen=True)
class Deviation:
    kind: Kind
    organization: Organization
    text: str
    # Why, where somebody said so: then it is a deviation with a waiver.
    reason: str = ""
    level: str = Level.MEMBER
    # The list behind a count.
    url: str = ""


def deviations(present: Iterable[Standing]) -> list[tuple[Kind, list[Deviation]]]:
    """All of them, by kind, in the order of organizations."""
    found = [deviation for standing in present for deviation in deviations_of(standing)]
    kinds = ((kind, [deviation for deviation in found if deviation.kind == kind]) for kind in Kind)
    return [(kind, of_kind) for kind, of_kind in kinds if of_kind]


def deviations_of(standing: Standing) -> Iterator[Deviation]:
    if standing.conference:
        yield from _of_the_held(standing, standing.conference)
    elif standing.is_open:
        yield from _of_the_plan(standing)
    yield from _of_the_office(standing)
    for lower in standing.below:
        yield from _of_a_level(standing, lower)
    yield from _of_primaries(standing)
    yield from _left_behind(standing)


def _of_the_held(standing: Standing, conference: Conference) -> Iterator[Deviation]:
    organization = standing.organization
    held_on = short_day(conference.held_on)
    if not standing.notified:
        yield Deviation(Kind.NOT_NOTIFIED, organization, gettext("held on {day}").format(day=held_on))
    papers = [(gettext("protocol"), standing.protocol_status), (gettext("results"), standing.results_status)]
    for paper, status in papers:
        if status in (Status.MISSING, Status.LATE, Status.RETURNED):
            yield Deviation(Kind.PAPERS, organization, f"{paper}: {Status(status).label}")
    if standing.lacking_papers:
        text = gettext("protocol packet incomplete: {lacking}").format(lacking=standing.lacking_papers)
        yield Deviation(Kind.PAPERS, organization, text)
    if standing.window:
        held = Period(conference.held_on, conference.held_on, Precision.DAY)
        check = against_window(held, standing.window.first_day, standing.window.last_day)
        if check != "inside":
            text = gettext("held on {day}, {check}").format(day=held_on, check=window_words(check))
            yield Deviation(Kind.HELD_OUTSIDE, organization, text, conference.outside_reason)
    if not _planned_before(standing, conference.held_on):
        yield Deviation(Kind.WITHOUT_PLAN, organization, gettext("held on {day}").format(day=held_on))

    if notice := _short_notice(standing, conference):
        yield Deviation(Kind.NOTICE, organization, notice)


def _short_notice(standing: Standing, conference: Conference) -> str:
    """The notice is a parameter of the campaign, in whole days before the conference (campaigns.md, R17)."""
    given, asked = conference.notice_days, standing.campaign.notice_days
    if given is None or given >= asked:
        return ""
    sentence = gettext("announced on {day}, {given} days before; the notice is {asked} days")
    return sentence.format(day=short_day(conference.announced_on), given=given, asked=asked)  # type: ignore[arg-type]


def _of_the_office(standing: Standing) -> Iterator[Deviation]:
    """The term has run out, or somebody acts as chair, and no conference of this campaign has put it right."""
    organization = standing.organization
    if standing.conference is None and standing.term_is_over and standing.term_ends_on and standing.last_held_on:
        sentence = gettext("last conference on {held}, the next was due by {due}")
        text = sentence.format(held=short_day(standing.last_held_on), due=short_day(standing.term_ends_on))
        yield Deviation(Kind.TERM_OVER, organization, text)
    if organization.chair_is_acting:  # type: ignore[attr-defined]
        yield Deviation(Kind.ACTING, organization, chair_name(organization))


def _of_primaries(standing: Standing) -> Iterator[Deviation]:
    """Single primary organizations are counted: hundreds of lines would be read by nobody. The list is a link away."""
    terms = standing.primaries
    if terms is None:
        return

    def deviation(kind: Kind, count: int, words: str, reason: str = "", **query: str) -> Iterator[Deviation]:
        if count:
            sentence = gettext("primary organizations one by one: {count} of {total}, {words}")
            text = sentence.format(count=count, total=terms.count, words=words)
            url = primary_terms.address(standing.campaign, standing.organization.code, **query)
            yield Deviation(kind, standing.organization, text, reason, Level.PRIMARY, url)

    outside = terms.outside(standing)
    reasons = gettext("stated for {count}").format(count=outside["reason"]) if outside["reason"] else ""
    for check in ("early", "late", "partly"):
        yield from deviation(Kind.OUTSIDE, outside[check], window_words(check), reasons, check=check)
    yield from deviation(Kind.ORDER, terms.not_before(standing), gettext("not surely before the higher level"))
    yield from deviation(Kind.CONFLICT, terms.conflicts, gettext("statements contradict one another"))
    yield from deviation(Kind.AMBIGUOUS, terms.ambiguous, gettext("to be confirmed"))


def _left_behind(standing: Standing) -> Iterator[Deviation]:
    """The member organization has held, and of a level below not all had by then (campaigns.md, R13)."""
    for level, progress in standing.progress.items():
        told = progress.told
        if standing.held_on and told and told.told_on >= standing.held_on and told.held < told.total:
            sentence = gettext("member organization: held on {day}; {level}: {held} of {total} by {told}")
            text = sentence.format(
                day=short_day(standing.held_on),
                level=bodies_of(level),
                held=told.held,
                total=told.total,
                told=short_day(told.told_on),
            )
            yield Deviation(Kind.ORDER, standing.organization, text, level=level)


def _planned_before(standing: Standing, day: date) -> bool:
    return bool(standing.planned and any(plan.stated_on <= day for plan in standing.planned.statements))


def _of_the_plan(standing: Standing) -> Iterator[Deviation]:
    planned, organization = standing.planned, standing.organization
    if planned is None:
        return
    if standing.after_congress in ("at_risk", "yes"):
        yield Deviation(
            Kind.AFTER_CONGRESS,
            organization,
            f"{term_words(planned.leading.period)}: {congress_words(standing.after_congress)}",
        )
    if standing.window_check not in (None, "inside"):
        text = f"{term_words(planned.used.period)}: {window_words(standing.window_check)}"
        yield Deviation(Kind.OUTSIDE, organization, text, planned.outside_reason)
    for other in planned.conflicts:
        yield Deviation(Kind.CONFLICT, organization, _two_sides(planned.leading, other))
    if earlier := [plan for plan in planned.superseded if plan.raw != planned.raw]:
        said = [term_words(plan.period) for plan in [*reversed(earlier), planned.leading]]
        yield Deviation(Kind.CHANGED, organization, " → ".join(said))
    if planned.is_ambiguous:
        yield Deviation(Kind.AMBIGUOUS, organization, reading(planned.used.raw, planned.used.period))


def _two_sides(one: Plan, other: Plan) -> str:
    return " · ".join(f"{plan.get_source_display()}: {term_words(plan.period)}" for plan in (one, other))


def _of_a_level(standing: Standing, lower: LevelPlan) -> Iterator[Deviation]:
    planned = lower.planned
    name = lower.title
    if lower.window_check not in (None, "inside"):
        text = f"{name}: {term_words(planned.used.period)}: {window_words(lower.window_check)}"
        yield Deviation(Kind.OUTSIDE, standing.organization, text, planned.outside_reason, lower.level)
    for other in planned.conflicts:
        text = f"{name}: {_two_sides(planned.leading, other)}"
        yield Deviation(Kind.CONFLICT, standing.organization, text, level=lower.level)
    if planned.is_ambiguous:
        text = f"{name}: {reading(planned.used.raw, planned.used.period)}"
        yield Deviation(Kind.AMBIGUOUS, standing.organization, text, level=lower.level)
    if higher := _higher_not_after(standing, lower):
        certain, words = higher
        text = gettext("{lower}: {term}; {higher}").format(
            lower=name, term=term_words(planned.used.period), higher=words
        )
        text = text if certain else gettext("{text} (may come first)").format(text=text)
        yield Deviation(Kind.ORDER, standing.organization, text, level=lower.level)


def _higher_not_after(standing: Standing, lower: LevelPlan) -> tuple[bool, str] | None:
    """The higher level that comes before `lower`, or may: (surely, in words); the worst where there are several."""
    found: list[tuple[bool, str]] = []
    for period, words in _higher_periods(standing, lower):
        order = after_congress(lower.planned.period, period.first, period.last)
        if order != "no":
            found.append((order == "yes", words))
    return max(found, key=lambda one: one[0], default=None)


def _higher_periods(standing: Standing, lower: LevelPlan) -> Iterator[tuple[Period, str]]:
    if standing.held_on:
        day = short_day(standing.held_on)
        text = gettext("member organization: held on {day}").format(day=day)
        yield Period(standing.held_on, standing.held_on, Precision.DAY), text
    elif standing.planned and standing.is_open:
        text = gettext("member organization: {term}").format(term=term_words(standing.planned.used.period))
        yield standing.planned.period, text
    for other in standing.below:
        related = _within(other.organization, lower.organization) or _within(lower.organization, other.organization)
        if related and Level.values.index(other.level) < Level.values.index(lower.level):
            yield other.planned.period, f"{other.title}: {term_words(other.planned.used.period)}"


def _within(inner: Organization, outer: Organization) -> bool:
    return (inner.path or "").startswith(outer.path or "")
