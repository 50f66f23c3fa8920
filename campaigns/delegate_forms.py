"""Forms about the delegates by name: entered, corrected, withdrawn, called in, marked as present."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from campaigns.congress_forms import SOURCE_HINT, day_input
from campaigns.forms import REASON, VerbForm
from campaigns.models import Campaign, Conference, Delegate
from documents.dates import short_day
from documents.fields import DayField, ReadField
from documents.reading import read_integer
from organizations.models import Organization, Person
from organizations.versions import CHANGED_MEANWHILE, in_words, version_of


class YearField(ReadField):
    """A year is written without a space between its thousands."""

    inputmode = "numeric"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.TextInput(attrs={"class": "width-4"}), **kwargs})

    def read(self, value: Any) -> int | None:
        return read_integer(value)


class DelegateForm(VerbForm):
    """One who was elected. A chair names the conference; staff may name a day and a paper instead."""

    title = _("Enter a delegate")
    name = forms.CharField(
        label=_("Full name"),
        max_length=150,
        help_text=_("Surname first, as in the minutes."),
        widget=forms.TextInput(attrs={"class": "width-30"}),
    )
    position = forms.CharField(label=_("Position and workplace"), required=False, max_length=200)
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, widget=forms.RadioSelect(attrs={"class": "inline"}), choices=Delegate.Sex
    )
    birth_year = YearField(label=_("Year of birth"))
    education = forms.ChoiceField(
        label=_("Education"), required=False, choices=[("", _("not stated")), *Person.Education.choices]
    )
    first_time = forms.TypedChoiceField(
        label=_("Delegate for the first time"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    protocol_number = forms.CharField(
        label=_("Minutes No."), required=False, max_length=30, widget=forms.TextInput(attrs={"class": "width-10"})
    )


class RecordDelegateForm(DelegateForm):
    is_substitute = forms.BooleanField(
        label=_("Elected as a substitute"),
        required=False,
        help_text=_("Fills no place until called in."),
    )
    elected_at = forms.ModelChoiceField(
        label=_("Elected at"), queryset=Conference.objects.none(), required=False, empty_label=_("not stated")
    )
    elected_on = DayField(label=_("Elected on"), required=False, widget=day_input())
    source = forms.CharField(label=_("Which paper"), required=False, max_length=300, help_text=SOURCE_HINT)

    def __init__(
        self,
        *args: Any,
        campaign: Campaign,
        organization: Organization,
        conferences: Any,
        by_staff: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.organization = campaign, organization
        field: Any = self.fields["elected_at"]
        field.queryset = conferences
        field.label_from_instance = lambda one: f"{one.get_kind_display()}, {short_day(one.held_on)}"
        field.initial = conferences.first()
        if not by_staff:
            field.required, field.empty_label = True, None
            del self.fields["elected_on"], self.fields["source"]

    def clean(self) -> dict[str, Any]:
        """The conference has a day of its own: another one beside it would be dropped without a word."""
        data = super().clean() or {}
        if data.get("elected_at") and data.get("elected_on"):
            self.add_error("elected_on", _("The chosen conference has its own day: name one of the two."))
        return data

    def act(self, *, by: Any, at: datetime) -> str:
        delegate = Delegate.record(
            campaign=self.campaign, organization=self.organization, by=by, at=at, **self.cleaned_data
        )
        return gettext("Entered: {name}.").format(name=delegate.name)


class CorrectDelegateForm(DelegateForm):
    """A version travels along: who comes second is shown what was saved meanwhile."""

    title = _("Correct a delegate")
    button = _("Save")
    reason = forms.CharField(label=_("Why it is corrected"), max_length=500, widget=REASON)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, delegate: Delegate, **kwargs: Any) -> None:
        self.facts = list(DelegateForm.base_fields)
        now = {name: getattr(delegate, name) for name in self.facts}
        now["first_time"] = {True: "yes", False: "no"}.get(delegate.first_time, "")  # type: ignore[arg-type]
        super().__init__(*args, **{"initial": now | {"version": version_of(delegate)}, **kwargs})
        self.delegate = delegate
        self.conflict: list[dict[str, Any]] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        present = version_of(self.delegate)
        if data.get("version") != present:
            self.conflict = [self._sides(name) for name in self.facts]
            typed: Any = self.data.copy()  # type: ignore[attr-defined]
            typed["version"] = str(present)
            self.data = typed
            raise ValidationError(CHANGED_MEANWHILE, code="conflict")
        return data

    def _sides(self, name: str) -> dict[str, Any]:
        field = self.fields[name]
        mine, theirs = (in_words(field, value) for value in (self[name].value(), self.initial[name]))
        return {"key": field.label, "mine": mine, "theirs": theirs, "differs": mine != theirs}

    def act(self, *, by: Any, at: datetime) -> str:
        facts = {name: self.cleaned_data[name] for name in self.facts}
        self.delegate.correct(reason=self.cleaned_data["reason"], by=by, at=at, **facts)
        return gettext("Corrected: {name}.").format(name=self.delegate.name)


class DelegateVerb(VerbForm):
    def __init__(self, *args: Any, delegate: Delegate, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegate = delegate
        self.fields["on"].initial = today


class WithdrawForm(DelegateVerb):
    title = _("Withdraw a delegate")
    button = _("Withdraw")
    is_grave = True
    on = DayField(label=_("Withdrawn on"), widget=day_input())
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=REASON, help_text=_("The delegate stays readable, with the reason.")
    )

    def act(self, *, by: Any, at: datetime) -> str:
        self.delegate.withdraw(**self.cleaned_data, by=by, at=at)
        return gettext("Withdrawn: {name}.").format(name=self.delegate.name)


class ReplaceForm(DelegateVerb):
    title = _("Call in a substitute")
    button = _("Call in")
    substitute = forms.ModelChoiceField(
        label=_("Substitute"), queryset=Delegate.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    on = DayField(label=_("From"), widget=day_input())
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=REASON)

    def __init__(self, *args: Any, substitutes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["substitute"]
        field.queryset = substitutes

    def act(self, *, by: Any, at: datetime) -> str:
        self.delegate.replace(**self.cleaned_data, by=by, at=at)
        substitute = self.cleaned_data["substitute"]
        return gettext("In place of {name}: {substitute}.").format(name=self.delegate.name, substitute=substitute.name)


class MarkField(forms.ChoiceField):
    """One of many on a sheet; "not marked" is an answer as well."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class AttendanceForm(VerbForm):
    """Who of an organization came, on one sheet."""

    title = _("Attendance")
    button = _("Save")
    on = DayField(label=_("Day of the Congress"), widget=day_input())
    MARKS = {"present": True, "absent": False, "": None}

    def __init__(self, *args: Any, delegates: Iterable[Delegate], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": day}, **kwargs})
        self.delegates = list(delegates)
        for one in self.delegates:
            now = {True: "present", False: "absent"}.get(one.attended, "")  # type: ignore[arg-type]
            self.fields[f"delegate-{one.pk}"] = MarkField(
                label=one.name,
                initial=now,
                widget=forms.RadioSelect(attrs={"class": "inline"}),
                choices=[("present", _("present")), ("absent", _("absent")), ("", _("not marked"))],
            )

    def act(self, *, by: Any, at: datetime) -> str:
        """Only what was changed is written."""
        changed = [one for one in self.delegates if self.MARKS[self.cleaned_data[f"delegate-{one.pk}"]] != one.attended]
        for one in changed:
            one.mark(
                attended=self.MARKS[self.cleaned_data[f"delegate-{one.pk}"]], on=self.cleaned_data["on"], by=by, at=at
            )
        return ngettext("{n} mark changed.", "{n} marks changed.", len(changed)).format(n=len(changed))
