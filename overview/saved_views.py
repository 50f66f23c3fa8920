"""Saved views beside the filters of a list: which there are, which one is open, and what in it no longer exists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from overview.models import SavedView
from reporting.filters import Filters, Understood
from reporting.tables import board, obligations

# Beside the filters an address says in which order rows stand and how many.
ALSO_KEPT = ("sort", "per_page")


@dataclass(frozen=True)
class Kept:
    """A page whose filters can be saved."""

    url_name: str
    understood: Understood


PAGES: Mapping[str, Kept] = {
    SavedView.Page.BOARD: Kept("overview:board", board.UNDERSTOOD),
    SavedView.Page.OBLIGATIONS: Kept("reporting:obligations", obligations.UNDERSTOOD),
}


@dataclass(frozen=True)
class Said:
    """A filter of a view in words; `is_gone` where the value is no longer among the choices."""

    label: str
    value: str
    is_gone: bool

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


def opening(request: HttpRequest, page: str) -> str | None:
    """Where a page without any question is sent on: to the person's default view of it."""
    if request.META["QUERY_STRING"]:
        return None
    default = next((one for one in _views(request, page) if one.is_default and one.owner_id == request.user.pk), None)
    return address(default, request.path) if default else None


def beside(request: HttpRequest, form: Filters, page: str) -> dict[str, Any]:
    """What `_components/saved_views.html` takes."""
    views = _views(request, page)
    # As it was asked: a page that nothing narrows puts a filter of its own into `request.GET`.
    asked = kept_of(QueryDict(request.META["QUERY_STRING"]), page)
    current = {one.pk for one in views if dict(parse_qsl(one.query)) == asked}
    opened = next((one for one in views if str(one.pk) == request.GET.get("view")), None)
    return {
        "views": [
            {
                "title": one.name,
                "url": address(one, request.path),
                "current": one.pk in current,
                "shared": _shared_by(one, request),
            }
            for one in views
        ],
        "whole_url": f"{request.path}?view=",
        "whole_is_current": not asked,
        "save_view_url": _save_url(page, asked) if asked and not current else "",
        "views_url": reverse("overview:saved_views"),
        "view_gone": _gone(opened, form) if opened else "",
    }


def _views(request: HttpRequest, page: str) -> list[SavedView]:
    """Asked once in a request: which one opens the page, and which are shown on it."""
    known: dict[str, list[SavedView]] = getattr(request, "saved_views", None) or {}
    if page not in known:
        seen = SavedView.objects.visible_to(request.user).filter(page=page).select_related("owner__person")
        known[page] = sorted(seen, key=lambda one: (one.owner_id != request.user.pk, one.name.casefold(), one.pk))
        request.saved_views = known  # type: ignore[attr-defined]
    return known[page]


def _shared_by(view: SavedView, request: HttpRequest) -> str:
    return "" if view.owner_id == request.user.pk else str(owner_of(view))


def owner_of(view: SavedView) -> Any:
    return getattr(view.owner, "person", None) or view.owner


def address(view: SavedView, path: str = "") -> str:
    """On the page where one is, or on that where the view belongs."""
    return f"{path or reverse(PAGES[view.page].url_name)}?view={view.pk}&{view.query}"


def _save_url(page: str, asked: Mapping[str, str]) -> str:
    return f"{reverse('overview:saved_view_new')}?{urlencode({'page': page, 'query': urlencode(asked)})}"


def kept_of(query: Mapping[str, Any], page: str) -> dict[str, str]:
    """What of an address a view keeps: neither the day it speaks of nor the number of the page."""
    names = (*PAGES[page].understood.names, *ALSO_KEPT)
    return {name: value for name in names if (value := str(query.get(name, "")).strip())}


def unknown_in(query: Iterable[str], page: str) -> list[str]:
    return sorted(set(query) - {*PAGES[page].understood.names, *ALSO_KEPT})


def said(query: str, form: Filters) -> list[Said]:
    """The filters of a view as people read them; `form` knows the choices of the page."""
    return [_said(name, value, form) for name, value in parse_qsl(query) if name not in ALSO_KEPT]


def _said(name: str, value: str, form: Filters) -> Said:
    if name not in form.fields:
        return Said(name, value, is_gone=True)
    label, choices = str(form.fields[name].label), getattr(form.fields[name], "choices", None)
    if choices is None:
        return Said(label, value, is_gone=False)
    words = {str(code): str(title) for code, title in choices}
    return Said(label, words.get(value, value), is_gone=value not in words)


def _gone(view: SavedView, form: Filters) -> str:
    names = [name for name, _value in parse_qsl(view.query) if name not in ALSO_KEPT]
    told = zip(names, said(view.query, form), strict=True)
    lost = [str(one) for name, one in told if one.is_gone or name in form.errors]
    if not lost:
        return ""
    sentence = _("The view “{name}” asks for what is no longer there: {filters}. It is left aside.")
    return sentence.format(name=view.name, filters="; ".join(lost))
