"""The names of an organization: today's, those it bore before, and how people spell it."""

from typing import Any

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from organizations.access import ScopedQuerySet


class Names(models.Model):
    """Legal and short name in both languages; the Kazakh one may not be known yet."""

    legal_name_ru = models.CharField(_("legal name in Russian"), max_length=300)
    legal_name_kk = models.CharField(_("legal name in Kazakh"), max_length=300, blank=True)
    short_ru = models.CharField(_("short name in Russian"), max_length=150)
    short_kk = models.CharField(_("short name in Kazakh"), max_length=150, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """Short name in the language of the reader."""
        return (self.short_kk if get_language() == "kk" else "") or self.short_ru

    @property
    def legal_name(self) -> str:
        return (self.legal_name_kk if get_language() == "kk" else "") or self.legal_name_ru


class FormerName(Names):
    """Names an organization bore until `valid_to` (exclusive)."""

    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.CASCADE, related_name="former_names"
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-valid_to"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.organization.refresh_search()


class Alias(models.Model):
    """Another spelling people use: ЗКО, горком, Сарканд. For finding, never for output."""

    organization = models.ForeignKey("organizations.Organization", on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("alias"), max_length=150)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="alias_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.organization.refresh_search()
