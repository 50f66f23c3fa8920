"""What a conference leaves behind (campaigns.md, section 5): the checklist, the papers that came, their pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaigns.models.campaign import Campaign
from campaigns.models.conference import Conference
from campaigns.querysets import PacketDocumentQuerySet, PacketFileQuerySet
from decrees.models import in_language
from documents.uploads import random_name
from organizations.constraints import both_or_none
from reporting.models import Obligation, Submission, SubmissionFile
from reporting.models.submission import StoredFile


class PacketPart(models.Model):
    """One line of the checklist of a campaign. Which papers a conference hands in is data: staff correct it."""

    class Asked(models.TextChoices):
        REQUIRED = "required", _("required")
        OPTIONAL = "optional", _("not required")
        NO = "no", _("not asked")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="packet_parts", verbose_name=_("campaign")
    )
    code = models.SlugField(_("code"), max_length=40)
    title_ru = models.CharField(_("title in Russian"), max_length=200)
    title_kk = models.CharField(_("title in Kazakh"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"))
    of_conferences = models.CharField(_("of conferences"), max_length=8, choices=Asked, default=Asked.REQUIRED)
    of_meetings = models.CharField(_("of meetings"), max_length=8, choices=Asked, default=Asked.REQUIRED)
    asks_number = models.BooleanField(_("has a number"), default=False)
    asks_day = models.BooleanField(_("has a day"), default=False)
    is_of_the_event = models.BooleanField(
        _("drawn up at the conference"), default=False, help_text=_("Its day cannot lie before the conference.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("part of the protocol packet")
        verbose_name_plural = _("parts of the protocol packet")
        ordering = ["campaign", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="packet_part_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")

    def asked_at(self, kind: str) -> str:
        """Whether a conference of that kind hands it in."""
        return self.of_meetings if kind == Conference.Kind.MEETING else self.of_conferences

    @classmethod
    @transaction.atomic
    def standard_for(cls, campaign: Campaign, *, by: Any) -> int:
        """Give the campaign the parts of section 5 that it lacks; what staff have changed is not touched."""
        present = set(campaign.packet_parts.values_list("code", flat=True))
        missing = [part for part in STANDARD if part["code"] not in present]
        for fields in missing:
            part = cls(campaign=campaign, position=STANDARD.index(fields) + 1, **fields)
            part._history_user = by  # type: ignore[attr-defined]
            part.save()
        return len(missing)


@dataclass(frozen=True)
class Details:
    """What is written on a paper."""

    number: str = ""
    day: date | None = None


class PacketFile(StoredFile):
    """A photograph or document laid with an obligation for one part. It stays when it is handed in, and passes on to
    the next round after a return: the same contents, never copied. `page` is what becomes a page of the bound PDF."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="packet_files", verbose_name=_("obligation")
    )
    part = models.ForeignKey(PacketPart, on_delete=models.PROTECT, related_name="files", verbose_name=_("part"))
    position = models.PositiveIntegerField(_("place in the part"))
    page = models.FileField(_("page"), upload_to=random_name, max_length=200, blank=True)
    # Made where it was chosen, so that one sent twice is kept once.
    upload = models.UUIDField(null=True, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("left out by"),
    )
    left_out_at = models.DateTimeField(_("left out of later rounds at"), null=True, blank=True)

    objects = PacketFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a protocol packet")
        verbose_name_plural = _("files of protocol packets")
        ordering = ["obligation", "part", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "upload"], name="packet_file_sent_once"),
            models.CheckConstraint(
                condition=both_or_none("left_out_by", "left_out_at"), name="packet_file_left_out_who_and_when"
            ),
        ]

    @property
    def is_picture(self) -> bool:
        return bool(self.page)


