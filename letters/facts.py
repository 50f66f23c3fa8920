"""What a letter is made of, before any language: one object, rendered once in Russian and once in Kazakh.

A letter's facts are a dict whose values are bare values, `Figure`s, `Unknown`s, `Listing`s or dicts of the same:

    {
        "campaign": {"name": Two("отчёты и выборы 2023–2024 гг.", "2023–2024 жж. есеп берулер мен сайлаулар")},
        "members": Figure(372_400, link="/membership/?year=2023"),
        "coverage": Figure(Decimal("0.859"), kind="percent", link="/membership/?year=2023"),
        "congress_on": Unknown(_("the day of the Congress is not set"), link="/campaigns/1/congress/"),
        "sent": Listing(
            title=_("sent the information"),
            nobody=Two("Информацию не направила ни одна организация.", "Ақпаратты бірде-бір ұйым жіберген жоқ."),
            as_of=asking.day("sent"),
            link="/campaigns/1/?as_of=2023-09-04",
            fields={"name": _("organization"), "chair": _("chair"), "held_on": _("held on")},
            rows=[
                Row("karaganda", {"name": Two("Карагандинская областная организация", "Қарағанды облыстық ұйымы"),
                                  "chair": Unknown(_("the chair is not entered"), link="/organizations/karaganda/"),
                                  "held_on": date(2023, 8, 16)}, link="/organizations/karaganda/"),
            ],
        ),
    }

The dicts and fields are the same whatever the facts are: what is not known is `Unknown` and never left out, a list of
nobody has no rows and names its `fields` all the same. Only so can a template be checked before it is needed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from django.utils.functional import Promise

FigureKind: TypeAlias = Literal["", "integer", "decimal", "percent"]


@dataclass(frozen=True)
class Two:
    """The same in both languages, as data carries it: names, sentences, given forms of a name."""

    ru: str
    kk: str

    def in_language(self, language: str) -> str:
        return (self.kk or self.ru) if language == "kk" else (self.ru or self.kk)


@dataclass(frozen=True)
class Spoken:
    """Words that a function knows how to say: `Spoken(lambda language: period_text(period, language))`."""

    say: Callable[[str], str]


# Lazy translations are said in the language of the letter.
Value: TypeAlias = int | Decimal | float | date | datetime | bool | str | Promise | Two | Spoken


@dataclass(frozen=True)
class Figure:
    """A known value, and the address of the list behind it."""

    value: Value
    link: str = ""
    # Numbers only; "" says integer or decimal by the type. A percent is a share: 0.859 reads 85,9 %.
    kind: FigureKind = ""
    places: int = 1


@dataclass(frozen=True)
class Unknown:
    """Marked yellow in a draft. `what` says in a few words what is missing, `link` leads to where it is entered."""

    what: "str | Promise | Two"
    link: str = ""


@dataclass(frozen=True)
class Row:
    """`key` tells a row from the others and never changes (the code of an organization): differences go by it."""

    key: str
    values: "Mapping[str, Fact]"
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list with its own day and the sentence that stands there when nobody is in it."""

    title: "str | Promise | Two"
    rows: Sequence[Row]
    nobody: "str | Promise | Two"
    as_of: date
    fields: "Mapping[str, str | Promise | Two | Mapping[str, Any]]" = field(default_factory=dict)
    link: str = ""


Fact: TypeAlias = "Value | Figure | Unknown | Listing | Mapping[str, Fact]"
Facts: TypeAlias = Mapping[str, Fact]
