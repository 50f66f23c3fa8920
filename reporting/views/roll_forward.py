"""The end of a year: choose, look at what it brings, do it in one act."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from organizations.access import Permission, require
from reporting.forms.roll_forward import RollForwardForm, YearForm
from reporting.models import Requirement
from reporting.roll_forward import Outcome, roll_forward, steps


@require_safe
def year_end(request: HttpRequest) -> HttpResponse:
    """`?requirement=` names what was chosen: then what would be made is shown, with the button that makes it."""
    require(request.user, Permission.ASK)
    year = _year(request.GET)
    found = steps(_visible(request), year, timezone.localdate())
    form = RollForwardForm(request.GET if "chosen" in request.GET else None, steps=found)
    context = {
        "form": form,
        "year": year,
        "year_form": YearForm(request.GET, offered=_offered()),
        "steps": found,
        "chosen": form.chosen,
        "preview": [step for step in found if step.requirement.pk in form.chosen] if form.is_bound else [],
    }
    return render(request, "reporting/year_end.html", context)


@require_POST
def year_end_do(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ASK)
    year, visible = _year(request.POST), _visible(request)
    numbers = request.POST.getlist("requirement")
    if not all(number.isdecimal() and len(number) < 12 for number in numbers):
        raise BadRequest("A requirement is named by its number.")
    done = roll_forward(visible, year, {int(number) for number in numbers}, by=request.user, today=timezone.localdate())
    messages.success(request, " ".join(_said(done)))
    return redirect("reporting:requirements")


def _visible(request: HttpRequest) -> Any:
    return Requirement.objects.visible_to(request.user)


def _offered() -> list[int]:
    """Next year, and this one for those who are late with it."""
    this = timezone.localdate().year
    return [this + 1, this]


def _year(data: Any) -> int:
    form = YearForm(data, offered=_offered())
    if not form.is_valid():
        raise BadRequest("The year is not one of those offered.")
    return int(form.cleaned_data["year"])


def _said(done: Outcome) -> list[str]:
    said = []
    if number := len(done.going_on):
        goes = ngettext("{count} requirement goes on.", "{count} requirements go on.", number)
        said.append(goes.format(count=number))
    if done.made:
        made = ngettext("{count} obligation was made.", "{count} obligations were made.", done.made)
        said.append(made.format(count=done.made))
    if number := len(done.copies):
        copied = ngettext(
            "{count} requirement was copied. Look at it and open it.",
            "{count} requirements were copied. Look at them and open them.",
            number,
        )
        said.append(copied.format(count=number))
    return said or [gettext("There was nothing left to do.")]
