"""Calls about what is owed: "called, promised by Friday"."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.access import ScopedQuerySet
from organizations.models import Person
from reporting.models.obligation import Obligation

LONGEST_PROMISE = 366


class CallQuerySet(ScopedQuerySet):
    organization_lookup = "obligation__organization"

    def made_by(self, day: date) -> Self:
        """Not taken back, made on that day or before."""
        return self.filter(taken_back_at=None, called_on__lte=day)

    def latest_first(self) -> Self:
        return self.order_by("-called_on", "-pk")


class Call(models.Model):
    """One call about one obligation. A call noted by mistake is taken back, not deleted."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.CASCADE, related_name="calls", verbose_name=_("obligation")
    )
    spoken_to = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("spoken to")
    )
    called_on = models.DateField(_("called on"))
    promised_by = models.DateField(_("promised by"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("called by")
    )
    at = models.DateTimeField(_("recorded at"))
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-called_on", "-pk"]
        indexes = [models.Index(fields=["obligation", "-called_on"], name="call_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(promised_by=None) | Q(promised_by__gte=F("called_on")), name="promised_after_called"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_by=None, taken_back_at=None)
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False),
                name="taken_back_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} · {self.called_on:%d.%m.%Y}"

    @classmethod
    def record(
        cls,
        obligation: Obligation,
        *,
        by: Any,
        at: datetime,
        called_on: date,
        promised_by: date | None = None,
        spoken_to: Person | None = None,
        note: str = "",
    ) -> "Call":
        if called_on > timezone.localdate(at):
            raise ValidationError({"called_on": _("This day lies in the future.")})
        if called_on < obligation.arose_on:
            raise ValidationError({"called_on": _("Nothing was asked yet on this day.")})
        if promised_by and promised_by < called_on:
            raise ValidationError({"promised_by": _("The promised day lies before the call.")})
        if promised_by and (promised_by - called_on).days > LONGEST_PROMISE:
            raise ValidationError({"promised_by": _("The promised day lies more than a year ahead. Check the year.")})
        return cls.objects.create(
            obligation=obligation, by=by, at=at, called_on=called_on, promised_by=promised_by, spoken_to=spoken_to,
            note=note.strip(),
        )  # fmt: skip

    def take_back(self, *, by: Any, at: datetime) -> None:
        """It was noted by mistake; what was noted before it counts again."""
        if not Call.objects.filter(pk=self.pk, taken_back_at=None).update(taken_back_by=by, taken_back_at=at):
            raise ValidationError(_("This call has been taken back already."))
