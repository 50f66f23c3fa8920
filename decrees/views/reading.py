"""The register of decrees, one decree with all that came of its items, and the original as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_safe

from decrees import links, marks, tables
from decrees.forms import DecreeFilterForm
from decrees.models import Decree, DecreeItem, DecreeLink
from documents.as_of import as_of_day
from documents.responses import chosen_order, exporting, respond
from documents.uploads import attachment as given_back
from organizations.access import Permission, can, require


@require_safe
def decrees(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    form = DecreeFilterForm(request.GET.dict())
    chosen = form.chosen()
    found = tables.select(request.user, as_of, chosen)
    _chosen, order = chosen_order(request, tables.orders(), "-adopted_on")
    context: dict[str, Any] = {}
    if not exporting(request):
        count = found.count()
        context = {
            "filter_form": form,
            "active": [
                {"label": form.in_words(name), "remove_url": _without(request, name)}
                for name in form.fields
                if name in chosen
            ],
            "reset_url": reverse("decrees:decrees") if chosen else "",
            "count": count,
            "count_text": ngettext("{n} decree", "{n} decrees", count).format(n=count),
            "as_of": as_of,
            "today": today,
            "may_write": can(request.user, Permission.ASK),
        }
    table = tables.table(found.order_by(*order), as_of)
    return respond(request, table, template="decrees/decrees.html", context=context, per_page=100)


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}"


@require_safe
def decree(request: HttpRequest, pk: int) -> HttpResponse:
    decree = get_object_or_404(Decree.objects.visible_to(request.user), pk=pk)
    items = list(decree.items.select_related("marked_by__person"))
    may_write, may_mark = can(request.user, Permission.ASK), marks.may_mark(request.user, decree)
    born = links.born_of(items, request.user, timezone.localdate())
    told = marks.histories(decree) if can(request.user, Permission.SEE_TABLES) else {}
    context = {
        "decree": decree,
        "title": _spoken(decree, "title"),
        "preamble": _spoken(decree, "preamble"),
        "facts": [*_facts(decree), *_changes(decree)],
        "repealed_by": decree.changed_by.filter(kind=DecreeLink.Kind.REPEALS).select_related("decree"),
        "lines": [
            {
                "item": item,
                "text": _spoken(item, "text"),
                "born": born[item.pk],
                "actions": links.offered(item, request.user),
                "history": told.get(item.pk, []),
            }
            for item in items
        ],
        "may_write": may_write,
        "may_mark": may_mark,
    }
    return render(request, "decrees/decree.html", context)


def _spoken(thing: Decree | DecreeItem, name: str) -> dict[str, str]:
    """The text in the reader's language and, beside it, in the other one; each with its language."""
    texts = {language: getattr(thing, f"{name}_{language}") for language in ("ru", "kk")}
    mine, other = ("kk", "ru") if get_language() == "kk" else ("ru", "kk")
    if not texts[mine]:
        mine, other = other, mine
    return {"text": texts[mine], "language": mine, "other": texts[other], "other_language": other}


def _facts(decree: Decree) -> list[dict[str, Any]]:
    """The passport of the decree; what is not stated is a dash."""
    return [
        {"key": _("Issuing body"), "value": decree.get_body_display(), "note": decree.body_note},
        {"key": _("Legal basis"), "value": decree.legal_basis},
        {"key": _("Signed by"), "value": decree.signed_by},
        {"key": _("Controllers"), "value": "\n".join(person.name for person in decree.controllers.all())},
    ]


def _changes(decree: Decree) -> Iterator[dict[str, Any]]:
    """What it amends or repeals, and what amends or repeals it."""
    words = {
        DecreeLink.Kind.AMENDS: (_("Amends"), _("Amended by")),
        DecreeLink.Kind.REPEALS: (_("Repeals"), _("Repealed by")),
    }
    for link in decree.changes.select_related("target"):
        yield _change(words[DecreeLink.Kind(link.kind)][0], link.target, link.note)
    for link in decree.changed_by.select_related("decree"):
        yield _change(words[DecreeLink.Kind(link.kind)][1], link.decree, link.note)


def _change(words: str, other: Decree, note: str) -> dict[str, Any]:
    return {"key": words, "value": other.citation, "url": other.get_absolute_url(), "note": note}


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    decree = get_object_or_404(Decree.objects.visible_to(request.user), pk=pk)
    if not decree.attachment:
        raise Http404
    return given_back(decree.attachment.open("rb"), decree.attachment_name or str(decree.attachment))
