"""What the commands of `manage.py` take in the same way."""

from datetime import date

from django.core.management.base import CommandError


def day_of(text: str | None) -> date | None:
    """The day of an option such as `--on`; None where it was left out. Raises the CommandError that says what a day
    looks like."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"Not a day: {text}. Accepted: a day as 2023-09-04.") from error
