"""Reading a table that is nobody's template: its columns are found by the words of their heads.

Above the head may stand titles, the head itself may take two rows (merged cells), be repeated on every printed page,
and be followed by a row that numbers the columns; columns may stand in any order.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.columns import Field, Reading, Record, in_all_languages, read_values
from documents.reading import PLAIN_LETTERS
from documents.sheet_scan import column_letters
from documents.spreadsheets import Row, cell_text

HEAD_WITHIN = 40
WORD = re.compile(r"[^\W_]+|№")


def read_by_heads(rows: Sequence[Row], fields: Sequence[Field]) -> Reading:
    """Rows below the head, as records. Raises ValidationError (no_header, twice, missing_column, unknown_column)."""
    place, heads = _find_head(rows, fields)
    positions = _positions(heads, fields)
    body = [row for row in rows[place:] if not _is_no_data(row, heads)]
    _refuse_unknown(heads, positions, body)
    reading = Reading()
    for row in body:
        reading.records.append(Record(row.number, read_values(row, fields, positions, reading)))
    return reading


def recognised(head: str, fields: Sequence[Field]) -> Field | None:
    """The field whose title this is; else the one most of whose words it bears, the earlier of two."""
    words = folded_words(head)
    if not words:
        return None
    for field in fields:
        if any(words == folded_words(title) for title in in_all_languages(field.title)):
            return field
    found = [(len(stems), field) for field in fields for stems in field.known_as if _bears(words, stems)]
    return max(found, key=lambda one: one[0])[1] if found else None


def folded_words(text: str) -> list[str]:
    """Small letters, Kazakh ones as they are typed on a keyboard that lacks them, hyphenated line ends joined."""
    text = unicodedata.normalize("NFKC", text.replace("№", " № ")).replace("\u00ad", "").replace("-\n", "")
    return WORD.findall(text.replace("No", "№").casefold().translate(PLAIN_LETTERS))


def _bears(words: Sequence[str], stems: Sequence[str]) -> bool:
    """Beginnings of words; one or two letters are a word of their own, as in "№ п/п"."""
    return all(any(word == stem if len(stem) < 3 else word.startswith(stem) for word in words) for stem in stems)


def _find_head(rows: Sequence[Row], fields: Sequence[Field]) -> tuple[int, list[str]]:
    """Where the rows of data begin, and the head of each column. One row is a head before two are."""
    required = {field.code for field in fields if not field.optional}
    best: tuple[int, int, list[str]] = (0, 0, [])
    for index, row in enumerate(rows[:HEAD_WITHIN]):
        for depth in (1, 2) if _filled(row) > 1 else ():  # a title stands alone in its row
            heads = _heads(rows[index : index + depth])
            codes = {field.code for head in heads if (field := recognised(head, fields))}
            if len(codes) > best[0] and codes >= required:
                best = (len(codes), index + depth, heads)
    count, place, heads = best
    if not count:
        raise ValidationError(
            _(
                "The row with the names of the columns was not found. Needed are: %(columns)s. Download the template, or name the columns so."
            ),
            code="no_header",
            params={"columns": ", ".join(str(field.title) for field in fields if not field.optional)},
        )
    return place, heads


def _filled(row: Row) -> int:
    return sum(cell is not None for cell in row.cells)


def _heads(rows: Sequence[Row]) -> list[str]:
    """The words above each column; a merged cell of the upper row stands above all of its columns."""
    width = max(len(row.cells) for row in rows)
    heads = [cell_text(rows[0].cell(index)) for index in range(width)]
    if len(rows) == 1:
        return heads
    above, joined = "", []
    for index, head in enumerate(heads):
        below = cell_text(rows[1].cell(index))
        above = head or (above if below else "")
        joined.append(f"{above} {below}".strip())
    return joined


def _positions(heads: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    positions: dict[str, int] = {}
    for index, head in enumerate(heads):
        field = recognised(head, fields)
        if field is None:
            continue
        if field.code in positions:
            one, other = (f"“{heads[place]}” ({column_letters(place + 1)})" for place in (positions[field.code], index))
            raise ValidationError(
                _("The columns %(one)s and %(other)s are both taken for “%(title)s”. Leave one of them."),
                code="twice",
                params={"one": one, "other": other, "title": field.title},
            )
        positions[field.code] = index
    return positions


def _refuse_unknown(heads: Sequence[str], positions: Mapping[str, int], body: Sequence[Row]) -> None:
    """Every column that holds something and is none of ours, all of them at once."""
    width = max((len(row.cells) for row in body), default=len(heads))
    unknown = []
    for index in sorted(set(range(width)) - set(positions.values())):
        if any(row.cell(index) is not None for row in body):
            head = heads[index] if index < len(heads) else ""
            unknown.append(f"“{head or '…'}” ({column_letters(index + 1)})")
    if unknown:
        raise ValidationError(
            _("Unknown columns: %(columns)s. Remove them: what stands in them would be lost."),
            code="unknown_column",
            params={"columns": ", ".join(unknown)},
        )


def _is_no_data(row: Row, heads: Sequence[str]) -> bool:
    """The head once more, at the top of a printed page; or the row that numbers the columns."""
    filled = [(index, cell) for index, cell in enumerate(row.cells) if cell is not None]
    texts = [cell_text(cell) for _index, cell in filled]
    above = [heads[index] if index < len(heads) else "" for index, _cell in filled]
    if len(texts) > 1 and all(text in head for text, head in zip(texts, above, strict=True)):
        return True
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]
