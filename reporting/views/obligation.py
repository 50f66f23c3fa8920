"""One obligation: what is asked and by when, what came in, everything that happened, and what you may do."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from documents.as_of import as_of_day
from organizations.access import Permission, can
from organizations.models import Organization
from reporting import contacted, drafts, state, timeline
from reporting.calendar import describe, due_day
from reporting.models import Call, NonWorkingDay, Obligation, Requirement, Submission
from reporting.views import verbs


@require_safe
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    found = Obligation.objects.visible_to(request.user).select_related(
        "organization", "requirement__decree_item__decree"
    )
    obligation = get_object_or_404(found.prefetch_related("submissions", "exemptions"), pk=pk)
    now = verbs.Standing.of(obligation)
    context = {
        "obligation": obligation,
        "requirement": obligation.requirement,
        "organization": _with_chair(request.user, obligation, as_of),
        "shown": _on_day(request.user, obligation, as_of),
        "year": obligation.key if obligation.key.isdecimal() else "",
        "as_of": as_of,
        "today": today,
        "rule": rule_in_words(obligation),
        "hand_ins": [_hand_in(one) for one in _submissions(obligation)],
        "entries": contacted.merged(timeline.entries(obligation), contacted.entries(obligation, request.user)),
        "last_call": _last_call(request.user, obligation, as_of),
        "may_remind": can(request.user, Permission.REMIND, obligation.organization),
        "verbs": verbs.allowed(request.user, now),
        "seen": state.version(obligation),
        "fill_url": _fill_url(request.user, obligation, today),
        "may_see_list": can(request.user, Permission.SEE_TABLES),
    }
    return render(request, "reporting/obligation.html", context)


def _on_day(user: Any, obligation: Obligation, as_of: date) -> Obligation | None:
    """With its status; None on a day before it arose."""
    same = Obligation.objects.visible_to(user).with_status(as_of).filter(pk=obligation.pk)
    return same.with_exempt_reason(as_of).select_related("requirement").first()


def _with_chair(user: Any, obligation: Obligation, as_of: date) -> Organization:
    return Organization.objects.visible_to(user).with_chair(as_of).get(pk=obligation.organization_id)


def _last_call(user: Any, obligation: Obligation, as_of: date) -> Call | None:
    """Calls are the apparatus's own notes."""
    if not can(user, Permission.SEE_TABLES):
        return None
    made = Call.objects.visible_to(user).made_by(as_of).filter(obligation=obligation)
    return made.select_related("by__person", "spoken_to").latest_first().first()


def rule_in_words(obligation: Obligation) -> str:
    """How the original due day came about; a rule changed since does not touch what it once made."""
    requirement = obligation.requirement
    known: dict[str, Any] = {"event_on": obligation.event_on}
    if requirement.due_kind == Requirement.DueKind.YEARLY and obligation.key.isdecimal():
        known["year"] = int(obligation.key)
    if obligation.kind.own_due_day and obligation.event_on is None:
        return gettext("The due day was named for this one by itself.")
    if requirement.due_kind == Requirement.DueKind.AFTER_EVENT and obligation.event_on is None:
        return gettext("The rule has been changed since.")
    calendar = NonWorkingDay.calendar()
    words = describe(requirement.rule, **known, **calendar)
    if due_day(requirement.rule, **known, **calendar) != obligation.original_due_on:
        return gettext("The rule has been changed since; it now says: {rule}.").format(rule=words)
    return words


def _submissions(obligation: Obligation) -> Any:
    found = obligation.submissions.select_related(
        "submitted_by__person", "signed_by", "returned_by__person", "accepted_by__person", "voided_by__person"
    )
    return found.prefetch_related("files", "remarks").order_by("-round")


def _hand_in(submission: Submission) -> dict[str, Any]:
    kind, obligation = submission.obligation.kind, submission.obligation
    names = {answer.name: answer.label for answer in drafts.answers(obligation, {})} if submission.remarks.all() else {}
    return {
        "submission": submission,
        "status": _judged(submission),
        "show_url": reverse(kind.show, args=[submission.pk]) if kind.show else "",
        "entered_by": timeline.person_of(submission.submitted_by),
        "remarks": [{"field": names.get(one.field, one.field), "text": one.text} for one in submission.remarks.all()],
    }


def _judged(submission: Submission) -> str:
    if submission.voided_on:
        return "voided"
    if submission.returned_on:
        return "returned"
    return "accepted" if submission.accepted_on else "under_review"


def _fill_url(user: Any, obligation: Obligation, today: date) -> str:
    """The form, where this person may fill it and it is open."""
    open_now = drafts.shut(obligation, today) is None
    return obligation.fill_url if open_now and can(user, Permission.FILL, obligation.organization) else ""
