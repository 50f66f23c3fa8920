"""Hand waiting letters to the mail server; run every minute by a timer, any number of workers at once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mail import outbox


class Command(BaseCommand):
    help = "Hands waiting letters to the mail server. Safe to repeat and to run twice at once."

    def handle(self, *args: Any, **options: Any) -> None:
        told = outbox.run(timezone.now)
        self.stdout.write(", ".join(f"{number} {what}" for what, number in told.done.items()) or "nothing waits")
        if told.down:
            self.stderr.write(f"The mail server cannot be reached: {told.down}")
