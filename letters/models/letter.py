"""A letter from its draft to the issued, numbered copy."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from simple_history.models import HistoricalRecords

from letters import kinds
from letters.facts import Two
from letters.kinds import Asking, LetterKind
from letters.querysets import OfficialLetterQuerySet, OfLetterQuerySet, unchangeable
from organizations.constraints import both_or_none

ISSUED = ("number", "year", "issued_on", "issued_by", "issued_at", "recorded")
# What is told about a document after it has gone out.
AFTERWARDS = frozenset({"outgoing_number", "outgoing_on"})
KEPT_WHOLE = ["recorded", "blocks_ru", "blocks_kk"]


class LetterCounter(models.Model):
    """The last number given to letters of a kind in a year; its row is the lock under which numbers are given."""

    kind = models.SlugField(max_length=50)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of letters")
        verbose_name_plural = _("counters of letters")
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="letter_counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.year} · {self.last}"

    @classmethod
    def _locked(cls, kind: str, year: int) -> "LetterCounter":
        return cls.objects.select_for_update().get(kind=kind, year=year)

    @classmethod
    def next_number(cls, kind: str, year: int) -> int:
        """Inside the transaction of the issue: when that fails, the number is free again, so there are no gaps."""
        cls.objects.get_or_create(kind=kind, year=year)
        counter = cls._locked(kind, year)
        counter.last += 1
        counter.save(update_fields=["last"])
        return counter.last


class OfficialLetter(models.Model):
    """A draft as long as it has no number. What is asked stands here; what it says is computed until it is issued."""

    kind = models.SlugField(_("kind of letter"), max_length=50)
    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("organization"),
        help_text=_("Whom it is about; the union, where it is about many."),
    )
    asked = models.JSONField(_("what is asked"), default=dict, blank=True)
    as_of = models.DateField(_("as of"))
    days = models.JSONField(_("days of single lists"), default=dict, blank=True)
    subject_ru = models.CharField(_("subject in Russian"), max_length=300, blank=True)
    subject_kk = models.CharField(_("subject in Kazakh"), max_length=300, blank=True)
    is_internal = models.BooleanField(_("for the apparatus only"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by")
    )
    made_at = models.DateTimeField(_("begun at"))

    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("issued by"),
    )
    issued_at = models.DateTimeField(_("issue recorded at"), null=True, blank=True)
    # The facts it was written from, in both languages; None in a draft.
    recorded = models.JSONField(_("facts as issued"), null=True, blank=True)
    # The text with the addresses behind its figures, for the page.
    blocks_ru = models.JSONField(default=list, blank=True)
    blocks_kk = models.JSONField(default=list, blank=True)
    # None: the built-in one.
    template_ru = models.ForeignKey(
        "letters.WordTemplate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("template in Russian"),
    )
    template_kk = models.ForeignKey(
        "letters.WordTemplate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("template in Kazakh"),
    )

    outgoing_number = models.CharField(_("outgoing number"), max_length=50, blank=True)
    outgoing_on = models.DateField(_("outgoing day"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=KEPT_WHOLE)
    objects = OfficialLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="letter_number_once"),
            models.CheckConstraint(condition=both_or_none(*ISSUED), name="letter_issued_whole"),
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(as_of__lte=models.F("issued_on")), name="letter_as_of_before_issue"
            ),
            models.CheckConstraint(
                condition=Q(outgoing_on=None) | (~Q(outgoing_number="") & Q(issued_on__isnull=False)),
                name="letter_outgoing_whole",
            ),
        ]
        indexes = [models.Index(fields=["kind", "year"], name="letter_kind_year")]

    def __str__(self) -> str:
        return f"{self.title} · {self.subject}" if self.subject else self.title

    @property
    def title(self) -> str:
        try:
            return str(self.letter_kind.title)
        except kinds.UnknownKind:
            return self.kind

    @property
    def subject(self) -> str:
        return Two(self.subject_ru, self.subject_kk).in_language(get_language() or "ru")

    def get_absolute_url(self) -> str:
        return reverse("letters:letter", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        return self.number is not None

    @property
    def full_number(self) -> str:
        """As people quote it."""
        return f"{self.number}/{self.year}" if self.is_issued else ""

    # --- What is asked ------------------------------------------------------------------------------

    @property
    def letter_kind(self) -> LetterKind:
        return kinds.kind_of(self.kind)

    def asking(self, user: Any) -> Asking:
        return Asking(
            user=user,
            as_of=self.as_of,
            asked=self.asked,
            organization=self.organization if _is_about_one(self.letter_kind) else None,
            days={key: date.fromisoformat(day) for key, day in self.days.items()},
        )

    # --- It never changes ---------------------------------------------------------------------------

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An issued document takes what is told afterwards, and nothing else."""
        with transaction.atomic():
            self._refuse_changes(kwargs.get("update_fields"))
            super().save(*args, **kwargs)

    def _refuse_changes(self, update_fields: Any) -> None:
        if self.pk is None:
            return
        was = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
        if was is None or not was.is_issued:
            return
        for field in self._meta.concrete_fields:
            told = update_fields is None or field.name in update_fields
            if told and field.name not in AFTERWARDS and getattr(was, field.attname) != getattr(self, field.attname):
                raise unchangeable()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """A draft may be dropped."""
        if self.is_issued or type(self).objects.issued().filter(pk=self.pk).exists():
            raise unchangeable()
        with transaction.atomic():
            self.texts.all().delete()
            return super().delete(*args, **kwargs)

    # --- Verbs --------------------------------------------------------------------------------------

    def tell_outgoing(self, *, number: str, on: date | None, today: date, by: Any) -> None:
        """Number and day under which the paper was sent, from the journal of outgoing letters."""
        if not self.is_issued or self.issued_on is None:
            raise ValidationError(_("A draft has not gone out: issue it first."))
        if on and not number:
            raise ValidationError({"number": _("Say the outgoing number, too.")})
        if on and on < self.issued_on:
            raise ValidationError({"on": _("The outgoing day lies before the day of issue.")})
        if on and on > today:
            raise ValidationError({"on": _("This day has not come yet.")})
        self.outgoing_number, self.outgoing_on = number, on
        self._history_user = by
        self.save(update_fields=["outgoing_number", "outgoing_on"])


