"""Staff type a report that came on paper, or correct one that stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from indicators.forms.recording import PaperForm
from indicators.pages import blocks
from indicators.report_form import ReportForm
from indicators.task import Task
from indicators.views.filling import PAGE, about


@require_http_methods(["GET", "HEAD", "POST"])
def report_record(request: HttpRequest, pk: int) -> HttpResponse:
    return PAGE.recorded(request, pk, paper=PaperForm, shown=_shown, template="indicators/record.html")


def _shown(task: Task, figures: ReportForm) -> dict[str, Any]:
    return {**about(task), "blocks": blocks(task, figures, {})}
