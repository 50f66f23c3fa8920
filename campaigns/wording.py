"""Words about terms that pages, tables, forms and letters share."""

import re

from django.utils.translation import get_language, gettext

from campaigns.periods import Period, render
from documents.dates import short_day
from organizations.models import Level


def window_words(check: str | None) -> str:
    """How a term stands to the window of its level."""
    return {
        "inside": gettext("inside the window"),
        "partly": gettext("partly outside the window"),
        "early": gettext("before the window"),
        "late": gettext("after the window"),
        "none": gettext("without a term"),
    }.get(check or "", "")


def check_choices() -> list[tuple[str, str]]:
    """What a list of terms may be narrowed to."""
    return [(check, window_words(check)) for check in ("early", "partly", "late", "inside", "none")]


def congress_words(check: str | None) -> str:
    return {
        "no": gettext("before the Congress"),
        "at_risk": gettext("may fall on the days of the Congress"),
        "yes": gettext("after the Congress"),
    }.get(check or "", "")


def days_of(period: Period) -> str:
    """01.04.2024–30.06.2024, one day alone; an open end stays open."""
    if period.first == period.last and not period.open_ended:
        return short_day(period.first)
    return f"{short_day(period.first)}–{short_day(period.last)}" + ("…" if period.open_ended else "")


def reading(raw: str, period: Period) -> str:
    """The server's echo of a term: how it was read."""
    return gettext("“{term}” read as {days}").format(term=raw, days=days_of(period))


def bodies_of(level: str) -> str:
    """All bodies of a level together, inside a sentence."""
    words = {Level.BRANCH: gettext("branches"), Level.PRIMARY: gettext("primary organizations")}
    return words.get(Level(level), str(Level(level).label))


# Beginnings of the words of a term that only one of the two languages has.
_RUSSIAN = re.compile(
    r"\b(кварт|кв\b|полуг|год|гг?\.|янв|февр|март|апр|ма[йя]\b|июн|июл|авг|сент|окт|нояб|дек|конц|после|т\.\s?г)",
    re.IGNORECASE,
)
_KAZAKH = re.compile(
    r"\b(тоқ|жарты|жыл|жж?\.|айл|қаң|ақп|наур|сәу|мамы|маус|шіл|там|қыр|қаз|қар|желт|соң|кейін|биыл)", re.IGNORECASE
)


def term_in(language: str, period: Period) -> str:
    """As it was written; in the other language as it was read, where nothing is lost by that."""
    foreign = _KAZAKH if language == "ru" else _RUSSIAN
    if period.ambiguous or not period.raw or not foreign.search(period.raw):
        return period.raw
    return render(period, language)


def term_words(period: Period) -> str:
    """In the language of the reader."""
    return term_in("kk" if get_language() == "kk" else "ru", period)
