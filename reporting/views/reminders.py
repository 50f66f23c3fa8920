"""The reminders as staff look after them: running or stopped, what was sent, what went wrong, whom no letter reaches."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.entering import next_page
from accounts.models import signed_in
from documents.responses import exporting, respond
from mail import outbox
from mail.models import Letter, LetterQuerySet
from organizations.access import Permission, can, require
from reporting.forms.reminders import StopForm
from reporting.models import ReminderStop
from reporting.tables.letters import letters_table
from reporting.tables.reminders import reminders_table
from reporting.tables.unreachable import unreachable, unreachable_table
from reporting.timeline import person_of
from reporting.views.filtering import page_length

MOST_LETTERS, MOST_RETURNED = 50, 10


PAGES = {
    "reminders": gettext_lazy("Reminders sent"),
    "promises": gettext_lazy("Broken promises"),
    "undelivered": gettext_lazy("Letters not delivered"),
    "unreachable": gettext_lazy("Bodies no letter reaches"),
}


def tabs(current: str) -> list[dict[str, Any]]:
    """The pages of those who look after reminders and calls."""
    return [
        {"title": title, "url": reverse(f"reporting:{name}"), "current": name == current}
        for name, title in PAGES.items()
    ]


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    now = timezone.now()
    today = timezone.localdate(now)
    context = {
        "tabs": tabs("reminders"),
        **_troubles(now),
        "today": today,
        "stop": ReminderStop.in_force(),
        "switched_off": not settings.REMINDERS,
        "unreachable": unreachable(request.user, today).count(),
        "may_remind": can(request.user, Permission.REMIND),
        **_sent_to(request),
    }
    table = reminders_table(request.user, today)
    return respond(request, table, template="reporting/reminders.html", context=context, per_page=page_length(request))


def _sent_to(request: HttpRequest) -> dict[str, Any]:
    """Letters to an address from which one came back, for whoever reads the sender's mailbox."""
    address = request.GET.get("returned", "").strip()[:254]
    if not address or not can(request.user, Permission.REMIND):
        return {"returned": address}
    sent = Letter.objects.filter(to__iexact=address, sent_at__isnull=False)
    return {"returned": address, "sent_there": list(sent.order_by("-sent_at", "-pk")[:MOST_RETURNED])}


class Troubled(NamedTuple):
    """The first letters of a kind, and the number of all."""

    letters: list[Letter]
    number: int

    @classmethod
    def of(cls, letters: LetterQuerySet) -> "Troubled":
        shown = list(letters[: MOST_LETTERS + 1])
        number = letters.count() if len(shown) > MOST_LETTERS else len(shown)
        return cls(shown[:MOST_LETTERS], number)

    @property
    def has_more(self) -> bool:
        return self.number > len(self.letters)


def _troubles(at: datetime) -> dict[str, Any]:
    """Letters that need somebody: in doubt, given up; and how many wait because something went wrong.

    Of every room: an invitation that did not arrive is as silent a loss as a reminder. The text is not shown, for it
    may hold a link that signs its reader in.
    """
    return {
        "in_doubt": Troubled.of(Letter.objects.uncertain(at).order_by("handed_at", "pk")),
        "failed": Troubled.of(Letter.objects.failed().order_by("-failed_at", "-pk")),
        "delayed": Letter.objects.delayed().count(),
    }


@require_safe
def unreachable_bodies(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    today = timezone.localdate()
    table = unreachable_table(request.user, today)
    return respond(
        request,
        table,
        template="reporting/unreachable.html",
        context={"today": today, "tabs": tabs("unreachable")},
        per_page=page_length(request),
    )


@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_TABLES)
    may_remind = can(request.user, Permission.REMIND)
    table = letters_table(request.user, timezone.now(), deciding=may_remind and not exporting(request))
    context = {"tabs": tabs("undelivered")}
    return respond(
        request, table, template="reporting/undelivered.html", context=context, per_page=page_length(request)
    )


# --- The switch ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def reminders_stop(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.REMIND)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            form.act(by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("The reminders are stopped: none leaves until somebody lets them run again."))
            return redirect("reporting:reminders")
    return render(request, "reporting/reminders_stop.html", {"form": form})


@require_POST
def reminders_resume(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.REMIND)
    return _done(
        request,
        lambda: ReminderStop.resume(by=request.user, at=timezone.now()),
        _("The reminders run again. What fell in the meantime is caught up at the next run, once."),
    )


def _done(request: HttpRequest, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, said)
    return redirect("reporting:reminders")


# --- Letters in doubt or given up ------------------------------------------------------------------------

DECISIONS: dict[str, tuple[Any, str | Promise]] = {
    "again": (outbox.send_again, gettext_lazy("The letter will be sent again.")),
    "arrived": (outbox.has_arrived, gettext_lazy("Noted: the letter has arrived.")),
    "bounced": (outbox.has_bounced, gettext_lazy("Noted: the letter came back. It stands among those not delivered.")),
}


@require_POST
def letter_decide(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    require(request.user, Permission.REMIND)
    if decision not in DECISIONS:
        raise Http404
    letter, (act, said) = get_object_or_404(Letter, pk=pk), DECISIONS[decision]
    who: dict[str, Any] = {"by": person_of(signed_in(request)), "at": timezone.now()}
    if decision == "bounced":
        who["why"] = _("It came back to the sender.")
    if act(letter, **who):
        messages.success(request, str(said))
    else:
        messages.warning(request, _("Nothing is left to decide about this letter: somebody was here before you."))
    return redirect(next_page(request, default="reporting:reminders"))
