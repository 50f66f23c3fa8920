"""What is wrong or strange in the figures of one report (statistics.md, section 4). Pure: figures in, failures out.

An error keeps a report from being submitted; a warning wants an explanation. No data is never zero: a blank part adds
nothing to a sum and is named; a blank is compared with nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from documents.cells import grouped
from indicators.structure import NONE_OF, NUMBER, SHARE, YES_NO, Asked, parts_of

LARGEST = Decimal(1_000_000_000_000)
FEWEST_ALIKE = 4
HUNDRED = Decimal(100)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Stated:
    """A figure as somebody stated it; yes is one and no is zero."""

    number: Decimal
    is_approximate: bool = False


Figures = Mapping[str, Stated | None]


@dataclass(frozen=True)
class Failure:
    """`fields`: codes, the one to be corrected first."""

    code: str
    severity: Severity
    fields: tuple[str, ...]
    sentence: str | Promise
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return str(self.sentence).format(**self.params)


def run(asked: Sequence[Asked], figures: Figures, last: Figures | None = None) -> list[Failure]:
    """`figures`: what was typed, by code; `last`: the same organization's figures of the period before."""
    found = [*_bounds(asked, figures), *_sums(asked, figures), *_subsets(asked, figures)]
    return [*found, *_all_as_before(asked, figures, last or {})]


def errors(failures: Iterable[Failure]) -> list[Failure]:
    return [one for one in failures if one.severity == Severity.ERROR]


def warnings(failures: Iterable[Failure]) -> list[Failure]:
    return [one for one in failures if one.severity == Severity.WARNING]


# --- The figures alone ------------------------------------------------------------------------------------


def _bounds(asked: Sequence[Asked], figures: Figures) -> Iterator[Failure]:
    for one in asked:
        stated = figures.get(one.code)
        if stated is None or one.answer != NUMBER:
            continue
        if stated.number < 0:
            yield _error("negative", [one], _("“{title}” cannot be less than zero."), title=one.title)
        if one.is_percent and stated.number > HUNDRED:
            yield _error("percent", [one], _("“{title}” is a share of a hundred: it cannot be more."), title=one.title)


def _sums(asked: Sequence[Asked], figures: Figures) -> Iterator[Failure]:
    by_code = {one.code: one for one in asked}
    for code, parts in parts_of(asked).items():
        whole = by_code.get(code)
        told = [one for one in parts if figures.get(one.code) is not None]
        if whole and whole.answer == NUMBER and told:
            yield from _sum(whole, parts, figures)


def _sum(whole: Asked, parts: Sequence[Asked], figures: Figures) -> Iterator[Failure]:
    stated, added, silent = figures.get(whole.code), added_up(parts, figures), _silent(parts, figures)
    if added is None or (stated is not None and stated.number == added.number):
        return
    facts = {"title": whole.title, "sum": grouped(added.number, whole.decimals), "silent": silent}
    if stated is None:
        sentence = _("“{title}” is not stated, while its parts add up to {sum}.{silent}")
        yield Failure("sum_missing", Severity.WARNING, (whole.code,), sentence, facts)
        return
    # Who counts roughly does not add up to the last one.
    severity = Severity.WARNING if stated.is_approximate or added.is_approximate else Severity.ERROR
    sentence = _("“{title}” is stated as {stated}, its parts add up to {sum}.{silent}")
    facts["stated"] = grouped(stated.number, whole.decimals)
    yield Failure("sum", severity, (whole.code, *(one.code for one in parts)), sentence, facts)


def added_up(parts: Iterable[Asked], figures: Figures) -> Stated | None:
    """None where no part is stated; a blank part adds nothing."""
    told = [stated for one in parts if (stated := figures.get(one.code)) is not None]
    if not told:
        return None
    return Stated(sum((one.number for one in told), Decimal(0)), any(one.is_approximate for one in told))


def _silent(parts: Sequence[Asked], figures: Figures) -> str:
    names = [f"«{one.title}»" for one in parts if figures.get(one.code) is None]
    if not names:
        return ""
    sentence = ngettext_lazy("No data for one part: {names}.", "No data for some parts: {names}.", len(names))
    return " " + str(sentence).format(names=", ".join(names))


def _subsets(asked: Sequence[Asked], figures: Figures) -> Iterator[Failure]:
    by_code = {one.code: one for one in asked}
    for one in asked:
        outer, part = by_code.get(one.subset_of), figures.get(one.code)
        if outer is None or part is None:
            continue
        whole = figures.get(outer.code)
        facts = {"title": one.title, "other": outer.title, "part": grouped(part.number, one.decimals)}
        if whole is None:
            if part.number > 0:
                sentence = _("“{title}” is {part}, while there is no data for “{other}”, of which it is a part.")
                yield Failure("set_missing", Severity.WARNING, (outer.code, one.code), sentence, facts)
        elif part.number > whole.number:
            severity = Severity.WARNING if part.is_approximate or whole.is_approximate else Severity.ERROR
            sentence = _("“{title}” is {part}, more than “{other}”: {whole}.")
            facts["whole"] = grouped(whole.number, outer.decimals)
            yield Failure("subset", severity, (one.code, outer.code), sentence, facts)


# --- Beside the period before -----------------------------------------------------------------------------


def _all_as_before(asked: Sequence[Asked], figures: Figures, last: Figures) -> Iterator[Failure]:
    codes = [one.code for one in asked if one.answer == NUMBER]
    told = [(now, last.get(code)) for code in codes if (now := figures.get(code)) is not None and now.number]
    if len(told) >= FEWEST_ALIKE and all(before and before.number == now.number for now, before in told):
        sentence = _("All figures are the same as in the period before. Say whether nothing has changed.")
        yield Failure("as_before", Severity.WARNING, (), sentence)


def _error(code: str, about: Sequence[Asked], sentence: str | Promise, **facts: str) -> Failure:
    return Failure(code, Severity.ERROR, tuple(one.code for one in about), sentence, facts)


# --- What is reckoned -------------------------------------------------------------------------------------


def reckoned(asked: Sequence[Asked], figures: Figures) -> dict[str, Stated | None]:
    """The typed figures and those that follow from them."""
    known, parts = dict(figures), parts_of(asked)
    for one in asked:
        if one.answer == SHARE and one.share_of:
            part, whole = one.share_of
            known[one.code] = share(figures.get(part), figures.get(whole), one.decimals)
        elif one.answer == NONE_OF:
            known[one.code] = none_of([figures.get(part.code) for part in parts.get(one.code, ())])
    return known


def share(part: Stated | None, whole: Stated | None, places: int = 1) -> Stated | None:
    """In per cent, rounded half up; no data where the whole is nothing."""
    if part is None or whole is None or not whole.number:
        return None
    exact = part.number * HUNDRED / whole.number
    return Stated(
        exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), part.is_approximate or whole.is_approximate
    )


def none_of(told: Sequence[Stated | None]) -> Stated | None:
    """Yes where all say zero; no where one has something; no data where nobody knows."""
    if any(one is not None and one.number > 0 for one in told):
        return Stated(Decimal(0))
    return None if not told or any(one is None for one in told) else Stated(Decimal(1))


def is_yes_or_no(one: Asked) -> bool:
    return one.answer in (YES_NO, NONE_OF)
