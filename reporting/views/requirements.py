"""What is asked: from a decree item to a requirement, to whom it will ask, to asking."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decrees.models import DecreeItem
from documents.as_of import as_of_day
from documents.responses import respond
from organizations.access import Permission, can, require
from reporting import kinds, ladder, round_trip
from reporting.calendar import describe
from reporting.filters import ALL_LEVELS
from reporting.forms.requirement import RequirementForm
from reporting.models import InformationRequest, Requirement
from reporting.statuses import GRAVITY
from reporting.tables.requirements import audience_table, counts, requirements_table
from reporting.views.filtering import page_length

# Of a question to all primary organizations the list of its own page says the rest.
BODIES_SHOWN = 50


@require_safe
def requirements(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    table = requirements_table(request.user, as_of_day(request, timezone.localdate()))
    context = {"may_ask": can(request.user, Permission.ASK)}
    return respond(
        request, table, template="reporting/requirements.html", context=context, per_page=page_length(request)
    )


def _requirement(request: HttpRequest, pk: int) -> Requirement:
    visible = Requirement.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("decree_item__decree"), pk=pk)


@require_safe
def requirement(request: HttpRequest, pk: int) -> HttpResponse:
    found, today = _requirement(request, pk), timezone.localdate()
    as_of = as_of_day(request, today)
    numbers = counts(request.user, as_of, [found])[found.pk]
    sees_tables = can(request.user, Permission.SEE_TABLES)
    day = {"as_of": as_of.isoformat()} if as_of != today else {}
    context = {
        "requirement": found,
        "rule": describe(found.rule),
        "reminders": ladder.in_words(found.reminder_days, on=found.reminders_on, weekly=found.reminders_weekly),
        "kind": kinds.get(found.kind),
        "bodies": list(found.audience.visible_to(request.user)[:BODIES_SHOWN]),
        "more_bodies": max(found.audience.visible_to(request.user).count() - BODIES_SHOWN, 0),
        "question": _question(found),
        "as_of": as_of,
        "today": today,
        "sums": [
            {
                "status": status,
                "number": numbers[status],
                "url": _list(found, status=status, **day) if sees_tables else "",
            }
            for status in GRAVITY
            if numbers[status]
        ],
        "total": numbers.total(),
        "list_url": _list(found, **day) if sees_tables else "",
        "may_ask": can(request.user, Permission.ASK),
        "takes_tables": round_trip.takes_batches(found.kind) and can(request.user, Permission.RECORD),
    }
    return render(request, "reporting/requirement.html", context)


def _list(requirement: Requirement, **more: str) -> str:
    return reverse("reporting:obligations", query={"requirement": requirement.code, "level": ALL_LEVELS, **more})


@require_http_methods(["GET", "POST"])
def requirement_create(request: HttpRequest) -> HttpResponse:
    """`?item=` begins with what the decree item says."""
    require(request.user, Permission.ASK)
    return _form_page(request, RequirementForm(request.POST or None, user=request.user, initial=_from_item(request)))


def _from_item(request: HttpRequest) -> dict[str, Any]:
    pk = request.GET.get("item", "")
    items = DecreeItem.objects.visible_to(request.user).select_related("decree")
    item = items.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 12 else None
    if item is None:
        return {}
    return {"decree_item": item.pk, "asked_on": item.decree.adopted_on, "audience_levels": item.addressee_levels}


@require_http_methods(["GET", "POST"])
def requirement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _requirement(request, pk)
    require(request.user, Permission.ASK)
    if question := _question(found):
        return redirect("reporting:request_edit", question.pk)
    return _form_page(request, RequirementForm(request.POST or None, instance=found, user=request.user))


def _question(requirement: Requirement) -> InformationRequest | None:
    """A request for information is asked on pages of its own, with its letters."""
    return getattr(requirement, "information_request", None)


def _form_page(request: HttpRequest, form: RequirementForm) -> HttpResponse:
    with transaction.atomic():
        if request.method == "POST" and form.is_valid():
            return redirect("reporting:requirement_preview", form.save().pk)
    made = form.instance.obligations.count() if form.instance.pk else 0
    context = {"form": form, "requirement": form.instance, "made": made}
    return render(request, "reporting/requirement_form.html", context, status=409 if form.conflict else 200)


@require_safe
def requirement_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom it will ask and by when, before it asks anybody."""
    found, today = _requirement(request, pk), timezone.localdate()
    require(request.user, Permission.ASK)
    if question := _question(found):
        return redirect("reporting:request_preview", question.pk)
    table = audience_table(found, request.user, today)
    new = sum(not row.is_there and row.arose_on is not None and row.arose_on <= today for row in table.rows)
    context = {"requirement": found, "rule": describe(found.rule), "new": new}
    return respond(
        request, table, template="reporting/requirement_preview.html", context=context, per_page=page_length(request)
    )


@require_POST
def requirement_open(request: HttpRequest, pk: int) -> HttpResponse:
    found = _requirement(request, pk)
    require(request.user, Permission.ASK)
    if question := _question(found):
        return redirect("reporting:request_preview", question.pk)
    made = found.open(by=request.user, at=timezone.now(), until=timezone.localdate())
    sentence = ngettext("{count} obligation was made.", "{count} obligations were made.", made)
    messages.success(request, sentence.format(count=made))
    return redirect(found)
