"""The facts of a letter as a template sees them in one language, and as they are recorded when it is issued.

Both are made from the same facts and the same marks, so the two languages cannot say different figures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.facts import Facts, Figure, Listing, Row, Spoken, Two, Unknown
from letters.kinds import LetterKind, Paragraph
from letters.saying import Shown, said, text_in

LANGUAGES = ("ru", "kk")
# What every row of a list says of itself.
OF_ROW = frozenset({"number", "last", "own"})


def inside(link: str) -> str:
    """An address of this site or a place of this page, whatever the facts say."""
    return link if link.startswith(("/", "#")) and not link.startswith("//") else ""


class Fields(dict[str, Any]):
    """What a template may go through with dots; nothing else of a dict is within its reach."""


@dataclass(frozen=True)
class Mark:
    """One fact at its place in a letter: "sent.karaganda.name"."""

    path: str
    figure: Figure | Unknown

    @property
    def link(self) -> str:
        return inside(self.figure.link)

    @property
    def is_unknown(self) -> bool:
        return isinstance(self.figure, Unknown)


@dataclass(frozen=True)
class Own:
    """A paragraph that staff wrote, in both languages; `row` says about whom, where there is one for each."""

    key: str
    text: Two
    row: str = ""


@dataclass(frozen=True)
class Envelope:
    """What the letter itself is: known when it is issued. A draft has no number and no day yet."""

    title: Any
    as_of: date
    subject: Two = field(default_factory=lambda: Two("", ""))
    number: int | None = None
    issued_on: date | None = None

    def facts(self) -> Facts:
        return {
            "kind": Figure(self.title),
            "as_of": Figure(self.as_of),
            "subject": Figure(self.subject),
            "number": Unknown(_("number, when issued")) if self.number is None else Figure(str(self.number)),
            "issued_on": Unknown(_("day of issue")) if self.issued_on is None else Figure(self.issued_on),
        }


class Material:
    """Facts, paragraphs and envelope of one letter. Marks number its figures alike in both languages."""

    def __init__(self, kind: LetterKind, facts: Facts, envelope: Envelope, own: "list[Own] | tuple[Own, ...]" = ()):
        self.kind = kind
        self.facts = facts
        self.envelope = envelope
        self.own = {(one.key, one.row): one.text for one in own}
        self.marks: list[Mark] = []
        self._numbers: dict[str, int] = {}

    # --- For templates ------------------------------------------------------------------------------

    def context(self, language: str) -> Fields:
        shown = Fields({key: self._shown(fact, key, language) for key, fact in self.facts.items()})
        shown["letter"] = self._shown(self.envelope.facts(), "letter", language)
        shown["own"] = Fields(
            {one.key: self._paragraph(one, "", language) for one in self.kind.paragraphs if not one.each}
        )
        return shown

    def _shown(self, fact: Any, path: str, language: str) -> Any:
        if isinstance(fact, Listing):
            return self._listing(fact, path, language)
        if isinstance(fact, Mapping):
            return Fields({key: self._shown(one, f"{path}.{key}", language) for key, one in fact.items()})
        figure = fact if isinstance(fact, (Figure, Unknown)) else Figure(fact)
        return Shown(figure, language, path, self._mark(path, figure))

    def _listing(self, listing: Listing, path: str, language: str) -> Fields:
        rows = [
            self._row(listing, row, number, f"{path}.{row.key}", language)
            for number, row in enumerate(listing.rows, start=1)
        ]
        return Fields(
            rows=rows,
            count=self._shown(Figure(len(rows), link=listing.link), f"{path}.count", language),
            as_of=self._shown(Figure(listing.as_of, link=listing.link), f"{path}.as_of", language),
            title=self._shown(Figure(listing.title, link=listing.link), f"{path}.title", language),
            nobody=self._shown(Figure(listing.nobody, link=listing.link), f"{path}.nobody", language),
        )

    def _row(self, listing: Listing, row: Row, number: int, path: str, language: str) -> Fields:
        if set(row.values) != set(listing.fields):
            odd = sorted(set(row.values) ^ set(listing.fields))
            raise ValueError(f"Row {path}: fields named by the list and not by the row, or the other way: {odd}")
        if taken := sorted(OF_ROW & set(listing.fields)):
            raise ValueError(f"Row {path}: these names say the place of the row: {taken}")
        shown = Fields(
            {key: self._shown(_linked(one, row), f"{path}.{key}", language) for key, one in row.values.items()}
        )
        shown["number"] = str(number)
        shown["last"] = number == len(listing.rows)
        shown["own"] = Fields(
            {
                one.key: self._paragraph(one, row.key, language)
                for one in self.kind.paragraphs
                if one.each and one.each == path.removesuffix(f".{row.key}")
            }
        )
        return shown

    def _paragraph(self, paragraph: Paragraph, row: str, language: str) -> Shown:
        text = self.own.get((paragraph.key, row), Two("", ""))
        path = ".".join(filter(None, ("own", paragraph.key, row)))
        # Each language for itself: the Russian text does not stand in for a Kazakh one that nobody wrote.
        words = text.kk if language == "kk" else text.ru
        whole = Figure(text, link=f"#{path}")
        if not words.strip() and not paragraph.optional:
            unknown = Unknown(paragraph.title, link=f"#{path}")
            return Shown(unknown, language, path, self._mark(f"{path}.{language}", unknown))
        return Shown(Figure(words, link=whole.link), language, path, self._mark(path, whole))

    def _mark(self, path: str, figure: Figure | Unknown) -> int:
        if path not in self._numbers:
            self._numbers[path] = len(self.marks)
            self.marks.append(Mark(path, figure))
        return self._numbers[path]

    # --- For the record -----------------------------------------------------------------------------

    def recorded(self) -> dict[str, Any]:
        """Language-neutral facts as JSON, with the words of both languages beside each value."""
        return {
            "facts": {key: record(fact) for key, fact in self.facts.items()},
            "own": [
                {"key": key, "row": row, "ru": text.ru, "kk": text.kk} for (key, row), text in sorted(self.own.items())
            ],
        }


def _linked(fact: Any, row: Row) -> Any:
    """A bare value of a row leads where the row leads."""
    if isinstance(fact, (Figure, Unknown, Listing, Mapping)):
        return fact
    return Figure(fact, link=row.link)


def record(fact: Any) -> dict[str, Any]:
    if isinstance(fact, Listing):
        return {
            "list": {row.key: {key: record(_linked(one, row)) for key, one in row.values.items()} for row in fact.rows},
            "order": [row.key for row in fact.rows],
            "as_of": fact.as_of.isoformat(),
            "title": _both(fact.title),
            "fields": {key: _both(words) for key, words in fact.fields.items() if not isinstance(words, Mapping)},
            "link": inside(fact.link),
        }
    if isinstance(fact, Mapping):
        return {"group": {key: record(one) for key, one in fact.items()}}
    if isinstance(fact, Unknown):
        return {"unknown": _both(fact.what), "link": inside(fact.link)}
    figure = fact if isinstance(fact, Figure) else Figure(fact)
    return {
        "value": _plain(figure.value),
        **{language: said(figure, language) for language in LANGUAGES},
        "link": inside(figure.link),
    }


def _both(words: Any) -> dict[str, str]:
    return {language: text_in(language, words) for language in LANGUAGES}


def _plain(value: Any) -> Any:
    """What a script may count with; words are words of both languages, said beside it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (Two, Spoken, Promise)):
        return None
    return value


