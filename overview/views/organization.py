"""Everything about one organization, and how it kept its due days."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import respond
from organizations.models import Organization
from overview.discipline import UNDERSTOOD, Discipline
from overview.organization import Dossier
from reporting.filters import Filters, Selection
from reporting.views.filtering import filter_context, page_length, refusal


def _organization_of(request: HttpRequest, code: str) -> Organization:
    visible = Organization.objects.visible_to(request.user).select_related("region", "parent", "predecessor")
    return get_object_or_404(visible, code=code)


@require_safe
def organization(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one organization, as of a day."""
    found = _organization_of(request, code)
    today = timezone.localdate()
    dossier = Dossier(found, request.user, as_of_day(request, today), today)
    context = {"organization": found, "dossier": dossier, "as_of": dossier.as_of, "today": today}
    return respond(request, dossier.obligations(), template="overview/organization.html", context=context, per_page=50)


@require_safe
def organization_discipline(request: HttpRequest, code: str) -> HttpResponse:
    """How it kept its due days, year by year."""
    found = _organization_of(request, code)
    today = timezone.localdate()
    kept = Discipline(found, request.user, as_of_day(request, today), today)
    context = {"organization": found, "discipline": kept, "as_of": kept.as_of, "today": today}
    return respond(request, kept.table(), template="overview/organization_discipline.html", context=context)


@require_safe
def organization_obligations(request: HttpRequest, code: str) -> HttpResponse:
    """The list behind those numbers: its own obligations, through filters."""
    found = _organization_of(request, code)
    today = timezone.localdate()
    form = Filters(request.GET, user=request.user, understood=UNDERSTOOD)
    if refused := refusal(request, form):
        return refused
    selection = Selection(form, as_of=as_of_day(request, today), today=today)
    kept = Discipline(found, request.user, selection.as_of, today)
    context = {
        **filter_context(request, form),
        "organization": found,
        "discipline": kept,
        "as_of": kept.as_of,
        "today": today,
    }
    return respond(
        request,
        kept.obligations(selection),
        template="overview/organization_obligations.html",
        context=context,
        per_page=page_length(request),
    )
