"""A table as a file. Each renderer writes bytes from the same records; the page is drawn by `table_html`."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from documents import word, xlsx
from documents.tables import Table

# What a spreadsheet program may take for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\ufeff"


@dataclass(frozen=True)
class Format:
    render: Callable[[Table], bytes]
    content_type: str
    binary: bool = False


def to_json(table: Table) -> bytes:
    """The shape of the contract: keys are stable, days ISO, no data is null; titles follow the language."""
    answer = {
        "name": table.name,
        "title": str(table.title),
        "as_of": table.as_of,
        "columns": [{"key": column.key, "title": str(column.title)} for column in table.columns],
        "rows": list(table.records()),
        "totals": table.sums,
        "note": str(table.note),
    }
    return json.dumps(answer, ensure_ascii=False, indent=1, default=_json_value).encode() + b"\n"


def to_csv(table: Table) -> bytes:
    """For scripts: the stable keys above, the same plain values as JSON below. The mark at the beginning lets
    Excel see that it is UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.key for column in table.columns)
    for record in table.records():
        writer.writerow(_csv_value(value) for value in record.values())
    return (BOM + text.getvalue()).encode()


FORMATS: Mapping[str, Format] = {
    "json": Format(to_json, "application/json"),
    "csv": Format(to_csv, "text/csv; charset=utf-8"),
    "xlsx": Format(xlsx.render, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", binary=True),
    "docx": Format(word.render, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", binary=True),
}


def file_name(table: Table, extension: str) -> str:
    """`obligations-2023-09-04.xlsx`: nothing personal, nothing that a disk refuses."""
    parts = [slugify(table.name), table.as_of.isoformat() if table.as_of else ""]
    return "-".join(filter(None, parts)) + "." + extension


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A table cannot hold {value!r}")


def _csv_value(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value if value.startswith(FORMULA_STARTS) else value
    return value if isinstance(value, (int, float)) else _json_value(value)
