"""Tables in pages: `{% table_html table %}` and `{% export_links %}`."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _

from documents.cells import NO_DATA, text_of, words
from documents.tables import Column, Table

register = template.Library()

EXPORTS = [("xlsx", _("Excel")), ("docx", _("Word")), ("csv", _("CSV")), ("json", _("JSON"))]


class Head(NamedTuple):
    column: Column
    css: str
    # Address that sorts by this column, empty where it does not; "ascending" and "descending" for screen readers.
    sort_url: str = ""
    sorted: str = ""


class Cell(NamedTuple):
    """Put together here and not in the template: a page holds thousands of them."""

    title: str
    css: str
    content: str | SafeString


class Line(NamedTuple):
    cells: list[Cell]
    data: dict[str, str]


@register.inclusion_tag("_components/table.html", takes_context=True)
def table_html(context: template.Context, table: Table, page: Any = None, sort: str = "") -> dict[str, Any]:
    """The table as HTML. Columns that are sortable get sort links when a `page` is given; `sort` is the order in
    use, by default what the address says."""
    request: HttpRequest | None = context.get("request")
    sort = sort or (request.GET.get("sort", "") if request else "")
    columns = table.shown
    return {
        "table": table,
        "heads": [
            _head(column, request if page is not None else None, sort, i == 0) for i, column in enumerate(columns)
        ],
        "lines": _lines(table, columns),
        "foot": _foot(table, columns),
        "column_count": len(columns),
    }


@register.inclusion_tag("documents/export_links.html", takes_context=True)
def export_links(context: template.Context, formats: str = "xlsx docx csv") -> dict[str, Any]:
    """Links to exactly what is shown, in the named formats: filters and order stay in the address, the number of
    the page does not. Where a person has chosen columns, the file with those and the file with all."""
    request: HttpRequest = context["request"]
    asked = [(name, title) for name, title in EXPORTS if name in formats.split()]

    def links(**more: str) -> list[dict[str, Any]]:
        return [
            {
                "format": name,
                "title": title,
                "url": _address(request, {"as": name, **more}, without=("page", "columns")),
            }
            for name, title in asked
        ]

    return {"links": links(), "chosen": links(columns="shown") if context.get("columns_changed") else []}


@register.inclusion_tag("documents/pages.html", takes_context=True)
def page_links(context: template.Context, page: Any) -> dict[str, Any]:
    """Links between the pages of a long list; nothing for a short one."""
    request: HttpRequest = context["request"]
    pages = [
        {"number": number, "url": _address(request, {"page": str(number)}) if isinstance(number, int) else ""}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "pages": pages if page.has_other_pages() else [],
        "previous": _address(request, {"page": str(page.number - 1)}) if page.has_previous() else "",
        "next": _address(request, {"page": str(page.number + 1)}) if page.has_next() else "",
    }


def _lines(table: Table, columns: list[Column]) -> Iterator[Line]:
    places = [(column, str(column.title), _css(column, index == 0)) for index, column in enumerate(columns)]
    for row in table.items:
        yield Line(
            [
                _cell(title, css, _content(column, row, opens=column.key == table.opens))
                for column, title, css in places
            ],
            # As text: a number in a template would get spaces between its thousands.
            {name: str(value) for name, value in table.row_data(row).items()} if table.row_data else {},
        )


def _cell(title: str, css: str, content: str | SafeString) -> Cell:
    return Cell(title, f"{css} cell-empty" if content == NO_DATA else css, content)


def _content(column: Column, row: Any, *, opens: bool = False) -> str | SafeString:
    value = column.value_of(row)
    text = text_of(column, row, value)
    content: str | SafeString = ""
    if callable(column.cell):
        content = column.cell(row)
    elif column.cell:
        content = get_template(column.cell).render({"row": row, "value": value, "text": text})
    content = content or text or NO_DATA
    href = column.href(row) if column.href else None
    if not href:
        return content
    return format_html('<a href="{}" data-open>{}</a>' if opens else '<a href="{}">{}</a>', href, content)


def _foot(table: Table, columns: list[Column]) -> list[Cell]:
    if not table.sums:
        return []
    texts = [words(column, table.sums.get(column.key)) for column in columns]
    if columns[0].key not in table.sums:
        texts[0] = gettext("Total")
    return [
        Cell(str(column.title), _css(column, index == 0), text)
        for index, (column, text) in enumerate(zip(columns, texts, strict=True))
    ]


def _head(column: Column, request: HttpRequest | None, sort: str, first: bool) -> Head:
    css = _css(column, first)
    if request is None or not column.sortable:
        return Head(column, css)
    way = {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, "")
    follows = f"-{column.key}" if way == "ascending" else column.key
    return Head(column, css, _address(request, {"sort": follows}, without=("page",)), way)


def _css(column: Column, first: bool) -> str:
    kind = "number" if column.is_number else column.kind
    return f"cell-{kind} cell-sticky" if first else f"cell-{kind}"


def _address(request: HttpRequest, changes: dict[str, str], without: tuple[str, ...] = ()) -> str:
    query = request.GET.copy()
    for name in (*without, "as"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"
