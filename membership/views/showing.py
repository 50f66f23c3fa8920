"""A report that was handed in: every block with last year and the levels below beside, the note, what failed, its rounds."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from membership import checks, shown
from membership.answers import answers_of
from membership.models import MembershipReport
from membership.models.years import KIND
from membership.rounds import Round, changed_after_acceptance, later_below, rounds_of
from membership.sections import titles_of
from membership.task import Task
from organizations.access import Permission, can
from reporting import drafts
from reporting.models import Submission


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = Submission.objects.visible_to(request.user).select_related(
        "obligation__organization", "obligation__requirement"
    )
    submission = get_object_or_404(found, pk=pk)
    if submission.obligation.requirement.kind != KIND:
        raise Http404
    today = timezone.localdate()
    task = Task(submission.obligation, today, is_paper=True)
    made = MembershipReport.objects.visible_to(request.user).filter(submission=submission).first()
    context = {
        "submission": submission,
        "obligation": submission.obligation,
        "year": str(task.year),
        "remarks": _remarks(task, submission),
        "back_url": reverse("reporting:obligation", args=[submission.obligation_id]),
        "title": _("Membership report No. {number}").format(number=submission.receipt_number),
        "report": made,
        "record_url": _record_url(request, submission),
        "return_url": _return_url(request, submission),
        **(_figures(task, made, today) if made else {}),
    }
    return render(request, "membership/report.html", context)


def _figures(task: Task, made: MembershipReport, today: date) -> dict[str, Any]:
    answers, last = answers_of(made), task.background.last
    failures = checks.run(made.as_checked(), task.background.known, task.thresholds)
    rounds = rounds_of(made.submission.obligation_id)
    return {
        "last": last,
        "last_year": str(last.year) if last else "",
        "has_below": task.background.has_below,
        "reported_below": task.background.rolled.reported,
        "blocks": shown.report_blocks(task, answers),
        "coverage": made.coverage,
        "not_involved": made.not_involved,
        "compared": shown.compared(answers, task.last) if task.last else [],
        "wrong": [one.text for one in checks.errors(failures)],
        "strange": [one.text for one in failures if one.severity == checks.Severity.WARNING],
        "rounds": [_round(task, one) for one in rounds],
        "changed_after": changed_after_acceptance(rounds),
        "later": later_below([made], today).get(made.pk, []) if made.submission.is_standing else [],
    }


def _round(task: Task, one: Round) -> dict[str, Any]:
    titles = titles_of(task.lists)
    changes = [
        {
            "title": titles.get(change.name, change.name),
            "before": shown.words(change.before),
            "after": shown.words(change.after),
        }
        for change in one.changes
    ]
    return {"report": one.report, "changes": changes, "after_acceptance": one.after_acceptance}


def _remarks(task: Task, submission: Submission) -> list[str]:
    names = {answer.name: answer.label for answer in drafts.answers(submission.obligation, {})}
    return [
        f"{names[remark.field]}: {remark.text}" if remark.field in names else remark.text
        for remark in submission.remarks.all()
    ]


def _record_url(request: HttpRequest, submission: Submission) -> str:
    may = submission.is_standing and can(request.user, Permission.RECORD, submission.obligation.organization)
    return reverse("membership:report_record", args=[submission.obligation_id]) if may else ""


def _return_url(request: HttpRequest, submission: Submission) -> str:
    may = submission.is_standing and can(request.user, Permission.JUDGE, submission.obligation.organization)
    return reverse("reporting:return", args=[submission.obligation_id]) if may else ""
