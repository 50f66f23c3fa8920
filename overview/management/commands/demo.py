"""`manage.py demo`: the demonstration in an empty database; a second time it changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from documents.command_line import day_of
from overview import demonstration


class Command(BaseCommand):
    help = "Builds the demonstration. The fictional decree lies around --on (default: today)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="Day of the fictional decree, 2023-09-04; default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        on, now = day_of(options["on"]) or timezone.localdate(), timezone.now()
        try:
            with translation.override("ru"):
                built = demonstration.build(on=on, now=now)
        except demonstration.OtherData as error:
            raise CommandError(
                "This database holds other data, and the demonstration is not mixed with it. "
                "Name an empty database in DATABASE_URL."
            ) from error
        self.stdout.write("The demonstration is built." if built else "The demonstration stands already.")
