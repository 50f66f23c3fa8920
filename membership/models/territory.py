"""Splits, mergers, transfers and withdrawals with the members they carried; territories nobody covers."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _
from simple_history.models import HistoricalRecords

from membership.querysets import TerritoryEventQuerySet, UncoveredTerritoryQuerySet
from organizations.models import Organization


class TerritoryEvent(models.Model):
    """Members passed from one organization to another, or out of the union, without anybody joining or leaving.

    The loss of the one and the gain of the other are one event, shown apart from growth and loss
    (statistics.md, section 1, comparable territory). Without `target` the members left the union.
    """

    class Kind(models.TextChoices):
        SPLIT = "split", _("split")
        MERGER = "merger", _("merger")
        TRANSFER = "transfer", _("transfer of a body")
        WITHDRAWAL = "withdrawal", _("withdrawal from the union")

    class Reason(models.TextChoices):
        TERRITORY = "territory", _("change of the administrative division")
        MERGER = "merger", _("merger")
        OTHER_SECTOR = "other_sector", _("transfer to the union of another sector")
        OTHER_UNION = "other_union", _("transfer to another union")
        LIQUIDATION = "liquidation", _("liquidation")
        SUSPENSION = "suspension", _("suspension by the authorities")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    on = models.DateField(_("on"))
    origin = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="carried_away", verbose_name=_("from the organization")
    )
    target = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_in",
        verbose_name=_("to the organization"),
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, default=Reason.TERRITORY)
    destination = models.CharField(_("where it went"), max_length=300, blank=True)
    members_total = models.PositiveIntegerField(_("members carried"), null=True, blank=True)
    members_employed = models.PositiveIntegerField(_("employed members carried"), null=True, blank=True)
    primaries = models.PositiveIntegerField(_("primary organizations carried"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    history = HistoricalRecords()
    objects = TerritoryEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of territory")
        verbose_name_plural = _("changes of territory")
        ordering = ["on", "pk"]
        indexes = [
            models.Index(fields=["origin", "on"], name="territory_from"),
            models.Index(fields=["target", "on"], name="territory_to"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="withdrawal", target=None) | ~Q(kind="withdrawal") & Q(target__isnull=False),
                name="withdrawal_leads_nowhere",
            ),
            models.CheckConstraint(condition=Q(target=None) | ~Q(origin=F("target")), name="territory_elsewhere"),
            models.CheckConstraint(
                condition=Q(members_total=None)
                | Q(members_employed=None)
                | Q(members_employed__lte=F("members_total")),
                name="territory_employed_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}: {self.origin} → {self.target or self.destination}"

    @classmethod
    @transaction.atomic
    def record(
        cls, *, kind: str, on: date, origin: Organization, source: str, by: Any, at: datetime, **facts: Any
    ) -> "TerritoryEvent":
        """`facts`: target, reason, destination, members_total, members_employed, primaries."""
        if on > timezone.localdate(at):
            raise ValidationError({"on": _("This day lies in the future.")})
        event = cls(kind=kind, on=on, origin=origin, source=source, recorded_by=by, recorded_at=at, **facts)
        event.clean()
        event._history_user = by  # type: ignore[attr-defined]
        event.save()
        return event

    def clean(self) -> None:
        if self.kind == self.Kind.WITHDRAWAL and self.target_id:
            raise ValidationError({"target": _("Who withdraws from the union goes to none of its organizations.")})
        if self.kind != self.Kind.WITHDRAWAL and not self.target_id:
            raise ValidationError({"target": _("Name the organization that took the members over.")})
        if self.target_id and self.target_id == self.origin_id:
            raise ValidationError({"target": _("An organization takes nothing over from itself.")})
        employed, members = self.members_employed, self.members_total
        if employed is not None and members is not None and employed > members:
            raise ValidationError(
                {"members_employed": _("The employed members cannot be more than the members in all.")}
            )


class UncoveredTerritory(models.Model):
    """A district or city without a branch of the union."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="uncovered", verbose_name=_("member organization")
    )
    name_ru = models.CharField(_("name in Russian"), max_length=150)
    name_kk = models.CharField(_("name in Kazakh"), max_length=150, blank=True)
    since = models.DateField(_("without a branch since"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    is_largest = models.BooleanField(_("among the largest"), default=False)
    covered_on = models.DateField(_("covered again on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    history = HistoricalRecords()
    objects = UncoveredTerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory without a branch")
        verbose_name_plural = _("territories without a branch")
        ordering = ["organization", "name_ru"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(covered_on=None) | Q(covered_on__gte=F("since")), name="uncovered_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (self.name_kk if get_language() == "kk" else "") or self.name_ru
