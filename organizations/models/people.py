"""People and what they are appointed to."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.access import Position
from organizations.authors import sign
from organizations.models.organization import Organization
from organizations.querysets import AppointmentQuerySet, PersonQuerySet


class Person(models.Model):
    """A person of the union's bodies. The individual identification number is not collected."""

    class Education(models.TextChoices):
        SECONDARY = "secondary", _("secondary")
        VOCATIONAL = "vocational", _("vocational")
        HIGHER = "higher", _("higher")
        DEGREE = "degree", _("academic degree")

    name_ru = models.CharField(_("full name in Russian spelling"), max_length=150, help_text=_("Surname first."))
    name_kk = models.CharField(_("full name in Kazakh spelling"), max_length=150, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    education = models.CharField(_("education"), max_length=10, choices=Education, blank=True)
    work_place = models.CharField(_("place of work"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("user"),
    )

    history = HistoricalRecords()
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_ru"]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__range=(1900, 2100)), name="person_birth_year_plausible"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (self.name_kk if get_language() == "kk" else "") or self.name_ru

    @property
    def is_reachable(self) -> bool:
        return bool(self.phone or self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        for appointment in self.appointments.select_related("organization"):
            appointment.organization.refresh_search()


class Appointment(models.Model):
    """A person in a position of an organization, from `from_day` until `ended_on` (exclusive)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("organization")
    )
    position = models.CharField(_("position"), max_length=15, choices=Position)
    is_acting = models.BooleanField(_("acting"), default=False)
    is_full_time = models.BooleanField(_("full-time"), null=True, blank=True)
    from_reserve = models.BooleanField(_("from the reserve"), null=True, blank=True)
    elected_on = models.DateField(_("elected on"), null=True, blank=True)
    from_day = models.DateField(_("in office from"), null=True, blank=True)
    term_end = models.DateField(_("end of term"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True, help_text=_("Minutes or decree, number and date."))
    ended_on = models.DateField(_("in office until"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True)

    history = HistoricalRecords()
    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["position", "-from_day", "-pk"]
        indexes = [models.Index(fields=["organization", "position", "from_day"], name="appointment_of_organization")]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(position=Position.CHAIR, ended_on=None), name="one_chair_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(from_day=None) | Q(ended_on__gte=F("from_day")),
                name="appointment_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}, {self.organization}"

    @property
    def title(self) -> str:
        """The position in words: "acting chair", "chair"."""
        if self.is_acting and self.position == Position.CHAIR:
            return str(_("acting chair"))
        return str(self.get_position_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.organization.refresh_search()

    def end(self, *, on: date, reason: str, by: Any = None) -> None:
        """The person leaves office on that day; papers signed before keep the name."""
        if self.ended_on:
            raise ValidationError(_("This appointment has already ended."))
        if self.from_day and on < self.from_day:
            raise ValidationError({"on": _("An appointment cannot end before it began.")})
        self.ended_on, self.end_reason = on, reason
        sign(self, by, reason)
        self.save()


@transaction.atomic
def replace_chair(
    organization: Organization,
    person: Person,
    *,
    on: date,
    reason: str,
    by: Any = None,
    basis: str = "",
    is_acting: bool = False,
    elected_on: date | None = None,
    term_end: date | None = None,
    is_full_time: bool | None = None,
    from_reserve: bool | None = None,
) -> Appointment:
    """`person` becomes chair on that day and the present chair leaves.

    Drafts and duties belong to the organization, so they pass on by themselves; hand-ins keep who signed them.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)  # the second of two at once waits here
    for present in organization.appointments.filter(position=Position.CHAIR, ended_on=None):
        present.end(on=on, reason=reason, by=by)
    appointment = Appointment(
        person=person,
        organization=organization,
        position=Position.CHAIR,
        is_acting=is_acting,
        from_day=on,
        elected_on=elected_on,
        term_end=term_end,
        basis=basis,
        is_full_time=is_full_time,
        from_reserve=from_reserve,
    )
    sign(appointment, by, reason)
    appointment.save()
    return appointment
