"""The kinds of letters there are. A room brings its own in `AppConfig.ready()`: `kinds.register(LetterKind(…))`.

The engine stands in this room, below all that letters speak of; what a letter says stands in the room that knows it.

    kinds.register(
        LetterKind(
            slug="campaign_progress",
            title=_("Information on the progress of a campaign"),
            asks=(Ask("campaign", _("campaign"), choices=campaigns_to_choose),),
            dated=(Dated("sent", _("who sent the information")), Dated("held", _("conferences held"))),
            paragraphs=(Paragraph("conclusions", _("conclusions"), optional=True),
                        Paragraph("told", _("preparation"), each="preparation")),
            check=refuse_day_before_campaign,
            subject=campaign_named,
            facts=progress_facts,
            template=progress_template,          # (language) -> bytes of a .docx
            annexes=(Annex("schedule", schedule_annex),),
        )
    )
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from django.utils.functional import Promise

from documents.tables import Table, Words
from letters.facts import Facts, Two

if TYPE_CHECKING:
    from organizations.models import Organization

AskKind: TypeAlias = Literal["choice", "organization", "day"]


@dataclass(frozen=True)
class Ask:
    """What must be known before a draft is begun. The answer is kept as text: the key of a choice, the code of an
    organization, a day in ISO.

    `organization`: offers the organizations visible to the user (`levels` narrows them); the letter is about the one
    that is chosen, and its chair sees the issued copy.
    """

    name: str
    title: Words
    kind: AskKind = "choice"
    # (user, today) -> [(key, words)]; the first one is offered.
    choices: "Callable[[Any, date], Iterable[tuple[str, str | Promise]]] | None" = None
    hint: Words = ""
    levels: tuple[str, ...] = ("member",)
    # (user, today) -> the day offered first.
    default: "Callable[[Any, date], date | str | None] | None" = None


@dataclass(frozen=True)
class Dated:
    """A list of the letter that may be asked for another day than the letter's; `key` as in `asking.day(key)`."""

    key: str
    title: Words


@dataclass(frozen=True)
class Paragraph:
    """Text that staff write themselves, in both languages: `{{ own.conclusions }}`.

    With `each`, one for every row of that top-level list, inside its loop: `{{ row.own.told }}`. A paragraph that is
    not optional and not written counts as unknown.
    """

    key: str
    title: Words
    hint: Words = ""
    each: str = ""
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Whose letter, of which day, about what. Every manager asked for facts is followed by `.visible_to(asking.user)`."""

    user: Any
    as_of: date
    asked: Mapping[str, str]
    # Present where the kind asks for one.
    organization: "Organization | None" = None
    days: Mapping[str, date] = field(default_factory=dict)

    def day(self, key: str) -> date:
        """The day of one list: its own, else the letter's."""
        return self.days.get(key, self.as_of)


@dataclass(frozen=True)
class Annex:
    """A table that goes out with the letter as a spreadsheet."""

    slug: str
    build: Callable[[Asking], Table]
    title: Words = ""


def _nothing_to_refuse(asking: Asking) -> None:
    pass


def _no_subject(asking: Asking) -> Two:
    if asking.organization is None:
        return Two("", "")
    return Two(asking.organization.short_ru, asking.organization.short_kk)


@dataclass(frozen=True, kw_only=True)
class LetterKind:
    """`slug` is in addresses and in the numbering: it never changes."""

    slug: str
    title: Words
    facts: Callable[[Asking], Facts]
    # The built-in Word template in a language ("ru", "kk"), used until staff upload one.
    template: Callable[[str], bytes]
    asks: tuple[Ask, ...] = ()
    dated: tuple[Dated, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    annexes: tuple[Annex, ...] = ()
    # What the letter is about, in the list of letters: the campaign, the organization, the period.
    subject: Callable[[Asking], Two] = _no_subject
    # Raises ValidationError for what cannot be asked together: a day before the campaign, a period turned round.
    check: Callable[[Asking], None] = _nothing_to_refuse
    # Words for fields by their path ("sent", "campaign.name"), for the page that lists them.
    described: Mapping[str, Words] = field(default_factory=dict)
    # For the apparatus and the leadership only: the chair it speaks of does not see it.
    internal: bool = False


_kinds: dict[str, LetterKind] = {}


class UnknownKind(LookupError):
    """No room registered letters of that kind."""


def register(kind: LetterKind) -> None:
    if kind.slug in _kinds and _kinds[kind.slug] is not kind:
        raise ValueError(f"Two kinds of letters are called {kind.slug}")
    _kinds[kind.slug] = kind


def kind_of(slug: str) -> LetterKind:
    if slug not in _kinds:
        raise UnknownKind(slug)
    return _kinds[slug]


def all_kinds() -> list[LetterKind]:
    """In the order of registration."""
    return list(_kinds.values())
