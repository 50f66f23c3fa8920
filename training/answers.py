"""How the answers of a report are called in its form and its draft, and what a kept report answers.

trained_<code>   trained of one category
events_<form>    events of one form
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Value

from documents.cells import grouped
from training.checks import Held, Told, percent
from training.models import EventsRow, TrainedRow, TraineeCategory, TrainingReport
from training.models.report import Counted, EventForm

Answers = dict[str, Any]
COLUMNS = (
    "counted", "trained_total", "stated_share", "schools_count", "schools_form", "budget_plan", "budget_share", "spent",
    "feedback", "problems", "proposals", "explanation",
)  # fmt: skip
SHARES = ("stated_share", "budget_plan", "budget_share")
WORDS = ("schools_form", "feedback", "problems", "proposals", "explanation")


def trained_name(code: str) -> str:
    return f"trained_{code}"


def events_name(form: str) -> str:
    return f"events_{form}"


EVENTS = {events_name(form): form for form in EventForm.values}


def answers_of(report: TrainingReport) -> Answers:
    """All that a kept report says, by name; what it does not say is absent or empty."""
    found: Answers = {name: getattr(report, name) for name in COLUMNS}
    trained = report.trained.order_by().values_list(Value("trained"), "category__code", "number")
    events = report.events.order_by().values_list(Value("events"), "form", "number")
    for kind, code, number in trained.union(events, all=True):
        found[f"{kind}_{code}"] = number
    return found


def rows_of(
    report: TrainingReport, answers: Mapping[str, Any], categories: Iterable[TraineeCategory]
) -> tuple[list[TrainedRow], list[EventsRow]]:
    """Zero is told and kept; nothing is not."""
    trained = [
        TrainedRow(report=report, category=one, number=number)
        for one in categories
        if (number := answers.get(trained_name(one.code))) is not None
    ]
    events = [
        EventsRow(report=report, form=form, number=number)
        for name, form in EVENTS.items()
        if (number := answers.get(name)) is not None
    ]
    return trained, events


def as_checked(answers: Mapping[str, Any], categories: Sequence[TraineeCategory]) -> Told:
    """Answers, typed or kept, as the checks take them."""
    return Told(
        trained_total=answers.get("trained_total"),
        categories={one.code: answers.get(trained_name(one.code)) for one in categories},
        titles={one.code: one.title for one in categories},
        events={form: answers.get(name) for name, form in EVENTS.items()},
        is_attendances=answers.get("counted") == Counted.ATTENDANCES,
        spent=answers.get("spent"),
        labels=labels_held(categories),
        **{name: answers.get(name) for name in SHARES},
    )


def labels_held(categories: Iterable[TraineeCategory]) -> dict[str, str]:
    """What is held against the events, in words."""
    return {
        **{trained_name(one.code): one.title for one in categories},
        **{name: str(EventForm(form).label) for name, form in EVENTS.items()},
        "spent": str(TrainingReport._meta.get_field("spent").verbose_name),
    }


def from_events(held: Held, categories: Iterable[TraineeCategory]) -> Answers:
    """What the events of the period answer: attendances, for an event does not know who came to another. Forms of which
    there was none stay without data, as categories do of which no event tells."""
    if not held.number:
        return {}
    trained = {trained_name(one.code): held.trained[one.code] for one in categories if one.code in held.trained}
    found: Answers = {events_name(form): number for form, number in held.events.items()}
    if trained:
        found |= {"counted": Counted.ATTENDANCES.value, **trained, "trained_total": sum(trained.values())}
    return found if held.spent is None else {**found, "spent": held.spent}


def in_words(name: str, value: Any) -> str:
    """Empty where there is no data: zero is written, a dash is put by the page."""
    if value is None or value == "":
        return ""
    if name == "counted":
        return str(Counted(value).label)
    if isinstance(value, Decimal):
        return percent(value)
    return grouped(value) if isinstance(value, int) else str(value)


def as_typed(answers: Mapping[str, Any]) -> dict[str, str]:
    """As the form would have had it typed."""
    told = {name: value for name, value in answers.items() if value is not None and value != ""}
    return {name: str(value) if name == "counted" else in_words(name, value) for name, value in told.items()}
