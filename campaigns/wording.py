"""Words about terms that pages, tables and forms share."""

from django.utils.translation import gettext

from campaigns.periods import Period
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
