"""Who is prepared for which office, and bodies that advise: statistics.md, section 2."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.access import Position
from organizations.authors import sign
from organizations.models.organization import Organization
from organizations.models.people import Person
from organizations.querysets import ConsultativeQuerySet, ReserveQuerySet

RESERVED_FOR = [(one.value, one.label) for one in (Position.CHAIR, Position.DEPUTY, Position.SECRETARY)]


class ReserveEntry(models.Model):
    """A person in the personnel reserve of an organization, for one position, until `removed_on` (exclusive)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reserve", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="reserve", verbose_name=_("organization")
    )
    position = models.CharField(_("for the position"), max_length=15, choices=RESERVED_FOR)
    approved_on = models.DateField(_("approved on"))
    approved_by = models.CharField(_("approved by"), max_length=200)
    removed_on = models.DateField(_("removed from the reserve on"), null=True, blank=True)
    removed_reason = models.CharField(_("reason of the removal"), max_length=200, blank=True)

    history = HistoricalRecords()
    objects = ReserveQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the reserve")
        verbose_name_plural = _("personnel reserve")
        ordering = ["organization", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "position"],
                condition=Q(removed_on=None),
                name="in_reserve_once",
                violation_error_message=_("This person is in the reserve for this position already."),
            ),
            models.CheckConstraint(
                condition=Q(removed_on=None, removed_reason="")
                | Q(removed_on__isnull=False, removed_on__gte=F("approved_on")) & ~Q(removed_reason=""),
                name="reserve_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_position_display()}, {self.organization}"

    def remove(self, *, on: date, reason: str, by: Any) -> None:
        if self.removed_on:
            raise ValidationError(_("This person has left the reserve already."))
        if on < self.approved_on:
            raise ValidationError({"on": _("Nobody leaves the reserve before being approved for it.")})
        self.removed_on, self.removed_reason = on, reason
        sign(self, by, reason)
        self.save()


class ConsultativeBody(models.Model):
    """A council or commission that advises an organization, with its head."""

    class Kind(models.TextChoices):
        YOUTH = "youth", _("youth council")
        WOMEN = "women", _("commission on working women")
        OTHER = "other", _("another consultative body")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="consultative", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name_ru = models.CharField(_("name in Russian"), max_length=150, blank=True)
    name_kk = models.CharField(_("name in Kazakh"), max_length=150, blank=True)
    head = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="heads", verbose_name=_("head")
    )
    since = models.DateField(_("since"))
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True)

    history = HistoricalRecords()
    objects = ConsultativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultative body")
        verbose_name_plural = _("consultative bodies")
        ordering = ["organization", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="")
                | Q(ended_on__isnull=False, ended_on__gte=F("since")) & ~Q(end_reason=""),
                name="consultative_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organization}"

    @property
    def name(self) -> str:
        """Its own, in the language of the reader, else what kind it is."""
        own = (self.name_kk if get_language() == "kk" else "") or self.name_ru
        return own or str(self.get_kind_display())

    def end(self, *, on: date, reason: str, by: Any) -> None:
        if self.ended_on:
            raise ValidationError(_("This body has ended already."))
        if on < self.since:
            raise ValidationError({"on": _("It cannot end before it began.")})
        self.ended_on, self.end_reason = on, reason
        sign(self, by, reason)
        self.save()
