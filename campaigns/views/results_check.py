"""Results of a conference checked by whoever typed them, and handed in by the chair."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.results_draft import Task, former_answers
from campaigns.results_form import ResultsForm, label_of, shown_value, typed_value
from campaigns.results_sections import INFORMATION, Section
from campaigns.views.results_filling import FORM_PAGE, about, anchor, list_page, of_task, task_of
from reporting import drafts
from reporting.models import Draft, Submission
from reporting.views.filling import check_again, check_context, checked_draft, conflict_page, hand_in_page


@require_safe
@of_task
def results_check(request: HttpRequest, task: Task) -> HttpResponse:
    """Check your answers: what is submitted is what stands here."""
    draft = Draft.of(task.obligation)
    if not draft.pk:
        return redirect("campaigns:results_form", pk=task.obligation.pk)
    form = task.form(drafts.as_post(draft.data))
    if not form.is_valid():
        return list_page(request, task, draft, form)
    return render(request, "campaigns/results/check.html", _to_check(request, task, draft, form))


def _to_check(request: HttpRequest, task: Task, draft: Draft, form: ResultsForm) -> dict[str, Any]:
    former = drafts.to_correct(task.obligation)
    compared = former or (task.previous.submission if task.previous else None)
    return {
        **about(task, former),
        **check_context(request, task.obligation, draft),
        "parts": [_part(task, section, draft, form, compared) for section in task.sections],
        "compared": compared,
        "previous": task.previous if not former else None,
        "files": [*(former.files.all() if former else ()), *draft.files.all()],
        "checked_files": _fingerprint(draft),
    }


def _part(task: Task, section: Section, draft: Draft, form: ResultsForm, compared: Submission | None) -> dict[str, Any]:
    """The answers of a section, those of a level only where they are stated; the last campaign beside them."""
    before = former_answers(compared, [section])
    url = reverse("campaigns:results_section", args=[task.obligation.pk, section.code])
    rows = []
    for name in section.names:
        plain = name.removeprefix(section.prefix)
        value = shown_value(plain, draft.data.get(name))
        if section.level and not value:
            continue
        summed = task.summed.get(section.level, {}).get(plain)
        note = _("the sum from below is {sum}").format(sum=typed_value(summed)) if summed is not None else ""
        rows.append(
            {
                "key": label_of(Section("", "", ()), plain),
                "value": value,
                "previous": before.get(name, ""),
                "note": note if typed_value(summed) != value else "",
                "change_url": f"{url}#{anchor(form, name)}",
                "numeric": value.replace("\xa0", "").isdecimal(),
            }
        )
    warnings = [sentence for name, sentence in form.warnings if name in section.names]
    return {"section": section, "rows": rows, "warnings": warnings, "url": url}


def _fingerprint(draft: Draft) -> str:
    """Which files were checked: another file added meanwhile is to be seen before it is signed."""
    return " ".join(str(pk) for pk in draft.files.values_list("pk", flat=True)) if draft.pk else ""


@FORM_PAGE
def results_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands in what was checked."""
    task = task_of(request, pk)
    found = checked_draft(request, task.obligation, check="campaigns:results_check")
    return found if isinstance(found, HttpResponse) else _hand_in(request, task, *found)


def _hand_in(request: HttpRequest, task: Task, draft: Draft, token: UUID) -> HttpResponse:
    """The hand-in and its rows in one transaction."""
    if draft.version != drafts.version_of(request.POST):
        return conflict_page(request, task.obligation, draft, drafts.posted(request.POST))
    form = task.form(drafts.as_post(draft.data))
    if not form.is_valid() or _fingerprint(draft) != request.POST.get("files", ""):
        return check_again(request, task.obligation, token, check="campaigns:results_check")
    now, former = timezone.now(), drafts.to_correct(task.obligation)
    return hand_in_page(
        request,
        task.obligation,
        draft,
        token,
        at=now,
        today=task.today,
        text=form.cleaned_data[INFORMATION],
        kept=list(former.files.all()) if former else (),
        then=lambda made: form.save_for(made, by=request.user, at=now),
    )
