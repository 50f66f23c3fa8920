"""A campaign drawn along time: windows, the Congress, planned terms at their true width, conferences held, today.

Here it is said what stands in which lane; documents/charts.py draws it. The sentences of the lanes are the same in words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.models import Campaign, Conference, CongressDate, Window
from campaigns.periods import Period, against_window
from campaigns.primary_terms import PrimaryTerms, SameDays, address, most_frequent
from campaigns.statements import Planned
from campaigns.states import LevelPlan, Standing
from campaigns.wording import days_of, window_words
from documents.charts import Band, Lane, Look, Mark, Span, Timeline
from documents.dates import short_day
from organizations.models import Level, Organization

# How far beyond the campaign a plan is still drawn: what lies further ends in an arrow.
BEYOND = timedelta(days=150)
MOST_TERMS = 5
DESCRIPTION = _("Windows, planned terms and conferences along time. The list below says the same in words.")


def of_campaign(campaign: Campaign, present: Sequence[Standing], as_of: date) -> Timeline:
    """Windows bottom-up, the Congress, then the member organizations in the order of the table."""
    lanes = [*_terms_of(campaign, as_of), *(_of_member(standing, n == 0) for n, standing in enumerate(present))]
    return _timeline(campaign, lanes, as_of, "campaign", gettext("The campaign along time"), Level.MEMBER)


def of_organization(
    campaign: Campaign,
    organization: Organization,
    planned: Planned | None,
    below: Iterable[LevelPlan],
    primaries: PrimaryTerms | None,
    conferences: Iterable[Conference],
    as_of: date,
) -> Timeline:
    """Windows, the own conference, each branch, and the primary organizations by the terms that most of them name."""
    held: dict[int, list[Conference]] = {}
    for conference in conferences:
        held.setdefault(conference.organization_id, []).append(conference)
    windows = campaign.windows_on(as_of)
    window = windows.get(organization.level)
    own = _lane(campaign, organization, planned, held.get(organization.pk, ()), window, opens=True)
    lanes = [*_terms_of(campaign, as_of), own]
    drawn = {organization.pk}
    for lower in below:
        is_own = lower.level == lower.organization.level
        if is_own:
            drawn.add(lower.organization.pk)
        of_its = held.get(lower.organization.pk, ()) if is_own else ()
        lanes.append(_lane(campaign, lower.organization, lower.planned, of_its, lower.window, title=lower.title))
    for pk, found in held.items():
        if pk not in drawn:
            lanes.append(_lane(campaign, found[0].organization, None, found, None))
    lanes += _of_primaries(campaign, organization, primaries, windows.get(Level.PRIMARY))
    return _timeline(campaign, lanes, as_of, "organization", gettext("The campaign along time"), organization.level)


def _timeline(campaign: Campaign, lanes: list[Lane], as_of: date, name: str, title: str, level: str) -> Timeline:
    window, congress = campaign.windows_on(as_of).get(level), campaign.congress_on(as_of)
    bands = []
    if window:
        bands.append(Band(window.first_day, window.last_day, f"{Level(level).label}: {_days(window)}"))
    if congress:
        bands.append(
            Band(congress.first_day, congress.last_day, f"{gettext('Congress')}: {congress.raw}", is_dark=True)
        )
    first, last = _bounds(campaign, lanes)
    return Timeline(
        id=f"timeline-{name}",
        title=title,
        description=str(DESCRIPTION),
        first=first,
        last=last,
        lanes=[replace(lane, title=lane.title[:1].upper() + lane.title[1:]) for lane in lanes],
        bands=bands,
        today=as_of,
        today_label=short_day(as_of),
    )


def _bounds(campaign: Campaign, lanes: Iterable[Lane]) -> tuple[date, date]:
    """The campaign, and whatever was planned or held a little before or after it; whole months."""
    days = [day for lane in lanes for span in lane.spans for day in (span.first, span.last)]
    days += [mark.day for lane in lanes for mark in lane.marks]
    first = max(min([campaign.first_day, *days]), campaign.first_day - BEYOND)
    last = min(max([campaign.last_day, *days]), campaign.last_day + BEYOND)
    return first.replace(day=1), last


# --- Lanes ------------------------------------------------------------------------------------------------


def _terms_of(campaign: Campaign, as_of: date) -> Iterator[Lane]:
    """What decrees have set: by level bottom-up, then the Congress; a version that no longer holds stands above the
    one that does."""
    versions = campaign.window_versions(as_of)
    for level in (one for one in reversed(Level.values) if one in versions):
        yield from _versions(gettext("Window: {level}").format(level=Level(level).label), versions[level])
    yield from _versions(gettext("Congress"), campaign.congress_versions(as_of))


def _versions(title: str, versions: Sequence[Window | CongressDate]) -> Iterator[Lane]:
    for version in versions[:-1]:
        sentence = gettext("{title}: was {days}, decided on {decided}")
        days = _days(version)
        words = sentence.format(title=title, days=days, decided=short_day(version.decided_on))
        yield Lane(
            gettext("{title} (was)").format(title=title),
            [
                Span(
                    version.first_day,
                    version.last_day,
                    words,
                    days,
                    "former",
                    short=_short(version.first_day, version.last_day),
                )
            ],
        )
    for version in versions[-1:]:
        days = _days(version)
        short = _short(version.first_day, version.last_day)
        span = Span(version.first_day, version.last_day, f"{title}: {days}", days, "plain", short=short)
        yield Lane(title, [span])


def _of_member(standing: Standing, opens: bool) -> Lane:
    held = [one for one in (standing.conference, *standing.extraordinary) if one]
    planned = standing.planned if standing.conference is None and standing.is_open else None
    note = standing.state_words
    return _lane(standing.campaign, standing.organization, planned, held, standing.window, opens=opens, note=note)


def _lane(
    campaign: Campaign,
    organization: Organization,
    planned: Planned | None,
    held: Iterable[Conference],
    window: Window | None,
    *,
    title: str = "",
    opens: bool = False,
    note: str = "",
) -> Lane:
    """The plan until the conference is held; then the day of the conference."""
    title = title or organization.name
    url = reverse("campaigns:plans", args=[campaign.pk, organization.code])
    marks = [_held(title, conference, url) for conference in held]
    is_over = any(not conference.is_extraordinary for conference in held)
    return Lane(title, [] if is_over or not planned else list(_plans(title, planned, window, url)), marks, opens, note)


def _held(title: str, conference: Conference, url: str) -> Mark:
    day = short_day(conference.held_on)
    if conference.is_extraordinary:
        words = gettext("extraordinary, held on {day}").format(day=day)
        return Mark(conference.held_on, f"{title}: {words}", day, "rhomb", url)
    return Mark(conference.held_on, f"{title}: {gettext('held on {day}').format(day=day)}", day, "circle", url)


def _plans(title: str, planned: Planned, window: Window | None, url: str) -> Iterator[Span]:
    doubt = gettext("to be confirmed") if planned.is_ambiguous and not planned.period.open_ended else ""
    span = _span(title, planned.raw, planned.period, window, url, doubt)
    label = " / ".join(dict.fromkeys([planned.raw, *(other.raw for other in planned.conflicts)]))
    short = " / ".join([span.short, *(_short(other.first_day, other.last_day) for other in planned.conflicts)])
    yield replace(span, label=f"{label} ?" if doubt else label, short=short)
    for other in planned.conflicts:
        words = gettext("contradicts: {term}").format(term=other.raw)
        yield Span(other.first_day, other.last_day, f"{title}: {words}", "", "dashed", url)


def _span(title: str, raw: str, period: Period, window: Window | None, url: str, note: str = "") -> Span:
    check = against_window(period, window.first_day, window.last_day) if window else None
    where = "" if check in (None, "inside") else window_words(check)
    words = gettext("planned {term}, read as {days}").format(term=raw, days=days_of(period))
    name = ", ".join(filter(None, [f"{title}: {words}", where, note]))
    look: Look = "full" if check in (None, "inside") else "striped"
    short = _short(period.first, period.last)
    return Span(period.first, period.last, name, raw, look, url, period.open_ended, short)


def _of_primaries(
    campaign: Campaign, organization: Organization, primaries: PrimaryTerms | None, window: Window | None
) -> Iterator[Lane]:
    """The terms that most of them name, a lane each; all others together."""
    if primaries is None:
        return
    terms, rest = most_frequent(primaries.terms, MOST_TERMS)
    url = address(campaign, organization.code)
    for n, (raw, period, count) in enumerate(terms):
        title = gettext("primary organizations: {count}").format(count=count)
        yield Lane(title, [_span(title, raw, period, window, url)], opens=n == 0)
    if rest:
        yield _others(rest, url)


def _others(rest: list[SameDays], url: str) -> Lane:
    title = gettext("primary organizations, other terms: {count}").format(count=sum(one.count for one in rest))
    first, last = min(one.period.first for one in rest), max(one.period.last for one in rest)
    words = gettext("from {first} to {last}").format(first=short_day(first), last=short_day(last))
    return Lane(title, [Span(first, last, f"{title}: {words}", words, "former", url)])


def _short(first: date, last: date) -> str:
    """Without years, which the axis says."""
    return f"{first:%d.%m}" if first == last else f"{first:%d.%m}–{last:%d.%m}"


def _days(version: Window | CongressDate) -> str:
    return f"{short_day(version.first_day)}–{short_day(version.last_day)}"
