"""Whom the report counts, and the norm of the budget: data that staff extend, not code."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decrees.models import in_language


class TraineeCategoryQuerySet(models.QuerySet):
    def in_year(self, year: int) -> Self:
        """Those offered for reports of a year, in their order."""
        from_then = Q(first_year=None) | Q(first_year__lte=year)
        until_then = Q(last_year=None) | Q(last_year__gte=year)
        return self.filter(from_then, until_then)


class TraineeCategory(models.Model):
    """Members, activists, chairs …: offered for reports of the years from `first_year` to `last_year`; reports that used
    it keep it."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    title_ru = models.CharField(_("title in Russian"), max_length=150)
    title_kk = models.CharField(_("title in Kazakh"), max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    first_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)

    history = HistoricalRecords()
    objects = TraineeCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category of the trained")
        verbose_name_plural = _("categories of the trained")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="trainee_category_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")

    def is_offered(self, year: int) -> bool:
        """As `in_year` asks it of the database."""
        return (self.first_year or year) <= year <= (self.last_year or year)


class BudgetNorm(models.Model):
    """The least share of training in the expenditure part of the budget, with the paper it comes from; the latest for the
    year of the report counts."""

    percent = models.DecimalField(
        _("least share, per cent"), max_digits=5, decimal_places=2, validators=[MaxValueValidator(100)]
    )
    first_year = models.PositiveSmallIntegerField(_("from the reports of the year"), unique=True)
    source = models.CharField(_("source"), max_length=300)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("norm of the training budget")
        verbose_name_plural = _("norms of the training budget")
        ordering = ["first_year"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="training_norm_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.percent.normalize():f} % · {self.first_year}"

    @classmethod
    def in_force(cls, year: int) -> "BudgetNorm | None":
        return cls.objects.filter(first_year__lte=year).order_by("first_year").last()
