"""What a new version of the congress days or of a window would change: the same rule, before and after."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from campaigns.models import Campaign, CongressDate, Window
from campaigns.periods import Period, Precision, against_window
from campaigns.primary_terms import PrimaryTerms, add_primary_terms
from campaigns.states import LevelPlan, Standing, standings
from campaigns.wording import bodies_of, congress_words, window_words
from documents.dates import short_day
from organizations.models import Level, Organization


@dataclass(frozen=True)
class Flag:
    """One flag of one plan, before the new version and after it; the codes the tables carry, the words people read."""

    organization: Organization
    title: str
    term: str
    before: str | None
    after: str | None
    before_words: str
    after_words: str

    @property
    def changes(self) -> bool:
        return self.before != self.after

    @property
    def is_worse(self) -> bool:
        return GRAVITY.get(self.after or "", 0) > GRAVITY.get(self.before or "", 0)


GRAVITY = {"no": 0, "inside": 0, "at_risk": 1, "partly": 1, "yes": 2, "early": 2, "late": 2}


def congress_flags(campaign: Campaign, user: Any, as_of: date, new: CongressDate) -> list[Flag]:
    """Whose delegates can no longer, or can again, be elected in time (campaigns.md, section 3)."""
    found = []
    for before in standings(campaign, user, as_of):
        after = replace(before, congress=new)
        if before.planned and after.after_congress is not None:
            codes = before.after_congress, after.after_congress
            found.append(
                _flag(before.organization, before.organization.name, before.planned.raw, codes, congress_words)
            )
    return found


def window_flags(campaign: Campaign, user: Any, as_of: date, new: Window) -> list[Flag]:
    """Plans of the level against the window, and conferences that were held in the old one; single primary
    organizations are counted, not named."""
    found: list[Flag] = []
    present = standings(campaign, user, as_of)
    if new.level == Level.PRIMARY:
        add_primary_terms(present, user)
    for standing in present:
        if new.level == Level.MEMBER:
            found += _of_member(standing, new)
        else:
            found += [_of_body(standing, lower, new) for lower in standing.below if lower.level == new.level]
        if new.level == Level.PRIMARY and standing.primaries:
            found += _of_primaries(standing, standing.primaries, new)
    return found


def _of_member(standing: Standing, new: Window) -> Iterator[Flag]:
    name = standing.organization.name
    if standing.held_on:
        held = Period(standing.held_on, standing.held_on, Precision.DAY, short_day(standing.held_on))
        codes = _check(held, standing.window), _check(held, new)
        yield _flag(standing.organization, name, gettext("held on {day}").format(day=held.raw), codes, window_words)
    after = replace(standing, window=new)
    if standing.planned and after.window_check is not None:
        codes = standing.window_check, after.window_check
        yield _flag(standing.organization, name, standing.planned.raw, codes, window_words)


def _of_primaries(standing: Standing, primaries: PrimaryTerms, new: Window) -> Iterator[Flag]:
    old = standing.campaign.windows_on(standing.as_of).get(Level.PRIMARY)
    counted: Counter[tuple[str | None, str | None]] = Counter()
    for same in primaries.terms:
        counted[_check(same.period, old), _check(same.period, new)] += same.count
    title = f"{standing.organization.name}: {bodies_of(Level.PRIMARY)}"
    for codes, number in counted.items():
        yield _flag(standing.organization, title, str(number), codes, window_words)


def _check(period: Period, window: Window | None) -> str | None:
    return against_window(period, window.first_day, window.last_day) if window else None


def _of_body(standing: Standing, lower: LevelPlan, new: Window) -> Flag:
    codes = lower.window_check, replace(lower, window=new).window_check
    own = lower.level == lower.organization.level
    title = lower.title if own else f"{lower.organization.name}: {lower.title}"
    return _flag(lower.organization, title, lower.planned.raw, codes, window_words)


def _flag(organization: Organization, title: str, term: str, codes: tuple[Any, Any], words: Any) -> Flag:
    return Flag(organization, title, term, *codes, *map(words, codes))


def fingerprint(flags: Iterable[Flag]) -> str:
    """What was shown: when it is another when the answer comes, people look again."""
    told = "\n".join(f"{one.organization.pk} {one.title} {one.term} {one.before} {one.after}" for one in flags)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
