"""Which line of a schedule a row of somebody's table speaks of: by code, by any name it bears or bore, by alias."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from campaigns.schedule_lines import BRANCH, BRANCH_PATH, OWN, PRIMARIES, Line
from organizations.access import within
from organizations.models import Alias, FormerName, Level, Organization
from organizations.search import fold

# Words that clerks put before a name, and words that mean "all of them".
KINDS = (
    "филиал", "отделени", "город", "район", "первичн", "профсоюзн", "организаци", "бастауыш", "касиподак", "уйым",
    "калалык", "аудан", "кала",
)  # fmt: skip
SHORT_KINDS = frozenset({"г", "оо", "ппо", "го", "ро", "кб", "бпу"})
ALL_WORDS = frozenset({"все", "всех", "барлык", "первичные"})
PRIMARY_WORDS = ("первичн", "бастауыш")


class Names:
    """The lines of one schedule by everything their organizations are called."""

    def __init__(self, whose: Organization, lines: Sequence[Line]) -> None:
        self.whose = whose
        self.by_key = {line.key: line for line in lines}
        self.by_code = {line.organization.code.casefold(): line for line in lines if line.key != PRIMARIES}
        self.by_name: dict[str, dict[str, Line]] = defaultdict(dict)
        self.by_bare_name: dict[str, dict[str, Line]] = defaultdict(dict)
        by_pk = {line.organization.pk: line for line in lines if line.key != PRIMARIES}
        for pk, name in _all_names(whose, by_pk.values()):
            if name and (line := by_pk.get(pk)):
                self.by_name[fold(name)][line.key] = line
                self.by_bare_name[bare(name)][line.key] = line
        # The branch that was named last: the rows below it are of its primary organizations.
        self.section: Line | None = None

    def line(self, values: Mapping[str, Any]) -> Line | None:
        """The line; None for a row that names nobody. Raises ValidationError, with the code "code" where that is wrong."""
        code, name = (values.get("code") or "").strip(), (values.get("name") or values.get("branch") or "").strip()
        level = values.get("level")
        if code:
            line = self._by_code(code, name, level)
        elif name:
            line = self._by_name(name, level, values.get("branch") if values.get("name") else None)
        else:
            return None
        if line.key.startswith(BRANCH):
            self.section = line
        return line

    def _by_code(self, code: str, name: str, level: str | None) -> Line:
        line = self.by_code.get(code.casefold())
        if line is None:
            sentence = gettext("no organization of this schedule has the code “{code}”.")
            raise ValidationError(sentence.format(code=code), code="code")
        if line.key == OWN and PRIMARIES in self.by_key and (level == Level.PRIMARY or means_all(name)):
            return self.by_key[PRIMARIES]
        others = self.by_name.get(fold(name), {})
        if others and line.key not in others:
            sentence = gettext("the code is of “{one}”, the name is of “{other}”: one row speaks of one organization.")
            raise ValidationError(
                sentence.format(one=line.organization.name, other=next(iter(others.values())).organization.name),
                code="code",
            )
        return line

    def _by_name(self, name: str, level: str | None, branch: str | None) -> Line:
        if PRIMARIES in self.by_key and means_all(name):
            return self.by_key[PRIMARIES]
        found = self.by_name.get(fold(name)) or self.by_bare_name.get(bare(name)) or {}
        lines = [line for line in found.values() if level is None or line.level == level] or list(found.values())
        if not lines:
            raise ValidationError(self._unknown(name))
        for head in (self._branch(branch), self.section):
            if len(lines) > 1 and head:
                lines = [line for line in lines if _stands_below(line, head)] or lines
        if len(lines) > 1:
            sentence = gettext("several organizations are called “{name}” ({places}): write the code or the branch.")
            places = ", ".join(line.organization.code for line in lines[:5])
            raise ValidationError(sentence.format(name=name, places=places))
        return lines[0]

    def _branch(self, name: str | None) -> Line | None:
        found = self.by_name.get(fold(name or "")) or self.by_bare_name.get(bare(name or "")) or {}
        return next((line for line in found.values() if line.key.startswith(BRANCH)), None)

    def _unknown(self, name: str) -> str:
        """What stands there may be a slip of the pen, or belong to somebody else; which of them is not told apart."""
        close = get_close_matches(fold(name), list(self.by_name), n=1, cutoff=0.75)
        sentence = gettext("“{name}” is no organization of this schedule.").format(name=name)
        if not close:
            return sentence
        near = next(iter(self.by_name[close[0]].values())).organization
        hint = gettext("Perhaps “{near}” is meant, its code is {code}.").format(near=near.name, code=near.code)
        return f"{sentence} {hint}"


def bare(name: str) -> str:
    """Without the words that say what kind of body it is: "Темиртауский филиал" stays, "филиал Темиртау" is Темиртау."""
    words = fold(name).split()
    left = [word for word in words if word not in SHORT_KINDS and not word.startswith(KINDS)]
    return " ".join(left or words)


def means_all(name: str) -> bool:
    """ "Все первичные организации", "барлық бастауыш ұйымдар": no single one."""
    words = fold(name).split()
    return bool(ALL_WORDS & set(words)) and any(word.startswith(PRIMARY_WORDS) for word in words) and len(words) < 6


def _stands_below(line: Line, head: Line) -> bool:
    return (line.organization.path or "")[:BRANCH_PATH] == head.organization.path


def _all_names(whose: Organization, lines: Iterable[Line]) -> Iterable[tuple[int, str]]:
    for line in lines:
        one = line.organization
        yield from ((one.pk, name) for name in (one.short_ru, one.short_kk, one.legal_name_ru, one.legal_name_kk))
    below = within(whose.path or "", "organization__path")
    yield from Alias.objects.filter(below).values_list("organization_id", "name")
    former = FormerName.objects.filter(below)
    for pk, *names in former.values_list("organization_id", "short_ru", "short_kk", "legal_name_ru", "legal_name_kk"):
        yield from ((pk, name) for name in names)
