"""Years whose figures are final: looked at by who sees tables, locked and unlocked by staff with a reason."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from membership import locked_years as years
from membership.models import LockedYear, MembershipReport
from organizations.access import Permission, can, require


@require_safe
def locked_years(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    visible = MembershipReport.objects.visible_to(request.user)
    context = {
        "years": years.years(visible, timezone.localdate()),
        "decisions": years.decisions(),
        "may_lock": can(request.user, Permission.JUDGE),
    }
    return render(request, "membership/locked_years.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lock_year(request: HttpRequest) -> HttpResponse:
    """`?year=` chooses the year from the beginning."""
    require(request.user, Permission.JUDGE)
    today = timezone.localdate()
    offered = years.offered(MembershipReport.objects.visible_to(request.user), today)
    form = years.LockForm(request.POST or None, offered=offered, today=today)
    form.initial["year"] = request.GET.get("year", "")
    if request.method == "POST" and years.try_to(form, lambda: form.act(by=request.user, at=timezone.now())):
        messages.success(request, gettext("The year {year} is locked.").format(year=form.cleaned_data["year"]))
        return redirect("membership:locked_years")
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def unlock_year(request: HttpRequest, year: int) -> HttpResponse:
    require(request.user, Permission.JUDGE)
    locked = LockedYear.objects.filter(year=year).first()
    if locked is None:
        messages.info(request, gettext("The year {year} is not locked.").format(year=year))
        return redirect("membership:locked_years")
    form = years.UnlockForm(request.POST or None)
    if years.try_to(form, lambda: locked.unlock(reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, gettext("The year {year} is unlocked.").format(year=year))
        return redirect("membership:locked_years")
    return _form(request, form, locked)


def _form(request: HttpRequest, form: forms.Form, locked: LockedYear | None) -> HttpResponse:
    return render(request, "membership/lock_year.html", {"form": form, "locked": locked})
