"""What the training of an organization rests on, and the events that were planned and held."""

from collections import Counter
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from campaigns.wording import term_in
from letters.facts import Fact, Figure, Listing, Row, Spoken, Two, Unknown
from letters.naming import named
from training.event_tables import came
from training.letter_about import About
from training.models import (
    EventState,
    FormOfEvent,
    Programme,
    ProgrammeModule,
    Responsible,
    TrainingEvent,
    TrainingPlan,
)

PROGRAMMES = {
    "name": _("name"), "first_year": _("first year"), "last_year": _("last year"), "body": _("approved by"),
    "paper": _("number"), "approved_on": _("approved on"), "modules": _("modules"), "hours": _("hours"),
}  # fmt: skip
EVENTS = {
    "title": _("Event"), "form": _("Form"), "held_from": _("First day"), "held_to": _("Last day"), "place": _("Place"),
    "whose": _("Organization"), "topic": _("Topic"), "speakers": _("Speakers"), "participants": _("Participants"),
    "hours": _("Hours"),
}  # fmt: skip
PLANNED = {
    "title": _("Event"),
    "planned": pgettext_lazy("event", "Planned"),
    "state": _("Status"),
    "reason": _("Why it was cancelled"),
}


class PlanFacts:
    def __init__(self, about: About) -> None:
        self.about = about

    def facts(self) -> dict[str, Fact]:
        return {
            "programmes": self._programmes(),
            "plan": self._plan(),
            "not_held": self._not_held(),
            "responsible": self._responsible(),
            "held": self._held(),
            "events": self._events(),
        }

    def _programmes(self) -> Listing:
        visible = (
            Programme.objects.visible_to(self.about.user).of(self.about.organization).in_year(self.about.period.year)
        )
        return Listing(
            title=Two("Программы обучения", "Оқыту бағдарламалары"),
            nobody=Two("Программа обучения на этот год не внесена.", "Бұл жылға оқыту бағдарламасы енгізілмеген."),
            rows=[self._programme(one) for one in visible.prefetch_related("modules").order_by("first_year", "pk")],
            as_of=self.about.day,
            fields=PROGRAMMES,
            link=reverse("training:programmes"),
        )

    def _programme(self, one: Programme) -> Row:
        modules: list[ProgrammeModule] = list(one.modules.all())
        hours = [row.hours for row in modules if row.hours is not None]
        values: dict[str, Fact] = {
            "name": Two(one.name_ru, one.name_kk),
            "first_year": str(one.first_year),
            "last_year": str(one.last_year),
            "body": one.body,
            "paper": one.number,
            "approved_on": one.approved_on or "",
            "modules": len(modules),
            "hours": sum(hours) if hours else "",
        }
        return Row(f"programme-{one.pk}", values, reverse("training:programmes"))

    @cached_property
    def _approved(self) -> TrainingPlan | None:
        plans = TrainingPlan.objects.visible_to(self.about.user)
        return plans.filter(organization=self.about.organization, year=self.about.period.year).first()

    def _plan(self) -> dict[str, Fact]:
        plan = self._approved
        what = _("the plan is not entered")
        if plan is None:
            there: Fact = Unknown(what, self.about.plan_page)
            return {
                "is_there": there, "body": "", "number": "", "approved_on": "",
                **dict.fromkeys(("whole", "held", "overdue", "cancelled"), Unknown(what, self.about.plan_page)),
            }  # fmt: skip
        states = Counter(one.state_on(self.about.day) for one in self._planned)
        return {
            "is_there": True,
            "body": plan.body or Unknown(_("who approved the plan"), self.about.plan_page),
            "number": plan.number,
            "approved_on": plan.approved_on or Unknown(_("when the plan was approved"), self.about.plan_page),
            "whole": Figure(len(self._planned), self.about.plan_page),
            "held": Figure(states[EventState.HELD], self.about.plan_page),
            "overdue": Figure(states[EventState.OVERDUE], self.about.plan_page),
            "cancelled": Figure(states[EventState.CANCELLED], self.about.plan_page),
        }

    @cached_property
    def _planned(self) -> list[TrainingEvent]:
        """Of its own plan."""
        if self._approved is None:
            return []
        found = TrainingEvent.objects.visible_to(self.about.user).filter(plan=self._approved)
        return list(found.order_by("planned_last", "pk"))

    def _not_held(self) -> Listing:
        wanted = (EventState.OVERDUE, EventState.CANCELLED)
        return Listing(
            title=Two("Не проведено", "Өткізілмегендер"),
            nobody=Two(
                "Мероприятий плана, которые не проведены в срок или отменены, нет.",
                "Жоспардың мерзімінде өткізілмеген немесе күші жойылған іс-шаралары жоқ.",
            ),
            rows=[self._planned_row(one) for one in self._planned if one.state_on(self.about.day) in wanted],
            as_of=self.about.day,
            fields=PLANNED,
            link=self.about.plan_page,
        )

    def _planned_row(self, one: TrainingEvent) -> Row:
        term, state = one.planned, one.state_on(self.about.day)
        values: dict[str, Fact] = {
            "title": one.title,
            "planned": Spoken(lambda language: term_in(language, term)) if term else "",
            "state": Spoken(lambda _language: str(state.label)),
            "reason": one.cancel_reason,
        }
        return Row(f"event-{one.pk}", values, one.get_absolute_url())

    def _responsible(self) -> dict[str, Fact]:
        page = reverse("training:responsible_of", args=[self.about.organization.code])
        named_by = (
            Responsible.objects.visible_to(self.about.user)
            .standing_on(self.about.day)
            .filter(organization=self.about.organization)
        )
        office = named_by.select_related("person").first()
        if office is None:
            return {"name": Unknown(_("nobody is named responsible"), page), "from_day": "", "basis": ""}
        return {
            "name": Figure(Two(office.person.name_ru, office.person.name_kk), page),
            "from_day": office.from_day,
            "basis": office.basis,
        }

    # --- Events -------------------------------------------------------------------------------------------

    def _held(self) -> dict[str, Fact]:
        spent = self.about.held.spent
        return {
            "number": Figure(self.about.held.number, self.about.events_page),
            "spent": "" if spent is None else Figure(spent, self.about.events_page, "decimal", 2),
        }

    def _events(self) -> Listing:
        span = (self.about.period.first_day, min(self.about.period.last_day, self.about.day))
        found = TrainingEvent.objects.visible_to(self.about.user).of_body(self.about.organization).held_within(*span)
        found = found.select_related("organization").prefetch_related(
            "speakers", "participants", "organization__former_names"
        )
        return Listing(
            title=Two("Проведенные мероприятия", "Өткізілген іс-шаралар"),
            nobody=Two(
                "Мероприятия этого периода в системе не внесены.", "Бұл кезеңнің іс-шаралары жүйеге енгізілмеген."
            ),
            rows=[self._event(one) for one in found.order_by("held_from", "held_to", "pk")],
            as_of=self.about.day,
            fields=EVENTS,
            link=self.about.events_page,
        )

    def _event(self, one: TrainingEvent) -> Row:
        page, number = one.get_absolute_url(), came(one)
        values: dict[str, Fact] = {
            "title": one.title,
            "form": Spoken(lambda _language: str(FormOfEvent(one.form).label)),
            "held_from": one.held_from or "",
            "held_to": one.held_to or "",
            "place": one.place or Unknown(_("the place"), page),
            "whose": named(one.organization, self.about.day)
            if one.organization_id != self.about.organization.pk
            else "",
            "topic": one.topic,
            "speakers": "; ".join(map(str, one.speakers.all())),
            "participants": Unknown(_("who came"), page) if number is None else number,
            "hours": Unknown(_("hours"), page) if one.hours is None else one.hours,
        }
        return Row(f"event-{one.pk}", values, page)
