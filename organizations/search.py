"""Folding of names, so that a search finds what a person means in either alphabet.

Used for matching only, never for output. The folded text is stored beside the organization, which makes
the same search work on SQLite and PostgreSQL.
"""

import re
import unicodedata
from collections.abc import Iterable

# Kazakh letters to the Russian ones people type instead, then Latin look-alikes to Cyrillic.
KAZAKH = str.maketrans("әғқңөұүһіё", "агкноуухие")
LATIN = str.maketrans("abcehikmoptxy", "авсеникмортху")
SEPARATORS = re.compile(r"[^\w]+")
PHONE = re.compile(r"^\+?[\d\s()\-.]{5,}$")


def fold(text: str) -> str:
    """Lower case, Kazakh letters and Latin look-alikes as Russian ones, punctuation as single spaces.

    "Ұлытау" and "улытау", «Қорғау» and "Kopгay" (typed with Latin look-alikes) fold to the same text.
    """
    lowered = unicodedata.normalize("NFC", text).lower()
    return SEPARATORS.sub(" ", lowered.translate(KAZAKH).translate(LATIN)).strip()


def fold_phone(text: str) -> str:
    """The last ten digits: +7 701 …, 8 701 … and 701 … are one number in Kazakhstan."""
    return re.sub(r"\D", "", text)[-10:]


def searchable(names: Iterable[str], phones: Iterable[str]) -> str:
    """The text kept beside an organization: each name once, folded, then telephone numbers."""
    return " ".join([*dict.fromkeys(map(fold, filter(None, names))), *map(fold_phone, filter(None, phones))])


def needles(query: str) -> list[str]:
    """What must each be found in the folded text: a telephone number as digits, otherwise word by word."""
    if PHONE.match(query.strip()):
        return [fold_phone(query)]
    return fold(query).split()
