"""One action on many obligations: choose rows, say what, see what would change, confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _, ngettext
from django.views.decorators.http import require_http_methods

from documents.reading import row_number
from organizations.access import Permission, can, require
from organizations.models import Organization
from reporting import badges, kinds
from reporting.filters import Filters, Selection, Understood
from reporting.forms.bulk import (
    BulkAcceptForm,
    BulkExemptForm,
    BulkForm,
    BulkPostponeForm,
    BulkReturnForm,
    BulkVoidForm,
    Outcome,
)
from reporting.models import Obligation
from reporting.querysets import ObligationQuerySet

MOST = 500
OF_ROWS = Understood(("requirement", "year", "due_from", "due_to"))


@dataclass(frozen=True)
class Action:
    name: str
    title: str | Promise
    button: str | Promise
    permission: Permission
    form: type[BulkForm]


ACTIONS = {
    action.name: action
    for action in (
        Action("accept", _("Accept several hand-ins"), _("Accept"), Permission.JUDGE, BulkAcceptForm),
        Action("return", _("Return several hand-ins"), _("Return"), Permission.JUDGE, BulkReturnForm),
        Action("void", _("Void several hand-ins"), _("Void"), Permission.JUDGE, BulkVoidForm),
        Action("postpone", _("Postpone several due days"), _("Postpone"), Permission.SCHEDULE, BulkPostponeForm),
        Action("exempt", _("Do not require several any more"), _("Exempt"), Permission.SCHEDULE, BulkExemptForm),
    )
}


# Read and sent on a page of its own: reporting/views/reminding.py.
REMIND = Action("remind", _("Remind"), _("Remind"), Permission.REMIND, BulkForm)


def offered(user: Any) -> list[dict[str, Any]]:
    """The buttons under a list whose rows can be chosen."""
    reminding = [{"title": REMIND.button, "url": reverse("reporting:remind")}] if can(user, REMIND.permission) else []
    return reminding + [
        {"title": action.button, "url": reverse("reporting:bulk", args=[action.name])}
        for action in ACTIONS.values()
        if can(user, action.permission)
    ]


@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest, verb: str) -> HttpResponse:
    """Three steps of one form; only the last one changes anything."""
    action = ACTIONS.get(verb)
    if action is None:
        raise Http404
    require(request.user, action.permission)
    if request.method == "GET":
        return _page(request, action, [])
    step = {"preview": _preview, "confirm": _confirm}.get(request.POST.get("step", ""), _choose)
    return step(request, action)


def chosen_rows(request: HttpRequest, action: Action) -> ObligationQuerySet:
    """By the organizations of a board, or one by one."""
    return of_rows(request, action) if request.POST.getlist("organization") else named(request, action)


def _choose(request: HttpRequest, action: Action) -> HttpResponse:
    chosen = chosen_rows(request, action)
    if chosen.count() > MOST:
        return _page(request, action, [], too_many=MOST)
    return _page(request, action, chosen, form=action.form(today=timezone.localdate()))


def _preview(request: HttpRequest, action: Action) -> HttpResponse:
    today, chosen = timezone.localdate(), named(request, action)
    form = action.form(request.POST, today=today)
    if not form.is_valid():
        return _page(request, action, chosen, form=form)
    return _previewed(request, action, form, chosen)


def _previewed(
    request: HttpRequest, action: Action, form: BulkForm, chosen: ObligationQuerySet, **more: Any
) -> HttpResponse:
    before = {one.pk: one for one in chosen}
    outcome, after = form.try_out(chosen, by=request.user, at=timezone.now())
    kinds.entitled([*outcome.done, *(obligation for obligation, _reason in outcome.refused)])
    changing = [
        {
            "obligation": one,
            "seen": _mark(one, before[one.pk].standing()),
            "before": _badge(action, before[one.pk], done=False),
            "after": _badge(action, after.get(one.pk), done=True),
        }
        for one in outcome.done
    ]
    context = {"changing": changing, "refused": outcome.refused, "previewed": True, **more}
    return _page(request, action, chosen, form=form, **context)


def _badge(action: Action, obligation: Obligation | None, *, done: bool) -> str:
    if action.name == "accept":
        return badges.badge("accepted" if done else "under_review")
    return badges.badge(**badges.facts(obligation))


def _mark(obligation: Obligation, standing: Any) -> str:
    """Which obligation, and which hand-in stood at it: another one is not what was looked at."""
    return f"{obligation.pk}:{standing.pk if standing else 0}"


def _confirm(request: HttpRequest, action: Action) -> HttpResponse:
    """All that the preview promised, or nothing: whatever has changed since is previewed again."""
    chosen = named(request, action)
    form = action.form(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, action, chosen, form=form)
    seen = set(request.POST.getlist("seen"))
    with transaction.atomic():
        promised = [one for one in chosen.select_for_update(of=("self",)) if _mark(one, one.standing()) in seen]
        outcome = form.act_on(promised, by=request.user, at=timezone.now())
        kept = len(outcome.done) == len(seen)
        if not kept:
            transaction.set_rollback(True)
    if not kept:
        return _previewed(request, action, form, chosen, changed_meanwhile=True)
    messages.success(request, _result(outcome))
    return redirect(back_to(request))


def _result(outcome: Outcome) -> str:
    number = len(outcome.done)
    return ngettext("Done: {count} obligation.", "Done: {count} obligations.", number).format(count=number)


def of_rows(request: HttpRequest, action: Action) -> ObligationQuerySet:
    """Of the rows of the board: what these organizations owe, within the filters the board was narrowed by."""
    codes = set(request.POST.getlist("organization"))
    organizations = Organization.objects.visible_to(request.user).filter(code__in=codes)
    if organizations.count() != len(codes):
        raise Http404
    form = Filters(request.POST, user=request.user, understood=OF_ROWS)
    if not form.is_valid():
        raise BadRequest(" ".join(form.refusals()))
    found = Selection(form, as_of=timezone.localdate()).obligations(organizations)
    return _in_scope(request, action, set(found.values_list("pk", flat=True)))


def named(request: HttpRequest, action: Action) -> ObligationQuerySet:
    numbers = {row_number(pk) for pk in request.POST.getlist("obligation")}
    if None in numbers:
        raise BadRequest("An obligation is named by its number.")
    return _in_scope(request, action, {number for number in numbers if number})


def _in_scope(request: HttpRequest, action: Action, asked: set[int]) -> ObligationQuerySet:
    """Asked again at every step: 404 for what is not seen, 403 for what may not be done."""
    if Obligation.objects.visible_to(request.user).filter(pk__in=asked).count() != len(asked):
        raise Http404
    permitted = _permitted(request, action).filter(pk__in=asked)
    if permitted.count() != len(asked):
        raise PermissionDenied
    return permitted


def _permitted(request: HttpRequest, action: Action) -> ObligationQuerySet:
    found = Obligation.objects.visible_to(request.user, action.permission).with_status(timezone.localdate())
    return found.select_related("organization", "requirement").order_by("organization__code", "original_due_on", "pk")


def _page(request: HttpRequest, action: Action, chosen: Iterable[Obligation], **context: Any) -> HttpResponse:
    shown = {"action": action, "chosen": list(chosen), "next": back_to(request), **context}
    return render(request, "reporting/bulk.html", shown)


def back_to(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if asked and ours else reverse("reporting:obligations")
