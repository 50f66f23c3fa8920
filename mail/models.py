"""The outbox: letters wait here until a worker has handed them to the mail server."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """One mail to one person. Written in the transaction of the act it tells about, sent afterwards."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML text"), blank=True)
    queued_at = models.DateTimeField(_("queued"))
    claimed_at = models.DateTimeField(_("taken by a worker"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(fields=["queued_at"], condition=models.Q(sent_at=None), name="letter_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


def post(*, to: str, subject: str, text: str, html: str = "", at: datetime) -> Letter:
    """Queue a letter; nothing leaves before the surrounding transaction is committed and `send_outbox` runs."""
    return Letter.objects.create(to=to, subject=" ".join(subject.split()), text=text, html=html, queued_at=at)
