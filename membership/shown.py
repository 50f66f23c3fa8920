"""What the pages of a report show beside its fields: last year, the sum from below, sums that follow, remarks."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from documents.cells import grouped
from membership.answers import WORDS, Answers, row_name
from membership.checks import percent, total
from membership.figures import BY_TYPE, CATEGORIES, FIGURES
from membership.report_form import ReportForm
from membership.sections import Group, Section, titles_of
from membership.task import Task, typed

MANY = 3


@dataclass(frozen=True)
class Question:
    """`last`: what last year's report says; `below`: the sum of the levels below."""

    field: Any
    last: str = ""
    below: str = ""
    # As a script compares it with what is typed.
    below_number: int | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    group: Group
    questions: list[Question]
    sums: list["Sum"]
    is_open: bool
    # Several figures side by side where there is room: always, or on wide screens.
    is_row: bool
    is_grid: bool

    @property
    def title(self) -> str | Promise:
        return self.group.title


@dataclass(frozen=True)
class Sum:
    """A number that follows what is typed. `terms`: names of fields, with a minus where they are taken away."""

    title: str | Promise
    terms: str
    value: str
    # Where it may be put by one click; what it is a share of.
    into: str = ""
    of: str = ""


def groups(task: Task, section: Section, form: ReportForm, remarks: Mapping[str, list[str]]) -> list[Shown]:
    return [_group(task, section, group, form, remarks) for group in section.groups]


def _group(task: Task, section: Section, group: Group, form: ReportForm, remarks: Mapping[str, list[str]]) -> Shown:
    questions = [_question(task, name, form, remarks) for name in group.names if _is_asked(task, name, form)]
    is_open = not group.is_folded or any(one.field.value() or one.field.errors for one in questions)
    is_row = section.code == "types"
    is_grid = not is_row and len(questions) > MANY and not any(name in WORDS for name in group.names)
    return Shown(group, questions, list(_sums(task, section, group, form)), is_open, is_row, is_grid)


def _question(task: Task, name: str, form: ReportForm, remarks: Mapping[str, list[str]]) -> Question:
    below = task.background.sums.get(name)
    last = task.last.get(name)
    if name == "opening_total":
        # Beside the beginning stands the end of the year before.
        last = task.last.get("members_total")
    return Question(form[name], _figure(last), _figure(below), below, remarks.get(name, []))


def _is_asked(task: Task, name: str, form: ReportForm) -> bool:
    """The source is asked where nothing is carried, the difference where there is something below."""
    if name == "opening_source":
        return not task.carried() or "opening_source" in task.carried() or bool(form[name].value())
    if name == "disagreement":
        return bool(task.carried())
    if name == "difference":
        return task.background.has_below or bool(form[name].value())
    return True


def _figure(value: Any) -> str:
    return grouped(value) if isinstance(value, int) and not isinstance(value, bool) else ""


# --- Sums that follow -------------------------------------------------------------------------------------

FLOW = ("opening_total", "admitted_total", "-left_total")


def _sums(task: Task, section: Section, group: Group, form: ReportForm) -> Iterator[Sum]:
    data = _numbers(form)
    if section.code == "members":
        yield _sum(gettext_lazy("The four categories together"), CATEGORIES, data, into="members_total")
        share = percent(data.get("members_employed"), data.get("employees_total"))
        yield Sum(
            gettext_lazy("Coverage: employed members of all employees, per cent"),
            "members_employed",
            typed(share),
            of="employees_total",
        )
    elif section.code == "flow" and group.names[-1] in ("admitted_total", "left_total"):
        *rows, whole = group.names
        yield _sum(gettext_lazy("The rows together"), rows, data, into=whole)
        if whole == "left_total":
            yield _sum(gettext_lazy("Beginning + admitted − left"), FLOW, data)
    elif section.code == "types" and group is section.groups[-1]:
        for column in BY_TYPE:
            names = [row_name(row, column) for row in task.lists.institution]
            yield _sum(TYPES_TOGETHER[column], names, data)
    elif section.code == "note" and len(group.names) > 2:
        yield _sum(gettext_lazy("The reasons together"), group.names, data)


TYPES_TOGETHER = {
    "primaries": gettext_lazy("Primary organizations of all types"),
    "employees": gettext_lazy("Employees of all types"),
    "members": gettext_lazy("Members of all types"),
}


def _sum(title: str | Promise, terms: Any, data: Mapping[str, int | None], into: str = "") -> Sum:
    signed = ((data.get(term.removeprefix("-")), -1 if term.startswith("-") else 1) for term in terms)
    value = total(None if number is None else number * sign for number, sign in signed)
    return Sum(title, " ".join(terms), _figure(value), into)


def _numbers(form: ReportForm) -> dict[str, int | None]:
    """What stands in the form, where it can be read."""
    found: dict[str, int | None] = {}
    for name, one in form.fields.items():
        with suppress(ValidationError):
            value = one.to_python(form[name].value() or "")
            if type(value) is int:
                found[name] = value
    return found


