"""Hand waiting letters to the mail server; run every minute by a timer, any number of workers at once."""

from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.management.base import BaseCommand
from django.db.models import F, Q
from django.utils import timezone

from mail.models import Letter

RETRY_AFTER = timedelta(minutes=15)
MOST_ATTEMPTS = 10


def claim(at: datetime) -> Letter | None:
    """The next letter, taken by a conditional update so that two workers never send the same one."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - RETRY_AFTER)
    for pk in (
        Letter.objects.filter(free, sent_at=None, attempts__lt=MOST_ATTEMPTS)
        .order_by("queued_at", "pk")
        .values_list("pk", flat=True)[:50]
    ):
        if Letter.objects.filter(free, pk=pk, sent_at=None).update(claimed_at=at, attempts=F("attempts") + 1):
            return Letter.objects.get(pk=pk)
    return None


def send(letter: Letter, at: datetime) -> bool:
    """Whether the mail server took it; a refusal is kept beside the letter and retried later."""
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[letter.to])
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        letter.last_error = f"{type(error).__name__}: {error}"
    else:
        letter.sent_at, letter.last_error = at, ""
    letter.save(update_fields=["sent_at", "last_error"])
    return letter.sent_at is not None


class Command(BaseCommand):
    help = "Hand waiting letters to the mail server."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = failed = 0
        while letter := claim(timezone.now()):
            if send(letter, timezone.now()):
                sent += 1
            else:
                failed += 1
        self.stdout.write(f"{sent} sent, {failed} failed")
