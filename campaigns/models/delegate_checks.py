"""What is refused about a delegate: people who cannot be, days and conferences that do not fit."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.conference import Conference
from organizations.models import Organization

# Nobody is elected younger or older than this; a year outside is a slip of the finger.
YOUNGEST, OLDEST = 16, 100


def check_birth_year(year: int | None, elected_on: date) -> None:
    if year is not None and not elected_on.year - OLDEST <= year <= elected_on.year - YOUNGEST:
        raise ValidationError(
            {
                "birth_year": ValidationError(
                    _("A delegate is between %(youngest)s and %(oldest)s years old: write the year as 1975."),
                    params={"youngest": YOUNGEST, "oldest": OLDEST},
                )
            }
        )


def election_day(
    organization: Organization,
    campaign: Campaign,
    elected_at: Conference | None,
    elected_on: date | None,
    source: str,
    at: datetime,
) -> date:
    """Of the conference, which is the organization's own and was held; or as told, with its source."""
    if elected_at is None:
        if elected_on is None:
            raise ValidationError({"elected_on": _("Name the conference, or the day of the election.")})
        if not source.strip():
            raise ValidationError({"source": _("Say which paper names the election: no conference is entered for it.")})
        if elected_on > timezone.localdate(at):
            raise ValidationError({"elected_on": _("This day lies in the future.")})
        return elected_on
    if elected_at.organization_id != organization.pk:
        raise ValidationError({"elected_at": _("This is a conference of another organization.")})
    if elected_at.cancelled_on or elected_at.campaign_id not in (None, campaign.pk):
        raise ValidationError({"elected_at": _("This conference does not count in this campaign.")})
    return elected_at.held_on
