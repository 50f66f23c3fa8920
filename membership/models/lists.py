"""Lists that break figures down, and thresholds of the checks: data that staff extend, not code."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decrees.models import in_language
from membership.checks import Thresholds
from membership.querysets import ClassifierQuerySet


class Classifier(models.Model):
    """One row of a list: a kind of admission, a reason of leaving, a type of institutions, a reason of a fall.

    It is offered for reports of the years from `first_year` to `last_year`; reports that used it keep it.
    """

    class List(models.TextChoices):
        ADMISSION = "admission", _("kinds of admission")
        LEAVING = "leaving", _("reasons of leaving")
        INSTITUTION = "institution", _("types of institutions")
        FALL = "fall", _("reasons of a fall")

    list = models.CharField(_("list"), max_length=12, choices=List)
    code = models.SlugField(_("code"), max_length=40)
    title_ru = models.CharField(_("title in Russian"), max_length=150)
    title_kk = models.CharField(_("title in Kazakh"), max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    first_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)

    history = HistoricalRecords()
    objects = ClassifierQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("lists of the membership report")
        ordering = ["list", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="classifier_once"),
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="classifier_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")


class Parameter(models.Model):
    """A threshold of the checks with the paper it comes from; the latest for the year of the report counts."""

    class Code(models.TextChoices):
        FALL_MEMBERS = "fall_members", _("a note is due from a fall of more than so many employed members")
        FALL_PERCENT = "fall_percent", _("a note is due from a fall of more than so many per cent")
        SHARE_FROM = "share_from", _("share of women or youth that is unusual below, per cent")
        SHARE_TO = "share_to", _("share of women or youth that is unusual above, per cent")
        COVERAGE_FROM = "coverage_from", _("coverage that is unusual below, per cent")
        FEWEST_MEMBERS = "fewest_members", _("fewest members of a primary organization")
        YOUTH_AGE = "youth_age", _("age up to which members are youth, that age included")

    code = models.CharField(_("threshold"), max_length=20, choices=Code)
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=2)
    first_year = models.PositiveSmallIntegerField(_("from the reports of the year"))
    source = models.CharField(_("source"), max_length=300)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("threshold of the checks")
        verbose_name_plural = _("thresholds of the checks")
        ordering = ["code", "first_year"]
        constraints = [
            models.UniqueConstraint(fields=["code", "first_year"], name="parameter_once_a_year"),
            models.CheckConstraint(condition=Q(value__gte=0), name="parameter_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.value.normalize():f}"

    @classmethod
    def in_force(cls, year: int) -> dict[str, Decimal]:
        """By code, for reports of that year."""
        return dict(cls.objects.filter(first_year__lte=year).order_by("first_year").values_list("code", "value"))

    @classmethod
    def youth_age(cls, year: int) -> int | None:
        """Up to which age members are youth; None where staff have not said."""
        age = cls.in_force(year).get(cls.Code.YOUTH_AGE)
        return None if age is None else int(age)

    @classmethod
    def thresholds(cls, year: int) -> Thresholds:
        """As the checks take them; what staff have not set stays as the checks bring it."""
        whole = {cls.Code.FALL_MEMBERS, cls.Code.FEWEST_MEMBERS}
        found = {
            code: int(value) if code in whole else value
            for code, value in cls.in_force(year).items()
            if code in Thresholds.__dataclass_fields__
        }
        return Thresholds(**found)  # type: ignore[arg-type]
