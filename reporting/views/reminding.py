"""Reminding by hand: chosen rows, the text that will go out and to whom, then the letters; or the text for a messenger."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from organizations.access import require
from reporting import reminding
from reporting.digest_letters import message
from reporting.models import ReminderStop, stopped
from reporting.reminding import Plan, ToSend
from reporting.views.bulk import MOST, REMIND, back_to, chosen_rows

LANGUAGES = ("kk", "ru")


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """Three steps of one form: what will go out and to whom; send it, or note that a messenger carried it."""
    require(request.user, REMIND.permission)
    if request.method == "GET":
        return _page(request, None)
    chosen = chosen_rows(request, REMIND)
    if chosen.count() > MOST:
        return _page(request, None, too_many=MOST)
    now = timezone.now()
    plan = reminding.plan_by_hand(list(chosen), timezone.localdate(now), now)
    step = {"send": _send, "messenger": _by_messenger}.get(request.POST.get("step", ""))
    return step(request, plan) if step else _page(request, plan)


def _send(request: HttpRequest, plan: Plan) -> HttpResponse:
    """All that was read, or nothing: whatever has changed since is shown again."""
    if {one.mark for one in plan.letters} != set(request.POST.getlist("seen")):
        return _page(request, plan, changed_meanwhile=True)
    now = timezone.now()
    try:
        number = reminding.send_by_hand(plan, by=request.user, day=timezone.localdate(now), at=now)
    except ValidationError as refusal:
        return _page(request, plan, refusal=" ".join(refusal.messages))
    messages.success(request, _sent(number, len(plan.letters)))
    return redirect(back_to(request))


def _sent(number: int, wanted: int) -> str:
    said = ngettext("{count} letter is on its way.", "{count} letters are on their way.", number).format(count=number)
    if number < wanted:
        said += " " + _("The others were reminded of the same by hand today already.")
    return said


def _by_messenger(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Of one person; the page stays, for the next one."""
    told = [one for one in (*plan.letters, *plan.silent) if str(one.reader.person) == request.POST.get("person")]
    now = timezone.now()
    number = reminding.note_messenger(told, by=request.user, day=timezone.localdate(now), at=now)
    noted = told[0].reader.name if told and number else ""
    return _page(request, plan, noted=noted, noted_before=bool(told) and not number)


def _page(request: HttpRequest, plan: Plan | None, **more: Any) -> HttpResponse:
    chosen = list(plan.known) if plan else []
    context = {
        "plan": plan,
        "letters": _shown(plan, plan.letters) if plan else [],
        "silent": _shown(plan, plan.silent) if plan else [],
        "chosen": chosen,
        "stop": ReminderStop.in_force(),
        "stopped": stopped(),
        "next": back_to(request),
        **more,
    }
    return render(request, "reporting/remind.html", context)


def _shown(plan: Plan, told: Sequence[ToSend]) -> list[dict[str, Any]]:
    """With the message in both languages, that of the reader first."""
    return [
        {
            "told": one,
            "messages": [
                {"language": language, "text": message(one.reader, one.digest, plan.known, plan.offices, language)}
                for language in sorted(LANGUAGES, key=lambda language: language != one.reader.language)
            ],
        }
        for one in told
    ]
