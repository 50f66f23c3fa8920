"""Who answers for the training in an organization. Positions carry rights, and this is no position: an office of its own."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from documents.dates import short_day
from organizations.authors import sign
from organizations.models import Organization, Person
from training.querysets import ResponsibleQuerySet


class Responsible(models.Model):
    """From `from_day` until `ended_on` (exclusive), as appointments are."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="training_responsible", verbose_name=_("organization")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="training_responsible", verbose_name=_("person")
    )
    from_day = models.DateField(_("responsible from"))
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("Empty: that of the person in the registry.")
    )
    ended_on = models.DateField(_("responsible until"), null=True, blank=True)

    history = HistoricalRecords()
    objects = ResponsibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("person responsible for training")
        verbose_name_plural = _("persons responsible for training")
        ordering = ["organization", "-from_day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(ended_on=None), name="one_responsible_for_training"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_day")), name="training_responsible_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"

    @property
    def reached_by(self) -> str:
        """A telephone for the work; codes for signing in are read out to that of the registry."""
        return self.phone or self.person.phone

    @transaction.atomic
    def begin(self, *, by: Any, today: date) -> None:
        """Never two at a time: who was responsible before is ended first."""
        list(Organization.objects.select_for_update(no_key=True).filter(pk=self.organization_id).values_list("pk"))
        if self.from_day > today:
            raise ValidationError({"on": _("This day lies in the future.")})
        if not Organization.objects.existing_on(self.from_day).filter(pk=self.organization_id).exists():
            raise ValidationError(
                {"on": ValidationError(
                    _("“%(name)s” did not exist on this day."), code="not_existing",
                    params={"name": self.organization.name},
                )}
            )  # fmt: skip
        still = Q(ended_on=None) | Q(ended_on__gt=self.from_day)
        other = self.organization.training_responsible.filter(still).select_related("person").first()
        if other:
            raise ValidationError({"on": _overlap(other)})
        sign(self, by)
        self.save()

    def end(self, *, on: date, by: Any, today: date) -> None:
        if self.ended_on:
            raise ValidationError(_("This has ended already."))
        if on < self.from_day:
            raise ValidationError({"on": _("It cannot end before it began.")})
        if on > today:
            raise ValidationError({"on": _("This day lies in the future.")})
        self.ended_on = on
        sign(self, by)
        self.save()


def _overlap(other: Responsible) -> ValidationError:
    if other.ended_on is None:
        sentence = _("%(person)s is responsible since %(first)s. End that first, then name the next one.")
    else:
        sentence = _("%(person)s was responsible from %(first)s until %(last)s: name a day from then on.")
    days = {"first": short_day(other.from_day), "last": short_day(other.ended_on) if other.ended_on else ""}
    return ValidationError(sentence, code="overlap", params={"person": other.person.name, **days})
