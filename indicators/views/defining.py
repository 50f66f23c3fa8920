"""Staff define a form without a programmer: its questions in versions, then of whom and by when it is asked."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators import structure
from indicators.asking import KIND, asked_with_told, is_told, unconnected
from indicators.drafts_in_use import removed, using
from indicators.forms.asking import AskForm, ConnectForm
from indicators.forms.definition import ActivityFormForm, GroupForm, IndicatorForm, UseForm
from indicators.models import ActivityForm, FormAsked, FormVersion, Indicator, IndicatorGroup
from indicators.showing import questions_of
from indicators.views.tabs import tabs
from organizations.access import Permission, can, require
from organizations.authors import sign
from reporting.calendar import describe
from reporting.models import Requirement

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


def form_of(code: str) -> ActivityForm:
    return get_object_or_404(ActivityForm.objects.with_versions(), code=code)


@require_safe
def definition(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked in each version, and by which requirements."""
    require(request.user, Permission.SEE)
    form = form_of(code)
    defines = can(request.user, Permission.ASK)
    versions = sorted(form.versions.all(), key=lambda one: -one.number)
    shown = [one for one in versions if one.is_in_use or defines]
    wanted = request.GET.get("version", "")
    version = next((one for one in shown if str(one.number) == wanted), shown[0] if shown else None)
    visible = Requirement.objects.visible_to(request.user).select_related("decree_item__decree")
    context = {
        "form_of": form,
        "tabs": tabs(form, "definition", request),
        "versions": shown,
        "version": version,
        "groups": questions_of(version) if version else [],
        "defines": defines,
        "in_preparation": form.in_preparation(),
        "asked": [
            {"asked": one, "requirement": one.requirement, "rule": describe(one.requirement.rule)}
            for one in asked_with_told(form, visible)
        ],
        "unconnected": list(unconnected(visible)) if defines and not form.is_by_apparatus else [],
        "faults": [str(one) for one in structure.faults(version.asked())] if version and not version.is_in_use else [],
    }
    return render(request, "indicators/definition.html", context)


# --- The form and its versions ----------------------------------------------------------------------------


@FORM_PAGE
def form_create(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ASK)
    form = ActivityFormForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = form.save()
            made.begin_version(by=request.user)
        return redirect("indicators:definition", made.code)
    return _page(request, form, title=_("New form"), back=reverse("indicators:forms"))


@FORM_PAGE
def form_edit(request: HttpRequest, code: str) -> HttpResponse:
    require(request.user, Permission.ASK)
    found = form_of(code)
    return _saved(request, found, ActivityFormForm, title=_("Change the form"), code=code)


@require_POST
def version_begin(request: HttpRequest, code: str) -> HttpResponse:
    require(request.user, Permission.ASK)
    version = form_of(code).begin_version(by=request.user)
    messages.success(request, _("Version {number} is begun: nobody is asked it yet.").format(number=version.number))
    return redirect("indicators:definition", code)


def _prepared(request: HttpRequest, version: FormVersion) -> HttpResponse | None:
    """The answer in place of a change of what is in use."""
    if not version.is_in_use:
        return None
    messages.error(request, _("What is in use is not changed under its figures. Begin a new version."))
    return redirect("indicators:definition", version.form.code)


@require_POST
def version_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A version that was never put to use leaves nothing behind but its history."""
    require(request.user, Permission.ASK)
    version = get_object_or_404(FormVersion.objects.select_related("form"), pk=pk)
    if refused := _prepared(request, version):
        return refused
    with transaction.atomic():
        version.indicators.update(part_of=None, subset_of=None, share_part=None, share_whole=None, group=None)
        sign(version, request.user)
        version.delete()
    messages.success(request, _("The version in preparation is dropped."))
    return redirect("indicators:definition", version.form.code)


@FORM_PAGE
def version_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Before it is done: what it asks no more, and whose drafts hold figures of that."""
    require(request.user, Permission.ASK)
    version = get_object_or_404(FormVersion.objects.select_related("form"), pk=pk)
    if refused := _prepared(request, version):
        return refused
    today = timezone.localdate()
    form = UseForm(request.POST or None, version=version, initial={"year": today.year})
    if request.method == "POST" and form.try_to_act(by=request.user, at=timezone.now()):
        sentence = _("Version {number} is asked from {day}.")
        messages.success(request, sentence.format(number=version.number, day=f"{form.applies_from:%d.%m.%Y}"))
        return redirect("indicators:definition", version.form.code)
    notices = _about_drafts(version)
    back = reverse("indicators:definition", args=[version.form.code])
    title = _("Put version {number} to use").format(number=version.number)
    return _page(request, form, title=title, back=back, button=_("Put to use"), notices=notices)


def _about_drafts(version: FormVersion) -> list[str]:
    gone = removed(version)
    held = using(version.form, gone)
    told = []
    for code, title in gone.items():
        number = held[code]
        sentence = ngettext(
            "“{title}” is asked no more; {n} draft holds a figure of it. Its chair will see that and what was typed.",
            "“{title}” is asked no more; {n} drafts hold a figure of it. Their chairs will see that and what was typed.",
            number,
        )
        told.append((sentence if number else _("“{title}” is asked no more.")).format(title=title, n=number))
    return told


# --- Groups and indicators --------------------------------------------------------------------------------


@FORM_PAGE
def group_add(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.ASK)
    version = get_object_or_404(FormVersion.objects.select_related("form"), pk=pk)
    return _row_page(request, IndicatorGroup(form_version=version), GroupForm, _("New group"))


