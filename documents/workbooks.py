"""What every Excel file that leaves the house has in common: its cells are text or numbers, never formulas."""

import re
from typing import Any

from django.utils.translation import get_language

# Text stays text whatever it begins with. Together with `write_text` this keeps `<f>` out of the file.
SAFE_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
CELL_LIMIT = 32_767
FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def write_text(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Never `sheet.write`, which guesses. A text longer than Excel can hold ends in an ellipsis; unmended, it
    would be left out without a word."""
    if len(text) > CELL_LIMIT:
        text = text[: CELL_LIMIT - 1] + "…"
    sheet.write_string(row, column, text, style)


def sheet_name(name: str) -> str:
    return FORBIDDEN_IN_SHEET_NAME.sub(" ", name)[:31] or "table"


def document_language() -> str:
    """The language that Word and Excel check the spelling in."""
    return {"kk": "kk-KZ"}.get((get_language() or "")[:2], "ru-RU")
