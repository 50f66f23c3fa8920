"""What is wrong or strange in one training report (statistics.md, section 3). Pure: figures in, failures out.

An error keeps a report from being submitted; a warning is said, and wants an explanation where one can be given. No data
is never zero: an empty category adds nothing to the sum and is named; what is not known is compared with nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from documents.cells import NBSP, grouped
from documents.dates import short_day

LARGEST = 10_000_000
HUNDRED = Decimal(100)
# The one category known by its code: it is held against the number of primary organizations.
CHAIRS = "chairs"
# The share stated and the share reckoned may differ by rounding and by a few late members.
TOLERATED = Decimal(1)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Failure:
    """`fields`: names of the form, the one to be corrected first. `asks`: whether an explanation is wanted."""

    code: str
    severity: Severity
    fields: tuple[str, ...]
    sentence: str | Promise
    params: Mapping[str, str] = field(default_factory=dict)
    asks: bool = False

    @property
    def text(self) -> str:
        return str(self.sentence).format(**self.params)


@dataclass(frozen=True)
class Told:
    """The figures of a report. `categories`: code → trained, with None for no data; `titles`: the same codes in words."""

    trained_total: int | None = None
    categories: Mapping[str, int | None] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, int | None] = field(default_factory=dict)
    is_attendances: bool = False
    stated_share: Decimal | None = None
    budget_plan: Decimal | None = None
    budget_share: Decimal | None = None
    spent: Decimal | None = None
    # What is held against the events, by the names of the form.
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """What the events of the period say: how many there were, how many of each form, who came by category (attendances),
    what was spent. What no event tells is absent."""

    number: int = 0
    events: Mapping[str, int] = field(default_factory=dict)
    trained: Mapping[str, int] = field(default_factory=dict)
    spent: Decimal | None = None


@dataclass(frozen=True)
class Members:
    """What the books of the membership say, and of which day; `wanted`: the day the period ends on."""

    total: int | None = None
    primaries: int | None = None
    on: date | None = None
    wanted: date | None = None


@dataclass(frozen=True)
class Known:
    """What is known besides. `norm`: the least share of the budget, and its source; `beside`: the title of the period that
    stands beside, where it is of another length."""

    members: Members = Members()
    norm: Decimal | None = None
    norm_source: str = ""
    period: str = ""
    beside: str = ""
    held: Held = Held()


def run(told: Told, known: Known) -> list[Failure]:
    return [
        *_bounds(told),
        *_sum(told),
        *_chairs(told, known.members),
        *_members(told, known.members),
        *_stated(told, known.members),
        *_budget(told, known),
        *_held(told, known.held),
        *_day(told, known.members),
        *_beside(known),
    ]


def errors(failures: Iterable[Failure]) -> list[Failure]:
    return [one for one in failures if one.severity == Severity.ERROR]


def warnings(failures: Iterable[Failure]) -> list[Failure]:
    return [one for one in failures if one.severity == Severity.WARNING]


# --- What is reckoned -------------------------------------------------------------------------------------


def added_up(categories: Mapping[str, int | None]) -> int | None:
    """None where no category is told; an empty one adds nothing."""
    told = [number for number in categories.values() if number is not None]
    return sum(told) if told else None


def share(part: int | None, whole: int | None) -> Decimal | None:
    """In per cent, one digit, rounded half up; no data where there are no members."""
    if part is None or not whole:
        return None
    return (part * HUNDRED / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def meets_norm(budget_share: Decimal | None, norm: Decimal | None) -> bool | None:
    return None if budget_share is None or norm is None else budget_share >= norm


# --- The figures alone ------------------------------------------------------------------------------------


def _bounds(told: Told) -> Iterator[Failure]:
    named = {f"trained_{code}": number for code, number in told.categories.items()}
    named |= {f"events_{code}": number for code, number in told.events.items()}
    for name, number in {**named, "trained_total": told.trained_total}.items():
        if number is not None and number < 0:
            yield Failure("negative", Severity.ERROR, (name,), _("This figure cannot be less than zero."))


def _sum(told: Told) -> Iterator[Failure]:
    added, total = added_up(told.categories), told.trained_total
    if total is None:
        return
    if added is None:
        if total:
            sentence = _("{total} are trained in all, and there is no data for any category.")
            facts = {"total": grouped(total)}
            yield Failure("no_categories", Severity.WARNING, ("trained_total",), sentence, facts, asks=True)
        return
    if added != total:
        sentence = _("{total} are trained in all, while the categories add up to {sum}.{silent}")
        facts = {"total": grouped(total), "sum": grouped(added), "silent": silent(told)}
        names = ("trained_total", *(f"trained_{code}" for code in told.categories))
        yield Failure("sum", Severity.ERROR, names, sentence, facts)


def silent(told: Told) -> str:
    """The categories without data, as the end of a sentence."""
    names = [f"«{told.titles.get(code, code)}»" for code, number in told.categories.items() if number is None]
    if not names:
        return ""
    sentence = ngettext_lazy(
        "No data for one category, it adds nothing: {names}.",
        "No data for some categories, they add nothing: {names}.",
        len(names),
    )
    return " " + str(sentence).format(names=", ".join(names))


# --- Beside the membership --------------------------------------------------------------------------------


def _chairs(told: Told, members: Members) -> Iterator[Failure]:
    """16 chairs trained where there are 15 primaries."""
    chairs, primaries = told.categories.get(CHAIRS), members.primaries
    if chairs is None or primaries is None or members.on is None or chairs <= primaries:
        return
    facts = {"chairs": grouped(chairs), "primaries": grouped(primaries), "day": short_day(members.on)}
    if told.is_attendances:
        sentence = _(
            "Chairs trained: {chairs}; primary organizations on {day}: {primaries}. Attendances are counted here, not persons."
        )
    else:
        sentence = _(
            "Chairs trained: {chairs}; primary organizations on {day}: {primaries}. Perhaps attendances are counted, and not persons."
        )
    yield Failure("chairs", Severity.WARNING, (f"trained_{CHAIRS}",), sentence, facts, asks=not told.is_attendances)


def _members(told: Told, members: Members) -> Iterator[Failure]:
    """More are trained than there are members."""
    total, whole = told.trained_total, members.total
    if told.is_attendances or total is None or not whole or members.on is None or total <= whole:
        return
    sentence = _("{total} are trained in all, while there were {members} members on {day}.")
    facts = {"total": grouped(total), "members": grouped(whole), "day": short_day(members.on)}
    yield Failure("more_than_members", Severity.WARNING, ("trained_total",), sentence, facts, asks=True)


def _stated(told: Told, members: Members) -> Iterator[Failure]:
    """“100 % involved” beside “28 % trained”."""
    reckoned = share(told.trained_total, members.total)
    if told.stated_share is None or reckoned is None or abs(told.stated_share - reckoned) <= TOLERATED:
        return
    sentence = _("“{stated} involved” is stated, while {reckoned} of the members are trained.")
    facts = {"stated": in_percent(told.stated_share), "reckoned": in_percent(reckoned)}
    yield Failure("involved", Severity.WARNING, ("stated_share", "trained_total"), sentence, facts, asks=True)


def _day(told: Told, members: Members) -> Iterator[Failure]:
    """The share of members is reckoned with the membership of another day than the period ends on."""
    if told.trained_total is None or not members.total or members.on is None or members.on == members.wanted:
        return
    sentence = _("The share of members is reckoned with the members on {day}: there are no figures on {wanted}.")
    facts = {"day": short_day(members.on), "wanted": short_day(members.wanted) if members.wanted else ""}
    yield Failure("other_day", Severity.WARNING, ("trained_total",), sentence, facts)


# --- Beside the norm and the period before ----------------------------------------------------------------


def _budget(told: Told, known: Known) -> Iterator[Failure]:
    if known.norm is None:
        return
    sentences = {
        "budget_plan": _("{share} of the expenditure is planned for training, less than the norm of {norm} ({source})."),
        "budget_share": _("{share} of the expenditure went to training, less than the norm of {norm} ({source})."),
    }  # fmt: skip
    for name, sentence in sentences.items():
        stated = getattr(told, name)
        if stated is not None and stated < known.norm:
            facts = {"share": in_percent(stated), "norm": in_percent(known.norm), "source": known.norm_source}
            yield Failure(f"under_norm_{name}", Severity.WARNING, (name,), sentence, facts, asks=True)


def _beside(known: Known) -> Iterator[Failure]:
    if known.beside:
        sentence = _("{beside} stands beside {period}: periods of different length cannot be compared.")
        facts = {"beside": known.beside, "period": known.period}
        yield Failure("other_length", Severity.WARNING, ("trained_total",), sentence, facts)


# --- Beside the events of the period ----------------------------------------------------------------------


def _held(told: Told, held: Held) -> Iterator[Failure]:
    """A figure typed otherwise than the events say. Whoever came to three of them is one person: persons may be fewer."""
    if not held.number:
        return
    for form, number in told.events.items():
        if (number or 0) != held.events.get(form, 0):
            yield _differs(told, f"events_{form}", number, held.events.get(form, 0))
    for code, number in told.categories.items():
        came = held.trained.get(code)
        if came is None or number == came:
            continue
        if told.is_attendances or number is None or number > came:
            yield _differs(told, f"trained_{code}", number, came)
    if held.spent is not None and told.spent != held.spent:
        yield _differs(told, "spent", told.spent, held.spent)


def _differs(told: Told, name: str, number: int | Decimal | None, by_events: int | Decimal) -> Failure:
    title = told.labels.get(name, name)
    if number is None:
        facts = {"title": title, "events": in_figures(by_events)}
        sentence = _("“{title}”: no data here, {events} by the events of the period.")
    else:
        facts = {"title": title, "told": in_figures(number), "events": in_figures(by_events)}
        sentence = _("“{title}”: {told} here, {events} by the events of the period.")
    return Failure("by_events", Severity.WARNING, (name,), sentence, facts, asks=True)


def in_figures(number: int | Decimal) -> str:
    return percent(number) if isinstance(number, Decimal) else grouped(number)


def percent(number: Decimal) -> str:
    """As people write it: 10; 9,5; 9,25."""
    return grouped(number, places_of(number))


def places_of(number: Decimal) -> int:
    """As many digits after the comma as it has."""
    return max(0, -int(number.normalize().as_tuple().exponent))


def in_percent(number: Decimal, places: int | None = None) -> str:
    """With so many digits after the comma; else with as many as it has."""
    return f"{percent(number) if places is None else grouped(number, places)}{NBSP}%"