@FORM_PAGE
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.ASK)
    row = get_object_or_404(IndicatorGroup.objects.select_related("form_version__form"), pk=pk)
    return _row_page(request, row, GroupForm, _("Change the group"), reverse("indicators:group_remove", args=[pk]))


@FORM_PAGE
def indicator_add(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.ASK)
    version = get_object_or_404(FormVersion.objects.select_related("form"), pk=pk)
    row = Indicator(form_version=version)
    group = request.GET.get("group", "")
    if group.isdecimal() and len(group) < 12:
        row.group = version.groups.filter(pk=group).first()
    return _row_page(request, row, IndicatorForm, _("New indicator"))


@FORM_PAGE
def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.ASK)
    row = get_object_or_404(Indicator.objects.select_related("form_version__form", "group"), pk=pk)
    return _row_page(
        request, row, IndicatorForm, _("Change the indicator"), reverse("indicators:indicator_remove", args=[pk])
    )


def _row_page(request: HttpRequest, row: Any, kind: Any, title: str, remove_url: str = "") -> HttpResponse:
    if refused := _prepared(request, row.form_version):
        return refused
    return _saved(request, row, kind, title=title, code=row.form_version.form.code, remove_url=remove_url)


@require_POST
def group_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Its indicators stay, without a group."""
    require(request.user, Permission.ASK)
    row = get_object_or_404(IndicatorGroup.objects.select_related("form_version__form"), pk=pk)
    if refused := _prepared(request, row.form_version):
        return refused
    with transaction.atomic():
        row.indicators.update(group=None)
        sign(row, request.user)
        row.delete()
    return redirect("indicators:definition", row.form_version.form.code)


@require_POST
def indicator_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Refused while others lead to it; where drafts hold figures of it, that is said."""
    require(request.user, Permission.ASK)
    row = get_object_or_404(Indicator.objects.select_related("form_version__form"), pk=pk)
    version = row.form_version
    if refused := _prepared(request, version):
        return refused
    within = [
        one.title
        for one in version.in_order()
        if row.pk in (one.part_of_id, one.subset_of_id, one.share_part_id, one.share_whole_id)
    ]
    if within:
        sentence = _("“{title}” is needed by: {others}. Change those first.")
        messages.error(request, sentence.format(title=row.title, others=", ".join(within)))
        return redirect("indicators:indicator_edit", pk)
    with transaction.atomic():
        sign(row, request.user)
        row.delete()
    held = using(version.form, {row.code: row.title})[row.code]
    told = _("“{title}” is removed.").format(title=row.title)
    if held:
        sentence = ngettext("{n} draft holds a figure of it.", "{n} drafts hold a figure of it.", held).format(n=held)
        messages.warning(request, f"{told} {sentence}")
    else:
        messages.success(request, told)
    return redirect("indicators:definition", version.form.code)


# --- Asking -----------------------------------------------------------------------------------------------


@FORM_PAGE
def ask(request: HttpRequest, code: str) -> HttpResponse:
    require(request.user, Permission.ASK)
    found, today = form_of(code), timezone.localdate()
    if found.is_by_apparatus:
        raise Http404
    start = {"asked_on": today, "due_day": 20, "due_months": 1, "first_year": today.year}
    form = AskForm(request.POST or None, form=found, user=request.user, initial=start)
    if request.method == "POST":
        with transaction.atomic():
            made = form.try_to_act(by=request.user)
        if made:
            messages.success(request, _("Look at whom it asks, then open it: nobody is asked yet."))
            return redirect("indicators:definition", code)
    back = reverse("indicators:definition", args=[code])
    title = _("Ask for “{form}”").format(form=found.title)
    return _page(request, form, title=title, back=back, button=_("Save and look at whom it asks"))


@FORM_PAGE
def connect(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Requirement.objects.visible_to(request.user).select_related("decree_item__decree")
    requirement = get_object_or_404(visible, pk=pk)
    require(request.user, Permission.ASK)
    if requirement.kind != KIND or is_told(requirement):
        raise Http404
    said = FormAsked.objects.filter(requirement=requirement).values("form", "part", "year", "shift").first()
    form = ConnectForm(request.POST or None, requirement=requirement, initial=said)
    if request.method == "POST" and form.try_to_act(by=request.user):
        messages.success(request, _("“{requirement}” asks this form now.").format(requirement=requirement.title))
        return redirect("indicators:definition", form.cleaned_data["form"].code)
    title = _("Which form does “{requirement}” ask?").format(requirement=requirement.title)
    return _page(request, form, title=title, back=requirement.get_absolute_url())


# --- One page for all -------------------------------------------------------------------------------------


def _saved(request: HttpRequest, row: Any, kind: Any, *, title: str, code: str, remove_url: str = "") -> HttpResponse:
    back = reverse("indicators:definition", args=[code])
    with transaction.atomic():
        form = kind(request.POST or None, instance=row, user=request.user)
        if request.method == "POST" and form.is_valid():
            form.save()
            return redirect(back)
    return _page(request, form, title=title, back=back, remove_url=remove_url)


def _page(request: HttpRequest, form: Any, *, title: str, back: str, button: str = "", **more: Any) -> HttpResponse:
    conflict = getattr(form, "conflict", None)
    context = {
        "form": form,
        "page_title": title,
        "back_url": back,
        "button": button or _("Save"),
        "conflict": conflict,
        **more,
    }
    return render(request, "reporting/edit.html", context, status=409 if conflict else 200)
