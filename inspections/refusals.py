"""What verbs of an inspection refuse alike."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.dates import short_day


def refusal(sentence: str | Promise, *, field: str = "", code: str = "refused", **facts: Any) -> ValidationError:
    """Days in the sentence are written as tables write them."""
    shown = {name: short_day(fact) if isinstance(fact, date) else fact for name, fact in facts.items()}
    error = ValidationError(str(sentence).format(**shown), code=code)
    return ValidationError({field: error}) if field else error


def check_day(day: date, at: datetime, *, not_before: date | None = None, field: str = "on") -> None:
    """A fact is told after it has happened, and follows the one before it."""
    if day > timezone.localdate(at):
        raise refusal(_("{day} lies in the future."), field=field, code="future", day=day)
    if not_before and day < not_before:
        raise refusal(_("This day lies before {first}, the day of what went before."), field=field, first=not_before)


def said(reason: str) -> str:
    if not reason.strip():
        raise refusal(_("Say why: the reason is kept with the decision."), field="reason")
    return reason.strip()