def _is_about_one(kind: LetterKind) -> bool:
    return any(ask.kind == "organization" for ask in kind.asks)


class LetterText(models.Model):
    """A paragraph that staff wrote, in both languages, kept with its letter and offered for the next one."""

    letter = models.ForeignKey(OfficialLetter, on_delete=models.PROTECT, related_name="texts")
    key = models.SlugField(_("paragraph"), max_length=50)
    # Which row of a list it is about; empty for the letter as a whole.
    row = models.CharField(_("about"), max_length=100, blank=True)
    text_ru = models.TextField(_("in Russian"), blank=True, max_length=20_000)
    text_kk = models.TextField(_("in Kazakh"), blank=True, max_length=20_000)
    saved_at = models.DateTimeField(_("saved at"))

    history = HistoricalRecords()
    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph of a letter")
        verbose_name_plural = _("paragraphs of letters")
        ordering = ["letter", "key", "row"]
        constraints = [models.UniqueConstraint(fields=["letter", "key", "row"], name="letter_text_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.row}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            letter = OfficialLetter.objects.select_for_update(of=("self",)).get(pk=self.letter_id)
            if letter.is_issued:
                raise unchangeable()
            super().save(*args, **kwargs)

    @classmethod
    def earlier(cls, letter: OfficialLetter, key: str, row: str, user: Any) -> "LetterText | None":
        """What was written in this place last time, about the same organization."""
        others = cls.objects.visible_to(user).filter(
            letter__kind=letter.kind, letter__organization=letter.organization, key=key, row=row
        )
        written = others.exclude(letter=letter).exclude(text_ru="", text_kk="")
        return written.order_by("-saved_at").first()
