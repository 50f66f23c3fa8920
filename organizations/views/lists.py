"""The list of organizations with the one search box."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import chosen_order, exporting, respond
from organizations import tables
from organizations.access import Permission, can, require
from organizations.forms.filters import OrganizationFilterForm

DEFAULT_ORDER = "organization"


@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    form = OrganizationFilterForm(request.user, request.GET.dict())
    chosen = form.chosen()
    found = tables.select(request.user, as_of, chosen)
    asked = "sort" in request.GET
    _sort, order = chosen_order(request, tables.orders(), DEFAULT_ORDER)
    table = tables.table(found.order_by(*order) if asked else found.in_order(), as_of, request.user)
    context: dict[str, Any] = {}
    if not exporting(request):
        count = found.count()
        context = {
            "filter_form": form,
            "active": _active(request, form, chosen),
            "search_query": chosen.get("q", ""),
            "count": count,
            "count_text": ngettext("{n} organization", "{n} organizations", count).format(n=count),
            "as_of": as_of,
            "today": today,
            "is_keeper": can(request.user, Permission.KEEP_REGISTRY),
            "reset_url": reverse("organizations:organizations"),
        }
    return respond(request, table, template="organizations/organizations.html", context=context, per_page=100)


def _active(request: HttpRequest, form: OrganizationFilterForm, chosen: dict[str, str]) -> list[dict[str, str]]:
    """The chosen filters, each with the address that drops it."""
    active = []
    for name, value in chosen.items():
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("page", None)
        label = f"{form.fields[name].label}: {_words(form, name, value)}"
        active.append({"label": label, "remove_url": f"{request.path}?{query.urlencode()}"})
    return active


def _words(form: OrganizationFilterForm, name: str, value: str) -> str:
    if hasattr(form.fields[name], "queryset"):
        return str(form.cleaned_data[name])
    choices = dict(getattr(form.fields[name], "choices", []))
    return str(choices.get(value, value))
