"""The list of obligations: every one that the filters select, with whom to call."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.columns import as_chosen, choosing
from documents.as_of import as_of_day
from documents.responses import chosen_order, exporting, respond
from organizations.access import Permission, require
from reporting.filters import Filters, Selection
from reporting.tables.obligations import DEFAULT_SORT, UNDERSTOOD, obligations_table, orders
from reporting.views.bulk import offered
from reporting.views.filtering import filter_context, forgotten, open_on_last_year, page_length, refusal
from reporting.views.kept import kept_beside, opening


@require_safe
def obligations(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    if sent_on := opening(request, "obligations"):
        return sent_on
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    opened_on = open_on_last_year(request, as_of)
    form = Filters(request.GET, user=request.user, understood=UNDERSTOOD)
    if refused := refusal(request, form):
        return refused
    selection = Selection(form, as_of=as_of, today=today)
    sort, order = chosen_order(request, orders(), DEFAULT_SORT)
    bulk = offered(request.user)
    day = f"?as_of={selection.as_of:%Y-%m-%d}" if selection.as_of != today else ""
    table = obligations_table(selection, order=order, day=day, choosing=bool(bulk) and not exporting(request))
    context = {
        **filter_context(request, form, view=""),
        **kept_beside(request, form, "obligations"),
        **forgotten(request, as_of, opened_on),
        "as_of": selection.as_of,
        "today": today,
        "sort": sort,
        "bulk": bulk,
        **choosing(request, table.name, [column for column in table.columns if column is not table.shown[0]]),
    }
    return respond(
        request,
        as_chosen(request, table),
        template="reporting/obligations.html",
        context=context,
        per_page=page_length(request),
    )
