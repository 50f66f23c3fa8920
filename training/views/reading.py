"""A report that was handed in: figures with the period beside."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.access import Permission, can
from reporting import drafts
from reporting.models import Submission
from training import checks
from training.answers import answers_of, as_checked
from training.models import TraineeCategory, TrainingReport
from training.models.asked import KIND
from training.pages import check_rows, held_context
from training.task import Questions


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a hand-in; of one whose figures nobody has typed yet, too."""
    found = Submission.objects.visible_to(request.user).select_related(
        "obligation__organization", "obligation__requirement"
    )
    submission = get_object_or_404(found, pk=pk)
    obligation = submission.obligation
    if obligation.requirement.kind != KIND:
        raise Http404
    told = TrainingReport.objects.visible_to(request.user).select_related("organization")
    made = told.filter(submission=submission).first()
    names = {answer.name: answer.label for answer in drafts.answers(obligation, {})}
    remarks = [
        f"{names[remark.field]}: {remark.text}" if remark.field in names else remark.text
        for remark in submission.remarks.all()
    ]
    context = {
        "submission": submission,
        "obligation": obligation,
        "remarks": remarks,
        "record_url": _url(request, submission, Permission.RECORD, "training:report_record"),
        "return_url": _url(request, submission, Permission.JUDGE, "reporting:return"),
        "report": made,
        **(_figures(made) if made else {}),
    }
    return render(request, "training/report.html", context)


def _figures(made: TrainingReport) -> dict[str, Any]:
    """With the categories it was told in, whatever is offered by now."""
    questions, answers = Questions(made.organization, made.period, timezone.localdate()), answers_of(made)
    used = list(TraineeCategory.objects.filter(pk__in=made.trained.values("category")))
    questions.categories = [*questions.categories, *(one for one in used if one not in questions.categories)]
    failures = checks.run(as_checked(answers, questions.categories), questions.known)
    return {
        "period": made.period,
        "last_title": questions.last_title,
        "blocks": check_rows(questions, answers),
        "warnings": [one.text for one in failures],
        **held_context(questions),
    }


def _url(request: HttpRequest, submission: Submission, permission: Permission, name: str) -> str:
    may = submission.is_standing and can(request.user, permission, submission.obligation.organization)
    return reverse(name, args=[submission.obligation_id]) if may else ""
