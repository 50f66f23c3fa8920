"""What staff may do with an obligation: one verb, one address, a form and its POST."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from organizations.access import Permission, can, require
from organizations.versions import lock
from reporting import state, timeline
from reporting.forms import verbs as forms
from reporting.models import Exemption, Obligation, Submission

Applies = Callable[["Standing"], bool]


@dataclass(frozen=True)
class Standing:
    """What stands at an obligation now: it decides which verbs are offered."""

    obligation: Obligation
    submission: Submission | None
    latest: Submission | None
    exemption: Exemption | None

    @classmethod
    def of(cls, obligation: Obligation) -> "Standing":
        live = [one for one in obligation.submissions.all() if one.voided_on is None]
        latest = max(live, key=lambda one: one.round, default=None)
        exemption = next((one for one in obligation.exemptions.all() if one.revoked_on is None), None)
        return cls(obligation, latest if latest and latest.is_standing else None, latest, exemption)


@dataclass(frozen=True)
class Verb:
    name: str
    title: str | Promise
    button: str | Promise
    done: Any
    permission: Permission
    form: type[forms.VerbForm]
    applies: Applies
    is_grave: bool = False

    @property
    def url_name(self) -> str:
        return f"reporting:{self.name}"

    def url_at(self, obligation: Obligation) -> str:
        """A paper of a kind that has figures is typed in a form of its own."""
        own = obligation.kind.record if self.name == "record" else ""
        return reverse(own or self.url_name, args=[obligation.pk])

    def button_at(self, now: Standing) -> str | Promise:
        return _("Correct the hand-in") if self.name == "record" and now.submission else self.button


def _is_free(now: Standing) -> bool:
    return now.submission is None and now.exemption is None


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "accept",
            _("Accept the hand-in"),
            _("Accept"),
            _("Accepted."),
            Permission.JUDGE,
            forms.AcceptForm,
            lambda now: now.submission is not None and now.submission.accepted_on is None,
        ),
        Verb(
            "return",
            _("Return for correction"),
            _("Return"),
            _("Returned for correction."),
            Permission.JUDGE,
            forms.ReturnForm,
            lambda now: now.submission is not None,
        ),
        Verb(
            "record",
            _("Record a hand-in"),
            _("Record a hand-in"),
            _("The hand-in is recorded."),
            Permission.RECORD,
            forms.RecordForm,
            lambda now: now.exemption is None,
        ),
        Verb(
            "postpone",
            _("Postpone the due day"),
            _("Postpone"),
            _("The due day is moved."),
            Permission.SCHEDULE,
            forms.PostponeForm,
            lambda now: _is_free(now) and now.latest is None,
        ),
        Verb(
            "exempt",
            _("Do not require it any more"),
            _("Exempt"),
            _("It is not required any more."),
            Permission.SCHEDULE,
            forms.ExemptForm,
            _is_free,
        ),
        Verb(
            "revoke_exemption",
            _("Revoke the exemption"),
            _("Revoke the exemption"),
            _("The exemption is revoked."),
            Permission.SCHEDULE,
            forms.RevokeExemptionForm,
            lambda now: now.exemption is not None,
        ),
        Verb(
            "redate",
            _("Correct the day of the event"),
            _("Correct the day of the event"),
            _("The day of the event is corrected."),
            Permission.SCHEDULE,
            forms.RedateForm,
            lambda now: now.obligation.event_on is not None,
        ),
        Verb(
            "void",
            _("Void the hand-in"),
            _("Void"),
            _("The hand-in is voided."),
            Permission.JUDGE,
            forms.VoidForm,
            lambda now: now.latest is not None,
            is_grave=True,
        ),
    )
}


def allowed(user: Any, now: Standing) -> list[dict[str, Any]]:
    """The verbs this person may use on it as things stand, as buttons."""
    obligation = now.obligation
    return [
        {
            "name": verb.name,
            "title": verb.button_at(now),
            "url": verb.url_at(obligation),
            "is_grave": verb.is_grave,
        }
        for verb in VERBS.values()
        if verb.applies(now) and can(user, verb.permission, obligation.organization)
    ]


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    verb, today = VERBS[name], timezone.localdate()
    obligations = Obligation.objects.visible_to(request.user).select_related("organization", "requirement")
    obligation = get_object_or_404(obligations, pk=pk)
    require(request.user, verb.permission, obligation.organization)
    if name == "redate" and obligation.event_on is None:
        raise Http404
    if request.method == "POST":
        return _sent(request, verb, obligation)
    form = verb.form(obligation=obligation, today=today, initial={"seen": state.version(obligation)})
    return _page(request, verb, form, is_idle=not verb.applies(Standing.of(obligation)))


def _sent(request: HttpRequest, verb: Verb, obligation: Obligation) -> HttpResponse:
    """Under the lock: whoever comes second finds the state changed and is shown both sides."""
    with transaction.atomic():
        lock(obligation)
        form = verb.form(request.POST, request.FILES, obligation=obligation, today=timezone.localdate())
        if form.sent_before():
            return redirect(obligation)
        if form.data.get("seen") != state.version(obligation):
            return _conflict(request, verb, form)
        if not form.try_to_act(by=request.user, at=timezone.now()):
            return _page(request, verb, form)
    messages.success(request, verb.done)
    return redirect(obligation)


def _page(request: HttpRequest, verb: Verb, form: forms.VerbForm, *, is_idle: bool = False) -> HttpResponse:
    context = _context(verb, form) | {"is_idle": is_idle}
    return render(request, f"reporting/{_template(verb)}.html", context)


def _template(verb: Verb) -> str:
    return "verb_return" if verb.name == "return" else "verb"


def _context(verb: Verb, form: forms.VerbForm) -> dict[str, Any]:
    now = Standing.of(form.obligation)
    corrects = verb.name == "record" and now.submission is not None
    return {
        "verb": verb,
        "heading": verb.button_at(now) if corrects else verb.title,
        "button": verb.button_at(now),
        "form": form,
        "forms": _forms(form),
        "obligation": form.obligation,
        "standing": now.submission,
    }


def _forms(form: forms.VerbForm) -> list[Any]:
    """All forms of the page, for the summary of errors."""
    return [form, *getattr(form, "remarks", [])]


def _conflict(request: HttpRequest, verb: Verb, form: forms.VerbForm) -> HttpResponse:
    """What this page showed and what stands now; what was typed is kept, and can be sent knowingly."""
    obligation, seen = form.obligation, form.data.get("seen", "")
    before, now = state.lines(obligation, seen), state.lines(obligation)
    data = request.POST.copy()
    data["seen"] = state.version(obligation)
    again = verb.form(data, request.FILES, obligation=obligation, today=form.today)
    context = _context(verb, again) | {
        "rows": [
            {"key": mine.key, "mine": mine.value, "theirs": theirs.value, "differs": mine.value != theirs.value}
            for mine, theirs in zip(before, now, strict=True)
        ],
        "latest": next(iter(timeline.entries(obligation)), None),
        "has_errors": True,
    }
    return render(request, "reporting/verb_conflict.html", context, status=409)
