"""The outbox: letters wait here until a worker has handed them to the mail server."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

# A worker that has not finished with a letter by then is dead. Its longest conversation is far shorter: see
# EMAIL_TIMEOUT, the patience with each answer of the server.
LEASE = timedelta(minutes=15)


class LetterQuerySet(models.QuerySet["Letter"]):
    def unsettled(self) -> Self:
        return self.filter(sent_at=None, failed_at=None, withdrawn_at=None)

    def free(self, at: datetime) -> Self:
        """Nobody is at work on them, and it is their turn. What was handed over is never among them."""
        untaken = Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE)
        their_turn = Q(next_try_at=None) | Q(next_try_at__lte=at)
        return self.unsettled().filter(untaken & their_turn, handed_at=None)

    def uncertain(self, at: datetime) -> Self:
        """Handed to the server, which has not said that it took them: they may have arrived or not."""
        given_up = ~Q(last_error="") | Q(claimed_at__lt=at - LEASE) | Q(claimed_at=None)
        return self.unsettled().filter(given_up, handed_at__isnull=False)

    def failed(self) -> Self:
        return self.filter(failed_at__isnull=False, sent_at=None, withdrawn_at=None)

    def turned_back(self) -> Self:
        """Failed, and no later letter to the same address was taken: until one is, the address is a wrong one."""
        taken = Letter.objects.filter(to=OuterRef("to"), sent_at__isnull=False, queued_at__gt=OuterRef("queued_at"))
        return self.failed().exclude(Exists(taken))

    def troubled(self, at: datetime) -> Self:
        """A person has to decide about them."""
        return self.uncertain(at) | self.failed()

    def delayed(self) -> Self:
        """They wait because something went wrong, and are tried again by themselves."""
        return self.unsettled().filter(handed_at=None).exclude(last_error="")


class Letter(models.Model):
    """One mail to one person. Written in the transaction of the act it tells about, sent afterwards.

    A letter leaves at most once by itself. `handed_at` is marked before it is read to the server: whatever happens
    then without a word of the server leaves it in doubt, for people to decide (docs/decisions/0015).
    """

    class Decision(models.TextChoices):
        AGAIN = "again", _("to be sent again")
        ARRIVED = "arrived", _("it has arrived")
        BOUNCED = "bounced", _("it came back")

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML text"), blank=True)
    purpose = models.CharField(max_length=20, blank=True, editable=False)
    queued_at = models.DateTimeField(_("queued"))
    claimed_at = models.DateTimeField(_("taken by a worker"), null=True, blank=True, editable=False)
    handed_at = models.DateTimeField(_("handed to the mail server"), null=True, blank=True, editable=False)
    next_try_at = models.DateTimeField(_("tried again"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    # What a person said of it last. In words: this room stands below the one that knows users.
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, blank=True, editable=False)
    decided_by = models.CharField(_("decided by"), max_length=254, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=Q(sent_at=None, failed_at=None, withdrawn_at=None),
                name="letter_unsettled",
            ),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="letter_failed"),
            models.Index(fields=["to", "queued_at"], condition=Q(sent_at__isnull=False), name="letter_taken"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_by="", decided_at=None)
                | ~Q(decision="") & ~Q(decided_by="") & Q(decided_at__isnull=False),
                name="letter_decided_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(sent_at=None, failed_at=None), name="letter_withdrawn_unsent"
            ),
            models.CheckConstraint(condition=Q(failed_at=None) | Q(sent_at=None), name="letter_failed_unsent"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


def post(*, to: str, subject: str, text: str, html: str = "", at: datetime) -> Letter:
    """Queue a letter; nothing leaves before the surrounding transaction is committed and `send_outbox` runs."""
    return Letter.objects.create(to=to, subject=" ".join(subject.split()), text=text, html=html, queued_at=at)
