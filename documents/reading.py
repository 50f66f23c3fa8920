"""Days and numbers as clerks write them. What cannot be read is refused with a sentence that shows what can.

Blank text is `None`: whether an answer is required is the form's business.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DAY_EXAMPLES = "30.11.2026, 30.11.26, 2026-11-30, 30 ноября 2026, 30 қараша 2026"
FIRST_YEAR, LAST_YEAR = 1900, 2100
# 30.11.69 is 2069, 30.11.70 is 1970: nobody plans further, few papers are older.
PIVOT = 70
MOST_DIGITS = 15
BEYOND = 10**MOST_DIGITS
LONGEST_ROW_NUMBER = 18

UNREADABLE_DAY = _("“%(value)s” cannot be read as a day. Write it like one of these: %(examples)s.")
IMPOSSIBLE_DAY = _(
    "There is no such day in the calendar: “%(value)s”. Check the day, the month and the year, for example: %(examples)s."
)
UNREADABLE_WHOLE = _("“%(value)s” cannot be read as a whole number. Write it like 1 234.")
NOT_WHOLE = _("“%(value)s” is not a whole number. Write it without a fraction, like 1 234.")
UNREADABLE_NUMBER = _("“%(value)s” cannot be read as a number. Write it like 1 234 or 12,5.")
TOO_LARGE = _("“%(value)s” is too large a number.")

# Kazakh letters as they are typed on a keyboard that lacks them, and the Latin i that stands in for the Kazakh one.
PLAIN_LETTERS = str.maketrans("әғқңөұүһіiё", "агкноуухиие")

# Stems: Russian and Kazakh decline. Longer ones first where one begins another.
MONTH_STEMS = (
    ("январ", "кантар"),
    ("феврал", "акпан"),
    ("март", "наурыз"),
    ("апрел", "сауир"),
    ("май", "мая", "мае", "мамыр"),
    ("июн", "маусым"),
    ("июл", "шилде"),
    ("август", "тамыз"),
    ("сентябр", "кыркуйек", "кыркуйег"),
    ("октябр", "казан"),
    ("ноябр", "караша"),
    ("декабр", "желтоксан"),
)
SHORT_MONTHS = {
    "янв": 1, "фев": 2, "февр": 2, "мар": 3, "апр": 4, "авг": 8, "сен": 9, "сент": 9, "окт": 10, "ноя": 11,
    "нояб": 11, "дек": 12,
    "кан": 1, "акп": 2, "нау": 3, "сау": 4, "мам": 5, "мау": 6, "шил": 7, "там": 8, "кыр": 9, "каз": 10, "кар": 11,
    "жел": 12,
}  # fmt: skip
# Words that stand beside a day and say nothing new: "года", "жылғы", days of the week.
FILLERS = re.compile(
    r"(?:гг?|год[а-я]*|ж|жыл[а-я]*|понедельник|вторник|сред[аыу]|четверг|пятниц[аыу]|суббот[аыу]|воскресенье"
    r"|дуйсенби|сейсенби|сарсенби|бейсенби|жума|сенби|жексенби)"
)
QUOTES = str.maketrans(dict.fromkeys("«»„“”\"'", " "))
DAY_TEXT = re.compile(r"[0-9а-я .,/\-]+")
TOKEN = re.compile(r"[0-9]+|[а-я]+")
# As nearly every number is written, by people and by ourselves: nothing of it needs to be folded.
PLAIN = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:\u00a0[0-9]{3}){1,4}")
GROUPED = re.compile(r"([-+]?)([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")


def read_date(value: str | date | None) -> date | None:
    """ValidationError with the code "unreadable" for what is no day at all, "impossible" for 31.02.2026."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    text = _folded(str(value))
    if not text:
        return None
    parts = _day_parts(text)
    if parts is None:
        raise _error(UNREADABLE_DAY, "unreadable", value, examples=DAY_EXAMPLES)
    year, month, day = parts
    try:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError
        return date(year, month, day)
    except ValueError as error:
        raise _error(IMPOSSIBLE_DAY, "impossible", value, examples=DAY_EXAMPLES) from error


