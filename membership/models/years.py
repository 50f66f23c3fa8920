"""Years whose figures are final."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.models import Level
from reporting.models import Obligation

# The kind of requirement that asks for a report.
KIND = "membership_report"
# Reports of many are handed in in this order: a body is judged against what its own bodies have handed in.
FROM_BELOW = (Level.PRIMARY, Level.BRANCH, Level.MEMBER)


def owed_for(year: int) -> Q:
    """Of obligations: those that ask for the report of that year (`kept.year_of` says it of one)."""
    of_its_due_day = Q(original_due_on__year=year) & ~Q(key__regex=r"^[0-9]{4}$")
    return Q(requirement__kind=KIND) & (Q(key=str(year)) | of_its_due_day)


class LockedYear(models.Model):
    """Reports of a locked year are neither handed in nor returned, until the year is unlocked with a reason."""

    year = models.PositiveSmallIntegerField(_("state on 1 January of"), unique=True)
    locked_on = models.DateField(_("locked on"))
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("locked by")
    )
    reason = models.CharField(_("reason"), max_length=500)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("locked year")
        verbose_name_plural = _("locked years")
        ordering = ["-year"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="year_locked_why")]

    def __str__(self) -> str:
        return str(self.year)

    @classmethod
    def refuse(cls, year: int) -> None:
        """Raises ValidationError (code `locked`) where the year is locked."""
        if found := cls.objects.filter(year=year).first():
            raise ValidationError(
                _("The year %(year)s was locked on %(day)s: %(reason)s. Only staff can unlock it."),
                code="locked",
                params={"year": str(year), "day": f"{found.locked_on:%d.%m.%Y}", "reason": found.reason},
            )

    @classmethod
    @transaction.atomic
    def lock(cls, year: int, *, on: date, reason: str, by: Any, at: datetime) -> "LockedYear":
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: the reason is kept with the decision.")})
        if on > timezone.localdate(at):
            raise ValidationError({"on": _("This day lies in the future.")})
        _wait_for_those_under_way(year)
        if cls.objects.filter(year=year).exists():
            raise ValidationError(_("This year is locked already."))
        locked = cls(year=year, locked_on=on, locked_by=by, reason=reason.strip())
        locked._history_user = by
        locked.save()
        return locked

    @transaction.atomic
    def unlock(self, *, reason: str, by: Any) -> None:
        """Its history keeps who, when and why."""
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: the reason is kept with the decision.")})
        self._history_user, self._change_reason = by, reason.strip()
        self.delete()


def _wait_for_those_under_way(year: int) -> None:
    """Who hands in, returns or voids holds the obligation until it is written, and asks afterwards whether the year is
    locked: whoever began is waited for, whoever comes later finds the lock."""
    for level in FROM_BELOW:
        owed = Obligation.objects.filter(owed_for(year), organization__level=level)
        list(owed.select_for_update(of=("self",)).values_list("pk"))
