"""The report on credentials: who the delegates of a day are, counted by sex, age, education and first time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Delegate
from campaigns.quota import share
from documents.cells import grouped
from organizations.models import Person

# Years of age reached in the year of the congress: the union counts youth up to 35, that year included.
AGES = ((0, 35, "to_35"), (36, 50, "36_to_50"), (51, 60, "51_to_60"), (61, 200, "over_60"))
AGE_TITLES = {
    "to_35": _("up to 35 years"),
    "36_to_50": _("36 to 50 years"),
    "51_to_60": _("51 to 60 years"),
    "over_60": _("over 60 years"),
}
NOT_STATED = "not_stated"
SECTIONS = {
    "all": _("Delegates"),
    "sex": _("Sex"),
    "age": _("Age at the Congress"),
    "education": _("Education"),
    "first_time": _("Times elected"),
}


@dataclass(frozen=True)
class Line:
    """One group of the report; shares are of all delegates, and of all who were present."""

    section: str
    group: str
    elected: int
    present: int | None
    all_elected: int
    all_present: int | None

    @property
    def section_title(self) -> Any:
        return SECTIONS[self.section]

    @property
    def title(self) -> Any:
        return TITLES[self.section].get(self.group, _("not stated"))

    @property
    def elected_share(self) -> Decimal | None:
        return _fraction(share(self.elected, self.all_elected))

    @property
    def present_share(self) -> Decimal | None:
        if self.present is None or self.all_present is None:
            return None
        return _fraction(share(self.present, self.all_present))

    @property
    def elected_words(self) -> str:
        return _words(self.elected_share)

    @property
    def present_words(self) -> str:
        return _words(self.present_share)


TITLES: dict[str, dict[str, Any]] = {
    "all": {"all": _("all delegates")},
    "sex": dict(Delegate.Sex.choices),
    "age": AGE_TITLES,
    "education": dict(Person.Education.choices),
    "first_time": {"first": _("for the first time"), "again": _("again")},
}


def _words(fraction: Decimal | None) -> str:
    return "" if fraction is None else grouped(fraction * 100, 1)


def _fraction(tenths: int | None) -> Decimal | None:
    """As tables hold a per cent: 0.125 is 12,5 %."""
    return None if tenths is None else Decimal(tenths) / 1000


def age_group(birth_year: int | None, congress_year: int) -> str:
    """By the year of birth alone, which is all that is asked."""
    if birth_year is None:
        return NOT_STATED
    age = congress_year - birth_year
    return next((name for first, last, name in AGES if first <= age <= last), NOT_STATED)


def _times(delegate: Delegate) -> str:
    return {True: "first", False: "again"}.get(delegate.first_time, NOT_STATED)  # type: ignore[arg-type]


def credentials(delegates: Iterable[Delegate], *, congress_year: int, as_of: date) -> list[Line]:
    """The whole report. Who was present is unknown (None) until attendance is marked for somebody."""
    everybody = list(delegates)
    present = [one for one in everybody if one.attended and one.attended_on and one.attended_on <= as_of]
    marked = any(one.attended_on and one.attended_on <= as_of for one in everybody)
    groups: dict[str, Callable[[Delegate], str]] = {
        "all": lambda one: "all",
        "sex": lambda one: one.sex or NOT_STATED,
        "age": lambda one: age_group(one.birth_year, congress_year),
        "education": lambda one: one.education or NOT_STATED,
        "first_time": _times,
    }
    return [
        line
        for section, group_of in groups.items()
        for line in _lines(section, group_of, everybody, present if marked else None)
    ]


def _lines(
    section: str, group_of: Callable[[Delegate], str], everybody: Sequence[Delegate], present: Sequence[Delegate] | None
) -> Iterator[Line]:
    """Every group that has a name, and those whose answer is not stated where there are any."""
    here = None if present is None else len(present)
    for group in [*TITLES[section], NOT_STATED]:
        elected = sum(group_of(one) == group for one in everybody)
        came = None if present is None else sum(group_of(one) == group for one in present)
        if elected or group != NOT_STATED:
            yield Line(section, group, elected, came, len(everybody), here)


def of_campaign(campaign: Campaign, user: Any, as_of: date) -> list[Line]:
    """Of the delegates in sight; ages in the year of the congress as decided by that day."""
    congress = campaign.congress_on(as_of)
    delegates = Delegate.objects.visible_to(user).filter(campaign=campaign).counting_on(as_of)
    year = congress.first_day.year if congress else as_of.year
    return credentials(delegates, congress_year=year, as_of=as_of)
