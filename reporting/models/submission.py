"""A hand-in as it came, kept for ever; what is being typed before it; and what staff remark on it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _
from simple_history.models import HistoricalRecords

from documents.uploads import random_name
from organizations.constraints import both_or_none
from reporting.books import Fact
from reporting.querysets import DraftFileQuerySet, DraftQuerySet, SubmissionFileQuerySet, SubmissionQuerySet


class Submission(Fact):
    """One hand-in. Each correction after a return is a new round; nothing is overwritten.

    `received_on` is the day it came. Where that day is not stated (`day_stated` false), it is the day by
    which it was there.
    """

    class Channel(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("on paper")
        MAIL = "mail", _("by e-mail")
        MESSENGER = "messenger", _("by messenger")
        UNKNOWN = "unknown", _("not stated")

    obligation = models.ForeignKey("reporting.Obligation", on_delete=models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField(_("round"))
    received_on = models.DateField(_("received on"))
    day_stated = models.BooleanField(_("the day of receipt is stated"), default=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    incoming_number = models.CharField(_("incoming number"), max_length=50, blank=True)
    nothing_to_report = models.BooleanField(_("nothing to report"), default=False)
    text = models.TextField(_("answer"), blank=True)
    signed_by = models.ForeignKey(
        "organizations.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    submitted_at = models.DateTimeField(_("entered at"))
    # The form's own mark: the same form sent twice is one hand-in.
    token = models.UUIDField(null=True, blank=True, editable=False)

    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("returned by"),
    )
    returned_at = models.DateTimeField(_("return recorded at"), null=True, blank=True)
    return_reason = models.TextField(_("what to correct"), blank=True)
    correct_by = models.DateField(_("correct by"), null=True, blank=True)

    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("acceptance recorded at"), null=True, blank=True)

    voided_on = models.DateField(_("voided on"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("voided by"),
    )
    voided_at = models.DateTimeField(_("voiding recorded at"), null=True, blank=True)
    void_reason = models.CharField(_("why it was voided"), max_length=500, blank=True)

    history = HistoricalRecords()
    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")
        ordering = ["obligation", "round"]
        indexes = [
            models.Index(fields=["received_on"], name="submission_received"),
            # The first hand-in of an obligation, and the few that were returned: see `with_status`.
            models.Index(
                fields=["obligation", "received_on", "round", "voided_on", "day_stated"], name="submission_first"
            ),
            models.Index(fields=["obligation"], condition=Q(returned_on__isnull=False), name="submission_returned"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "round"], name="round_once"),
            models.UniqueConstraint(
                fields=["obligation"], condition=Q(returned_on=None, voided_on=None), name="one_standing_submission"
            ),
            models.UniqueConstraint(fields=["obligation", "token"], name="form_sent_once"),
            models.CheckConstraint(
                condition=both_or_none("returned_on", "returned_by", "returned_at", "correct_by"),
                name="returned_who_and_when",
            ),
            models.CheckConstraint(condition=Q(returned_on=None) | ~Q(return_reason=""), name="returned_why"),
            models.CheckConstraint(
                condition=both_or_none("accepted_on", "accepted_by", "accepted_at"), name="accepted_who_and_when"
            ),
            models.CheckConstraint(
                condition=both_or_none("voided_on", "voided_by", "voided_at"), name="voided_who_and_when"
            ),
            models.CheckConstraint(condition=Q(voided_on=None) | ~Q(void_reason=""), name="voided_why"),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("received_on"), correct_by__gte=F("returned_on")),
                name="returned_after_received",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(accepted_on__gte=F("received_on")), name="accepted_after_received"
            ),
            models.CheckConstraint(
                condition=Q(voided_on=None) | Q(voided_on__gte=F("received_on")), name="voided_after_received"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_number} · {self.obligation}"

    @property
    def receipt_number(self) -> str:
        """What the chair writes down and reads out by telephone; zeros before it is in the books."""
        return f"{timezone.localtime(self.submitted_at):%Y}-{self.pk or 0:06d}"

    @property
    def is_standing(self) -> bool:
        return self.voided_on is None and self.returned_on is None


class StoredFile(models.Model):
    """A scan, photograph or document, kept under a random name outside the web root."""

    file = models.FileField(_("file"), upload_to=random_name, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class SubmissionFile(StoredFile):
    """A file of a hand-in; it stays as long as the hand-in, which is for ever."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")

    objects = SubmissionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a hand-in")
        verbose_name_plural = _("files of hand-ins")
        ordering = ["pk"]


class Remark(models.Model):
    """What is wrong in one field of a returned hand-in; an empty field code speaks of the whole."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    field = models.CharField(_("field"), max_length=60, blank=True)
    text = models.CharField(_("remark"), max_length=500)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class StandardRemark(models.Model):
    """A remark staff write again and again, ready in both languages."""

    text_ru = models.CharField(_("text in Russian"), max_length=500)
    text_kk = models.CharField(_("text in Kazakh"), max_length=500)

    class Meta:
        verbose_name = _("standard remark")
        verbose_name_plural = _("standard remarks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text_kk if get_language() == "kk" else self.text_ru


class Draft(models.Model):
    """What is being typed or was imported for an obligation. It is nobody's fact; it belongs to the organization."""

    obligation = models.OneToOneField("reporting.Obligation", on_delete=models.CASCADE, related_name="draft")
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    VERSIONS_OF_A_ROUND = 1_000_000

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return f"{self.obligation} · {self.version}"

    class Conflict(Exception):
        """Somebody else has saved since; carries the draft as it stands now."""

        def __init__(self, draft: "Draft") -> None:
            super().__init__(f"The draft has version {draft.version}.")
            self.draft = draft

    @classmethod
    def of(cls, obligation: Any) -> "Draft":
        """The draft as saved, or an empty one that is not.

        Versions go on from round to round: a page left open since before a hand-in fits no draft after it.
        """
        saved = cls.objects.filter(obligation=obligation).first()
        return saved or cls(obligation=obligation, version=obligation.submissions.count() * cls.VERSIONS_OF_A_ROUND)

    def replaced_by(self, data: dict[str, Any], version: int) -> bool:
        """Whether this save may replace the draft: it started from the present version, or says the same."""
        return version == self.version or data == self.data


class DraftFile(StoredFile):
    """A file attached to a draft, waiting to be handed in or taken away again."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")

    objects = DraftFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")
        ordering = ["pk"]
