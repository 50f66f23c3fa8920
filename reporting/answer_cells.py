"""Cells of a spreadsheet against the answers of one draft: what a filled one would change, whichever form it is of."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from documents.columns import Field, Record, RowError
from documents.spreadsheets import cell_text
from reporting.round_trip import Difference, Incoming

DASHES = frozenset("-–—−")


class AnswerCells:
    """An empty cell changes nothing, a dash removes. `fields`: of the form, by their names in the draft."""

    def __init__(self, fields: Mapping[str, forms.Field], incoming: Incoming) -> None:
        self.fields, self.incoming = fields, incoming
        self.before = dict(incoming.data)

    def as_typed(self, name: str, cell: Any, text: str) -> str:
        """What the form would have had typed; raises for what it would refuse."""
        raise NotImplementedError

    def shown(self, name: str, text: str) -> str:
        """What was typed, as people read it."""
        return text

    def refuse(self, row: int, column: Any, message: str) -> None:
        title = column.title if isinstance(column, Field) else column
        self.incoming.errors.append(RowError(row, str(title), message))

    def put(self, row: int, name: str, cell: Any, *, title: str, column: Any) -> None:
        text = cell_text(cell).strip()
        if not text:
            return
        before = str(self.before.get(name) or "")
        try:
            after = "" if text in DASHES else self.as_typed(name, cell, text)
        except ValidationError as error:
            self.refuse(row, column, error.messages[0])
            return
        if self._same(name, before, after):
            self.incoming.unchanged += bool(after)
            return
        self.incoming.data[name] = after
        shown = (self.shown(name, before), self.shown(name, after))
        self.incoming.differences.append(Difference(row, title, str(column), *shown))

    def _same(self, name: str, before: str, after: str) -> bool:
        """1 234 and 1234 are one answer."""
        before, after = before.strip(), after.strip()
        if before == after or not before or not after or name not in self.fields:
            return before == after
        field = self.fields[name]
        try:
            return bool(field.to_python(before) == field.to_python(after))
        except ValidationError:
            return False

    def put_records(
        self,
        records: Iterable[Record],
        *,
        titles: Mapping[str, str],
        code: Field,
        value: Field,
        unknown: str,
        known: Container[str] | None = None,
    ) -> None:
        """Of a sheet with a row for each answer: rows are known by their codes. `unknown`: the sentence for a code that
        there is not, with a place for it."""
        seen: dict[str, int] = {}
        for record in records:
            name = record.values.get("code")
            if name is None:
                continue
            if name not in (titles if known is None else known):
                self.refuse(record.number, code, unknown.format(code=name))
            elif name in seen:
                sentence = gettext("“{name}” stands in row {row} already.").format(name=titles[name], row=seen[name])
                self.refuse(record.number, code, sentence)
            else:
                seen[name] = record.number
                self.put(record.number, name, record.values.get("value"), title=titles[name], column=value.title)
