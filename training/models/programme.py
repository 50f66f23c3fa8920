"""What activists are taught: a programme of some years, and the plan of an organization for one year."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decrees.models import in_language
from organizations.access import Permission, ScopedQuerySet, appointments_of, can, path_of
from organizations.authors import sign
from organizations.models import Organization
from training.models.rows import put_rows

FIRST_YEAR, LAST_YEAR = 1990, 2100


class ProgrammeQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any, permission: Permission = Permission.SEE) -> Self:
        """Those of the union are everybody's; those of an organization are read by whoever sees it, and below it."""
        if not can(user, permission):
            return self.none()
        above = [path for one in appointments_of(user) for path in above_and_self(path_of(one.organization))]
        own = super().visible_to(user, permission).values("pk")
        return self.filter(Q(organization=None) | Q(organization__path__in=above) | Q(pk__in=own))

    def in_year(self, year: int) -> Self:
        return self.filter(first_year__lte=year, last_year__gte=year)

    def of(self, organization: Organization) -> Self:
        """Its own, those of the bodies above it, and the union's."""
        return self.filter(Q(organization=None) | Q(organization__path__in=above_and_self(path_of(organization))))


def above_and_self(path: str) -> list[str]:
    """A path is a row of six-digit numbers, one for each level."""
    return [path[:end] for end in range(6, len(path) + 1, 6)]


class Approved(models.Model):
    """By which paper: who approved it, the number and the day."""

    body = models.CharField(_("approved by"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=30, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    class Meta:
        abstract = True


class Programme(Approved):
    """Of the union, where it names no organization."""

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="training_programmes",
        verbose_name=_("organization"),
    )
    name_ru = models.CharField(_("name in Russian"), max_length=300)
    name_kk = models.CharField(_("name in Kazakh"), max_length=300, blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))

    history = HistoricalRecords()
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("training programme")
        verbose_name_plural = _("training programmes")
        ordering = ["-first_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__gte=FIRST_YEAR, last_year__lte=LAST_YEAR, last_year__gte=F("first_year")),
                name="programme_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")

    def clean(self) -> None:
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": _("The programme ends before it begins.")})

    @transaction.atomic
    def keep(self, modules: "Sequence[ProgrammeModule]", *, by: Any) -> None:
        """With its modules in their order. A module that events speak of is not dropped."""
        dropped = (
            self.modules.exclude(pk__in=[one.pk for one in modules]) if self.pk else ProgrammeModule.objects.none()
        )
        if used := dropped.filter(events__isnull=False).first():
            raise ValidationError(
                _("Events speak of the module “%(title)s”: it can be renamed, and not removed."),
                code="used",
                params={"title": used.title},
            )
        sign(self, by)
        self.save()
        put_rows(dropped, self._placed(modules), by=by)

    def _placed(self, modules: "Iterable[ProgrammeModule]") -> "list[ProgrammeModule]":
        placed = []
        for place, one in enumerate(modules, start=1):
            one.programme, one.position = self, place
            placed.append(one)
        return placed


class ProgrammeModule(models.Model):
    class Level(models.TextChoices):
        BASIC = "basic", _("basic")
        INTERMEDIATE = "intermediate", _("intermediate")
        ADVANCED = "advanced", _("advanced")

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="modules", verbose_name=_("programme")
    )
    title_ru = models.CharField(_("title in Russian"), max_length=300)
    title_kk = models.CharField(_("title in Kazakh"), max_length=300, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.BASIC)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("module of a programme")
        verbose_name_plural = _("modules of programmes")
        ordering = ["programme", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")


class TrainingPlan(Approved):
    """One for an organization and a year."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="training_plans", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"))

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("training plan")
        verbose_name_plural = _("training plans")
        ordering = ["-year", "organization", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="training_plan_once_a_year"),
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="training_plan_of_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.year}"

    @transaction.atomic
    def keep(self, *, by: Any, today: date) -> None:
        """The second plan of a year is refused, whoever is quicker."""
        list(Organization.objects.select_for_update(no_key=True).filter(pk=self.organization_id).values_list("pk"))
        there = TrainingPlan.objects.filter(organization=self.organization, year=self.year).exclude(pk=self.pk)
        if there.exists():
            raise ValidationError(
                _("“%(organization)s” has a plan of %(year)s already: correct that one."),
                code="twice",
                params={"organization": self.organization.name, "year": str(self.year)},
            )
        if self.approved_on and self.approved_on > today:
            raise ValidationError({"approved_on": _("This day lies in the future.")})
        sign(self, by)
        self.save()