def read_integer(value: str | float | Decimal | None) -> int | None:
    """1 234, with any kind of space; 12,0 is twelve, 12,5 is refused with the code "not_whole"."""
    if type(value) is int and -BEYOND < value < BEYOND:
        return value
    if type(value) is str and PLAIN.fullmatch(value):
        return int(value.replace("\u00a0", ""))
    number = _number(value, UNREADABLE_WHOLE)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise _error(NOT_WHOLE, "not_whole", value)
    return int(number)


def row_number(text: str) -> int | None:
    """The number of a row as an address or a hidden field carries it; None for what no database counts to."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ROW_NUMBER else None


def read_decimal(value: str | float | Decimal | None) -> Decimal | None:
    """12,5 or 12.5 or 1 234,56"""
    return _number(value, UNREADABLE_NUMBER)


def _number(value: Any, sentence: Any) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, (bool, date, datetime)):
        raise _error(sentence, "unreadable", value)
    if isinstance(value, float):
        # A spreadsheet keeps 0.1 + 0.2; people wrote 0,3.
        value = f"{value:.15g}" if "e" not in f"{value:.15g}" else f"{value:f}"
    text = " ".join(unicodedata.normalize("NFKC", str(value)).replace("\u2212", "-").split())
    if not text:
        return None
    match = GROUPED.fullmatch(text)
    if match is None:
        raise _error(sentence, "unreadable", value)
    sign, whole, fraction = match.groups()
    whole = whole.replace(" ", "")
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise _error(TOO_LARGE, "too_large", value)
    return Decimal(f"{sign}{whole}.{fraction or 0}") if fraction else Decimal(sign + whole)


def _folded(text: str) -> str:
    """Small letters, plain spaces, no quotation marks: «30» ноября, 30 ноября with spaces that do not break."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(PLAIN_LETTERS).translate(QUOTES)
    text = text.translate(dict.fromkeys(map(ord, "\u2010\u2013\u2014\u2212"), "-"))
    return " ".join(text.split())


def _day_parts(text: str) -> tuple[int, int, int] | None:
    """Year, month, day as written, not yet looked up in the calendar; None when the text is not of that shape."""
    if not DAY_TEXT.fullmatch(text) or text[0] in "-/":
        return None
    tokens = [token for token in TOKEN.findall(text) if not FILLERS.fullmatch(token)]
    if len(tokens) == 1 and len(tokens[0]) == 8 and tokens[0].isdigit():
        return _run_together(tokens[0])
    if len(tokens) != 3:
        return None
    months = [_month(token) for token in tokens]
    named = [index for index, month in enumerate(months) if month]
    if not named:
        return _three_numbers(tokens)
    if len(named) > 1 or not all(token.isdigit() for index, token in enumerate(tokens) if index != named[0]):
        return None
    first, second = (token for index, token in enumerate(tokens) if index != named[0])
    year, day = (first, second) if len(first) == 4 else (second, first)
    return _checked(year, str(months[named[0]]), day)


def _three_numbers(tokens: list[str]) -> tuple[int, int, int] | None:
    if not all(token.isdigit() for token in tokens):
        return None
    if len(tokens[0]) == 4:
        return _checked(*tokens)
    return _checked(*reversed(tokens))


def _checked(year: str, month: str, day: str) -> tuple[int, int, int] | None:
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    full = int(year)
    if len(year) == 2:
        full += 2000 if full < PIVOT else 1900
    return full, int(month), int(day)


def _run_together(digits: str) -> tuple[int, int, int]:
    """30112026, from a keypad of digits alone; 20261130 where the first reading gives no year."""
    year = int(digits[4:])
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year, int(digits[2:4]), int(digits[:2])
    return int(digits[:4]), int(digits[4:6]), int(digits[6:])


def _month(token: str) -> int | None:
    if token in SHORT_MONTHS:
        return SHORT_MONTHS[token]
    for number, stems in enumerate(MONTH_STEMS, start=1):
        if token.startswith(stems):
            return number
    return None


def _error(sentence: Any, code: str, value: Any, **params: str) -> ValidationError:
    shown = str(value).strip()
    params["value"] = shown if len(shown) <= 60 else shown[:59] + "…"
    return ValidationError(sentence, code=code, params=params)
