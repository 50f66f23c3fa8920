"""What the lists of inspections and of recommendations are narrowed to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.fields import WholeNumberField
from documents.reading import LONGEST_ROW_NUMBER
from documents.registry import BadFilter, refuse_unknown
from inspections.models import Inspection
from inspections.states import State
from organizations.access import path_of, within
from organizations.models import Organization
from reporting.filters import Filters as ListFilters, Understood
from reporting.periods import FIRST_YEAR, LAST_YEAR

HIGHEST_ROW_NUMBER = 10**LONGEST_ROW_NUMBER - 1
UNDERSTOOD = Understood(("q", "year", "kind", "state", "region", "organization", "parent", "plan"))


class Filters(ListFilters):
    """Bound to an address or to the words of a command."""

    year = WholeNumberField(
        label=_("Year of the inspection"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"class": "width-4"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Inspection.Kind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *State.choices])
    plan = forms.IntegerField(
        label=_("Plan of inspections"), required=False, max_value=HIGHEST_ROW_NUMBER, widget=forms.HiddenInput
    )


def filters_from_words(words: Mapping[str, str], *, user: Any) -> Filters:
    """For the command line: what a page would mark in its form is refused here."""
    refuse_unknown(words, UNDERSTOOD.names)
    form = Filters(words, user=user, understood=UNDERSTOOD)
    if not form.is_valid():
        raise BadFilter(" ".join(form.refusals()))
    return form


def selected(form: Filters, as_of: date) -> Any:
    """The inspections in sight through the filters, by their state on the day. Those of a body that was closed since
    stay on the list: an inspection is a fact about the time when it was there."""
    chosen = form.chosen
    found = Inspection.objects.visible_to(form.user)
    if year := chosen.get("year"):
        found = found.filter(planned_from__year=year)
    if kind := chosen.get("kind"):
        found = found.filter(kind=kind)
    if state := chosen.get("state"):
        found = found.in_state(state, as_of)
    if plan := chosen.get("plan"):
        found = found.filter(plan=plan)
    return found.filter(_organizations(form))


def _organizations(form: Filters) -> Q:
    chosen, named, found = form.chosen, form.named, Q()
    if region := chosen.get("region"):
        found &= Q(organization__region=region)
    if organization := named.get("organization"):
        found &= Q(organization=organization)
    if parent := named.get("parent"):
        found &= within(path_of(parent), "organization__path") & ~Q(organization=parent)
    if words := chosen.get("q"):
        found &= Q(organization__in=Organization.objects.visible_to(form.user).found_by(words))
    return found
