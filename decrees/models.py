"""Decrees of the governing bodies, their items, and what became of each item."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy as _
from simple_history.models import HistoricalRecords

from decrees.querysets import DecreeItemQuerySet, DecreeQuerySet
from documents.uploads import random_name
from organizations.models import Level, Person


def in_language(obj: Any, field: str) -> str:
    """The field in the reader's language, the other where it is not there yet."""
    russian, kazakh = getattr(obj, f"{field}_ru"), getattr(obj, f"{field}_kk")
    return (kazakh or russian) if get_language() == "kk" else (russian or kazakh)


class Body(models.TextChoices):
    CONGRESS = "congress", _("Congress")
    CENTRAL_COMMITTEE = "central_committee", _("Central Committee")
    EXECUTIVE = "executive", _("Executive Committee")
    PLENUM = "plenum", _("Plenum")
    COUNCIL = "council", _("Council")
    COMMITTEE = "committee", _("union committee")


class Decree(models.Model):
    """A decree as it was adopted. Its own slips stay in the attached original; the typed fields stand apart."""

    body = models.CharField(_("issuing body"), max_length=20, choices=Body)
    body_note = models.CharField(_("note on the issuing body"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=30, blank=True, help_text=_("As written, for example 6."))
    session = models.CharField(
        _("session and item"), max_length=30, blank=True, help_text=_("As written, for example 2-т.")
    )
    adopted_on = models.DateField(_("adopted on"))
    title_ru = models.CharField(_("title in Russian"), max_length=300)
    title_kk = models.CharField(_("title in Kazakh"), max_length=300, blank=True)
    preamble_ru = models.TextField(_("preamble in Russian"), blank=True)
    preamble_kk = models.TextField(_("preamble in Kazakh"), blank=True)
    legal_basis_ru = models.CharField(_("legal basis in Russian"), max_length=300, blank=True)
    legal_basis_kk = models.CharField(_("legal basis in Kazakh"), max_length=300, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True)
    controllers = models.ManyToManyField(Person, blank=True, related_name="decrees", verbose_name=_("controllers"))
    attachment = models.FileField(_("original"), upload_to=random_name, blank=True)
    attachment_name = models.CharField(max_length=200, blank=True, editable=False)
    is_fictional = models.BooleanField(_("fictional, for the demonstration"), default=False)

    history = HistoricalRecords(m2m_fields=[controllers])
    objects = DecreeQuerySet.as_manager()

    class Meta:
        verbose_name = _("decree")
        verbose_name_plural = _("decrees")
        ordering = ["-adopted_on", "-pk"]

    def __str__(self) -> str:
        return self.citation

    def get_absolute_url(self) -> str:
        return reverse("decrees:decree", args=[self.pk])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def preamble(self) -> str:
        return in_language(self, "preamble")

    @property
    def legal_basis(self) -> str:
        return in_language(self, "legal_basis")

    @property
    def full_number(self) -> str:
        return ", ".join(filter(None, [self.number, self.session]))

    @property
    def citation(self) -> str:
        """ "Decree of the Central Committee of 24.06.2023, No. 6, 2-т." in the reader's language."""
        parts = {"body": self.get_body_display(), "day": date_format(self.adopted_on, "SHORT_DATE_FORMAT")}
        if not self.full_number:
            return _("{body}: decree of {day}").format(**parts)
        return _("{body}: decree of {day}, No. {number}").format(number=self.full_number, **parts)


class DecreeLink(models.Model):
    """One decree amends or repeals another."""

    class Kind(models.TextChoices):
        AMENDS = "amends", _("amends")
        REPEALS = "repeals", _("repeals")

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="changes", verbose_name=_("decree"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    target = models.ForeignKey(
        Decree, on_delete=models.PROTECT, related_name="changed_by", verbose_name=_("changed decree")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of a decree")
        verbose_name_plural = _("changes of decrees")
        constraints = [
            models.UniqueConstraint(fields=["decree", "kind", "target"], name="decree_link_once"),
            models.CheckConstraint(condition=~Q(decree=models.F("target")), name="decree_changes_another"),
        ]

    def __str__(self) -> str:
        return f"{self.decree} · {self.get_kind_display()} · {self.target}"


class DecreeItem(models.Model):
    """One numbered item of a decree: what it sets or asks, of whom, and whether that is still on control."""

    class Kind(models.TextChoices):
        WINDOW = "window", _("window")
        DEADLINE = "deadline", _("deadline")
        NORM = "norm", _("norm")
        DUTY = "duty", _("duty without a date")

    class Mark(models.TextChoices):
        ON_CONTROL = "on_control", _("on control")
        EXECUTED = "executed", _("executed")
        REMOVED = "removed", _("removed from control")

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="items", verbose_name=_("decree"))
    number = models.CharField(_("item"), max_length=10)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text_ru = models.TextField(_("text in Russian"))
    text_kk = models.TextField(_("text in Kazakh"), blank=True)
    addressee_levels = models.JSONField(_("addressed to bodies of the level"), default=list, blank=True)
    addressees_note = models.CharField(_("addressees in words"), max_length=300, blank=True)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark, default=Mark.ON_CONTROL)
    marked_on = models.DateField(_("marked on"), null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("marked by"),
    )
    mark_reason = models.CharField(_("reason of the mark"), max_length=300, blank=True)

    history = HistoricalRecords()
    objects = DecreeItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a decree")
        verbose_name_plural = _("items of decrees")
        ordering = ["decree", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decree", "number"], name="item_number_once"),
            models.CheckConstraint(
                condition=Q(marked_on=None, marked_by=None) | Q(marked_on__isnull=False, marked_by__isnull=False),
                name="item_mark_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(mark="on_control") | (Q(marked_on__isnull=False) & ~Q(mark_reason="")),
                name="item_mark_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.citation

    @property
    def text(self) -> str:
        return in_language(self, "text")

    @property
    def citation(self) -> str:
        return _("{decree}, item {number}").format(decree=self.decree.citation, number=self.number)

    @property
    def addressees(self) -> list[str]:
        return [str(Level(level).label) for level in self.addressee_levels]

    @transaction.atomic
    def set_mark(self, mark: str, *, on: date, reason: str, by: Any, at: datetime) -> None:
        """Executed, removed from control, or back on control; with the day, the reason and who said so."""
        DecreeItem.objects.select_for_update().get(pk=self.pk)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: the reason stands in the register.")})
        if on > timezone.localdate(at):
            raise ValidationError({"on": _("This day lies in the future.")})
        if on < self.decree.adopted_on:
            raise ValidationError({"on": _("This day lies before the decree.")})
        self.mark, self.marked_on, self.marked_by, self.mark_reason = mark, on, by, reason.strip()
        self._history_user = by
        self.save()
