"""Changes of territory, withdrawals, what nobody covers: tables for readers, forms for staff."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.as_of import as_of_day
from documents.registry import BadFilter
from documents.responses import respond
from documents.tables import Table
from membership import territory_form as forms, territory_tables as tables
from membership.models import UncoveredTerritory
from organizations.access import Permission, can, require
from organizations.models import Organization
from reporting.views.filtering import PRESENTATION, page_length

GET_AND_POST = ["GET", "HEAD", "POST"]
# Page, title, table, address of the form and its button.
PAGES: dict[str, tuple[Any, Callable[..., Table], str, Any]] = {
    "territory": (_("Changes of territory"), tables.build_territory, "record_event", _("Record a change")),
    "withdrawals": (_("Withdrawals"), tables.build_withdrawals, "record_withdrawal", _("Record a withdrawal")),
    "uncovered": (_("Without a branch"), tables.build_uncovered, "record_uncovered", _("Record a territory")),
    "institutions": (_("Institutions"), tables.build_institutions, "", ""),
}


@require_safe
def shown(request: HttpRequest, name: str) -> HttpResponse:
    require(request.user, Permission.SEE)
    today = timezone.localdate()
    title, build, form, button = PAGES[name]
    asked = {key: value for key, value in request.GET.items() if key not in PRESENTATION}
    try:
        table = build(user=request.user, as_of=as_of_day(request, today), filters=asked)
    except BadFilter as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    keeps = can(request.user, Permission.KEEP_REGISTRY)
    context = {
        "title": title,
        "as_of": as_of_day(request, today),
        "today": today,
        "tabs": [
            {"title": PAGES[one][0], "url": reverse(f"membership:{one}"), "current": one == name} for one in PAGES
        ],
        "form_url": reverse(f"membership:{form}") if form and keeps else "",
        "form_title": button,
    }
    return respond(request, table, template="membership/territory.html", context=context, per_page=page_length(request))


@require_http_methods(GET_AND_POST)
def record(request: HttpRequest, form: type[forms.WithdrawalForm], back: str) -> HttpResponse:
    """`?organization=` is the body that is left, or whose territory it is."""
    require(request.user, Permission.KEEP_REGISTRY)
    code = request.GET.get("organization", "")
    initial = {form.named[0]: Organization.objects.visible_to(request.user).filter(code=code).first()}
    filled = form(request.POST or None, user=request.user, today=timezone.localdate(), initial=initial)
    return _page(request, filled, back)


@require_http_methods(GET_AND_POST)
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    territory = get_object_or_404(UncoveredTerritory.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.KEEP_REGISTRY, territory.organization)
    today = timezone.localdate()
    initial = {"covered_on": today}
    form = forms.CoverForm(request.POST or None, territory=territory, user=request.user, today=today, initial=initial)
    return _page(request, form, "uncovered", territory)


def _page(request: HttpRequest, form: Any, back: str, territory: UncoveredTerritory | None = None) -> HttpResponse:
    back_url = reverse(f"membership:{back}")
    if request.method == "POST" and form.try_to_act(by=request.user, at=timezone.now()):
        messages.success(request, form.done)
        return redirect(back_url)
    context = {"form": form, "back_url": back_url, "back_text": PAGES[back][0], "territory": territory}
    return render(request, "membership/territory_form.html", context)
