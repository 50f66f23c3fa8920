"""The receipt of a hand-in, with what was handed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from organizations.access import Permission, can
from reporting.models import Submission
from reporting.receipts import receipt_of


@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    related = ("obligation__organization", "obligation__requirement", "signed_by", "submitted_by")
    submissions = Submission.objects.visible_to(request.user).select_related(*related)
    submission = get_object_or_404(submissions, pk=pk)
    obligation = submission.obligation
    by_me = submission.submitted_by_id == request.user.pk and submission.channel == Submission.Channel.ONLINE
    context = {
        "submission": submission,
        "obligation": obligation,
        "receipt": receipt_of(submission),
        "files": submission.files.all(),
        "remarks": [remark.text for remark in submission.remarks.all()],
        "mailed_to": submission.submitted_by.email if by_me else "",
        "show_url": reverse(obligation.kind.show, args=[pk]) if obligation.kind.show else "",
        # Nothing of it stays on the device.
        "draft_url": reverse("reporting:draft", args=[obligation.pk]) if submission.is_standing else "",
        "may_fill": can(request.user, Permission.FILL, obligation.organization),
        "superseded": obligation.submissions.filter(round__gt=submission.round, voided_on=None).last(),
    }
    return render(request, "reporting/receipt.html", context)
