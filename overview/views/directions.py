"""Staff set up directions: list, new, change, end; each tried on a year before it is kept."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organizations.access import Permission, can, require
from organizations.changes import entries
from overview.direction_forms import DirectionForm, RetireForm
from overview.matrix import Matrix, span_of
from overview.models import Direction
from overview.rules import rule_in_words, years_in_words
from overview.views.discipline import tabs
from reporting.measures import Span, all_measures
from reporting.periods import Period

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def directions(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    measures, year = all_measures(), timezone.localdate().year
    found = Direction.objects.select_related("requirement")
    context = {
        "lines": [
            {
                "direction": one,
                "rule": rule_in_words(one, measures.get(one.measure)),
                "years": years_in_words(one),
                "is_over": one.last_year is not None and one.last_year < year,
            }
            for one in found
        ],
        "tabs": tabs(request, "discipline_directions"),
        "may_keep": can(request.user, Permission.ASK),
    }
    return render(request, "overview/directions.html", context)


@FORM_PAGE
def direction_new(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ASK)
    return _form(request, Direction(), _("New direction"))


@FORM_PAGE
def direction_edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.ASK)
    return _form(request, get_object_or_404(Direction, pk=pk), _("Change the direction"))


def _form(request: HttpRequest, direction: Direction, title: str) -> HttpResponse:
    """One button tries the rule and keeps nothing, the other keeps it."""
    today = timezone.localdate()
    form = DirectionForm(request.POST or None, instance=direction, user=request.user)
    form.initial["try_year"] = span_of({}, today).last.year
    tried = None
    if request.method == "POST":
        with transaction.atomic():
            valid = form.is_valid()
            if valid and "try" not in request.POST and form.keep(by=request.user):
                messages.success(request, _("The direction “{name}” is kept.").format(name=direction.name))
                return redirect("overview:discipline_directions")
        if valid and "try" in request.POST:
            tried = _tried(request, form)
    context = {
        "form": form,
        "page_title": title,
        "direction": direction if direction.pk else None,
        "conflict": form.conflict,
        "tried": tried,
        "history": entries(Direction.objects.get(pk=direction.pk)) if direction.pk else [],
        "back_url": reverse("overview:discipline_directions"),
    }
    return render(request, "overview/direction_form.html", context)


def _tried(request: HttpRequest, form: DirectionForm) -> dict[str, Any]:
    """Who would be marked by figures; evidence is entered later."""
    period = Period(form.cleaned_data.get("try_year") or form.initial["try_year"])
    direction = form.save(commit=False)
    span = Span(period.first_day, period.last_day, timezone.localdate())
    matrix = Matrix(span, request.user, directions=[direction])
    (computed,) = matrix.computed[direction.code]
    marked = [one for one in matrix.organizations if one.pk in computed.marked]
    return {
        "title": period.title,
        "rule": rule_in_words(direction, computed.measure),
        "items": [
            {"title": one.name, "note": computed.figure(one), "url": computed.behind(one)}
            for one in sorted(marked, key=lambda one: computed.values[one.pk])
        ],
        "known": len(computed.values),
        "is_by_figures": direction.kind != Direction.Kind.EVIDENCE,
    }


@FORM_PAGE
def direction_retire(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.ASK)
    direction = get_object_or_404(Direction, pk=pk)
    form = RetireForm(request.POST or None, initial={"last_year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid() and form.keep(direction, by=request.user):
        messages.success(request, _("The direction “{name}” is ended.").format(name=direction.name))
        return redirect("overview:discipline_directions")
    context = {
        "form": form,
        "page_title": _("End the direction"),
        "caption": direction.name,
        "lead": _("In later years it is not asked about. The matrix of earlier years stays as it is."),
        "button": _("End"),
        "back_url": reverse("overview:discipline_directions"),
    }
    return render(request, "overview/discipline_form.html", context)
