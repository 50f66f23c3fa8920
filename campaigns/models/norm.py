"""The norm of representation at the congress in its versions, and the members it is reckoned from."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaigns.models.campaign import Campaign
from campaigns.models.deciding import decide, one_writer
from campaigns.querysets import MemberBaseQuerySet
from campaigns.quota import Rounding, quota, side_by_side
from decrees.models import DecreeItem
from organizations.authors import sign
from organizations.models import Level, Organization


class Base(models.TextChoices):
    """Whom the norm counts."""

    ALL = "all", _("all members")
    EMPLOYED = "employed", _("employed members")


class DelegateNorm(models.Model):
    """One delegate per so many members, as decided on a day (decree of 24.06.2023, item 4).

    What the decree does not state stays empty: how remainders are rounded, whom it counts, on which day.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="delegate_norms", verbose_name=_("campaign")
    )
    members_per_delegate = models.PositiveIntegerField(_("members per delegate"))
    rounding = models.CharField(_("rounding"), max_length=15, choices=Rounding, blank=True)
    base = models.CharField(_("whom it counts"), max_length=10, choices=Base, blank=True)
    base_day = models.DateField(_("base date"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"))
    decree_item = models.ForeignKey(
        DecreeItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decree item")
    )
    source = models.CharField(_("source in words"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("norm of representation")
        verbose_name_plural = _("norms of representation")
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(members_per_delegate__gte=1), name="norm_counts_members"),
            models.CheckConstraint(condition=Q(decree_item__isnull=False) | ~Q(source=""), name="norm_has_source"),
        ]

    def __str__(self) -> str:
        return f"1 : {self.members_per_delegate}"

    @classmethod
    def versions(cls, campaign: Campaign, day: date) -> "list[DelegateNorm]":
        """Every decision on the norm by `day`, the present one last."""
        known = campaign.delegate_norms.filter(decided_on__lte=day).select_related("decree_item__decree")
        return list(known.order_by("decided_on", "pk"))

    @classmethod
    def on(cls, campaign: Campaign, day: date) -> "DelegateNorm | None":
        return next(iter(cls.versions(campaign, day)[::-1]), None)

    @classmethod
    def decide(cls, *, campaign: Campaign, by: Any, at: datetime, **facts: Any) -> "DelegateNorm":
        """A new version; those before it stay readable. `facts`: members_per_delegate, rounding, base, base_day,
        decided_on, decree_item, source."""
        norm = cls(campaign=campaign, **facts)
        decide(norm, campaign.delegate_norms.all(), by=by, at=at)
        return norm

    def quota_of(self, members: int) -> int | None:
        """None as long as no decree has chosen the rounding."""
        return quota(members, self.members_per_delegate, self.rounding) if self.rounding else None

    def most_of(self, members: int) -> int:
        """The quota; before the rounding is chosen, what the widest way would give."""
        chosen = self.quota_of(members)
        return max(side_by_side(members, self.members_per_delegate).values()) if chosen is None else chosen


class MemberBase(models.Model):
    """How many members an organization had on a day, typed by staff until membership reports say it."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="member_bases", verbose_name=_("campaign")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="member_bases", verbose_name=_("organization")
    )
    base = models.CharField(_("whom it counts"), max_length=10, choices=Base, default=Base.ALL)
    members = models.PositiveIntegerField(_("members"))
    base_day = models.DateField(_("base date"))
    source = models.CharField(_("source"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    history = HistoricalRecords()
    objects = MemberBaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("members for the norm")
        verbose_name_plural = _("members for the norm")
        ordering = ["organization", "base_day", "pk"]
        indexes = [models.Index(fields=["campaign", "organization", "base_day"], name="base_of_organization")]
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="base_has_source")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.members}"

    @classmethod
    @transaction.atomic
    def record(
        cls,
        *,
        campaign: Campaign,
        organization: Organization,
        members: int,
        base_day: date,
        source: str,
        by: Any,
        at: datetime,
        base: str = Base.ALL,
    ) -> "MemberBase":
        """Beside what was typed before: the latest figure that is not later than the norm's base date counts."""
        one_writer(campaign)
        check_member(organization)
        if base_day > timezone.localdate(at):
            raise ValidationError({"base_day": _("This day lies in the future.")})
        if not source.strip():
            raise ValidationError({"source": _("Say where the figure comes from.")})
        told = cls(campaign=campaign, organization=organization, members=members, base_day=base_day, base=base)
        told.source, told.recorded_by, told.recorded_at = source.strip(), by, at
        sign(told, by)
        told.save()
        return told


def check_member(organization: Organization) -> None:
    if organization.level != Level.MEMBER:
        raise ValidationError(_("Delegates to the Congress are elected by member organizations."))
