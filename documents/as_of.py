"""The day a page speaks of, as its address asks for it."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from documents.reading import read_date


def as_of_day(request: HttpRequest, today: date) -> date:
    """`?as_of=` in any notation of dates, else today. An unreadable day is said above the page, which shows today."""
    asked = request.GET.get("as_of", "").strip()
    if not asked:
        return today
    try:
        return read_date(asked) or today
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return today
