"""What lists share between address and table: filters with their chips, page length, refusal of a misspelt export."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from documents.dates import short_day
from documents.registry import BadFilter, refuse_unknown
from documents.responses import PAGE_LENGTHS, exporting
from reporting.calendar import after_years
from reporting.filters import ALL_LEVELS, Filters
from reporting.models import Obligation, Requirement

# Beside the filters an address says how the page is shown.
PRESENTATION = ("as", "as_of", "page", "per_page", "sort", "columns", "view")
ROWS_OF_A_PAGE = 100
# So many columns of the board can be read without a filter.
SIDE_BY_SIDE = 20
ONE_DAY = timedelta(days=1)
# Where an address names one of these, even empty, it says itself what is wanted.
NARROWING = (
    "due_from", "due_to", "received_from", "received_to", "year", "q", "requirement", "status", "since", "overdue",
    "organization", "parent",
)  # fmt: skip


def page_length(request: HttpRequest) -> int:
    asked = request.GET.get("per_page", "")
    return int(asked) if asked in map(str, PAGE_LENGTHS) else ROWS_OF_A_PAGE


def page_lengths(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "title": length,
            "url": address(request.GET, per_page=length, page=None),
            "current": length == page_length(request),
        }
        for length in PAGE_LENGTHS
    ]


def open_on_last_year(request: HttpRequest, as_of: date) -> date | None:
    """A page that nothing narrows opens on what was due in the year before that day, and on what is ahead, once more
    has been asked than fits side by side. The filter says so, and goes as far back as one likes; answers the day.

    A file and a link that names what it leads to are taken at their word.
    """
    if exporting(request) or any(name in request.GET for name in NARROWING):
        return None
    if Requirement.objects.visible_to(request.user).opened().count() <= SIDE_BY_SIDE:
        return None
    opened_on = after_years(as_of, -1)
    opened = request.GET.copy()
    opened["due_from"] = short_day(opened_on)
    request.GET = opened  # type: ignore[assignment]
    return opened_on


def forgotten(request: HttpRequest, as_of: date, opened_on: date | None) -> dict[str, Any]:
    """Whether something is still not handed in that was due before the page opens: with the list of it. Nothing is
    forgotten because it is old."""
    if opened_on is None:
        return {}
    owed = Obligation.objects.visible_to(request.user).existing_on(as_of).filter(original_due_on__lt=opened_on)
    if not owed.untouched_by(as_of).exists():
        return {}
    query = {"overdue": "yes", "due_to": short_day(opened_on - ONE_DAY), "level": ALL_LEVELS}
    return {"older_from": opened_on, "older_url": f"{reverse('reporting:obligations')}?{urlencode(query)}"}


def refusal(request: HttpRequest, form: Filters) -> HttpResponse | None:
    """A page marks a filter it cannot read; a file that leaves it out would be taken for the right one."""
    if not exporting(request):
        return None
    try:
        refuse_unknown({name: "" for name in request.GET if name not in PRESENTATION}, form.understood.names)
    except BadFilter as error:
        return _refused(str(error))
    return None if form.is_valid() else _refused(" ".join(form.refusals()))


def _refused(sentence: str) -> HttpResponse:
    return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")


def filter_context(request: HttpRequest, form: Filters, **always: str) -> dict[str, Any]:
    """What `_components/filters.html` and the toolbar of a list take; `always` stands in an address without filters,
    too, so that it is not taken for one that asks nothing."""
    names = [name for name in form.chosen if name in request.GET and not _is_default(form, name)]
    without = dict.fromkeys(form.understood.names)
    return {
        "filter_form": form,
        "active": [
            {
                "label": f"{form.fields[name].label}: {form.in_words(name)}",
                "remove_url": address(request.GET, page=None, **always, **{name: "" if name == "due_from" else None}),
            }
            for name in names
        ],
        "reset_url": address(request.GET, page=None, **always, **without) if names else "",
        "page_lengths": page_lengths(request),
    }


def _is_default(form: Filters, name: str) -> bool:
    return name == "level" and form.chosen[name] == form.understood.level


def address(query: QueryDict, **changes: Any) -> str:
    """The same address with some of its values changed; None takes one away."""
    changed = query.copy()
    changed.pop("as", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


def behind(form: Filters, request: HttpRequest, **more: Any) -> str:
    """The query of the list behind a number: the filters of this page and what the number itself says."""
    kept: Mapping[str, Any] = {name: form[name].value() for name in form.chosen}
    day = {"as_of": request.GET["as_of"]} if request.GET.get("as_of") else {}
    return urlencode({name: value for name, value in {**kept, **more, **day}.items() if value not in (None, "")})
