"""Asking for information: the question, whom, a look at both, then asking; and taking it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.responses import respond
from organizations.access import Permission, require
from organizations.models import Level, Organization
from organizations.querysets import OrganizationQuerySet
from reporting import asked_days, request_letters
from reporting.books import OPEN
from reporting.filters import Filters, Selection, Understood
from reporting.forms.information_requests import InformationRequestForm, WithdrawForm, sent_before
from reporting.models import InformationRequest, Obligation, RequirementFile
from reporting.tables.request_audience import addressees_table, choice_table, with_reach
from reporting.views.filtering import filter_context, page_length
from reporting.views.information_requests import request_seen

form_page = require_http_methods(["GET", "POST"])
WHOM = Understood(("q", "level", "region"), level=Level.MEMBER)


def _being_asked(request: HttpRequest, pk: int) -> InformationRequest:
    """For those who ask."""
    found = request_seen(request, pk)
    require(request.user, Permission.ASK)
    return found


# --- The question -------------------------------------------------------------------------------------


@form_page
def create(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ASK)
    return _form_page(request, None)


@form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """After it is asked: only what corrects it."""
    return _form_page(request, _being_asked(request, pk))


def _form_page(request: HttpRequest, asked: InformationRequest | None) -> HttpResponse:
    if (
        request.method == "POST"
        and asked is None
        and (made := sent_before(request.user, request.POST.get("token", "")))
    ):
        return redirect("reporting:request_preview", made.pk)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = InformationRequestForm(*posted, user=request.user, today=timezone.localdate(), asked=asked)
    try:
        with transaction.atomic():
            if posted and form.is_valid():
                return _saved(request, form)
    except IntegrityError:
        if asked is None and (made := sent_before(request.user, request.POST.get("token", ""))):
            return redirect("reporting:request_preview", made.pk)
        raise
    context = {
        "form": form,
        "asked": InformationRequest.objects.visible_to(request.user).get(pk=asked.pk) if asked else None,
        "attachments": asked.requirement.files.all() if asked else [],
        "files_lost": bool(request.FILES),
    }
    return render(request, "reporting/request_form.html", context, status=409 if form.conflict else 200)


def _saved(request: HttpRequest, form: InformationRequestForm) -> HttpResponse:
    was_there = form.instance.pk is not None
    saved = form.save()
    if saved.is_asked:
        messages.success(request, _("Saved."))
        return redirect(saved)
    nobody = not was_there and not saved.requirement.audience.exists()
    return redirect("reporting:request_whom" if nobody else "reporting:request_preview", saved.pk)


@require_POST
def form_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Before anybody was asked; later somebody may have filled it in."""
    kept = get_object_or_404(RequirementFile.objects.visible_to(request.user).select_related("requirement"), pk=pk)
    require(request.user, Permission.ASK)
    asked = kept.requirement.information_request
    if asked.is_asked:
        messages.error(request, _("It has been asked already: its forms stay."))
    else:
        kept.remove()
        asked._history_user = request.user
        asked.save()
        messages.success(request, _("Taken away: {name}").format(name=kept.name))
    return redirect("reporting:request_edit", asked.pk)


# --- Whom ---------------------------------------------------------------------------------------------


@form_page
def whom(request: HttpRequest, pk: int) -> HttpResponse:
    """Found by level, region and words; added or taken away, the ticked ones or all that were found."""
    asked = _being_asked(request, pk)
    if asked.is_asked:
        messages.info(request, _("It has been asked already; whom it asks stays as it is."))
        return redirect(asked)
    today = timezone.localdate()
    form = Filters(request.GET, user=request.user, understood=WHOM)
    found = Selection(form, as_of=today).organizations().exclude(level=Level.UNION)
    if request.method == "POST":
        _choose(request, asked, found)
        return redirect(request.get_full_path())
    context = {
        "asked": asked,
        "requirement": asked.requirement,
        "number": asked.addressees(today).count(),
        "found": found.count(),
        **filter_context(request, form),
    }
    named = asked.requirement.audience.visible_to(request.user)
    table = choice_table(found, named, today)
    return respond(
        request, table, template="reporting/request_whom.html", context=context, per_page=page_length(request)
    )


def _choose(request: HttpRequest, asked: InformationRequest, found: OrganizationQuerySet) -> None:
    step, codes = request.POST.get("step", ""), request.POST.getlist("organization")
    chosen = found
    if step in ("add", "remove"):
        chosen = Organization.objects.visible_to(request.user).exclude(level=Level.UNION).filter(code__in=codes)
        if chosen.count() != len(set(codes)):
            raise Http404
        if not codes:
            messages.warning(request, _("Nothing is chosen"))
    try:
        if step in ("add", "add_all"):
            asked.add_organizations(chosen, by=request.user)
        elif step in ("remove", "remove_all"):
            asked.take_organizations_away(chosen, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


# --- Looking at it, asking ----------------------------------------------------------------------------


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What will be asked, whom, how short it is, and whom the letter does not reach."""
    asked = _being_asked(request, pk)
    if asked.is_asked:
        return redirect(asked)
    today = timezone.localdate()
    addressees = asked.addressees(today)
    reach = with_reach(addressees, request.user, today)
    numbers = reach.aggregate(number=Count("pk"), by_letter=Count("pk", filter=Q(reach=2)))
    requirement = asked.requirement
    due_on = requirement.due_on or today
    context = {
        "asked": asked,
        "requirement": requirement,
        "attachments": requirement.files.all(),
        "seen": asked.seen(today),
        **numbers,
        "gone": requirement.audience.count() - numbers["number"],
        "due": asked_days.shortness(due_on, today),
        "is_past": due_on < today,
    }
    table = addressees_table(addressees, request.user, today)
    return respond(
        request, table, template="reporting/request_preview.html", context=context, per_page=page_length(request)
    )


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    asked, now = _being_asked(request, pk), timezone.now()
    author: dict[str, Any] = {"by": request.user, "at": now, "today": timezone.localdate(now)}
    try:
        letters = request_letters.ask(asked, **author, seen=request.POST.get("seen", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("reporting:request_preview", pk)
    if letters is not None:
        messages.success(request, _asked(asked, letters))
    return redirect(asked)


def _asked(asked: InformationRequest, letters: int) -> str:
    number = asked.requirement.obligations.count()
    bodies = ngettext("{count} organization is asked.", "{count} organizations are asked.", number).format(count=number)
    written = ngettext("{count} letter is on its way.", "{count} letters are on their way.", letters)
    return f"{bodies} {written.format(count=letters)}"


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """One that nobody was asked."""
    asked = _being_asked(request, pk)
    try:
        asked.drop(by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(asked)
    messages.success(request, _("The request is deleted; nobody was asked."))
    return redirect("reporting:requests")


@form_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked in error. Says first whom it frees, and whose answer stays."""
    asked = _being_asked(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        author: dict[str, Any] = {"by": request.user, "at": now, "today": timezone.localdate(now)}
        try:
            freed = request_letters.withdraw(asked, **author, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            said = ngettext(
                "Withdrawn: {count} organization owes no answer any more.",
                "Withdrawn: {count} organizations owe no answer any more.",
                len(freed),
            )
            messages.success(request, said.format(count=len(freed)))
            return redirect(asked)
    owed = Obligation.objects.visible_to(request.user).filter(requirement=asked.requirement)
    context = {
        "form": form,
        "asked": asked,
        "freed": owed.filter(OPEN).count(),
        "stays": owed.exclude(OPEN).filter(books_exempt=False).count(),
        "back_url": reverse("reporting:request", args=[pk]),
    }
    return render(request, "reporting/request_withdraw.html", context)
