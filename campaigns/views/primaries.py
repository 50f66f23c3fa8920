"""Terms of single primary organizations: one page of the schedule for each branch, the same draft behind all of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext

from campaigns.forms import TermField
from campaigns.schedule_draft import as_it_stands, joined, told_of
from campaigns.schedule_form import TermsForm
from campaigns.schedule_lines import Group, Line
from campaigns.views.filling import FORM_PAGE, Task, remarks_by_field, task_of
from reporting import drafts
from reporting.models import Draft
from reporting.views.filling import conflict_page, draft_context, shut_page

PER_PAGE = 50


@FORM_PAGE
def schedule_primaries(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """`?check` shows what is to be corrected."""
    task = task_of(request, pk)
    if isinstance(task, HttpResponse):
        return task
    if page := shut_page(request, task.obligation):
        return page
    group = next((group for group in task.groups if group.organization.code == code), None)
    if group is None:
        raise Http404
    lines = Paginator(group.lines, PER_PAGE).get_page(request.GET.get("page"))
    if request.method == "POST":
        return _typed(request, task, group, lines)
    draft = Draft.of(task.obligation)
    return _page(request, task, group, lines, draft, check="check" in request.GET)


def _typed(request: HttpRequest, task: Task, group: Group, lines: Page[Line]) -> HttpResponse:
    """Kept first, then looked at. `fill`: one term for all of the branch that have none."""
    today = timezone.localdate()
    sent = drafts.posted(request.POST)
    fill = str(sent.pop("fill", "")).strip()
    data = joined(task.obligation, sent, today)
    filled = 0
    if request.POST.get("action") == "fill":
        try:
            filled = _fill(group, data, fill)
        except ValidationError as error:
            messages.error(request, error.messages[0])
    version = drafts.version_of(request.POST)
    try:
        draft = task.obligation.save_draft(data, version=version, by=request.user, at=timezone.now())
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, data)
    if request.POST.get("action") == "fill":
        if filled:
            told = ngettext("The term was put into {n} line.", "The term was put into {n} lines.", filled)
            messages.success(request, told.format(n=filled))
        return redirect(f"{task.page_of(group)}?{urlencode({'page': lines.number})}")
    if request.POST.get("action") == "check":
        form = TermsForm(drafts.as_post(draft.data), lines=list(lines))
        if not form.is_valid():
            return _page(request, task, group, lines, draft, check=True)
        if lines.has_next():
            return redirect(f"{task.page_of(group)}?{urlencode({'page': lines.next_page_number()})}")
    return redirect(f"{task.obligation.fill_url}#primaries")


def _fill(group: Group, data: drafts.Data, term: str) -> int:
    """Raises ValidationError for a term that cannot be read."""
    if TermField(label="", required=False).clean(term) is None:
        raise ValidationError(_("Write the term that is to stand in the empty lines."))
    empty = [line for line in group.lines if line not in group.stated_in(data)]
    data.update({line.term: term for line in empty})
    return len(empty)


def _page(
    request: HttpRequest, task: Task, group: Group, lines: Page[Line], draft: Draft, *, check: bool
) -> HttpResponse:
    today = timezone.localdate()
    data = as_it_stands(task.obligation, draft, task.campaign, today)
    shown = list(lines)
    form = TermsForm(drafts.as_post(data) if check else None, lines=shown, initial=data)
    before = told_of(shown, task.obligation.organization, task.campaign, today)
    remarks = remarks_by_field(drafts.to_correct(task.obligation))
    here = f"{task.page_of(group)}?{urlencode({'page': lines.number})}"
    context: dict[str, Any] = {
        "obligation": task.obligation,
        "group": group,
        "form": form,
        "lines": [(one, before.get(one.line.key)) for one in form.shown(remarks)],
        "page": lines,
        "here": here,
        "stated": len(group.stated_in(data)),
        "window": group.lines[0].window_days,
        "reading_url": reverse("campaigns:reading", args=[task.campaign.pk]),
        **draft_context(task.obligation, draft),
    }
    # What a phone keeps of this page is not what it keeps of another.
    context["draft_url"] += f"?{urlencode({'of': f'{group.organization.code}-{lines.number}'})}"
    return render(request, "campaigns/schedule_primaries.html", context)
