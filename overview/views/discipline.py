"""The matrix of discipline, the register of decrees beside it, and what stands behind a mark."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from documents.dates import short_day
from documents.responses import respond
from organizations.access import Permission, can, require
from organizations.models import Organization
from overview.execution import UNDERSTOOD as OF_REGISTER, Register
from overview.mark import Mark
from overview.matrix import PERIOD, UNDERSTOOD, Filters, Matrix, span_of
from overview.models import Direction
from reporting.filters import Understood
from reporting.views.filtering import filter_context, refusal


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The period and the day go along from one page to the other."""
    kept = urlencode({name: value for name in (*PERIOD, "as_of") if (value := request.GET.get(name))})
    pages = (
        ("discipline", _("Matrix")),
        ("discipline_execution", _("By decree and item")),
        ("discipline_directions", _("Directions")),
    )
    return [
        {"title": title, "url": f"{reverse(f'overview:{name}')}{'?' if kept else ''}{kept}", "current": name == current}
        for name, title in pages
    ]


def _filters(request: HttpRequest, understood: Understood) -> Filters:
    return Filters(request.GET, user=request.user, understood=understood)


@require_safe
def discipline(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    form, today = _filters(request, UNDERSTOOD), timezone.localdate()
    if refused := refusal(request, form):
        return refused
    span = span_of(form.chosen, as_of_day(request, today))
    matrix = Matrix(span, request.user, today, only=form.chosen.get("organization", ""))
    context = {
        **filter_context(request, form),
        "matrix": matrix,
        "as_of": span.as_of,
        "today": today,
        "tabs": tabs(request, "discipline"),
        "may_keep": can(request.user, Permission.ASK),
    }
    return respond(request, matrix.table(), template="overview/matrix.html", context=context)


@require_safe
def discipline_execution(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    form, today = _filters(request, OF_REGISTER), timezone.localdate()
    if refused := refusal(request, form):
        return refused
    span = span_of(form.chosen, as_of_day(request, today))
    context = {
        **filter_context(request, form),
        "span": span,
        "as_of": span.as_of,
        "today": today,
        "tabs": tabs(request, "discipline_execution"),
    }
    return respond(request, Register(span, request.user).table(), template="overview/execution.html", context=context)


@require_safe
def discipline_mark(request: HttpRequest, direction: str, organization: str) -> HttpResponse:
    """Why an organization is marked, or what is known where it is not."""
    require(request.user, Permission.SEE_TABLES)
    found = get_object_or_404(Organization.objects.visible_to(request.user), code=organization)
    form, today = _filters(request, UNDERSTOOD), timezone.localdate()
    span = span_of(form.chosen, as_of_day(request, today))
    of_code = Direction.objects.within(span.first, span.last).filter(code=direction).select_related("requirement")
    matrix = Matrix(span, request.user, today, only=found.code, directions=of_code)
    if direction not in matrix.columns or not matrix.rows:
        raise Http404
    may_keep = can(request.user, Permission.ASK)
    mark = Mark(matrix, direction, found)
    words = {"direction": str(matrix.columns[direction].pk), "organization": found.code, "day": short_day(span.last)}
    context = {
        "mark": mark,
        "matrix": matrix,
        "may_keep": may_keep,
        "back_url": reverse("overview:discipline") + matrix.query,
        "enter_url": f"{reverse('overview:evidence_enter')}?{urlencode(words)}",
    }
    return render(request, "overview/mark.html", context)
