"""Of whom and of when a note on the training speaks, with the addresses behind its figures."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from organizations.models import Organization
from reporting.periods import Period
from training.checks import Held
from training.held import held_in


@dataclass
class About:
    organization: Organization
    period: Period
    user: Any
    day: date

    @property
    def earlier(self) -> Period:
        """The same part of the year before."""
        return self.period.years_before(1)

    @cached_property
    def held(self) -> Held:
        return held_in(self.organization, self.period, until=self.day)

    @property
    def _query(self) -> str:
        return urlencode(
            {"organization": self.organization.code, "year": str(self.period.year), "part": self.period.part}
        )

    @property
    def events_page(self) -> str:
        return f"{reverse('training:events')}?{self._query}"

    @property
    def plan_page(self) -> str:
        return reverse("training:plan", args=[self.organization.code, self.period.year])

    @property
    def table_page(self) -> str:
        return f"{reverse('training:table')}?{self._query}"
