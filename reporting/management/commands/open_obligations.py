"""`manage.py open_obligations`: makes the fixed and yearly obligations that have arisen and are not there yet."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reporting.models import Requirement


class Command(BaseCommand):
    help = "Makes the missing fixed and yearly obligations of every opened requirement. Safe to repeat: meant for every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until", metavar="DATE", help="What has arisen by this day, 2026-12-31; default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        until = _day(options["until"])
        total = 0
        for requirement in Requirement.objects.opened().exclude(due_kind=Requirement.DueKind.AFTER_EVENT):
            made = requirement.open_obligations(until=until)
            total += made
            if made:
                self.stdout.write(f"{requirement.code}: {made}")
        self.stdout.write(f"Obligations made until {until:%Y-%m-%d}: {total}")


def _day(text: str | None) -> date:
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"Not a day: {text}. Accepted: a day as 2023-09-04.") from error
