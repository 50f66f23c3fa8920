"""Staff enter what no figures exist of, and take back what was wrong."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organizations.access import Permission, require
from overview.direction_forms import EvidenceForm, TakeBackForm
from overview.models import Evidence

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
NAMED = ("direction", "organization", "day")


def _address(evidence: Evidence) -> str:
    """Behind its mark, in the year of its day."""
    mark = reverse("overview:discipline_mark", args=[evidence.direction.code, evidence.organization.code])
    return f"{mark}?{urlencode({'year': evidence.day.year})}"


@FORM_PAGE
def evidence_enter(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ASK)
    named = {name: request.GET[name][:40] for name in NAMED if request.GET.get(name)}
    form = EvidenceForm(request.POST or None, user=request.user, initial=named)
    if request.method == "POST" and form.is_valid() and (made := form.enter(by=request.user, at=timezone.now())):
        messages.success(request, _("The evidence is entered."))
        return redirect(_address(made))
    context = {
        "form": form,
        "page_title": _("Enter evidence"),
        "lead": _("Where the figures of the system say it, a rule marks by itself: evidence is for what they do not say."),
        "button": _("Enter"),
        "back_url": reverse("overview:discipline"),
    }  # fmt: skip
    return render(request, "overview/discipline_form.html", context)


@FORM_PAGE
def evidence_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.ASK)
    visible = Evidence.objects.visible_to(request.user).select_related("direction", "organization")
    evidence = get_object_or_404(visible, pk=pk)
    form = TakeBackForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.take_back(evidence, by=request.user, at=timezone.now()):
        messages.success(request, _("The evidence is taken back."))
        return redirect(_address(evidence))
    context = {
        "form": form,
        "page_title": _("Take back evidence"),
        "caption": f"{evidence.organization.name} · {evidence.direction.name}",
        "lead": _("From today on it does not count; that it was entered and why it was taken back stays in the history."),
        "button": _("Take back"),
        "back_url": _address(evidence),
    }  # fmt: skip
    return render(request, "overview/discipline_form.html", context)
