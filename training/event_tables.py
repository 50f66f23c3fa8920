"""Events of a period: planned, held, cancelled, with who came."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Sum
from django.utils.translation import get_language, gettext, gettext_lazy as _, pgettext_lazy

from campaigns.wording import term_in
from documents import registry
from documents.dates import short_day
from documents.tables import Column, Table
from reporting.tables.people import organization_columns
from training.event_filters import EventScope
from training.models import EventParticipants, TraineeCategory, TrainingEvent

NO_EVENTS = _("No event is planned or held in this period.")


def register() -> None:
    registry.register("training_events", build_events)


def build_events(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return events_table(EventScope.of_words(filters, user=user, as_of=as_of))


def events_table(scope: EventScope) -> Table:
    title = gettext("Training events. {period}").format(period=scope.period.title)
    return table_of(scope.events, scope.as_of, name="training_events", title=title)


def table_of(events: Any, as_of: date, *, name: str, title: str, with_organization: bool = True) -> Table:
    """`events`: with the day they fall on (`within_span`)."""
    related = events.select_related("organization", "programme", "module", "plan")
    categories = list(TraineeCategory.objects.all())
    return Table(
        name=name,
        title=title,
        columns=columns_of(categories, as_of, with_organization=with_organization),
        rows=related.prefetch_related("speakers", "participants").order_by("-falls_on", "-pk"),
        totals=partial(_totals, events, categories),
        as_of=as_of,
        note=gettext("Participants are attendances: who came to several events is counted in each. A dash is no data."),
        empty=NO_EVENTS,
        row_data=lambda one: {
            "test": "event-row", "organization": one.organization.code, "state": one.state_on(as_of).value,
        },
        opens="title",
    )  # fmt: skip


def columns_of(categories: Iterable[TraineeCategory], as_of: date, *, with_organization: bool) -> list[Column]:
    organization = organization_columns(href=lambda one: one.organization.get_absolute_url())
    return [
        Column(key="title", title=_("Event"), href=lambda one: one.get_absolute_url(), width=40),
        *(organization if with_organization else []),
        Column(key="form", title=_("Form"), kind="choice", text=lambda one: one.get_form_display(), width=18),
        Column(
            key="state", title=_("Status"), kind="choice", value=lambda one: one.state_on(as_of).value,
            text=lambda one: one.state_on(as_of).label, width=16,
        ),
        Column(key="planned", title=pgettext_lazy("event", "Planned"), value=planned_words, width=18),
        Column(key="held", title=pgettext_lazy("event", "Held"), value=held_words, width=22),
        Column(key="held_from", title=_("First day"), kind="date", hidden=True),
        Column(key="held_to", title=_("Last day"), kind="date", hidden=True),
        Column(key="place", title=_("Place"), hidden=True, width=26),
        Column(key="topic", title=_("Topic"), hidden=True, width=40),
        Column(key="programme", title=_("Programme"), value="programme.name", hidden=True, width=34),
        Column(key="module", title=_("Module"), value="module.title", hidden=True, width=34),
        Column(key="speakers", title=_("Speakers"), value=speakers_words, hidden=True, width=40),
        Column(key="plan", title=_("Plan"), kind="integer", value="plan.year", hidden=True),
        *(_category_column(one) for one in categories),
        Column(key="participants", title=_("Participants"), kind="integer", value=came),
        Column(key="hours", title=_("Hours"), kind="integer"),
        Column(key="certificates", title=_("Certificates"), kind="integer", hidden=True),
        Column(key="spent", title=_("Spent, tenge"), kind="decimal", places=0),
        Column(key="cancel_reason", title=_("Why it was cancelled"), hidden=True, width=30),
    ]  # fmt: skip


def planned_words(one: TrainingEvent) -> str | None:
    return term_in("kk" if get_language() == "kk" else "ru", one.planned) if one.planned else None


def held_words(one: TrainingEvent) -> str | None:
    if one.held_from is None or one.held_to is None:
        return None
    days = [short_day(one.held_from), short_day(one.held_to)]
    return days[0] if days[0] == days[1] else "–".join(days)


def speakers_words(one: TrainingEvent) -> str | None:
    return "; ".join(map(str, one.speakers.all())) or None


def came(one: TrainingEvent) -> int | None:
    """In all; no data where no category is told."""
    told = [row.number for row in one.participants.all()]
    return sum(told) if told else None


def _category_column(category: TraineeCategory) -> Column:
    def number(one: TrainingEvent) -> int | None:
        return next((row.number for row in one.participants.all() if row.category_id == category.pk), None)

    return Column(key=f"participants_{category.code}", title=category.title, kind="integer", value=number, hidden=True)


def _totals(events: Any, categories: Sequence[TraineeCategory]) -> dict[str, Any]:
    found: dict[str, Any] = events.order_by().aggregate(
        hours=Sum("hours"), certificates=Sum("certificates"), spent=Sum("spent")
    )
    rows = EventParticipants.objects.filter(event__in=events.order_by().values("pk")).order_by()
    by_category = dict(rows.values_list("category").annotate(Sum("number")))
    found |= {f"participants_{one.code}": by_category.get(one.pk) for one in categories}
    found["participants"] = sum(by_category.values()) if by_category else None
    return {key: number for key, number in found.items() if number is not None}
