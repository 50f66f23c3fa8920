"""A report that was handed in, and one that the apparatus entered: figures with the period beside."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators import checks
from indicators.answers import answers_of, figures_of
from indicators.asking import KIND
from indicators.models import ActivityReport
from indicators.pages import check_rows
from indicators.task import Questions
from organizations.access import Permission, can
from reporting import drafts
from reporting.models import Submission

RELATED = ("form", "version__form", "organization", "recorded_by__person")


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
    told = ActivityReport.objects.visible_to(request.user).select_related(*RELATED)
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
        "back_url": reverse("reporting:obligation", args=[obligation.pk]),
        "back_text": obligation.requirement.title,
        "title": _("Activity report No. {number}").format(number=submission.receipt_number),
        "record_url": _url(request, submission, Permission.RECORD, "indicators:report_record"),
        "return_url": _url(request, submission, Permission.JUDGE, "reporting:return"),
        "report": made,
        **(_figures(made) if made else {}),
    }
    return render(request, "indicators/report.html", context)


@require_safe
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """What the apparatus entered about an organization."""
    visible = ActivityReport.objects.visible_to(request.user).filter(submission=None).select_related(*RELATED)
    made = get_object_or_404(visible, pk=pk)
    context = {
        "report": made,
        "back_url": made.form.get_absolute_url(),
        "back_text": made.form.title,
        "title": made.form.title,
        "remarks": [],
        **_figures(made),
    }
    return render(request, "indicators/report.html", context)


def _figures(made: ActivityReport) -> dict[str, Any]:
    """In the version it was told in, whatever is asked by now."""
    questions = Questions(made.form, made.organization, made.period, timezone.localdate())
    questions.version = made.version
    answers = answers_of(made)
    known = {**answers, **checks.reckoned(questions.asked, figures_of(answers))}
    failures = checks.run(questions.asked, figures_of(answers), figures_of(questions.last_answers))
    return {
        "period": made.period,
        "last_title": questions.last_title,
        "blocks": check_rows(questions, known),
        "warnings": [one.text for one in failures],
    }


def _url(request: HttpRequest, submission: Submission, permission: Permission, name: str) -> str:
    may = submission.is_standing and can(request.user, permission, submission.obligation.organization)
    return reverse(name, args=[submission.obligation_id]) if may else ""
