"""Which requirement of the core asks a form, and of which periods its obligations speak."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from indicators.models.definition import ActivityForm
from reporting.models import AsksPeriods, Requirement
from reporting.periods import ALL_PARTS


class FormAsked(AsksPeriods):
    """The audience, the basis and the due day are the requirement's."""

    form = models.ForeignKey(ActivityForm, on_delete=models.PROTECT, related_name="asked", verbose_name=_("form"))
    requirement = models.OneToOneField(
        Requirement, on_delete=models.PROTECT, related_name="activity_form", verbose_name=_("requirement")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("form asked for")
        verbose_name_plural = _("forms asked for")
        ordering = ["form", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(shift__range=(-2, 0)), name="form_asked_shift_small"),
            models.CheckConstraint(condition=Q(part__in=ALL_PARTS), name="form_asked_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.requirement}"