# --- What a template may name ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """A field by its path, with what it says at present."""

    path: str
    words: str
    present: str


def shape(material: Material) -> dict[str, Any]:
    """Names a template may use: dicts of names, `[names of a row]` for rows of a list, None for a value."""
    found: dict[str, Any] = {key: _shape(fact, key, material.kind) for key, fact in material.facts.items()}
    found["letter"] = dict.fromkeys(material.envelope.facts())
    found["own"] = {one.key: None for one in material.kind.paragraphs if not one.each}
    return found


def _shape(fact: Any, path: str, kind: LetterKind) -> Any:
    if isinstance(fact, Listing):
        return _list_shape(fact.fields, path, kind)
    if isinstance(fact, Mapping):
        return {key: _shape(one, f"{path}.{key}", kind) for key, one in fact.items()}
    return None


def _list_shape(fields: Mapping[str, Any], path: str, kind: LetterKind) -> dict[str, Any]:
    row: dict[str, Any] = {
        key: _list_shape(one, "", kind) if isinstance(one, Mapping) else None for key, one in fields.items()
    }
    row |= {"number": None, "last": None, "own": {one.key: None for one in kind.paragraphs if one.each == path}}
    return {"rows": [row], "count": None, "as_of": None, "title": None, "nobody": None}


def fields_of(material: Material, language: str) -> Iterator[Known]:
    """Every field with its present value; of a list, those of its first row, if there is one."""
    words = dict(_words(material))

    def walk(names: Any, shown: Any, path: str) -> Iterator[Known]:
        if isinstance(names, Mapping):
            for key, inner in names.items():
                beneath = shown.get(key) if isinstance(shown, Fields) else None
                yield from walk(inner, beneath, f"{path}.{key}" if path else key)
        elif isinstance(names, list):
            yield from walk(names[0], shown[0] if shown else None, path)
        else:
            present = "" if shown is None or getattr(shown, "is_unknown", False) else getattr(shown, "text", str(shown))
            yield Known(path, text_in(language, words.get(path, "")), present)

    yield from walk(shape(material), material.context(language), "")


def _words(material: Material) -> Iterator[tuple[str, Any]]:
    """What fields are, from the words that lists and paragraphs bring, and those of the kind itself."""
    for key, fact in material.facts.items():
        yield from _words_of(fact, key)
    for one in material.kind.paragraphs:
        yield f"{one.each}.rows.own.{one.key}" if one.each else f"own.{one.key}", one.title
    yield from OF_LETTER.items()
    yield from material.kind.described.items()


def _words_of(fact: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(fact, Listing):
        yield from _words_of_fields(fact.fields, path)
    elif isinstance(fact, Mapping):
        for key, one in fact.items():
            yield from _words_of(one, f"{path}.{key}")


def _words_of_fields(fields: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for key, words in OF_LIST.items():
        yield f"{path}.{key}", words
    for key, one in fields.items():
        if isinstance(one, Mapping):
            yield from _words_of_fields(one, f"{path}.rows.{key}")
        else:
            yield f"{path}.rows.{key}", one


OF_LETTER = {
    "letter.kind": _("title of the document"),
    "letter.as_of": _("as of"),
    "letter.subject": _("subject"),
    "letter.number": _("number, when issued"),
    "letter.issued_on": _("day of issue"),
}
OF_LIST = {
    "count": _("how many rows"),
    "as_of": _("day of the list"),
    "title": _("title of the list"),
    "nobody": _("sentence for a list of nobody"),
    "rows.number": _("number of the row"),
    "rows.last": _("whether it is the last row"),
}
