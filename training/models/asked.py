"""Of which period a requirement of the core asks the training report."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.authors import sign
from reporting.models import AsksPeriods, Requirement, both_ask

KIND = "training_report"
PARTS = ("year", "h1", "h2")


class TrainingAsked(AsksPeriods):
    """The audience, the basis and the due day are the requirement's."""

    requirement = models.OneToOneField(
        Requirement, on_delete=models.PROTECT, related_name="training_asked", verbose_name=_("requirement")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("period of a training report")
        verbose_name_plural = _("periods of training reports")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(shift__range=(-2, 0)), name="training_asked_shift_small"),
            models.CheckConstraint(condition=Q(part__in=PARTS), name="training_asked_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} · {self.part_title}"

    @classmethod
    def connect(
        cls, requirement: Requirement, *, part: str, shift: int = 0, year: int | None = None, by: Any
    ) -> "TrainingAsked":
        """Says of a requirement which periods it asks; refused where another asks the same of periods that overlap."""
        asked = cls(requirement=requirement, part=part, shift=shift, year=year)
        asked.refuse_twice()
        sign(asked, by)
        asked.save()
        return asked

    def refuse_twice(self) -> None:
        for other in TrainingAsked.objects.exclude(pk=self.pk).select_related("requirement"):
            period = self.asks_also(other)
            if period and both_ask(self.requirement, other.requirement):
                raise ValidationError(
                    _("“%(other)s” asks for training of a period that overlaps with %(period)s already."),
                    code="overlap",
                    params={"other": other.requirement.title, "period": period.title},
                )
