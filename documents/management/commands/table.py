"""`manage.py table NAME`: any table of the house, on any day, as a file or to standard output."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from documents import registry
from documents.command_line import day_of
from documents.renderers import FORMATS


class Command(BaseCommand):
    help = "Prints a table as JSON, CSV, Excel or Word. Without --user: the whole union."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Filters may stand anywhere, after the options too, where argparse by itself takes no more words."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="Name of the table, for example obligations")
        parser.add_argument("filters", metavar="FILTER=VALUE", nargs="*")
        parser.add_argument("--as-of", metavar="DATE", help="State at the end of this day, 2023-09-04; default: today")
        parser.add_argument("--user", metavar="EMAIL", help="In the scope of this person")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="ru or kk; default: ru")
        parser.add_argument("--format", default="json", help="json, csv, xlsx or docx; default: json")
        parser.add_argument("--output", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        name, form, language = options["name"], options["format"], options["language"]
        _expect("format", form, list(FORMATS))
        _expect("language", language, [code for code, _title in settings.LANGUAGES])
        _expect("table", name, registry.names())
        as_of, user = day_of(options["as_of"]) or timezone.localdate(), _person(options["user"])
        stream = getattr(self.stdout, "buffer", None)
        if FORMATS[form].binary and options["output"] is None and (stream is None or stream.isatty()):
            raise CommandError(f"{form} is not for reading on a terminal: add --output FILE.")
        with translation.override(language):
            try:
                table = registry.build(name, user=user, as_of=as_of, filters=_filters(options["filters"]))
                content = FORMATS[form].render(table)
            except registry.BadFilter as error:
                raise CommandError(str(error)) from error
        self._write(content, options["output"])

    def _write(self, content: bytes, output: Path | None) -> None:
        if output is not None:
            try:
                output.write_bytes(content)
            except OSError as error:
                raise CommandError(f"Cannot write {output}: {error.strerror}") from error
            return
        # The bytes as they are, whatever encoding the shell believes in.
        stream = getattr(self.stdout, "buffer", None)
        if stream is None:
            self.stdout.write(content.decode(), ending="")
        else:
            stream.write(content)
            stream.flush()


def _expect(what: str, value: str, accepted: list[str]) -> None:
    if value not in accepted:
        raise CommandError(f"Unknown {what}: {value}. Accepted: {', '.join(accepted)}.")


def _person(email: str | None) -> Any:
    if email is None:
        return registry.WHOLE_UNION
    people = get_user_model()
    found = people._default_manager.filter(**{f"{people.USERNAME_FIELD}__iexact": email}).first()
    if found is None:
        raise CommandError(f"Nobody signs in as {email}. Accepted: the e-mail address of a user.")
    return found


def _filters(pairs: list[str]) -> dict[str, str]:
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise CommandError(f"Not a filter: {wrong[0]}. Accepted: FILTER=VALUE, for example campaign=1.")
    return dict(pair.split("=", 1) for pair in pairs)
