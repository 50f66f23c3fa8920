"""Files of an issued document: those it went out with, written once, and the signed scan that comes afterwards."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.uploads import random_name
from letters.querysets import LetterFileQuerySet, OfLetterQuerySet, unchangeable
from organizations.constraints import both_or_none


class LetterFile(models.Model):
    """The text or an annex in one language, as it was issued. `annex` is empty for the text itself."""

    letter = models.ForeignKey("letters.OfficialLetter", on_delete=models.PROTECT, related_name="files")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    annex = models.SlugField(_("annex"), max_length=50, blank=True)
    file = models.FileField(_("file"), upload_to=random_name)
    digest = models.CharField(max_length=64, editable=False)

    objects = LetterFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")
        ordering = ["letter", "annex", "language"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "language", "annex"], name="letter_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} · {self.annex or 'docx'} · {self.language}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise unchangeable()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise unchangeable()

    @property
    def content(self) -> bytes:
        """Refuses a file that is no longer the one that was issued."""
        with self.file.open() as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise ValidationError(_("The file of this document has been changed on the disk."), code="digest")
        return content


class LetterScan(models.Model):
    """The signed paper, photographed or scanned. A wrong one is set aside, not deleted."""

    letter = models.ForeignKey("letters.OfficialLetter", on_delete=models.PROTECT, related_name="scans")
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("name of the file"), max_length=255)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("attached by")
    )
    attached_at = models.DateTimeField(_("attached at"))
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("set aside by"),
    )
    set_aside_at = models.DateTimeField(_("set aside at"), null=True, blank=True)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed scan")
        verbose_name_plural = _("signed scans")
        ordering = ["letter", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=both_or_none("set_aside_by", "set_aside_at"), name="scan_set_aside_who_and_when"
            ),
        ]

    def __str__(self) -> str:
        return self.name
