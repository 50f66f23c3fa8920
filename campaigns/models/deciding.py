"""What a decree sets changes by a later decision: a new version beside the old one, never over it."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from organizations.authors import sign


def one_writer(campaign: Campaign) -> None:
    """The second of two at once waits here: versions follow one another, places are counted, names compared."""
    list(Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk).values_list("pk"))


@transaction.atomic
def decide(version: Any, siblings: models.QuerySet, *, by: Any, at: datetime) -> None:
    """Keeps a new version of the norm, a window or the days of the congress. `siblings`: the versions before it."""
    one_writer(version.campaign)
    if not version.decree_item_id and not version.source.strip():
        raise ValidationError({"source": _("Choose the item of the decree, or say in words who decided it.")})
    check_decided_on(version.decided_on, siblings, at)
    sign(version, by)
    version.save()


def check_decided_on(day: date, siblings: models.QuerySet, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise ValidationError({"decided_on": _("This day lies in the future.")})
    later = siblings.filter(decided_on__gt=day).order_by("-decided_on").values_list("decided_on", flat=True).first()
    if later:
        sentence = _("A later decision stands already, of %(day)s: a new one is not older.")
        raise ValidationError({"decided_on": ValidationError(sentence, params={"day": f"{later:%d.%m.%Y}"})})
