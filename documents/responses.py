"""A table as an answer to a browser: the page, or the file that `?as=` asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, ngettext

from documents.columns import RowError
from documents.renderers import FORMATS, file_name
from documents.tables import Table

PAGE_LENGTHS = (50, 100, 200, 500)
ERRORS_SHOWN = 100


def exporting(request: HttpRequest) -> bool:
    """Whether a file is asked for: a view may then leave out what only the page needs."""
    return "as" in request.GET


def respond(
    request: HttpRequest,
    table: Table,
    *,
    template: str,
    context: Mapping[str, Any] | None = None,
    per_page: int | None = None,
) -> HttpResponse:
    """With `?as=xlsx` and its like the file, with every row; else the template with `table` and, where `per_page`
    is given, `page`: then `table` holds the rows of that page and the sums of all."""
    if exporting(request):
        return table_file(table, request.GET["as"])
    page: Page[Any] | None = None
    if per_page:
        page = Paginator(_sliceable(table), per_page).get_page(request.GET.get("page"))
        table = _on_page(table, page)
    return render(request, template, {**(context or {}), "table": table, "page": page})


def table_file(table: Table, name: str) -> HttpResponse:
    if name not in FORMATS:
        accepted = ", ".join(FORMATS)
        sentence = _("There is no format “{name}”. Accepted: {accepted}.").format(name=name[:20], accepted=accepted)
        return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
    form = FORMATS[name]
    answer = HttpResponse(form.render(table), content_type=form.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, file_name(table, name)) or ""
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def chosen_order(request: HttpRequest, orders: Mapping[str, Sequence[Any]], default: str) -> tuple[str, list[Any]]:
    """What `?sort=key` or `?sort=-key` asks for, as (sort, arguments of `order_by`). `orders` says by which fields
    each key sorts; what is not in it falls back to the default."""
    sort = request.GET.get("sort", default)
    if sort.removeprefix("-") not in orders:
        sort = default
    fields = orders[sort.removeprefix("-")]
    return sort, [_reversed(field) for field in fields] if sort.startswith("-") else list(fields)


def _reversed(field: Any) -> Any:
    if isinstance(field, str):
        return field.removeprefix("-") if field.startswith("-") else f"-{field}"
    backwards = field.copy() if hasattr(field, "copy") else field
    if hasattr(backwards, "reverse_ordering"):
        return backwards.reverse_ordering()
    return backwards.desc()


def _on_page(table: Table, page: Page[Any]) -> Table:
    wants_sums = table.totals is not None or any(column.total for column in table.columns)
    return replace(table, rows=page.object_list, totals=table.sums if wants_sums else None)


def _sliceable(table: Table) -> Any:
    """A queryset gives the page its rows alone; what cannot be cut is gone through whole."""
    return table.rows if hasattr(table.rows, "__getitem__") else table.items


def sheet_errors(request: HttpRequest, errors: Sequence[RowError], *, title: str, upload_url: str) -> HttpResponse:
    """What is to be corrected in a spreadsheet that was sent: every place by row and column, and the way back."""
    more = len(errors) - ERRORS_SHOWN
    context = {
        "title": title,
        "upload_url": upload_url,
        "errors": errors[:ERRORS_SHOWN],
        "more": _("and more: {n}").format(n=more) if more > 0 else "",
        "has_errors": True,
        "count_text": ngettext("{n} place to correct", "{n} places to correct", len(errors)).format(n=len(errors)),
    }
    return render(request, "documents/sheet_errors.html", context)
