"""The words of a term as people write it, in Russian and Kazakh: text to tokens.

Matching is done on folded letters (қ is read as к, Latin "a" as Cyrillic "а"), because the same paper
mixes keyboards; what people wrote is kept elsewhere, as raw text.
"""

import re
import unicodedata
from typing import Literal, NamedTuple

from organizations.search import fold

Kind = Literal[
    "number", "month", "year", "quarter", "half", "year_word", "to", "and", "after", "end", "current"
]  # fmt: skip


class Token(NamedTuple):
    """One meaning; a written date becomes three of them: number, month, year."""

    kind: Kind
    value: int = 0


class UnknownWord(ValueError):
    """Something in the text is neither a number nor a word of a term."""


_DASHES = "‐‑‒–—―−﹣－"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SAME_MARKS: dict[str, str] = (
    dict.fromkeys(_DASHES, "-") | dict.fromkeys(_INVISIBLE, "") | {"ⅰ": "i", "ⅱ": "ii", "ⅲ": "iii", "ⅳ": "iv"}
)
_CLEAN = str.maketrans(_SAME_MARKS)
# What stands for I, V and X on three keyboards.
_ROMAN_LETTERS = str.maketrans("іӏlѵуyх", "iiivvvx")
_ROMAN_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {numeral: number for number, numeral in enumerate(_ROMAN_NUMERALS, start=1)}

_ORDINAL_END = re.compile(
    r"(?<=[0-9ivxіӏlхѵ])\s?-\s?"
    r"(?:[оыи]?й|о?е|о?го|о?м|о?му|а?я|ые|ых|х|[іы]?н?ш[іиы])(?![^\W\d_])"
)
# П and Ш are typed for II and III where the keyboard has no Latin letters at hand.
_TYPED_ROMAN = re.compile(r"(?<![^\W_])[пш](?=[\s-]*(?:кв|то[кқ]|полуг|жарты))")
_TWO_WORD_HALF = re.compile(r"жарты\s+(?=жылд)")

_RU_SOFT = r"(?:ь|я|е|ю|ем)?"
_RU_HARD = r"(?:а|е|у|ом)?"
_KK_CASE = r"(?:с?[ыи])?(?:н?[дт][ае]|[ндт][ыи]н|[ндт][ае]н|[гк][ае]|н[ае])?"
_MONTHS = (
    rf"янв(?:ар{_RU_SOFT})?|кан(?:тар{_KK_CASE})?",
    rf"фев(?:р(?:ал{_RU_SOFT})?)?|акп(?:ан{_KK_CASE})?",
    rf"мар(?:т{_RU_HARD})?|нау(?:рыз{_KK_CASE})?",
    rf"апр(?:ел{_RU_SOFT})?|сау(?:ир{_KK_CASE})?",
    rf"ма(?:й|я|е|ю|ем)|мам(?:ыр{_KK_CASE})?",
    rf"июн{_RU_SOFT}|мау(?:сым{_KK_CASE})?",
    rf"июл{_RU_SOFT}|шил(?:де{_KK_CASE})?",
    rf"авг(?:уст{_RU_HARD})?|там(?:ыз{_KK_CASE})?",
    rf"сен(?:т(?:ябр{_RU_SOFT})?)?|кыр(?:куйе[кг]{_KK_CASE})?",
    rf"окт(?:ябр{_RU_SOFT})?|каз(?:ан{_KK_CASE})?",
    rf"ноя(?:б(?:р{_RU_SOFT})?)?|кар(?:аша{_KK_CASE})?",
    rf"дек(?:абр{_RU_SOFT})?|жел(?:токсан{_KK_CASE})?",
)
_ORDINALS = (
    r"перв(?:ый|ом|ого|ое|ая)|биринши",
    r"втор(?:ой|ом|ого|ое|ая)|екинши",
    r"трет(?:ий|ьем|ьего|ье|ья)|ушинши",
    r"четверт(?:ый|ом|ого|ое|ая)|тортинши",
)
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("quarter", rf"кв|квартал(?:а|ы|е|у|ом|ов|ах|ам)?|токс?|токсан(?:дар)?{_KK_CASE}"),
    ("half", rf"полуг|полугоди(?:е|я|и|ю|ем|й|ях)|жартыжылды[кг]{_KK_CASE}"),
    ("year_word", r"гг?|год(?:а|у|е|ом|ы|ов|ах)?|жж?|жыл(?:дар)?(?:ы|гы|да|дын|дан|га|ында|ынын)?"),
    ("to", r"по|до"),
    ("and", r"и|мен|пен|бен|жане"),
    ("after", r"после|кейин"),
    ("end", r"кон(?:ец|це|цу|ца)|сон(?:ы|ында)"),
    ("current", r"т|тек|текущ(?:ий|его|ем|ему)|агымдагы|биыл(?:гы)?|осы"),
)
_WORDS: tuple[tuple[Token, re.Pattern[str]], ...] = (
    *((Token("month", n), re.compile(pattern)) for n, pattern in enumerate(_MONTHS, start=1)),
    *((Token("number", n), re.compile(pattern)) for n, pattern in enumerate(_ORDINALS, start=1)),
    *((Token(kind), re.compile(pattern)) for kind, pattern in _KINDS),
)
_FILLER = re.compile(
    r"во?|со?|на|мес|месяц(?:ы|а|е|ев|ах)?|периоде?|течени[ие]"
    r"|ай(?:лар)?(?:ы|да|дын|ында|ынын)?|ишинде|аралыгында"
)
_ROMAN_BEFORE_WORD = re.compile(r"([iіӏlvѵуx]+)((?:кв|ток).*)")

