"""Views of one's own: saved, renamed, shared, opened with, deleted."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import signed_in
from organizations.access import Permission, require
from overview.forms import NewViewForm, ViewForm
from overview.models import SavedView
from overview.saved_views import PAGES, address, owner_of, said
from reporting.filters import Filters


@require_safe
def saved_views(request: HttpRequest) -> HttpResponse:
    """One's own and the shared ones, with what each asks for."""
    require(request.user, Permission.SEE_TABLES)
    seen = SavedView.objects.visible_to(request.user).filter(page__in=list(PAGES))
    found = seen.select_related("owner__person")
    groups = [
        {"title": SavedView.Page(page).label, "views": [_shown(one, form, request.user) for one in views]}
        for page, views in groupby(sorted(found, key=lambda one: (one.page, one.name.casefold())), lambda one: one.page)
        for form in [_filters(page, request.user)]
    ]
    return render(request, "overview/saved_views.html", {"groups": groups})


def _filters(page: str, user: Any) -> Filters:
    return Filters({}, user=user, understood=PAGES[page].understood)


def _shown(view: SavedView, form: Filters, user: Any) -> dict[str, Any]:
    own = view.owner_id == user.pk
    return {
        "view": view,
        "url": address(view),
        "said": said(view.query, form),
        "is_own": own,
        "owner": "" if own else owner_of(view),
    }


@require_http_methods(["GET", "POST"])
def saved_view_new(request: HttpRequest) -> HttpResponse:
    """A page leads here with its filters; a POST saves them."""
    require(request.user, Permission.SEE_TABLES)
    form = NewViewForm(request.POST or None, user=signed_in(request))
    form.initial.update({name: request.GET.get(name, "")[:1000] for name in ("page", "query")})
    replace = request.POST.get("replace") == "on"
    if request.method == "POST" and form.is_valid() and form.save(at=timezone.now(), replace=replace):
        messages.success(request, _("The view “{name}” is saved.").format(name=form.view.name))
        return redirect(address(form.view))
    page, query = form["page"].value(), form["query"].value()
    told = said(query, _filters(page, request.user)) if page in PAGES and query else []
    return render(request, "overview/saved_view_form.html", {"form": form, "said": told})


@require_http_methods(["GET", "POST"])
def saved_view_edit(request: HttpRequest, pk: int) -> HttpResponse:
    view = _own(request, pk)
    form = ViewForm(request.POST or None, view=view)
    if request.method == "POST" and form.is_valid() and form.save(at=timezone.now()):
        messages.success(request, _("The view “{name}” is changed.").format(name=view.name))
        return redirect("overview:saved_views")
    told = said(view.query, _filters(view.page, request.user))
    return render(request, "overview/saved_view_form.html", {"form": form, "view": view, "said": told})


@require_POST
def saved_view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    view = _own(request, pk)
    view.delete()
    messages.success(request, _("The view “{name}” is deleted. The list itself is as it was.").format(name=view.name))
    return redirect("overview:saved_views")


def _own(request: HttpRequest, pk: int) -> SavedView:
    """Another person's view is not there to be changed, shared or not."""
    return get_object_or_404(SavedView.objects.visible_to(request.user).filter(owner=signed_in(request)), pk=pk)
