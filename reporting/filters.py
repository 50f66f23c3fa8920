"""What a list is narrowed to: the same names in the address of a page and after `manage.py table NAME`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from documents.fields import DayField, WholeNumberField
from documents.registry import BadFilter, refuse_unknown
from organizations.access import path_of, within
from organizations.models import Level, Organization, Region
from organizations.querysets import OrganizationQuerySet
from reporting.changes import changed_since
from reporting.models import Obligation, Requirement
from reporting.querysets import OVERDUE, ObligationQuerySet, due_between
from reporting.statuses import (
    EXPECTED_STATUSES,
    NO_DATA,
    NO_DATA_LABEL,
    OVERDUE_STATUSES,
    OWED_STATUSES,
    RECEIVED_STATUSES,
    Status,
)

ALL_LEVELS = "all"
UNDER_REVIEW, ACCEPTED = "under_review", "accepted"
# Several statuses under one word, as the sums of the rates count them.
EXPECTED, ABSENT, OWED = "expected", "absent", "owed"
TOGETHER = {EXPECTED: EXPECTED_STATUSES, ABSENT: OVERDUE_STATUSES, OWED: OWED_STATUSES}
OWN, BELOW = "own", "below"
# Any of these names the bodies itself, so that the level of a list is no longer taken for granted.
NAMING = ("organization", "parent", "q")


class YesInput(forms.CheckboxInput):
    """A box whose answer is the word "yes", as it stands in an address."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(name, "")

    def format_value(self, value: Any) -> str:
        return "yes"


@dataclass(frozen=True)
class Understood:
    """Which filters a list knows, the level it opens on, and whether "no data" is a state of its rows."""

    names: tuple[str, ...]
    level: str = ALL_LEVELS
    no_data: bool = False