_PIECE = re.compile(
    r"""
    (?P<iso>(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})
        (?:-(?P<iso_day>[0-9]{2})(?![0-9])|(?![0-9-])))
  | (?P<date>(?P<day>[0-9]{1,2})\s*[./]\s*(?P<month>[0-9]{1,2}|[ivxіӏlх]{1,4})
        \s*[./]\s*(?P<year>[0-9]{4})(?![0-9]))
  | (?P<dashed>(?P<day2>[0-9]{1,2})-(?P<month2>[0-9]{1,2})-(?P<year2>[0-9]{4})(?![0-9]))
  | (?P<month_year>(?P<month3>[0-9]{1,2})\s*[./]\s*(?P<year3>[0-9]{4})(?![0-9]))
  | (?P<day_month>(?P<day4>[0-9]{1,2})\.(?P<month4>[0-9]{1,2})(?![0-9]))
  | (?P<number>[0-9]+)
  | (?P<word>[^\W\d_]+)
  | (?P<mark>[-,])
  | (?P<nothing>[\s.()«»"]+)
  | (?P<unknown>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_DATE_GROUPS = {
    "iso": ("iso_day", "iso_month", "iso_year"),
    "date": ("day", "month", "year"),
    "dashed": ("day2", "month2", "year2"),
    "month_year": ("", "month3", "year3"),
    "day_month": ("day4", "month4", ""),
}


def tokens_of(text: str) -> list[Token]:
    """The meanings in the text, in order; UnknownWord when something else is there."""
    tokens: list[Token] = []
    for found in _PIECE.finditer(_clean(text)):
        for token in _tokens_in(found):
            # "4-тоқсан", "13-қазан", "2024-жыл": this dash joins a number to its noun.
            if found.lastgroup == "word" and _is_hyphen(tokens, token):
                tokens.pop()
            tokens.append(token)
    return tokens


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower().translate(_CLEAN)
    text = _TYPED_ROMAN.sub(lambda found: "ii" if found.group() == "п" else "iii", text)
    return _TWO_WORD_HALF.sub("жарты", _ORDINAL_END.sub("", text))


def _is_hyphen(before: list[Token], noun: Token) -> bool:
    if len(before) < 2 or before[-1].kind != "to":
        return False
    numbered = before[-2].kind
    return (numbered == "number" and noun.kind in ("month", "quarter", "half")) or (
        numbered == "year" and noun.kind == "year_word"
    )


def _tokens_in(found: re.Match[str]) -> list[Token]:
    group, text = found.lastgroup, found.group()
    if group in _DATE_GROUPS:
        return _date_tokens(found, *_DATE_GROUPS[group])
    if group == "number":
        return [_number_token(text)]
    if group == "word":
        return _word_tokens(text)
    if group == "mark":
        return [Token("to" if text == "-" else "and")]
    if group == "nothing":
        return []
    raise UnknownWord(text)


def _date_tokens(found: re.Match[str], day: str, month: str, year: str) -> list[Token]:
    tokens = []
    if day and found[day]:
        tokens.append(Token("number", int(found[day])))
    tokens.append(Token("month", _month_number(found[month])))
    if year:
        tokens.append(Token("year", int(found[year])))
    return tokens


def _month_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    number = _ROMAN.get(text.translate(_ROMAN_LETTERS))
    if number is None:
        raise UnknownWord(text)
    return number


def _number_token(text: str) -> Token:
    if len(text) == 4:
        return Token("year", int(text))
    if len(text) > 2:
        raise UnknownWord(text)
    return Token("number", int(text))


def _word_tokens(word: str) -> list[Token]:
    if (number := _roman(word)) is not None:
        return [Token("number", number)]
    folded = fold(word)
    if _FILLER.fullmatch(folded):
        return []
    for token, pattern in _WORDS:
        if pattern.fullmatch(folded):
            return [token]
    if glued := _ROMAN_BEFORE_WORD.fullmatch(word):  # "IVкв"
        return _word_tokens(glued[1]) + _word_tokens(glued[2])
    raise UnknownWord(word)


def _roman(word: str) -> int | None:
    """I to XII; a lone letter counts only where it cannot be a word: "и" and "у" are words."""
    if len(word) == 1 and word not in "iіӏlv":
        return None
    return _ROMAN.get(word.translate(_ROMAN_LETTERS))
