"""What the lists of the information on the progress are put together with: standings of a day, rows, addresses."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from campaigns.states import Standing, State, standings
from campaigns.wording import term_in
from letters.facts import Fact, Listing, Row, Two
from letters.kinds import Asking
from letters.naming import named

NAME = {"name": _("Organization")}


class Lists:
    """Of one letter: standings are asked for once for each day that a list speaks of."""

    def __init__(self, campaign: Campaign, asking: Asking) -> None:
        self.campaign, self.asking = campaign, asking
        self._on: dict[date, list[Standing]] = {}

    def on(self, day: date) -> list[Standing]:
        if day not in self._on:
            self._on[day] = standings(self.campaign, self.asking.user, day)
        return self._on[day]

    def address(self, day: date, **query: str) -> str:
        asked = "&".join(f"{name}={value}" for name, value in {"as_of": day.isoformat(), **query}.items())
        return f"{reverse('campaigns:campaign', args=[self.campaign.pk])}?{asked}"

    def row(self, standing: Standing, **values: Fact) -> Row:
        organization = standing.organization
        link = reverse("campaigns:plans", args=[self.campaign.pk, organization.code])
        day = standing.as_of
        return Row(organization.code, {"name": named(organization, day), **values}, f"{link}?as_of={day.isoformat()}")

    def listing(
        self,
        day: date,
        title: Two,
        nobody: Two,
        rows: Iterable[Row],
        fields: Mapping[str, Any] | None = None,
        link: str = "",
    ) -> Listing:
        return Listing(
            title=title,
            nobody=nobody,
            rows=list(rows),
            as_of=day,
            fields={**NAME, **(fields or {})},
            link=link or self.address(day),
        )

    def in_state(self, state: State, title: Two, nobody: Two, key: str = "") -> Listing:
        day = self.asking.day(key)
        rows = (self.row(one, received_on=_received_on(one)) for one in self.on(day) if one.state == state)
        link = self.address(day, state=state.value)
        return self.listing(day, title, nobody, rows, {"received_on": _("First received")}, link)


def by_day(present: Iterable[Standing]) -> list[Standing]:
    """Those who have held in the order of their days, as the paper lists them."""
    return sorted((one for one in present if one.conference), key=lambda one: one.held_on or date.min)


def _received_on(standing: Standing) -> date | str:
    """Empty where the day was not stated."""
    owed = standing.information
    return owed.first_received_on if owed and owed.first_received_on and owed.day_stated else ""


def term_of(standing: Standing) -> Fact:
    """As the organization wrote it, which the official table prints."""
    if standing.planned is None:
        return ""
    period = standing.planned.leading.period
    return Two(term_in("ru", period), term_in("kk", period))
