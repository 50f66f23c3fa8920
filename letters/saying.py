"""How a value reads in a letter: one fact, said in Russian and in Kazakh. Nothing here puts sentences together."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from documents.cells import NBSP, NO_DATA, grouped
from documents.dates import day_of, long_day, short_day
from letters.facts import Figure, Spoken, Two, Unknown

# Stand around a value in the written letter: begin, number of the mark, text, end. Word knows no such letters, and
# `clean` takes them out of whatever people typed.
BEGIN, MIDDLE, END = "\ue000", "\ue001", "\ue002"
UNSPEAKABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ue000-\ue002\ufffe\uffff]")
# Of that month: the ending goes by the vowels of the name.
OF_MONTH = (
    "қаңтардағы", "ақпандағы", "наурыздағы", "сәуірдегі", "мамырдағы", "маусымдағы",
    "шілдедегі", "тамыздағы", "қыркүйектегі", "қазандағы", "қарашадағы", "желтоқсандағы",
)  # fmt: skip
SPELLED = {"ru": "d MMMM y 'года'", "kk": "y 'жылғы' d MMMM"}


def clean(text: str) -> str:
    """Without the characters that XML cannot carry; a tab is a space, a new line stays."""
    return UNSPEAKABLE.sub("", text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))


def text_in(language: str, value: Any) -> str:
    """Any words, in the language of the letter."""
    if isinstance(value, Two):
        value = value.in_language(language)
    elif isinstance(value, Spoken):
        with translation.override(language):
            value = value.say(language)
    elif isinstance(value, Promise):
        with translation.override(language):
            value = str(value)
    return clean(str(value))


def said(figure: Figure, language: str) -> str:
    value = figure.value
    if isinstance(value, bool):
        with translation.override(language):
            return _("yes") if value else _("no")
    if isinstance(value, date):
        return long_day(value, language)
    if isinstance(value, (int, float, Decimal)):
        return _number(figure, value)
    return text_in(language, value)


def _number(figure: Figure, value: float | Decimal) -> str:
    if figure.kind == "percent":
        return grouped(Decimal(str(value)) * 100, figure.places) + NBSP + "%"
    whole = figure.kind == "integer" or (not figure.kind and isinstance(value, int))
    return grouped(value, 0 if whole else figure.places)


@dataclass(frozen=True)
class Shown:
    """A fact where a template prints it. It compares and counts by its value; printed, it bears its mark."""

    figure: Figure | Unknown
    language: str
    path: str
    mark: int
    words: str | None = None

    @property
    def is_unknown(self) -> bool:
        return isinstance(self.figure, Unknown)

    @property
    def value(self) -> Any:
        if isinstance(self.figure, Unknown):
            return None
        value = self.figure.value
        return value if isinstance(value, (int, float, Decimal, date)) else text_in(self.language, value)

    @property
    def text(self) -> str:
        if self.words is not None:
            return self.words
        if isinstance(self.figure, Unknown):
            return text_in(self.language, self.figure.what)
        return said(self.figure, self.language)

    def as_words(self, words: str) -> "Shown":
        """The same fact in other words, unless it is unknown and has none."""
        return self if self.is_unknown else replace(self, words=words)

    def __html__(self) -> Markup:
        text = self.text.strip()
        if "\n" in text:
            # Paragraphs of their own; a mark cannot lie over several.
            return Markup("\a").join(re.sub(r"\n+", "\n", text).split("\n"))
        return Markup("{}{}{}{}{}").format(BEGIN, self.mark, MIDDLE, text, END) if text else Markup("")

    def __str__(self) -> str:
        return str(self.__html__())

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == _plain(other))

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: Any) -> bool:
        return bool(self.value is not None and self.value < _plain(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.value is not None and self.value > _plain(other))

    def __le__(self, other: Any) -> bool:
        return self < other or self == other

    def __ge__(self, other: Any) -> bool:
        return self > other or self == other


def _plain(other: Any) -> Any:
    return other.value if isinstance(other, Shown) else other


# --- Filters of templates -------------------------------------------------------------------------------------------


def short(shown: Any) -> Any:
    """04.09.2023"""
    return shown.as_words(short_day(shown.value)) if _is_day(shown) else shown


def long(shown: Any) -> Any:
    return shown


def spelled(shown: Any) -> Any:
    """4 сентября 2023 года · 2023 жылғы 4 қыркүйек"""
    if not _is_day(shown):
        return shown
    return shown.as_words(format_date(day_of(shown.value), SPELLED[shown.language], locale=shown.language))


def dated(shown: Any) -> Any:
    """Before a noun, as in "the decree of …": 4 сентября 2023 года · 2023 жылғы 4 қыркүйектегі"""
    if not _is_day(shown) or shown.language != "kk":
        return spelled(shown)
    day = day_of(shown.value)
    return shown.as_words(f"{day.year} жылғы {day.day} {OF_MONTH[day.month - 1]}")


def ended(shown: Any, is_last: bool = True) -> Any:
    """At the end of a sentence or of an item of a list; never two dots after "2024 г."."""
    if not isinstance(shown, Shown) or shown.is_unknown:
        return f"{shown}." if is_last else f"{shown};"
    mark = "" if is_last and shown.text.endswith(".") else "." if is_last else ";"
    return shown.as_words(shown.text + mark)


def year(shown: Any) -> Any:
    return shown.as_words(str(shown.value.year)) if _is_day(shown) else shown


def plural(shown: Any, *forms: str) -> str:
    """The form that goes with the number: one, few, many in Russian; one form, or one and other, in Kazakh."""
    number = shown.value if isinstance(shown, Shown) else shown
    language = shown.language if isinstance(shown, Shown) else "ru"
    ways = {"ru": ("one", "few", "many"), "kk": ("one", "other")}[language]
    form = Locale(language).plural_form(abs(number or 0))
    place = ways.index(form) if form in ways else len(ways) - 1
    return forms[min(place, len(forms) - 1)] if forms else ""


def enumerated(items: Any, name: str = "name") -> Markup:
    """А, Б и В · А, Б, В: as each language sets its commas."""
    shown = [item[name] if isinstance(item, dict) else item for item in items]
    language = shown[0].language if shown else "ru"
    words = format_list([str(escape(one)) for one in shown], locale=language) if shown else ""
    return Markup(words)  # noqa: S704 -- each one is escaped, and commas stand between them


def changed(way: str) -> Any:
    def filtered(shown: Any) -> Any:
        if isinstance(shown, Shown):
            return shown.as_words(_capital(shown.text) if way == "capitalize" else getattr(shown.text, way)())
        return _capital(str(shown)) if way == "capitalize" else getattr(str(shown), way)()

    return filtered


def _capital(text: str) -> str:
    """The first letter alone: a name inside keeps its own."""
    return text[:1].upper() + text[1:]


def _is_day(shown: Any) -> bool:
    return isinstance(shown, Shown) and isinstance(shown.value, (date, datetime))


def default(shown: Any, words: str = NO_DATA) -> Any:
    return words if shown is None or shown == "" or (isinstance(shown, Shown) and not shown.text.strip()) else shown


FILTERS = {
    "short": short,
    "long": long,
    "spelled": spelled,
    "dated": dated,
    "ended": ended,
    "year": year,
    "plural": plural,
    "enumerated": enumerated,
    "upper": changed("upper"),
    "lower": changed("lower"),
    "capitalize": changed("capitalize"),
    "default": default,
    "length": len,
    "first": lambda items: items[0] if items else "",
    "last": lambda items: items[-1] if items else "",
}
