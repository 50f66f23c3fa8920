"""What verbs of a campaign refuse alike."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def refuse_future(day: date, at: datetime, field: str | None = None) -> None:
    """A fact is not told before it has happened; `at` is the moment of telling."""
    if day > timezone.localdate(at):
        refusal = ValidationError(_("%(day)s lies in the future."), params={"day": f"{day:%d.%m.%Y}"}, code="future")
        raise ValidationError({field: refusal}) if field else refusal


def refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the reason is kept with the decision.")})
