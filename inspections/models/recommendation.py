"""What is recommended. Once the report is handed over, its execution is an obligation of the core."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from inspections.models.findings import Finding
from inspections.models.inspection import Inspection
from inspections.models.parts import refuse_removed, remove_part
from inspections.querysets import OfInspectionQuerySet
from inspections.refusals import refusal, said
from organizations.authors import sign
from organizations.models import Person
from reporting.models import Obligation

KIND = "recommendation"


class Recommendation(models.Model):
    """Its status is its obligation's, computed for a day and never stored."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="recommendations", verbose_name=_("inspection")
    )
    finding = models.ForeignKey(
        Finding,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("finding"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("recommendation"))
    due_on = models.DateField(
        _("due day"),
        null=True,
        blank=True,
        help_text=_("Empty: no day is named, a reply is due in the days for the reply."),
    )
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible person")
    )
    responsible_text = models.CharField(_("responsible, in words"), max_length=200, blank=True)
    obligation = models.OneToOneField(
        Obligation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="recommendation",
        verbose_name=_("obligation"),
    )

    history = HistoricalRecords()
    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="recommendation_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="recommendation_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    def get_absolute_url(self) -> str:
        return f"{reverse('inspections:inspection', args=[self.inspection_id])}#recommendation-{self.number}"

    @property
    def key(self) -> str:
        """How the obligations of recommendations are told apart."""
        return f"{KIND}:{self.pk}"

    @property
    def responsible_name(self) -> str:
        return self.responsible.name if self.responsible else self.responsible_text

    def due_after(self, handed_over_on: date) -> date:
        """The day that is named, else so many days after the report was given to the organization."""
        return self.due_on or handed_over_on + timedelta(days=self.inspection.reply_days)

    def clean(self) -> None:
        if self.finding and self.finding.inspection_id != self.inspection_id:
            raise refusal(_("That is a finding of another inspection."), field="finding")
        ended_on = self.inspection.ended_on
        if self.due_on and ended_on and self.due_on < ended_on:
            raise refusal(_("The due day lies before the end of the inspection, {day}."), field="due_on", day=ended_on)

    def oblige(self, *, by: Any, at: datetime) -> None:
        """Its execution is owed from the day the report was handed over."""
        from inspections.standing_requirement import standing_requirement

        day = self.inspection.handed_over_on
        assert day is not None  # noqa: S101 -- only a report that was handed over obliges
        requirement = standing_requirement(by=by, at=at)
        self.obligation = requirement.oblige(
            self.inspection.organization, key=self.key, event_on=day, due_on=self.due_after(day), by=by
        )
        if self.obligation is None:
            sentence = _("The requirement “{title}” asks nothing on {day}: correct the day from which it applies.")
            raise refusal(sentence, title=requirement.title, day=day)
        sign(self, by)
        self.save()

    @transaction.atomic
    def redate(self, *, due_on: date, reason: str, by: Any, at: datetime) -> None:
        """Correct a due day that was entered wrong, for every day asked about. A later day that was agreed on is a
        postponement of the obligation."""
        handed_over_on = self.inspection.handed_over_on
        if self.obligation is None or handed_over_on is None:
            raise refusal(_("It is not owed yet: correct the recommendation itself."))
        if due_on < handed_over_on:
            sentence = _("The due day lies before {day}, when the report was given to the organization.")
            raise refusal(sentence, field="due_on", day=handed_over_on)
        reason = said(reason)
        self.obligation.redate(event_on=handed_over_on, due_on=due_on, reason=reason, by=by, at=at)
        self.due_on = due_on
        sign(self, by, reason)
        self.save()


@transaction.atomic
def remove_recommendation(recommendation: Recommendation, *, by: Any) -> None:
    """Those behind it move up, so that the numbers have no gap."""
    refuse_removed(recommendation)
    inspection, number = recommendation.inspection, recommendation.number
    remove_part(recommendation, by=by)
    for one in inspection.recommendations.filter(number__gt=number).order_by("number"):
        one.number -= 1
        sign(one, by)
        one.save()
