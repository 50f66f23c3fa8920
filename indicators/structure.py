"""What indicators of a form are to one another: parts of a sum, subsets, shares. Pure: codes in, codes and sentences out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NUMBER, YES_NO, DAY, TEXT, SHARE, NONE_OF = "number", "yes_no", "day", "text", "share", "none_of"
LEVEL, FLOW = "level", "flow"
# Reckoned from others, never typed.
COMPUTED = frozenset({SHARE, NONE_OF})
NUMERIC = frozenset({NUMBER, SHARE})
PERCENT = "%"


@dataclass(frozen=True)
class Asked:
    """One indicator as the rules take it. `part_of`, `subset_of`: the codes of the sum and of the set it belongs to."""

    code: str
    title: str
    answer: str = NUMBER
    nature: str = FLOW
    unit: str = ""
    decimals: int = 0
    is_required: bool = False
    part_of: str = ""
    subset_of: str = ""
    share_of: tuple[str, str] | None = None

    @property
    def is_computed(self) -> bool:
        return self.answer in COMPUTED

    @property
    def is_percent(self) -> bool:
        return self.answer == SHARE or self.unit == PERCENT

    @property
    def is_number(self) -> bool:
        return self.answer in NUMERIC

    @property
    def adds_up(self) -> bool:
        """Of several organizations the sum means something: counts and money, and how many said yes."""
        return self.answer in (YES_NO, NONE_OF) or (self.answer == NUMBER and not self.is_percent)


def parts_of(asked: Iterable[Asked]) -> dict[str, list[Asked]]:
    """The parts of each sum, in their order."""
    found: dict[str, list[Asked]] = {}
    for one in asked:
        if one.part_of:
            found.setdefault(one.part_of, []).append(one)
    return found


def circle(above: Mapping[str, Iterable[str]]) -> list[str]:
    """Codes that lead round to the first of them; empty where nothing does. `above`: what each one lies within."""
    done: set[str] = set()
    for start in above:
        path: list[str] = []
        if found := _walk(start, above, path, done):
            return found
    return []


def _walk(code: str, above: Mapping[str, Iterable[str]], path: list[str], done: set[str]) -> list[str]:
    if code in path:
        return [*path[path.index(code) :], code]
    if code in done:
        return []
    path.append(code)
    for higher in above.get(code, ()):
        if found := _walk(higher, above, path, done):
            return found
    path.pop()
    done.add(code)
    return []


def leads_to(asked: Iterable[Asked]) -> dict[str, list[str]]:
    """A part lies within its sum, a subset within its set, a share is reckoned from its two numbers."""
    return {one.code: [code for code in (one.part_of, one.subset_of, *(one.share_of or ())) if code] for one in asked}


@dataclass(frozen=True)
class Fault:
    """Why a form cannot be put to use: a sentence with what belongs in its places."""

    sentence: str | Promise
    params: Mapping[str, str] = field(default_factory=dict)
    code: str = ""

    def __str__(self) -> str:
        return str(self.sentence).format(**self.params)


def faults(asked: Sequence[Asked]) -> list[Fault]:
    """Everything that is wrong with the indicators of a form, whoever entered them."""
    if not asked:
        return [Fault(_("The form asks nothing yet: add an indicator."))]
    by_code = {one.code: one for one in asked}
    found = [fault for one in asked for fault in _faults_of(one, by_code)]
    if round_ := circle(leads_to(asked)):
        titles = " → ".join(f"«{by_code[code].title}»" for code in round_)
        found.append(
            Fault(_("These indicators lie within one another in a circle: {titles}."), {"titles": titles}, round_[0])
        )
    return found


def _faults_of(one: Asked, by_code: Mapping[str, Asked]) -> Iterable[Fault]:
    whole, outer = by_code.get(one.part_of), by_code.get(one.subset_of)
    if whole and whole.answer == NONE_OF:
        if one.answer not in (NUMBER, YES_NO):
            yield _fault(_("“{title}” is neither a number nor yes or no, so “{other}” cannot be reckoned."), one, whole)
    elif whole and not _are_alike(one, whole):
        yield _fault(_("“{title}” is counted otherwise than the sum “{other}” it is a part of."), one, whole)
    if outer and not _are_alike(one, outer):
        yield _fault(
            _("“{title}” is counted otherwise than “{other}”, of which it is said to be a subset."), one, outer
        )
    if one.answer == SHARE and one.share_of is None:
        yield _fault(_("Say of what “{title}” is the share: the part and the whole."), one)
    for code in one.share_of or ():
        if code in by_code and by_code[code].answer != NUMBER:
            yield _fault(
                _("The share “{title}” is reckoned from “{other}”, which is no typed number."), one, by_code[code]
            )
    if one.answer == NONE_OF and not any(other.part_of == one.code for other in by_code.values()):
        yield _fault(_("“{title}” is reckoned from its parts, and has none."), one)


def _are_alike(one: Asked, other: Asked) -> bool:
    same = (one.unit, one.nature) == (other.unit, other.nature)
    return one.answer == other.answer == NUMBER and same and not one.is_percent


def _fault(sentence: str | Promise, one: Asked, other: Asked | None = None) -> Fault:
    return Fault(sentence, {"title": one.title, "other": other.title if other else ""}, one.code)


def changed_meaning(before: Iterable[Asked], now: Iterable[Asked]) -> list[Fault]:
    """The same code must mean the same in all versions: figures are compared by it over the years."""
    old = {one.code: one for one in before}
    sentence = _("“{title}” is counted otherwise than in the version before: give it a code of its own.")
    return [
        _fault(sentence, one)
        for one in now
        if (was := old.get(one.code)) and (was.answer, was.unit, was.nature) != (one.answer, one.unit, one.nature)
    ]
