"""Finding the columns of a spreadsheet by their stable codes, and reading each cell as what it should be.

Two kinds of trouble: with the file as a whole, raised at once as a ValidationError; with single cells, collected as
`RowError`, so that people see all of them together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _
from openpyxl.cell.cell import ERROR_CODES

from documents.reading import read_date, read_decimal, read_integer
from documents.sheet_scan import column_letters
from documents.spreadsheets import Row, cell_text
from documents.tables import Words

FieldKind: TypeAlias = Literal["text", "integer", "decimal", "date", "boolean", "choice", "cell"]
# The row of codes stands near the top, under a title and a line or two of guidance.
HEADER_WITHIN = 15


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column of a spreadsheet. `choices`: what people choose from, by the code that is kept."""

    code: str
    title: Words
    kind: FieldKind = "text"
    required: bool = False
    choices: Mapping[str, Words] = field(default_factory=dict)
    width: int = 20
    # The file may do without this column altogether.
    optional: bool = False
    # Beginnings of words by which people head this column in tables of their own: ("код",), ("дат", "проведен").
    known_as: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Codes by how people may write them: a template filled in Kazakh may be read by somebody in Russian."""
        return {
            one.casefold(): code
            for code, words in self.choices.items()
            for way in (words, code)
            for one in in_all_languages(way)
        }


@dataclass(frozen=True)
class RowError:
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return gettext("Row {row}, column “{column}”: {message}").format(
            row=self.row, column=self.column, message=self.message
        )


@dataclass(frozen=True)
class Record:
    """`values` holds every field of the file by its code; what could not be read is absent."""

    number: int
    values: dict[str, Any]


@dataclass
class Reading:
    records: list[Record] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    # What the hidden sheet of a template says; empty for other files.
    organization_code: str = ""

    def add_error(self, row: int, column: Words, message: Words) -> None:
        self.errors.append(RowError(row, str(column), str(message)))

    @property
    def sentences(self) -> list[str]:
        return [str(error) for error in self.errors]


def read_columns(rows: Sequence[Row], fields: Sequence[Field], *, blanks: bool = True) -> Reading:
    """Rows below the header, as records. The header is the first row that holds a code of a field. Without `blanks` the
    values are those of the cells that hold something."""
    place = _header_place(rows, {field.code for field in fields})
    positions = _positions(rows, place, fields)
    body = rows[place + 1 :]
    # An export has the titles under the codes; they are no data.
    if body and _is_titles(body[0], fields, positions):
        body = body[1:]
    reading = Reading()
    for row in body:
        values = read_values(row, fields, positions, reading)
        if not blanks:
            values = {code: value for code, value in values.items() if value is not None}
        reading.records.append(Record(row.number, values))
    return reading


def _header_place(rows: Sequence[Row], codes: set[str]) -> int:
    matches = [len(codes.intersection(filter(_is_text, row.cells))) for row in rows[:HEADER_WITHIN]]
    if not any(matches):
        raise ValidationError(
            _("The row with the codes of the columns is missing. Download the template anew and fill it in."),
            code="no_header",
        )
    return matches.index(max(matches))


def _positions(rows: Sequence[Row], place: int, fields: Sequence[Field]) -> dict[str, int]:
    header = rows[place]
    known = {field.code for field in fields}
    positions: dict[str, int] = {}
    for index in range(max(len(row.cells) for row in rows[place:])):
        code = header.cell(index)
        if code in positions:
            raise ValidationError(
                _("The column “%(column)s” stands in the file twice."), code="twice", params={"column": code}
            )
        if code in known:
            positions[code] = index
        else:
            _refuse_unknown(rows[place:], index)
    missing = [str(field.title) for field in fields if field.code not in positions and not field.optional]
    if missing:
        raise ValidationError(
            _("A column is missing: %(columns)s. Download the template anew and fill it in."),
            code="missing_column",
            params={"columns": ", ".join(f"“{title}”" for title in missing)},
        )
    return positions


def _refuse_unknown(rows: Sequence[Row], index: int) -> None:
    """A column without a code may be empty; as soon as anything stands in it, it is named and not ignored."""
    texts = [cell_text(row.cell(index)) for row in rows]
    if not any(texts):
        return
    under = texts[1] if len(texts) > 1 else ""
    raise ValidationError(
        _("Unknown column “%(column)s” (%(letter)s). Remove it: what stands in it would be lost."),
        code="unknown_column",
        params={"column": texts[0] or under or "…", "letter": column_letters(index + 1)},
    )


def _is_titles(row: Row, fields: Sequence[Field], positions: Mapping[str, int]) -> bool:
    """Most cells are the title of their column: whole agreement is not asked, a title may have been reworded."""
    present = [field for field in fields if field.code in positions]
    same = [field for field in present if row.cell(positions[field.code]) in in_all_languages(field.title)]
    return len(same) * 2 > len(present)


def read_values(row: Row, fields: Sequence[Field], positions: Mapping[str, int], reading: Reading) -> dict[str, Any]:
    """Each field of the file by its code; what cannot be read is told to the reading and absent."""
    values: dict[str, Any] = {}
    for one in fields:
        if (place := positions.get(one.code)) is None:
            continue
        cell = row.cell(place)
        try:
            values[one.code] = None if cell is None and not one.required else _value(one, cell)
        except ValidationError as error:
            reading.add_error(row.number, one.title, error.messages[0])
    return values


def _value(field: Field, cell: Any) -> Any:
    if isinstance(cell, str) and cell in ERROR_CODES:
        raise ValidationError(_("the cell holds the error %(value)s."), code="cell_error", params={"value": cell})
    value = None if cell is None else READERS[field.kind](field, cell)
    if value is None and field.required:
        raise ValidationError(_("the cell is empty."), code="required")
    return value


def _read_text(field: Field, cell: Any) -> str | None:
    return cell_text(cell) or None


def _read_boolean(field: Field, cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    return _chosen(
        cell, {True: (_("yes"), "да", "иә", "true", "1", "+"), False: (_("no"), "нет", "жоқ", "false", "0", "-")}
    )


def _read_choice(field: Field, cell: Any) -> str:
    found = field.spellings.get(cell_text(cell).casefold())
    if found is None:
        raise _none_of(cell, field.choices.values())
    return found


def _chosen(cell: Any, ways: Mapping[Any, Sequence[Words]]) -> Any:
    text = cell_text(cell).casefold()
    for value, written in ways.items():
        if any(text == one.casefold() for way in written for one in in_all_languages(way)):
            return value
    raise _none_of(cell, [written[0] for written in ways.values()])


def _none_of(cell: Any, accepted: Iterable[Words]) -> ValidationError:
    return ValidationError(
        _("“%(value)s” is none of the accepted values: %(accepted)s."),
        code="choice",
        params={"value": cell_text(cell), "accepted": ", ".join(map(str, accepted))},
    )


def in_all_languages(words: Words) -> set[str]:
    if not isinstance(words, Promise):
        return {words}
    found = set()
    for code, _title in settings.LANGUAGES:
        with translation.override(code):
            found.add(str(words))
    return found


def _is_text(cell: Any) -> bool:
    return isinstance(cell, str)


READERS: Mapping[FieldKind, Callable[[Field, Any], Any]] = {
    # As the cell holds it: text, number, day, ShownMonth.
    "cell": lambda field, cell: cell,
    "text": _read_text,
    "integer": lambda field, cell: read_integer(cell),
    "decimal": lambda field, cell: read_decimal(cell),
    "date": lambda field, cell: read_date(cell),
    "boolean": _read_boolean,
    "choice": _read_choice,
}