class PacketDocument(models.Model):
    """A paper that came with a hand-in: its pages, and the number and day written on it, which may be told later.

    `received_on` is the day this part first came in any round that stands: a correction does not make it late.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="packet_documents", verbose_name=_("hand-in")
    )
    part = models.ForeignKey(PacketPart, on_delete=models.PROTECT, related_name="documents", verbose_name=_("part"))
    number = models.CharField(_("number"), max_length=30, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    on_paper = models.BooleanField(_("came on paper"), default=False)
    received_on = models.DateField(_("received on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    number_on = models.DateField(_("number told on"), null=True, blank=True)
    day_on = models.DateField(_("day told on"), null=True, blank=True)
    bound = models.OneToOneField(
        SubmissionFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pages bound into one PDF"),
    )
    files = models.ManyToManyField(PacketFile, through="PacketPage", related_name="documents", verbose_name=_("files"))

    history = HistoricalRecords()
    objects = PacketDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of a protocol packet")
        verbose_name_plural = _("documents of protocol packets")
        ordering = ["submission", "part", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "part"], name="packet_document_once"),
            models.CheckConstraint(
                condition=Q(number="", number_on=None) | ~Q(number="") & Q(number_on__isnull=False),
                name="packet_number_told_when",
                violation_error_message=_("A number goes with the day on which it was told."),
            ),
            models.CheckConstraint(
                condition=both_or_none("day", "day_on"),
                name="packet_day_told_when",
                violation_error_message=_("A day goes with the day on which it was told."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.number}" if self.number else str(self.part)

    def lacks(self, day: date) -> list[str]:
        """Of number and day what the checklist asks for and nobody had told by `day`."""
        told = {"number": self.number_on, "day": self.day_on}
        return [name for name in self.asked if (on := told[name]) is None or on > day]

    @property
    def asked(self) -> list[str]:
        return [name for name, asks in (("number", self.part.asks_number), ("day", self.part.asks_day)) if asks]

    @transaction.atomic
    def describe(self, details: Details, *, on: date, by: Any) -> None:
        """Tell a number or a day that was lacking; what was told before stays as it was. History says who and when."""
        now = PacketDocument.objects.select_for_update().get(pk=self.pk)
        self.number, self.number_on, self.day, self.day_on = now.number, now.number_on, now.day, now.day_on
        self.note(details, on)
        self._history_user = by
        self.save()

    def note(self, details: Details, on: date) -> None:
        """Fills what was empty; does not save."""
        if details.number and not self.number:
            self.number, self.number_on = details.number, on
        if details.day and not self.day:
            self.day, self.day_on = details.day, on


class PacketPage(models.Model):
    """A file of a document, in the order in which it was handed in."""

    document = models.ForeignKey(PacketDocument, on_delete=models.PROTECT, related_name="pages")
    file = models.ForeignKey(PacketFile, on_delete=models.PROTECT, related_name="pages")
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("page of a document")
        verbose_name_plural = _("pages of documents")
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "file"], name="packet_page_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.file}"


def _part(code: str, title_ru: str, title_kk: str, **facts: Any) -> Mapping[str, Any]:
    return {"code": code, "title_ru": title_ru, "title_kk": title_kk, **facts}


REQUIRED, OPTIONAL, NO = PacketPart.Asked.REQUIRED, PacketPart.Asked.OPTIONAL, PacketPart.Asked.NO
_MINUTES = {"asks_number": True, "asks_day": True, "is_of_the_event": True}
# Section 5. That a meeting has no delegates, and so no credentials, and often votes by show of hands, is common
# practice, not stated by this union: staff correct it in the campaign.
STANDARD = (
    _part("minutes", "Протокол конференции (собрания)", "Конференцияның (жиналыстың) хаттамасы", **_MINUTES),
    _part("attendance", "Список присутствующих или делегатов", "Қатысушылардың немесе делегаттардың тізімі"),
    _part("credentials", "Протокол мандатной комиссии", "Мандат комиссиясының хаттамасы", of_meetings=NO, **_MINUTES),
    _part("counting", "Протокол счетной комиссии", "Санақ комиссиясының хаттамасы", of_meetings=OPTIONAL, **_MINUTES),
    _part("committee_report", "Отчет комитета", "Комитеттің есебі", asks_day=True),
    _part("audit_report", "Отчет ревизионной комиссии", "Тексеру комиссиясының есебі", asks_day=True),
    _part("resolution", "Постановление с оценкой работы", "Жұмысқа баға берілген қаулы", **_MINUTES),
    _part("extract", "Выписка об избрании председателя", "Төрағаны сайлау туралы үзінді", **_MINUTES),
    _part("bodies", "Списки избранных органов", "Сайланған органдардың тізімдері"),
)
