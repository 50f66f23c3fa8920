"""Ordinal numbers of conferences, which the union writes in Roman numerals: the VII conference."""

import re

_NUMERALS = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LARGEST = 89
# Cyrillic letters that look like numerals are typed as often as the Latin ones.
_LOOK_ALIKE = str.maketrans("ХІ", "XI")


def roman(number: int) -> str:
    """From 1 to 89, `LARGEST`."""
    text = ""
    for value, letters in _NUMERALS:
        count, number = divmod(number, value)
        text += letters * count
    return text


def read_ordinal(text: str) -> int | None:
    """`VII`, `vii`, `7`, `7-я`; None for what is no number of a conference."""
    bare = re.sub(r"(?:-?\s*(?:я|ая|ші|шы))$", "", text.strip())
    if bare.isascii() and bare.isdecimal():
        return int(bare) if len(bare) < 4 and 1 <= int(bare) <= LARGEST else None
    return _BY_NUMERAL.get(bare.upper().translate(_LOOK_ALIKE))


_BY_NUMERAL = {roman(number): number for number in range(1, LARGEST + 1)}
