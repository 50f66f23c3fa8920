"""Pages that compose several rooms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.responses import respond
from organizations.access import Permission, appointments_of, can
from organizations.models import Organization
from overview.organization import Dossier
from reporting.views.board import board
from reporting.views.tasks import tasks


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The status board for those who look after many, the task list for those who hand in; whoever holds no office
    is told whom to call."""
    if can(request.user, Permission.SEE_TABLES):
        return board(request)
    if appointments_of(request.user):
        return tasks(request)
    return render(request, "overview/no_office.html")


@require_safe
def organization(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one organization, as of a day."""
    visible = Organization.objects.visible_to(request.user).select_related("region", "parent", "predecessor")
    found = get_object_or_404(visible, code=code)
    today = timezone.localdate()
    dossier = Dossier(found, request.user, as_of_day(request, today), today)
    context = {"organization": found, "dossier": dossier, "as_of": dossier.as_of, "today": today}
    return respond(request, dossier.obligations(), template="overview/organization.html", context=context, per_page=50)
