"""Reporting rates: how much of what was asked came, per organization and in all."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import respond
from organizations.access import Permission, require
from organizations.models import Organization
from reporting.filters import ALL_LEVELS, Filters, Selection
from reporting.tables.rates import UNDERSTOOD, Rates
from reporting.views.filtering import behind, filter_context, page_length, refusal


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    today = timezone.localdate()
    form = Filters(request.GET, user=request.user, understood=UNDERSTOOD)
    if refused := refusal(request, form):
        return refused
    rates = Rates(Selection(form, as_of=as_of_day(request, today), today=today))

    def list_behind(organization: Organization, status: str) -> str:
        own = {
            "organization": organization.code,
            "level": ALL_LEVELS,
            "status": status,
            "scope": "",
            "parent": "",
            "q": "",
        }
        return f"{reverse('reporting:obligations')}?{behind(form, request, **own)}"

    table = rates.table(request.GET.get("sort", ""), None if rates.with_below else list_behind)
    context = {**filter_context(request, form), "as_of": rates.as_of, "today": today}
    return respond(request, table, template="reporting/rates.html", context=context, per_page=page_length(request))
