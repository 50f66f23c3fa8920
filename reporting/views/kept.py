"""What a higher room keeps for a person beside the filters of a list: questions saved under a name.

It registers itself, as forms do in `reporting/kinds.py`; without one the lists stand alone.
"""

from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from documents.responses import exporting
from reporting.filters import Filters


class Keeper(Protocol):
    def opening(self, request: HttpRequest, page: str) -> str | None:
        """Where a page that is asked nothing is sent on to."""

    def beside(self, request: HttpRequest, form: Filters, page: str) -> dict[str, Any]:
        """What the template of the page is told more."""


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    if keeper not in _keepers:
        _keepers.append(keeper)


def opening(request: HttpRequest, page: str) -> HttpResponse | None:
    for keeper in _keepers:
        if where := keeper.opening(request, page):
            return redirect(where)
    return None


def kept_beside(request: HttpRequest, form: Filters, page: str) -> dict[str, Any]:
    """A file has nothing beside it."""
    if exporting(request):
        return {}
    return {name: value for keeper in _keepers for name, value in keeper.beside(request, form, page).items()}
