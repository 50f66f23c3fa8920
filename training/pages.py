"""What the pages of a report show: the fields under their headings, and the figures beside those of the period before."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy

from documents.dates import short_day
from reporting.figure_pages import Block, Question, Rows
from training import checks
from training.answers import EVENTS, SHARES, Answers, from_events, in_words, trained_name
from training.models.report import EventForm
from training.report_form import ReportForm, words_of
from training.task import Questions

# Heading, names of the fields, whether they stand side by side. The categories stand in the first group.
GROUPS: Sequence[tuple[str | Promise, tuple[str, ...], bool]] = (
    (gettext_lazy("Trained"), ("trained_total", "stated_share"), True),
    (gettext_lazy("Events held"), tuple(EVENTS), True),
    (gettext_lazy("Schools of activists"), ("schools_count", "schools_form"), False),
    (gettext_lazy("Budget"), ("budget_plan", "budget_share", "spent"), True),
    (gettext_lazy("In words"), ("feedback", "problems", "proposals"), False),
)


def grouped_names(task: Questions) -> list[tuple[str | Promise, list[str], bool]]:
    trained = [trained_name(one.code) for one in task.categories]
    first, *rest = GROUPS
    return [(first[0], [*trained, *first[1]], first[2]), *((title, list(names), grid) for title, names, grid in rest)]


def blocks(task: Questions, form: ReportForm, remarks: Mapping[str, list[str]]) -> list[Block]:
    last, held = task.last_answers, held_words(task)
    return [
        Block(
            title,
            [
                Question(form[name], in_words(name, last.get(name)), remarks.get(name, []), held.get(name, ""))
                for name in names
            ],
            is_grid,
        )
        for title, names, is_grid in grouped_names(task)
    ]


def held_words(task: Questions) -> dict[str, str]:
    """What the events of the period say of each figure, by its name."""
    told = from_events(task.held, task.categories)
    return {name: in_words(name, value) for name, value in told.items() if name != "counted"}


def held_context(task: Questions) -> dict[str, Any]:
    """How many events there were, and where they stand."""
    query: dict[str, Any] = {
        "organization": task.organization.code,
        "year": task.period.year,
        "part": task.period.part,
        "state": "held",
    }
    return {
        "held": task.held,
        "held_url": f"{reverse('training:events')}?{urlencode(query)}",
        "known_title": _("By the events"),
    }


def labels_of(task: Questions) -> dict[str, str]:
    """What each answer is called, in the order of the page."""
    found = {"counted": str(words_of("counted"))}
    found |= {trained_name(one.code): one.title for one in task.categories}
    events = {name: str(EventForm(form).label) for name, form in EVENTS.items()}
    for _title, names, _grid in GROUPS:
        found |= {name: events.get(name) or str(words_of(name)) for name in names}
    return {**found, "explanation": str(words_of("explanation"))}


def check_rows(task: Questions, answers: Answers, *, change_url: str = "") -> list[Rows]:
    """Every answer with that of the period beside, and what is reckoned from them."""
    labels, last, held = labels_of(task), task.last_answers, held_words(task)
    found = []
    for title, names, _grid in grouped_names(task):
        rows = [{**_row(name, labels[name], answers, last, change_url), **_note(held.get(name))} for name in names]
        found.append(Rows(title, rows))
    found[0].rows.insert(0, _row("counted", labels["counted"], answers, last, change_url))
    found[0].rows.append(_share_row(task, answers))
    return found


def _note(held: str | None) -> dict[str, str]:
    return {"note": _("By the events: {number}").format(number=held)} if held else {}


def _row(name: str, label: str, answers: Answers, last: Answers, change_url: str) -> dict[str, Any]:
    is_words = name in ("counted", "schools_form", "feedback", "problems", "proposals")
    return {
        "key": label,
        # The dash is the page's word for no data; in words it would be read as a figure.
        "value": _with_unit(name, answers.get(name)) or "–",
        "previous": "" if is_words and name != "counted" else _with_unit(name, last.get(name)),
        "numeric": not is_words,
        "change_url": f"{change_url}#id_{name}{'_0' if name == 'counted' else ''}" if change_url else "",
    }


def _with_unit(name: str, value: Any) -> str:
    text = in_words(name, value)
    return checks.in_percent(value) if text and name in SHARES else text


def _share_row(task: Questions, answers: Answers) -> dict[str, Any]:
    """With the day of the membership it is reckoned with."""
    members = task.known.members
    share = checks.share(answers.get("trained_total"), members.total)
    if share is None:
        note = _("No figures of the membership near the end of the period")
    else:
        note = _("Reckoned: {members} members on {day}").format(
            members=in_words("members", members.total), day=short_day(members.on) if members.on else ""
        )
    value = checks.in_percent(share, 1) if share is not None else "–"
    return {"key": _("Share of members"), "value": value, "previous": "", "numeric": True, "note": note}
