"""The sections of a report, and in how many days a reply is due where no day is named: data that staff extend."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decrees.models import in_language


class FindingSectionQuerySet(models.QuerySet):
    def offered_on(self, day: date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))


class FindingSection(models.Model):
    """Structure, membership, legal work …: reports that used a section keep it; it is closed instead of deleted."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=150)
    name_kk = models.CharField(_("name in Kazakh"), max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    closed_on = models.DateField(_("not offered any more from"), null=True, blank=True)

    history = HistoricalRecords()
    objects = FindingSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of inspection reports")
        verbose_name_plural = _("sections of inspection reports")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")


class ReplyTerm(models.Model):
    """Within how many days a recommendation without a due day is replied to; the latest by the day counts."""

    days = models.PositiveSmallIntegerField(_("days for the reply"))
    from_day = models.DateField(_("for inspections entered from"), unique=True)
    source = models.CharField(_("source"), max_length=300)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("days for the reply to recommendations")
        verbose_name_plural = _("days for the reply to recommendations")
        ordering = ["from_day"]
        constraints = [models.CheckConstraint(condition=Q(days__range=(1, 365)), name="reply_term_within_a_year")]

    def __str__(self) -> str:
        return f"{self.days} · {self.from_day:%d.%m.%Y}"

    @classmethod
    def in_force(cls, day: date) -> int | None:
        """The number of days; None where nobody has said it."""
        found = cls.objects.filter(from_day__lte=day).order_by("from_day").last()
        return found.days if found else None
