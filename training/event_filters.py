"""What the lists of events, plans and persons responsible are narrowed to."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from organizations.access import path_of, within
from organizations.models import Level
from reporting.filters import ALL_LEVELS, Understood, YesInput
from reporting.periods import YEAR, Period
from training.filters import YEARS_COMPARED, Filters, Scope, checked
from training.models import EventState, FormOfEvent, TrainingEvent

OF_EVENTS = Understood(("year", "part", "form", "state", "region", "organization"), level=ALL_LEVELS)
OF_PLANS = Understood(("year", "level", "region", "organization", "parent"), level=Level.MEMBER)
OF_RESPONSIBLE = Understood(("missing", "level", "region", "organization", "parent"), level=Level.MEMBER)


class EventFilters(Filters):
    """Bound to an address or to the words of a command."""

    form = forms.ChoiceField(label=_("Form"), required=False, choices=[("", _("all")), *FormOfEvent.choices])
    state = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("all")), *EventState.choices])
    missing = forms.ChoiceField(
        label=_("Only those without a responsible person"), required=False, choices=[("yes", _("yes"))], widget=YesInput
    )

    def __init__(self, data: Any, *, as_of: date, **kwargs: Any) -> None:
        """Where no year is asked for it is that of the day, and the filter says so."""
        given = data.copy() if isinstance(data, QueryDict) else MultiValueDict({name: [data[name]] for name in data})
        given.setdefault("year", str(as_of.year))
        super().__init__(given, as_of=as_of, **kwargs)

    @cached_property
    def years(self) -> Sequence[int]:
        """From the year after the day, for which plans are made, back to the first event there is."""
        day = Coalesce("held_to", "planned_last")
        found = TrainingEvent.objects.visible_to(self.user).aggregate(first=Min(day), last=Max(day))
        first = min([self.as_of.year - YEARS_COMPARED, *([found["first"].year] if found["first"] else [])])
        last = max([self.as_of.year + 1, *([found["last"].year] if found["last"] else [])])
        return range(last, first - 1, -1)


class EventScope(Scope):
    """The period is the year of the day, unless another one is asked for."""

    form: EventFilters

    @classmethod
    def of_words(
        cls, words: Mapping[str, str], *, user: Any, as_of: date, understood: Understood = OF_EVENTS
    ) -> "EventScope":
        """For the command line."""
        return cls(checked(EventFilters, words, user=user, as_of=as_of, understood=understood))

    @property
    def period(self) -> Period:
        return Period(int(self.chosen.get("year") or self.as_of.year), str(self.chosen.get("part") or YEAR))

    @property
    def of_bodies(self) -> Q:
        """Events of an organization are those of the bodies below it, too."""
        found = Q()
        if region := self.chosen.get("region"):
            found &= Q(organization__region=region)
        if organization := self.form.named.get("organization"):
            found &= within(path_of(organization), "organization__path")
        return found

    @property
    def events(self) -> Any:
        """Those of the period, in the form and in the state asked for."""
        period, chosen = self.period, self.chosen
        found = TrainingEvent.objects.visible_to(self.user).within_span(period.first_day, period.last_day)
        if form := chosen.get("form"):
            found = found.filter(form=form)
        if state := chosen.get("state"):
            found = found.in_state(state, self.as_of)
        return found.filter(self.of_bodies)
