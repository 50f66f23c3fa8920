"""Begin, end, sign, take back, give, cancel: each a form of its own; and the due day of a recommendation."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.views.acts import act_page
from inspections.forms.verbs import VERBS, RedateForm
from inspections.models import Recommendation
from inspections.views.found import inspection_kept, part_kept

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@FORM_PAGE
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    inspection = inspection_kept(request, pk)
    form = VERBS[name](request.POST or None, inspection=inspection, today=timezone.localdate())
    return act_page(
        request, form, back_url=inspection.get_absolute_url(), back_text=str(inspection), caption=inspection.topic
    )


@FORM_PAGE
def recommendation_redate(request: HttpRequest, pk: int) -> HttpResponse:
    recommendation = part_kept(request, Recommendation, pk)
    form = RedateForm(request.POST or None, recommendation=recommendation)
    return act_page(
        request,
        form,
        back_url=recommendation.get_absolute_url(),
        back_text=str(recommendation.inspection),
        context={"subject": recommendation},
    )