class Filters(forms.Form):
    """Bound to an address or to the words of a command; what a list does not understand is not in the form."""

    q = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "class": "width-20", "placeholder": _("Organization, chair or telephone")}
        ),
    )
    requirement = forms.ChoiceField(label=_("Requirement"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    year = WholeNumberField(
        label=_("Year of the due day"),
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"class": "width-4"}),
    )
    due_from = DayField(label=_("Due from"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))
    due_to = DayField(label=_("Due until"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))
    since = DayField(label=_("Changed after"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))
    returns = forms.ChoiceField(
        label=_("Only what was ever returned"), required=False, choices=[("yes", _("yes"))], widget=YesInput
    )
    scope = forms.ChoiceField(
        label=_("Counted"),
        required=False,
        choices=[(OWN, _("its own obligations")), (BELOW, _("with all bodies below it"))],
    )
    received_from = DayField(
        label=_("Came in from"), required=False, widget=forms.TextInput(attrs={"class": "width-10"})
    )
    received_to = DayField(
        label=_("Came in until"), required=False, widget=forms.TextInput(attrs={"class": "width-10"})
    )
    overdue = forms.ChoiceField(
        label=_("Only what is overdue"), required=False, choices=[("yes", _("yes"))], widget=YesInput
    )
    organization = forms.SlugField(label=_("Organization"), required=False, widget=forms.HiddenInput)
    parent = forms.SlugField(label=_("Below"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, user: Any, understood: Understood) -> None:
        super().__init__(_with_level(data, understood.level), auto_id="filter-%s")
        self.user, self.understood = user, understood
        for name in set(self.fields) - set(understood.names):
            del self.fields[name]
        self._offer()

    def _offer(self) -> None:
        """The choices of the reader."""
        for name, choices in {
            "requirement": lambda: [("", _("all")), *((one.code, one.title) for one in self.requirements)],
            "status": lambda: [("", _("all")), *_status_choices(self.understood.no_data)],
            "level": lambda: [*Level.choices[1:], Level.choices[0], (ALL_LEVELS, _("all levels"))],
            "region": lambda: [("", _("all")), *((one.iso, one.name) for one in Region.objects.all())],
        }.items():
            if name in self.fields:
                self.fields[name].choices = choices()  # type: ignore[attr-defined]

    @cached_property
    def requirements(self) -> list[Requirement]:
        return list(Requirement.objects.visible_to(self.user))

    @cached_property
    def named(self) -> dict[str, Organization]:
        """The organizations whose codes stand in `organization` and `parent`, by the name of the filter."""
        asked = {name: self.cleaned_data.get(name) for name in ("organization", "parent")}
        codes = set(filter(None, asked.values()))
        found = {one.code: one for one in Organization.objects.visible_to(self.user).filter(code__in=codes)}
        return {name: found[code] for name, code in asked.items() if code and code in found}

    def clean(self) -> dict[str, Any]:
        for name in ("organization", "parent"):
            if self.cleaned_data.get(name) and name not in self.named:
                self.add_error(name, forms.ValidationError(_("There is no such organization."), code="unknown"))
        return self.cleaned_data

    @property
    def chosen(self) -> dict[str, Any]:
        """What is asked and could be read; a value that could not is marked in the form and left aside."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def refusals(self) -> Iterable[str]:
        for name, messages in self.errors.items():
            accepted = [str(code) for code, _words in getattr(self.fields[name], "choices", ()) if code]
            hint = f" Accepted: {', '.join(accepted)}." if accepted else ""
            yield f"{name}: {messages[0]}{hint}"

    def in_words(self, name: str) -> str:
        """A chosen filter as people read it."""
        value = self.chosen[name]
        if name in ("organization", "parent"):
            return self.named[name].name
        choices = getattr(self.fields[name], "choices", None)
        return str(dict(choices).get(value, value)) if choices else str(self[name].value())


def _with_level(data: Any, level: str) -> MultiValueDict:
    given = data.copy() if isinstance(data, QueryDict) else MultiValueDict({name: [data[name]] for name in data})
    if not given.get("level"):
        given["level"] = ALL_LEVELS if any(given.get(name) for name in NAMING) else level
    return given


def _status_choices(with_no_data: bool) -> Iterable[tuple[str, Any]]:
    yield from Status.choices
    if with_no_data:
        yield NO_DATA, NO_DATA_LABEL
    yield EXPECTED, _("Expected by that day")
    yield ABSENT, _("Missing or returned")
    yield OWED, _("Still owed")
    yield UNDER_REVIEW, _("Under review")
    yield ACCEPTED, _("Accepted")


class Selection:
    """The organizations and obligations that a reader sees through the filters on a day.

    Organizations are those active on the day, so that every list speaks of the same ones.
    """

    def __init__(self, form: Filters, *, as_of: date, today: date | None = None) -> None:
        self.form, self.user, self.as_of, self.today = form, form.user, as_of, today
        self.chosen = form.chosen

    @classmethod
    def from_words(cls, words: Mapping[str, str], *, user: Any, as_of: date, understood: Understood) -> "Selection":
        """For the command line: what a page would mark in its form is refused here."""
        refuse_unknown(words, understood.names)
        form = Filters(words, user=user, understood=understood)
        if not form.is_valid():
            raise BadFilter(" ".join(form.refusals()))
        return cls(form, as_of=as_of)

    def organizations(self) -> OrganizationQuerySet:
        found = Organization.objects.visible_to(self.user).active_on(self.as_of)
        if (level := self.chosen.get("level", ALL_LEVELS)) != ALL_LEVELS:
            found = found.filter(level=level)
        if region := self.chosen.get("region"):
            found = found.filter(region=region)
        if organization := self.form.named.get("organization"):
            found = found.filter(pk=organization.pk)
        if parent := self.form.named.get("parent"):
            found = found.filter(within(path_of(parent))).exclude(pk=parent.pk)
        if words := self.chosen.get("q"):
            found = found.found_by(words)
        return found

    def in_order(self, organizations: OrganizationQuerySet) -> OrganizationQuerySet:
        """Of what is selected: of one level, an index gives them by name."""
        return organizations.in_order(ranked=self.chosen.get("level", ALL_LEVELS) == ALL_LEVELS)

    def obligations(self, organizations: Any = None) -> ObligationQuerySet:
        """With their status on the day; of these organizations, by default of all that are selected."""
        chosen, found = self.chosen, Obligation.objects.visible_to(self.user)
        found = found.with_status(self.as_of, today=self.today)
        found = found.filter(organization__in=self.organizations() if organizations is None else organizations)
        if code := chosen.get("requirement"):
            found = found.filter(requirement__code=code)
        if since := chosen.get("since"):
            found = changed_since(found, since, self.as_of)
        if chosen.get("returns"):
            found = found.ever_returned(self.as_of)
        if chosen.get("received_from") or chosen.get("received_to"):
            found = found.came_in(self.as_of, chosen.get("received_from"), chosen.get("received_to"))
        return found.filter(self._due)

    @cached_property
    def _due(self) -> Q:
        chosen = self.chosen
        first, last = chosen.get("due_from"), chosen.get("due_to")
        if year := chosen.get("year"):
            first, last = max(first or date.min, date(year, 1, 1)), min(last or date.max, date(year, 12, 31))
        return due_between(self.as_of, first, last) if first or last else Q()

    def obligations_in_status(self) -> ObligationQuerySet:
        return self.obligations().filter(self.asked_status())

    def asked_status(self) -> Q:
        """The statuses asked for, as a condition on obligations; empty when none is."""
        asked = self.chosen.get("status", "")
        condition = OVERDUE if self.chosen.get("overdue") else Q()
        if asked in (UNDER_REVIEW, ACCEPTED):
            condition &= Q(status__in=RECEIVED_STATUSES, accepted_on__isnull=asked == UNDER_REVIEW)
        elif asked in TOGETHER:
            condition &= Q(status__in=TOGETHER[asked])
        elif asked:
            condition &= Q(status=asked)
        return condition

    def organizations_in_status(self) -> OrganizationQuerySet:
        """Rows of the board: organizations with at least one cell in the status asked for."""
        organizations = self.organizations()
        if self.chosen.get("status") == NO_DATA:
            return self._with_an_empty_cell(organizations)
        condition = self.asked_status()
        if not condition:
            return organizations
        there = self.obligations(organizations).filter(condition, organization=OuterRef("pk"))
        return organizations.filter(Exists(there))

    def _with_an_empty_cell(self, organizations: OrganizationQuerySet) -> OrganizationQuerySet:
        obligations = self.obligations(organizations)
        columns = obligations.order_by().aggregate(n=Count("requirement", distinct=True))["n"]
        full = obligations.order_by().values("organization").annotate(n=Count("requirement", distinct=True))
        return organizations.exclude(pk__in=full.filter(n__gte=max(columns, 1)).values("organization"))
