"""The registry from a spreadsheet: read, shown as a difference, then all of it or nothing.

`read_file` gives records, `dry_run` says what they would do, `import_registry` does it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import tablib
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from documents.columns import Reading, Record, RowError, read_columns
from documents.csv_files import read_csv_rows
from documents.uploads import kind_by_name
from documents.workbook_templates import read_template
from organizations.imports.columns import FIELDS, TEMPLATE, TITLES
from organizations.imports.plans import Outcome
from organizations.imports.present import Present
from organizations.imports.resource import RegistryResource

CODES = [field.code for field in FIELDS]
NUMBER = "#"


class Refused(Exception):
    """The file as a whole is not taken; `errors` say why, row by row."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("; ".join(map(str, errors[:10])))
        self.errors = errors


def read_file(file: File) -> Reading:
    """Raises ValidationError for a file that cannot be read as a whole."""
    if kind_by_name(file.name or "") == "csv":
        return read_columns(read_csv_rows(file), FIELDS)
    return read_template(file, TEMPLATE)


def dry_run(records: list[Record], *, by: Any, at: datetime, scope: Any = None) -> Outcome:
    """What the records would do. Nothing is written."""
    return _run(records, by=by, at=at, scope=scope, reason="", dry=True)


def import_registry(
    rows: Iterable[Mapping[str, Any]], *, by: Any, at: datetime, scope: Any = None, reason: str = ""
) -> Outcome:
    """All rows or none, with paths, placements, chairs, search and history. Raises Refused.

    `rows` are values by the codes of the columns, as `read_file` reads them; `scope` is whose eyes the registry is
    seen with (default: `by`), WHOLE_UNION while nobody holds an office yet.
    """
    records = [Record(number, dict(row)) for number, row in enumerate(rows, start=2)]
    return import_records(records, by=by, at=at, scope=scope, reason=reason)


class Different(Exception):
    """The registry is no longer what the difference was shown for; nothing was saved."""


def import_records(
    records: list[Record], *, by: Any, at: datetime, scope: Any = None, reason: str = "", shown: str = ""
) -> Outcome:
    """`shown` is the fingerprint of what was confirmed: anything else raises Different."""
    with transaction.atomic():
        reason = reason or _("Import of the registry")
        outcome = _run(records, by=by, at=at, scope=scope, reason=reason, dry=False, shown=shown)
        if outcome.errors:
            raise Refused(outcome.errors)
        if shown and outcome.fingerprint != shown:
            raise Different
    return outcome


def _run(
    records: list[Record], *, by: Any, at: datetime, scope: Any, reason: str, dry: bool, shown: str = ""
) -> Outcome:
    errors = _doubled(records)
    ordered = _parents_first(records)
    present = Present(by if scope is None else scope)
    resource = RegistryResource(present, by=by, at=at, reason=reason, dry=dry, shown=shown)
    resource.expect({record.values.get("code") or "" for record in records})
    rows = [[record.number, *(record.values.get(code) for code in CODES)] for record in ordered]
    # Doubled codes are said first: the second row would be taken for a change of the first.
    if not errors:
        # The inner one: the outer would lock the database for a dry run. Transactions are ours.
        dataset = tablib.Dataset(*rows, headers=[NUMBER, *CODES])
        result = resource.import_data_inner(
            dataset, dry_run=dry, raise_errors=False, using_transactions=False, collect_failed_rows=False
        )
        _raise_faults(result)
        errors = [error for row in result.invalid_rows for error in _row_errors(row, ordered)]
    outcome = resource.outcome
    outcome.errors = sorted(errors, key=lambda error: error.row)
    return outcome


def _raise_faults(result: Any) -> None:
    """What is no fault of the file is an error of the program, and is not told as a row's."""
    for error in result.base_errors:
        raise error.error
    for _number, row_errors in result.row_errors():
        raise row_errors[0].error


def _row_errors(invalid: Any, ordered: list[Record]) -> Iterable[RowError]:
    number = ordered[invalid.number - 1].number
    for column, messages in invalid.error.message_dict.items():
        yield from (RowError(number, str(TITLES.get(column, column)), message) for message in messages)


def _doubled(records: list[Record]) -> list[RowError]:
    first: dict[str, int] = {}
    errors = []
    for record in records:
        code = str(record.values.get("code") or "")
        if code in first:
            message = _("the code “{code}” stands in row {row} already.").format(code=code, row=first[code])
            errors.append(RowError(record.number, str(TITLES["code"]), message))
        first.setdefault(code, record.number)
    return errors


def _parents_first(records: list[Record]) -> list[Record]:
    """Rows come in any order; a body is read after the one it stands under. Circles stay as they are, and are refused."""
    parents = {record.values.get("code"): record.values.get("parent_code") for record in records}

    def depth(code: Any) -> int:
        steps = 0
        while code in parents and steps <= len(parents):
            code, steps = parents[code], steps + 1
        return steps

    return sorted(records, key=lambda record: (depth(record.values.get("code")), record.number))
