"""The letters of a campaign: the information on its progress (main issue, letter 1)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.letter_facts import progress_facts
from campaigns.models import Campaign
from campaigns.states import standings
from campaigns.tables import schedule_table, states_table
from documents.dates import short_day
from documents.tables import Table
from letters.building import built_in
from letters.facts import Facts, Two
from letters.kinds import Annex, Ask, Asking, Dated, LetterKind, Paragraph, register as register_kind

TEXTS = Path(__file__).parent / "letter_texts"


def register() -> None:
    register_kind(PROGRESS)


def _campaigns(user: Any, today: date) -> Iterator[tuple[str, str]]:
    """The real one that runs first, then the others, the latest first."""
    found = Campaign.objects.visible_to(user)
    running = found.containing(today).order_by("is_fictional", "pk").first()
    for campaign in sorted(found, key=lambda one: (one != running, one.is_fictional, -one.first_day.toordinal())):
        yield str(campaign.pk), campaign.title


def _campaign(asking: Asking) -> Campaign:
    related = ("schedule", "information", "protocol", "results")
    found = Campaign.objects.visible_to(asking.user).with_terms()
    found = found.select_related(*(f"{name}_requirement__decree_item__decree" for name in related), "decree")
    campaign = found.filter(pk=asking.asked["campaign"]).first() if asking.asked["campaign"].isdecimal() else None
    if campaign is None:
        raise ValidationError(_("Choose a campaign."), code="campaign")
    return campaign


def _check(asking: Asking) -> None:
    """Before the campaign there is nothing to tell."""
    campaign = _campaign(asking)
    for day in (asking.as_of, *asking.days.values()):
        if day < campaign.first_day:
            raise ValidationError(
                _("This campaign begins on %(first)s; the letter cannot speak of %(day)s."),
                code="before_campaign",
                params={"first": short_day(campaign.first_day), "day": short_day(day)},
            )


def _facts(asking: Asking) -> Facts:
    return progress_facts(_campaign(asking), asking)


def _subject(asking: Asking) -> Two:
    campaign = _campaign(asking)
    return Two(campaign.title_ru, campaign.title_kk)


def _schedule(asking: Asking) -> Table:
    day = asking.day("schedule")
    return schedule_table(standings(_campaign(asking), asking.user, day), day)


def _states(asking: Asking) -> Table:
    return states_table(standings(_campaign(asking), asking.user, asking.as_of), asking.as_of)


def _template(language: str) -> bytes:
    return built_in(TEXTS, "campaign_progress", language)


PROGRESS = LetterKind(
    slug="campaign_progress",
    title=_("Information on the progress of a campaign"),
    asks=(Ask("campaign", _("campaign"), choices=_campaigns),),
    dated=(
        Dated("information", _("who sent the information")),
        Dated("preparation", _("preparation and schedules of branches")),
        Dated("held", _("conferences held")),
        Dated("protocols", _("protocols and results")),
        Dated("deviations", _("deviations")),
        Dated("schedule", _("the schedule")),
    ),
    paragraphs=(
        Paragraph("preparation", _("preparation, in general"), optional=True),
        Paragraph("prepared", _("preparation of the organization"), each="organizations", optional=True),
        Paragraph("conclusions", _("conclusions"), optional=True),
    ),
    annexes=(Annex("schedule", _schedule, _("Schedule")), Annex("states", _states, _("State of the organizations"))),
    facts=_facts,
    template=_template,
    subject=_subject,
    check=_check,
)
