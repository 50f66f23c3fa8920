"""SQLite taught what PostgreSQL knows: Kazakh alphabetical order and case of Cyrillic letters."""

import re
from functools import lru_cache
from typing import Any

# The order of PostgreSQL's kk-x-icu: signs, figures, the Kazakh alphabet with the Russian letters in their places,
# Latin letters, everything else. Databases made before a change of this order need REINDEX.
SIGNS = " _-–—,;:!?./'‘’\"“”„«»()[]{}@*\\&#%+<=>|~"
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
ORDER = {letter: number for number, letter in enumerate(f"{SIGNS}0123456789{ALPHABET}abcdefghijklmnopqrstuvwxyz")}
AFTER = 0x1000


@lru_cache(maxsize=50_000)
def sort_key(text: str) -> tuple[list[int], str]:
    """Letters without regard to case; among texts of the same letters small ones come first."""
    return [ORDER.get(letter, AFTER + ord(letter)) for letter in text.lower()], text.swapcase()


def compare(left: str, right: str) -> int:
    a, b = sort_key(left), sort_key(right)
    return (a > b) - (a < b)


@lru_cache(maxsize=500)
def _like_pattern(pattern: str, escape: str) -> re.Pattern[str]:
    parts, letters = [], iter(pattern)
    for letter in letters:
        if letter == escape:
            parts.append(re.escape(next(letters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def like(pattern: str | None, value: Any, escape: str = "\\") -> bool | None:
    """SQL LIKE that folds the case of every alphabet; NULL stays NULL."""
    if pattern is None or value is None:
        return None
    return _like_pattern(pattern, escape).fullmatch(str(value)) is not None


def teach(connection: Any, **_: Any) -> None:
    if connection.vendor != "sqlite":
        return
    database = connection.connection
    database.create_collation("kk-x-icu", compare)
    database.create_function(
        "lower", 1, lambda text: text.lower() if isinstance(text, str) else text, deterministic=True
    )
    database.create_function(
        "upper", 1, lambda text: text.upper() if isinstance(text, str) else text, deterministic=True
    )
    database.create_function("like", 2, like, deterministic=True)
    database.create_function("like", 3, like, deterministic=True)
