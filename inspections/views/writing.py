"""Staff write an inspection: what it is, who inspects, what is found, what is recommended, what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inspections.follow_ups import following, open_recommendations
from inspections.forms import writing as forms
from inspections.models import Finding, FollowUp, Inspection, InspectionPlan, Inspector, Recommendation
from inspections.models.parts import remove_part
from inspections.models.recommendation import remove_recommendation
from inspections.views.found import inspection_kept, part_kept
from organizations.access import Permission, require, require_over_the_union

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


# --- Plans ------------------------------------------------------------------------------------------------


@FORM_PAGE
def plan_create(request: HttpRequest) -> HttpResponse:
    require_over_the_union(request.user, Permission.INSPECT)
    return _plan(request, InspectionPlan(), _("New plan of inspections"))


@FORM_PAGE
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(InspectionPlan.objects.visible_to(request.user), pk=pk)
    require_over_the_union(request.user, Permission.INSPECT)
    return _plan(request, plan, _("Change the plan"))


def _plan(request: HttpRequest, plan: InspectionPlan, title: str) -> HttpResponse:
    back = plan.get_absolute_url() if plan.pk else reverse("inspections:plans")
    return _page(request, forms.PlanForm, plan, title=title, back=back, asked={"today": timezone.localdate()})


# --- The inspection -----------------------------------------------------------------------------------------


@FORM_PAGE
def create(request: HttpRequest) -> HttpResponse:
    """`?organization=` and `?plan=` begin with what the page before it speaks of."""
    require(request.user, Permission.INSPECT)
    inspection = Inspection()
    initial = {"organization": request.GET.get("organization", ""), "plan": request.GET.get("plan", "")}
    return _inspection(request, inspection, _("New inspection"), reverse("inspections:inspections"), initial=initial)


@FORM_PAGE
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    inspection = inspection_kept(request, pk)
    return _still_written(request, inspection) or _inspection(
        request, inspection, _("Change the inspection"), inspection.get_absolute_url()
    )


@FORM_PAGE
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """A follow-up inspection: the recommendations that are not executed stand in it to be judged."""
    earlier = inspection_kept(request, pk)
    if earlier.handed_over_on is None:
        messages.error(request, _("That report has not been given to the organization yet."))
        return redirect(earlier)
    number = open_recommendations(earlier, request.user, timezone.localdate()).count()
    notice = _("Recommendations of the earlier inspection to judge: {number}").format(number=number)
    title = _("Follow-up inspection: {organization}").format(organization=earlier.organization.name)
    return _inspection(request, following(earlier), title, earlier.get_absolute_url(), notices=[notice])


def _inspection(
    request: HttpRequest, inspection: Inspection, title: str, back: str, *, initial: Any = None, **more: Any
) -> HttpResponse:
    asked = {"user": request.user, "today": timezone.localdate(), "initial": initial}
    return _page(request, forms.InspectionForm, inspection, title=title, back=back, asked=asked, **more)


# --- Parts ------------------------------------------------------------------------------------------------


@FORM_PAGE
def inspector_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _part(request, Inspector(inspection=inspection_kept(request, pk)), _("New inspector"))


@FORM_PAGE
def inspector_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _part(request, part_kept(request, Inspector, pk), _("Change the inspector"))


@require_POST
def inspector_remove(request: HttpRequest, pk: int) -> HttpResponse:
    return _removed(request, part_kept(request, Inspector, pk))


@FORM_PAGE
def finding_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _part(request, Finding(inspection=inspection_kept(request, pk)), _("New finding"))


@FORM_PAGE
def finding_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _part(request, part_kept(request, Finding, pk), _("Change the finding"))


@require_POST
def finding_remove(request: HttpRequest, pk: int) -> HttpResponse:
    finding = part_kept(request, Finding, pk)
    if named := list(finding.recommendations.values_list("number", flat=True)):
        sentence = _("Recommendations rest on this finding: {numbers}. Change those first.")
        messages.error(request, sentence.format(numbers=", ".join(map(str, named))))
        return redirect(finding.inspection)
    return _removed(request, finding)


@FORM_PAGE
def recommendation_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _part(request, Recommendation(inspection=inspection_kept(request, pk)), _("New recommendation"))


@FORM_PAGE
def recommendation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _part(request, part_kept(request, Recommendation, pk), _("Change the recommendation"))


@require_POST
def recommendation_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Those behind it move up."""
    return _removed(request, part_kept(request, Recommendation, pk), remove_recommendation)


@FORM_PAGE
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    judgement = part_kept(request, FollowUp, pk)
    return _part(request, judgement, str(judgement.recommendation))


# --- One page for all -------------------------------------------------------------------------------------


ASKED: dict[Any, tuple[Any, tuple[str, ...], str]] = {
    Inspector: (forms.InspectorForm, ("user", "today"), "inspections:inspector_remove"),
    Finding: (forms.FindingForm, ("today",), "inspections:finding_remove"),
    Recommendation: (forms.RecommendationForm, ("user", "today"), "inspections:recommendation_remove"),
    FollowUp: (forms.JudgementForm, (), ""),
}


def _still_written(request: HttpRequest, inspection: Inspection) -> HttpResponse | None:
    """Back to the report with the sentence why it is not changed any more."""
    try:
        inspection.refuse_written()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(inspection)
    return None


def _part(request: HttpRequest, part: Any, title: str) -> HttpResponse:
    if sent_back := _still_written(request, part.inspection):
        return sent_back
    kind, names, remove = ASKED[type(part)]
    known = {"user": request.user, "today": timezone.localdate()}
    return _page(
        request,
        kind,
        part,
        title=title,
        back=part.inspection.get_absolute_url(),
        asked={name: known[name] for name in names},
        remove_url=reverse(remove, args=[part.pk]) if remove and part.pk else "",
    )


def _removed(request: HttpRequest, part: Any, remove: Callable[..., None] = remove_part) -> HttpResponse:
    try:
        remove(part, by=request.user)
        messages.success(request, _("Removed."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(part.inspection)


def _page(
    request: HttpRequest,
    kind: Any,
    row: Any,
    *,
    title: str,
    back: str,
    asked: dict[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """The form; what it kept leads on to its own page."""
    given = asked or {}
    with transaction.atomic():
        form = kind(request.POST or None, instance=row, **given)
        if request.method == "POST" and form.try_to_keep(by=request.user):
            return redirect(getattr(row, "inspection", row))
    conflict = form.conflict
    context = {
        "form": form,
        "page_title": title,
        "back_url": back,
        "button": _("Save"),
        "conflict": conflict,
        **more,
    }
    return render(request, "reporting/edit.html", context, status=409 if conflict else 200)
