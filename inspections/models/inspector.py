"""Who inspected, and who of them signs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from inspections.models.inspection import Inspection
from inspections.querysets import OfInspectionQuerySet
from inspections.refusals import refusal
from organizations.models import Person


class Inspector(models.Model):
    """Who inspected; those who sign may be fewer."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="inspectors", verbose_name=_("inspection")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    typed_name = models.CharField(
        _("name of somebody who is not on the list"), max_length=150, blank=True, help_text=_("Surname first.")
    )
    position_text = models.CharField(_("position"), max_length=200, blank=True)
    leads = models.BooleanField(_("leads the inspection"), default=False)
    signs = models.BooleanField(_("signs the report"), default=False)

    history = HistoricalRecords()
    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspector")
        verbose_name_plural = _("inspectors")
        ordering = ["inspection", "-leads", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, typed_name="") | Q(person=None) & ~Q(typed_name=""),
                name="inspector_person_or_name",
            ),
            models.UniqueConstraint(fields=["inspection"], condition=Q(leads=True), name="one_leader_of_an_inspection"),
            models.UniqueConstraint(
                fields=["inspection", "person"],
                name="inspector_once",
                violation_error_message=_("This person is among the inspectors already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.typed_name

    def clean(self) -> None:
        if bool(self.person) == bool(self.typed_name.strip()):
            raise refusal(_("Choose a person from the list, or type a name: one of the two."), field="typed_name")
        others = Inspector.objects.filter(inspection=self.inspection, leads=True).exclude(pk=self.pk)
        if self.leads and (leader := others.first()):
            raise refusal(_("{name} leads the inspection already."), field="leads", name=leader.name)
