"""Decisions about one obligation: a later due day, or that nothing is asked after all."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from reporting.books import Fact
from reporting.querysets import ExemptionQuerySet, PostponementQuerySet


class Postponement(Fact):
    """A later due day, in force from the day it was decided on."""

    obligation = models.ForeignKey("reporting.Obligation", on_delete=models.CASCADE, related_name="postponements")
    due_on = models.DateField(_("new due day"))
    decided_on = models.DateField(_("decided on"))
    reason = models.CharField(_("reason"), max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    decided_at = models.DateTimeField(_("recorded at"))

    history = HistoricalRecords()
    objects = PostponementQuerySet.as_manager()

    class Meta:
        verbose_name = _("postponement")
        verbose_name_plural = _("postponements")
        ordering = ["decided_on", "pk"]
        indexes = [models.Index(fields=["obligation", "-decided_on"], name="postponement_latest")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="postponement_has_reason")]

    def __str__(self) -> str:
        return f"{self.obligation} → {self.due_on:%d.%m.%Y}"


class Exemption(Fact):
    """Nothing is asked, from the day it was decided until it is revoked."""

    obligation = models.ForeignKey("reporting.Obligation", on_delete=models.CASCADE, related_name="exemptions")
    decided_on = models.DateField(_("decided on"))
    reason = models.CharField(_("reason"), max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    decided_at = models.DateTimeField(_("recorded at"))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoked_at = models.DateTimeField(_("revocation recorded at"), null=True, blank=True)
    revoke_reason = models.CharField(_("reason of the revocation"), max_length=500, blank=True)

    history = HistoricalRecords()
    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        ordering = ["decided_on", "pk"]
        indexes = [models.Index(fields=["obligation", "decided_on"], name="exemption_of_obligation")]
        constraints = [
            models.UniqueConstraint(fields=["obligation"], condition=Q(revoked_on=None), name="one_exemption_in_force"),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_reason"),
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_by=None, revoked_at=None, revoke_reason="")
                | Q(revoked_on__isnull=False, revoked_by__isnull=False, revoked_at__isnull=False)
                & ~Q(revoke_reason=""),
                name="exemption_revoked_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(revoked_on__gte=F("decided_on")),
                name="exemption_revoked_after_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} · {self.reason}"

    def is_in_force_on(self, day: date) -> bool:
        """As `ExemptionQuerySet.in_force_on`, for one that is at hand."""
        return self.decided_on <= day and (self.revoked_on is None or self.revoked_on > day)
