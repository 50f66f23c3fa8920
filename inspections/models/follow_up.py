"""What a follow-up inspection found of the recommendations before it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from inspections.models.inspection import Inspection
from inspections.models.recommendation import Recommendation
from inspections.querysets import OfInspectionQuerySet
from inspections.refusals import refusal


class FollowUp(models.Model):
    """One recommendation as the follow-up judges it; it changes nothing of the hand-in, whose fate the core tells."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        PARTLY = "partly", _("partly done")
        NOT_DONE = "not_done", _("not done")

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="judgements", verbose_name=_("inspection")
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="judgements", verbose_name=_("recommendation")
    )
    outcome = models.CharField(_("what was found of it"), max_length=8, choices=Outcome, blank=True)
    text = models.TextField(_("in words"), blank=True)

    history = HistoricalRecords()
    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement of a follow-up inspection")
        verbose_name_plural = _("judgements of follow-up inspections")
        ordering = ["inspection", "recommendation__number", "pk"]
        constraints = [models.UniqueConstraint(fields=["inspection", "recommendation"], name="judged_once")]

    def __str__(self) -> str:
        number = self.recommendation.number
        return f"{number}: {self.get_outcome_display()}" if self.outcome else str(number)

    def clean(self) -> None:
        if self.recommendation.inspection_id != self.inspection.follows_id:
            raise refusal(_("That is a recommendation of another inspection."), field="recommendation")
        if self.outcome in (self.Outcome.PARTLY, self.Outcome.NOT_DONE) and not self.text.strip():
            raise refusal(_("Say what is still lacking."), field="text")
