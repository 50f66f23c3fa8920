"""`manage.py open_obligations`: makes the fixed and yearly obligations that have arisen and are not there yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from documents.command_line import day_of
from reporting.models import Requirement


class Command(BaseCommand):
    help = "Makes the missing fixed and yearly obligations of every opened requirement. Safe to repeat: meant for every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until", metavar="DATE", help="What has arisen by this day, 2026-12-31; default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        until = day_of(options["until"]) or timezone.localdate()
        total = 0
        for requirement in Requirement.objects.opened().exclude(due_kind=Requirement.DueKind.AFTER_EVENT):
            made = requirement.open_obligations(until=until)
            total += made
            if made:
                self.stdout.write(f"{requirement.code}: {made}")
        self.stdout.write(f"Obligations made until {until:%Y-%m-%d}: {total}")
