"""Quorum and notice: parameters of a campaign, each with its source (campaigns.md, R16, R17)."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

if TYPE_CHECKING:
    from campaigns.models import Campaign


def check_share(text: str) -> None:
    """A validator: `1/2`, `2/3`; above nothing, at most the whole."""
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1 or "/" not in text:
        raise ValidationError(_("Write a share such as 1/2 or 2/3."), code="share")


def meeting_quorum(campaign: "Campaign | None") -> Fraction:
    """More than this share of the members on the register."""
    return Fraction(campaign.meeting_quorum if campaign else "1/2")


def conference_quorum(campaign: "Campaign | None") -> Fraction:
    """At least this share of the delegates elected."""
    return Fraction(campaign.conference_quorum if campaign else "2/3")


def has_quorum(*, is_meeting: bool, expected: int, present: int, campaign: "Campaign | None") -> bool:
    """`expected`: members on the register of a meeting, delegates elected to a conference. Of nobody there is none."""
    if expected <= 0:
        return False
    share = Fraction(present, expected)
    return share > meeting_quorum(campaign) if is_meeting else share >= conference_quorum(campaign)


def announce_congress_by(first_day: date, campaign: "Campaign") -> date:
    """The last day on which a congress that begins on `first_day` can be announced in time."""
    return first_day - relativedelta(months=campaign.congress_notice_months)


def source_or_model(source: str) -> str:
    """Where nobody named a source, the value is the practice of sister unions, and the page says so."""
    return source or gettext("practice of sister unions; not stated by this union")
