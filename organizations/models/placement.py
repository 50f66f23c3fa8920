"""Where an organization stood in the tree, and since when."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.access import ScopedQuerySet


class PlacementQuerySet(ScopedQuerySet):
    def open_on(self, day: date) -> "PlacementQuerySet":
        return self.filter(Q(from_day=None) | Q(from_day__lte=day), Q(to_day=None) | Q(to_day__gt=day))


class Placement(models.Model):
    """Where an organization stood from `from_day` (None: since ever) until `to_day` (exclusive)."""

    organization = models.ForeignKey("organizations.Organization", on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="+", verbose_name=_("higher body")
    )
    from_day = models.DateField(_("from"), null=True, blank=True)
    to_day = models.DateField(_("until"), null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["from_day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization"], condition=Q(to_day=None), name="one_open_placement"),
            models.CheckConstraint(
                condition=Q(from_day=None) | Q(to_day=None) | Q(to_day__gte=models.F("from_day")),
                name="placement_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} → {self.parent}"
