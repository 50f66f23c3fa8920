"""The parts of the form, in the order in which people go through them; each is one page on a telephone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from membership.answers import COLUMNS, MOVES, Lists, row_name
from membership.figures import BLOCKS, FIGURES

TYPE_TITLES = {"primaries": _("primary organizations"), "employees": _("employees"), "members": _("members")}
WORD_TITLES: Mapping[str, str | Promise] = {
    "opening_source": _("Source of the opening figure"),
    "disagreement": _("Why the opening figure differs"),
    "base_submitted": _("The digital base was handed over"),
    "stated_coverage": _("Coverage as the paper states it, per cent"),
    "note_text": _("What happened"),
    "note_measures": _("What is being done about it"),
    "difference": _("Why your figures differ from the sum of the levels below"),
    "explanation": _("Explanation of what looks strange"),
}


HANDED_OVER: list[tuple[str, str | Promise]] = [("yes", _("yes")), ("no", _("no")), ("", _("not known"))]


@dataclass(frozen=True)
class Group:
    """Questions under one heading. A folded one is opened by those who need it."""

    title: str | Promise
    names: tuple[str, ...]
    is_folded: bool = False
    hint: str | Promise = ""


@dataclass(frozen=True)
class Section:
    """`is_optional`: may stay empty as a whole. `same`: last year's figures may be taken over."""

    code: str
    title: str | Promise
    groups: tuple[Group, ...]
    is_optional: bool = True
    same: bool = True
    hint: str | Promise = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for group in self.groups for name in group.names)

    def __contains__(self, name: str) -> bool:
        return name in self.names


def _figures(*blocks: str) -> tuple[str, ...]:
    return tuple(figure.code for block in BLOCKS if block.code in blocks for figure in block.figures)


def sections_of(lists: Lists, *, is_paper: bool = False) -> tuple[Section, ...]:
    whole, no_group = _("Leave empty what does not exist with you or is not known."), ""
    coverage = ("stated_coverage",) if is_paper else ()
    return (
        Section(
            "members",
            _("Employees and members"),
            (Group(no_group, (*_figures("workforce", "members"), *coverage)),),
            is_optional=False,
            hint=_("On 1 January of the year of the report. Members in all = the four categories together."),
        ),
        _flow(lists),
        Section("structure", _("Structure"), (Group(no_group, _figures("structure")),), hint=whole),
        Section(
            "types",
            _("By type of institutions"),
            tuple(
                Group(_capital(row.title), tuple(row_name(row, column) for column in COLUMNS))
                for row in lists.institution
            ),
            hint=_("Where you fill in any type, all of them together must make the totals."),
        ),
        Section("bodies", _("Chairs and bodies"), (Group(no_group, _figures("bodies")),), hint=whole),
        Section(
            "agreements",
            _("Collective agreements and digital base"),
            (
                Group(_("Collective agreements"), _figures("agreements")),
                Group(_("Digital base"), ("base_submitted", *_figures("digital"))),
            ),
            hint=whole,
        ),
        _note(lists),
        Section(
            "explanations",
            _("Explanations"),
            (Group(no_group, ("difference", "explanation")),),
            same=False,
            hint=_("Asked for where a figure looks strange, or differs from the reports of the levels below."),
        ),
    )


def _flow(lists: Lists) -> Section:
    return Section(
        "flow",
        _("Admitted and left"),
        (
            Group(_("At the beginning of the year"), ("opening_total", "opening_source", "disagreement")),
            Group(_("Admitted"), (*(row_name(row) for row in lists.admission), "admitted_total")),
            Group(_("Left"), (*(row_name(row) for row in lists.leaving), "left_total")),
            Group(
                _("Moved to another category"),
                tuple(MOVES),
                is_folded=True,
                hint=_("They remain members: they are neither admitted nor left."),
            ),
        ),
        is_optional=False,
        same=False,
        hint=_("For the year that ended on the state date. Beginning + admitted − left = members in all."),
    )


def _note(lists: Lists) -> Section:
    return Section(
        "note",
        _("Explanatory note"),
        (
            Group(_("Reasons of the fall, members"), tuple(row_name(row) for row in lists.fall)),
            Group("", ("note_text", "note_measures")),
        ),
        same=False,
        hint=_("Obligatory where the employed members have fallen beyond the threshold."),
    )


def titles_of(lists: Lists) -> dict[str, str]:
    """Every answer by its full title, as it stands alone: in a table, in a remark."""
    titles = {code: str(figure.title) for code, figure in FIGURES.items()} | _str(WORD_TITLES)
    heads = {"in_": _("Admitted"), "out_": _("Left"), "why_": _("Reason of the fall")}
    for row in (*lists.admission, *lists.leaving, *lists.fall):
        name = row_name(row)
        titles[name] = f"{heads[name.split('_', 1)[0] + '_']}: {row.title}"
    for row in lists.institution:
        titles |= {row_name(row, column): f"{_capital(row.title)}: {TYPE_TITLES[column]}" for column in COLUMNS}
    for name, (one, other) in MOVES.items():
        titles[name] = f"{FIGURES[one].title} → {FIGURES[other].title}"
    return titles


def labels_of(lists: Lists) -> dict[str, str]:
    """Every answer as it is called under the heading of its group."""
    labels = titles_of(lists) | {"admitted_total": str(_("Admitted in all")), "left_total": str(_("Left in all"))}
    labels |= {row_name(row): _capital(row.title) for row in (*lists.admission, *lists.leaving, *lists.fall)}
    return labels | {
        row_name(row, column): _capital(TYPE_TITLES[column]) for row in lists.institution for column in COLUMNS
    }


def names_in_order(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield from section.names


def _str(titles: Mapping[str, str | Promise]) -> dict[str, str]:
    return {name: str(title) for name, title in titles.items()}


def _capital(text: str | Promise) -> str:
    return str(text)[:1].upper() + str(text)[1:]
