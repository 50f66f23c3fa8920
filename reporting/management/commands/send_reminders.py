"""`manage.py send_reminders`: one digest per person of what is due soon, missing or returned."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from documents.command_line import day_of
from reporting import reminding
from reporting.digests import by_person, due
from reporting.models import stopped
from reporting.recipients import Offices


class Command(BaseCommand):
    help = "Writes one digest per person into the outbox. Safe to repeat: meant for every morning."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="As on this day, 2026-12-31; default: today")
        parser.add_argument("--dry-run", action="store_true", help="Say who would be told of how much; write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        day = day_of(options["on"]) or timezone.localdate()
        if stopped():
            self.stdout.write(f"{day:%Y-%m-%d}: reminders are stopped, nothing is written")
        elif options["dry_run"]:
            self._say(day)
        else:
            told = reminding.remind(day, at=timezone.now())
            self.stdout.write(f"{day:%Y-%m-%d}: {told.letters} digests, {told.reminders} reminders")

    def _say(self, day: date) -> None:
        """Numbers of people, not addresses: what a log keeps is nobody's secret."""
        offices = Offices(day)
        people = by_person(due(day, offices))
        for person, lines in people.items():
            self.stdout.write(f"person {person}: {len(lines)}")
        self.stdout.write(f"{day:%Y-%m-%d}: {len(people)} digests would be written")
