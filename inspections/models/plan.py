"""The plan of a year's inspections, as it was approved."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from inspections.querysets import InspectionPlanQuerySet


class InspectionPlan(models.Model):
    """Read by the apparatus only: whom it will inspect is not told beforehand."""

    year = models.PositiveSmallIntegerField(_("year"))
    approved_by = models.CharField(_("approved by"), max_length=200)
    number = models.CharField(_("number"), max_length=50, blank=True)
    approved_on = models.DateField(_("approved on"))
    source = models.CharField(_("source"), max_length=300)

    history = HistoricalRecords()
    objects = InspectionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of inspections")
        verbose_name_plural = _("plans of inspections")
        ordering = ["-year", "-approved_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "approved_by"],
                name="one_plan_a_year_of_a_body",
                violation_error_message=_("This body's plan for this year is entered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.approved_by}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:plan", args=[self.pk])