def told(task: Task, section: Section, form: ReportForm) -> list[dict[str, str]]:
    """Sentences above a page, for what is asked there and why."""
    found = []
    if section.code == "note":
        if fall := form.judgement.fall:
            found.append(_("The employed members have fallen by {n}: the note is obligatory.").format(n=grouped(fall)))
        else:
            found.append(_("A note is not obligatory this year; you may write one."))
    if section.code == "explanations":
        found += [failure.text for failure in form.judgement.warnings]
        if not form.judgement.warnings:
            found.append(_("Nothing looks strange: this page may stay empty."))
    if section.code == "flow":
        found += [_event(event) for event in task.background.carried.events]
    return [{"text": sentence} for sentence in found]


def _event(event: Any) -> str:
    members = _("no number is known") if event.members_total is None else grouped(event.members_total)
    sentence = _("{day}: {kind}, from “{origin}” to “{target}”, members: {members}.")
    return sentence.format(
        day=f"{event.on:%d.%m.%Y}",
        kind=event.get_kind_display(),
        origin=event.origin.name,
        target=event.target.name if event.target else event.destination or "—",
        members=members,
    )


def comparison(task: Task, form: ReportForm) -> list[dict[str, str]]:
    """The note's comparison with last year, filled in by the system."""
    return compared(form.judgement.answers, task.last) if task.last else []


def compared(answers: Mapping[str, Any], last: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    for code in ("members_total", *CATEGORIES):
        now, before = answers.get(code), last.get(code)
        change = None if now is None or before is None else now - before
        rows.append(
            {
                "title": str(FIGURES[code].title),
                "before": _figure(before),
                "now": _figure(now),
                "change": signed(change),
            }
        )
    return rows


def signed(change: int | None) -> str:
    if change is None:
        return ""
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{grouped(abs(change))}"


# --- Lists of errors and answers --------------------------------------------------------------------------


def problems(task: Task, form: ReportForm) -> list[dict[str, str]]:
    """Every error of every page, each with the way to its question."""
    titles, found = titles_of(task.lists), []
    for section in task.sections:
        url = reverse("membership:report_section", args=[task.obligation.pk, section.code])
        for name in section.names:
            for sentence in form.errors.get(name, ()):
                bound: Any = form[name]
                found.append({"label": titles[name], "sentence": str(sentence), "url": f"{url}#{bound.anchor}"})
    found += [{"label": "", "sentence": str(sentence), "url": ""} for sentence in form.non_field_errors()]
    return found


def check_blocks(task: Task, form: ReportForm) -> list[dict[str, Any]]:
    """The answers section by section, last year beside; what is empty now and was empty then is not repeated, and a
    section without an answer is one line."""
    titles, answers = titles_of(task.lists), form.judgement.answers
    blocks = []
    for section in task.sections:
        url = reverse("membership:report_section", args=[task.obligation.pk, section.code])
        rows = [
            answer_row(titles[name], answers.get(name), task.last.get(name), f"{url}#id_{name}")
            for name in section.names
            if _is_worth_showing(section, name, answers, task.last)
        ]
        is_empty = not any(row["value"] for row in rows)
        blocks.append(
            {
                "section": section,
                "rows": [] if is_empty else rows,
                "was_filled": is_empty and bool(rows),
                "url": url,
                "compared": comparison(task, form) if section.code == "note" and not is_empty else [],
            }
        )
    return blocks


def _is_worth_showing(section: Section, name: str, answers: Answers, last: Answers) -> bool:
    if answers.get(name) not in (None, ""):
        return True
    both = name not in ("difference", "explanation", "note_text", "note_measures", "disagreement", "opening_source")
    return both and last.get(name) not in (None, "")


def answer_row(title: str, value: Any, previous: Any, url: str = "") -> dict[str, Any]:
    return {
        "key": title,
        "value": words(value),
        "previous": words(previous),
        "numeric": isinstance(value, int) and not isinstance(value, bool),
        "change_url": url,
    }


def words(value: Any) -> str:
    """An answer as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return typed(value)


def report_blocks(task: Task, answers: Answers) -> list[dict[str, Any]]:
    """A kept report section by section: the figure, last year's, the sum of the levels below and the difference."""
    titles, sums = titles_of(task.lists), task.background.sums
    blocks = []
    for section in task.sections:
        rows = [
            _report_row(titles[name], answers.get(name), task.last.get(name), sums.get(name))
            for name in section.names
            if _is_worth_showing(section, name, answers, task.last)
        ]
        words_only = [row for row in rows if row["is_text"]]
        blocks.append({"section": section, "rows": [row for row in rows if not row["is_text"]], "texts": words_only})
    return blocks


def _report_row(title: str, value: Any, last: Any, below: int | None) -> dict[str, Any]:
    difference = value - below if isinstance(value, int) and below is not None else None
    return {
        "title": title,
        "value": words(value),
        "last": words(last),
        "below": _figure(below),
        "difference": signed(difference) if difference else "",
        "is_text": isinstance(value, str),
    }
