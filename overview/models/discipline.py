"""Directions in which the execution of decrees is looked at, and what staff know of it where no figures do."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decrees.models import DecreeItem, in_language
from organizations.access import ScopedQuerySet
from organizations.authors import sign
from organizations.models import Level, Organization
from reporting.measures import Span
from reporting.models import Requirement

# Columns that the matrix has beside its directions.
TAKEN = ("organization", "organization_code", "count")
FIRST_YEAR, LAST_YEAR = 1990, 2100


class DirectionQuerySet(models.QuerySet["Direction"]):
    def within(self, first: date, last: date) -> Self:
        """In force in a year that the days touch."""
        begun = Q(first_year=None) | Q(first_year__lte=last.year)
        return self.filter(begun & (Q(last_year=None) | Q(last_year__gte=first.year)))


class Direction(models.Model):
    """A column of the matrix. A direction whose rule changes ends, and one of the same code begins in the next year:
    so the matrix of a past year stays what it was."""

    class Kind(models.TextChoices):
        BELOW = "below", _("an indicator below a value")
        ABOVE = "above", _("an indicator above a value")
        LOWEST = "lowest", _("the lowest places by an indicator")
        OBLIGATION = "obligation", _("a requirement not fulfilled or fulfilled late")
        FALL = "fall", _("a fall of the employed members")
        EVIDENCE = "evidence", _("only what staff enter with its source")

    class Failure(models.TextChoices):
        MISSING = "missing", _("not submitted")
        LATE = "late", _("submitted late")
        EITHER = "either", _("not submitted, or submitted late")

    code = models.CharField(
        _("code"), max_length=40,
        validators=[RegexValidator(r"\A[a-z][a-z0-9_]*\Z", _("Small Latin letters, digits and underscores, a letter first."))],
    )  # fmt: skip
    name_ru = models.CharField(_("name in Russian"), max_length=120)
    name_kk = models.CharField(_("name in Kazakh"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    first_year = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("to the year"), null=True, blank=True)
    kind = models.CharField(_("who is marked"), max_length=10, choices=Kind)
    # By its code in reporting/measures.py.
    measure = models.CharField(_("indicator"), max_length=100, blank=True)
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=3, null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("number of places"), null=True, blank=True)
    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("requirement")
    )
    failure = models.CharField(_("what counts"), max_length=8, choices=Failure, blank=True)

    history = HistoricalRecords()
    objects = DirectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("direction")
        verbose_name_plural = _("directions")
        ordering = ["position", "code", "first_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(first_year__lte=F("last_year")),
                name="direction_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["below", "above"], value__isnull=False, places=None, requirement=None, failure="")
                & ~Q(measure="")
                | Q(kind="lowest", value=None, places__gte=1, requirement=None, failure="") & ~Q(measure="")
                | Q(kind="obligation", measure="", value=None, places=None, requirement__isnull=False)
                & Q(failure__in=["missing", "late", "either"])
                | Q(kind="fall", measure="", value__gt=0, places=None, requirement=None, failure="")
                | Q(kind="fall", measure="", value=None, places__gte=1, requirement=None, failure="")
                | Q(kind="evidence", measure="", value=None, places=None, requirement=None, failure=""),
                name="direction_says_who_is_marked",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")

    def is_within(self, first: date, last: date) -> bool:
        return (self.first_year is None or self.first_year <= last.year) and (
            self.last_year is None or self.last_year >= first.year
        )

    def cut(self, span: Span) -> Span:
        """The days of a period that lie in its years."""
        first = max(span.first, date(self.first_year, 1, 1)) if self.first_year else span.first
        last = min(span.last, date(self.last_year, 12, 31)) if self.last_year else span.last
        return Span(first, last, span.as_of)

    def others(self) -> "models.QuerySet[Direction]":
        """Of the same code in years that are also its own."""
        first, last = self.first_year or FIRST_YEAR, self.last_year or LAST_YEAR
        same = Direction.objects.filter(code=self.code).exclude(pk=self.pk)
        return same.within(date(first, 1, 1), date(last, 12, 31))

    @transaction.atomic
    def keep(self, *, by: Any, reason: str = "") -> None:
        """One direction of a code a year; the second of two writers waits here, also where both are new."""
        list(Direction.objects.select_for_update().order_by("pk").values_list("pk"))
        if other := self.others().first():
            raise ValidationError(
                {"code": ValidationError(
                    _("“%(name)s” has this code in the same years. End it first, or choose other years."),
                    code="overlap", params={"name": other.name},
                )}
            )  # fmt: skip
        if outside := self._evidence_outside():
            raise ValidationError(
                {"last_year": ValidationError(
                    _("Evidence of %(day)s stands in this direction: its years must hold that day."),
                    code="evidence", params={"day": f"{outside.day:%d.%m.%Y}"},
                )}
            )  # fmt: skip
        sign(self, by, reason)
        self.save()

    def _evidence_outside(self) -> "Evidence | None":
        if self.pk is None:
            return None
        first, last = date(self.first_year or FIRST_YEAR, 1, 1), date(self.last_year or LAST_YEAR, 12, 31)
        return self.evidence.filter(taken_back_on=None).exclude(day__range=(first, last)).first()

    def retire(self, *, last_year: int, reason: str, by: Any) -> None:
        """Not asked about after that year; what it said of the years before stays."""
        if not reason.strip():
            raise ValidationError({"reason": _("Say why.")})
        if self.first_year is not None and last_year < self.first_year:
            raise ValidationError({"last_year": _("This year lies before the first year of the direction.")})
        if self.last_year is not None and last_year > self.last_year:
            raise ValidationError({"last_year": _("The direction ends earlier already.")})
        self.last_year = last_year
        self.keep(by=by, reason=reason.strip())


class EvidenceQuerySet(ScopedQuerySet):
    def standing_on(self, day: date) -> Self:
        """Of facts known by that day, and not taken back by then."""
        return self.filter(Q(taken_back_on=None) | Q(taken_back_on__gt=day), day__lte=day)


class Evidence(models.Model):
    """What staff say about one organization in one direction, and where it is written. Never changed: what was wrong is
    taken back with its reason and entered anew."""

    direction = models.ForeignKey(
        Direction, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("direction")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    day = models.DateField(_("day it speaks of"))
    value = models.CharField(_("value"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    decree_item = models.ForeignKey(
        DecreeItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decree item")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    take_back_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["day", "organization"], name="evidence_of_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="") | Q(decree_item__isnull=False), name="evidence_names_its_source"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_on=None, taken_back_by=None, taken_back_at=None, take_back_reason="")
                | Q(taken_back_on__isnull=False, taken_back_by__isnull=False, taken_back_at__isnull=False)
                & ~Q(take_back_reason=""),
                name="evidence_taken_back_who_when_why",
            ),
            models.UniqueConstraint(
                fields=["direction", "organization", "day"], condition=Q(taken_back_on=None), name="evidence_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} · {self.organization} · {self.day:%d.%m.%Y}"

    @classmethod
    @transaction.atomic
    def enter(
        cls,
        direction: Direction,
        organization: Organization,
        *,
        day: date,
        value: str = "",
        source: str = "",
        decree_item: DecreeItem | None = None,
        by: Any,
        at: datetime,
    ) -> "Evidence":
        list(Direction.objects.select_for_update().filter(pk=direction.pk).values_list("pk"))
        source = source.strip()
        _refuse_day(direction, organization, day, timezone.localdate(at))
        if not source and decree_item is None:
            raise ValidationError({"source": _("Name the source: an item of a decree, or the paper in words.")})
        if cls.objects.filter(direction=direction, organization=organization, day=day, taken_back_on=None).exists():
            raise ValidationError(
                {"organization": ValidationError(
                    _("Evidence about “%(name)s” of this day stands in this direction already. Take it back first."),
                    code="twice", params={"name": organization.name},
                )}
            )  # fmt: skip
        return cls.objects.create(
            direction=direction, organization=organization, day=day, value=value.strip(), source=source,
            decree_item=decree_item, entered_by=by, entered_at=at,
        )  # fmt: skip

    @transaction.atomic
    def take_back(self, *, reason: str, by: Any, at: datetime) -> None:
        """It was wrong; until that day it counted."""
        if not reason.strip():
            raise ValidationError({"reason": _("Say why.")})
        standing = Evidence.objects.filter(pk=self.pk, taken_back_on=None)
        told = {"taken_back_on": timezone.localdate(at), "taken_back_by": by, "taken_back_at": at}
        if not standing.update(**told, take_back_reason=reason.strip()):
            raise ValidationError(_("This evidence has been taken back already."))


def _refuse_day(direction: Direction, organization: Organization, day: date, today: date) -> None:
    if day > today:
        raise ValidationError({"day": _("This day lies in the future.")})
    if not direction.is_within(day, day):
        raise ValidationError({"day": _("The direction is not in force in the year of this day.")})
    if organization.level != Level.MEMBER:
        raise ValidationError({"organization": _("The matrix speaks of member organizations.")})
    if not Organization.objects.existing_on(day).filter(pk=organization.pk).exists():
        raise ValidationError(
            {"organization": ValidationError(
                _("“%(name)s” did not exist on this day."), code="not_existing", params={"name": organization.name}
            )}
        )  # fmt: skip
