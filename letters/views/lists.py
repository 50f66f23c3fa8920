"""Issued documents by kind and year; for staff, the drafts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from documents.responses import respond
from letters import tables
from letters.forms import LetterFilterForm
from letters.models import OfficialLetter
from organizations.access import Permission, can, require


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE)
    today = timezone.localdate()
    years = OfficialLetter.objects.visible_to(request.user).issued().values_list("year", flat=True)
    form = LetterFilterForm(request.GET.dict(), years=sorted({year for year in years if year}, reverse=True))
    chosen = form.chosen()
    found = tables.select(request.user, today, chosen)
    count = found.count()
    issues = can(request.user, Permission.ISSUE)
    context: dict[str, Any] = {
        "filter_form": form,
        "active": [{"label": form.in_words(name), "remove_url": _without(request, name)} for name in chosen],
        "reset_url": reverse("letters:letters") if chosen else "",
        "count": count,
        "count_text": ngettext("{n} document", "{n} documents", count).format(n=count),
        "issues": issues,
        "drafts": tables.drafts_table(request.user) if issues else None,
    }
    return respond(
        request, tables.issued_table(found, today), template="letters/letters.html", context=context, per_page=100
    )


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}"
