"""What was found, section by section, and the figures of the system that stood beside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decrees.models import in_language
from inspections.models.inspection import Inspection
from inspections.models.lists import FindingSection
from inspections.querysets import OfFindingQuerySet, OfInspectionQuerySet


class Finding(models.Model):
    class Mark(models.TextChoices):
        IN_ORDER = "in_order", _("in order")
        REMARK = "remark", _("remark")

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="findings", verbose_name=_("inspection")
    )
    section = models.ForeignKey(
        FindingSection, on_delete=models.PROTECT, related_name="findings", verbose_name=_("section")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.TextField(_("what was found"))
    mark = models.CharField(_("mark"), max_length=8, choices=Mark)

    history = HistoricalRecords()
    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["inspection", "section__position", "section", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.section}: {self.get_mark_display()}"


class FindingFigure(models.Model):
    """A figure of the system as of the inspection, kept when the report was signed. It belongs to the first finding of
    its section. What the system says now of the same day stands beside it where it differs."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="figures", verbose_name=_("finding"))
    code = models.CharField(_("code"), max_length=200)
    title_ru = models.CharField(_("title in Russian"), max_length=500)
    title_kk = models.CharField(_("title in Kazakh"), max_length=500, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = OfFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure kept beside a finding")
        verbose_name_plural = _("figures kept beside findings")
        ordering = ["finding", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["finding", "code"], name="finding_figure_once")]

    def __str__(self) -> str:
        return f"{self.title}: {self.value}"

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def in_words(self) -> str:
        from inspections.figures import in_words

        return in_words(self.value, self.unit)
