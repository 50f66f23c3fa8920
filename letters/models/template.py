"""Versions of the Word templates that staff upload. The latest is in force; none is overwritten."""

import hashlib
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.uploads import random_name
from letters import kinds
from letters.querysets import FixedQuerySet, unchangeable


class WordTemplate(models.Model):
    """One version for one kind of letters in one language. To restore an earlier one, or the built-in one, is a new
    version too: which template was in force on a day stays known."""

    class Source(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        RESTORED = "restored", _("restored")
        BUILT_IN = "built_in", _("built-in")

    kind = models.SlugField(_("kind of letter"), max_length=50)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField(_("version"))
    source = models.CharField(_("source"), max_length=10, choices=Source)
    file = models.FileField(_("file"), upload_to=random_name, blank=True)
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    restores = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("restores")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    uploaded_at = models.DateTimeField(_("entered at"))

    objects = FixedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        ordering = ["kind", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "version"], name="template_version_once"),
            models.CheckConstraint(
                condition=Q(source="built_in", file="") | (~Q(source="built_in") & ~Q(file="")),
                name="template_has_file",
            ),
            models.CheckConstraint(
                condition=Q(source="restored", restores__isnull=False)
                | (~Q(source="restored") & Q(restores__isnull=True)),
                name="template_restores_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.language} · {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise unchangeable()
        super().save(*args, **kwargs)

    @property
    def content(self) -> bytes:
        if self.source == self.Source.BUILT_IN:
            return kinds.kind_of(self.kind).template(self.language)
        with self.file.open() as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise ValidationError(_("The file of this template has been changed on the disk."), code="digest")
        return content

    @classmethod
    def in_force(cls, kind: str, language: str) -> Self | None:
        """None: the built-in one, which nobody has replaced yet."""
        return cls.objects.filter(kind=kind, language=language).order_by("-version").first()

    @classmethod
    def add(cls, kind: str, language: str, content: bytes, *, name: str, by: Any, at: datetime) -> Self:
        """Call after the trial letter; nothing is checked here."""
        return cls._next(kind, language, cls.Source.UPLOADED, content, name, None, by=by, at=at)

    @classmethod
    def restore(cls, earlier: Self, *, by: Any, at: datetime) -> Self:
        source = cls.Source.BUILT_IN if earlier.source == cls.Source.BUILT_IN else cls.Source.RESTORED
        content = b"" if source == cls.Source.BUILT_IN else earlier.content
        restores = earlier if source == cls.Source.RESTORED else None
        return cls._next(earlier.kind, earlier.language, source, content, earlier.original_name, restores, by=by, at=at)

    @classmethod
    def return_to_built_in(cls, kind: str, language: str, *, by: Any, at: datetime) -> Self:
        return cls._next(kind, language, cls.Source.BUILT_IN, b"", "", None, by=by, at=at)

    @classmethod
    def _next(
        cls,
        kind: str,
        language: str,
        source: str,
        content: bytes,
        name: str,
        restores: Self | None,
        *,
        by: Any,
        at: datetime,
    ) -> Self:
        """The unique version makes of two who upload at once one who succeeds and one who is told."""
        latest = cls.in_force(kind, language)
        made = cls(
            kind=kind,
            language=language,
            version=latest.version + 1 if latest else 1,
            source=source,
            original_name=name,
            digest=hashlib.sha256(content).hexdigest(),
            restores=restores,
            uploaded_by=by,
            uploaded_at=at,
        )
        if content:
            made.file = ContentFile(content, name="template.docx")
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise ValidationError(
                _("Somebody else has changed this template meanwhile. Look at it and do it again."), code="conflict"
            ) from error
        return made
