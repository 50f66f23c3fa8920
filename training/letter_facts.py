"""The training of one organization in one period as its note tells it: what was planned, held, reported, and against what."""

from typing import Any

from letters.facts import Fact, Spoken
from letters.naming import legally_named, named
from training.letter_about import About
from training.letter_plan import PlanFacts
from training.letter_told import ToldFacts


class NoteFacts:
    """As a reader of the day sees it."""

    def __init__(self, organization: Any, period: Any, user: Any, day: Any) -> None:
        self.about = About(organization, period, user, day)

    def facts(self) -> dict[str, Fact]:
        about = self.about
        return {
            "organization": {
                "name": named(about.organization, about.day),
                "legal_name": legally_named(about.organization, about.day),
            },
            "period": self._period(),
            **PlanFacts(about).facts(),
            **ToldFacts(about).facts(),
        }

    def _period(self) -> dict[str, Fact]:
        return {
            "title": Spoken(lambda _language: self.about.period.title),
            "before": Spoken(lambda _language: self.about.earlier.title),
            "year": str(self.about.period.year),
            "first_day": self.about.period.first_day,
            "last_day": self.about.period.last_day,
        }
