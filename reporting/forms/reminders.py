"""Stopping the reminders, and noting calls."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.models import Appointment, Organization, Person
from reporting.calls import PROMISES, promised_day
from reporting.forms.verbs import day_field, reason_field
from reporting.models import Call, Obligation, ReminderStop

LONGEST_REASON = 300


class StopForm(forms.Form):
    reason = reason_field(
        _("Why the reminders are stopped"),
        max_length=LONGEST_REASON,
        help_text=_("Everybody who looks after them reads it."),
    )

    def act(self, *, by: Any, at: datetime) -> None:
        ReminderStop.stop(by=by, at=at, reason=self.cleaned_data["reason"])


class CallForm(forms.Form):
    """About everything `obligations` holds, all of one organization."""

    called_on = day_field(_("Called on"))
    promised_by = day_field(_("Promised by"), required=False)
    spoken_to = forms.ModelChoiceField(
        label=_("Spoken to"), queryset=Person.objects.none(), required=False, empty_label=_("not stated")
    )
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Seen by the apparatus only."),
    )  # fmt: skip

    def __init__(self, *args: Any, organization: Organization, user: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("called_on", today)
        offices = Appointment.objects.visible_to(user).current_on(today).filter(organization=organization)
        self.fields["spoken_to"].queryset = Person.objects.visible_to(user).filter(appointments__in=offices).distinct()

    def act(self, obligations: list[Obligation], *, by: Any, at: datetime) -> list[Call]:
        return [Call.record(one, by=by, at=at, **self.cleaned_data) for one in obligations]

    def refuse(self, refusal: ValidationError) -> None:
        known = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(self.fields)
        self.add_error(None, refusal if known else ValidationError(refusal.messages))


class OneTapForm(forms.Form):
    """A button of a row: what was promised."""

    promise = forms.ChoiceField(choices=[(one, one) for one in PROMISES])

    def promised_by(self, today: date) -> date | None:
        return promised_day(self.cleaned_data["promise"], today)
