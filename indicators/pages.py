"""What the pages of a report show of its figures: beside the fields, where they are checked, where they are read."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from indicators import structure
from indicators.answers import Answers
from indicators.checks import Stated
from indicators.comparison import change
from indicators.drafts_in_use import field_name
from indicators.models import Indicator
from indicators.report_form import ReportForm
from indicators.showing import Questions, grouped_by, in_words
from indicators.task import Questions as Task
from indicators.wording import change_in_words
from reporting.figure_pages import Block, Question, Rows


def blocks(task: Task, form: ReportForm, remarks: Mapping[str, list[str]]) -> list[Block]:
    return [_block(task, one, form, remarks) for one in grouped_by(task.indicators)]


def _block(task: Task, part: Questions, form: ReportForm, remarks: Mapping[str, list[str]]) -> Block:
    typed = [one for one in part.indicators if field_name(one.code) in form.fields]
    questions = [
        Question(form[name], in_words(one, task.last_answers.get(one.code)), remarks.get(name, []))
        for one in typed
        if (name := field_name(one.code))
    ]
    return Block(part.title, questions, all(one.answer == structure.NUMBER for one in typed))


def check_rows(task: Task, known: Answers, *, change_url: str = "") -> list[Rows]:
    """Every indicator with its figure, that of the period beside, and the change between them."""
    found = grouped_by(task.indicators)
    return [Rows(part.title, [_row(task, one, known, change_url) for one in part.indicators]) for part in found]


def _row(task: Task, one: Indicator, known: Answers, change_url: str) -> dict[str, Any]:
    asked, now, before = one.as_asked(), known.get(one.code), task.last_answers.get(one.code)
    notes = [_("Reckoned from the others")] if asked.is_computed else []
    if asked.is_number and isinstance(now, Stated) and isinstance(before, Stated):
        notes += filter(None, [change_in_words(change(now, before, is_points=asked.is_percent), one.decimals)])
    return {
        "key": one.titled,
        # The dash is the page's word for no data; in words it would be read as a figure.
        "value": in_words(one, now) or "–",
        "previous": in_words(one, before),
        "numeric": asked.is_number,
        "note": "; ".join(notes),
        "change_url": f"{change_url}#id_{field_name(one.code)}" if change_url and not asked.is_computed else "",
    }
